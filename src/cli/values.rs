//! Values of flags: parses what a person typed into a type that can't hold an invalid value, or says what was
//! expected.

mod server_address;
mod serving;
mod times;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;

use crate::domain::email::Email;
use crate::domain::id::ChatId;
use crate::domain::message_positions::MessagePositions;
use crate::domain::public_url::PublicUrl;
use crate::domain::redaction::LONGEST_WORD;
use crate::domain::share::{MOST_VIEWS, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::text::ShortText;
use crate::import::{self, FORMATS, FileFormat};
use crate::server::ListenAddress;

pub use server_address::{ServerAddress, server_address};
pub use serving::{host_name, metrics_address, number};
pub use times::{Expiry, duration, expiry, period, token_end};

/// The port where none is named.
pub const USUAL_PORT: u16 = 8080;

/// A stored conversation, as a person names it.
#[derive(Clone)]
pub enum ChatName {
    /// By its number in `list`.
    Number(ChatId),
    /// By its link, or the link's UUID.
    Link(ShareUuid),
    /// By its short link.
    Short(Slug),
}

/// What can be brought back.
#[derive(Clone)]
pub enum Restorable {
    /// A deleted conversation.
    Chat(ChatId),
    /// The whole database, from a backup.
    Backup(PathBuf),
}

/// A view limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Views {
    /// No limit, even if there was one before.
    Unlimited,
    /// This many views.
    Most(u32),
}

pub fn public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::parse(text).ok_or_else(|| {
        "expected http://HOST or https://HOST, optionally with :PORT and a path such as /share".to_owned()
    })
}

pub fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().map(IpNet::from).ok();
    text.parse().ok().or_else(address).ok_or_else(|| "expected an address, or a range such as 10.0.0.0/8".to_owned())
}

pub fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| "expected an e-mail address such as you@example.com".to_owned())
}

/// Where to listen: an address and a port, a port of this machine alone, or `localhost` in place of its address.
pub fn listen(text: &str) -> Result<SocketAddr, String> {
    let here = text.strip_prefix("localhost").unwrap_or(text);
    let port = here.strip_prefix(':').unwrap_or(here);
    if let Ok(port) = port.parse::<u16>() {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    }
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = || bare.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, USUAL_PORT));
    text.parse().ok().or_else(address).ok_or_else(|| {
        "expected an address and a port such as 127.0.0.1:8080 (this machine only), 0.0.0.0:8080 (everyone who can reach \
         it) or [::]:8080, or a port alone"
            .to_owned()
    })
}

/// The same, or a Unix socket.
pub fn listen_anywhere(text: &str) -> Result<ListenAddress, String> {
    if text.starts_with("unix:") {
        return ListenAddress::parse(text)
            .ok_or_else(|| "expected unix: and a path from the root, as unix:/run/neptun-share.sock".to_owned());
    }
    listen(text).map(ListenAddress::from).map_err(|error| format!("{error}, or unix:/PATH"))
}

/// `660`.
pub fn file_mode(text: &str) -> Result<u32, String> {
    let mode = u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o777);
    mode.ok_or_else(|| "expected three digits from 0 to 7, such as 660".to_owned())
}

pub fn format(text: &str) -> Result<&'static FileFormat, String> {
    import::named(text).ok_or_else(|| format!("expected one of {}", all_formats()))
}

/// The help of a flag for a format: what it does, and all of them.
pub fn format_help(does: &str) -> String {
    format!("{does}: {}", all_formats())
}

fn all_formats() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

pub fn title(text: &str) -> Result<ShortText, String> {
    ShortText::parse(text).map_err(|_| format!("expected one line of 1 to {} characters", ShortText::MAX_CHARS))
}

/// `12`, a link, or the link's UUID.
pub fn chat_name(text: &str) -> Result<ChatName, String> {
    let (before, last) = text.trim_end_matches('/').rsplit_once('/').unwrap_or(("", text));
    let short = || Slug::parse(last).filter(|_| before.ends_with("/s"));
    ChatId::parse(text)
        .map(ChatName::Number)
        .or_else(|| ShareUuid::parse(last).map(ChatName::Link))
        .or_else(|| short().map(ChatName::Short))
        .ok_or_else(|| "expected a conversation's number, as shown by `neptun-share list`, or its link".to_owned())
}

/// `12`, or a file that exists. One whose name is a number: `./12`.
pub fn restorable(text: &str) -> Result<Restorable, String> {
    ChatId::parse(text)
        .map(Restorable::Chat)
        .or_else(|| Some(PathBuf::from(text)).filter(|file| file.try_exists().unwrap_or(true)).map(Restorable::Backup))
        .ok_or_else(|| "expected a conversation's number, or a backup; there is no such file".to_owned())
}

/// An owner's word for a link.
pub fn slug(text: &str) -> Result<Slug, String> {
    Slug::word(text).map_err(|wrong| wrong.expected().to_owned())
}

/// `5`, or `unlimited`.
pub fn views(text: &str) -> Result<Views, String> {
    if text.trim() == "unlimited" {
        return Ok(Views::Unlimited);
    }
    let number = text.parse().ok().filter(|number| (1..=MOST_VIEWS).contains(number));
    number.map(Views::Most).ok_or_else(|| format!("expected a number from 1 to {MOST_VIEWS}, or unlimited"))
}

/// `1,3-5`, or `all`.
pub fn positions(text: &str) -> Result<MessagePositions, String> {
    if text.trim() == "all" {
        return Ok(MessagePositions::All);
    }
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        (first > 0 && first <= last).then_some(first..=last)
    };
    let ranges: Option<Vec<_>> = text.split(',').map(range).collect();
    ranges.map(MessagePositions::Within).ok_or_else(|| "expected numbers from 1, such as 1,3-5, or all".to_owned())
}

/// A word to redact.
pub fn word(text: &str) -> Result<String, String> {
    let word = text.trim();
    let is_fine = !word.is_empty() && word.chars().count() <= LONGEST_WORD;
    is_fine.then(|| word.to_owned()).ok_or_else(|| format!("expected 1 to {LONGEST_WORD} characters"))
}

/// A count of at least one.
pub fn count(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "expected a number of at least 1".to_owned())
}

/// The name of a request field that names who is signed in, in lower case.
pub fn auth_header(text: &str) -> Result<String, String> {
    // What clients need for other things, or what others set.
    const TAKEN: &[&str] = &[
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "from",
        "host",
        "origin",
        "referer",
        "transfer-encoding",
        "user-agent",
        "x-forwarded-for",
        "x-requested-with",
    ];
    let name = text.trim().to_ascii_lowercase();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_name || TAKEN.contains(&name.as_str()) || name.starts_with("sec-") {
        return Err("expected the name of a request field of the proxy's own, such as X-Forwarded-Email".to_owned());
    }
    Ok(name)
}

/// Where a proxy signs people out: an address of a web site, or a path on this one.
pub fn sign_out_url(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
    let is_web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme) && text.len() > scheme.len());
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && (is_path || is_web) {
        return Ok(text.to_owned());
    }
    Err("expected an address such as https://auth.example.com/logout, or a path such as /oauth2/sign_out".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_to_listen_is_an_address_a_port_or_both() {
        for (text, expected) in [
            ("8080", "127.0.0.1:8080"),
            (":8099", "127.0.0.1:8099"),
            ("localhost:8099", "127.0.0.1:8099"),
            ("0.0.0.0", "0.0.0.0:8080"),
            ("::1", "[::1]:8080"),
            ("[::1]", "[::1]:8080"),
            ("[::]:80", "[::]:80"),
            ("192.0.2.1:0", "192.0.2.1:0"),
        ] {
            assert_eq!(listen(text).map(|address| address.to_string()), Ok(expected.to_owned()), "{text}");
        }
        for wrong in ["", "localhost", "share.example.com:80", "99999", "1.2.3.4:x", "http://127.0.0.1:80"] {
            assert!(listen(wrong).is_err_and(|error| error.contains("127.0.0.1:8080")), "{wrong:?}");
        }
    }

    #[test]
    fn messages_are_chosen_by_their_places() {
        assert_eq!(positions("all"), Ok(MessagePositions::All));
        assert_eq!(positions("1,3-5, 7"), Ok(MessagePositions::Within(vec![1..=1, 3..=5, 7..=7])));
        for wrong in ["", "0", "5-3", "1,", "-3", "1-2-3", "a", "99999999999999999999"] {
            assert!(positions(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!((views("5"), views("unlimited")), (Ok(Views::Most(5)), Ok(Views::Unlimited)));
        assert!(views("0").is_err() && views("1000001").is_err() && views("-1").is_err());
        assert_eq!(word(" Project X "), Ok("Project X".to_owned()));
        assert!(word(" ").is_err() && word(&"x".repeat(1001)).is_err());
    }

    #[test]
    fn a_chat_has_a_number_or_a_link() {
        let uuid = "550e8400-e29b-41d4-a716-446655440000";
        assert!(matches!(chat_name("12"), Ok(ChatName::Number(_))));
        for link in
            [uuid.to_owned(), format!("http://x/shared/chats/{uuid}"), format!("https://x/shared/chats/{uuid}/")]
        {
            assert!(matches!(chat_name(&link), Ok(ChatName::Link(found)) if found.to_string() == uuid), "{link}");
        }
        for link in ["http://x/s/offsite", "https://x/share/s/OffSite/"] {
            assert!(matches!(chat_name(link), Ok(ChatName::Short(found)) if found.as_str() == "offsite"), "{link}");
        }
        assert!(chat_name("").is_err() && chat_name("stars").is_err() && chat_name("-1").is_err());
    }
}

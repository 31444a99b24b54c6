//! Values of flags: parses what a person typed into a type that can't hold an invalid value, or says what was
//! expected.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo};

use crate::domain::email::Email;
use crate::domain::id::ChatId;
use crate::domain::message_positions::MessagePositions;
use crate::domain::public_url::PublicUrl;
use crate::domain::share::ShareUuid;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::may_expire_at;
use crate::import::{self, FORMATS, FileFormat};

/// The port where none is named.
const USUAL_PORT: u16 = 8080;

/// When a link stops working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Never, even if it had an expiry before.
    Never,
    /// At this time.
    At(Timestamp),
}

impl Expiry {
    /// The time; `None` for never.
    pub const fn time(self) -> Option<Timestamp> {
        match self {
            Self::Never => None,
            Self::At(at) => Some(at),
        }
    }
}

/// A stored conversation, as a person names it.
#[derive(Clone, Copy)]
pub enum ChatName {
    /// By its number in `list`.
    Number(ChatId),
    /// By its link, or the link's UUID.
    Link(ShareUuid),
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
    PublicUrl::parse(text)
        .ok_or_else(|| "expected http://HOST or https://HOST, optionally with :PORT, and no path".to_owned())
}

pub fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().map(IpNet::from).ok();
    text.parse().ok().or_else(address).ok_or_else(|| "expected an address, or a range such as 10.0.0.0/8".to_owned())
}

pub fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| "expected an e-mail address such as you@example.com".to_owned())
}

/// `1d`, `12h`, `30m`: at least a second.
pub fn period(text: &str) -> Result<Duration, String> {
    let expected = || "expected a duration such as 1d, 12h or 30m".to_owned();
    let span: Span = text.trim().parse().map_err(|_| expected())?;
    // Months and years have no fixed length, so they are refused.
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| expected())?;
    Duration::try_from(length).ok().filter(|length| length.as_secs() > 0).ok_or_else(expected)
}

/// `500ms`, `10s`, `2m`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let expected = || "expected a duration such as 500ms, 10s or 2m".to_owned();
    let parsed: jiff::SignedDuration = text.parse().map_err(|_| expected())?;
    Duration::try_from(parsed).ok().filter(|time| !time.is_zero()).ok_or_else(expected)
}

/// `2d`, `12h`, `1w`, a day, a point in time, or `never`.
pub fn expiry(text: &str) -> Result<Expiry, String> {
    expiry_after(text, Timestamp::now(), &TimeZone::system())
}

fn expiry_after(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Expiry, String> {
    let text = text.trim();
    if text == "never" {
        return Ok(Expiry::Never);
    }
    let at = Timestamp::from_rfc3339(text).or_else(|| local_time(text, zone)).or_else(|| later(text, now));
    let at = at.ok_or_else(|| {
        "expected a duration such as 12h, 2d, 1w or 1y, a date such as 2030-12-31 or 2030-12-31T18:00:00Z, or never"
            .to_owned()
    })?;
    if at > now { Ok(Expiry::At(at)) } else { Err("that time is in the past".to_owned()) }
}

/// A day, to its end, or a time of day, where this machine is.
fn local_time(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let is_day = text.parse::<Date>().is_ok() && !text.contains([':', 'T', 't']);
    let end = |day: Date| day.tomorrow().map(|next| next.at(0, 0, 0, 0));
    let time = if is_day { end(text.parse().ok()?).ok()? } else { text.parse::<DateTime>().ok()? };
    Timestamp::from_millis(zone.to_zoned(time).ok()?.timestamp().as_millisecond())
}

/// A time span from now on. Months and years are those of the calendar.
fn later(text: &str, now: Timestamp) -> Option<Timestamp> {
    let span: Span = text.parse().ok()?;
    let now = jiff::Timestamp::from_millisecond(now.as_millis()).ok()?.to_zoned(TimeZone::UTC);
    Timestamp::from_millis(now.checked_add(span).ok()?.timestamp().as_millisecond())
}

/// Where to listen: an address and a port, a port of this machine alone, or `localhost` in place of its address.
pub fn listen(text: &str) -> Result<SocketAddr, String> {
    let here = text.strip_prefix("localhost").unwrap_or(text);
    let port = here.strip_prefix(':').unwrap_or(here);
    if let Ok(port) = port.parse::<u16>() {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    }
    let address = || text.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, USUAL_PORT));
    text.parse().ok().or_else(address).ok_or_else(|| {
        "expected an address and a port such as 127.0.0.1:8080 (this machine only), 0.0.0.0:8080 (everyone who can reach \
         it) or [::]:8080, or a port alone"
            .to_owned()
    })
}

/// When a token expires: like a link's expiry, but never is not allowed, and it is within a year.
pub fn token_end(text: &str) -> Result<Timestamp, String> {
    match expiry(text)? {
        Expiry::At(at) if may_expire_at(at, Timestamp::now()) => Ok(at),
        Expiry::At(_) | Expiry::Never => Err("a token must expire within 366 days".to_owned()),
    }
}

pub fn format(text: &str) -> Result<&'static FileFormat, String> {
    import::named(text).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        format!("expected one of {}", names.join(", "))
    })
}

pub fn title(text: &str) -> Result<ShortText, String> {
    ShortText::parse(text).map_err(|_| format!("expected one line of 1 to {} characters", ShortText::MAX_CHARS))
}

/// `12`, a link, or the link's UUID.
pub fn chat_name(text: &str) -> Result<ChatName, String> {
    let uuid = || ShareUuid::parse(text.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
    ChatId::parse(text)
        .map(ChatName::Number)
        .or_else(|| uuid().map(ChatName::Link))
        .ok_or_else(|| "expected a conversation's number, as shown by `neptun-share list`, or its link".to_owned())
}

/// `12`, or a file that exists. One whose name is a number: `./12`.
pub fn restorable(text: &str) -> Result<Restorable, String> {
    ChatId::parse(text)
        .map(Restorable::Chat)
        .or_else(|| Some(PathBuf::from(text)).filter(|file| file.exists()).map(Restorable::Backup))
        .ok_or_else(|| "expected a conversation's number, or a backup; there is no such file".to_owned())
}

/// `5`, or `unlimited`.
pub fn views(text: &str) -> Result<Views, String> {
    const MOST: u32 = 1_000_000;
    if text.trim() == "unlimited" {
        return Ok(Views::Unlimited);
    }
    let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.map(Views::Most).ok_or_else(|| "expected a number from 1 to 1000000, or unlimited".to_owned())
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
    const MOST_CHARS: usize = 1000;
    let word = text.trim();
    let is_fine = !word.is_empty() && word.chars().count() <= MOST_CHARS;
    is_fine.then(|| word.to_owned()).ok_or_else(|| format!("expected 1 to {MOST_CHARS} characters"))
}

/// A count of at least one.
pub fn count(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "expected a number of at least 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "10", "-1s", "0s", "soon"] {
            assert!(duration(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_period_may_have_days() {
        assert_eq!(period("1d"), Ok(Duration::from_secs(86_400)));
        assert_eq!(period("90m"), Ok(Duration::from_secs(5400)));
        for wrong in ["", "1", "-1d", "0s", "1ms", "1 month", "soon"] {
            assert!(period(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_expiry_is_a_length_or_a_point_in_time_that_is_not_past() {
        let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").expect("a time");
        let zone = TimeZone::fixed(jiff::tz::offset(-5));
        let expiry = |text| expiry_after(text, now, &zone);
        for (text, expected) in [
            ("2d", "2026-01-03T00:00:00Z"),
            ("12h", "2026-01-01T12:00:00Z"),
            ("30m", "2026-01-01T00:30:00Z"),
            ("1w", "2026-01-08T00:00:00Z"),
            ("2 days", "2026-01-03T00:00:00Z"),
            ("2y", "2028-01-01T00:00:00Z"),
            ("1 month", "2026-02-01T00:00:00Z"),
            ("2026-01-01T02:00:00+01:00", "2026-01-01T01:00:00Z"),
            ("2027-01-01", "2027-01-02T05:00:00Z"),
            ("2027-01-01 18:30", "2027-01-01T23:30:00Z"),
            ("2027-01-01T18:30", "2027-01-01T23:30:00Z"),
        ] {
            assert_eq!(
                expiry(text),
                Timestamp::from_rfc3339(expected).map(Expiry::At).ok_or_else(String::new),
                "{text}"
            );
        }
        assert_eq!(expiry("never"), Ok(Expiry::Never));
        for wrong in [
            "",
            "2",
            "soon",
            "-2d",
            "0s",
            "2025-12-30",
            "2026-02-30",
            "2025-12-31T23:59:59Z",
            "99999999999h",
            "9999w 9999999d",
        ] {
            assert!(expiry(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_place_to_listen_is_an_address_a_port_or_both() {
        for (text, expected) in [
            ("8080", "127.0.0.1:8080"),
            (":8099", "127.0.0.1:8099"),
            ("localhost:8099", "127.0.0.1:8099"),
            ("0.0.0.0", "0.0.0.0:8080"),
            ("::1", "[::1]:8080"),
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
        assert!(chat_name("").is_err() && chat_name("stars").is_err() && chat_name("-1").is_err());
    }
}

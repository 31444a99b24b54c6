//! The address of a shared conversation, as somebody was given it.

use url::Url;

use super::Client;
use crate::domain::share::ShareUuid;

/// Before the link's name in its address.
const PAGE: &str = "/shared/chats/";

/// A link on some server.
#[derive(Clone)]
pub struct LinkAddress {
    /// `https://share.example.com`, and where the server is below a folder of its host, that.
    base: String,
    /// The host, as it is named to people.
    host: String,
    link: ShareUuid,
}

impl LinkAddress {
    /// Reads `http[s]://HOST/shared/chats/UUID`, whatever stands behind that; half a sentence where it is no such link.
    /// `None` for what is no address of the web at all.
    pub fn parse(text: &str) -> Option<Result<Self, &'static str>> {
        let text = text.trim();
        let scheme = text.split_once("://")?.0;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        Some(Self::from_url(text))
    }

    /// The link for which a short one (`/s/NAME`) stands, as its server says; `None` for what is no short link.
    pub fn behind_short(text: &str) -> Option<Result<Self, String>> {
        let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let mut places = url.path_segments()?.rev().skip_while(|place| place.is_empty()).skip(1);
        let is_short = places.next() == Some("s");
        is_short.then(|| {
            let target = Client::new(url.as_str())?.look(url.as_str())?;
            let none =
                || format!("there is no such link on {}, or it no longer works", url.host_str().unwrap_or_default());
            Self::from_url(target.ok_or_else(none)?.as_str()).map_err(str::to_owned)
        })
    }

    fn from_url(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "it is no valid address")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("leave out the name and the password before its host; the password is asked for");
        }
        let host = url.host_str().ok_or("it names no host")?;
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let (before, behind) = url.path().split_once(PAGE).ok_or("no link to a conversation is like that")?;
        let name = behind.split('/').next().unwrap_or_default();
        let link = ShareUuid::parse(name).ok_or("its end is no name of a link; is it all there?")?;
        Ok(Self { base: format!("{}://{host}{before}", url.scheme()), host, link })
    }

    /// The host, with its port where that is not the usual one.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The address of its server.
    pub fn server(&self) -> &str {
        &self.base
    }

    /// The address of its page.
    pub fn page(&self) -> String {
        format!("{}{PAGE}{}", self.base, self.link)
    }

    /// The address of what its page reads.
    pub fn api(&self) -> String {
        format!("{}/api{PAGE}{}", self.base, self.link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_known_with_whatever_stands_behind_it() {
        const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";
        for (text, api) in [
            (
                format!("https://Share.example.com/shared/chats/{UUID}"),
                format!("https://share.example.com/api/shared/chats/{UUID}"),
            ),
            (
                format!(" http://[::1]:8080/shared/chats/{UUID}/?x#m3 "),
                format!("http://[::1]:8080/api/shared/chats/{UUID}"),
            ),
            (
                format!("https://x.org/talks/shared/chats/{UUID}"),
                format!("https://x.org/talks/api/shared/chats/{UUID}"),
            ),
        ] {
            let link = LinkAddress::parse(&text).expect("an address").expect("a link");
            assert_eq!(link.api(), api);
        }
        for wrong in [
            "https://",
            "https://x.org/",
            "https://x.org/shared/chats/7",
            "https://ada:pw@x.org/shared/chats/550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert!(LinkAddress::parse(wrong).expect("an address").is_err(), "{wrong}");
        }
        for other in ["12", "session.jsonl", UUID, "ftp://x.org/", "file:///etc/passwd"] {
            assert!(LinkAddress::parse(other).is_none(), "{other}");
        }
    }
}

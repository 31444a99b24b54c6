//! The address under which readers reach the server, and the links on it.

use std::net::IpAddr;

use super::secret::Secret;
use super::share::ShareUuid;
use super::slug::Slug;

/// The public address of this server: scheme, host and port, and where a proxy shares the host, a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
    /// Where it begins: nothing, or `/share`.
    path: String,
    is_https: bool,
}

impl PublicUrl {
    /// Reads `http[s]://host[:port][/path]`, with or without a final slash.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let rest = rest.trim_end_matches('/');
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[]:".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_host) {
            return None;
        }
        // Letters that are never escaped (RFC 3986, 2.3), so that a path has one spelling.
        let is_step = |step: &str| {
            let is_plain = step.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
            !matches!(step, "" | "." | "..") && is_plain
        };
        if !path.split('/').skip(1).all(is_step) {
            return None;
        }
        let (host, path) = (host.to_ascii_lowercase(), path.to_owned());
        let origin = format!("{}://{host}", if is_https { "https" } else { "http" });
        Some(Self { origin, host, path, is_https })
    }

    /// Whether readers come by https, which decides on the cookie's `Secure`.
    pub const fn is_https(&self) -> bool {
        self.is_https
    }

    /// The host, with its port where one is named; in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether only this machine reaches it (RFC 6761, 6.3; RFC 5735, 3).
    pub fn is_loopback(&self) -> bool {
        let name = match self.host.strip_prefix('[') {
            Some(rest) => rest.split(']').next(),
            None => self.host.split(':').next(),
        };
        let name = name.unwrap_or_default();
        let is_name = name == "localhost" || name.ends_with(".localhost");
        is_name || name.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
    }

    /// The address of a path on this server.
    pub fn at(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.path)
    }

    /// The same for a browser that is here already.
    pub fn local(&self, path: &str) -> String {
        format!("{}{path}", self.path)
    }

    /// The path of a request on this server. A proxy passes it on as it is; who asks beside the proxy may leave out where
    /// it begins.
    pub fn inside<'a>(&self, path: &'a str) -> &'a str {
        match path.strip_prefix(&self.path) {
            Some("") => "/",
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        }
    }

    /// The link that makes the first account. Its secret stands behind the `#`: no server's log, no
    /// referrer and no link preview ever gets that part.
    pub fn set_up(&self, secret: &Secret) -> String {
        self.at(&format!("/set-up#{}", secret.as_str()))
    }

    /// The link by which somebody who is invited makes their account.
    pub fn invitation(&self, secret: &Secret) -> String {
        self.at(&format!("/invitation#{}", secret.as_str()))
    }

    /// The link by which somebody chooses a new password.
    pub fn new_password(&self, secret: &Secret) -> String {
        self.at(&format!("/new-password#{}", secret.as_str()))
    }

    /// The address of the page on which people read a share.
    pub fn share(&self, uuid: ShareUuid) -> String {
        self.at(&format!("/shared/chats/{uuid}"))
    }

    /// The short address that leads there.
    pub fn short(&self, slug: &Slug) -> String {
        self.at(&format!("/s/{}", slug.as_str()))
    }
}

impl PublicUrl {
    /// The address of a share as OpenCode knows such: it leads to that page, and `opencode import` takes it.
    pub fn session(&self, uuid: ShareUuid) -> String {
        self.at(&format!("/share/{uuid}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_a_host_and_maybe_a_path() {
        let uuid = ShareUuid::random();
        let link = |text| PublicUrl::parse(text).map(|url| url.share(uuid));
        assert_eq!(link("https://Share.example.com/"), Some(format!("https://share.example.com/shared/chats/{uuid}")));
        assert_eq!(link("http://[::1]:8080"), Some(format!("http://[::1]:8080/shared/chats/{uuid}")));
        assert_eq!(link("https://x/A/b-2//"), Some(format!("https://x/A/b-2/shared/chats/{uuid}")));
        for wrong in [
            "",
            "share.example.com",
            "ftp://x",
            "https://",
            "https:///path",
            "https://u@x",
            "https://x y",
            "https://x/a//b",
            "https://x/../b",
            "https://x/a%20b",
            "https://x/a?b",
            "https://x/a#b",
        ] {
            assert!(PublicUrl::parse(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn a_path_is_taken_off_whole_or_not_at_all() {
        let below = PublicUrl::parse("https://example.com/share").expect("a URL");
        for (path, inside) in [
            ("/share", "/"),
            ("/share/", "/"),
            ("/share/api/health", "/api/health"),
            ("/share/share", "/share"),
            ("/shares", "/shares"),
            ("/shared/chats/x", "/shared/chats/x"),
            ("/api/health", "/api/health"),
        ] {
            assert_eq!(below.inside(path), inside);
        }
        let root = PublicUrl::parse("https://example.com").expect("a URL");
        assert_eq!((root.inside("/"), root.inside("/api"), root.inside("*")), ("/", "/api", "*"));
        assert_eq!((below.local("/s/x"), root.local("/s/x")), ("/share/s/x".to_owned(), "/s/x".to_owned()));
    }
}

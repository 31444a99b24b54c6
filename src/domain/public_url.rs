//! The address under which readers reach the server, and the links on it.

use super::secret::Secret;
use super::share::ShareUuid;
use super::slug::Slug;

/// The public address of this server: scheme, host and port, nothing behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
    is_https: bool,
}

impl PublicUrl {
    /// Reads `http[s]://host[:port]`, with or without a final slash. The pages and the API live at
    /// the root of a host, so a path is refused.
    pub fn parse(text: &str) -> Option<Self> {
        let origin = text.trim().trim_end_matches('/');
        let (scheme, host) = origin.split_once("://")?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[]:".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_host) {
            return None;
        }
        let host = host.to_ascii_lowercase();
        Some(Self { origin: format!("{}://{host}", if is_https { "https" } else { "http" }), host, is_https })
    }

    /// Whether readers come by https, which decides on the cookie's `Secure`.
    pub const fn is_https(&self) -> bool {
        self.is_https
    }

    /// The host, with its port where one is named; in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The address of a path on this server.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
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

    /// The address of the page on which people read a share.
    pub fn share(&self, uuid: ShareUuid) -> String {
        self.at(&format!("/shared/chats/{uuid}"))
    }

    /// The short address that leads there.
    pub fn short(&self, slug: &Slug) -> String {
        self.at(&format!("/s/{}", slug.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        let uuid = ShareUuid::random();
        let link = |text| PublicUrl::parse(text).map(|url| url.share(uuid));
        assert_eq!(link("https://Share.example.com/"), Some(format!("https://share.example.com/shared/chats/{uuid}")));
        assert_eq!(link("http://[::1]:8080"), Some(format!("http://[::1]:8080/shared/chats/{uuid}")));
        for wrong in ["", "share.example.com", "ftp://x", "https://", "https://x/path", "https://u@x", "https://x y"] {
            assert!(PublicUrl::parse(wrong).is_none(), "{wrong:?}");
        }
    }
}

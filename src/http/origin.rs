//! Whether a request that changes something comes from a page of another site.

use super::call::Call;
use super::error::ApiError;
use crate::domain::secret::Secret;
use crate::domain::share::ShareUuid;

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
}

/// Refuses a request that a browser sent for a page of another site. Browsers say so in
/// `Sec-Fetch-Site`; on plain http beyond localhost they leave that out, and `Origin` tells.
/// Programs that are no browsers send neither.
pub fn refuse_cross_site(call: &Call<'_>, public_url: &PublicUrl) -> Result<(), ApiError> {
    let foreign = match call.header("Sec-Fetch-Site") {
        Some("same-origin" | "none") => false,
        Some("cross-site") => true,
        // "same-site" is another host of the same domain: as foreign as its Origin.
        _ => call.header("Origin").is_some_and(|origin| {
            let host = origin.split_once("://").map(|(_, host)| host.to_ascii_lowercase());
            let own = call.header("Host").map(str::to_ascii_lowercase);
            host.is_none() || (host != own && host.as_deref() != Some(&public_url.host))
        }),
    };
    if foreign {
        return Err(ApiError::new(403).message("A page of another site may not do this."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fields::Accepts;
    use super::*;
    use crate::domain::timestamp::Timestamp;
    use rouille::Request;

    fn refused(headers: &[(&str, &str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let request = Request::fake_http("POST", "/", headers, Vec::new());
        let call = Call::new(&request, Vec::new(), Accepts::default(), Timestamp::now());
        let url = PublicUrl::parse("https://share.example.com").expect("a URL");
        refuse_cross_site(&call, &url).is_err()
    }

    #[test]
    fn pages_of_other_sites_are_refused_and_programs_are_not() {
        let host = ("Host", "10.0.0.5:8080");
        assert!(!refused(&[host]));
        assert!(!refused(&[host, ("Sec-Fetch-Site", "same-origin")]));
        assert!(!refused(&[host, ("Sec-Fetch-Site", "none")]));
        assert!(!refused(&[host, ("Origin", "http://10.0.0.5:8080")]));
        assert!(!refused(&[host, ("Origin", "https://SHARE.example.com")]));
        assert!(refused(&[host, ("Sec-Fetch-Site", "cross-site")]));
        assert!(refused(&[host, ("Sec-Fetch-Site", "cross-site"), ("Origin", "http://10.0.0.5:8080")]));
        assert!(refused(&[host, ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example.com")]));
        assert!(refused(&[host, ("Origin", "http://10.0.0.5:9090")]));
        assert!(refused(&[host, ("Origin", "null")]));
    }

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

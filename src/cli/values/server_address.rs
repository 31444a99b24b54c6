//! The address of a server, as a person types it.

use url::Url;

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress {
    /// Its address, without a final slash.
    pub url: String,
    /// What it is called: its host, with the port where one is named, and the path where there is one.
    pub name: String,
    /// Whether what goes there can be read on the way: over plain http to another machine.
    pub is_open: bool,
}

/// `https://share.example.com`, with a port or a path if need be; without a scheme it is https.
pub fn server_address(text: &str) -> Result<ServerAddress, String> {
    let text = text.trim();
    let url = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let expected = || "expected the address of a server, such as https://share.example.com".to_owned();
    let url = Url::parse(&url).map_err(|_| expected())?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(expected)?;
    if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
        return Err(expected());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("leave out the name and the password; you sign in in a browser".to_owned());
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let name = format!("{host}{port}{}", url.path().trim_end_matches('/'));
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    Ok(ServerAddress { url: format!("{}://{name}", url.scheme()), is_open: url.scheme() == "http" && !is_here, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_has_a_scheme_and_a_host() {
        let read = |text| server_address(text).map(|address| (address.url, address.name, address.is_open));
        for (text, url, name, is_open) in [
            ("https://Share.example.com/", "https://share.example.com", "share.example.com", false),
            ("share.example.com", "https://share.example.com", "share.example.com", false),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080", false),
            ("http://box.local:80", "http://box.local", "box.local", true),
            ("https://x.org:8443/talks/", "https://x.org:8443/talks", "x.org:8443/talks", false),
        ] {
            assert_eq!(read(text), Ok((url.to_owned(), name.to_owned(), is_open)), "{text}");
        }
        for wrong in ["", "https://", "ftp://x", "https://ada:pw@x", "https://x/?a", "two words"] {
            assert!(server_address(wrong).is_err(), "{wrong:?}");
        }
    }
}

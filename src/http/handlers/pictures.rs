//! `GET /shared/picture`: a picture of another server, alone in a document, for a frame in our page.
//! The page itself may load nothing from elsewhere; this document may load that one picture and do
//! nothing else. The page's script makes the frame when the reader has agreed.

use std::net::Ipv4Addr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, PreEscaped, html};
use sha2::{Digest, Sha256};
use url::{Host, Url};

use crate::http::Site;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// The longest address in bytes: some servers sign theirs at length.
const LONGEST: usize = 4096;

const STYLE: &str = "html,body{height:100%;margin:0}img{display:block;max-width:100%;max-height:100%}";

/// `GET /shared/picture?url=https://...`
pub fn frame(_: &Site, context: &RequestContext<'_>) -> Outcome {
    if !is_for_our_frame(context) {
        return Err(ApiError::new(403).message("This can only be shown inside a conversation."));
    }
    let picture = context.query("url").and_then(|url| Picture::parse(&url)).ok_or_else(invalid)?;

    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                // As the page's: otherwise the frame has a ground of its own.
                meta name="color-scheme" content="light dark";
                title { "Picture" }
                style { (PreEscaped(STYLE)) }
            }
            body { img src=(picture.url) alt="" referrerpolicy="no-referrer"; }
        }
    };
    let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; img-src {}; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'; sandbox",
        picture.origin
    );
    Ok(Reply::bytes("text/html; charset=utf-8", document.into_string().into_bytes())
        .header("Content-Security-Policy", policy))
}

/// Whether it is for a frame in a page of ours: nobody is to be sent an address of this server that
/// shows a stranger's picture. Browsers say so over https; what is no browser shows nothing.
fn is_for_our_frame(context: &RequestContext<'_>) -> bool {
    context.header("Sec-Fetch-Dest").is_none_or(|dest| dest == "iframe")
        && context.header("Sec-Fetch-Site").is_none_or(|site| site == "same-origin")
}

/// The address of a picture on the web.
struct Picture {
    url: String,
    /// Its scheme, host and port, as a policy names them.
    origin: String,
}

impl Picture {
    /// Reads an address as browsers do. None in the reader's own network: a text must not make a
    /// reader's browser ask the devices there for anything.
    fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let mut url = Url::parse(text).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        let is_public = match url.host()? {
            // A name in a policy may not have all the characters that one in an address may, `;` and `*` among them.
            Host::Domain(name) => {
                let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
                is_plain && !is_name_of_a_local_network(name)
            }
            Host::Ipv4(address) => !is_reserved(address),
            // A policy can't name it.
            Host::Ipv6(_) => false,
        };
        if !is_web || !is_public {
            return None;
        }
        url.set_fragment(None);
        let (origin, url) = (url.origin().ascii_serialization(), String::from(url));
        (url.len() <= LONGEST).then_some(Self { url, origin })
    }
}

/// Names that routers and people give the devices of their own network (RFC 6761, 6762 with its appendix G, 8375), and the
/// one of a router that many have.
fn is_name_of_a_local_network(name: &str) -> bool {
    const TOPS: [&str; 16] = [
        "alt",
        "arpa",
        "corp",
        "domain",
        "home",
        "internal",
        "intranet",
        "invalid",
        "ip",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "onion",
        "private",
        "test",
    ];
    let name = name.trim_end_matches('.');
    match name.rsplit_once('.') {
        None => true,
        Some((rest, "box")) => rest == "fritz" || rest.ends_with(".fritz"),
        Some((_, top)) => TOPS.contains(&top),
    }
}

/// What is nobody's address on the Internet (<https://www.iana.org/assignments/iana-ipv4-special-registry>).
fn is_reserved(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        // The first network, those for many nodes, and those that were kept for later.
        || matches!(a, 0 | 224..)
        // Behind the translation of a provider, protocols' own, and for tests of devices.
        || matches!((a, b, c), (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _))
}

fn invalid() -> ApiError {
    let message = "Invalid address. Expected that of a picture on the web".to_owned();
    let issue = Issue { code: "custom", message, path: vec!["url".to_owned()] };
    ApiError::invalid("Bad Request. Invalid query({ url }).", &[issue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_written_as_browsers_read_it() {
        let parse = |text: &str| Picture::parse(text).map(|picture| (picture.url, picture.origin));
        let picture = |url: &str, origin: &str| Some((url.to_owned(), origin.to_owned()));
        assert_eq!(
            parse("https://Example.com:443/a b.png#x"),
            picture("https://example.com/a%20b.png", "https://example.com")
        );
        assert_eq!(
            parse("http://example.com:8080?a=\"<&"),
            picture("http://example.com:8080/?a=%22%3C&", "http://example.com:8080")
        );
        assert_eq!(
            parse("https://bücher.example/ü"),
            picture("https://xn--bcher-kva.example/%C3%BC", "https://xn--bcher-kva.example")
        );
        assert_eq!(parse("https://93.184.216.34/a"), picture("https://93.184.216.34/a", "https://93.184.216.34"));
        for public in ["https://100.63.0.1/", "https://100.128.0.1/", "https://198.20.0.1/", "https://lan.box/"] {
            assert!(parse(public).is_some(), "{public}");
        }
        assert_eq!(parse(&format!("https://example.com/{}", "a".repeat(LONGEST))), None);
        assert_eq!(
            parse(&format!("https://example.com/{}", "ü".repeat(LONGEST / 3))),
            None,
            "too long when written out"
        );
    }

    #[test]
    fn what_is_no_address_of_the_web_shows_nothing() {
        for text in [
            "",
            "a.png",
            "//example.com/a.png",
            "ftp://example.com/a.png",
            "data:image/png;base64,AAAA",
            "javascript:alert(1)",
            "blob:https://example.com/1",
            "https://ada@example.com/a.png",
            "https://:secret@example.com/a.png",
            "https://",
            // Would say something else in a policy.
            "https://a;script-src/",
            "https://a,b.example/",
            "https://*.example.com/",
            "https://*/",
            "https://'self'.example/",
            // The reader's own network, in every spelling.
            "http://localhost/",
            "http://router/",
            "http://router.local/",
            "http://localhost./",
            "http://printer.localhost./",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://192.168.1.1/reboot",
            "http://10.0.0.1./",
            "http://169.254.169.254/latest",
            "http://0/",
            "http://100.64.0.1/",
            "http://100.127.255.255/",
            "http://192.0.0.8/",
            "http://192.0.2.1/",
            "http://198.18.0.1/",
            "http://198.19.255.255/",
            "http://224.0.0.251/",
            "http://240.0.0.1/",
            "http://255.255.255.255/",
            "http://router.lan/",
            "http://fritz.box/",
            "http://nas.Fritz.box./",
            "http://nas.home/",
            "http://printer.home.arpa/",
            "http://speedport.ip/",
            "http://wiki.corp/",
            "http://db.internal./",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert!(Picture::parse(text).is_none(), "{text}");
        }
    }
}

//! Answers, and what every answer has, whoever made it.

use std::borrow::Cow;
use std::io::Read;
use std::sync::LazyLock;

use rouille::Response;
use serde::Serialize;

use super::encoding::{Compressed, Encoding};
use super::ready::Keeper;
use super::reply_body::Body;
use crate::base::shared_bytes::SharedBytes;
use crate::domain::public_url::PublicUrl;
use crate::server::{Answer, CommonFields, Events};

/// The media type of answers of the API.
pub const JSON: &str = "application/json";
/// The media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";

/// JSON and files can't do anything in a browser.
const POLICY_FOR_DATA: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The pages: their own scripts, styles and pictures, their own server, nothing else, and no HTML
/// made from strings but what `assets/lib/html.js` lets in. `blob:` is what a script of theirs fetched with the
/// reader's password; a frame holds a stranger's picture (`handlers/pictures.rs`).
const POLICY_FOR_PAGES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; \
     media-src blob:; frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types neptun-share";

const OF_EVERY_ANSWER: [(&str, &str); 6] = [
    // Not kept by anybody.
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", POLICY_FOR_DATA),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
];

const OF_PAGES: [(&str, &str); 3] = [
    ("Content-Security-Policy", POLICY_FOR_PAGES),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// By which scripts of any site may read an answer, without the reader's cookies.
const READABLE_BY_OTHER_SITES: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Retry-After, WWW-Authenticate"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
];

/// What an answer has unless it says otherwise itself, by its kind.
static DATA: LazyLock<CommonFields> = LazyLock::new(|| CommonFields::new(OF_EVERY_ANSWER));
static PAGES: LazyLock<CommonFields> = LazyLock::new(|| CommonFields::new(OF_EVERY_ANSWER.into_iter().chain(OF_PAGES)));
static READABLE_DATA: LazyLock<CommonFields> =
    LazyLock::new(|| CommonFields::new(OF_EVERY_ANSWER.into_iter().chain(READABLE_BY_OTHER_SITES)));

/// An answer before it becomes rouille's.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Body,
    common: &'static LazyLock<CommonFields>,
    /// What comes in place of a body, as long as the client listens.
    events: Option<Box<dyn Events>>,
}

impl Reply {
    /// 204, without a body.
    pub fn empty() -> Self {
        Self { status: 204, headers: Vec::new(), body: Body::Own(Vec::new()), common: &DATA, events: None }
    }

    /// 200 with a value as JSON.
    pub fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => Self::bytes(JSON, bytes),
            Err(error) => {
                // Only maps with other keys than strings can fail, which we have none of.
                tracing::error!(%error, "an answer could not be written as JSON");
                Self::empty().status(500)
            }
        }
    }

    /// 200 with bytes of that media type.
    pub fn bytes(media_type: &'static str, bytes: Vec<u8>) -> Self {
        // With room for what most answers add.
        let mut headers = Vec::with_capacity(8);
        headers.push(("Content-Type", media_type.into()));
        Self { status: 200, headers, body: Body::Own(bytes), ..Self::empty() }
    }

    /// 200 with bytes of that media type that are kept for other readers, too.
    pub fn shared_bytes(media_type: &'static str, bytes: SharedBytes) -> Self {
        Self { body: Body::Shared(bytes), ..Self::bytes(media_type, Vec::new()) }
    }

    /// 200 with bytes of that media type that are made, or read from somewhere, while the client takes
    /// them; `size` is their number, where it is known. When the reader fails or ends too early the
    /// connection breaks off, so that nobody takes a part for the whole.
    pub fn stream(media_type: impl Into<Cow<'static, str>>, reader: Box<dyn Read + Send>, size: Option<u64>) -> Self {
        let headers = vec![("Content-Type", media_type.into())];
        Self { status: 200, headers, body: Body::stream(reader, size), ..Self::empty() }
    }

    /// 200 with what is told while the client listens (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
    pub fn events(events: Box<dyn Events>) -> Self {
        let body = Body::stream(Box::new(std::io::empty()), None);
        // nginx would keep it back until there is much of it.
        let reply = Self { body, ..Self::bytes("text/event-stream", Vec::new()) }.header("X-Accel-Buffering", "no");
        Self { events: Some(events), ..reply }
    }

    /// 200 with an HTML page of ours.
    pub fn page(html: Vec<u8>) -> Self {
        Self::bytes(HTML, html).into_page()
    }

    /// 200 with HTML that is made while the client takes it, compressed as it likes; `keeper` keeps the bytes.
    pub fn html(html: impl Read + Send + 'static, encoding: Encoding, keeper: Option<Keeper>) -> Self {
        Self::made_and_kept(HTML, html, encoding, keeper)
    }

    /// 200 with text of that media type that is made while the client takes it, compressed as it likes.
    pub fn made(media_type: &'static str, text: impl Read + Send + 'static, encoding: Encoding) -> Self {
        Self::made_and_kept(media_type, text, encoding, None)
    }

    fn made_and_kept(
        media_type: &'static str,
        text: impl Read + Send + 'static,
        encoding: Encoding,
        keeper: Option<Keeper>,
    ) -> Self {
        let stream = |reader, keeper: Option<Keeper>| {
            let reader = match keeper {
                Some(keeper) => Box::new(keeper.watch(reader)),
                None => reader,
            };
            Self::stream(media_type, reader, None).vary("Accept-Encoding")
        };
        match Compressed::new(text, encoding) {
            Ok((compressed, name)) => stream(Box::new(compressed), keeper).header("Content-Encoding", name),
            // Not compressed although that was asked for: such bytes are not what is looked for next time.
            Err(text) => stream(Box::new(text), keeper.filter(|_| encoding == Encoding::Identity)),
        }
    }

    /// 200 with bytes that stand ready in that encoding.
    pub fn ready(media_type: &'static str, bytes: SharedBytes, encoding: Encoding) -> Self {
        Self::shared_bytes(media_type, bytes).encoded(encoding)
    }

    /// The same of a page. It comes without a length, as the first time, when it was made while it was sent.
    pub fn ready_page(bytes: SharedBytes, encoding: Encoding) -> Self {
        Self { body: Body::ReadyStream(bytes), ..Self::bytes(HTML, Vec::new()) }.encoded(encoding)
    }

    /// What `HEAD` is answered where the bytes do not stand ready: their fields, without a length (RFC 9110, 9.3.2).
    pub fn unmade(media_type: &'static str, encoding: Encoding) -> Self {
        Self::bytes(media_type, Vec::new()).encoded(encoding)
    }

    fn encoded(self, encoding: Encoding) -> Self {
        let reply = self.vary("Accept-Encoding");
        match encoding.name() {
            Some(name) => reply.header("Content-Encoding", name),
            None => reply,
        }
    }

    /// The same as a page of ours.
    pub fn into_page(self) -> Self {
        Self { common: &PAGES, ..self }
    }

    /// The same as 304 without a body. Fields that browsers store anew stay: a page whose 304 had
    /// the policy for data would come out of the cache without its scripts.
    pub fn not_modified(mut self) -> Self {
        self.headers.retain(|(name, _)| *name != "Content-Type");
        self.body = Body::Own(Vec::new());
        self.status(304)
    }

    /// Another status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// One more header field.
    pub fn header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same for scripts of any site.
    pub fn readable_by_other_sites(self) -> Self {
        Self { common: &READABLE_DATA, ..self }
    }

    /// What the answers of a server with that public address have.
    pub fn of_server_at(self, public_url: &PublicUrl) -> Self {
        if !public_url.is_https() {
            return self;
        }
        // Two years (RFC 6797; as browsers' preload lists ask). Other names of the domain are not ours to speak for.
        self.header("Strict-Transport-Security", "max-age=63072000")
    }

    /// What of a request the answer depends on, besides what was named before.
    pub fn vary(mut self, fields: &'static str) -> Self {
        match self.headers.iter_mut().find(|(name, _)| *name == "Vary") {
            Some((_, value)) => *value = format!("{value}, {fields}").into(),
            None => self.headers.push(("Vary", fields.into())),
        }
        self
    }

    /// The status, for the log.
    pub const fn status_code(&self) -> u16 {
        self.status
    }

    /// The body's length in bytes, for the log; 0 where nobody knows it yet.
    pub fn length(&self) -> u64 {
        self.body.size().unwrap_or(0)
    }

    /// The finished answer.
    pub fn into_answer(mut self) -> Answer {
        let (ready, events) = (self.body.take_ready(), self.events.take());
        let headers = self.headers.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let response = Response { status_code: self.status, headers, data: self.body.into_data(), upgrade: None };
        Answer { response, common: Some(&**self.common), ready, events }
    }
}

/// Whether `If-None-Match` names this entity tag (RFC 9110, 13.1.2: weak comparison).
pub fn is_fresh(if_none_match: Option<&str>, etag: &str) -> bool {
    if_none_match.is_some_and(|list| {
        list.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_tags_are_compared_as_a_list() {
        assert!(is_fresh(Some("\"a\", W/\"b\""), "\"b\""));
        assert!(is_fresh(Some("*"), "\"b\""));
        assert!(!is_fresh(Some("\"a\""), "\"b\""));
        assert!(!is_fresh(None, "\"b\""));
    }
}

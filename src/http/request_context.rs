//! One request, as handlers see it.

use std::cell::{Cell, OnceCell};
use std::fs::File;
use std::io::Read;
use std::net::IpAddr;

use rouille::Request;
use zeroize::Zeroizing;

use super::error::ApiError;
use super::fields::{Accepts, Fields};
use crate::app::caller::Caller;
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;
use crate::import::SourceBytes;

/// A request with what its path named and the time at which it came.
pub struct RequestContext<'a> {
    request: &'a Request,
    params: Vec<(&'static str, &'a str)>,
    accepts: Accepts,
    /// The body, where it was too long for memory.
    upload: Cell<Option<File>>,
    /// When it came: the only clock that a handler asks.
    pub now: Timestamp,
    /// Who it is from, once that was found out: the use of a session prolongs it, that of a token is noted.
    pub caller: OnceCell<Caller>,
    /// Whose account it opened or made, for the log.
    pub opened: Cell<Option<UserId>>,
    /// What it did that matters for security and shows in no status, for the log.
    pub event: Cell<Option<&'static str>>,
}

impl<'a> RequestContext<'a> {
    /// A request on a route.
    pub const fn new(
        request: &'a Request,
        params: Vec<(&'static str, &'a str)>,
        accepts: Accepts,
        now: Timestamp,
    ) -> Self {
        Self {
            request,
            params,
            accepts,
            upload: Cell::new(None),
            now,
            caller: OnceCell::new(),
            opened: Cell::new(None),
            event: Cell::new(None),
        }
    }

    /// The same with the file that holds its body.
    pub fn with_upload(self, upload: Option<File>) -> Self {
        self.upload.set(upload);
        self
    }

    /// The method, `HEAD` as such.
    pub fn method(&self) -> &'a str {
        self.request.method()
    }

    /// Whether only the header fields of an answer are wanted: what takes work is not made then.
    pub fn is_head(&self) -> bool {
        self.method() == "HEAD"
    }

    /// What stands in the path in that place of the pattern.
    pub fn param(&self, name: &str) -> &'a str {
        self.params.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
    }

    /// A header field.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.request.header(name)
    }

    /// A query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        // Not decoded where there is none, as in most requests.
        self.request.raw_url().contains('?').then(|| self.request.get_param(name)).flatten()
    }

    /// The client's address.
    pub fn client(&self) -> IpAddr {
        self.request.remote_addr().ip()
    }

    /// The account that it is from, as far as that is known.
    pub fn account(&self) -> Option<UserId> {
        self.opened.get().or_else(|| self.caller.get().map(Caller::user_id))
    }

    /// The value of a cookie, the first where there are several.
    pub fn cookie(&self, name: &str) -> Option<&'a str> {
        self.request
            .headers()
            .filter(|(field, _)| field.eq_ignore_ascii_case("cookie"))
            .flat_map(|(_, value)| value.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    }

    /// The body's fields; `status_message` is the phrase of the 400 when they break a rule.
    pub fn fields(&self, status_message: &'static str) -> Result<Fields, ApiError> {
        let media_type = self.header("Content-Type");
        // A password may be in it.
        Fields::parse(media_type, &Zeroizing::new(self.body()?), self.accepts, status_message)
    }

    /// The body as it is, wherever it is. To be asked for once.
    pub fn bytes(&self) -> Result<SourceBytes, ApiError> {
        Ok(match self.upload.take() {
            Some(file) => file.into(),
            None => self.body()?.into(),
        })
    }

    fn body(&self) -> Result<Vec<u8>, ApiError> {
        let mut bytes = Vec::new();
        // `data` is `None` when somebody has read it already, which no handler does.
        if let Some(mut body) = self.request.data() {
            // The body was in memory before the request was.
            body.read_to_end(&mut bytes).map_err(|_| ApiError::new(400))?;
        }
        Ok(bytes)
    }
}

//! Errors as the API reports them: `{"statusCode", "statusMessage", "message"?, "data"?}`.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};

use super::reply::Reply;
use crate::app::Unavailable;
use crate::app::passwords::Refused;
use crate::base::rate_limit::RateExceeded;

use crate::server::Rejection;
use crate::store::StoreError;

/// How long a client of an overloaded server should wait before it tries again, in seconds.
const TRY_AGAIN: u64 = 2;

/// What is said when the database can't be relied on.
const GONE: &str =
    "The server's database was removed or replaced while it was running. Its operator has to restart it.";
const DAMAGED: &str = "The server's database is damaged. Its operator has to restore a backup.";

/// What a handler returns.
pub type Outcome = Result<Reply, ApiError>;

/// A refusal or a failure, as the client sees it.
#[derive(Debug)]
pub struct ApiError {
    status: u16,
    status_message: Cow<'static, str>,
    message: Option<Cow<'static, str>>,
    data: Option<Value>,
    headers: Vec<(&'static str, String)>,
}

/// One thing that is wrong with a body.
#[derive(Debug, Serialize)]
pub struct Issue {
    /// `invalid_type`, `invalid_string`, `too_small`, `too_big` or `custom`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where, from the body's root.
    pub path: Vec<String>,
}

impl ApiError {
    /// An error of that status with its standard phrase.
    pub fn new(status: u16) -> Self {
        let phrase = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            421 => "Misdirected Request",
            408 => "Request Timeout",
            409 => "Conflict",
            413 => "Content Too Large",
            415 => "Unsupported Media Type",
            429 => "Too Many Requests",
            431 => "Request Header Fields Too Large",
            503 => "Service Unavailable",
            _ => "Internal Server Error",
        };
        Self { status, status_message: Cow::Borrowed(phrase), message: None, data: None, headers: Vec::new() }
    }

    /// Another phrase than the standard one.
    pub fn status_message(mut self, phrase: impl Into<Cow<'static, str>>) -> Self {
        self.status_message = phrase.into();
        self
    }

    /// A message for people.
    pub fn message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Data for programs.
    pub fn data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// Why, in words of the program's own: nothing that somebody sent.
    pub fn reason(&self) -> Option<&'static str> {
        match (&self.message, &self.status_message) {
            (Some(Cow::Borrowed(text)), _) | (_, Cow::Borrowed(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a damaged part of the database was met.
    pub fn tells_of_damage(&self) -> bool {
        self.message.as_deref() == Some(DAMAGED)
    }

    /// One more field of the data for programs.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.data.get_or_insert_with(|| json!({}))[field] = value;
        self
    }

    /// One more header field.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same for a script of a page. A `fetch` that meets a Basic challenge makes Chromium open its own dialog over
    /// the page, even when the page sent a password of its own.
    pub fn without_dialog(mut self) -> Self {
        for (_, value) in self.headers.iter_mut().filter(|(name, _)| *name == "WWW-Authenticate") {
            if let Some(rest) = value.strip_prefix("Basic ") {
                *value = format!("xBasic {rest}");
            }
        }
        self
    }

    /// Nobody is signed in.
    pub fn unauthorized() -> Self {
        Self::new(401)
    }

    /// There is no such thing, or it is somebody else's: an outsider can't tell the two apart.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(404).message(what).data(json!({ "message": what }))
    }

    /// Whether it is a 404.
    pub const fn is_not_found(&self) -> bool {
        self.status == 404
    }

    /// The body breaks these rules.
    pub fn invalid(status_message: &'static str, issues: &[Issue]) -> Self {
        Self::new(400).status_message(status_message).data(json!({ "issues": issues }))
    }

    /// The server is overloaded; the request can be repeated.
    pub fn overloaded() -> Self {
        Self::new(503)
            .message("The server is busy; try again in a moment.")
            .header("Retry-After", TRY_AGAIN.to_string())
    }
}

impl From<ApiError> for Reply {
    fn from(error: ApiError) -> Self {
        let mut body = json!({ "statusCode": error.status, "statusMessage": error.status_message });
        if let Some(message) = error.message {
            body["message"] = json!(message);
        }
        if let Some(data) = error.data {
            body["data"] = data;
        }
        error
            .headers
            .into_iter()
            .fold(Self::json(&body).status(error.status), |reply, (name, value)| reply.header(name, value))
    }
}

impl<E: Into<Unavailable>> From<E> for ApiError {
    fn from(error: E) -> Self {
        match error.into() {
            Unavailable::Busy | Unavailable::Store(StoreError::Busy) => Self::overloaded(),
            Unavailable::Store(StoreError::DiskFull) => {
                tracing::error!("the disk that holds the database is full");
                Self::overloaded().message("The server's disk is full; nothing was saved. Try again later.")
            }
            Unavailable::Store(StoreError::ReadOnly) => {
                tracing::error!("{}", StoreError::ReadOnly);
                Self::overloaded().message("The server can't write to its disk; nothing was saved. Try again later.")
            }
            Unavailable::Store(StoreError::Gone) => Self::overloaded().message(GONE),
            Unavailable::Store(StoreError::Damaged) => Self::overloaded().message(DAMAGED),
            // A caller for whom a conflict means something has dealt with it.
            Unavailable::Store(StoreError::Conflict) => Self::new(409),
            Unavailable::Store(StoreError::Internal(cause)) => {
                tracing::error!(%cause, "the database failed");
                Self::new(500)
            }
            Unavailable::NoRandomness(error) => {
                tracing::error!(%error, "the system provides no random numbers");
                Self::new(500)
            }
        }
    }
}

impl From<RateExceeded> for ApiError {
    fn from(RateExceeded { retry_after }: RateExceeded) -> Self {
        // Rounded up: who comes back a fraction too early would be turned away again.
        let seconds = retry_after.as_secs() + 1;
        Self::new(429)
            .message(format!("Too many wrong passwords. Try again in {seconds} s."))
            .header("Retry-After", seconds.to_string())
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Busy => Self::overloaded(),
            Refused::TooManyGuesses(exceeded) => exceeded.into(),
        }
    }
}

impl From<Rejection> for ApiError {
    fn from(refusal: Rejection) -> Self {
        match refusal {
            Rejection::Malformed(why) => Self::new(400).message(why),
            Rejection::HeadTooLarge => Self::new(431).message("The request head is too long or has too many fields."),
            Rejection::HeadTimeout => Self::new(408).message("The request head did not arrive in time."),
            Rejection::BodyTooLarge(limit) => {
                Self::new(413).message(format!("The body may have at most {limit} bytes."))
            }
            Rejection::BodyTimeout => Self::new(408).message("The request body did not arrive in time."),
            Rejection::BodyBroken => Self::new(400).message("The request body ended early or is not framed correctly."),
            Rejection::TooManyUploads => Self::overloaded().message("Too many uploads; try again in a moment."),
            Rejection::DiskFull => StoreError::DiskFull.into(),
            Rejection::SpoolFailed | Rejection::Panicked => Self::new(500),
            Rejection::TooManyConnections => Self::overloaded().message("Too many connections; try again in a moment."),
            Rejection::TooManyRequests => {
                Self::overloaded().message("Too many requests from your network; try again in a moment.")
            }
        }
    }
}

//! The Model Context Protocol over HTTP, each message for itself: there are no sessions, and no streams.
//! <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http>

use std::io::Read;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::caller::Caller;
use crate::base::json;
use crate::base::rate_limit::RateLimit;
use crate::domain::id::UserId;
use crate::domain::token::Scope;
use crate::http::Site;
use crate::http::body;
use crate::http::error::{ApiError, Outcome};
use crate::http::model_tools::ToolCaller;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// Of JSON-RPC: what came is no JSON; it is no message.
const NO_JSON: i64 = -32700;
const INVALID: i64 = -32600;

/// Calls that one account makes at once and then.
const CALLS: (u32, Duration) = (60, Duration::from_millis(500));

/// How often accounts call.
pub struct ToolCalls(RateLimit<UserId>);

impl ToolCalls {
    /// Nobody has called yet.
    pub fn new() -> Self {
        Self(RateLimit::new(CALLS.0, CALLS.1))
    }
}

/// `POST /mcp`
pub fn call(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let caller = caller(site, context)?;
    site.tool_calls.0.count(caller.owner, Instant::now()).map_err(|exceeded| {
        let seconds = exceeded.retry_after.as_secs() + 1;
        let error = ApiError::new(429).message(format!("Too many calls of this account. Try again in {seconds} s."));
        error.header("Retry-After", seconds.to_string())
    })?;
    let mut bytes = Vec::new();
    context.bytes()?.read_to_end(&mut bytes).map_err(|_| ApiError::new(400))?;

    let message = match json::parse(&bytes) {
        Ok(message) if message.is_object() => message,
        Ok(_) => return Ok(refused(INVALID, "a message is one object".to_owned())),
        Err(error) => return Ok(refused(NO_JSON, error.to_string())),
    };
    let tools = site.model_tools.as_deref().ok_or_else(|| ApiError::not_found("There are no tools here"))?;
    match tools.answer(caller, &message) {
        Some(answer) => Ok(Reply::json(&answer)),
        None => Ok(Reply::empty().status(202)),
    }
}

/// What can be wrong before the body is read.
pub fn check(context: &RequestContext<'_>) -> Result<(), ApiError> {
    body::require_json(context.header("Content-Type"))
}

/// Who calls: a token's account, and no browser's, which carries its cookie wherever it is led.
fn caller(site: &Site, context: &RequestContext<'_>) -> Result<ToolCaller, ApiError> {
    match session::caller(site, context)? {
        Some(Caller::Script(owner, token)) => Ok(ToolCaller { owner: *owner, may_write: token.scope == Scope::Write }),
        _ => Err(ApiError::unauthorized()
            .message("Send a token of your account as `Authorization: Bearer`.")
            .header("WWW-Authenticate", "Bearer")),
    }
}

/// What was no message.
fn refused(code: i64, message: String) -> Reply {
    let error = json!({ "code": code, "message": message });
    Reply::json(&json!({ "jsonrpc": "2.0", "id": Value::Null, "error": error })).status(400)
}

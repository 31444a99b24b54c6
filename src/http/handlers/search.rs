//! The search in conversations.

use serde_json::json;

use crate::app::search;
use crate::domain::id::UserId;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::fields::Violation;
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// Results where no number is asked for.
const USUAL_LIMIT: u32 = 20;

/// Bytes of what may be asked for: a paragraph that somebody remembers.
const MOST_BYTES: usize = 1000;

/// `GET /api/users/{user_id}/search?q=&include=&limit=`
pub fn search(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ q, include?, limit?(20) }).");
    let text = query.text("q", |text| match text.len() {
        ..=MOST_BYTES => Ok(text.to_owned()),
        _ => Err(Violation { code: "too_big", message: format!("String must contain at most {MOST_BYTES} bytes") }),
    });
    let has_more = query.word("include", &["details"]).is_some();
    let limit = query.limit().unwrap_or(USUAL_LIMIT);
    query.done()?;

    let text = text.unwrap_or_default();
    let answer = search::search(&site.store, user, &text, has_more, limit, context.now)?;

    let mut body = json!({ "results": answer.results });
    if let Some(behind) = answer.behind {
        body["indexing"] = json!({ "done": behind.done, "total": behind.total });
    }
    Ok(Reply::json(&body))
}

//! What others share with a user by name.

use serde_json::{Value, json};

use crate::app::shared_with_me::{self, SharedConversation};
use crate::domain::id::UserId;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// Conversations that a page has where no number is asked for.
const USUAL_LIMIT: u32 = 50;

/// `GET /api/users/{user_id}/shared-with-me?limit=&offset=`
pub fn list(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ limit?(50), offset?(0) }).");
    let (limit, offset) = (query.limit().unwrap_or(USUAL_LIMIT), query.offset());
    query.done()?;

    let page = shared_with_me::list(&site.store, user, limit, offset, context.now)?;

    let shared: Vec<Value> = page.items.iter().map(|shared| conversation_json(site, shared)).collect();
    Ok(Reply::json(&json!({ "shared": shared, "total": page.total })))
}

fn conversation_json(site: &Site, shared: &SharedConversation) -> Value {
    let SharedConversation { uuid, name, owner, owner_name, since, opened_at } = shared;
    json!({
        "uuid": uuid,
        "url": site.public_url.share(*uuid),
        "name": name,
        "shared_by": owner,
        "shared_by_name": owner_name,
        "shared_at": since,
        "is_new": name.is_some() && opened_at.is_none(),
        "state": if name.is_some() { "active" } else { "ended" },
    })
}

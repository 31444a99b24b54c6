//! All shares of somebody.

use serde::Serialize;
use serde_json::{Value, json};

use super::body::time;
use super::refused;
use crate::app::link;
use crate::app::share_json::ShareJson;
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::link_state::LinkState;
use crate::domain::order::Order;
use crate::domain::share::ShareColumn;
use crate::domain::text::ShortText;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::fields::Fields;
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::store::listing::{Query, Words};

/// Shares that one request may change.
const MOST_CHANGED: usize = 1000;

/// Shares that a page has where no number is asked for.
const USUAL_LIMIT: u32 = 50;

#[derive(Serialize)]
struct ListedShareJson<'a> {
    #[serde(flatten)]
    share: ShareJson<'a>,
    chat: ChatSummaryJson<'a>,
    whitelist_count: u32,
}

#[derive(Serialize)]
struct ChatSummaryJson<'a> {
    id: ChatId,
    name: &'a ShortText,
    model: &'a ShortText,
}

/// `GET /api/users/{user_id}/shares?search=&chat_id=&state=&order_by=&limit=&offset=`
pub fn list(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    const INVALID: &str = "Bad Request. Invalid query({ search?, chat_id?, state?, order_by?(updated_at:desc), limit?(50), offset?(0) }).";
    let mut query = Parameters::of(context, INVALID);
    let latest = Order { column: ShareColumn::UpdatedAt, descending: true };
    let columns = "name, created_at, updated_at, expires_at, views, last_viewed_at";
    let order = query.order("order_by", columns).unwrap_or(vec![latest]);
    let state = query.word("state", &["active", "paused", "expired", "used_up"]).and_then(LinkState::parse);
    let chat = query.id("chat_id", 1).map(ChatId::new);
    let (limit, offset) = (query.limit().unwrap_or(USUAL_LIMIT), query.offset());
    query.done()?;
    let words = Words::of(&context.query("search").unwrap_or_default());

    let page = link::list(&site.store, owner, &Query { words, order, limit, offset }, chat, state, context.now)?;

    let shares: Vec<ListedShareJson<'_>> = page
        .items
        .iter()
        .map(|listed| ListedShareJson {
            share: ShareJson::for_api(&listed.share, &site.public_url, context.now),
            chat: ChatSummaryJson { id: listed.share.chat_id, name: &listed.chat_name, model: &listed.chat_model },
            whitelist_count: listed.whitelist_count,
        })
        .collect();
    Ok(Reply::json(&json!({ "shares": shares, "total": page.total })))
}

/// `PATCH /api/users/{user_id}/shares`: all of them, or none.
pub fn change_many(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ share_ids, is_shared?, expires_at? }).")?;
    let ids = fields.list("share_ids", MOST_CHANGED, id);
    let is_shared = fields.optional_bool("is_shared");
    let expires_at = fields.optional_nullable_text("expires_at", time);
    let (ids, (is_shared, expires_at)) = fields.done(ids.zip(Some((is_shared, expires_at))))?;

    let changed = link::change_all(&site.store, owner, &ids, is_shared, expires_at, context.now);

    let changed = changed.map_err(refused)?;
    let shares = changed.iter().map(|share| ShareJson::for_api(share, &site.public_url, context.now));
    Ok(Reply::json(&json!({ "shares": shares.collect::<Vec<_>>() })))
}

/// `DELETE /api/users/{user_id}/shares`: all of them, or none.
pub fn delete_many(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ share_ids }).")?;
    let ids = fields.list("share_ids", MOST_CHANGED, id);
    let ids = fields.done(ids)?;

    link::remove_all(&site.store, owner, &ids).map_err(refused)?;

    Ok(Reply::json(&true))
}

fn id(fields: &mut Fields, value: Value, path: Vec<String>) -> Option<ShareId> {
    fields.id(&value, path).map(ShareId::new)
}

//! The chats of a user.

use serde::Serialize;
use serde_json::{Value, json};

use crate::app::conversations::{self, ConversationDetails, ConversationError, ListedConversation};
use crate::app::share_json::ShareJson;
use crate::domain::chat::{Chat, LATEST_FIRST, NewChat};
use crate::domain::id::{ChatId, UserId};
use crate::domain::text::{ShortText, TextError};
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::{Fields, Violation};
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::resources::ChatRef;
use crate::store::listing::{Query, Words};

/// Chats that one request may delete.
const MOST_DELETED: usize = 1000;

/// A chat in a list.
#[derive(Serialize)]
struct ChatJson<'a> {
    #[serde(flatten)]
    chat: &'a Chat,
    #[serde(flatten)]
    details: Option<DetailsJson<'a>>,
}

/// What else is told of it where that is wanted.
#[derive(Serialize)]
struct DetailsJson<'a> {
    message_count: usize,
    share: Option<ShareJson<'a>>,
}

impl<'a> ChatJson<'a> {
    fn of(site: &Site, listed: &'a ListedConversation, now: Timestamp) -> Self {
        let details = listed.details.as_ref().map(|ConversationDetails { message_count, link }| DetailsJson {
            message_count: *message_count,
            share: link.as_ref().map(|link| ShareJson::of(&link.share, &site.public_url, now)),
        });
        Self { chat: &listed.chat, details }
    }
}

/// Chats that a page has where no number is asked for.
const USUAL_LIMIT: u32 = 10_000;

/// `GET /api/users/{user_id}/chats?order_by=&search=&limit=&offset=&include=share`
pub fn list(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut query = Parameters::of(
        context,
        "Bad Request. Invalid query({ order_by?(updated_at:desc), search?, limit?(10000), offset?, include? }).",
    );
    let columns = "id, name, model, created_at, updated_at, imported_at, views, last_viewed_at";
    let order = query.order("order_by", columns).unwrap_or(vec![LATEST_FIRST]);
    let (limit, offset) = (query.limit(), query.offset());
    let includes_share = query.word("include", &["share"]).is_some();
    query.done()?;
    let words = Words::of(&context.query("search").unwrap_or_default());
    let wanted = Query { words, order, limit: limit.unwrap_or(USUAL_LIMIT), offset };

    let page = conversations::list(&site.store, owner, &wanted, includes_share)?;

    let chats = page.items.iter().map(|listed| ChatJson::of(site, listed, context.now));
    let mut answer = json!({ "chats": chats.collect::<Vec<_>>() });
    if limit.is_some() {
        answer["total"] = page.total.into();
        if page.is_estimate {
            answer["total_is_estimate"] = true.into();
        }
    }
    Ok(Reply::json(&answer))
}

/// `GET /api/users/{user_id}/chats/{chat_id}`
pub fn show(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let found = conversations::find(&site.store, chat.owner, chat.id)?;

    Ok(Reply::json(&json!({ "chat": ChatJson::of(site, &found, context.now) })))
}

/// `POST /api/users/{user_id}/chats`
pub fn create(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ name, model }).")?;
    let name = fields.text("name", short_text);
    let model = fields.text("model", short_text);
    let (name, model) = fields.done(name.zip(model))?;

    let new = NewChat::named(name, model);
    let chat = conversations::create(&site.store, owner, &new, context.now)?;

    Ok(Reply::json(&json!({ "chat": chat })))
}

/// `PATCH /api/users/{user_id}/chats/{chat_id}`
pub fn rename(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ name }).")?;
    let name = fields.text("name", short_text);
    let name = fields.done(name)?;

    let renamed = conversations::rename(&site.store, chat.owner, chat.id, &name, context.now)?;

    Ok(Reply::json(&json!({ "chat": renamed })))
}

/// `DELETE /api/users/{user_id}/chats/{chat_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    conversations::delete(&site.store, chat.owner, &[chat.id], context.now)?;

    Ok(Reply::json(&true))
}

/// `DELETE /api/users/{user_id}/chats`
pub fn delete_many(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ chat_ids }).")?;
    let ids = fields.list("chat_ids", MOST_DELETED, id);
    let ids = fields.done(ids)?;

    conversations::delete(&site.store, owner, &ids, context.now)?;

    Ok(Reply::json(&true))
}

/// `POST /api/users/{user_id}/chats/restore`: takes a removal back.
pub fn restore(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ chat_ids }).")?;
    let ids = fields.list("chat_ids", MOST_DELETED, id);
    let ids = fields.done(ids)?;

    let chats = conversations::restore(&site.store, owner, &ids, context.now)?;

    Ok(Reply::json(&json!({ "chats": chats })))
}

impl From<ConversationError> for ApiError {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NoSuchConversation => no_such_chat(),
            ConversationError::Store(error) => error.into(),
        }
    }
}

/// A chat's number in a body.
fn id(fields: &mut Fields, value: Value, path: Vec<String>) -> Option<ChatId> {
    fields.id(&value, path).map(ChatId::new)
}

/// A chat that was there when the path was looked at, or is another's.
pub fn no_such_chat() -> ApiError {
    ApiError::not_found("Chat not found")
}

/// A chat's name or model.
pub fn short_text(raw: &str) -> Result<ShortText, Violation> {
    ShortText::parse(raw).map_err(|error| {
        let code = match error {
            TextError::Blank => "too_small",
            TextError::TooLong => "too_big",
            TextError::ControlCharacter => "custom",
        };
        Violation { code, message: error.to_string() }
    })
}

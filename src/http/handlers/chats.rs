//! The chats of a user.

use serde::Serialize;
use serde_json::{Value, json};

use crate::app::share_json::ShareJson;
use crate::domain::chat::{Chat, LATEST_FIRST, NewChat};
use crate::domain::id::{ChatId, UserId};
use crate::domain::share::{Excerpt, Share};
use crate::domain::text::{ShortText, TextError};
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::{Broken, Fields};
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::scope::ChatRef;
use crate::store::listing::{Query, Words};
use crate::store::{Connection, StoreError, chats, messages, shares};

/// Chats that one request may delete.
const MOST_DELETED: usize = 1000;

/// A chat in a list.
#[derive(Serialize)]
struct ChatJson<'a> {
    #[serde(flatten)]
    chat: &'a Chat,
    #[serde(flatten)]
    about: Option<AboutJson<'a>>,
}

/// What else is told of it where that is wanted.
#[derive(Serialize)]
struct AboutJson<'a> {
    message_count: usize,
    share: Option<ShareJson<'a>>,
}

struct View {
    chat: Chat,
    about: Option<About>,
}

struct About {
    message_count: usize,
    link: Option<Share>,
}

impl About {
    fn of(db: &Connection, chat: &Chat) -> Result<Self, StoreError> {
        let link = shares::of_chat(db, chat.neptun_user_id, chat.id)?;
        Ok(Self { message_count: messages::count(db, chat.id, &Excerpt::Whole)?, link })
    }
}

impl View {
    fn json(&self, site: &Site, now: Timestamp) -> ChatJson<'_> {
        let Self { chat, about } = self;
        let about = about.as_ref().map(|About { message_count, link }| AboutJson {
            message_count: *message_count,
            share: link.as_ref().map(|share| ShareJson::of(share, &site.public_url, now)),
        });
        ChatJson { chat, about }
    }
}

/// `GET /api/users/{user_id}/chats?order_by=&search=&limit=&offset=&include=share`
pub fn list(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let mut query = Parameters::of(
        call,
        "Bad Request. Invalid query({ order_by?(updated_at:desc), search?, limit?, offset?, include? }).",
    );
    let order = query.order("order_by", "id, name, model, created_at, updated_at").unwrap_or(vec![LATEST_FIRST]);
    let (limit, offset) = (query.limit(), query.offset());
    let includes_share = query.word("include", &["share"]).is_some();
    query.done()?;
    let words = Words::of(&call.query("search").unwrap_or_default());
    let wanted = Query { words, order, limit: limit.unwrap_or(u32::MAX), offset };

    let (chats, total) = site.store.read(|db| {
        let page = chats::page(db, owner, &wanted)?;
        let chats = page.items.into_iter().map(|chat| {
            let about = if includes_share { Some(About::of(db, &chat)?) } else { None };
            Ok(View { chat, about })
        });
        Ok::<_, StoreError>((chats.collect::<Result<Vec<_>, StoreError>>()?, page.total))
    })?;

    let chats: Vec<ChatJson<'_>> = chats.iter().map(|chat| chat.json(site, call.now)).collect();
    let mut answer = json!({ "chats": chats });
    if limit.is_some() {
        answer["total"] = total.into();
    }
    Ok(Reply::json(&answer))
}

/// `GET /api/users/{user_id}/chats/{chat_id}`
pub fn show(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let view = site.store.read(|db| {
        let chat = chats::find(db, chat.owner, chat.id)?.ok_or_else(no_such_chat)?;
        let about = Some(About::of(db, &chat)?);
        Ok::<_, ApiError>(View { chat, about })
    })?;

    Ok(Reply::json(&json!({ "chat": view.json(site, call.now) })))
}

/// `POST /api/users/{user_id}/chats`
pub fn create(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ name, model }).")?;
    let name = fields.text("name", short_text);
    let model = fields.text("model", short_text);
    let (name, model) = fields.done(name.zip(model))?;

    let new = NewChat::named(name, model);
    let chat = site.store.write(|tx| chats::insert(tx, owner, &new, call.now))?;

    Ok(Reply::json(&json!({ "chat": chat })))
}

/// `PATCH /api/users/{user_id}/chats/{chat_id}`
pub fn rename(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ name }).")?;
    let name = fields.text("name", short_text);
    let name = fields.done(name)?;

    let renamed = site.store.write(|tx| chats::rename(tx, chat.owner, chat.id, &name, call.now))?;

    Ok(Reply::json(&json!({ "chat": renamed.ok_or_else(no_such_chat)? })))
}

/// `DELETE /api/users/{user_id}/chats/{chat_id}`
pub fn delete(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    delete_all(site, chat.owner, &[chat.id], call.now)
}

/// `DELETE /api/users/{user_id}/chats`
pub fn delete_many(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ chat_ids }).")?;
    let ids = fields.list("chat_ids", MOST_DELETED, id);
    let ids = fields.done(ids)?;

    delete_all(site, owner, &ids, call.now)
}

/// `POST /api/users/{user_id}/chats/restore`: takes a removal back.
pub fn restore(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ chat_ids }).")?;
    let ids = fields.list("chat_ids", MOST_DELETED, id);
    let ids = fields.done(ids)?;

    let chats = site.store.write(|tx| {
        if !chats::restore_all(tx, owner, &ids)? {
            return Err(no_such_chat());
        }
        let chats = ids.iter().map(|id| chats::find(tx, owner, *id)?.ok_or_else(no_such_chat));
        chats.collect::<Result<Vec<Chat>, ApiError>>()
    })?;

    Ok(Reply::json(&json!({ "chats": chats })))
}

fn delete_all(site: &Site, owner: UserId, ids: &[ChatId], now: Timestamp) -> Outcome {
    site.store.write(|tx| {
        // An error here takes back what was deleted before it.
        if chats::delete_all(tx, owner, ids, now)? { Ok(()) } else { Err(no_such_chat()) }
    })?;

    Ok(Reply::json(&true))
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
pub fn short_text(raw: &str) -> Result<ShortText, Broken> {
    ShortText::parse(raw).map_err(|error| {
        let code = match error {
            TextError::Blank => "too_small",
            TextError::TooLong => "too_big",
            TextError::ControlCharacter => "custom",
        };
        Broken { code, message: error.to_string() }
    })
}

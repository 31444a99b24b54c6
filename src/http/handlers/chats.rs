//! The chats of a user.

use serde::Serialize;
use serde_json::{Value, json};

use crate::access::{Rules, State};
use crate::domain::chat::{Chat, LATEST_FIRST, NewChat};
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::share::{Excerpt, ShareUuid};
use crate::domain::text::{ShortText, TextError};
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::{Broken, Fields};
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::scope::ChatRef;
use crate::server::slow;
use crate::store::listing::{Query, Words};
use crate::store::{Connection, StoreError, chats, messages, shares};

/// Chats that one request may delete.
const MOST_DELETED: usize = 1000;

/// A chat in a list.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    chat: Chat,
    #[serde(flatten)]
    about: Option<About>,
}

/// What else is told of it where that is wanted.
#[derive(Serialize)]
struct About {
    message_count: usize,
    share: Option<ShareView>,
}

/// A chat's share in short.
#[derive(Serialize)]
struct ShareView {
    id: ShareId,
    uuid: ShareUuid,
    url: String,
    state: State,
    is_protected: bool,
    has_whitelist: bool,
    expires_at: Option<Timestamp>,
    max_views: Option<u32>,
    views: u32,
    is_frozen: bool,
}

impl About {
    fn of(site: &Site, db: &Connection, chat: &Chat, now: Timestamp) -> Result<Self, StoreError> {
        let share = shares::of_chat(db, chat.neptun_user_id, chat.id)?.map(|share| ShareView {
            id: share.id,
            uuid: share.uuid,
            url: site.public_url.share(share.uuid),
            state: Rules::of_share(&share).state(now),
            is_protected: share.settings.lock.is_protected(),
            has_whitelist: share.has_whitelist,
            expires_at: share.settings.lock.expires_at(),
            max_views: share.settings.max_views,
            views: share.views,
            is_frozen: share.settings.is_frozen,
        });
        Ok(Self { message_count: messages::count(db, chat.id, &Excerpt::Whole)?, share })
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

    let (chats, total) = slow(|| {
        site.store.read(|db| {
            let page = chats::page(db, owner, &wanted)?;
            let chats = page.items.into_iter().map(|chat| {
                let about = if includes_share { Some(About::of(site, db, &chat, call.now)?) } else { None };
                Ok(View { chat, about })
            });
            Ok::<_, StoreError>((chats.collect::<Result<Vec<_>, StoreError>>()?, page.total))
        })
    })?;

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
        let about = Some(About::of(site, db, &chat, call.now)?);
        Ok::<_, ApiError>(View { chat, about })
    })?;

    Ok(Reply::json(&json!({ "chat": view })))
}

/// `POST /api/users/{user_id}/chats`
pub fn create(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ name, model }).")?;
    let name = fields.text("name", short_text);
    let model = fields.text("model", short_text);
    let (name, model) = fields.done(name.zip(model))?;

    let new = NewChat::named(name, model);
    let chat = slow(|| site.store.write(|tx| chats::insert(tx, owner, &new, call.now)))?;

    Ok(Reply::json(&json!({ "chat": chat })))
}

/// `PATCH /api/users/{user_id}/chats/{chat_id}`
pub fn rename(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ name }).")?;
    let name = fields.text("name", short_text);
    let name = fields.done(name)?;

    let renamed = slow(|| site.store.write(|tx| chats::rename(tx, chat.owner, chat.id, &name, call.now)))?;

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

    let chats = slow(|| {
        site.store.write(|tx| {
            if !chats::restore_all(tx, owner, &ids)? {
                return Err(no_such_chat());
            }
            let chats = ids.iter().map(|id| chats::find(tx, owner, *id)?.ok_or_else(no_such_chat));
            chats.collect::<Result<Vec<Chat>, ApiError>>()
        })
    })?;

    Ok(Reply::json(&json!({ "chats": chats })))
}

fn delete_all(site: &Site, owner: UserId, ids: &[ChatId], now: Timestamp) -> Outcome {
    slow(|| {
        site.store.write(|tx| {
            // An error here takes back what was deleted before it.
            if chats::delete_all(tx, owner, ids, now)? { Ok(()) } else { Err(no_such_chat()) }
        })
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

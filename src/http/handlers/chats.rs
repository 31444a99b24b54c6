//! The chats of a user.

use serde_json::{Value, json};

use crate::domain::chat::{ChatOrder, NewChat};
use crate::domain::id::{ChatId, UserId};
use crate::domain::text::{ShortText, TextError};
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::fields::Broken;
use crate::http::reply::Reply;
use crate::http::scope::ChatRef;
use crate::server::slow;
use crate::store::chats;

/// Chats that one request may delete.
const MOST_DELETED: usize = 1000;

/// `GET /api/users/{user_id}/chats`
pub fn list(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let order = match call.query("order_by") {
        None => vec![ChatOrder::DEFAULT],
        Some(text) => ChatOrder::parse_list(&text).ok_or_else(unknown_order)?,
    };

    let chats = slow(|| site.store.read(|db| chats::of_owner(db, owner, &order)))?;

    Ok(Reply::json(&json!({ "chats": chats })))
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
pub fn delete(site: &Site, _: &Call<'_>, chat: ChatRef) -> Outcome {
    delete_all(site, chat.owner, &[chat.id])
}

/// `DELETE /api/users/{user_id}/chats`
pub fn delete_many(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ chat_ids }).")?;
    let ids = fields.list("chat_ids", MOST_DELETED, |fields, item, path| match integer(&item) {
        Some(id) => Some(ChatId::new(id)),
        None if item.is_number() => fields.issue(Broken::custom("Expected an integer"), path),
        None => {
            fields.wrong_type("number", &item, path);
            None
        }
    });
    let ids = fields.done(ids)?;

    delete_all(site, owner, &ids)
}

fn delete_all(site: &Site, owner: UserId, ids: &[ChatId]) -> Outcome {
    slow(|| {
        site.store.write(|tx| {
            // An error here takes back what was deleted before it.
            if chats::delete_all(tx, owner, ids)? { Ok(()) } else { Err(no_such_chat()) }
        })
    })?;

    Ok(Reply::json(&true))
}

/// A whole number, which JSON may also write as `1.0` (JSON Schema, 6.1.1).
fn integer(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within what an f64 counts exactly")]
    let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(whole))
}

/// A chat that was there when the path was looked at, or is another's.
pub fn no_such_chat() -> ApiError {
    ApiError::not_found("Chat not found")
}

fn unknown_order() -> ApiError {
    let message =
        "Expected columns of id, name, model, created_at, updated_at, each with :asc or :desc, separated by commas";
    let issue = Issue { code: "custom", message: message.to_owned(), path: vec!["order_by".to_owned()] };
    ApiError::invalid("Bad Request. Invalid query({ order_by?(updated_at:desc) }).", &[issue])
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

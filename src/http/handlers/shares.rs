//! The share of a chat, for its owner.

use serde::Serialize;
use serde_json::{Value, json};

use crate::access::Rules;
use crate::domain::id::{ChatId, ShareId};
use crate::domain::password::PlainPassword;
use crate::domain::share::{PasswordHash, Share, ShareChange, ShareUuid};
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::fields::Broken;
use crate::http::handlers::auth;
use crate::http::handlers::chats::no_such_chat;
use crate::http::reply::Reply;
use crate::http::scope::{ChatRef, ShareRef};
use crate::password::{accept_hash, looks_like_hash};
use crate::server::slow;
use crate::store::shares::{self, ChangeError};

const INVALID: &str =
    "Bad Request. Invalid body({ is_shared?(true), is_protected?(false), hashed_password?(null), expires_at?(null) }).";

#[derive(Serialize)]
struct View<'a> {
    id: ShareId,
    chat_conversation_id: ChatId,
    uuid: ShareUuid,
    is_shared: bool,
    is_protected: bool,
    hashed_password: Option<&'a PasswordHash>,
    expires_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
    url: String,
}

/// What `hashed_password` may hold.
enum Password {
    Hash(PasswordHash),
    Plain(PlainPassword),
}

/// `GET .../shares`
pub fn find(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let share = site.store.read(|db| shares::of_chat(db, chat.owner, chat.id))?;
    let active = share.filter(|share| Rules::of(&share.settings, false).is_active(call.now));

    Ok(Reply::json(&active.map_or(Value::Null, |share| json!({ "uuid": share.uuid }))))
}

/// `POST .../shares`
pub fn change(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let mut fields = call.fields(INVALID)?;
    let is_shared = fields.optional_bool("is_shared");
    let is_protected = fields.optional_bool("is_protected");
    let password = fields.optional_nullable_text("hashed_password", password);
    let expires_at = fields.optional_nullable_text("expires_at", time);
    let (password, expires_at) = fields.done(Some((password, expires_at)))?;

    let share = slow(|| {
        let hashed_password = match password {
            None => None,
            Some(None) => Some(None),
            Some(Some(Password::Hash(hash))) => Some(Some(hash)),
            Some(Some(Password::Plain(plain))) => Some(Some(site.passwords.hash(&plain)?)),
        };
        let change = ShareChange { is_shared, is_protected, hashed_password, expires_at };
        let changed = site.store.write(|tx| shares::change(tx, chat.owner, chat.id, change, call.now));
        changed.map_err(|error| match error {
            ChangeError::NoSuchChat => no_such_chat(),
            ChangeError::PasswordMissing => password_missing(),
            ChangeError::Store(error) => error.into(),
        })
    })?;

    Ok(Reply::json(&json!({ "share": view(site, &share) })))
}

/// `DELETE .../shares/{share_id}`
pub fn delete(site: &Site, _: &Call<'_>, share: ShareRef) -> Outcome {
    let deleted = slow(|| site.store.write(|tx| shares::delete(tx, share.chat.owner, share.chat.id, share.id)))?;

    if deleted { Ok(Reply::json(&true)) } else { Err(ApiError::not_found("Share not found")) }
}

fn view<'a>(site: &Site, share: &'a Share) -> View<'a> {
    View {
        id: share.id,
        chat_conversation_id: share.chat_id,
        uuid: share.uuid,
        is_shared: share.settings.is_shared(),
        is_protected: share.settings.is_protected(),
        hashed_password: share.settings.hashed_password(),
        expires_at: share.settings.expires_at(),
        created_at: share.created_at,
        updated_at: share.updated_at,
        url: site.public_url.share(share.uuid),
    }
}

fn password(raw: &str) -> Result<Password, Broken> {
    if looks_like_hash(raw) {
        accept_hash(raw).map(Password::Hash).map_err(|unusable| Broken::custom(unusable.0))
    } else {
        PlainPassword::for_share(raw).map(Password::Plain).map_err(auth::password)
    }
}

fn time(raw: &str) -> Result<Timestamp, Broken> {
    let expected = || Broken { code: "invalid_string", message: "Invalid datetime, expected RFC 3339".to_owned() };
    Timestamp::from_rfc3339(raw).ok_or_else(expected)
}

fn password_missing() -> ApiError {
    let issue = Issue {
        code: "custom",
        message: "Required while the share is protected".to_owned(),
        path: vec!["hashed_password".to_owned()],
    };
    ApiError::invalid(INVALID, &[issue])
}

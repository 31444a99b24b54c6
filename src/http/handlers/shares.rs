//! The share of a chat, for its owner.

mod body;
mod check;
mod list;
mod view;

use serde_json::{Value, json};

use crate::access::{Rules, State};
use crate::domain::id::{ChatId, UserId};
use crate::domain::share::{PasswordHash, Share, ShareChange};
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::encoding::Encoding;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::handlers::chats::no_such_chat;
use crate::http::reading;
use crate::http::reply::Reply;
use crate::http::scope::{ChatRef, ShareRef};
use crate::qr;
use crate::render::{Access, Files};
use crate::server::slow;
use crate::store::StoreError;
use crate::store::published::Published;
use crate::store::shares::{self, ChangeError};
use crate::store::visits;
use body::{Body, INVALID, Password};
pub use check::check;
pub use list::{change_many, delete_many, list};
use view::view;

/// `GET .../shares`
pub fn find(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let share = site.store.read(|db| shares::of_chat(db, chat.owner, chat.id))?;
    let active = share.filter(|share| Rules::of_share(share).state(call.now) == State::Active);

    Ok(Reply::json(&active.map_or(Value::Null, |share| json!({ "uuid": share.uuid }))))
}

/// `POST .../shares`
pub fn change(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let mut fields = call.fields(INVALID)?;
    let body = Body::read(&mut fields);
    let Body { password, redactions, change } = fields.done(body)?;

    let share = slow(|| {
        let hashed_password = password.map(|password| password.map(|password| hashed(site, password)).transpose());
        let redactions = redactions.map(|wanted| wanted.resolve(site, chat)).transpose()?;
        let change = ShareChange { hashed_password: hashed_password.transpose()?, redactions, ..change };
        store(site, chat.owner, chat.id, change, call.now)
    })?;

    Ok(Reply::json(&json!({ "share": view(site, &share, call.now) })))
}

/// `POST .../shares/{share_id}/update`: a frozen share opens the conversation as it is now.
pub fn update(site: &Site, call: &Call<'_>, share: ShareRef) -> Outcome {
    let updated = slow(|| site.store.write(|tx| shares::refreeze(tx, share.chat.owner, share.id, call.now)))?;

    let share = updated.ok_or_else(|| ApiError::new(409).message("This share is live: it is always up to date."))?;
    Ok(Reply::json(&json!({ "share": view(site, &share, call.now) })))
}

/// `POST .../shares/{share_id}/new-link`: the former one is dead.
pub fn new_link(site: &Site, call: &Call<'_>, share: ShareRef) -> Outcome {
    let renamed = slow(|| site.store.write(|tx| shares::rename(tx, share.chat.owner, share.id, call.now)))?;

    let share = renamed.ok_or_else(no_such_share)?;
    Ok(Reply::json(&json!({ "share": view(site, &share, call.now) })))
}

/// `GET .../shares/{share_id}/preview`: what readers see, also where a password or a limit keeps its
/// owner from looking. It counts as no opening.
pub fn preview(site: &Site, call: &Call<'_>, share: ShareRef) -> Outcome {
    let seen = site.store.read(|db| match shares::of_owner(db, share.chat.owner, share.id)? {
        Some(share) => Ok::<_, StoreError>(Some((Published::share(db, &share)?, share))),
        None => Ok(None),
    })?;
    let (published, found) = seen.ok_or_else(no_such_share)?;
    let files = Files::At(share.address());
    let access = Access {
        by_password: found.settings.lock.is_protected(),
        by_list: found.has_whitelist,
        records_visitors: found.settings.records_visitors,
    };

    let reading = reading::own(site, published, files, Some(access))?;

    let encoding = Encoding::negotiate(call.header("Accept-Encoding"));
    Ok(Reply::html(reading, encoding).header("Cache-Control", "no-store"))
}

/// `GET .../shares/{share_id}/qr.svg`: the link, for the camera of a phone.
pub fn qr(site: &Site, _: &Call<'_>, share: ShareRef) -> Outcome {
    let found = site.store.read(|db| shares::of_owner(db, share.chat.owner, share.id))?.ok_or_else(no_such_share)?;

    let link = site.public_url.share(found.uuid);
    let code = qr::svg(&link).ok_or_else(|| ApiError::not_found("The link is too long for a QR code"))?;

    Ok(Reply::bytes("image/svg+xml", code.into_bytes()).header("Cache-Control", "no-store"))
}

/// `GET .../shares/{share_id}/visitors`
pub fn visitors(site: &Site, _: &Call<'_>, share: ShareRef) -> Outcome {
    let visitors = site.store.read_one(|db| visits::visitors(db, share.id))?;

    Ok(Reply::json(&json!({ "visitors": visitors })))
}

/// `DELETE .../shares/{share_id}/visitors`
pub fn forget_visitors(site: &Site, _: &Call<'_>, share: ShareRef) -> Outcome {
    slow(|| site.store.write(|tx| visits::forget_visitors(tx, share.id)))?;

    Ok(Reply::json(&true))
}

/// `DELETE .../shares/{share_id}`
pub fn delete(site: &Site, _: &Call<'_>, share: ShareRef) -> Outcome {
    let deleted = slow(|| site.store.write(|tx| shares::delete(tx, share.chat.owner, share.id)))?;

    if deleted { Ok(Reply::json(&true)) } else { Err(no_such_share()) }
}

fn hashed(site: &Site, password: Password) -> Result<PasswordHash, ApiError> {
    match password {
        Password::Hash(hash) => Ok(hash),
        Password::Plain(plain) => Ok(site.passwords.hash(&plain)?),
    }
}

fn store(site: &Site, owner: UserId, chat: ChatId, change: ShareChange, now: Timestamp) -> Result<Share, ApiError> {
    site.store.write(|tx| shares::change(tx, owner, chat, change, now)).map_err(refused)
}

fn refused(error: ChangeError) -> ApiError {
    match error {
        ChangeError::NoSuchChat => no_such_chat(),
        ChangeError::PasswordMissing => wrong("hashed_password", "Required while the share is protected".to_owned()),
        ChangeError::NoSuchMessage(id) => wrong("message_ids", format!("The chat has no message {}", id.get())),
        ChangeError::Store(error) => error.into(),
    }
}

fn wrong(field: &str, message: String) -> ApiError {
    ApiError::invalid(INVALID, &[Issue { code: "custom", message, path: vec![field.to_owned()] }])
}

fn no_such_share() -> ApiError {
    ApiError::not_found("Share not found")
}

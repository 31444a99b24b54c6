//! The share of a chat, for its owner.

mod body;
mod check;
mod list;

use std::net::IpAddr;

use serde::Serialize;
use serde_json::{Value, json};

use crate::app::accounts;
use crate::app::caller::Caller;
use crate::app::link;
use crate::app::share_json::ShareJson;
use crate::app::sharing::{self, AcceptedFindings, Published, RedactionRequest, ShareError};
use crate::domain::invitation::Invitation;
use crate::domain::secret::Secret;
use crate::domain::share::PasswordHash;
use crate::http::Site;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::handlers::chats::no_such_chat;
use crate::http::reading;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::resources::{ChatRef, ShareRef};
use crate::qr;
use crate::render::{Audience, Files};
pub use body::MOST_EMAILS;
use body::{INVALID, Password, ShareBody};
pub use check::check;
pub use list::{change_many, delete_many, list};

const WORD_GUESSABLE: &str = "Whoever guesses the word in this link could read the conversation. Protect it with a \
    password, name people, remove the word, or say with is_word_public that this is meant.";

/// `GET .../shares`
pub fn find(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let link = link::of_chat(&site.store, chat.owner, chat.id)?;
    let active = link.filter(|link| link.works(context.now)).map(|link| link.share);

    Ok(Reply::json(&active.map_or(Value::Null, |share| json!({ "uuid": share.uuid }))))
}

/// `POST .../shares`
pub fn change(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let mut fields = context.fields(INVALID)?;
    let body = ShareBody::read(&mut fields);
    let ShareBody { password, mut request } = fields.done(body)?;

    let hashed_password =
        password.map(|password| password.map(|password| hashed(site, context.client(), password)).transpose());
    request.change.hashed_password = hashed_password.transpose()?;
    let published = sharing::publish(&site.store, chat.owner, chat.id, &request, context.now).map_err(refused)?;

    let Published { link, scan, invited, .. } = published;
    let lock = &link.share.settings.lock;
    if lock.is_shared() && !lock.is_protected() && !link.share.has_whitelist {
        context.event.set(Some("link-open-to-all"));
    }
    let findings = scan.map(|scan| scan.counts()).unwrap_or_default();
    let share = ShareJson::for_api(&link.share, &site.public_url, context.now).with_findings(findings);
    let mut answer = json!({ "share": share });
    if !request.people.is_empty() {
        // Making accounts is for people: a script learns whom it has named, and gets no link for them.
        let is_script = matches!(context.caller.get(), Some(Caller::Script(..)));
        let told = |secret: &Secret| (!is_script).then(|| site.public_url.invitation(secret));
        let invited = invited
            .iter()
            .map(|reader| InvitedJson { invitation: &reader.invitation, url: reader.secret.as_ref().and_then(told) });
        answer["invited"] = json!(invited.collect::<Vec<_>>());
    }
    Ok(Reply::json(&answer))
}

/// Somebody without an account who was named.
#[derive(Serialize)]
struct InvitedJson<'a> {
    #[serde(flatten)]
    invitation: &'a Invitation,
    /// By which they make one, where that is new.
    url: Option<String>,
}

/// `POST .../shares/{share_id}/update`: a frozen share opens the conversation as it is now.
pub fn update(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let (redactions, accepted) = (RedactionRequest::default(), AcceptedFindings::Any);
    let ShareRef { chat, .. } = share;
    let updated = sharing::bring_up_to_date(&site.store, chat.owner, &[chat.id], &redactions, &accepted, context.now);

    let links = updated.map_err(refused)?;
    let (link, scan) = links.first().ok_or_else(no_such_share)?;
    let share = ShareJson::for_api(&link.share, &site.public_url, context.now).with_findings(scan.counts());
    Ok(Reply::json(&json!({ "share": share })))
}

/// `POST .../shares/{share_id}/new-link`: the former one no longer works.
pub fn new_link(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let renewed = link::renew(&site.store, share.chat.owner, share.id, context.now).map_err(refused)?;

    Ok(Reply::json(&json!({ "share": ShareJson::for_api(&renewed, &site.public_url, context.now) })))
}

/// `GET .../shares/{share_id}/preview`: what readers see, also where a password or a limit keeps its
/// owner from looking. It counts as no view.
pub fn preview(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let (found, view) = link::preview(&site.store, share.chat.owner, share.id)?.ok_or_else(no_such_share)?;
    let files = Files::At(share.address()).below(&site.public_url);
    let owner = accounts::get(&site.store, share.chat.owner)?;
    let access = Audience {
        shared_by: owner.and_then(|owner| owner.display_name),
        by_password: found.settings.lock.is_protected(),
        by_list: found.has_whitelist,
        records_visitors: found.settings.records_visitors,
        may_be_continued: found.settings.may_be_continued,
    };

    reading::own(site, context, view, files, Some(access))
}

/// `GET .../shares/{share_id}/qr.svg`: the link, for the camera of a phone.
pub fn qr(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let found = link::find(&site.store, share.chat.owner, share.id)?.ok_or_else(no_such_share)?;

    let link = site.public_url.short(found.short());
    let code = qr::svg(&link).ok_or_else(|| ApiError::not_found("The link is too long for a QR code"))?;

    Ok(Reply::bytes("image/svg+xml", code.into_bytes()).header("Cache-Control", "no-store"))
}

/// `GET .../shares/{share_id}/visitors`
pub fn visitors(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let visitors = link::visitors(&site.store, share.id)?;

    Ok(Reply::json(&json!({ "visitors": visitors })))
}

/// `DELETE .../shares/{share_id}/visitors`
pub fn forget_visitors(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    link::forget_visitors(&site.store, share.id)?;

    Ok(Reply::json(&true))
}

/// `DELETE .../shares/{share_id}`
pub fn delete(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    link::remove_all(&site.store, share.chat.owner, &[share.id]).map_err(refused)?;

    Ok(Reply::json(&true))
}

fn hashed(site: &Site, client: IpAddr, password: Password) -> Result<PasswordHash, ApiError> {
    match password {
        Password::Hash(hash) => Ok(hash),
        Password::Plain(plain) => Ok(site.passwords.hash(&plain, Some(client))?),
    }
}

/// Why a link was not made or changed.
pub fn refused(error: ShareError) -> ApiError {
    match error {
        ShareError::NoSuchChat => no_such_chat(),
        ShareError::NotShared => no_such_share(),
        ShareError::NotFrozen(_) => ApiError::new(409).message("This link is not frozen, so it is always up to date."),
        ShareError::PasswordMissing => wrong("hashed_password", "Required while the share is protected".to_owned()),
        ShareError::NoSuchMessage(id) => wrong("message_ids", format!("The conversation has no message {}", id.get())),
        ShareError::NoSuchFinding(id) => wrong("redactions", format!("There is no finding {id}")),
        ShareError::KeepsChanging => {
            ApiError::new(409).message("The conversation kept changing while it was being searched; try again.")
        }
        ShareError::OtherBeginning => {
            ApiError::new(409).message("The conversation begins with other messages here; send all of it.")
        }
        ShareError::WordTaken => ApiError::new(409).message("Another link has this word; choose another."),
        ShareError::WordGuessable => ApiError::new(409).message(WORD_GUESSABLE),
        ShareError::Store(error) => error.into(),
        ShareError::NotInvited(_, error) => error.into(),
        // Requests of the API choose no positions, accept what is found, and may name a link that is used up.
        ShareError::NoSuchPosition { .. }
        | ShareError::TooManyMessages
        | ShareError::Undecided(_)
        | ShareError::UsedUp { .. } => ApiError::new(400),
    }
}

fn wrong(field: &str, message: String) -> ApiError {
    ApiError::invalid(INVALID, &[Issue { code: "custom", message, path: vec![field.to_owned()] }])
}

fn no_such_share() -> ApiError {
    ApiError::not_found("Share not found")
}

//! Invitations: for who makes them, and for who follows one.

use serde::Serialize;
use serde_json::json;

use super::auth::{email, new_password, signed_in};
use crate::app::accounts::AccountError;
use crate::app::invitations::{self, InviteError};
use crate::domain::id::{InvitationId, ShareId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::secret;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// Shares that one request may name.
const MOST_SHARES: usize = 1000;

/// An invitation with its link, which is told this once.
#[derive(Serialize)]
struct InvitationJson {
    #[serde(flatten)]
    invitation: Invitation,
    url: String,
}

/// `GET /api/users/{user_id}/invitations`
pub fn list(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let invitations = invitations::list(&site.store, user, context.now)?;

    Ok(Reply::json(&json!({ "invitations": invitations })))
}

/// `POST /api/users/{user_id}/invitations`
pub fn create(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ email, share_ids?([]) }).")?;
    let email = fields.text("email", email);
    let shares = fields.optional_list("share_ids", MOST_SHARES, |fields, item, path| fields.id(&item, path));
    let (email, shares) = fields.done(email.zip(shares))?;

    let shares: Vec<ShareId> = shares.unwrap_or_default().into_iter().map(ShareId::new).collect();
    let (invitation, secret) = invitations::invite(&site.store, user, &email, &shares, context.now)?;

    let url = site.public_url.invitation(&secret);
    Ok(Reply::json(&json!({ "invitation": InvitationJson { invitation, url } })))
}

/// `DELETE /api/users/{user_id}/invitations/{invitation_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let missing = || ApiError::not_found("Invitation not found");
    let id = InvitationId::parse(context.param("invitation_id")).ok_or_else(missing)?;

    let deleted = invitations::take_back(&site.store, user, id)?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// `POST /api/auth/invitations/look`: what somebody is invited to. Uses nothing up.
pub fn look(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let link = fields.done(link)?;

    let invited = invitations::look(&site.store, &link, context.now)?.ok_or(AccountError::NoSuchInvitation)?;

    Ok(Reply::json(&json!({ "invitation": {
        "email": invited.email,
        "expires_at": invited.expires_at,
        "invited_by": invited.invited_by,
        "conversations": invited.conversations,
    } })))
}

/// `POST /api/auth/invitations/accept`
pub fn accept(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token, password }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let password = fields.text("password", new_password);
    let (link, password) = fields.done(link.zip(password))?;

    let browser = session::browser(context);
    let opened = invitations::accept(&site.store, &site.passwords, &link, &password, &browser, context.now)?;

    Ok(signed_in(site, context, &opened))
}

impl From<InviteError> for ApiError {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::HasAccount => AccountError::Exists.into(),
            InviteError::NoSuchShare => Self::not_found("Share not found"),
            InviteError::Failed(unavailable) => unavailable.into(),
        }
    }
}

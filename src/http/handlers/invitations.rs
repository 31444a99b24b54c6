//! Invitations: for who makes them, and for who follows one.

use serde::Serialize;
use serde_json::json;

use super::auth::{email, has_account, new_password, signed_in};
use crate::domain::id::{InvitationId, ShareId, UserId};
use crate::domain::invitation::{Invitation, LIFETIME};
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::session;
use crate::secret::{self, Secret};
use crate::store::account_links::{self, InviteError};
use crate::store::{users, whitelist_entries};

/// Shares that one request may name.
const MOST_SHARES: usize = 1000;

/// An invitation with its link, which is told this once.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    invitation: Invitation,
    url: String,
}

/// `GET /api/users/{user_id}/invitations`
pub fn list(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let invitations = site.store.read(|db| account_links::of_inviter(db, user, call.now))?;

    Ok(Reply::json(&json!({ "invitations": invitations })))
}

/// `POST /api/users/{user_id}/invitations`
pub fn create(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ email, share_ids?([]) }).")?;
    let email = fields.text("email", email);
    let shares = fields.optional_list("share_ids", MOST_SHARES, |fields, item, path| fields.id(&item, path));
    let (email, shares) = fields.done(email.zip(shares))?;

    let shares: Vec<ShareId> = shares.unwrap_or_default().into_iter().map(ShareId::new).collect();
    let secret = Secret::random()?;
    let (digest, expires_at) = (secret.digest(), call.now.plus(LIFETIME));
    let invited =
        site.store.write(|tx| account_links::invite(tx, user, &email, &shares, &digest, call.now, expires_at));
    let invitation = invited.map_err(|error| match error {
        InviteError::HasAccount => has_account(),
        InviteError::NoSuchShare => ApiError::not_found("Share not found"),
        InviteError::Store(error) => error.into(),
    })?;

    let url = site.public_url.invitation(&secret);
    Ok(Reply::json(&json!({ "invitation": View { invitation, url } })))
}

/// `DELETE /api/users/{user_id}/invitations/{invitation_id}`
pub fn delete(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let missing = || ApiError::not_found("Invitation not found");
    let id = InvitationId::parse(call.param("invitation_id")).ok_or_else(missing)?;

    let deleted = site.store.write(|tx| account_links::delete(tx, user, id))?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// `POST /api/auth/invitations/look`: what somebody is invited to. Uses nothing up.
pub fn look(site: &Site, call: &Call<'_>) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ token }).")?;
    let token = fields.text("token", |raw| Ok(secret::digest(raw)));
    let token = fields.done(token)?;

    let invited = site.store.read_one(|db| account_links::find_invited(db, &token, call.now))?;
    let invited = invited.ok_or_else(no_such_link)?;

    Ok(Reply::json(&json!({ "invitation": {
        "email": invited.email,
        "expires_at": invited.expires_at,
        "invited_by": invited.invited_by,
        "conversations": invited.conversations,
    } })))
}

/// `POST /api/auth/invitations/accept`
pub fn accept(site: &Site, call: &Call<'_>) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ token, password }).")?;
    let token = fields.text("token", |raw| Ok(secret::digest(raw)));
    let password = fields.text("password", new_password);
    let (token, password) = fields.done(token.zip(password))?;

    // Before anything is computed for who made a token up; what counts is decided below.
    site.store.read_one(|db| account_links::find_invited(db, &token, call.now))?.ok_or_else(no_such_link)?;
    let session_token = Secret::random()?;
    let hash = site.passwords.hash(&password)?;
    let user = site.store.write(|tx| {
        let taken = account_links::take_invitation(tx, &token, call.now)?;
        let (email, shares) = taken.ok_or_else(no_such_link)?;
        if let Some((user, _)) = users::by_email(tx, &email)? {
            // They sign in as whom they are already, and find what they were invited to.
            whitelist_entries::insert_invited(tx, &shares, user.id, call.now)?;
            return Ok(None);
        }
        let user = users::insert(tx, &email, &hash, call.now)?;
        whitelist_entries::insert_invited(tx, &shares, user.id, call.now)?;
        session::open(tx, call, &session_token, user.id)?;
        Ok::<_, ApiError>(Some(user))
    })?;

    let user = user.ok_or_else(has_account)?;
    Ok(signed_in(site, &user, &session_token, call.now))
}

fn no_such_link() -> ApiError {
    ApiError::not_found("Link not found")
        .message("This link was used, has expired, or is not complete. Ask for a new invitation.")
}

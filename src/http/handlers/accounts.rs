//! An account, for whose it is: its password, its end. Both ask for the password: a browser that
//! somebody left signed in is not enough.

use super::auth::new_password;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::session;
use crate::store::{Transaction, sessions, users};

/// `POST /api/users/{user_id}/password`: whoever was signed in with the old one is not any more.
pub fn set_password(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ current_password, new_password }).")?;
    let current = fields.text("current_password", |raw| Ok(PlainPassword::offered(raw)));
    let new = fields.text("new_password", new_password);
    let (current, new) = fields.done(current.zip(new))?;

    let verified = verify(site, call, user, current.as_ref())?;
    let hash = site.passwords.hash(&new)?;
    site.store.write(|tx| {
        still(tx, user, &verified)?;
        users::set_password(tx, user, &hash, call.now)?;
        sessions::delete_all_of(tx, user, session::token(call).as_ref())?;
        Ok::<_, ApiError>(())
    })?;

    Ok(Reply::json(&true))
}

/// `DELETE /api/users/{user_id}`: with everything that is in it.
pub fn delete(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ password }).")?;
    let password = fields.text("password", |raw| Ok(PlainPassword::offered(raw)));
    let password = fields.done(password)?;

    let verified = verify(site, call, user, password.as_ref())?;
    site.store.write(|tx| {
        still(tx, user, &verified)?;
        users::delete(tx, user)?;
        Ok::<_, ApiError>(())
    })?;

    call.session.set(None);
    Ok(Reply::json(&true).header("Set-Cookie", session::clearing_cookie(&site.public_url)))
}

/// That this is the password of the account; the hash that says so. A wrong one counts as a guess, as
/// one at login does.
fn verify(
    site: &Site,
    call: &Call<'_>,
    user: UserId,
    offered: Option<&PlainPassword>,
) -> Result<PasswordHash, ApiError> {
    let account = site.store.read(|db| users::find(db, user))?;
    let (user, hash) = account.ok_or_else(ApiError::unauthorized)?;
    if site.passwords.verify_account(&user.primary_email, call.client(), Some(&hash), offered)? {
        Ok(hash)
    } else {
        Err(wrong_password())
    }
}

/// That the password which was verified is still the account's.
fn still(tx: &Transaction<'_>, user: UserId, verified: &PasswordHash) -> Result<(), ApiError> {
    let (_, present) = users::find(tx, user)?.ok_or_else(ApiError::unauthorized)?;
    if present == *verified { Ok(()) } else { Err(wrong_password()) }
}

fn wrong_password() -> ApiError {
    ApiError::new(403).status_message("Wrong password").message("Wrong password")
}

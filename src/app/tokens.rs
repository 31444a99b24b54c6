//! Tokens with which scripts act for somebody.

use std::time::Duration;

use super::Unavailable;
use super::account_error::AccountError;
use super::confirmation::Confirmed;
use crate::domain::id::{TokenId, UserId};
use crate::domain::secret::{Digest, Secret};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope, USUAL_LIFETIME};
use crate::store::api_tokens::{self, NewApiToken};
use crate::store::{Store, StoreError, Transaction};

/// Use of a token is noted when the last that is known was so long ago: a write an hour, not one a request.
const NOTE_USE_AFTER: Duration = Duration::from_secs(60 * 60);

/// Makes a token and its secret, which is shown this once. It holds 90 days where `expires_at` is `None`. `None` where
/// there is no such account, or it is disabled.
pub fn make(
    store: &Store,
    user: UserId,
    name: &ShortText,
    scope: Scope,
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Option<(ApiToken, Secret)>, Unavailable> {
    let new = NewApiToken { name, scope, expires_at: expires_at.unwrap_or(now.plus(USUAL_LIFETIME)) };
    store.write(|tx| make_in(tx, user, &new, now))
}

/// The same for somebody in a browser, who has confirmed it.
pub fn make_confirmed(
    store: &Store,
    by: &Confirmed,
    name: &ShortText,
    scope: Scope,
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(ApiToken, Secret), AccountError> {
    let new = NewApiToken { name, scope, expires_at: expires_at.unwrap_or(now.plus(USUAL_LIFETIME)) };
    store.write(|tx| {
        by.still(tx)?;
        // Who was disabled meanwhile is signed in no longer.
        make_in(tx, by.user(), &new, now)?.ok_or(AccountError::Removed)
    })
}

/// Makes one in a transaction of the caller's.
pub fn make_in(
    tx: &Transaction<'_>,
    user: UserId,
    new: &NewApiToken<'_>,
    now: Timestamp,
) -> Result<Option<(ApiToken, Secret)>, Unavailable> {
    let secret = Secret::for_scripts()?;
    let token = api_tokens::insert(tx, user, new, &secret.digest(), now)?;
    Ok(token.map(|token| (token, secret)))
}

/// Somebody's valid tokens, the newest first.
pub fn list(store: &Store, user: UserId, now: Timestamp) -> Result<Vec<ApiToken>, StoreError> {
    store.read_one(|db| api_tokens::of_user(db, user, now))
}

/// Takes one of somebody's tokens back; false when they have none of that number.
pub fn take_back(store: &Store, user: UserId, id: TokenId) -> Result<bool, StoreError> {
    store.write(|tx| api_tokens::delete(tx, user, id))
}

/// The valid token of that secret and whose it is.
pub fn find(store: &Store, secret: &Digest, now: Timestamp) -> Result<Option<(UserId, ApiToken)>, StoreError> {
    store.read_one(|db| api_tokens::find(db, secret, now))
}

/// Whether the use of a token is to be noted.
pub fn is_use_to_be_noted(last_used_at: Option<Timestamp>, now: Timestamp) -> bool {
    // A clock that was ahead when it was noted must not silence it until then.
    last_used_at.is_none_or(|last| now < last || last.plus(NOTE_USE_AFTER) <= now)
}

/// Notes that a token was used.
pub fn note_use(store: &Store, id: TokenId, now: Timestamp) -> Result<(), StoreError> {
    store.write(|tx| api_tokens::note_use(tx, id, now))
}

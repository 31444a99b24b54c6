//! Sessions: a random token in a cookie, its digest in the database.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Site;
use super::call::Call;
use super::error::ApiError;
use super::origin::PublicUrl;
use crate::server::slow;
use crate::store::StoreError;
use crate::store::sessions::{self, Session, TokenDigest};

const COOKIE: &str = "neptun-session";

/// How long a session holds after it was last used.
pub const LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Use prolongs a session when so much of its time has passed: a write a day, not one a request.
const PROLONG_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A new session's secret: 256 random bits.
pub struct Token(String);

impl Token {
    /// Fails only when the system gives no random numbers.
    pub fn random() -> Result<Self, ApiError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            tracing::error!(%error, "the system gives no random numbers");
            ApiError::new(500)
        })?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What the database may know of it.
    pub fn digest(&self) -> TokenDigest {
        digest(&self.0)
    }

    /// The cookie that carries it.
    pub fn cookie(&self, public_url: &PublicUrl) -> String {
        cookie(&self.0, LIFETIME, public_url)
    }
}

/// The digest of the token that a request carries, valid or not.
pub fn token(call: &Call<'_>) -> Option<TokenDigest> {
    call.cookie(COOKIE).filter(|token| !token.is_empty()).map(digest)
}

/// The session of a request.
pub fn current(site: &Site, call: &Call<'_>) -> Result<Option<Session>, StoreError> {
    let Some(token) = token(call) else { return Ok(None) };
    let session = site.store.read(|db| sessions::find(db, &token, call.now))?;
    call.session.set(session);
    Ok(session)
}

/// The cookie that clears the client's.
pub fn clearing_cookie(public_url: &PublicUrl) -> String {
    cookie("", Duration::ZERO, public_url)
}

/// Lets the session that this call used hold longer, when it is time to; the cookie to send along.
pub fn prolong_if_due(site: &Site, call: &Call<'_>) -> Option<String> {
    let session = call.session.get()?;
    if session.expires_at > call.now.plus(LIFETIME - PROLONG_AFTER) {
        return None;
    }
    let value = call.cookie(COOKIE)?;
    let expires_at = call.now.plus(LIFETIME);
    match slow(|| site.store.write(|tx| sessions::prolong(tx, &digest(value), expires_at))) {
        Ok(()) => Some(cookie(value, LIFETIME, &site.public_url)),
        Err(error) => {
            // The call itself succeeded; the next one prolongs.
            tracing::warn!(%error, "a session was not prolonged");
            None
        }
    }
}

fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token).into()
}

fn cookie(value: &str, lifetime: Duration, public_url: &PublicUrl) -> String {
    // On plain http off localhost browsers drop a cookie that says Secure.
    let secure = if public_url.is_https() { "; Secure" } else { "" };
    format!("{COOKIE}={value}; HttpOnly; SameSite=Lax; Path=/; Max-Age={}{secure}", lifetime.as_secs())
}

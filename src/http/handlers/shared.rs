//! `GET /api/shared/chats/{uuid}`: what a reader gets.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::access::{self, Credentials, Decision, Reader, Rules};
use crate::domain::password::PlainPassword;
use crate::domain::share::{PasswordHash, ShareInfo, ShareUuid};
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::http::session;
use crate::server::slow;
use crate::store::sessions;
use crate::store::shares::{self, Found};

/// What a reader offered as the password, as far as it can be one.
type Offer = Option<PlainPassword>;

/// What one look at the database showed.
struct Seen {
    found: Option<Found>,
    info: ShareInfo,
    decision: Decision,
    /// With [`Decision::Granted`], unless the reader has it already.
    transcript: Option<Arc<str>>,
}

/// A password hash of the share, and whether the reader's password was verified against it.
type Verdict = (PasswordHash, bool);

/// Answers with the conversation, or says what is missing.
pub fn read(site: &Site, call: &Call<'_>) -> Outcome {
    let uuid = ShareUuid::parse(call.param("uuid"));
    let offer = call.header("Authorization").and_then(offered_password);
    let mut verdict = None;

    let seen = loop {
        let seen = look(site, call, uuid, offer.as_ref(), verdict.as_ref())?;
        match (&seen, &offer) {
            (Seen { decision: Decision::PasswordRequired, found: Some(found), .. }, Some(offer)) => {
                let hash = found.settings.required_password();
                // Judged already, and still the share's password: the verdict stands.
                let Some(hash) = hash.filter(|&hash| verdict.as_ref().is_none_or(|(judged, _)| judged != hash)) else {
                    break seen;
                };
                // No connection to the database is held meanwhile, so the share may change. Look again.
                let right = slow(|| site.passwords.verify_share(found.id, call.client(), hash, offer.as_ref()))?;
                verdict = Some((hash.clone(), right));
            }
            _ => break seen,
        }
    };

    match (seen.decision, &seen.found) {
        (Decision::Granted, Some(found)) => Ok(conversation(found, seen.info, seen.transcript.as_deref())),
        (decision, _) => Err(refusal(call, decision, seen.info)),
    }
}

/// Decides and reads in one transaction: what is read is what the decision was made on.
fn look(
    site: &Site,
    call: &Call<'_>,
    uuid: Option<ShareUuid>,
    offer: Option<&Offer>,
    verdict: Option<&Verdict>,
) -> Result<Seen, ApiError> {
    let token = session::token(call);
    site.store.read(|db| {
        let session = match &token {
            Some(token) => sessions::find(db, token, call.now)?,
            None => None,
        };
        call.session.set(session);
        let found = match uuid {
            Some(uuid) => shares::find(db, uuid, session.map(|session| session.user_id))?,
            None => None,
        };
        let rules = found.as_ref().map(rules);
        let password_is_right = match found.as_ref().map(|found| (found, found.settings.required_password())) {
            Some((found, Some(hash))) => match (verdict, offer) {
                (Some((judged, right)), _) if judged == hash => *right,
                (_, Some(Some(plain))) => site.passwords.is_remembered(found.id, call.client(), hash, plain)?,
                _ => false,
            },
            _ => false,
        };
        let reader = match (&session, &found) {
            (None, _) => Reader::Anonymous,
            (Some(_), Some(found)) if found.reader_is_listed => Reader::Listed,
            (Some(_), _) => Reader::Stranger,
        };
        let decision = access::decide(rules, Credentials { password_is_right, reader });
        let info = access::visible(rules);
        let transcript = match &found {
            Some(found)
                if decision == Decision::Granted && !is_fresh(call.header("If-None-Match"), &etag(found, info)) =>
            {
                Some(site.transcripts.get(db, found)?)
            }
            _ => None,
        };
        Ok(Seen { found, info, decision, transcript })
    })
}

fn rules(found: &Found) -> Rules {
    Rules {
        is_shared: found.settings.is_shared(),
        needs_password: found.settings.required_password().is_some(),
        needs_listing: found.has_whitelist,
    }
}

/// The password of an `Authorization` field. `None` for another scheme, which is no guess;
/// `Some(None)` for one that can't be decoded or is too long, which is a wrong one.
fn offered_password(field: &str) -> Option<Offer> {
    let (scheme, token) = field.trim().split_once(' ').unwrap_or((field.trim(), ""));
    scheme.eq_ignore_ascii_case("Basic").then(|| {
        let bytes = BASE64_STANDARD.decode(token.trim()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        // The user name is ignored; a password may hold colons (RFC 7617, 2).
        let (_, password) = text.split_once(':')?;
        PlainPassword::offered(password)
    })
}

fn conversation(found: &Found, info: ShareInfo, transcript: Option<&str>) -> Reply {
    let reply = match transcript {
        None => Reply::empty().not_modified(),
        Some(transcript) => {
            let info = serde_json::to_string(&info).unwrap_or_default();
            // One allocation of the right size; `format!` grows and copies the long text several times.
            let parts = ["{", transcript, ",\"shareInfo\":", &info, "}"];
            Reply::bytes("application/json", parts.concat().into_bytes())
        }
    };
    let reply = reply.header("ETag", etag(found, info));
    if info.share_is_private {
        reply.header("Cache-Control", "private, no-cache").header("Vary", "Authorization, Cookie")
    } else {
        reply.header("Cache-Control", "no-cache")
    }
}

/// Changes with whatever the answer holds: the conversation, the flags, the program's way of
/// writing them.
fn etag(found: &Found, info: ShareInfo) -> String {
    let flags = u8::from(info.share_has_password) << 1 | u8::from(info.share_has_whitelist);
    format!("\"{:016x}-{flags}-{}\"", found.revision.cast_unsigned(), env!("CARGO_PKG_VERSION"))
}

fn refusal(call: &Call<'_>, decision: Decision, info: ShareInfo) -> ApiError {
    let data = json!({ "shareInfo": info });
    let error = match decision {
        Decision::PasswordRequired => {
            // A `fetch` that meets a Basic challenge makes Chromium open its own dialog over the
            // page, even when the page sent a password of its own. Pages name themselves.
            let scheme = if call.header("X-Requested-With").is_some() { "xBasic" } else { "Basic" };
            ApiError::new(401)
                .status_message("Unauthorized (incorrect credentials)")
                .message("You are not authorized to view this chat.")
                .header("WWW-Authenticate", format!("{scheme} realm=\"shared chat\", charset=\"UTF-8\""))
        }
        Decision::SessionRequired => {
            ApiError::new(401).status_message("Unauthorized (session required)").message("Sign in to view this chat.")
        }
        Decision::NotOnWhitelist => {
            ApiError::new(403).status_message("Forbidden (not on whitelist)").message("You are not on the whitelist.")
        }
        // `Granted` without a share can't be; whoever reads this sees that nothing leaks if it were.
        Decision::NoSuchShare | Decision::Granted => {
            ApiError::new(404).status_message("Not Found (share not found)").message("The share does not exist.")
        }
    };
    error.data(data)
}

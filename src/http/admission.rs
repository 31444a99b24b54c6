//! Lets readers of a share in, or says what is missing: the one way to what a share opens.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::Site;
use super::call::Call;
use super::error::ApiError;
use super::reply::Reply;
use super::session;
use super::visit;
use crate::access::{self, Credentials, Decision, Reader, Rules};
use crate::domain::password::PlainPassword;
use crate::domain::share::{PasswordHash, ShareInfo, ShareUuid};
use crate::server::slow;
use crate::store::shares::{self, Asking, Found};
use crate::store::{Connection, StoreError, whitelist_entries};

/// What a reader offered as the password, as far as it can be one.
type Offer = Option<PlainPassword>;

/// What one look at the database showed.
struct Seen {
    found: Option<Found>,
    info: ShareInfo,
    decision: Decision,
}

/// A password hash of the share, and whether the reader's password was verified against it.
type Verdict = (PasswordHash, bool);

/// Why a reader gets nothing.
pub enum Refused {
    /// The share says so.
    Reader(Refusal),
    /// Something failed before that was decided.
    Failed(ApiError),
}

/// What a reader is told who was not let in.
pub struct Refusal {
    /// What is missing.
    pub decision: Decision,
    info: ShareInfo,
    /// How many openings are left, for whom nothing else keeps from reading.
    views_left: Option<u32>,
    is_script: bool,
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Reader(refusal) => refusal.into(),
            Refused::Failed(error) => error,
        }
    }
}

/// Decides again, in a transaction: the share, when the reader is let in.
pub type Again<'a> = dyn Fn(&Connection) -> Result<Option<(Found, ShareInfo)>, ApiError> + 'a;

/// Lets a reader in, or says what is missing. `serve` is called for who is let in; what it reads, it
/// reads in a transaction in which it decides `again`, and it returns `None` if that has changed.
pub fn admit<T>(
    site: &Site,
    call: &Call<'_>,
    serve: impl Fn(&Again<'_>, &Found, ShareInfo) -> Result<Option<T>, ApiError>,
) -> Result<T, Refused> {
    admit_if(site, call, |decision| decision == Decision::Granted, serve)
}

/// The same for who is about to open the share: lets in whom only an opening keeps from reading.
pub fn admit_to_open<T>(
    site: &Site,
    call: &Call<'_>,
    open: impl Fn(&Again<'_>, &Found, ShareInfo) -> Result<Option<T>, ApiError>,
) -> Result<T, Refused> {
    admit_if(site, call, |decision| matches!(decision, Decision::Granted | Decision::OpeningRequired), open)
}

fn admit_if<T>(
    site: &Site,
    call: &Call<'_>,
    is_enough: impl Fn(Decision) -> bool,
    serve: impl Fn(&Again<'_>, &Found, ShareInfo) -> Result<Option<T>, ApiError>,
) -> Result<T, Refused> {
    let offer = call.header("Authorization").and_then(offered_password);
    let mut verdict = None;
    loop {
        let look = |db: &Connection| look(site, call, db, offer.as_ref(), verdict.as_ref());
        let seen = site.store.read_one(look)?;
        match (seen, &offer) {
            (Seen { decision, found: Some(found), info }, _) if is_enough(decision) => {
                let again = |db: &Connection| {
                    let seen = look(db)?;
                    Ok(seen.found.filter(|_| is_enough(seen.decision)).map(|found| (found, seen.info)))
                };
                if let Some(served) = serve(&again, &found, info)? {
                    return Ok(served);
                }
            }
            (Seen { decision: Decision::PasswordRequired, found: Some(found), info }, Some(offer)) => {
                let hash = found.lock.required_password();
                // Judged already, and still the share's password: the verdict stands.
                let Some(hash) = hash.filter(|&hash| verdict.as_ref().is_none_or(|(judged, _)| judged != hash)) else {
                    return Err(refused(call, Decision::PasswordRequired, info, None));
                };
                // No connection to the database is held meanwhile, so the share may change. Look again.
                let right = slow(|| site.passwords.verify_share(found.id, call.client(), hash, offer.as_ref()))
                    .map_err(ApiError::from)?;
                verdict = Some((hash.clone(), right));
            }
            (seen, _) => {
                let left = seen.found.and_then(|found| found.views_left);
                return Err(refused(call, seen.decision, seen.info, left));
            }
        }
    }
}

/// The share, when somebody without a password or session may read it: decided without the
/// credentials of whoever asks.
pub fn open_to_anyone(db: &Connection, call: &Call<'_>) -> Result<Option<Found>, StoreError> {
    let Some(uuid) = ShareUuid::parse(call.param("uuid")) else { return Ok(None) };
    let found = shares::find(db, uuid, Asking { session: None, visit: None, now: call.now })?;
    Ok(found.filter(|found| {
        let rules = rules(found);
        access::decide(Some(rules), Credentials::NONE, call.now) == Decision::Granted
    }))
}

/// Finds the share and decides, in one statement: what is decided on is of one moment.
fn look(
    site: &Site,
    call: &Call<'_>,
    db: &Connection,
    offer: Option<&Offer>,
    verdict: Option<&Verdict>,
) -> Result<Seen, ApiError> {
    let (session, visit) = (session::token(call), visit::token(call));
    let asking = Asking { session: session.as_ref(), visit: visit.as_ref(), now: call.now };
    let found = match ShareUuid::parse(call.param("uuid")) {
        Some(uuid) => shares::find(db, uuid, asking)?,
        None => None,
    };
    let rules = found.as_ref().map(rules);
    let mut credentials = Credentials::NONE;
    if let Some(found) = &found {
        call.session.set(found.session);
        let script = session::script(db, call)?;
        credentials.has_opened = found.reader_has_opened;
        credentials.is_owner = found.reader_is_owner;
        credentials.reader = match (found.session, script) {
            (None, None) => Reader::Anonymous,
            (Some(_), _) if found.reader_is_listed => Reader::Listed,
            (None, Some((user, _))) if whitelist_entries::includes(db, found.id, user)? => Reader::Listed,
            _ => Reader::Stranger,
        };
        credentials.password_is_right = match (found.lock.required_password(), verdict, offer) {
            (Some(hash), Some((judged, right)), _) if judged == hash => *right,
            (Some(hash), _, Some(Some(plain))) => site.passwords.is_remembered(found.id, call.client(), hash, plain)?,
            _ => false,
        };
    }
    let decision = access::decide(rules, credentials, call.now);
    Ok(Seen { found, info: access::visible(rules, credentials.has_opened, call.now), decision })
}

fn rules(found: &Found) -> Rules {
    Rules::of(&found.lock, found.has_whitelist, found.views_left)
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

/// Says who may keep the answer.
pub fn for_readers(reply: Reply, info: ShareInfo) -> Reply {
    if info.share_is_private {
        reply.header("Cache-Control", "private, no-cache").header("Vary", "Authorization, Cookie")
    } else {
        reply.header("Cache-Control", "no-cache")
    }
}

/// Changes with whatever readers are told: the conversation, the flags.
pub fn revision(found: &Found, info: ShareInfo) -> String {
    let flags = u8::from(info.share_has_password) << 1 | u8::from(info.share_has_whitelist);
    format!("{:016x}-{flags}", found.revision.cast_unsigned())
}

/// Changes with whatever an answer of that form holds: that, and the program's way of writing it.
pub fn etag(found: &Found, info: ShareInfo, form: &str) -> String {
    format!("\"{}-{}-{form}\"", revision(found, info), env!("CARGO_PKG_VERSION"))
}

fn refused(call: &Call<'_>, decision: Decision, info: ShareInfo, views_left: Option<u32>) -> Refused {
    Refused::Reader(Refusal { decision, info, views_left, is_script: call.header("X-Requested-With").is_some() })
}

impl From<Refusal> for ApiError {
    fn from(Refusal { decision, info, views_left, is_script }: Refusal) -> Self {
        let mut data = json!({ "shareInfo": info });
        let error = match decision {
            Decision::PasswordRequired => {
                // A `fetch` that meets a Basic challenge makes Chromium open its own dialog over the
                // page, even when the page sent a password of its own. Pages name themselves.
                let scheme = if is_script { "xBasic" } else { "Basic" };
                ApiError::new(401)
                    .status_message("Unauthorized (incorrect credentials)")
                    .message("You are not authorized to view this chat.")
                    .header("WWW-Authenticate", format!("{scheme} realm=\"shared chat\", charset=\"UTF-8\""))
            }
            Decision::SessionRequired => ApiError::new(401)
                .status_message("Unauthorized (session required)")
                .message("Sign in to view this chat."),
            Decision::NotOnWhitelist => ApiError::new(403)
                .status_message("Forbidden (not on whitelist)")
                .message("You are not on the whitelist."),
            Decision::OpeningRequired => {
                data["viewsLeft"] = views_left.into();
                ApiError::new(403)
                    .status_message("Forbidden (opening required)")
                    .message("This chat can be opened only so many times. POST to .../views takes one of them.")
            }
            // `Granted` without a share can't be; whoever reads this sees that nothing leaks if it were.
            Decision::NoSuchShare | Decision::Granted => {
                ApiError::new(404).status_message("Not Found (share not found)").message("The share does not exist.")
            }
        };
        error.data(data)
    }
}

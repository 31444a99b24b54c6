//! Who asks for a shared conversation, and what people are told who are not let in.

use std::cell::Cell;
use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use zeroize::Zeroizing;

use super::Site;
use super::error::ApiError;
use super::reply::Reply;
use super::request_context::RequestContext;
use super::session;
use super::visit;
use crate::app::access::Decision;
use crate::app::readers::{Admitted, NotAdmitted, OfferedPassword, Purpose, Readers, Refusal, Visitor};
use crate::domain::password::PlainPassword;
use crate::domain::share::{ShareInfo, ShareUuid};
use crate::server::slow;
use crate::store::StoreError;
use crate::store::shares::FoundShare;

/// Whoever asks for the link in the path.
pub fn of(site: &Site, context: &RequestContext<'_>) -> Result<Visitor, StoreError> {
    let named = session::proxied(site, context)?;
    Ok(Visitor {
        uuid: ShareUuid::parse(context.param("uuid")),
        session: session::token(context).filter(|_| named.is_none()),
        script: session::bearer(context),
        proxied: named.flatten(),
        view: visit::token(context),
        unlocked: visit::unlocked(context),
        unlocking: None,
        password: context.header("Authorization").and_then(offered_password),
        client: context.client(),
        now: context.now,
        caller: Cell::default(),
    })
}

/// Lets a visitor in, or says what is missing.
pub fn admit<'a>(
    site: &'a Site,
    context: &RequestContext<'_>,
    visitor: &'a Visitor,
    purpose: Purpose,
) -> Result<Admitted<'a>, NotAdmitted> {
    let readers = Readers { store: &site.store, passwords: &site.passwords, slow: |work| slow(work) };
    let admitted = readers.admit(visitor, purpose);
    if let Some(caller) = visitor.caller.take() {
        context.caller.get_or_init(|| caller);
    }
    admitted
}

/// The password of an `Authorization` field. `None` for another scheme, which is no guess;
/// `Some(None)` for one that can't be decoded or is too long, which is a wrong one.
fn offered_password(field: &str) -> Option<OfferedPassword> {
    let (scheme, token) = field.trim().split_once(' ').unwrap_or((field.trim(), ""));
    scheme.eq_ignore_ascii_case("Basic").then(|| {
        let bytes = Zeroizing::new(BASE64_STANDARD.decode(token.trim()).ok()?);
        let text = std::str::from_utf8(&bytes).ok()?;
        // The user name is ignored; a password may hold colons (RFC 7617, 2).
        let (_, password) = text.split_once(':')?;
        PlainPassword::offered(password)
    })
}

/// Says who may keep the answer.
pub fn for_readers(reply: Reply, info: ShareInfo) -> Reply {
    if info.share_is_private {
        reply.header("Cache-Control", "private, no-cache").vary("Authorization, Cookie")
    } else {
        reply.header("Cache-Control", "no-cache")
    }
}

/// Changes with whatever readers are told: the conversation, the flags.
#[derive(Clone, Copy)]
pub struct Revision {
    conversation: i64,
    info: ShareInfo,
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags = u8::from(self.info.share_has_password) << 1 | u8::from(self.info.share_has_whitelist);
        write!(f, "{:016x}-{flags}", self.conversation.cast_unsigned())
    }
}

/// The present one.
pub const fn revision(found: &FoundShare, info: ShareInfo) -> Revision {
    Revision { conversation: found.revision, info }
}

/// The number in what [`revision`] has written, which a page sends back.
pub fn revision_of(text: &str) -> Option<i64> {
    let (number, _) = text.split_once('-')?;
    u64::from_str_radix(number, 16).ok().map(u64::cast_signed)
}

/// Changes with whatever an answer of that form holds: that, and the program's way of writing it.
pub fn etag(found: &FoundShare, info: ShareInfo, form: impl fmt::Display) -> String {
    format!(concat!("\"{}-", env!("CARGO_PKG_VERSION"), "-{}\""), revision(found, info), form)
}

impl From<NotAdmitted> for ApiError {
    fn from(error: NotAdmitted) -> Self {
        match error {
            NotAdmitted::Refused(refusal) => refusal.into(),
            NotAdmitted::Password(error) => error.into(),
            NotAdmitted::Store(error) => error.into(),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(Refusal { decision, info, views_left }: Refusal) -> Self {
        let mut data = json!({ "shareInfo": info });
        let error = match decision {
            Decision::PasswordRequired => ApiError::new(401)
                .status_message("Unauthorized (incorrect credentials)")
                .message("You are not authorized to view this chat.")
                .header("WWW-Authenticate", "Basic realm=\"shared chat\", charset=\"UTF-8\""),
            Decision::SessionRequired => ApiError::new(401)
                .status_message("Unauthorized (session required)")
                .message("Sign in to view this conversation."),
            Decision::NotOnWhitelist => ApiError::new(403)
                .status_message("Forbidden (not on whitelist)")
                .message("You are not on the whitelist."),
            Decision::OpeningRequired => {
                data["viewsLeft"] = views_left.into();
                ApiError::new(403)
                    .status_message("Forbidden (opening required)")
                    .message("This link has a view limit. POST to .../views to use one of its views.")
            }
            // `Granted` without a share can't be; whoever reads this sees that nothing leaks if it were.
            Decision::NoSuchShare | Decision::Granted => {
                ApiError::new(404).status_message("Not Found (share not found)").message("The share does not exist.")
            }
        };
        error.data(data)
    }
}

//! What a path names, resolved in one place: first who asks (401), then whose resources it names (404), what the token
//! allows (403), and then each id (404). What belongs to somebody else does not exist.

use super::Site;
use super::error::ApiError;
use super::request_context::RequestContext;
use super::session;
use crate::app::administration;
use crate::app::caller::Caller;
use crate::app::tokens;
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::secret;
use crate::domain::token::Scope;
use crate::store::{chats, shares};

/// A chat of the session's user.
#[derive(Clone, Copy)]
pub struct ChatRef {
    /// The chat's owner.
    pub owner: UserId,
    /// The chat's id.
    pub id: ChatId,
}

/// The share of a chat of the session's user.
#[derive(Clone, Copy)]
pub struct ShareRef {
    pub chat: ChatRef,
    /// The share's id.
    pub id: ShareId,
}

impl ShareRef {
    /// Its address in the API.
    pub fn address(&self) -> String {
        let (owner, chat, share) = (self.chat.owner.get(), self.chat.id.get(), self.id.get());
        format!("/api/users/{owner}/chats/{chat}/shares/{share}")
    }
}

/// The session's or token's user, whom the path must name; `is_session_only` where no token may do this.
pub fn user(site: &Site, context: &RequestContext<'_>, is_session_only: bool) -> Result<UserId, ApiError> {
    let caller = session::required(site, context)?;
    let user = UserId::parse(context.param("user_id"))
        .filter(|named| *named == caller.user_id())
        .ok_or_else(|| ApiError::not_found("User not found"))?;
    let Caller::Script(_, token) = caller else { return Ok(user) };
    let refused = |why| Err(ApiError::new(403).message(why));
    match token.scope {
        _ if is_session_only => refused("Tokens can't do this. Sign in with a browser."),
        Scope::Read if !matches!(context.method(), "GET" | "HEAD") => {
            refused("This token can only read. Create one with the scope `write` for this.")
        }
        // Those are nobody's where a token signs in.
        Scope::Publish => refused("This token can only publish running sessions."),
        Scope::Read | Scope::Write => Ok(user),
    }
}

/// Whose token with the scope `publish` the path holds.
pub fn publisher(site: &Site, context: &RequestContext<'_>) -> Result<UserId, ApiError> {
    let token = secret::digest(context.param("token"));
    let found = tokens::find(&site.store, &token, context.now)?;
    let Some((user, token)) = found.filter(|(_, token)| token.scope == Scope::Publish) else {
        return Err(ApiError::unauthorized().message(
            "There is no token like the one in the address, or it has expired, or its scope is not `publish`.",
        ));
    };
    // For the log, and so that its use is noted.
    context.caller.get_or_init(|| Caller::Script(user, token));
    Ok(user)
}

/// The session's user, who administers the server; no token does.
pub fn administrator(site: &Site, context: &RequestContext<'_>) -> Result<UserId, ApiError> {
    let refused = |why| Err(ApiError::new(403).message(why));
    match session::required(site, context)? {
        Caller::Script(..) => refused("Tokens can't do this. Sign in with a browser."),
        caller if administration::is_administrator(&site.store, caller.user_id())? => Ok(caller.user_id()),
        _ => refused("Only administrators of this server can do this."),
    }
}

/// A chat of that user.
pub fn chat(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Result<ChatRef, ApiError> {
    let missing = || ApiError::not_found("Chat not found");
    let id = ChatId::parse(context.param("chat_id")).ok_or_else(missing)?;
    site.store.read(|db| chats::find(db, owner, id))?.ok_or_else(missing)?;
    Ok(ChatRef { owner, id })
}

/// The share of that chat.
pub fn share(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Result<ShareRef, ApiError> {
    let missing = || ApiError::not_found("Share not found");
    let id = ShareId::parse(context.param("share_id")).ok_or_else(missing)?;
    if !site.store.read(|db| shares::exists(db, chat.owner, chat.id, id))? {
        return Err(missing());
    }
    Ok(ShareRef { chat, id })
}

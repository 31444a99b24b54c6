//! What a path names, resolved in one place: first who asks (401), then whom it names (404), what that
//! one's token may do (403), then each id (404). What is somebody else's does not exist.

use super::Site;
use super::call::Call;
use super::error::ApiError;
use super::session;
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::store::{chats, shares};

/// A chat of the session's user.
#[derive(Clone, Copy)]
pub struct ChatRef {
    /// Whose it is.
    pub owner: UserId,
    /// Its number.
    pub id: ChatId,
}

/// The share of a chat of the session's user.
#[derive(Clone, Copy)]
pub struct ShareRef {
    /// The chat.
    pub chat: ChatRef,
    /// Its number.
    pub id: ShareId,
}

impl ShareRef {
    /// Its address in the API.
    pub fn address(&self) -> String {
        let (owner, chat, share) = (self.chat.owner.get(), self.chat.id.get(), self.id.get());
        format!("/api/users/{owner}/chats/{chat}/shares/{share}")
    }
}

/// The session's or token's user, whom the path must name.
pub fn user(site: &Site, call: &Call<'_>) -> Result<UserId, ApiError> {
    let caller = session::required(site, call)?;
    let user = UserId::parse(call.param("user_id"))
        .filter(|named| *named == caller.user_id())
        .ok_or_else(|| ApiError::not_found("User not found"))?;
    caller.may(call)?;
    Ok(user)
}

/// A chat of that user.
pub fn chat(site: &Site, call: &Call<'_>) -> Result<ChatRef, ApiError> {
    let owner = user(site, call)?;
    let missing = || ApiError::not_found("Chat not found");
    let id = ChatId::parse(call.param("chat_id")).ok_or_else(missing)?;
    site.store.read(|db| chats::find(db, owner, id))?.ok_or_else(missing)?;
    Ok(ChatRef { owner, id })
}

/// The share of that chat.
pub fn share(site: &Site, call: &Call<'_>) -> Result<ShareRef, ApiError> {
    let chat = chat(site, call)?;
    let missing = || ApiError::not_found("Share not found");
    let id = ShareId::parse(call.param("share_id")).ok_or_else(missing)?;
    if !site.store.read(|db| shares::exists(db, chat.owner, chat.id, id))? {
        return Err(missing());
    }
    Ok(ShareRef { chat, id })
}

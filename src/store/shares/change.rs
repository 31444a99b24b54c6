//! How a share is made and changed.

use rusqlite::{Connection, Transaction, named_params};

use super::{StoreError, frozen, of_chat, of_owner, redactions};
use crate::domain::id::{ChatId, MessageId, ShareId, UserId};
use crate::domain::share::{Excerpt, PasswordMissing, Share, ShareChange, ShareSettings, ShareUuid};
use crate::domain::timestamp::Timestamp;

/// Why a share was not changed.
#[derive(Debug)]
pub enum ChangeError {
    /// The owner has no such chat.
    NoSuchChat,
    /// It would be protected without a password.
    PasswordMissing,
    /// The chat has no such message.
    NoSuchMessage(MessageId),
    /// The database failed.
    Store(StoreError),
}

impl From<PasswordMissing> for ChangeError {
    fn from(_: PasswordMissing) -> Self {
        Self::PasswordMissing
    }
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for ChangeError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Makes or changes the share of a chat. There is one per chat whatever races: the chat's id is
/// unique in this table, and writers take turns.
pub fn change(
    tx: &Transaction<'_>,
    owner: UserId,
    chat: ChatId,
    change: ShareChange,
    now: Timestamp,
) -> Result<Share, ChangeError> {
    let current = of_chat(tx, owner, chat)?;
    let settings = change.apply(current.as_ref().map_or(ShareSettings::DEFAULT, |share| share.settings.clone()))?;
    let current = match current {
        Some(share) if share.settings == settings => return Ok(share),
        Some(share) => share,
        None => insert(tx, owner, chat, now)?,
    };
    if settings.excerpt != current.settings.excerpt {
        check_excerpt(tx, chat, current.frozen.map(|(copy, _)| copy), &settings.excerpt)?;
    }
    update(tx, &current, &settings, now)?;
    if settings.is_frozen != current.settings.is_frozen {
        frozen::set(tx, &current, settings.is_frozen.then_some(now))?;
    }
    if settings.redactions != current.settings.redactions || settings.is_frozen != current.settings.is_frozen {
        redactions::set(tx, current.id, opens(tx, current.id)?, &settings.redactions)?;
    }
    of_chat(tx, owner, chat)?.ok_or(ChangeError::NoSuchChat)
}

/// Takes the copy that a share keeps forward to what the conversation is now; `None` for one that
/// keeps none.
pub fn refreeze(tx: &Transaction<'_>, owner: UserId, id: ShareId, now: Timestamp) -> Result<Option<Share>, StoreError> {
    let Some(share) = of_owner(tx, owner, id)?.filter(|share| share.settings.is_frozen) else { return Ok(None) };
    frozen::set(tx, &share, Some(now))?;
    redactions::set(tx, id, opens(tx, id)?, &share.settings.redactions)?;
    tx.prepare_cached("update shares set updated_at = :now where id = :id")?
        .execute(named_params! { ":id": id, ":now": now })?;
    of_owner(tx, owner, id)
}

fn insert(tx: &Transaction<'_>, owner: UserId, chat: ChatId, now: Timestamp) -> Result<Share, ChangeError> {
    tx.prepare_cached(
        "insert into shares (chat_id, uuid, is_shared, is_protected, created_at, updated_at)
         select c.id, :uuid, 1, 0, :now, :now
         from live_chats c
         where c.id = :chat and c.user_id = :owner",
    )?
    .execute(named_params! { ":owner": owner, ":chat": chat, ":uuid": ShareUuid::random(), ":now": now })?;
    of_chat(tx, owner, chat)?.ok_or(ChangeError::NoSuchChat)
}

fn update(tx: &Transaction<'_>, current: &Share, settings: &ShareSettings, now: Timestamp) -> Result<(), StoreError> {
    // A limit that is raised adds to what is left; one that is new begins now.
    let views_left = match (settings.max_views, current.settings.max_views, current.views_left) {
        (Some(new), Some(old), Some(left)) => Some((left + new).saturating_sub(old)),
        (new, _, _) => new,
    };
    let (until, messages) = match &settings.excerpt {
        Excerpt::Whole => (None, None),
        Excerpt::Until(until) => (Some(until.get()), None),
        Excerpt::Messages(messages) => {
            (None, Some(serde_json::to_string(messages).map_err(|error| StoreError::Internal(error.into()))?))
        }
    };
    tx.prepare_cached(
        "update shares
         set is_shared = :is_shared,
             is_protected = :is_protected,
             hashed_password = :hashed_password,
             expires_at = :expires_at,
             max_views = :max_views,
             views_left = :views_left,
             records_visitors = :records_visitors,
             until_message_id = :until,
             message_ids = :messages,
             revision = random(),
             updated_at = :now
         where id = :id",
    )?
    .execute(named_params! {
        ":id": current.id,
        ":is_shared": settings.lock.is_shared(),
        ":is_protected": settings.lock.is_protected(),
        ":hashed_password": settings.lock.hashed_password(),
        ":expires_at": settings.lock.expires_at(),
        ":max_views": settings.max_views,
        ":views_left": views_left,
        ":records_visitors": settings.records_visitors,
        ":until": until,
        ":messages": messages,
        ":now": now,
    })?;
    Ok(())
}

/// The chat that a share opens.
fn opens(tx: &Transaction<'_>, id: ShareId) -> Result<ChatId, StoreError> {
    Ok(tx
        .prepare_cached("select ifnull(frozen_chat_id, chat_id) from shares where id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

/// That its messages are the chat's, or those of a share's copy of it.
pub fn check_excerpt(
    connection: &Connection,
    chat: ChatId,
    copy: Option<ChatId>,
    excerpt: &Excerpt,
) -> Result<(), ChangeError> {
    let named = match excerpt {
        Excerpt::Whole => &[],
        Excerpt::Until(until) => std::slice::from_ref(until),
        Excerpt::Messages(messages) => messages.as_slice(),
    };
    let mut find = connection.prepare_cached(
        "select 1
         from messages
         where (id = :message and chat_id = :chat) or (original_id = :message and chat_id = :copy)",
    )?;
    for &message in named {
        if !find.exists(named_params! { ":message": message, ":chat": chat, ":copy": copy })? {
            return Err(ChangeError::NoSuchMessage(message));
        }
    }
    Ok(())
}

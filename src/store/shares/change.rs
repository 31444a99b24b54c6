//! Storing and changing a share.

use rusqlite::{Transaction, named_params};

use super::{StoreError, of_chat};
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::share::{Excerpt, OwnWord, Share, ShareSettings, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::timestamp::Timestamp;

/// Gives a chat a share with the default settings; `None` when the owner has no such chat.
pub fn insert(tx: &Transaction<'_>, owner: UserId, chat: ChatId, now: Timestamp) -> Result<Option<Share>, StoreError> {
    tx.prepare_cached(
        "insert into shares (chat_id, uuid, slug, is_shared, is_protected, created_at, updated_at)
         select c.id, :uuid, :slug, 1, 0, :now, :now
         from live_chats c
         where c.id = :chat and c.user_id = :owner",
    )?
    .execute(named_params! {
        ":owner": owner,
        ":chat": chat,
        ":uuid": ShareUuid::random(),
        ":slug": Slug::random(),
        ":now": now,
    })?;
    of_chat(tx, owner, chat)
}

/// Stores these settings of a share, but for what it redacts and its copy of the conversation.
pub fn update(
    tx: &Transaction<'_>,
    current: &Share,
    settings: &ShareSettings,
    now: Timestamp,
) -> Result<(), StoreError> {
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
             may_be_continued = :may_be_continued,
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
        ":may_be_continued": settings.may_be_continued,
        ":until": until,
        ":messages": messages,
        ":now": now,
    })?;
    Ok(())
}

/// Gives a share a word of its owner's, or takes it away; a conflict where another share has it.
pub fn set_word(
    tx: &Transaction<'_>,
    share: ShareId,
    word: Option<&OwnWord>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "update shares
         set word = :word,
             is_word_public = :is_public,
             updated_at = :now
         where id = :id",
    )?
    .execute(named_params! {
        ":id": share,
        ":word": word.map(|word| &word.slug),
        ":is_public": word.is_some_and(|word| word.is_public),
        ":now": now,
    })?;
    Ok(())
}

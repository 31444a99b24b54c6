//! Table `followers`: who is following a session, so that nobody else does at the same time.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::StoreError;
use crate::domain::id::ChatId;
use crate::domain::timestamp::Timestamp;

/// By which a follower is known.
pub type Holder = [u8; 16];

/// So long it counts as followed after its follower last said that it is there.
pub const HELD_FOR: Duration = Duration::from_secs(30);

/// One that would be there for longer has said so before somebody set the clock back, and counts for nothing. That is more
/// than above: who looks at the clock and then waits for the database meets what others have said since.
const LONGEST_HELD: Duration = Duration::from_secs(60);

/// Makes this the follower of a conversation for a while, or says that it still is; false when another one is.
pub fn hold(
    tx: &Transaction<'_>,
    chat: ChatId,
    holder: &Holder,
    process: Option<u32>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let held = tx
        .prepare_cached(
            "insert into followers (chat_id, holder, process, expires_at)
             values (:chat, :holder, :process, :until)
             on conflict (chat_id) do update
             set holder = :holder, process = :process, expires_at = :until
             where expires_at <= :now or expires_at > :longest or holder = :holder",
        )?
        .execute(named_params! {
            ":chat": chat,
            ":holder": holder,
            ":process": process,
            ":now": now,
            ":until": now.plus(HELD_FOR),
            ":longest": now.plus(LONGEST_HELD),
        })?;
    Ok(held == 1)
}

/// Who follows a conversation now: its process, where it is one of this machine.
pub fn of_chat(connection: &Connection, chat: ChatId, now: Timestamp) -> Result<Option<Option<u32>>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select process from followers where chat_id = :chat and expires_at > :now and expires_at <= :longest",
        )?
        .query_row(named_params! { ":chat": chat, ":now": now, ":longest": now.plus(LONGEST_HELD) }, |row| row.get(0))
        .optional()?)
}

/// Whether a conversation is followed, or is a session that is shared and of which something came since then.
pub fn is_live(connection: &Connection, chat: ChatId, since: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "select exists (
                     select 1 from followers where chat_id = :chat and expires_at > :now and expires_at <= :longest
                 )
                 or exists (
                     select 1
                     from synced_sessions s
                     join chats c on c.id = s.chat_id
                     where s.chat_id = :chat and c.imported_at > :since and c.imported_at <= :now
                 )",
        )?
        .query_row(
            named_params! { ":chat": chat, ":since": since, ":now": now, ":longest": now.plus(LONGEST_HELD) },
            |row| row.get(0),
        )?)
}

/// This one follows it no longer; false when it did not.
pub fn release(tx: &Transaction<'_>, chat: ChatId, holder: &Holder) -> Result<bool, StoreError> {
    let released = tx
        .prepare_cached("delete from followers where chat_id = :chat and holder = :holder")?
        .execute(named_params! { ":chat": chat, ":holder": holder })?;
    Ok(released > 0)
}

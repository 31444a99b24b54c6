//! Tables `synced_sessions`, `synced_session_secrets` and `synced_items`: sessions that their own program shares here,
//! and what it has sent of them.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::StoreError;
use crate::domain::id::{ChatId, UserId};
use crate::domain::secret::Digest;
use crate::domain::timestamp::Timestamp;

/// A session that is shared.
#[derive(Clone, Debug)]
pub struct SyncedSession {
    /// The session's id in this database.
    pub id: i64,
    /// By which the program knows it.
    pub session: String,
    /// What stands in the address that more of it is sent to.
    pub name: String,
    /// The conversation that it becomes.
    pub chat: ChatId,
    /// The conversation came with it, and goes with it.
    pub made_chat: bool,
    /// How often something came.
    pub received: i64,
    /// The message from which on its person took back what is there.
    pub taken_back: Option<String>,
}

/// What the program sends of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Session,
    Message,
    Part,
}

impl ItemKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Message => "message",
            Self::Part => "part",
        }
    }
}

/// The session of that owner which the program knows by that name.
pub fn of_session(connection: &Connection, owner: UserId, session: &str) -> Result<Option<SyncedSession>, StoreError> {
    one(connection, owner, "s.session_id", session)
}

/// The session of that owner with that name in its address.
pub fn named(connection: &Connection, owner: UserId, name: &str) -> Result<Option<SyncedSession>, StoreError> {
    one(connection, owner, "s.name", name)
}

/// One whose conversation was deleted is none.
fn one(connection: &Connection, owner: UserId, column: &str, value: &str) -> Result<Option<SyncedSession>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "select s.id, s.session_id, s.name, s.chat_id, s.made_chat, s.received, s.taken_back
             from synced_sessions s
             join live_chats c on c.id = s.chat_id
             where s.user_id = :owner and {column} = :value"
        ))?
        .query_row(named_params! { ":owner": owner, ":value": value }, |row| {
            Ok(SyncedSession {
                id: row.get(0)?,
                session: row.get(1)?,
                name: row.get(2)?,
                chat: row.get(3)?,
                made_chat: row.get(4)?,
                received: row.get(5)?,
                taken_back: row.get(6)?,
            })
        })
        .optional()?)
}

/// Notes that a session is shared. What was sent of it before, under a conversation that was deleted since, is forgotten.
pub fn insert(
    tx: &Transaction<'_>,
    owner: UserId,
    session: &str,
    name: &str,
    (chat, made_chat): (ChatId, bool),
    now: Timestamp,
) -> Result<SyncedSession, StoreError> {
    tx.prepare_cached("delete from synced_sessions where user_id = :owner and session_id = :session")?
        .execute(named_params! { ":owner": owner, ":session": session })?;
    let id = tx
        .prepare_cached(
            "insert into synced_sessions (user_id, session_id, name, chat_id, made_chat, created_at)
             values (:owner, :session, :name, :chat, :made_chat, :now)",
        )?
        .insert(named_params! {
            ":owner": owner,
            ":session": session,
            ":name": name,
            ":chat": chat,
            ":made_chat": made_chat,
            ":now": now,
        })?;
    let (session, name) = (session.to_owned(), name.to_owned());
    Ok(SyncedSession { id, session, name, chat, made_chat, received: 0, taken_back: None })
}

/// Forgets a session and what was sent of it.
pub fn delete(tx: &Transaction<'_>, id: i64) -> Result<(), StoreError> {
    tx.prepare_cached("delete from synced_sessions where id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

/// One more secret with which more of it may be sent.
pub fn add_secret(tx: &Transaction<'_>, id: i64, digest: &Digest) -> Result<(), StoreError> {
    tx.prepare_cached("insert or ignore into synced_session_secrets (session_id, digest) values (:id, :digest)")?
        .execute(named_params! { ":id": id, ":digest": digest })?;
    Ok(())
}

/// Whether that is one of its secrets.
pub fn has_secret(connection: &Connection, id: i64, digest: &Digest) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("select 1 from synced_session_secrets where session_id = :id and digest = :digest")?
        .exists(named_params! { ":id": id, ":digest": digest })?)
}

/// Notes that something came, and where its person has gone back to.
pub fn note_received(tx: &Transaction<'_>, id: i64, taken_back: Option<&str>) -> Result<(), StoreError> {
    tx.prepare_cached("update synced_sessions set received = received + 1, taken_back = :taken_back where id = :id")?
        .execute(named_params! { ":id": id, ":taken_back": taken_back })?;
    Ok(())
}

/// Keeps an item as it is now; whether it is a new one.
pub fn put_item(tx: &Transaction<'_>, id: i64, kind: ItemKind, name: &str, data: &str) -> Result<bool, StoreError> {
    let updated = tx
        .prepare_cached(
            "update synced_items set data = :data where session_id = :id and kind = :kind and name = :name",
        )?
        .execute(named_params! { ":id": id, ":kind": kind.name(), ":name": name, ":data": data })?;
    if updated == 0 {
        tx.prepare_cached("insert into synced_items (session_id, kind, name, data) values (:id, :kind, :name, :data)")?
            .execute(named_params! { ":id": id, ":kind": kind.name(), ":name": name, ":data": data })?;
    }
    Ok(updated == 0)
}

/// Forgets an item.
pub fn delete_item(tx: &Transaction<'_>, id: i64, kind: ItemKind, name: &str) -> Result<(), StoreError> {
    tx.prepare_cached("delete from synced_items where session_id = :id and kind = :kind and name = :name")?
        .execute(named_params! { ":id": id, ":kind": kind.name(), ":name": name })?;
    Ok(())
}

/// What there is of a kind, by its names, in their order: programs number what they make in the order of time.
pub fn items(connection: &Connection, id: i64, kind: ItemKind) -> Result<Vec<(String, String)>, StoreError> {
    let mut query = connection
        .prepare_cached("select name, data from synced_items where session_id = :id and kind = :kind order by name")?;
    let items =
        query.query_map(named_params! { ":id": id, ":kind": kind.name() }, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(items.collect::<rusqlite::Result<_>>()?)
}

/// How many items there are of a session, and how many bytes they have.
pub fn size(connection: &Connection, id: i64) -> Result<(usize, usize), StoreError> {
    let (items, bytes): (i64, i64) = connection
        .prepare_cached("select count(*), ifnull(sum(octet_length(data)), 0) from synced_items where session_id = :id")?
        .query_row(named_params! { ":id": id }, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let number = |value: i64| usize::try_from(value).unwrap_or(usize::MAX);
    Ok((number(items), number(bytes)))
}

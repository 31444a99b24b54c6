//! Table `harmless_values`: what somebody marked as harmless in all of their conversations.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::id::UserId;
use crate::domain::redaction::SecretKind;
use crate::domain::timestamp::Timestamp;

/// Those of somebody.
pub fn of_user(connection: &Connection, user: UserId) -> Result<BTreeSet<(SecretKind, String)>, StoreError> {
    let mut query = connection.prepare_cached("select kind, text from harmless_values where user_id = :user")?;
    let rows = query.query_map(named_params! { ":user": user }, |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    // A kind that is not known any more is not searched for, either.
    let known = rows.filter_map(|row| row.map(|(name, text)| Some((SecretKind::parse(&name)?, text))).transpose());
    Ok(known.collect::<Result<_, _>>()?)
}

/// The same with the time at which each was marked, the last one first.
pub fn by_time(connection: &Connection, user: UserId) -> Result<Vec<(SecretKind, String, Timestamp)>, StoreError> {
    let mut query = connection.prepare_cached(
        "select kind, text, created_at
         from harmless_values
         where user_id = :user
         order by created_at desc, kind, text",
    )?;
    let columns = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?));
    let rows = query.query_map(named_params! { ":user": user }, columns)?;
    let known = |(name, text, at): (String, _, _)| Some((SecretKind::parse(&name)?, text, at));
    Ok(rows.filter_map(|row| row.map(known).transpose()).collect::<Result<_, _>>()?)
}

/// Adds to them. What readers get of this owner's conversations may change by it.
pub fn add(
    tx: &Transaction<'_>,
    user: UserId,
    values: &BTreeSet<(SecretKind, String)>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if values.is_empty() {
        return Ok(());
    }
    let mut insert = tx.prepare_cached(
        "insert into harmless_values (user_id, kind, text, created_at)
         values (:user, :kind, :text, :now)
         on conflict do nothing",
    )?;
    for (kind, text) in values {
        insert.execute(named_params! { ":user": user, ":kind": kind.name(), ":text": text, ":now": now })?;
    }
    touch_shares(tx, user)
}

/// Takes one away; false where it is not among them.
pub fn remove(tx: &Transaction<'_>, user: UserId, kind: SecretKind, text: &str) -> Result<bool, StoreError> {
    let removed = tx
        .prepare_cached("delete from harmless_values where user_id = :user and kind = :kind and text = :text")?
        .execute(named_params! { ":user": user, ":kind": kind.name(), ":text": text })?;
    touch_shares(tx, user)?;
    Ok(removed == 1)
}

/// What is kept of answers to readers no longer holds.
fn touch_shares(tx: &Transaction<'_>, user: UserId) -> Result<(), StoreError> {
    tx.prepare_cached(
        "update shares set revision = random() where chat_id in (select id from chats where user_id = :user)",
    )?
    .execute(named_params! { ":user": user })?;
    Ok(())
}

//! Table `whitelist_entries`, and a share's mark that it has a list. Callers have checked who owns the share, in the
//! same transaction.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::email::Email;
use crate::domain::id::{ShareId, UserId, WhitelistEntryId};
use crate::domain::timestamp::Timestamp;
use crate::domain::whitelist::WhitelistEntry;

/// Puts the owner and the registered ones among `emails` on the list, and returns the entries of
/// just these, made now or before, by id. Addresses without an account leave no trace.
pub fn insert_all(
    tx: &Transaction<'_>,
    share: ShareId,
    owner: UserId,
    emails: &[Email],
    now: Timestamp,
) -> Result<Vec<WhitelistEntry>, StoreError> {
    // Also when it is set already: so that every request writes, and a request that names only
    // unknown addresses takes the time of one that adds somebody.
    tx.prepare_cached("update shares set has_whitelist = 1 where id = :share")?
        .execute(named_params! { ":share": share })?;

    let mut find_user = tx.prepare_cached("select id from users where email_key = :key")?;
    let mut users = vec![owner];
    for email in emails {
        let user: Option<UserId> =
            find_user.query_row(named_params! { ":key": email.key() }, |row| row.get(0)).optional()?;
        users.extend(user);
    }

    let mut insert = tx.prepare_cached(
        "insert into whitelist_entries (share_id, user_id, created_at, updated_at)
         values (:share, :user, :now, :now)
         on conflict (share_id, user_id) do nothing",
    )?;
    let mut find_entry = tx.prepare_cached(
        "select id, share_id, user_id, created_at, updated_at
         from whitelist_entries
         where share_id = :share and user_id = :user",
    )?;
    let mut entries = BTreeMap::new();
    for user in users {
        insert.execute(named_params! { ":share": share, ":user": user, ":now": now })?;
        let entry = find_entry.query_row(named_params! { ":share": share, ":user": user }, entry)?;
        entries.insert(entry.id.get(), entry);
    }
    Ok(entries.into_values().collect())
}

/// Puts somebody who was invited on the lists of these shares. A share that has no list any more gets
/// none by that: it would be closed to all others.
pub fn insert_invited(
    tx: &Transaction<'_>,
    shares: &[ShareId],
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "insert into whitelist_entries (share_id, user_id, created_at, updated_at)
         select s.id, :user, :now, :now
         from shares s
         where s.id = :share and s.has_whitelist
         on conflict (share_id, user_id) do nothing",
    )?;
    for share in shares {
        insert.execute(named_params! { ":share": share, ":user": user, ":now": now })?;
    }
    Ok(())
}

/// Whether somebody is on the list of a share.
pub fn includes(connection: &Connection, share: ShareId, user: UserId) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("select 1 from whitelist_entries where share_id = :share and user_id = :user")?
        .exists(named_params! { ":share": share, ":user": user })?)
}

/// The whole list of a share, with the addresses of those on it.
pub fn of_share(connection: &Connection, share: ShareId) -> Result<Vec<(WhitelistEntry, Email)>, StoreError> {
    let mut query = connection.prepare_cached(
        "select w.id, w.share_id, w.user_id, w.created_at, w.updated_at, u.primary_email
         from whitelist_entries w
         join users u on u.id = w.user_id
         where w.share_id = :share
         order by w.id",
    )?;
    let entries = query
        .query_map(named_params! { ":share": share }, |row| Ok((entry(row)?, row.get("primary_email")?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(entries)
}

/// Somebody on a list.
pub struct Reader {
    /// Their place on it.
    pub entry: WhitelistEntry,
    /// Their address.
    pub email: Email,
    /// When they last opened the link, where that is recorded.
    pub last_viewed_at: Option<Timestamp>,
}

/// The whole list of a share, with who has read.
pub fn readers(connection: &Connection, share: ShareId) -> Result<Vec<Reader>, StoreError> {
    let mut query = connection.prepare_cached(
        "select w.id, w.share_id, w.user_id, w.created_at, w.updated_at, u.primary_email,
                (select max(v.opened_at) from visitors v where v.user_id = w.user_id and v.share_id = w.share_id)
                    as last_viewed_at
         from whitelist_entries w
         join users u on u.id = w.user_id
         where w.share_id = :share
         order by w.id",
    )?;
    let readers = query.query_map(named_params! { ":share": share }, |row| {
        let (email, last_viewed_at) = (row.get("primary_email")?, row.get("last_viewed_at")?);
        Ok(Reader { entry: entry(row)?, email, last_viewed_at })
    })?;
    Ok(readers.collect::<rusqlite::Result<_>>()?)
}

/// Takes somebody off the list; false when there is no such entry. The share still has its list,
/// also when nobody is left on it: taking people off never opens it to others.
pub fn delete(tx: &Transaction<'_>, share: ShareId, id: WhitelistEntryId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from whitelist_entries where id = :id and share_id = :share")?
        .execute(named_params! { ":id": id, ":share": share })?;
    Ok(deleted == 1)
}

/// Removes the list: readers need not be on one any more.
pub fn delete_all(tx: &Transaction<'_>, share: ShareId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from whitelist_entries where share_id = :share")?
        .execute(named_params! { ":share": share })?;
    tx.prepare_cached("update shares set has_whitelist = 0 where id = :share")?
        .execute(named_params! { ":share": share })?;
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<WhitelistEntry> {
    Ok(WhitelistEntry {
        id: row.get("id")?,
        chat_conversation_share_id: row.get("share_id")?,
        whitelisted_neptun_user_id: row.get("user_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

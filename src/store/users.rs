//! Table `users`.

pub mod overview;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::share::PasswordHash;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;

/// What a [`User`] is made of.
const COLUMNS: &str = "id, primary_email, created_at, is_admin, disabled_at, signed_in_at, display_name";

/// Makes an account. [`StoreError::Conflict`] when the address has one, in whatever case.
pub fn insert(
    tx: &Transaction<'_>,
    email: &Email,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<User, StoreError> {
    let id = tx
        .prepare_cached(
            "insert into users (primary_email, email_key, password_hash, created_at, updated_at)
             values (:email, :key, :password, :now, :now)",
        )?
        .insert(named_params! { ":email": email, ":key": email.key(), ":password": password, ":now": now })?;
    Ok(User {
        id: UserId::new(id),
        primary_email: email.clone(),
        created_at: now,
        is_admin: false,
        disabled_at: None,
        signed_in_at: None,
        display_name: None,
    })
}

/// The account of that address, in whatever case, with the hash of its password.
pub fn by_email(connection: &Connection, email: &Email) -> Result<Option<(User, PasswordHash)>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("select {COLUMNS}, password_hash from users where email_key = :key"))?
        .query_row(named_params! { ":key": email.key() }, |row| Ok((user(row)?, row.get("password_hash")?)))
        .optional()?)
}

/// The account of that number, with the hash of its password.
pub fn find(connection: &Connection, id: UserId) -> Result<Option<(User, PasswordHash)>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("select {COLUMNS}, password_hash from users where id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok((user(row)?, row.get("password_hash")?)))
        .optional()?)
}

/// Whether anybody has an account.
pub fn exist(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("select 1 from users limit 1")?.exists([])?)
}

/// Everybody, by address.
pub fn all(connection: &Connection) -> Result<Vec<User>, StoreError> {
    let mut query = connection.prepare_cached(&format!("select {COLUMNS} from users order by email_key"))?;
    let users = query.query_map([], user)?.collect::<rusqlite::Result<_>>()?;
    Ok(users)
}

/// The account that commands are about which name none: the one that was chosen, or the first.
pub fn default(connection: &Connection) -> Result<Option<UserId>, StoreError> {
    let sql = "select u.id
               from users u
               left join default_account d on d.user_id = u.id
               order by d.user_id is null, u.id
               limit 1";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
}

/// Chooses that account.
pub fn set_default(tx: &Transaction<'_>, id: UserId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from default_account")?.execute([])?;
    tx.prepare_cached("insert into default_account (user_id) values (:id)")?.execute(named_params! { ":id": id })?;
    Ok(())
}

/// Removes an account that has no conversation; false where it has one, or there is no such account.
pub fn delete_empty(tx: &Transaction<'_>, id: UserId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from users where id = :id and not exists (select 1 from chats where user_id = :id)")?
        .execute(named_params! { ":id": id })?;
    Ok(deleted == 1)
}

/// Sets the password of an account; false when there is none of that number.
pub fn set_password(
    tx: &Transaction<'_>,
    id: UserId,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached("update users set password_hash = :password, updated_at = :now where id = :id")?
        .execute(named_params! { ":id": id, ":password": password, ":now": now })?;
    Ok(changed == 1)
}

/// Removes an account with its chats, shares, sessions, tokens, invitations and places on whitelists;
/// false when there is none.
pub fn delete(tx: &Transaction<'_>, id: UserId) -> Result<bool, StoreError> {
    let deleted = tx.prepare_cached("delete from users where id = :id")?.execute(named_params! { ":id": id })?;
    Ok(deleted == 1)
}

/// Whether anybody administers the server who can sign in, beside `but`.
pub fn has_administrator(connection: &Connection, but: Option<UserId>) -> Result<bool, StoreError> {
    let sql = "select 1 from users where is_admin and disabled_at is null and id is not :but";
    Ok(connection.prepare_cached(sql)?.exists(named_params! { ":but": but })?)
}

/// Whether anybody else has an account.
pub fn has_others(connection: &Connection, id: UserId) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("select 1 from users where id <> :id")?.exists(named_params! { ":id": id })?)
}

/// Lets somebody administer the server, or no more; false when there is no such account.
pub fn set_admin(tx: &Transaction<'_>, id: UserId, is_admin: bool) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached("update users set is_admin = :is_admin where id = :id")?
        .execute(named_params! { ":id": id, ":is_admin": is_admin })?;
    Ok(changed == 1)
}

/// Disables an account since that time, or enables it again; false when there is none of that number. One that is disabled
/// keeps the time since when.
pub fn set_disabled(tx: &Transaction<'_>, id: UserId, since: Option<Timestamp>) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached(
            "update users
             set disabled_at = case when :since is null then null else ifnull(disabled_at, :since) end
             where id = :id",
        )?
        .execute(named_params! { ":id": id, ":since": since })?;
    Ok(changed == 1)
}

/// Notes that somebody signs in.
pub fn note_sign_in(tx: &Transaction<'_>, id: UserId, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("update users set signed_in_at = :now where id = :id")?
        .execute(named_params! { ":id": id, ":now": now })?;
    Ok(())
}

/// Sets the name that readers of somebody's links are told, which is a change of what they get; false when there is no such
/// account.
pub fn set_display_name(tx: &Transaction<'_>, id: UserId, name: Option<&ShortText>) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached("update users set display_name = :name where id = :id")?
        .execute(named_params! { ":id": id, ":name": name })?;
    tx.prepare_cached(
        "update shares set revision = random() where chat_id in (select id from chats where user_id = :id)",
    )?
    .execute(named_params! { ":id": id })?;
    Ok(changed == 1)
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get("id")?,
        primary_email: row.get("primary_email")?,
        created_at: row.get("created_at")?,
        is_admin: row.get("is_admin")?,
        disabled_at: row.get("disabled_at")?,
        signed_in_at: row.get("signed_in_at")?,
        display_name: row.get("display_name")?,
    })
}

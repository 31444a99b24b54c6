//! What a database file contains, and what is wrong with it. Opens the file itself, and upgrades nothing.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::error::StoreError;
use super::{OpenError, open, schema};
use crate::base::file_names::with_ending;

/// More than this is not told of one file.
const MOST_FINDINGS: usize = 20;

/// How many there are, and how large they are in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The schema's version.
    pub schema: i64,
    /// The file's size.
    pub size: u64,
    /// Of that, what is left free by what was deleted.
    pub free: u64,
    /// The write-ahead log beside it.
    pub log: u64,
    /// Whether the free part goes back to the disk by itself.
    pub shrinks: bool,
    /// Accounts.
    pub accounts: u64,
    /// Conversations, with deleted ones and links' own copies.
    pub conversations: u64,
    /// Messages of all that is stored.
    pub messages: u64,
    /// Links, in whatever state.
    pub links: u64,
    /// Files that came along with conversations.
    pub attachments: u64,
    /// Their bytes.
    pub attachment_bytes: u64,
}

/// Counts what is in a file.
pub fn inspect(database: &Path) -> Result<Inspection, OpenError> {
    open::require_ours(database)?;
    let connection = open::existing(database)?;
    counts(&connection, database).map_err(|error| OpenError::unusable(database, error))
}

/// The same through a connection that is open already: who closes a file that a process has open twice gives its locks
/// up.
pub fn of_store(connection: &Connection, database: &Path) -> Result<Inspection, StoreError> {
    Ok(counts(connection, database)?)
}

fn counts(connection: &Connection, database: &Path) -> rusqlite::Result<Inspection> {
    // A table that a file of an earlier version lacks has no rows.
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_or(0, unsigned);
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0)).map(unsigned);
    let page = pragma("page_size")?;
    let length = |ending| fs::metadata(with_ending(database, ending)).map_or(0, |file| file.len());
    Ok(Inspection {
        schema: schema::version(connection)?,
        size: length(""),
        free: page * pragma("freelist_count")?,
        log: length("-wal"),
        shrinks: pragma("auto_vacuum")? == 2,
        accounts: number("select count(*) from users"),
        conversations: number("select count(*) from chats"),
        messages: number("select count(*) from messages"),
        links: number("select count(*) from shares"),
        attachments: number("select count(*) from attachments"),
        attachment_bytes: number("select coalesce(sum(size), 0) from attachments"),
    })
}

/// The addresses of those who administer; `None` where the file is of a version that does not know.
pub fn administrators(database: &Path) -> Option<Vec<String>> {
    let connection = open::existing(database).ok()?;
    let sql = "select primary_email from users where is_admin and disabled_at is null order by email_key";
    let mut query = connection.prepare(sql).ok()?;
    query.query_map([], |row| row.get(0)).ok()?.collect::<rusqlite::Result<_>>().ok()
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Everything that is wrong with a file, in words; nothing if all is well.
pub fn problems(database: &Path) -> Result<Vec<String>, OpenError> {
    open::require_ours(database)?;
    let connection = open::existing(database)?;
    let mut found = damage(&connection).map_err(|error| OpenError::unusable(database, error))?;
    if found.is_empty() {
        found = inconsistencies(&connection).map_err(|error| OpenError::unusable(database, error))?;
    }
    found.truncate(MOST_FINDINGS);
    Ok(found)
}

/// What SQLite finds damaged.
pub fn damage(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare(&format!("pragma integrity_check({MOST_FINDINGS})"))?;
    let rows: Result<Vec<String>, _> = query.query_map([], |row| row.get(0)).and_then(Iterator::collect);
    match rows {
        Ok(rows) => Ok(rows.into_iter().filter(|row| row != "ok").collect()),
        Err(error) => match error.into() {
            StoreError::Damaged => Ok(vec!["SQLite cannot read all of the file".to_owned()]),
            StoreError::Internal(cause) => Ok(vec![cause.to_string()]),
            other => Ok(vec![other.to_string()]),
        },
    }
}

/// Whether SQLite finds no damage, without comparing indexes with their tables.
pub fn quick(connection: &Connection) -> Result<bool, StoreError> {
    match connection.query_row("pragma quick_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(first) => Ok(first == "ok"),
        Err(error) => match error.into() {
            StoreError::Damaged => Ok(false),
            error => Err(error),
        },
    }
}

/// Rows that don't fit together, in a file that is not damaged.
fn inconsistencies(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found: Vec<String> = connection
        .prepare("pragma foreign_key_check")?
        .query_map([], |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(format!("a row of {table} belongs to a row of {parent} that is not there"))
        })?
        .collect::<Result<_, _>>()?;
    for (sql, what) in [
        (
            "select count(*) from attachments where id not in (select attachment_id from chat_attachments)",
            "files belong to no conversation",
        ),
        (
            "select count(*) from attachments where size <> (select coalesce(sum(length(bytes)), 0) from \
             attachment_chunks where attachment_id = attachments.id)",
            "files are not complete",
        ),
        (
            "select count(*) from chats where is_frozen = 1 and id not in (select frozen_chat_id from shares where \
             frozen_chat_id is not null)",
            "copies of conversations belong to no link",
        ),
        (
            "select count(*) from users u where ifnull((select live from chat_counts k where k.user_id = u.id), 0) <> \
             (select count(*) from live_chats c where c.user_id = u.id)",
            "accounts have another number of conversations than is kept",
        ),
    ] {
        // A file of an earlier version may lack the table.
        let count: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap_or(0);
        if count > 0 {
            found.push(format!("{count} {what}"));
        }
    }
    Ok(found)
}

/// Rebuilds the file without its free parts, so that it shrinks by itself from now on. Others wait for it meanwhile, and
/// it needs as much room on the disk again.
pub fn compact(database: &Path) -> Result<(), OpenError> {
    open::require_ours(database)?;
    let connection = open::existing(database)?;
    connection
        .execute_batch("pragma auto_vacuum = incremental; vacuum; pragma wal_checkpoint(truncate)")
        .map_err(|error| OpenError::unusable(database, error))
}

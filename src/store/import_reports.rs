//! Table `import_reports`: reports of imports, kept for a while.

use rusqlite::{Connection, Transaction, named_params};

use super::StoreError;
use crate::domain::id::UserId;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// A report's number, what was imported, the JSON, and when.
pub type StoredReport = (i64, ShortText, String, Timestamp);

/// Adds a report; of one person, so many are kept.
pub fn insert(
    tx: &Transaction<'_>,
    user: UserId,
    name: &ShortText,
    report: &str,
    most: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "insert into import_reports (user_id, name, report, created_at) values (:user, :name, :report, :now)",
    )?
    .execute(named_params! { ":user": user, ":name": name, ":report": report, ":now": now })?;
    tx.prepare_cached(
        "delete from import_reports
         where id in (select id from import_reports where user_id = :user order by id desc limit -1 offset :most)",
    )?
    .execute(named_params! { ":user": user, ":most": most })?;
    Ok(())
}

/// The last reports of somebody, the newest first.
pub fn of_user(connection: &Connection, user: UserId, most: u32) -> Result<Vec<StoredReport>, StoreError> {
    let mut query = connection.prepare_cached(
        "select id, name, report, created_at
         from import_reports
         where user_id = :user
         order by id desc
         limit :most",
    )?;
    let rows = query.query_map(named_params! { ":user": user, ":most": most }, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Removes those from before then.
pub fn delete_until(tx: &Transaction<'_>, until: Timestamp) -> Result<(), StoreError> {
    // Some rows for each person.
    tx.prepare_cached("delete from import_reports where created_at < :until")?
        .execute(named_params! { ":until": until })?;
    Ok(())
}

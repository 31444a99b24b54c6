//! Tables `share_visits` and `visitors`: who viewed a share within the last hour and is not counted again, and who
//! viewed it at all, if its owner records that.

use std::net::IpAddr;
use std::time::Duration;

use rusqlite::{Connection, Transaction, named_params};
use serde::Serialize;

use super::StoreError;
use super::sessions::TokenDigest;
use super::shares::FoundShare;
use crate::domain::email::Email;
use crate::domain::id::ShareId;
use crate::domain::timestamp::Timestamp;

/// How long a view holds.
pub const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// How long it stays known who viewed a share.
const VISITORS_KEPT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Views that are told of one share, and kept: the latest. Whoever has a link could make any number.
pub const MOST_VISITORS: u32 = 1000;

/// After so many views older ones of the share are forgotten.
const FORGOTTEN_EVERY: i64 = 100;

/// Somebody views a share.
pub struct Visit<'a> {
    /// The digest of what they are known again by.
    pub token: &'a TokenDigest,
    /// Where they come from.
    pub address: IpAddr,
    /// Their browser and system, in a few words.
    pub client: &'a str,
}

/// Who viewed a share, as the API tells it.
#[derive(Serialize)]
pub struct Visitor {
    /// When they viewed it.
    pub opened_at: Timestamp,
    /// Who was signed in.
    pub email: Option<Email>,
    /// Their network address.
    pub address: String,
    /// With which browser and system.
    pub client: String,
}

/// Uses a view of the share that this reader found, and was let in to but for that; false when
/// none is left. Whoever has one, and the owner, uses none: callers look at that before.
pub fn open(tx: &Transaction<'_>, found: &FoundShare, visit: &Visit<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let counted = tx
        .prepare_cached(
            "update shares
             set views = views + 1, views_left = views_left - 1, last_viewed_at = :now
             where id = :share and ifnull(views_left > 0, 1)",
        )?
        .execute(named_params! { ":share": found.id, ":now": now })?;
    if counted == 0 {
        return Ok(false);
    }
    tx.prepare_cached("insert into share_visits (token_digest, share_id, expires_at) values (:token, :share, :until)")?
        .execute(named_params! { ":token": visit.token, ":share": found.id, ":until": now.plus(LIFETIME) })?;
    if let Some(reader) = found.reader {
        tx.prepare_cached("update whitelist_entries set opened_at = :now where share_id = :share and user_id = :user")?
            .execute(named_params! { ":share": found.id, ":user": reader, ":now": now })?;
    }
    if found.records_visitors {
        tx.prepare_cached(
            "insert into visitors (share_id, opened_at, user_id, address, client)
             values (:share, :now, :user, :address, :client)",
        )?
        .execute(named_params! {
            ":share": found.id,
            ":now": now,
            ":user": found.reader,
            ":address": visit.address.to_string(),
            ":client": visit.client,
        })?;
        if tx.last_insert_rowid() % FORGOTTEN_EVERY == 0 {
            tx.prepare_cached(
                "delete from visitors
                 where share_id = :share and id <= (
                     select id from visitors where share_id = :share order by id desc limit 1 offset :most
                 )",
            )?
            .execute(named_params! { ":share": found.id, ":most": MOST_VISITORS })?;
        }
    }
    Ok(true)
}

/// Who viewed a share, the latest first.
pub fn visitors(connection: &Connection, share: ShareId) -> Result<Vec<Visitor>, StoreError> {
    let mut query = connection.prepare_cached(
        "select v.opened_at, u.primary_email, v.address, v.client
         from visitors v
         left join users u on u.id = v.user_id
         where v.share_id = :share
         order by v.id desc
         limit :most",
    )?;
    let visitors = query
        .query_map(named_params! { ":share": share, ":most": MOST_VISITORS }, |row| {
            Ok(Visitor { opened_at: row.get(0)?, email: row.get(1)?, address: row.get(2)?, client: row.get(3)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(visitors)
}

/// Forgets who viewed a share. How often it was viewed stays known.
pub fn forget_visitors(tx: &Transaction<'_>, share: ShareId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from visitors where share_id = :share")?.execute(named_params! { ":share": share })?;
    Ok(())
}

/// Forgets views that do not hold any more.
pub fn forget_expired(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("delete from share_visits where expires_at <= :now")?.execute(named_params! { ":now": now })?;
    tx.prepare_cached("delete from visitors where opened_at <= :before")?
        .execute(named_params! { ":before": now.minus(VISITORS_KEPT) })?;
    Ok(())
}

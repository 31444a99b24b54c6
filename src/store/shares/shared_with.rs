//! What others share with somebody by name.

use rusqlite::{Connection, named_params};

use super::{COLUMNS, StoreError, share};
use crate::domain::email::Email;
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::share::{Share, ShareUuid};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::listing::Page;

/// A link on whose list somebody is.
pub struct SharedWith {
    /// The link, without its redactions.
    pub share: Share,
    /// The owner's address.
    pub owner: Email,
    /// The name that its owner chose.
    pub owner_name: Option<ShortText>,
    /// Whether its owner's account is disabled, so that it opens nothing.
    pub owner_is_disabled: bool,
    /// Since when they are on its list.
    pub since: Timestamp,
    /// When they last opened it.
    pub opened_at: Option<Timestamp>,
}

/// The links of others on whose lists somebody is, the latest first.
pub fn shared_with(db: &Connection, reader: UserId, limit: u32, offset: u32) -> Result<Page<SharedWith>, StoreError> {
    let from = "from whitelist_entries w
         join shares s on s.id = w.share_id
         join live_chats c on c.id = s.chat_id
         join users u on u.id = c.user_id
         where w.user_id = :reader and c.user_id <> :reader and s.has_whitelist";
    let total = db
        .prepare_cached(&format!("select count(*) {from}"))?
        .query_row(named_params! { ":reader": reader }, |row| row.get(0))?;
    let mut query = db.prepare_cached(&format!(
        "select {COLUMNS}, u.primary_email, u.display_name, u.disabled_at, w.created_at as since, w.opened_at
         {from}
         order by w.id desc
         limit :limit offset :offset"
    ))?;
    let parameters = named_params! { ":reader": reader, ":limit": limit, ":offset": offset };
    let rows = query.query_map(parameters, |row| {
        Ok(SharedWith {
            share: share(row)?,
            owner: row.get("primary_email")?,
            owner_name: row.get("display_name")?,
            owner_is_disabled: row.get::<_, Option<Timestamp>>("disabled_at")?.is_some(),
            since: row.get("since")?,
            opened_at: row.get("opened_at")?,
        })
    })?;
    Ok(Page { items: rows.collect::<rusqlite::Result<_>>()?, total, is_estimate: false })
}

/// A link that its reader opens with nothing but a session, and leaves no trace at.
pub struct Searchable {
    /// The share's id.
    pub id: ShareId,
    /// The UUID in its link.
    pub uuid: ShareUuid,
    /// The chat that it opens: the one whose link it is, or the copy that it keeps.
    pub opens: ChatId,
}

/// Those that work for this reader, the latest first.
pub fn searchable(db: &Connection, reader: UserId, now: Timestamp, most: u32) -> Result<Vec<Searchable>, StoreError> {
    let mut query = db.prepare_cached(
        "select s.id, s.uuid, ifnull(s.frozen_chat_id, s.chat_id) as opens
         from whitelist_entries w
         join shares s on s.id = w.share_id
         join live_chats c on c.id = s.chat_id
         where w.user_id = :reader
           and c.user_id <> :reader
           and s.has_whitelist
           and s.is_shared
           and not exists (select 1 from users u where u.id = c.user_id and u.disabled_at is not null)
           and not s.is_protected
           and not s.records_visitors
           and s.max_views is null
           and ifnull(s.expires_at > :now, 1)
         order by w.id desc
         limit :most",
    )?;
    let links = query.query_map(named_params! { ":reader": reader, ":now": now, ":most": most }, |row| {
        Ok(Searchable { id: row.get("id")?, uuid: row.get("uuid")?, opens: row.get("opens")? })
    })?;
    Ok(links.collect::<rusqlite::Result<_>>()?)
}

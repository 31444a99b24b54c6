//! What each account holds, in numbers, without any contents.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::{COLUMNS, user};
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::listing::Page;

/// An account, and how much is in it.
pub struct Overview {
    /// The account.
    pub user: User,
    /// Conversations that its owner sees.
    pub conversations: u32,
    /// Their links, in whatever state.
    pub links: u32,
    /// What their messages and files take, in bytes. A file that several accounts have counts for each.
    pub bytes: u64,
    /// Valid sessions.
    pub sessions: u32,
    /// Valid tokens of scripts.
    pub tokens: u32,
}

const NUMBERS: &str = "
    ifnull((select k.live from chat_counts k where k.user_id = users.id), 0) as conversations,
    (select count(*) from shares s join live_chats c on c.id = s.chat_id where c.user_id = users.id) as links,
    (select ifnull(sum(octet_length(m.content) + ifnull(octet_length(m.parts), 0)), 0)
     from chats c join messages m on m.chat_id = c.id
     where c.user_id = users.id)
    + (select ifnull(sum(a.size), 0)
       from attachments a
       where a.id in (select f.attachment_id
                      from chat_attachments f join chats c on c.id = f.chat_id
                      where c.user_id = users.id)) as bytes,
    (select count(*) from sessions x where x.user_id = users.id and x.expires_at > :now) as sessions,
    (select count(*) from api_tokens t where t.user_id = users.id and t.expires_at > :now) as tokens";

/// Some of all accounts, by address.
pub fn list(db: &Connection, limit: u32, offset: u32, now: Timestamp) -> Result<Page<Overview>, StoreError> {
    let total = db.prepare_cached("select count(*) from users")?.query_row([], |row| row.get(0))?;
    let mut query = db.prepare_cached(&format!(
        "select {COLUMNS}, {NUMBERS} from users order by email_key limit :limit offset :offset"
    ))?;
    let parameters = named_params! { ":limit": limit, ":offset": offset, ":now": now };
    let items = query.query_map(parameters, overview)?.collect::<rusqlite::Result<_>>()?;
    Ok(Page { items, total, is_estimate: false })
}

/// The account of that number.
pub fn find(db: &Connection, id: UserId, now: Timestamp) -> Result<Option<Overview>, StoreError> {
    Ok(db
        .prepare_cached(&format!("select {COLUMNS}, {NUMBERS} from users where id = :id"))?
        .query_row(named_params! { ":id": id, ":now": now }, overview)
        .optional()?)
}

fn overview(row: &Row<'_>) -> rusqlite::Result<Overview> {
    Ok(Overview {
        user: user(row)?,
        conversations: row.get("conversations")?,
        links: row.get("links")?,
        bytes: u64::try_from(row.get::<_, i64>("bytes")?).unwrap_or(0),
        sessions: row.get("sessions")?,
        tokens: row.get("tokens")?,
    })
}

//! All shares of somebody, page by page.

use rusqlite::{Connection, ToSql};

use super::{COLUMNS, StoreError, complete, share};
use crate::domain::id::{ChatId, UserId};
use crate::domain::link_state::LinkState;
use crate::domain::share::{Share, ShareColumn};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::listing::{Page, Query, order_by};

/// A share among others.
pub struct ListedShare {
    /// The share itself.
    pub share: Share,
    /// What its chat is called.
    pub chat_name: ShortText,
    /// Which model answered in it.
    pub chat_model: ShortText,
    /// How many are on its list.
    pub whitelist_count: u32,
}

/// The shares of an owner that are wanted, of that chat and of those in that state where one is named.
pub fn page(
    connection: &Connection,
    owner: UserId,
    query: &Query<ShareColumn>,
    chat: Option<ChatId>,
    state: Option<LinkState>,
    now: Timestamp,
) -> Result<Page<ListedShare>, StoreError> {
    let state = match state {
        None => "1",
        Some(LinkState::Paused) => "not s.is_shared",
        Some(LinkState::Expired) => "s.is_shared and s.expires_at <= :now",
        Some(LinkState::UsedUp) => "s.is_shared and s.views_left = 0 and ifnull(s.expires_at > :now, 1)",
        Some(LinkState::Active) => "s.is_shared and ifnull(s.views_left > 0, 1) and ifnull(s.expires_at > :now, 1)",
    };
    // From the shares outward, of which there are few: `cross join` keeps SQLite from beginning with all chats.
    let from = format!(
        "from shares s
         cross join live_chats c on c.id = s.chat_id
         where c.user_id = :owner and ifnull(s.chat_id = :chat, 1) and :now is not null and {state}{}",
        query.words.clause()
    );
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":owner", &owner), (":chat", &chat), (":now", &now)];
    parameters.extend(query.words.parameters());
    let total = connection
        .prepare_cached(&format!("select count(*) {from}"))?
        .query_row(parameters.as_slice(), |row| row.get(0))?;
    parameters.extend([(":limit", &query.limit as &dyn ToSql), (":offset", &query.offset)]);
    let mut select = connection.prepare_cached(&format!(
        "select {COLUMNS},
                c.name,
                c.model,
                (select count(*) from whitelist_entries w where w.share_id = s.id) as whitelist_count
         {from}
         order by {}
         limit :limit offset :offset",
        order_by(&query.order, "s.id", false)
    ))?;
    let rows = select.query_map(parameters.as_slice(), |row| {
        Ok(ListedShare {
            share: share(row)?,
            chat_name: row.get("name")?,
            chat_model: row.get("model")?,
            whitelist_count: row.get("whitelist_count")?,
        })
    })?;
    let items: Vec<ListedShare> = rows.collect::<rusqlite::Result<_>>()?;
    let items =
        items.into_iter().map(|listed| Ok(ListedShare { share: complete(connection, listed.share)?, ..listed }));
    Ok(Page { items: items.collect::<Result<_, StoreError>>()?, total, is_estimate: false })
}

//! Somebody's chats, page by page. The first and the last page cost about the same among a hundred chats as among a
//! hundred thousand: the total is stored, a page is reached from the nearer end, and words are first looked up in an
//! index.

#[cfg(test)]
mod tests;

use rusqlite::{Connection, OptionalExtension, Row, Statement, ToSql, named_params};

use super::{COLUMNS, chat};
use crate::domain::chat::{Chat, ChatColumn};
use crate::domain::id::UserId;
use crate::domain::order::Order;
use crate::store::StoreError;
use crate::store::listing::{Page, Query, Words, order_by};

/// So many chats are looked through for words one by one; of more the rest is estimated.
const MOST_WALKED: u32 = 15_000;

/// At least so many, so that the estimate is one.
const LEAST_WALKED: u32 = 1000;

/// So many that the index finds are looked at, whoever has them. Where it finds more, one of a hundred has the words in a
/// file of 100,000, and going through the list soon fills a page.
const MOST_FOUND: u32 = 1000;

/// The chats of their owner that are wanted; equal ones by number, so that the order is always the same.
pub fn page(db: &Connection, owner: UserId, query: &Query<ChatColumn>) -> Result<Page<Chat>, StoreError> {
    let total = count(db, owner)?;
    if query.words.is_empty() {
        return slice(db, owner, query, total);
    }
    let expression = if total > MOST_WALKED { query.words.expression() } else { None };
    let found = expression.map(|expression| found(db, &expression)).transpose()?.flatten();
    let from = match found {
        Some(_) => "from (select value from json_each(:found)) found cross join live_chats c on c.id = found.value",
        None => "from live_chats c",
    };
    let order = order_by(&query.order, "c.id", false);
    let sql = format!("select {COLUMNS} {from} where c.user_id = :owner order by {order}");
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":owner", &owner)];
    parameters.extend(found.as_ref().map(|found| (":found", found as &dyn ToSql)));
    let mut rows = db.prepare_cached(&sql)?;
    walk(&mut rows, &parameters, query, total)
}

/// How many chats somebody sees.
fn count(db: &Connection, owner: UserId) -> Result<u32, StoreError> {
    let mut count = db.prepare_cached("select live from chat_counts where user_id = :owner")?;
    Ok(count.query_row(named_params! { ":owner": owner }, |row| row.get(0)).optional()?.unwrap_or(0))
}

/// A page of the whole list.
fn slice(db: &Connection, owner: UserId, query: &Query<ChatColumn>, total: u32) -> Result<Page<Chat>, StoreError> {
    let wanted = query.limit.min(total.saturating_sub(query.offset));
    // What is passed over is read, so it is passed over from where there is less of it.
    let is_indexed = match query.order[..] {
        [] => true,
        [Order { column, .. }] => !matches!(column, ChatColumn::Views | ChatColumn::LastViewedAt),
        _ => false,
    };
    let behind = total.saturating_sub(query.offset).saturating_sub(wanted);
    let is_reversed = is_indexed && behind < query.offset;
    let mut select = db.prepare_cached(&format!(
        "select {COLUMNS}
         from live_chats c
         where c.user_id = :owner
         order by {}
         limit :limit offset :offset",
        order_by(&query.order, "c.id", is_reversed)
    ))?;
    let (limit, offset) = if is_reversed { (wanted, behind) } else { (query.limit, query.offset) };
    let rows = select.query_map(named_params! { ":owner": owner, ":limit": limit, ":offset": offset }, chat)?;
    let mut items: Vec<Chat> = rows.collect::<rusqlite::Result<_>>()?;
    if is_reversed {
        items.reverse();
    }
    Ok(Page { items, total, is_estimate: false })
}

/// What the index finds, as a JSON list of numbers; `None` where that is too much.
fn found(db: &Connection, expression: &str) -> Result<Option<String>, StoreError> {
    let mut query = db.prepare_cached(
        "select rowid from chat_names where chat_names match :expression order by rowid desc limit :most",
    )?;
    let rows = query
        .query_map(named_params! { ":expression": expression, ":most": MOST_FOUND + 1 }, |row| row.get::<_, i64>(0))?;
    let found: Vec<String> = rows.map(|id| Ok(id?.to_string())).collect::<rusqlite::Result<_>>()?;
    Ok((found.len() <= MOST_FOUND as usize).then(|| format!("[{}]", found.join(","))))
}

/// Goes through chats in their order to those that have the words, no further than it takes: `all` are how many there
/// may be.
fn walk(
    rows: &mut Statement<'_>,
    parameters: &[(&str, &dyn ToSql)],
    query: &Query<ChatColumn>,
    all: u32,
) -> Result<Page<Chat>, StoreError> {
    let end = query.offset.saturating_add(query.limit);
    let (mut items, mut total, mut walked) = (Vec::new(), 0_u32, 0_u32);
    let mut rows = rows.query(parameters)?;
    while let Some(row) = rows.next()? {
        walked += 1;
        if has(&query.words, row)? {
            if (query.offset..end).contains(&total) {
                items.push(chat(row)?);
            }
            total += 1;
        }
        if all > MOST_WALKED && total > end && walked >= LEAST_WALKED {
            let estimate = u64::from(total) * u64::from(all) / u64::from(walked);
            let total = u32::try_from(estimate).unwrap_or(u32::MAX).max(total);
            return Ok(Page { items, total, is_estimate: true });
        }
    }
    Ok(Page { items, total, is_estimate: false })
}

/// Whether a row has all words.
fn has(words: &Words, row: &Row<'_>) -> rusqlite::Result<bool> {
    // By their places among the columns: names are looked up anew for each of many thousand rows.
    Ok(words.are_in(row.get_ref(2)?.as_str()?, row.get_ref(3)?.as_str()?))
}

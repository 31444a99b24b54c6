//! Somebody's chats, page by page. The first and the last page cost about the same among a hundred chats as among a
//! hundred thousand: the total is stored, a page is reached from the nearer end, and words are first looked up in an
//! index.

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
    let sql =
        format!("select {COLUMNS} {from} where c.user_id = :owner order by {}c.id desc", order_by(&query.order, false));
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
    let is_indexed =
        matches!(query.order[..], [Order { column: ChatColumn::UpdatedAt | ChatColumn::CreatedAt, .. }] | []);
    let behind = total.saturating_sub(query.offset).saturating_sub(wanted);
    let is_reversed = is_indexed && behind < query.offset;
    let mut select = db.prepare_cached(&format!(
        "select {COLUMNS}
         from live_chats c
         where c.user_id = :owner
         order by {}c.id {}
         limit :limit offset :offset",
        order_by(&query.order, is_reversed),
        if is_reversed { "asc" } else { "desc" }
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

#[cfg(test)]
mod tests {
    use rusqlite::params;

    use super::*;
    use crate::domain::chat::LATEST_FIRST;

    const ADA: i64 = 1;

    /// A database with so many chats of Ada's, each a minute later than the one before, and some of somebody else's.
    fn database(number: u32) -> Connection {
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("../../../schema.sql")).expect("schema");
        crate::store::listing::add_functions(&db).expect("functions");
        for (id, address) in [(ADA, "ada@example.com"), (2, "eve@example.com")] {
            db.execute(
                "insert into users (id, primary_email, email_key, password_hash, created_at, updated_at)
                 values (?1, ?2, ?2, '$argon2id$', 0, 0)",
                params![id, address],
            )
            .expect("an account");
        }
        db.execute(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
             insert into chats (user_id, name, model, created_at, updated_at)
             select 1 + (i % 100 = 0), 'Chat ' || i || iif(i % 1000 = 1, ' ÄPFEL', ''), 'Model ' || (i % 7), i / 3, i / 3
             from n",
            [number],
        )
        .expect("chats");
        db
    }

    fn query(search: &str, limit: u32, offset: u32) -> Query<ChatColumn> {
        Query { words: Words::of(search), order: vec![LATEST_FIRST], limit, offset }
    }

    fn numbers(db: &Connection, query: &Query<ChatColumn>) -> (Vec<i64>, u32) {
        let page = page(db, UserId::new(ADA), query).expect("a page");
        (page.items.iter().map(|chat| chat.id.get()).collect(), page.total)
    }

    #[test]
    fn pages_are_the_same_from_whichever_end_they_are_reached() {
        let db = database(310);
        let (all, total) = numbers(&db, &query("", 1000, 0));
        assert_eq!((all.len(), total), (307, 307));
        for descending in [true, false] {
            for column in [ChatColumn::UpdatedAt, ChatColumn::CreatedAt, ChatColumn::Id, ChatColumn::Name] {
                let wanted =
                    |limit, offset| Query { order: vec![Order { column, descending }], ..query("", limit, offset) };
                let (all, _) = numbers(&db, &wanted(1000, 0));
                for offset in [0, 1, 150, 200, 299, 300, 306, 307, 1000] {
                    let (page, total) = numbers(&db, &wanted(8, offset));
                    let expected: Vec<i64> = all.iter().copied().skip(offset as usize).take(8).collect();
                    assert_eq!((page, total), (expected, 307), "{column:?} {descending} {offset}");
                }
            }
        }
    }

    #[test]
    fn the_kept_number_is_that_of_the_chats_that_are_there() {
        let db = database(310);
        let check = |what: &str| {
            let sql = "select count(*) from live_chats where user_id = ?";
            let counted: u32 = db.query_row(sql, [ADA], |row| row.get(0)).expect("counted");
            assert_eq!(count(&db, UserId::new(ADA)).expect("kept"), counted, "{what}");
        };
        for change in [
            "update chats set deleted_at = 5 where id < 10",
            "update chats set deleted_at = 6 where id < 20",
            "update chats set deleted_at = null where id < 5",
            "delete from chats where id < 30",
            "update chats set is_frozen = 1 where id < 35",
            "update chats set user_id = 1 where id = 100",
            "delete from users where id = 2",
            "delete from chats",
        ] {
            db.execute(change, []).expect("changed");
            check(change);
        }
    }

    #[test]
    fn among_many_the_words_are_found_as_among_few() {
        let db = database(MOST_WALKED + 1000);
        let found = |search: &str| page(&db, UserId::new(ADA), &query(search, 50, 0)).expect("a page");
        for (search, number) in
            [("15437", 1), ("äpfel", 16), ("ÄPFEL chat", 16), ("chat 1543 model", 12), ("nothing", 0), ("\"", 0)]
        {
            let page = found(search);
            assert_eq!((page.total, page.is_estimate), (number, false), "{search}");
            assert_eq!(page.items.len(), page.total as usize, "{search}");
        }
        db.execute("update chats set name = 'Brand new' where id = 15437", []).expect("renamed");
        assert_eq!((found("15437").total, found("brand new").total), (0, 1));
        db.execute("delete from chats where id = 15437", []).expect("deleted");
        assert_eq!(found("brand new").total, 0);

        let page = found("chat");
        let exact = f64::from(count(&db, UserId::new(ADA)).expect("kept"));
        assert!(page.is_estimate && (f64::from(page.total) / exact - 1.0).abs() < 0.1, "{}", page.total);
        let (last, total) = numbers(&db, &query("chat", 50, 15_830));
        assert_eq!((last.len(), last.last(), total), (9, Some(&1), 15_839));
    }
}

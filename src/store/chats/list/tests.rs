//! Pages of a list of chats, beside the whole list.

use rusqlite::params;

use super::*;
use crate::domain::chat::{LATEST_FIRST, NewChat};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::chats;

const ADA: i64 = 1;

const COLUMNS_WITH_INDEX: [ChatColumn; 6] = [
    ChatColumn::Id,
    ChatColumn::Name,
    ChatColumn::Model,
    ChatColumn::CreatedAt,
    ChatColumn::UpdatedAt,
    ChatColumn::ImportedAt,
];

/// A database with so many chats of Ada's, each a minute later than the one before, and some of somebody else's.
fn database(number: u32) -> Connection {
    let db = Connection::open_in_memory().expect("memory");
    db.execute_batch(include_str!("../../../../schema.sql")).expect("schema");
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
    db.execute("update chats set name_key = fold(name), model_key = fold(model)", []).expect("keys");
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
        for column in COLUMNS_WITH_INDEX {
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
fn a_page_in_any_order_of_a_column_is_read_from_an_index_and_not_sorted() {
    let db = database(310);
    for column in COLUMNS_WITH_INDEX {
        for (descending, is_reversed) in [(false, false), (false, true), (true, false), (true, true)] {
            let order = order_by(&[Order { column, descending }], "c.id", is_reversed);
            let sql = format!("explain query plan select * from live_chats c where c.user_id = 1 order by {order}");
            let mut plan = db.prepare(&sql).expect("a plan");
            let steps = plan.query_map([], |row| row.get::<_, String>("detail")).expect("steps");
            let steps: Vec<String> = steps.collect::<rusqlite::Result<_>>().expect("read");
            assert!(matches!(&steps[..], [one] if one.contains("USING INDEX")), "{order}: {steps:?}");
        }
    }
}

#[test]
fn conversations_that_were_never_imported_come_last_in_the_order_of_imports() {
    let db = database(310);
    for descending in [true, false] {
        let order = vec![Order { column: ChatColumn::ImportedAt, descending }];
        let page = page(&db, UserId::new(ADA), &Query { order, ..query("", 1000, 0) }).expect("a page");
        let never = page.items.iter().filter(|chat| chat.imported_at.is_none()).count();
        assert!(never > 0 && page.items[page.items.len() - never..].iter().all(|chat| chat.imported_at.is_none()));
    }
}

#[test]
fn names_and_models_are_in_order_in_whatever_case_and_script_also_after_a_change() {
    let mut db = database(1);
    db.execute("delete from chats", []).expect("none are left");
    let now = Timestamp::from_millis(1).expect("a time");
    let ada = UserId::new(ADA);
    let tx = db.transaction().expect("a transaction");
    let ids = ["ö", "B", "Öl", "a"].map(|name| {
        let new = NewChat::named(ShortText::fixed(name), ShortText::parse(&name.repeat(2)).expect("a text"));
        chats::insert(&tx, ada, &new, now).expect("stored").id
    });
    chats::rename(&tx, ada, ids[3], &ShortText::fixed("ÖKO"), now).expect("renamed");
    tx.commit().expect("committed");
    let names = |column, descending| -> Vec<String> {
        let page = page(&db, ada, &Query { order: vec![Order { column, descending }], ..query("", 9, 0) });
        page.expect("a page").items.iter().map(|chat| chat.name.as_str().to_owned()).collect()
    };
    assert_eq!(names(ChatColumn::Name, false), ["B", "ö", "ÖKO", "Öl"]);
    assert_eq!(names(ChatColumn::Name, true), ["Öl", "ÖKO", "ö", "B"]);
    assert_eq!(names(ChatColumn::Model, false), ["ÖKO", "B", "Öl", "ö"]);
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

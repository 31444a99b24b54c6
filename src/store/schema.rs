//! The schema and its upgrades. A new file gets `schema.sql`. Each step of [`UPGRADES`] takes a file from one
//! `user_version` to the next, and the result is the same schema.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Marks a file as ours in its header: "nptn".
pub const APPLICATION_ID: i32 = 0x6e70_746e;

const SCHEMA: &str = include_str!("../../schema.sql");

/// `UPGRADES[0]` takes version 1 to 2, and so on. Never change one that was released.
const UPGRADES: &[&str] =
    &[include_str!("upgrades/1-to-2.sql"), include_str!("upgrades/2-to-3.sql"), include_str!("upgrades/3-to-4.sql")];

/// How often it is said that an upgrade still runs.
const SAID_EVERY: Duration = Duration::from_secs(5);

/// Why a schema could not be brought up to date.
#[derive(Debug)]
pub enum SchemaError {
    /// The file's version is above ours.
    Newer {
        /// The file's version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// SQLite failed.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for SchemaError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Creates or upgrades the schema in one transaction; two processes that start at once take turns.
pub fn bring_up_to_date(connection: &mut Connection) -> Result<(), SchemaError> {
    let known = latest(UPGRADES);
    let found = known_version(connection)?;
    // Our mark is the first thing in a fresh file, so that nobody sees one without it. It has to
    // precede WAL, with which it would reach the file's header only at a later checkpoint. With it comes what can't be
    // chosen later: that the file may shrink.
    if connection.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0))? != APPLICATION_ID {
        let transaction = connection.transaction()?;
        transaction.pragma_update(None, "auto_vacuum", "incremental")?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    if found < known {
        super::listing::add_functions(connection)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        while_told(version(&transaction)?, known, || {
            upgrade(&transaction, SCHEMA, UPGRADES)?;
            transaction.commit()
        })?;
    }
    Ok(())
}

/// Does an upgrade, and says in the log that and for how long it runs: in a large file it takes its time, in which nobody
/// is served.
fn while_told<E>(from: i64, to: i64, upgrade: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
    if from == 0 || from == to {
        return upgrade();
    }
    tracing::info!(from, to, "upgrading the database to another version of its schema");
    let started = Instant::now();
    let (running, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let repeat = move || {
            while ended.recv_timeout(SAID_EVERY) == Err(RecvTimeoutError::Timeout) {
                tracing::info!(seconds = started.elapsed().as_secs(), "still upgrading the database");
            }
        };
        // Without the thread it is done in silence.
        let _ = thread::Builder::new().name("upgrade".to_owned()).spawn_scoped(scope, repeat);
        let done = upgrade();
        drop(running);
        if done.is_ok() {
            let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(millis, "upgraded the database");
        }
        done
    })
}

/// The version that a file has, unless it is above ours.
pub fn known_version(connection: &Connection) -> Result<i64, SchemaError> {
    let (found, known) = (version(connection)?, latest(UPGRADES));
    if found > known { Err(SchemaError::Newer { found, known }) } else { Ok(found) }
}

/// Whether this program knows a later version.
pub fn is_earlier(version: i64) -> bool {
    version < latest(UPGRADES)
}

/// Whether the file is of an earlier version. One that nobody has written to yet is of none.
pub fn is_behind(connection: &Connection) -> bool {
    version(connection).is_ok_and(|found| found > 0 && is_earlier(found))
}

fn latest(upgrades: &[&str]) -> i64 {
    1 + i64::try_from(upgrades.len()).unwrap_or(i64::MAX - 1)
}

/// The version that a file has; 0 where there is nothing in it yet.
pub fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn upgrade(transaction: &Transaction<'_>, schema: &str, upgrades: &[&str]) -> rusqlite::Result<()> {
    // Read again under the lock: another process may have done it meanwhile.
    let found = version(transaction)?;
    if found == 0 {
        transaction.execute_batch(schema)?;
    } else {
        for step in upgrades.iter().skip(usize::try_from(found - 1).unwrap_or(usize::MAX)) {
            transaction.execute_batch(step)?;
        }
    }
    transaction.pragma_update(None, "user_version", latest(upgrades))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chat::ChatColumn;
    use crate::domain::id::{ChatId, UserId};
    use crate::domain::order::Order;
    use crate::domain::slug::Slug;
    use crate::domain::timestamp::Timestamp;
    use crate::store::listing::{Query, Words};
    use crate::store::{chats, messages, shares};

    /// The versions that were released, as they were.
    const RELEASED: [(i64, &str); 3] = [
        (1, include_str!("../../tests/fixtures/schema-1.sql")),
        (2, include_str!("../../tests/fixtures/schema-2.sql")),
        (3, include_str!("../../tests/fixtures/schema-3.sql")),
    ];

    /// The account that rows of these tests belong to.
    const ADA: &str = "insert into users (id, primary_email, email_key, password_hash, created_at, updated_at)
                       values (1, 'ada@example.com', 'ada@example.com', '$argon2id$', 0, 0);";

    /// What a database is made of, without comments and white space.
    fn shape(connection: &Connection) -> Vec<String> {
        let mut query = connection
            .prepare(
                "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type, name",
            )
            .expect("query");
        let rows = query.query_map([], |row| row.get::<_, String>(0)).expect("rows");
        rows.map(|sql| {
            let sql = sql.expect("text");
            let code: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
            // `alter table` leaves other blanks than a person writes.
            let code = code.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            code.replace(" ,", ",").replace(" )", ")")
        })
        .collect()
    }

    fn at_version(number: i64, schema: &str) -> Connection {
        let connection = Connection::open_in_memory().expect("memory");
        connection.execute_batch(schema).expect("schema");
        connection.pragma_update(None, "user_version", number).expect("version");
        connection
    }

    #[test]
    fn a_database_of_any_version_ends_up_like_a_fresh_one() {
        let mut fresh = Connection::open_in_memory().expect("memory");
        bring_up_to_date(&mut fresh).expect("made");
        for (number, schema) in RELEASED {
            let mut old = at_version(number, schema);
            bring_up_to_date(&mut old).expect("upgraded");
            assert_eq!(shape(&old), shape(&fresh), "from version {number}");
            assert_eq!(version(&old).expect("version"), version(&fresh).expect("version"));
        }
    }

    #[test]
    fn messages_of_any_version_keep_their_times_and_conversations_their_names() {
        for (number, schema) in RELEASED {
            let mut old = at_version(number, schema);
            old.execute_batch(ADA).expect("an account");
            old.execute_batch(
                "insert into chats (id, user_id, name, model, created_at, updated_at) values (2, 1, 'A chat', 'm', 5, 6);
                 insert into messages (chat_id, role, content, created_at, updated_at) values (2, 'user', 'Hi', 7, 7);",
            )
            .expect("rows");
            bring_up_to_date(&mut old).expect("upgraded");
            let chat = chats::find(&old, UserId::new(1), ChatId::new(2)).expect("read").expect("the chat");
            assert_eq!((chat.name.as_str(), chat.is_undated, chat.imported_at), ("A chat", false, None));
            let messages = messages::of_chat(&old, ChatId::new(2)).expect("read");
            assert_eq!((messages[0].said_at(), &messages[0].model), (Timestamp::from_millis(7), &None));
        }
    }

    #[test]
    fn conversations_of_any_version_are_in_the_order_of_their_names_in_whatever_script() {
        for (number, schema) in RELEASED {
            let mut old = at_version(number, schema);
            old.execute_batch(ADA).expect("an account");
            old.execute_batch(
                "insert into chats (user_id, name, model, created_at, updated_at)
                 values (1, 'ätna', 'm', 1, 1), (1, 'Ändern', 'm', 1, 1), (1, 'b', 'm', 1, 1), (1, 'A', 'm', 1, 1);",
            )
            .expect("rows");
            bring_up_to_date(&mut old).expect("upgraded");
            let order = vec![Order { column: ChatColumn::Name, descending: false }];
            let query = Query { words: Words::of(""), order, limit: 10, offset: 0 };
            let page = chats::page(&old, UserId::new(1), &query).expect("a page");
            let names: Vec<&str> = page.items.iter().map(|chat| chat.name.as_str()).collect();
            assert_eq!(names, ["A", "b", "Ändern", "ätna"], "from version {number}");
        }
    }

    #[test]
    fn links_of_any_version_get_short_names_of_their_own() {
        for (number, schema) in RELEASED {
            let mut old = at_version(number, schema);
            old.execute_batch(ADA).expect("an account");
            old.execute_batch(
                "insert into chats (id, user_id, name, model, created_at, updated_at)
                 values (1, 1, 'One', 'm', 5, 6), (2, 1, 'Two', 'm', 5, 6);
                 insert into shares (chat_id, uuid, is_shared, is_protected, created_at, updated_at)
                 select id, printf('00000000-0000-4000-8000-%012d', id), 1, 0, 5, 6 from chats;",
            )
            .expect("rows");
            bring_up_to_date(&mut old).expect("upgraded");
            let slug =
                |chat| shares::of_chat(&old, UserId::new(1), ChatId::new(chat)).expect("read").expect("a link").slug;
            let (one, other) = (slug(1), slug(2));
            assert_ne!(one, other);
            assert!([one, other].iter().all(|slug| Slug::word(slug.as_str()).is_err()), "number {number}");
        }
    }

    #[test]
    fn upgrades_run_from_where_the_file_stands_and_keep_its_rows() {
        let steps = ["alter table t add column b integer not null default 7", "create index t_b on t (b)"];
        let fresh = "create table t (a integer, b integer not null default 7); create index t_b on t (b);";
        for (from, schema) in
            [(1, "create table t (a integer)"), (2, "create table t (a integer, b integer not null default 7)")]
        {
            let mut connection = at_version(from, schema);
            connection.execute("insert into t (a) values (1)", []).expect("row");
            let transaction = connection.transaction().expect("transaction");
            upgrade(&transaction, fresh, &steps).expect("upgraded");
            transaction.commit().expect("committed");
            assert_eq!(version(&connection).expect("version"), 3);
            let row: (i64, i64) =
                connection.query_row("select a, b from t", [], |r| Ok((r.get(0)?, r.get(1)?))).expect("row");
            assert_eq!(row, (1, 7));
        }
    }

    #[test]
    fn a_failed_upgrade_leaves_the_file_as_it_was() {
        let mut connection = at_version(1, "create table t (a integer)");
        {
            let transaction = connection.transaction().expect("transaction");
            assert!(upgrade(&transaction, "", &["alter table t add column b", "no sql"]).is_err());
        }
        assert_eq!(version(&connection).expect("version"), 1);
        assert!(connection.prepare("select b from t").is_err());
    }
}

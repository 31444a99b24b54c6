//! What can't be done without: each conversation parsed by `serde_json` into nothing, and its bytes
//! written as a row of one table, with the settings and in transactions of the size that the program has.

use std::path::Path;

use rusqlite::Connection;
use serde::Deserializer;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

const BATCH: usize = 4 * 1024 * 1024;

/// Reads the file into a new database.
pub fn run(file: &Path, database: &Path) {
    let connection = Connection::open(database).expect("a database");
    connection.pragma_update(None, "journal_mode", "WAL").expect("WAL");
    connection.pragma_update(None, "synchronous", "FULL").expect("FULL");
    connection
        .execute_batch(
            "create table conversations (id integer primary key, json text not null) strict; begin immediate",
        )
        .expect("a table");
    // From memory, where serde_json is several times faster than from a reader.
    let bytes = std::fs::read(file).expect("the export");
    let mut parser = serde_json::Deserializer::from_slice(&bytes);
    parser.deserialize_seq(Rows { connection: &connection }).expect("JSON");
    connection.execute_batch("commit").expect("committed");
}

struct Rows<'a> {
    connection: &'a Connection,
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut insert = self.connection.prepare("insert into conversations (json) values (?)").expect("a statement");
        let mut bytes = 0;
        while let Some(conversation) = list.next_element::<&RawValue>()? {
            let _: IgnoredAny = serde_json::from_str(conversation.get()).expect("JSON");
            insert.execute([conversation.get()]).expect("a row");
            bytes += conversation.get().len();
            if bytes >= BATCH {
                bytes = 0;
                self.connection.execute_batch("commit; begin immediate").expect("a transaction");
            }
        }
        Ok(())
    }
}

//! Rows as JSON, whatever columns the program's version has.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, named_params};
use serde_json::{Map, Value, json};

use super::MAX_BYTES;
use crate::base::json;

/// A row as an object: numbers and texts, and of the columns `parsed` the JSON that is in them. An empty column is left out,
/// and so are bytes that are no text.
pub fn object(row: &Row<'_>, parsed: &[&str]) -> rusqlite::Result<Map<String, Value>> {
    let mut object = Map::new();
    for (number, name) in row.as_ref().column_names().into_iter().enumerate() {
        let value = match row.get_ref(number)? {
            ValueRef::Integer(value) => json!(value),
            ValueRef::Real(value) => json!(value),
            ValueRef::Text(text) | ValueRef::Blob(text) if parsed.contains(&name) => match json::parse(text) {
                Ok(value) => value,
                Err(_) => json!(String::from_utf8_lossy(text)),
            },
            ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
            ValueRef::Null | ValueRef::Blob(_) => continue,
        };
        object.insert(name.to_owned(), value);
    }
    Ok(object)
}

/// Writes what `query` finds for the session `:id` as a list, as far as there is room.
pub fn write_list(
    connection: &Connection,
    query: &str,
    id: &str,
    out: &mut Vec<u8>,
    write: impl Fn(&Row<'_>) -> rusqlite::Result<Value>,
) -> rusqlite::Result<()> {
    let mut found = connection.prepare_cached(query)?;
    let mut rows = found.query(named_params! { ":id": id })?;
    let mut comma = "";
    out.push(b'[');
    while let Some(row) = rows.next()?.filter(|_| out.len() < MAX_BYTES) {
        out.extend(format!("{comma}{}", write(row)?).as_bytes());
        comma = ",";
    }
    out.push(b']');
    Ok(())
}

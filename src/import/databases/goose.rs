//! Goose's database: sessions and messages, which are written as `goose session export` prints them.

use rusqlite::{Connection, Row, named_params};
use serde_json::{Map, Value, json};

use super::{Schema, rows};

pub(super) const SCHEMA: Schema = Schema {
    columns: &[("sessions", "session_type"), ("sessions", "working_dir"), ("messages", "content_json")],
    sessions: "
        select id, coalesce(nullif(name, ''), description, ''), coalesce(working_dir, ''), 1000 * coalesce(unixepoch(updated_at), 0)
        from sessions
        where session_type not in ('sub_agent', 'hidden')
        order by created_at, rowid",
    started: None,
    write,
};

fn write(connection: &Connection, id: &str, out: &mut Vec<u8>) -> rusqlite::Result<()> {
    let mut session = connection.prepare_cached("select * from sessions where id = :id")?;
    let session = session.query_row(named_params! { ":id": id }, |row| rows::object(row, &["model_config_json"]))?;
    for (name, value) in session {
        out.extend(format!("{}:{value},", json!(name.strip_suffix("_json").unwrap_or(&name))).as_bytes());
    }
    out.extend(b"\"conversation\":");
    let messages = "select * from messages where session_id = :id order by created_timestamp, id";
    rows::write_list(connection, messages, id, out, message)
}

fn message(row: &Row<'_>) -> rusqlite::Result<Value> {
    let mut row = rows::object(row, &["content_json", "metadata_json"])?;
    let fields = [
        ("role", "role"),
        ("created", "created_timestamp"),
        ("content", "content_json"),
        ("metadata", "metadata_json"),
    ];
    let fields = fields.into_iter().filter_map(|(name, column)| Some((name.to_owned(), row.remove(column)?)));
    Ok(Value::Object(fields.collect::<Map<_, _>>()))
}

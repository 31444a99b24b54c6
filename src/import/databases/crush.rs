//! Crush's database, one in each project: sessions, and messages with their parts as JSON.

use rusqlite::{Connection, named_params};
use serde_json::Value;

use super::{Schema, rows};

pub(super) const SCHEMA: Schema = Schema {
    columns: &[("sessions", "parent_session_id"), ("messages", "session_id"), ("messages", "parts")],
    // In seconds; some versions say milliseconds.
    sessions: "
        select id, coalesce(title, ''), '', case when updated_at > 100000000000 then updated_at else coalesce(updated_at, 0) * 1000 end
        from sessions
        where parent_session_id is null
        order by created_at, rowid",
    // The one that thinks of a title is no subagent.
    started: Some(
        "select id from sessions where parent_session_id = :id and id not like 'title-%' order by created_at, rowid",
    ),
    write,
};

fn write(connection: &Connection, id: &str, out: &mut Vec<u8>) -> rusqlite::Result<()> {
    let mut session = connection.prepare_cached("select * from sessions where id = :id")?;
    let session = session.query_row(named_params! { ":id": id }, |row| rows::object(row, &[]))?;
    out.extend(format!("\"session\":{},\"messages\":", Value::Object(session)).as_bytes());
    let messages = "select * from messages where session_id = :id order by created_at, rowid";
    rows::write_list(connection, messages, id, out, |row| rows::object(row, &["parts"]).map(Value::Object))
}

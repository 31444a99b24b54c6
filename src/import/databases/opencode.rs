//! OpenCode's database: sessions with their messages and the parts of these, each a row with JSON. Read as what
//! `opencode export` prints.

use std::path::Path;

use rusqlite::{Connection, named_params};
use serde::de::IgnoredAny;

use super::read_only::{self, ReadOnlyDatabase};
use super::{MAX_BYTES, Schema};
use crate::base::json;

pub(super) const SCHEMA: Schema = Schema {
    columns: &[("session", "parent_id"), ("message", "data"), ("part", "message_id")],
    sessions: "
        select id, coalesce(title, ''), coalesce(directory, ''), coalesce(time_updated, 0)
        from session
        where parent_id is null
        order by time_created, id",
    started: Some("select id from session where parent_id = :id order by time_created, id"),
    write,
};

/// The provider and the model with which somebody asked last; `None` where nobody has, or the database can't be read.
pub fn last_model(path: &Path) -> Option<(String, String)> {
    let ReadOnlyDatabase { connection, .. } = &read_only::open(path).ok()?;
    let mut newest =
        connection.prepare("select data from message order by time_created desc, id desc limit 200").ok()?;
    let newest = newest.query_map([], |row| row.get::<_, String>(0)).ok()?;
    newest.map_while(Result::ok).find_map(|data| {
        let model = &json::parse(data.as_bytes()).ok()?["model"];
        let text = |name: &str| model[name].as_str().map(str::to_owned);
        text("providerID").zip(text("modelID"))
    })
}

fn write(connection: &Connection, id: &str, out: &mut Vec<u8>) -> rusqlite::Result<()> {
    let mut about = connection.prepare_cached(
        "select parent_id, directory, title, revert, time_created, time_updated
        from session
        where id = :id",
    )?;
    let info = about.query_row(named_params! { ":id": id }, |row| {
        let revert: Option<String> = row.get(3)?;
        Ok(serde_json::json!({
            "id": id,
            "parentID": row.get::<_, Option<String>>(0)?,
            "directory": row.get::<_, Option<String>>(1)?,
            "title": row.get::<_, Option<String>>(2)?,
            "revert": revert.and_then(|revert| json::parse(revert.as_bytes()).ok()),
            "time": { "created": row.get::<_, Option<i64>>(4)?, "updated": row.get::<_, Option<i64>>(5)? },
        }))
    })?;
    out.extend(format!("\"info\":{info},\"messages\":[").as_bytes());
    let mut messages =
        connection.prepare_cached("select id, data from message where session_id = :id order by time_created, id")?;
    let mut parts = connection.prepare_cached("select id, data from part where message_id = :id order by id")?;
    let mut rows = messages.query(named_params! { ":id": id })?;
    let mut comma = "";
    while let Some(message) = rows.next()?.filter(|_| out.len() < MAX_BYTES) {
        let message_id: String = message.get(0)?;
        out.extend(
            format!("{comma}{{\"info\":{},\"parts\":[", object(&message_id, message.get_ref(1)?.as_str()?)).as_bytes(),
        );
        comma = ",";
        let mut rows = parts.query(named_params! { ":id": message_id })?;
        let mut comma = "";
        while let Some(part) = rows.next()?.filter(|_| out.len() < MAX_BYTES) {
            let id: String = part.get(0)?;
            out.extend(format!("{comma}{}", object(&id, part.get_ref(1)?.as_str()?)).as_bytes());
            comma = ",";
        }
        out.extend(b"]}");
    }
    out.push(b']');
    Ok(())
}

/// The JSON of a row, in which its identifier is not; a broken one is as good as none.
fn object(id: &str, data: &str) -> String {
    let is_whole = serde_json::from_str::<IgnoredAny>(data).is_ok();
    match data.trim().strip_prefix('{').filter(|_| is_whole) {
        Some(rest) if rest.trim_start().starts_with('}') => serde_json::json!({ "id": id }).to_string(),
        Some(rest) => format!("{{\"id\":{},{rest}", serde_json::json!(id)),
        None => serde_json::json!({ "id": id, "unreadable": data }).to_string(),
    }
}

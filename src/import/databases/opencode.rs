//! OpenCode's database: sessions with their messages and the parts of these, each a row with JSON. Read as what
//! `opencode export` prints, with the sessions of subagents inside the one that started them.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::vec::IntoIter;

use rusqlite::{Connection, named_params};
use serde::de::IgnoredAny;

use super::read_only::{self, ReadOnlyDatabase};
use crate::base::json;
use crate::domain::attachment::Content;

/// How deep subagents that start subagents are followed.
const MAX_DEPTH: usize = 4;
/// What is read of one session, in bytes: the import takes none that is longer.
const MAX_BYTES: usize = 300 * 1024 * 1024;

/// What the list of sessions tells of one.
pub struct ListedSession {
    /// By which OpenCode knows it.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The folder that it was in.
    pub folder: String,
    /// When it was last added to.
    pub modified: SystemTime,
}

/// The sessions of a database, or one of them.
pub struct OpenCodeSessions {
    path: PathBuf,
    only: Option<String>,
}

impl OpenCodeSessions {
    /// Those of a database, or the one with that identifier; `None` where it is another program's.
    pub fn of(path: &Path, only: Option<&str>) -> io::Result<Option<Self>> {
        let database = read_only::open(path)?;
        let is_known = is_opencode(&database.connection).map_err(io::Error::other)?;
        Ok(is_known.then(|| Self { path: path.to_owned(), only: only.map(str::to_owned) }))
    }
}

/// Only tables count: what a file says that it calculates is not read.
fn is_opencode(connection: &Connection) -> rusqlite::Result<bool> {
    let count = "select count(*) from sqlite_schema where type = 'table' and name in ('session', 'message', 'part')";
    connection.query_row(count, [], |row| row.get(0)).map(|count: u32| count == 3)
}

/// The sessions in a database, but for those of subagents.
pub fn sessions(path: &Path) -> io::Result<Vec<ListedSession>> {
    let ReadOnlyDatabase { connection, .. } = &read_only::open(path)?;
    let read = || -> rusqlite::Result<Vec<ListedSession>> {
        if !is_opencode(connection)? {
            return Ok(Vec::new());
        }
        let mut found = connection.prepare(
            "select id, coalesce(title, ''), coalesce(directory, ''), coalesce(time_updated, 0)
            from session
            where parent_id is null",
        )?;
        let session = |row: &rusqlite::Row<'_>| {
            let since = Duration::from_millis(row.get::<_, i64>(3)?.unsigned_abs());
            Ok(ListedSession {
                id: row.get(0)?,
                title: row.get(1)?,
                folder: row.get(2)?,
                modified: SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH),
            })
        };
        found.query_map([], session)?.collect()
    };
    read().map_err(io::Error::other)
}

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

impl Content for OpenCodeSessions {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let database = read_only::open(&self.path)?;
        let ids = match &self.only {
            Some(id) => vec![id.clone()],
            None => main_sessions(&database.connection).map_err(io::Error::other)?,
        };
        Ok(Box::new(SessionsReader { database, ids: ids.into_iter(), text: Vec::new(), at: 0 }))
    }
}

fn main_sessions(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found = connection.prepare("select id from session where parent_id is null order by time_created, id")?;
    found.query_map([], |row| row.get(0))?.collect()
}

/// The JSON of session after session, a line for each.
struct SessionsReader {
    database: ReadOnlyDatabase,
    ids: IntoIter<String>,
    text: Vec<u8>,
    at: usize,
}

impl Read for SessionsReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            let Some(id) = self.ids.next() else { return Ok(0) };
            self.text.clear();
            self.at = 0;
            let mut written = HashSet::from([id.clone()]);
            write_session(&self.database.connection, &id, MAX_DEPTH, &mut written, &mut self.text)
                .map_err(io::Error::other)?;
            self.text.push(b'\n');
        }
        let length = self.text.get(self.at..).unwrap_or_default().read(out)?;
        self.at += length;
        Ok(length)
    }
}

/// One session with its messages, and with the sessions that it has started: each once, also where they are said to have
/// started each other.
fn write_session(
    connection: &Connection,
    id: &str,
    depth: usize,
    written: &mut HashSet<String>,
    out: &mut Vec<u8>,
) -> rusqlite::Result<()> {
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
    out.extend(format!("{{\"info\":{info},\"messages\":[").as_bytes());
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
    out.extend(b"],\"children\":[");
    let mut started =
        connection.prepare_cached("select id from session where parent_id = :id order by time_created, id")?;
    let started: Vec<String> =
        started.query_map(named_params! { ":id": id }, |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut comma = "";
    for child in started {
        if depth == 0 || out.len() >= MAX_BYTES {
            break;
        }
        if written.insert(child.clone()) {
            out.extend(comma.as_bytes());
            comma = ",";
            write_session(connection, &child, depth - 1, written, out)?;
        }
    }
    out.extend(b"]}");
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

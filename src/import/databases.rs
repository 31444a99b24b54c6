//! Databases that agents keep their sessions in. They may be in use, and are never written to. A session is read as JSON, a
//! line for each, as the format of that agent knows it, with the sessions of subagents inside the one that started them.

mod crush;
mod goose;
pub mod opencode;
mod read_only;
mod rows;

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::vec::IntoIter;

use rusqlite::{Connection, named_params};

use crate::domain::attachment::Content;
use read_only::ReadOnlyDatabase;

/// How an SQLite database begins.
pub const BEGINNING: &[u8] = b"SQLite format 3\0";

/// How deep subagents that start subagents are followed.
const MAX_DEPTH: usize = 4;
/// What is read of one session, in bytes: the import takes none that is longer.
const MAX_BYTES: usize = 300 * 1024 * 1024;

/// How an agent keeps its sessions.
struct Schema {
    /// Tables with a column each that only its databases have. What a file says that it calculates is not read.
    columns: &'static [(&'static str, &'static str)],
    /// Asks for the identifier, title, folder and last change (in milliseconds) of each session, the first one first, but not
    /// of those of subagents.
    sessions: &'static str,
    /// Asks for the identifiers of the sessions that the session `:id` has started, where they are known.
    started: Option<&'static str>,
    /// Writes the fields of a session's JSON.
    write: fn(&Connection, &str, &mut Vec<u8>) -> rusqlite::Result<()>,
}

const SCHEMAS: &[Schema] = &[opencode::SCHEMA, crush::SCHEMA, goose::SCHEMA];

impl Schema {
    fn of(connection: &Connection) -> rusqlite::Result<Option<&'static Self>> {
        let mut has_column = connection.prepare(
            "select 1
            from sqlite_schema join pragma_table_info(sqlite_schema.name) as columns
            where sqlite_schema.type = 'table' and sqlite_schema.name = :table and columns.name = :column",
        )?;
        for schema in SCHEMAS {
            let mut has_all = true;
            for (table, column) in schema.columns {
                has_all &= has_column.exists(named_params! { ":table": table, ":column": column })?;
            }
            if has_all {
                return Ok(Some(schema));
            }
        }
        Ok(None)
    }

    fn sessions(&self, connection: &Connection) -> rusqlite::Result<Vec<ListedSession>> {
        let session = |row: &rusqlite::Row<'_>| {
            let since = Duration::from_millis(row.get::<_, i64>(3)?.unsigned_abs());
            Ok(ListedSession {
                id: row.get(0)?,
                title: row.get(1)?,
                folder: row.get(2)?,
                modified: SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH),
            })
        };
        connection.prepare(self.sessions)?.query_map([], session)?.collect()
    }

    /// Writes a session, and those that it has started: each once, also where they are said to have started each other.
    fn write_session(
        &self,
        connection: &Connection,
        id: &str,
        depth: usize,
        written: &mut HashSet<String>,
        out: &mut Vec<u8>,
    ) -> rusqlite::Result<()> {
        out.push(b'{');
        (self.write)(connection, id, out)?;
        if let Some(started) = self.started {
            out.extend(b",\"children\":[");
            let mut started = connection.prepare_cached(started)?;
            let started = started.query_map(named_params! { ":id": id }, |row| row.get(0))?;
            let mut comma = "";
            for child in started.collect::<rusqlite::Result<Vec<String>>>()? {
                if depth == 0 || out.len() >= MAX_BYTES {
                    break;
                }
                if written.insert(child.clone()) {
                    out.extend(comma.as_bytes());
                    comma = ",";
                    self.write_session(connection, &child, depth - 1, written, out)?;
                }
            }
            out.push(b']');
        }
        out.push(b'}');
        Ok(())
    }
}

/// What the list of sessions tells of one.
pub struct ListedSession {
    /// By which its program knows it.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The folder that it was in; empty where the database does not say.
    pub folder: String,
    /// When it was last added to.
    pub modified: SystemTime,
}

/// The sessions in a database, but for those of subagents; none where it is no agent's.
pub fn sessions(path: &Path) -> io::Result<Vec<ListedSession>> {
    let ReadOnlyDatabase { connection, .. } = &read_only::open(path)?;
    let list = || match Schema::of(connection)? {
        Some(schema) => schema.sessions(connection),
        None => Ok(Vec::new()),
    };
    list().map_err(io::Error::other)
}

/// The sessions of a database, or one of them.
pub struct DatabaseSessions {
    path: PathBuf,
    schema: &'static Schema,
    only: Option<String>,
}

impl DatabaseSessions {
    /// Those of a database, or the one with that identifier; `None` where it is another program's.
    pub fn of(path: &Path, only: Option<&str>) -> io::Result<Option<Self>> {
        let schema = Schema::of(&read_only::open(path)?.connection).map_err(io::Error::other)?;
        Ok(schema.map(|schema| Self { path: path.to_owned(), schema, only: only.map(str::to_owned) }))
    }
}

impl Content for DatabaseSessions {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let database = read_only::open(&self.path)?;
        let ids = match &self.only {
            Some(id) => vec![id.clone()],
            None => {
                let listed = self.schema.sessions(&database.connection).map_err(io::Error::other)?;
                listed.into_iter().map(|session| session.id).collect()
            }
        };
        let ids = ids.into_iter();
        Ok(Box::new(SessionsReader { database, schema: self.schema, ids, text: Vec::new(), at: 0 }))
    }
}

/// The JSON of session after session, a line for each.
struct SessionsReader {
    database: ReadOnlyDatabase,
    schema: &'static Schema,
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
            self.schema
                .write_session(&self.database.connection, &id, MAX_DEPTH, &mut written, &mut self.text)
                .map_err(io::Error::other)?;
            self.text.push(b'\n');
        }
        let length = self.text.get(self.at..).unwrap_or_default().read(out)?;
        self.at += length;
        Ok(length)
    }
}

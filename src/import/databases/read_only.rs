//! Another program's SQLite database, opened so that neither it nor the folder that it is in is changed, also while the
//! program works on it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::base::file_names::with_ending;

/// How long another's lock is waited for before a copy is made.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often a copy is made when the database changes meanwhile.
const ATTEMPTS: usize = 5;
/// What stands beside a database and belongs to it: what was written and is not in it yet, or is to be taken back.
const BESIDE: [&str; 2] = ["-wal", "-journal"];

/// An open database, and its copy where that is what is open.
pub struct ReadOnlyDatabase {
    /// The database.
    pub connection: Connection,
    _copy: Option<TempDir>,
}

/// Opens a database. One that its program holds locked is copied first.
pub fn open(path: &Path) -> io::Result<ReadOnlyDatabase> {
    if let Some(connection) = in_place(path) {
        return Ok(ReadOnlyDatabase { connection, _copy: None });
    }
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("copy.db");
    copied(path, &copy)?;
    // Its own: what was not completed is taken back there.
    let connection = connect(&copy, "mode=rw", OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(io::Error::other)?;
    Ok(ReadOnlyDatabase { connection, _copy: Some(folder) })
}

/// The database where it is; `None` where that needs a copy.
fn in_place(path: &Path) -> Option<Connection> {
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(20).read_to_end(&mut head)).ok()?;
    // SQLite's file format, 1.3: byte 18 is 2 where there is a write-ahead log.
    let has_log = head.get(18) == Some(&2);
    let is_there = |ending| with_ending(path, ending).metadata().is_ok_and(|file| file.len() > 0);
    let how = match has_log {
        // Without an index of its log, SQLite would make one in the program's folder.
        true if is_there("-wal") && is_there("-shm") => "mode=ro",
        true if is_there("-wal") => return None,
        // Nobody works on it, or has not written yet: then its pages stay as they are.
        true => "immutable=1",
        false if is_there("-journal") => return None,
        false => "mode=ro",
    };
    connect(path, how, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()
}

fn connect(path: &Path, how: &str, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let name = percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC);
    let flags = flags | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{name}?{how}"), flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // A file may be anybody's: sqlite.org/security.html, "Untrusted SQLite Database Files".
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // Only now the file is looked into, and its locks are met.
    connection.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// Copies a database with what stands beside it, as they all are at one time.
fn copied(from: &Path, to: &Path) -> io::Result<()> {
    for _ in 0..ATTEMPTS {
        let before = stamps(from);
        fs::copy(from, to)?;
        for ending in BESIDE {
            let target = with_ending(to, ending);
            match fs::copy(with_ending(from, ending), &target) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => drop(fs::remove_file(target)),
                Err(error) => return Err(error),
            }
        }
        if stamps(from) == before {
            return Ok(());
        }
    }
    Err(io::Error::other("it is being written to all the time; try again in a moment"))
}

/// The sizes and times of a database's files.
fn stamps(path: &Path) -> Vec<Option<(u64, SystemTime)>> {
    let stamp = |ending| with_ending(path, ending).metadata().and_then(|file| Ok((file.len(), file.modified()?))).ok();
    ["", "-wal", "-journal"].into_iter().map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of rows that are read, after which nothing else is in the folder than was.
    #[track_caller]
    fn rows(path: &Path) -> u32 {
        let names = || {
            let mut names: Vec<_> = path
                .parent()
                .expect("a folder")
                .read_dir()
                .expect("read")
                .flatten()
                .map(|file| file.file_name())
                .collect();
            names.sort();
            names
        };
        let before = names();
        let database = open(path).expect("open");
        let rows = database.connection.query_row("select count(*) from t", [], |row| row.get(0)).expect("rows");
        drop(database);
        assert_eq!(names(), before);
        rows
    }

    fn made(path: &Path, pragmas: &str) -> Connection {
        let connection = Connection::open(path).expect("made");
        let all = format!("{pragmas}; create table t (x); insert into t values (1), (2)");
        connection.execute_batch(&all).expect("filled");
        connection
    }

    #[test]
    fn a_database_in_use_is_read_and_nothing_is_left_beside_it() {
        for pragmas in [
            "pragma journal_mode = wal",
            "pragma journal_mode = delete",
            "pragma locking_mode = exclusive; pragma journal_mode = wal",
            "pragma locking_mode = exclusive; pragma journal_mode = delete",
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a?b #ü%20.db");
            let program = made(&path, pragmas);
            assert_eq!(rows(&path), 2, "{pragmas}");
            program.execute_batch("begin immediate; insert into t values (3)").expect("a change");
            assert_eq!(rows(&path), 2, "{pragmas}: what is not completed is not there");
            program.execute_batch("commit").expect("completed");
            assert_eq!(rows(&path), 3, "{pragmas}");
            drop(program);
            assert_eq!(rows(&path), 3, "{pragmas}");
        }
    }

    #[test]
    fn what_a_program_left_when_it_broke_down_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("live.db");
        let program = made(&path, "pragma journal_mode = wal");
        let left = folder.path().join("left");
        fs::create_dir(&left).expect("made");
        for name in ["live.db", "live.db-wal"] {
            fs::copy(folder.path().join(name), left.join(name)).expect("copied");
        }
        drop(program);
        assert_eq!(rows(&left.join("live.db")), 2);
    }

    #[test]
    fn what_is_no_database_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.db");
        fs::write(&path, [b"SQLite format 3\0".as_slice(), &[7; 3000]].concat()).expect("written");
        assert!(open(&path).is_err());
        assert!(open(&folder.path().join("none")).is_err());
    }
}

//! Opens the file: checks whether it is ours, creates it, and sets up every connection.

use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use r2d2::Pool;
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::TIMEOUT;
use super::error::OpenError;
use super::schema::{self, SchemaError};
use crate::unix::files;

/// Between two tries to set up a file that another process holds.
const RETRY_PAUSE: Duration = Duration::from_millis(20);

/// What SQLite's write-ahead log (`-wal`) keeps of the disk once its changes are in the database.
const LOG_BYTES: u32 = 16 * 1024 * 1024;

/// What a pool's connections are for.
#[derive(Clone, Copy)]
pub enum Access {
    /// Only `select`: a write through such a connection is an error.
    Read,
    /// Everything.
    Write,
}

/// Makes sure that there is a database of ours, at the present schema, under this path. The connection by which that was
/// done is to be kept until there are others: SQLite puts its log away with the last one.
pub fn prepare(path: &Path) -> Result<Connection, OpenError> {
    let failed = |error| OpenError::Unusable { path: path.to_owned(), cause: Box::new(error) };
    create_missing(path).map_err(failed)?;
    // By its own bytes and not through SQLite, which could leave a journal beside somebody else's file.
    let header = header(path).map_err(failed)?;
    if !header.is_empty() && !is_ours(&header) {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    let mut connection = connect(path)?;
    let deadline = Instant::now() + TIMEOUT;
    loop {
        return match schema::bring_up_to_date(&mut connection) {
            Ok(()) => Ok(connection),
            // The change to WAL does not wait for the busy timeout, and another process may be making the file.
            Err(SchemaError::Sqlite(error))
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < deadline =>
            {
                thread::sleep(RETRY_PAUSE);
                continue;
            }
            Err(SchemaError::Sqlite(error)) => Err(OpenError::unusable(path, error)),
            Err(SchemaError::Newer { found, known }) => Err(OpenError::Newer { path: path.to_owned(), found, known }),
        };
    }
}

/// Refuses what is not there, is empty or is no database of ours, by its own bytes.
pub fn require_ours(path: &Path) -> Result<(), OpenError> {
    match header(path) {
        Ok(header) if is_ours(&header) => Ok(()),
        Ok(_) => Err(OpenError::Foreign(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(OpenError::Missing(path.to_owned())),
        Err(error) => Err(OpenError::Unusable { path: path.to_owned(), cause: Box::new(error) }),
    }
}

/// A connection to a database that is there, of any version that this program knows. Makes and upgrades nothing.
pub fn existing(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path)?;
    match schema::known_version(&connection) {
        Ok(_) => Ok(connection),
        Err(SchemaError::Newer { found, known }) => Err(OpenError::Newer { path: path.to_owned(), found, known }),
        Err(SchemaError::Sqlite(error)) => Err(OpenError::unusable(path, error)),
    }
}

fn connect(path: &Path) -> Result<Connection, OpenError> {
    let connection = Connection::open_with_flags(path, flags());
    connection
        .and_then(|connection| connection.busy_timeout(TIMEOUT).map(|()| connection))
        .map_err(|error| OpenError::unusable(path, error))
}

/// A pool of `size` connections, all opened now: later there may be no file descriptor left.
pub fn pool(path: &Path, size: usize, access: Access) -> Result<Pool<SqliteConnectionManager>, OpenError> {
    let manager = SqliteConnectionManager::file(path).with_flags(flags()).with_init(move |connection| {
        // These hold for one connection only, so they belong here.
        connection.busy_timeout(TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.pragma_update(None, "foreign_keys", true)?;
        // The same plan whatever is bound: else statements with a range are prepared anew at each execution.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // A log that grew while another program held it back is cut down again.
        connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
        super::listing::add_functions(connection)?;
        match access {
            // Opens what is opened with the first read, SQLite's log, but does not read the schema yet: that takes longer than
            // all else here, and one reader is enough for a server's first answer.
            Access::Read => {
                schema::version(connection)?;
                connection.pragma_update(None, "query_only", true)
            }
            // FULL, not the usual NORMAL: after a power cut what was answered with 200 is still there.
            Access::Write => connection.pragma_update(None, "synchronous", "FULL"),
        }
    });
    Pool::builder()
        .max_size(u32::try_from(size).unwrap_or(u32::MAX))
        .connection_timeout(TIMEOUT)
        .test_on_check_out(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .build(manager)
        .map_err(|error| OpenError::Unusable { path: path.to_owned(), cause: error.into() })
}

fn flags() -> OpenFlags {
    // Without SQLITE_OPEN_URI: a file may be called "file:x". No mutex: a connection is one thread's.
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Creates the folder and an empty file that only its owner can read. SQLite gives its journal
/// files the same mode.
fn create_missing(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    match files::private(&mut options).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A file's beginning; shorter where the file is.
fn header(path: &Path) -> io::Result<Vec<u8>> {
    let mut header = Vec::new();
    fs::File::open(path)?.take(100).read_to_end(&mut header)?;
    Ok(header)
}

/// The version in the header of a database of ours. SQLite's log beside it may hold a later one.
pub fn version_in_header(path: &Path) -> Option<i64> {
    let header = header(path).ok().filter(|header| is_ours(header))?;
    let version = header.get(60..64)?.try_into().ok()?;
    Some(u32::from_be_bytes(version).into())
}

/// Whether it carries SQLite's and our marks (<https://sqlite.org/fileformat.html>, 1.3).
pub fn is_ours(header: &[u8]) -> bool {
    header.starts_with(b"SQLite format 3\0") && header.get(68..72) == Some(&schema::APPLICATION_ID.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    #[test]
    fn a_file_of_another_program_is_refused_and_left_untouched() {
        let folder = folder();
        let text = folder.path().join("notes.txt");
        fs::write(&text, "my notes").expect("written");
        assert!(matches!(prepare(&text), Err(OpenError::Foreign(_))));
        assert_eq!(fs::read(&text).expect("read"), b"my notes");

        let other = folder.path().join("other.db");
        Connection::open(&other).and_then(|c| c.execute_batch("create table theirs (x)")).expect("made");
        let before = fs::read(&other).expect("read");
        assert!(matches!(prepare(&other), Err(OpenError::Foreign(_))));
        assert_eq!(fs::read(&other).expect("read"), before);
        assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 2, "no journal was left");
    }

    #[test]
    fn a_newer_database_is_refused_and_left_untouched() {
        let folder = folder();
        let path = folder.path().join("newer.db");
        prepare(&path).expect("made");
        Connection::open(&path).and_then(|c| c.pragma_update(None, "user_version", 999)).expect("set");
        let before = fs::read(&path).expect("read");
        assert!(matches!(prepare(&path), Err(OpenError::Newer { found: 999, .. })));
        assert_eq!(fs::read(&path).expect("read"), before);
    }

    #[test]
    fn a_new_database_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let path = folder.path().join("deep/er/new.db");
        prepare(&path).expect("made");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn every_connection_has_the_settings_that_data_depends_on() {
        let folder = folder();
        let path = folder.path().join("test.db");
        prepare(&path).expect("made");
        for (access, query_only) in [(Access::Read, 1), (Access::Write, 0)] {
            let pool = pool(&path, 3, access).expect("a pool");
            let connections: Vec<_> = (0..3).map(|_| pool.get().expect("a connection")).collect();
            for connection in &connections {
                let pragma =
                    |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).expect("value");
                assert_eq!((pragma("foreign_keys"), pragma("synchronous"), pragma("query_only")), (1, 2, query_only));
                let mode: String =
                    connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).expect("value");
                assert_eq!(mode, "wal");
            }
        }
    }
}

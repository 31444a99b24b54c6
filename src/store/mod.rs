//! The SQLite file: one module per table. Every function takes the connection or transaction, so that functions can be
//! combined in one [`Store::read`] or [`Store::write`]. Knows no HTTP.

pub mod api_tokens;
pub mod attachments;
pub mod change_sign;
pub mod chats;
pub mod copies;
mod error;
mod file_watch;
pub mod followers;
pub mod harmless_values;
pub mod import_reports;
pub mod imports;
pub mod inspection;
pub mod invitations;
pub mod listing;
pub mod messages;
mod open;
pub mod password_links;
mod schema;
pub mod search;
pub mod sessions;
pub mod shares;
pub mod space;
pub mod synced_sessions;
#[cfg(test)]
mod tests;
pub mod users;
mod values;
pub mod visits;
pub mod whitelist_entries;

use std::io;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use r2d2::{Pool, PooledConnection};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::TransactionBehavior;
pub use rusqlite::{Connection, Transaction};

use crate::base::concurrency_limit::ConcurrencyLimit;
use change_sign::ChangeSign;
pub use error::{OpenError, StoreError};
use file_watch::FileHealth;
pub use file_watch::FileWatch;

/// How long a transaction waits for another process's lock, and a writer for its turn.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How many writers may wait. Each holds a thread, so this limits threads, too.
const WRITERS_WAITING: usize = 200;

/// The database; a clone refers to the same one. Readers have their own connections, so no writer can keep them
/// waiting.
#[derive(Clone)]
pub struct Store {
    readers: Pool<SqliteConnectionManager>,
    writer: Pool<SqliteConnectionManager>,
    turn: Arc<ConcurrencyLimit>,
    change_sign: ChangeSign,
    path: Arc<Path>,
    health: Arc<FileHealth>,
}

impl Store {
    /// Opens the file, creating it if it is missing and upgrading it from an earlier version. A file that is not our
    /// database, or is newer, is refused and left unchanged.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let _until_there_are_others = open::prepare(path)?;
        let identity = file_watch::identity_of(path);
        let cores = thread::available_parallelism().map_or(2, usize::from);
        let readers = open::pool(path, (2 * cores).clamp(4, 16), open::Access::Read)?;
        let writer = open::pool(path, 1, open::Access::Write)?;
        let turn = Arc::new(ConcurrencyLimit::new(1, WRITERS_WAITING));
        // After the pools, whose connections stay open.
        let health = Arc::new(FileHealth::of(path, identity));
        Ok(Self { readers, writer, turn, change_sign: ChangeSign::of(path), path: path.into(), health })
    }

    /// Whether the file is a database of an earlier version, so that opening it takes an upgrade. Changes nothing.
    pub fn is_behind(path: &Path) -> bool {
        // Usually the header tells. SQLite removes its log with the last connection, and the next one creates it
        // again.
        open::version_in_header(path).is_some_and(schema::is_earlier)
            && open::existing(path).is_ok_and(|file| schema::is_behind(&file))
    }

    /// A new unnamed database in the folder for temporary files: nobody else can open it, and it disappears with this
    /// process, however that ends.
    pub fn unnamed() -> Result<Self, OpenError> {
        let unusable =
            |path: &Path, error: io::Error| OpenError::Unusable { path: path.to_owned(), cause: error.into() };
        let folder = tempfile::TempDir::new().map_err(|error| unusable(&std::env::temp_dir(), error))?;
        let path = folder.path().join("unnamed.db");
        let store = Self::open(&path)?;
        // All connections are open; the file is still empty except for the schema.
        folder.close().map_err(|error| unusable(&path, error))?;
        Ok(store)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A damaged part was found: nothing more is written.
    pub fn found_damaged(&self) {
        self.health.found_damaged();
    }

    /// Whether what is written will be stored.
    pub fn may_write(&self) -> Result<(), StoreError> {
        self.health.may_write()
    }

    /// Tells whether what was read is still valid.
    pub const fn change_sign(&self) -> ChangeSign {
        self.change_sign
    }

    /// Reads in one transaction: `work` sees everything at one moment.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let snapshot = self.snapshot()?;
        work(&snapshot)
    }

    /// A read transaction. While it exists, it holds one of the readers' connections.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.health.may_read()?;
        Snapshot::begin(self.readers.get()?)
    }

    /// Reads with a single statement, which is consistent by itself: without a transaction around it, a reader's
    /// request costs a tenth less.
    pub fn read_one<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        self.health.may_read()?;
        let connection = self.readers.get().map_err(StoreError::from)?;
        work(&connection)
    }

    /// Writes in one transaction, which is committed when `work` succeeds and leaves no trace when
    /// it fails. `BEGIN IMMEDIATE`: a transaction that reads first and asks for the write lock
    /// later fails under contention, whatever the busy timeout.
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.health.may_write()?;
        let _turn = self.turn.enter(TIMEOUT).map_err(|_| StoreError::Busy)?;
        let mut connection = self.writer.get().map_err(StoreError::from)?;
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let result = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(result)
    }
}

/// A read transaction. Like rusqlite's own, but it owns its connection, and prepares `begin` and `rollback` only once.
pub struct Snapshot(PooledConnection<SqliteConnectionManager>);

impl Snapshot {
    fn begin(connection: PooledConnection<SqliteConnectionManager>) -> Result<Self, StoreError> {
        connection.prepare_cached("begin")?.execute([])?;
        Ok(Self(connection))
    }
}

impl Deref for Snapshot {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // There is nothing to commit.
        if let Err(error) = self.0.prepare_cached("rollback").and_then(|mut rollback| rollback.execute([])) {
            tracing::error!(%error, "a read transaction did not end");
        }
    }
}

/// Whether the database answers.
pub fn probe(connection: &Connection) -> Result<(), StoreError> {
    connection.query_row("select count(*) from users where id = 0", [], |_| Ok(()))?;
    Ok(())
}

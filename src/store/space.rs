//! Disk space: returns the space of deleted data to the disk, and moves the write-ahead log into the database.

use rusqlite::Connection;

use super::{Store, StoreError};

/// Pages that stay free, since something is soon written again: 1 MiB of the usual size.
const KEPT_FREE: i64 = 256;

/// Pages that are moved at once, while writers wait.
const STEP: i64 = 500;

/// Gives a little of the free part of the file back, within a transaction; whether there is more. Files that were made
/// before they could shrink keep theirs until they are compacted.
pub fn give_back(transaction: &Connection) -> Result<bool, StoreError> {
    let pragma = |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let surplus = pragma("freelist_count")? - KEPT_FREE;
    if surplus <= 0 || pragma("auto_vacuum")? != 2 {
        return Ok(false);
    }
    let mut vacuum = transaction.prepare(&format!("pragma incremental_vacuum({})", surplus.min(STEP)))?;
    // Each row is a page.
    let mut rows = vacuum.query([])?;
    while rows.next()?.is_some() {}
    Ok(surplus > STEP)
}

/// Brings what is only in the write-ahead log into the database file, as far as no reader needs it there, and waits for
/// nobody. Who copies the one file alone misses little.
pub fn fold_log(store: &Store) -> Result<(), StoreError> {
    let connection = store.writer.get()?;
    connection.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn size(path: &Path) -> u64 {
        fs::metadata(path).expect("there").len()
    }

    #[test]
    fn what_was_deleted_goes_back_to_the_disk_in_steps() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        let store = Store::open(&path).expect("made");
        let fill = |tx: &rusqlite::Transaction<'_>| -> Result<(), StoreError> {
            tx.execute_batch("create table filler (x)")?;
            (0..200).try_for_each(|_| tx.execute("insert into filler values (zeroblob(50000))", []).map(drop))?;
            Ok(())
        };
        store.write(fill).expect("filled");
        store.write(|tx| Ok::<_, StoreError>(tx.execute_batch("drop table filler")?)).expect("emptied");
        fold_log(&store).expect("folded");
        let full = size(&path);
        assert!(full > 9_000_000, "{full}");
        let mut steps = 1;
        while store.write(|tx| give_back(tx)).expect("given back") {
            steps += 1;
        }
        fold_log(&store).expect("folded");
        assert!(steps > 2 && size(&path) < 2_500_000, "{steps} steps to {}", size(&path));
        assert!(!store.write(|tx| give_back(tx)).expect("nothing to do"));
    }
}

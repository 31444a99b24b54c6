//! Bodies that are too long for memory, written to an unnamed temporary file: nothing is left of it when the request or
//! the process ends.

use std::fs::File;
use std::io::{self, ErrorKind, Seek, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Rejection, slow};
use crate::base::network_shares::{HeldShare, NetworkShares};

/// Bodies on disk at once, and of those one network's and one provider's customer's.
const AT_ONCE: usize = 8;
const OF_NETWORK: usize = 4;
const OF_CUSTOMER: usize = 6;

/// What is gathered before it is written.
const BATCH: usize = 256 * 1024;

/// Where long bodies go.
pub struct Spool {
    folder: PathBuf,
    places: Arc<Semaphore>,
    shares: Arc<NetworkShares>,
}

/// A body on disk. It keeps its place there until it is dropped.
pub struct Spooled {
    file: File,
    /// Not yet written.
    batch: Vec<u8>,
    _place: OwnedSemaphorePermit,
    _share: HeldShare,
}

impl Spool {
    /// Files go to this folder, or to the system's temporary one where this one takes none.
    pub fn new(folder: PathBuf) -> Self {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        Self { folder, places, shares: NetworkShares::new(OF_NETWORK, OF_CUSTOMER) }
    }

    /// A place and an empty file for one more body of this client.
    pub fn begin(&self, client: IpAddr) -> Result<Spooled, Rejection> {
        let share = self.shares.take(client).ok_or(Rejection::TooManyUploads)?;
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Rejection::TooManyUploads)?;
        let file = slow(|| {
            tempfile::tempfile_in(&self.folder).or_else(|error| {
                tracing::warn!(%error, "cannot create a temporary file next to the database; trying the system's folder");
                tempfile::tempfile()
            })
        });
        Ok(Spooled { file: file.map_err(refusal)?, batch: Vec::new(), _place: place, _share: share })
    }
}

impl Spooled {
    /// Takes more of the body.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Rejection> {
        self.batch.extend_from_slice(bytes);
        if self.batch.len() < BATCH {
            return Ok(());
        }
        self.write_batch()
    }

    /// There is no more of it: the file, at its beginning. The place stays taken.
    pub fn finish(&mut self) -> Result<File, Rejection> {
        self.write_batch()?;
        self.batch = Vec::new();
        self.file.rewind().and_then(|()| self.file.try_clone()).map_err(refusal)
    }

    fn write_batch(&mut self) -> Result<(), Rejection> {
        slow(|| self.file.write_all(&self.batch)).map_err(refusal)?;
        self.batch.clear();
        Ok(())
    }
}

fn refusal(error: io::Error) -> Rejection {
    tracing::error!(%error, "a request body could not be kept in a temporary file");
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Rejection::DiskFull,
        _ => Rejection::SpoolFailed,
    }
}

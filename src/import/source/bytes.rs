//! A file's bytes, which several readers may go through at once, each at its own position.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::attachment::Content;
use crate::unix::files::read_at;

/// Bytes in a file or in memory, and a position in them.
#[derive(Clone)]
pub struct SourceBytes {
    store: SharedStore,
    at: u64,
}

#[derive(Clone)]
enum SharedStore {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

impl From<File> for SourceBytes {
    fn from(file: File) -> Self {
        Self { store: SharedStore::File(Arc::new(file)), at: 0 }
    }
}

impl From<Vec<u8>> for SourceBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self { store: SharedStore::Memory(bytes.into()), at: 0 }
    }
}

impl SourceBytes {
    /// Their number.
    pub fn length(&self) -> io::Result<u64> {
        match &self.store {
            SharedStore::File(file) => Ok(file.metadata()?.len()),
            SharedStore::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The same bytes from that position on.
    pub fn at(&self, at: u64) -> Self {
        Self { store: self.store.clone(), at }
    }
}

impl Read for SourceBytes {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = match &self.store {
            SharedStore::File(file) => read_at(file, out, self.at)?,
            SharedStore::Memory(bytes) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[from..]).read(out)?
            }
        };
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for SourceBytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length()?.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl Content for SourceBytes {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.clone()))
    }

    fn size_hint(&self) -> Option<u64> {
        self.length().ok().map(|length| length.saturating_sub(self.at))
    }
}

/// A stream, which is there for whoever opens it first.
pub struct Once(Mutex<Option<Box<dyn Read + Send>>>);

impl Once {
    pub fn new(stream: impl Read + Send + 'static) -> Self {
        Self(Mutex::new(Some(Box::new(stream))))
    }
}

impl Content for Once {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let stream = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        stream.map(|stream| stream as Box<dyn Read>).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

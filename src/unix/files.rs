//! Files: who may read them, whose they are, which one it is, reading at a place, and SQLite's locks.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;

/// That only its owner can read a file.
const PRIVATE: u32 = 0o600;
const PRIVATE_FOLDER: u32 = 0o700;

/// What is made is its owner's alone, from the first moment on.
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(PRIVATE)
}

/// The same for a file of which the permissions are given.
pub fn private_permissions() -> Permissions {
    Permissions::from_mode(PRIVATE)
}

/// Everybody may read it.
pub fn public_permissions() -> Permissions {
    Permissions::from_mode(0o644)
}

/// Makes a folder, and those above it, for its owner alone; one that is there stays as it is.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(path)
}

/// The mode of a file that others than its owner may do anything with.
pub fn mode_if_open_to_others(about: &Metadata) -> Option<u32> {
    let mode = about.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// The file's device and its number there: by which it is known, whatever its name is.
pub fn identity(about: &Metadata) -> (u64, u64) {
    (about.dev(), about.ino())
}

/// Fills all of `bytes` with what stands there in the file, which goes on where it was for who reads on.
pub fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    file.read_exact_at(bytes, at)
}

/// The same as far as the file goes, or less; how much.
pub fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    file.read_at(bytes, at)
}

/// Whether somebody writes into the other end.
pub fn is_pipe(about: &Metadata) -> bool {
    about.file_type().is_fifo()
}

/// Gives a file to whom that one belongs. Unless that `must` be so, only where it is root's.
pub fn give_to_owner_of(file: &File, that: &Metadata, must: bool) -> io::Result<()> {
    let present = file.metadata()?;
    let is_theirs = (that.uid(), that.gid()) == (present.uid(), present.gid());
    if is_theirs || !must && present.uid() != 0 {
        return Ok(());
    }
    fchown(file, Some(that.uid()), Some(that.gid()))
}

/// Locks all of a file against other processes, until it is closed; false where another one has a lock on any part of it,
/// as SQLite has on a database that is open, whatever is in it.
pub fn lock_as_sqlite_does(file: &File) -> io::Result<bool> {
    match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(Errno::AGAIN | Errno::ACCESS) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

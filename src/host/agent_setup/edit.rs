//! A person's files: read whole, and replaced in one step.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::unix::files::{make_private_folder, private_permissions};

/// The text of a file; `None` where there is none.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a text in the place of what was read, or removes the file. Where it has changed meanwhile, it stays. A link stays
/// one: its target is what is replaced.
pub fn write(path: &Path, before: Option<&str>, text: Option<&str>) -> Result<(), String> {
    let failed = |error: io::Error| format!("it can't be written: {error}");
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().ok_or("it has no folder")?;
    make_private_folder(folder).map_err(failed)?;
    let new = text.map(|text| {
        let mut new = NamedTempFile::new_in(folder)?;
        let permissions = fs::metadata(&target).map_or_else(|_| private_permissions(), |known| known.permissions());
        new.as_file().set_permissions(permissions)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        Ok(new)
    });
    let new = new.transpose().map_err(failed)?;
    // Of two of these commands, one waits here, and sees then that the file has changed.
    let lock = fs::File::open(folder).map_err(failed)?;
    lock.lock().map_err(failed)?;
    if read(&target).map_err(failed)?.as_deref() != before {
        return Err("it was changed at the same moment; try again".to_owned());
    }
    match (new, before) {
        (Some(new), Some(_)) => new.persist(&target).map(drop).map_err(|error| failed(error.error)),
        (Some(new), None) => new.persist_noclobber(&target).map(drop).map_err(|error| failed(error.error)),
        (None, _) => fs::remove_file(&target).map_err(failed),
    }
}

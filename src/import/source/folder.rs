//! The files of a folder, such as an archive that somebody has unpacked.

use std::fs::{File, ReadDir};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::found_files::FoundFiles;
use crate::domain::attachment::Content;

/// How deep to look. Links are not followed, so that a folder holds only what is in it.
const MAX_DEPTH: usize = 8;

/// A file on disk.
pub struct FileOnDisk(PathBuf);

impl Content for FileOnDisk {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(&self.0)?))
    }

    fn size_hint(&self) -> Option<u64> {
        self.0.metadata().ok().map(|file| file.len())
    }
}

/// The files in a folder and the folders in it.
pub fn files(root: &Path) -> io::Result<FoundFiles> {
    let mut found = FoundFiles::default();
    walk(root, root.read_dir()?, 0, &mut found);
    found.notes.sort();
    Ok(found)
}

fn walk(root: &Path, folder: ReadDir, depth: usize, found: &mut FoundFiles) {
    for entry in folder {
        let (path, kind) = match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
            Ok(entry) => entry,
            Err(error) => {
                found.notes.push(format!("Something in the folder can't be read and was left out: {error}."));
                continue;
            }
        };
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        if kind.is_dir() && depth < MAX_DEPTH {
            match path.read_dir() {
                Ok(folder) => walk(root, folder, depth + 1, found),
                Err(error) => found.notes.push(format!("“{name}” can't be read and was left out: {error}.")),
            }
        } else if kind.is_dir() {
            found.notes.push(format!("“{name}” is nested too deeply and was left out."));
        } else if kind.is_file() {
            if name.to_ascii_lowercase().ends_with(".zip") {
                found.notes.push(format!("“{name}” is an archive in the folder: import it by itself."));
            }
            found.files.push((name, Box::new(FileOnDisk(path))));
        } else if kind.is_symlink() {
            found.notes.push(format!("“{name}” is a link and was left out: import what it leads to by itself."));
        }
    }
}

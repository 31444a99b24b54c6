//! A folder, as an archive is when somebody has unpacked it.

use std::fs::ReadDir;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{Document, OnDisk, Shelf, Sibling, Source, is_document, sibling_name};

/// How deep is looked. Links are not followed, so that a folder holds only what is in it.
const MAX_DEPTH: usize = 8;

/// Reads what is in a folder and the folders in it.
pub fn read(root: &Path) -> io::Result<Source> {
    let mut source = Source::empty();
    let mut siblings = Vec::new();
    walk(root, root.read_dir()?, 0, &mut source, &mut siblings);
    source.notes.sort();
    source.documents.sort_by(|a, b| a.name.cmp(&b.name));
    source.shelf = Shelf::new(siblings);
    Ok(source)
}

fn walk(root: &Path, folder: ReadDir, depth: usize, source: &mut Source, shelf: &mut Vec<Sibling>) {
    for entry in folder {
        let (path, kind) = match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
            Ok(found) => found,
            Err(error) => {
                source.notes.push(format!("Something in the folder can't be read and was left out: {error}."));
                continue;
            }
        };
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        if kind.is_dir() && depth < MAX_DEPTH {
            match path.read_dir() {
                Ok(folder) => walk(root, folder, depth + 1, source, shelf),
                Err(error) => source.notes.push(format!("“{name}” can't be read and was left out: {error}.")),
            }
        } else if kind.is_dir() {
            source.notes.push(format!("“{name}” is nested too deeply and was left out."));
        } else if kind.is_file() && is_document(&name) {
            source.documents.push(Document { name, content: Box::new(OnDisk(path)), is_guess: true });
        } else if kind.is_file() {
            if name.to_ascii_lowercase().ends_with(".zip") {
                source.notes.push(format!("“{name}” is an archive in the folder: import it by itself."));
            }
            shelf.push(Sibling::new(sibling_name(&name), Arc::new(OnDisk(path))));
        }
    }
}

//! A folder, as an archive is when somebody has unpacked it.

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
    walk(root, root, 0, &mut source, &mut siblings)?;
    source.notes.sort();
    source.documents.sort_by(|a, b| a.name.cmp(&b.name));
    source.shelf = Shelf::new(siblings);
    Ok(source)
}

fn walk(root: &Path, folder: &Path, depth: usize, source: &mut Source, shelf: &mut Vec<Sibling>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        if kind.is_dir() && depth < MAX_DEPTH {
            if let Err(error) = walk(root, &path, depth + 1, source, shelf) {
                source.notes.push(format!("“{name}” can't be read: {error}."));
            }
        } else if kind.is_dir() {
            source.notes.push(format!("“{name}” is nested too deeply and was left out."));
        } else if kind.is_file() && is_document(&name) {
            source.documents.push(Document { name, content: Box::new(OnDisk(path)), is_guess: true });
        } else if kind.is_file() {
            if name.to_ascii_lowercase().ends_with(".zip") {
                source.notes.push(format!("“{name}” is an archive in the folder: import it by itself."));
            }
            shelf.push(Sibling { name: sibling_name(&name).to_owned(), content: Arc::new(OnDisk(path)) });
        }
    }
    Ok(())
}

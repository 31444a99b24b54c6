//! Where conversations are read from: a file, a folder, a ZIP archive, a stream; and the files beside
//! them, which they name as attachments. Nothing is unpacked to disk, so a name in an archive is only
//! ever compared, never a path.

mod archive;
mod bytes;
mod folder;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::ImportError;
use crate::domain::attachment::Content;
use archive::Archive;
pub use bytes::Bytes;

/// Endings of files that may hold conversations, where there are others beside them.
const ENDINGS: [&str; 3] = [".json", ".jsonl", ".ndjson"];

/// What stands between the name by which a conversation knows a file and the rest of the file's name.
const MARKS: [char; 3] = ['-', '.', '_'];

/// A file or several, opened.
pub struct Source {
    /// What may hold conversations, in the order of their names.
    pub documents: Vec<Document>,
    /// The files that these may name.
    pub shelf: Shelf,
    /// What was left out without being read, in whole sentences.
    pub notes: Vec<String>,
}

/// A file that may hold conversations.
pub struct Document {
    /// Its name within the archive or folder, or that of the file itself.
    pub name: String,
    /// Its bytes, which a stream gives only once.
    pub content: Box<dyn Content>,
    /// It was chosen for its name alone: that it holds none is no surprise.
    pub is_guess: bool,
}

/// The files beside the conversations.
#[derive(Default)]
pub struct Shelf(Vec<Sibling>);

/// A file that a conversation may name.
#[derive(Clone)]
pub struct Sibling {
    /// Its name without folders.
    pub name: String,
    /// Its bytes.
    pub content: Arc<dyn Content>,
}

impl Sibling {
    fn new(name: &str, content: Arc<dyn Content>) -> Self {
        Self { name: name.to_owned(), content }
    }
}

impl Source {
    /// Opens a path: a folder with everything in it, or a file.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let kind = path.metadata().map_err(ImportError::Unreadable)?;
        if kind.is_dir() {
            return folder::read(path).map_err(ImportError::Unreadable);
        }
        let file = File::open(path).map_err(ImportError::Unreadable)?;
        if kind.is_file() { Self::of(file_name(path), file.into()) } else { Self::of_stream(file_name(path), file) }
    }

    /// What can only be read once, as standard input: an archive is first written to an unnamed
    /// temporary file, in which one can go back and forth.
    pub fn of_stream(name: String, mut stream: impl Read + Send + 'static) -> Result<Self, ImportError> {
        let mut start = Vec::new();
        stream.by_ref().take(4).read_to_end(&mut start).map_err(ImportError::Unreadable)?;
        let mut stream = io::Cursor::new(start).chain(stream);
        if !archive::begins(stream.get_ref().0.get_ref()) {
            let content = Box::new(bytes::Once::new(stream));
            return Ok(Self { documents: vec![Document { name, content, is_guess: false }], ..Self::empty() });
        }
        let mut spool = || {
            let mut file = tempfile::tempfile()?;
            io::copy(&mut stream, &mut file)?;
            Ok(file)
        };
        Self::of(name, spool().map_err(ImportError::Unreadable)?.into())
    }

    /// A file's bytes, wherever they are.
    pub fn of(name: String, bytes: Bytes) -> Result<Self, ImportError> {
        let mut start = Vec::new();
        bytes.open().and_then(|reader| reader.take(4).read_to_end(&mut start)).map_err(ImportError::Unreadable)?;
        if archive::begins(&start) {
            return Archive::open(bytes).map(Archive::into_source);
        }
        let document = Document { name, content: Box::new(bytes), is_guess: false };
        Ok(Self { documents: vec![document], ..Self::empty() })
    }

    /// How many bytes there seem to be to read for conversations, as [`super::Options::progress`]
    /// counts them; `None` for a stream.
    pub fn size_hint(&self) -> Option<u64> {
        let mut sizes = self.documents.iter().map(|document| document.content.size_hint());
        sizes.try_fold(0, |sum: u64, size| Some(sum.saturating_add(size?)))
    }

    const fn empty() -> Self {
        Self { documents: Vec::new(), shelf: Shelf(Vec::new()), notes: Vec::new() }
    }
}

impl Shelf {
    fn new(mut siblings: Vec<Sibling>) -> Self {
        siblings.sort_by(|a, b| a.name.cmp(&b.name));
        Self(siblings)
    }

    /// The file of that name, or the one whose name begins with it and goes on with a mark:
    /// ChatGPT's `file-abc` is `file-abc-photo.png` in its export.
    pub fn find(&self, name: &str) -> Option<&Sibling> {
        if name.is_empty() {
            return None;
        }
        let first = |start: &str| {
            let at = self.0.partition_point(|sibling| sibling.name.as_str() < start);
            self.0.get(at).filter(|sibling| sibling.name.starts_with(start))
        };
        // Each looked up by itself: between them there may be any number of names that only begin alike.
        let own = first(name).filter(|sibling| sibling.name == name);
        own.or_else(|| MARKS.iter().find_map(|mark| first(&format!("{name}{mark}"))))
    }
}

/// A reader that adds to a count of what was read, for whoever shows the progress.
pub struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    /// Counts in `count`.
    pub const fn new(inner: R, count: Arc<AtomicU64>) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What the file at that path is called beside the conversations: Grok keeps each as `content` in a
/// folder of its name.
fn sibling_name(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name == "content" && !folder.is_empty() { folder.rsplit('/').next().unwrap_or(name) } else { name }
}

/// Whether a file of that name is read for conversations. macOS puts a `._` file beside each one that
/// it packs, which has its ending and is none.
fn is_document(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    !name.starts_with("._") && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// A file on disk.
struct OnDisk(PathBuf);

impl Content for OnDisk {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(&self.0)?))
    }

    fn size_hint(&self) -> Option<u64> {
        self.0.metadata().ok().map(|file| file.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_name_or_by_its_beginning_up_to_a_mark() {
        let names = ["abc", "abc-photo.png", "abcd.png", "x-1.png", "x.png", "y_1.png", "yy"];
        let content: Arc<dyn Content> = Arc::new(Vec::new());
        let sibling = |name: &&str| Sibling::new(name, Arc::clone(&content));
        let shelf = Shelf::new(names.iter().rev().map(sibling).collect());
        for (name, found) in [
            ("abc", Some("abc")),
            ("abc-photo", Some("abc-photo.png")),
            ("abcd", Some("abcd.png")),
            ("x", Some("x-1.png")),
            ("y", Some("y_1.png")),
            ("ab", None),
            ("z", None),
            ("", None),
        ] {
            assert_eq!(shelf.find(name).map(|sibling| sibling.name.as_str()), found, "{name}");
        }
    }
}

//! Where conversations are read from: a file, a folder, a ZIP archive or a stream, with the files
//! beside them. Nothing is unpacked to disk, so a name in an archive is only ever compared, never a path.

mod archive;
mod bytes;
mod folder;
mod found_files;
mod unpacked;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::databases::{self, DatabaseSessions};
use super::error::ImportError;
use super::sidecars::{Sidecar, Sidecars};
use crate::domain::attachment::Content;
use crate::unix::files::read_exact_at;
pub use bytes::SourceBytes;
use found_files::FoundFiles;
use unpacked::Unpacked;

/// Extensions of files that may hold conversations, where there are others beside them.
const EXTENSIONS: [&str; 3] = [".json", ".jsonl", ".ndjson"];

/// Extensions of text for people, which may hold conversations where nothing else does.
pub const PROSE: [&str; 7] = [".md", ".markdown", ".txt", ".csv", ".tsv", ".html", ".htm"];

/// The extension of the sessions of agents. The folder of a session's name beside it belongs to it.
const SESSION: &str = ".jsonl";

/// A file or several, opened.
#[derive(Default)]
pub struct ImportSource {
    /// What may hold conversations, in the order of their names.
    pub files: Vec<JsonFile>,
    /// The files that these may name.
    pub sidecars: Sidecars,
    /// What was left out without being read, in full sentences.
    pub notes: Vec<String>,
}

/// A file that may hold conversations.
pub struct JsonFile {
    /// Its name within the archive or folder, or that of the file itself.
    pub name: String,
    /// Its bytes, which a stream gives only once.
    pub content: Box<dyn Content>,
    /// It was chosen for its name alone, so it may well hold no conversations.
    pub is_guess: bool,
}

impl ImportSource {
    /// Opens a path: a folder with everything in it, or a file.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let kind = path.metadata().map_err(ImportError::Unreadable)?;
        if kind.is_dir() {
            return folder::files(path).map(Self::of_several).map_err(ImportError::Unreadable);
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let file = File::open(path).map_err(ImportError::Unreadable)?;
        if !kind.is_file() {
            return Self::of_stream(name, file);
        }
        if begins(&file, databases::BEGINNING)
            && let Some(sessions) = DatabaseSessions::of(path, None).map_err(ImportError::Unreadable)?
        {
            return Ok(Self::of_database(name, sessions));
        }
        let mut source = Self::of(name, file.into())?;
        // What an agent keeps beside a session: long outputs, and the sessions of agents that it started.
        let beside = path.with_extension("");
        if source.sidecars.is_empty() && is_session(path) && beside.is_dir() {
            let found = folder::files(&beside).map_err(ImportError::Unreadable)?;
            source.sidecars =
                Sidecars::new(found.files.into_iter().map(|(name, content)| Sidecar::new(&name, content)).collect());
        }
        Ok(source)
    }

    /// One session of a database that an agent keeps.
    pub fn of_database_session(path: &Path, id: &str) -> Result<Self, ImportError> {
        let sessions = DatabaseSessions::of(path, Some(id)).map_err(ImportError::Unreadable)?;
        let sessions = sessions.ok_or_else(|| ImportError::Unreadable(io::ErrorKind::InvalidData.into()))?;
        Ok(Self::of_database(id.to_owned(), sessions))
    }

    /// What can only be read once, as standard input: an archive is first written to an unnamed
    /// temporary file, in which one can go back and forth.
    pub fn of_stream(name: String, mut stream: impl Read + Send + 'static) -> Result<Self, ImportError> {
        let mut start = Vec::new();
        stream.by_ref().take(4).read_to_end(&mut start).map_err(ImportError::Unreadable)?;
        let is_archive = archive::is_beginning(&start);
        let mut stream = io::Cursor::new(start).chain(stream);
        if !is_archive {
            return Ok(Self::of_one(name, bytes::Once::new(stream)));
        }
        let spooled = tempfile::tempfile().and_then(|mut file| io::copy(&mut stream, &mut file).map(|_| file));
        Self::of(name, spooled.map_err(ImportError::Unreadable)?.into())
    }

    /// A file's bytes, wherever they are.
    pub fn of(name: String, bytes: SourceBytes) -> Result<Self, ImportError> {
        let mut start = Vec::new();
        bytes.open().and_then(|reader| reader.take(4).read_to_end(&mut start)).map_err(ImportError::Unreadable)?;
        if archive::is_beginning(&start) {
            return archive::files(bytes).map(Self::of_several);
        }
        Ok(Self::of_one(name, bytes))
    }

    /// How many bytes there seem to be to read for conversations, as [`super::ReadOptions::progress`]
    /// counts them; `None` for a stream.
    pub fn size_hint(&self) -> Option<u64> {
        let mut sizes = self.files.iter().map(|file| file.content.size_hint());
        sizes.try_fold(0, |sum: u64, size| Some(sum.saturating_add(size?)))
    }

    fn of_database(name: String, sessions: DatabaseSessions) -> Self {
        let content = Box::new(sessions);
        Self { files: vec![JsonFile { name, content, is_guess: false }], ..Self::default() }
    }

    fn of_one(name: String, content: impl Content + 'static) -> Self {
        let content = Box::new(Unpacked(content));
        Self { files: vec![JsonFile { name, content, is_guess: false }], ..Self::default() }
    }

    fn of_several(found: FoundFiles) -> Self {
        let FoundFiles { files: mut all, notes } = found;
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (mut files, mut sidecars) = (Vec::new(), Vec::new());
        let sessions: HashSet<String> =
            all.iter().filter_map(|(name, _)| name.strip_suffix(SESSION).map(str::to_owned)).collect();
        // Where there is no other file, the conversations may be text: an export as Markdown, or an agent's log.
        let endings = if all.iter().any(|(name, _)| ends_with(name, &EXTENSIONS)) { &EXTENSIONS[..] } else { &PROSE };
        for (name, content) in all {
            let is_beside = name.match_indices('/').any(|(end, _)| sessions.contains(&name[..end]));
            if ends_with(&name, endings) && !is_beside {
                files.push(JsonFile { name, content: Box::new(Unpacked(content)), is_guess: true });
            } else {
                sidecars.push(Sidecar::new(&name, content));
            }
        }
        Self { files, sidecars: Sidecars::new(sidecars), notes }
    }
}

/// Whether a file begins so.
fn begins(file: &File, beginning: &[u8]) -> bool {
    let mut start = vec![0; beginning.len()];
    read_exact_at(file, &mut start, 0).is_ok() && start == beginning
}

/// Whether this may be a session, with a folder beside it.
fn is_session(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == SESSION.trim_start_matches('.'))
}

/// Whether a file of that name is read for conversations, by these endings. macOS puts a `._` file beside each one that
/// it packs, which has its extension and holds something else.
fn ends_with(name: &str, endings: &[&str]) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let name = unpacked::ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    !name.starts_with("._") && endings.iter().any(|ending| name.ends_with(ending))
}

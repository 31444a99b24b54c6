//! A session that its program still writes: of a file with a line for each entry only those lines are read that were added.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::Path;

use super::conversation::refusal;
use super::error::{FileError, ImportError};
use super::event::ReadOptions;
use super::format::SoFar;
use super::reader::{ChatSoFar, LinesSoFar, stem};
use super::sidecars::Sidecars;
use super::source::{ImportSource, SourceBytes};
use crate::base::json;
use crate::domain::chat::NewChat;
use crate::domain::message::NewMessage;
use crate::domain::part;
use crate::unix::files;

/// How much is read at a time to find the end of a line.
const CHUNK: u64 = 64 * 1024;
/// The longest first line of a session, in bytes.
const FIRST_LINE: u64 = 1024 * 1024;
/// By so many pieces of so many bytes from everywhere in a file, and by a longer one at its end, it is known again.
const SAMPLES: u64 = 64;
const SAMPLE: u64 = 1024;
const END: u64 = 32 * 1024;

/// A session's file, as far as it was read.
pub struct GrowingSession {
    lines: LinesSoFar,
    read: Extent,
    chat: Option<NewChat>,
    /// A file that can't be read so, and its length then.
    refused: Option<((u64, u64), u64)>,
}

/// What is to be known to read a file.
struct About<'a> {
    name: &'a str,
    beside: &'a Sidecars,
    options: &'a ReadOptions,
}

/// What was read of which file.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Extent {
    file: (u64, u64),
    end: u64,
    digest: u64,
}

/// What a session is now.
pub struct SessionNow<'a> {
    /// The conversation.
    pub chat: &'a NewChat,
    /// So many of its first messages are what they were the last time.
    pub same: usize,
}

impl GrowingSession {
    /// Nothing was read.
    pub fn new() -> Self {
        Self { lines: LinesSoFar::default(), read: Extent::default(), chat: None, refused: None }
    }

    /// Reads the lines that were added to a file, or all of them, as [`super::read`] would read the file. `None` where it can't
    /// be read so: it is another kind of file, or its format does not know without all lines what came of them.
    pub fn read_on(&mut self, path: &Path, options: &ReadOptions) -> Result<Option<SessionNow<'_>>, ImportError> {
        if !path.metadata().map_err(ImportError::Unreadable)?.is_file() {
            return Ok(None);
        }
        let file = File::open(path).map_err(ImportError::Unreadable)?;
        let beside = ImportSource::open(path)?.sidecars;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let about = About { name: &name, beside: &beside, options };
        let mut same = self.take_added(&file, &about).map_err(ImportError::Unreadable)?;
        if same.is_none() {
            // Its person has gone back, it was written anew, or nothing was read yet.
            same = self.take_all(&file, &about).map_err(ImportError::Unreadable)?;
        }
        Ok(same.zip(self.chat.as_ref()).map(|(same, chat)| SessionNow { chat, same }))
    }

    /// Takes what was added to a file; `None` when it is another one, or has to be read anew.
    fn take_added(&mut self, file: &File, about: &About<'_>) -> io::Result<Option<usize>> {
        if self.chat.is_none() || extent(file, self.read.end)? != Some(self.read) {
            return Ok(None);
        }
        let end = end_of_lines(file, self.read.end)?;
        self.take(file, end, about)
    }

    /// Takes a file from its beginning.
    fn take_all(&mut self, file: &File, about: &About<'_>) -> io::Result<Option<usize>> {
        let now = (identity(file)?, file.metadata()?.len());
        if self.refused.is_some_and(|(refused, length)| refused == now.0 && (length..2 * length).contains(&now.1)) {
            return Ok(None);
        }
        *self = Self::new();
        let Some(end) = end_of_session(file)? else { return Ok(None) };
        let same = self.take(file, end, about)?;
        if same.is_none() {
            *self = Self { refused: Some(now), ..Self::new() };
        }
        Ok(same)
    }

    /// Takes what stands before that place; how many of the first messages are what they were.
    fn take(&mut self, file: &File, end: u64, about: &About<'_>) -> io::Result<Option<usize>> {
        let Self { mut lines, read, chat, .. } = std::mem::replace(self, Self::new());
        let Some(now) = extent(file, end)? else { return Ok(None) };
        let added = SourceBytes::from(file.try_clone()?).at(read.end).take(end - read.end);
        let taken = match lines.take(added, about.name, about.beside, about.options) {
            Err(FileError::Unreadable(error)) => return Err(error),
            taken => taken.ok().flatten(),
        };
        let Some(ChatSoFar { format, so_far, attachments }) = taken else { return Ok(None) };
        let (mut messages, mut files) = chat.map(|chat| (chat.messages, chat.attachments)).unwrap_or_default();
        let SoFar { same, mut chat } = so_far;
        messages.truncate(same);
        messages.extend(std::mem::take(&mut chat.messages).into_iter().map(NewMessage::from));
        if messages.is_empty() || refusal(messages.iter().map(|it| (it.role, it.parts.as_slice()))).is_some() {
            return Ok(None);
        }
        files.extend(attachments);
        let mut named: HashSet<_> = messages.iter().flat_map(|message| part::digests(&message.parts)).collect();
        files.retain(|file| named.remove(&file.sha256));
        let fallback = Some(stem(about.name)).filter(|stem| !stem.is_empty()).unwrap_or(&about.options.fallback_name);
        let chat = chat.into_chat_without(&messages, format, fallback);
        let chat = Some(NewChat { messages, attachments: files, ..chat });
        *self = Self { lines, read: now, chat, refused: None };
        Ok(Some(same))
    }
}

/// Where the lines of a session end; `None` when a file does not begin with one.
fn end_of_session(file: &File) -> io::Result<Option<u64>> {
    let mut start = Vec::new();
    SourceBytes::from(file.try_clone()?).take(FIRST_LINE).read_to_end(&mut start)?;
    let end = memchr::memchr(b'\n', &start);
    let is_line = end.and_then(|end| start.get(..end)).is_some_and(is_object);
    if is_line { end_of_lines(file, 0).map(Some) } else { Ok(None) }
}

/// Whether a line is an object by itself.
fn is_object(line: &[u8]) -> bool {
    line.starts_with(b"{") && line.trim_ascii_end().ends_with(b"}") && json::parse(line).is_ok()
}

/// Where the lines end that are whole. Behind the last one may be no line break.
fn end_of_lines(file: &File, from: u64) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let mut end = length;
    while end > from {
        let begin = from.max(end.saturating_sub(CHUNK));
        let line_break = memchr::memrchr(b'\n', &read(file, begin, end)?);
        end = line_break.map_or(begin, |at| begin + at as u64 + 1);
        if line_break.is_some() {
            break;
        }
    }
    // Most of what its program has not written to its end can be told by how it ends.
    let may_be_whole = read(file, end.max(length.saturating_sub(16)), length)?.trim_ascii_end().ends_with(b"}");
    Ok(if may_be_whole && is_object(&read(file, end, length)?) { length } else { end })
}

fn read(file: &File, from: u64, to: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(to - from).map_err(io::Error::other)?];
    files::read_exact_at(file, &mut bytes, from)?;
    Ok(bytes)
}

/// By which a file is known, whatever its name is.
fn identity(file: &File) -> io::Result<(u64, u64)> {
    file.metadata().map(|about| files::identity(&about))
}

/// What a file has before that place; `None` when it ends before it.
fn extent(file: &File, end: u64) -> io::Result<Option<Extent>> {
    if file.metadata()?.len() < end {
        return Ok(None);
    }
    let mut hasher = DefaultHasher::new();
    let mut sample = |at: u64, length: u64| {
        hasher.write(&read(file, at, end.min(at + length))?);
        Ok::<_, io::Error>(())
    };
    for number in 0..SAMPLES {
        sample(end / SAMPLES * number, SAMPLE)?;
    }
    sample(end.saturating_sub(END), END)?;
    Ok(Some(Extent { file: identity(file)?, end, digest: hasher.finish() }))
}

//! Where a session is that is being written: whether there is more of it, and all of it.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::file_names::with_ending;
use crate::base::json;
use crate::commands::import::CONVERSATION_BYTES;
use crate::domain::chat::NewChat;
use crate::host::agent_sessions::{AgentSession, Program};
use crate::import::{
    self, FileFormat, GrowingSession, ImportError, ImportEvent, ImportSource, ReadOptions, SessionNow, Stop,
};
use crate::unix::files::identity;

/// How much of its end is looked at.
const TAIL: i64 = 64 * 1024;

/// Which conversation of a file is meant, in which format.
pub type Wanted = (Option<&'static FileFormat>, usize);

/// A session's file, or its place in a database.
pub enum SessionPlace {
    File(PathBuf),
    Session(AgentSession),
}

/// By which it shows that something was written: of the file, and of what SQLite writes first.
#[derive(PartialEq, Eq)]
pub struct FileState([Option<FileVersion>; 2]);

/// Which file it is, its length, and when it was written.
#[derive(PartialEq, Eq)]
struct FileVersion {
    file: (u64, u64),
    length: u64,
    at: SystemTime,
}

impl FileState {
    /// Whether there is no file.
    pub const fn is_gone(&self) -> bool {
        self.0[0].is_none()
    }
}

impl SessionPlace {
    /// Its file.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Session(session) => &session.path,
        }
    }

    pub fn state(&self) -> FileState {
        let of = |path: &Path| {
            let file = fs::metadata(path).ok()?;
            Some(FileVersion { file: identity(&file), length: file.len(), at: file.modified().ok()? })
        };
        FileState([of(self.path()), of(&with_ending(self.path(), "-wal"))])
    }

    /// The conversation of that number, from 1, that it holds now, and how many of its first messages are what they were when
    /// it was read last; `None` while there is none to be seen. `session` has what was read of it.
    pub fn read<'a>(
        &self,
        (format, number): Wanted,
        session: &'a mut GrowingSession,
    ) -> Result<Option<(Cow<'a, NewChat>, usize)>, ImportError> {
        let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
        if number == 1
            && let Some(SessionNow { chat, same }) = session.read_on(self.path(), &options)?
        {
            return Ok(Some((Cow::Borrowed(chat), same)));
        }
        Ok(self.read_whole(number, &options)?.map(|chat| (Cow::Owned(chat), 0)))
    }

    fn read_whole(&self, number: usize, options: &ReadOptions) -> Result<Option<NewChat>, ImportError> {
        let source = match self {
            Self::File(path) => ImportSource::open(path)?,
            Self::Session(session) => session.open()?,
        };
        let (mut count, mut found) = (0, None);
        let read = import::read(&source, options, &mut |event| {
            let ImportEvent::Chat { chat, .. } = event else { return Ok(()) };
            count += 1;
            if count < number {
                return Ok(());
            }
            found = Some(*chat);
            Err(Stop)
        });
        match read {
            Ok(()) | Err(ImportError::Stopped) => Ok(found),
            Err(ImportError::Unreadable(error)) => Err(ImportError::Unreadable(error)),
            // Half of it was rewritten.
            Err(_) => Ok(None),
        }
    }

    /// Whether its program says that it has ended, as Copilot CLI does.
    pub fn has_ended(&self) -> bool {
        let Self::Session(AgentSession { program: Program::CopilotCli, path, .. }) = self else { return false };
        let last = || -> io::Result<Vec<u8>> {
            let mut file = fs::File::open(path)?;
            let length = i64::try_from(file.metadata()?.len()).unwrap_or(i64::MAX);
            file.seek(SeekFrom::End(-length.min(TAIL)))?;
            let mut tail = Vec::new();
            file.read_to_end(&mut tail)?;
            Ok(tail)
        };
        let tail = last().unwrap_or_default();
        let line = tail.trim_ascii_end().rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        json::parse(line).is_ok_and(|event| event["type"] == "session.shutdown")
    }
}

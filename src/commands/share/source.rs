//! Which conversation is shared: one in a file, in a coding agent's session, or a stored one.

use std::path::Path;
use std::sync::Arc;

use super::follow;
use super::session_place::{SessionPlace, Wanted};
use crate::app::import_job;
use crate::cli::{ChatName, Share, chat_name};
use crate::commands::import::{CONVERSATION_BYTES, NOT_FETCHED, open, refusal, with_room};
use crate::commands::progress::Progress;
use crate::commands::terminal::{counted, display_path, eprint_line, one_line, title};
use crate::commands::when::{ago, local};
use crate::commands::{Failure, link, sessions};
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::host::agent_sessions::{AgentFolders, AgentSession};
use crate::import::{self, FileFormat, ImportError, ImportEvent, ImportSource, ReadOptions, Stop};
use crate::store::Store;

/// How many of a file's conversations are listed for a person to choose from.
const MOST_LISTED: usize = 10;

/// What can't go on is not followed.
pub const NO_SESSION: &str = "--follow is for a session of a coding agent, or its file";

/// A conversation to share.
pub enum ConversationSource {
    /// In the database.
    Stored(ChatId),
    /// In a file.
    Found {
        /// The conversation.
        chat: Box<NewChat>,
        /// The files in which its attachments are.
        _source: Box<ImportSource>,
        /// Where it is read again; `None` for standard input.
        place: Option<SessionPlace>,
    },
}

/// A conversation in that list: when it changed, its number in the file, and its line.
type ChatLine = (Option<Timestamp>, usize, String);

impl ConversationSource {
    /// Finds the conversation that the arguments name; nothing is stored. A bare number is always a stored
    /// conversation: files and sessions have names of their own.
    pub fn find(store: &Store, owner: Option<UserId>, arguments: &Share) -> Result<Self, Failure> {
        let homes = AgentFolders::of_this_machine;
        if let Some(name) = stored_name(arguments)? {
            return stored(store, owner, &name);
        }
        match &arguments.what {
            None => Self::of_session(&sessions::newest_here(&homes())?, arguments),
            // A file in a folder that is closed to us is not missing.
            Some(what) if what == Path::new("-") || what.try_exists().unwrap_or(true) => {
                let place = (what != Path::new("-")).then(|| SessionPlace::File(what.clone()));
                Self::in_file(open(what), place, &display_path(what), arguments)
            }
            Some(what) => Self::of_session(&sessions::find(&homes(), what)?, arguments),
        }
    }

    /// Where it goes on, if it can, and nobody follows it yet.
    pub fn follow_on(
        &mut self,
        store: &Store,
        owner: Option<UserId>,
        arguments: &Share,
    ) -> Result<(SessionPlace, Wanted), Failure> {
        let Self::Found { chat, place, .. } = self else {
            return Err(Failure::new(NO_SESSION));
        };
        follow::check(store, owner, chat)?;
        let place = place.take().ok_or_else(|| Failure::new("--follow needs a file, which standard input is not"))?;
        Ok((place, (arguments.format, arguments.chat.unwrap_or(1))))
    }

    /// The conversation in a session of a coding agent.
    fn of_session(session: &AgentSession, arguments: &Share) -> Result<Self, Failure> {
        let path = display_path(&session.path);
        let when = ago(session.modified, std::time::SystemTime::now());
        eprint_line(format_args!("{} session, {when}: {path}", session.program.title()));
        let place = Some(SessionPlace::Session(session.clone()));
        Self::in_file(session.open().map_err(|error| refusal(&error)), place, &path, arguments)
    }

    /// The conversation in a file that people know as `name`.
    fn in_file(
        source: Result<ImportSource, Failure>,
        place: Option<SessionPlace>,
        name: &str,
        arguments: &Share,
    ) -> Result<Self, Failure> {
        let located = |failure: Failure| failure.of(name);
        let source = source.map_err(located)?;
        let chat = with_room(|| choose(&source, arguments.format, arguments.chat, name)).flatten().map_err(located)?;
        let chat = Box::new(import_job::cut(*chat, arguments.title.as_ref(), arguments.last));
        Ok(Self::Found { chat, _source: Box::new(source), place })
    }
}

/// The stored conversation that the arguments name; `None` where they name a file or a session.
pub fn stored_name(arguments: &Share) -> Result<Option<ChatName>, Failure> {
    let name = match &arguments.what {
        None if arguments.here => return Ok(None),
        None => {
            let number = arguments.chat.and_then(|number| i64::try_from(number).ok()).unwrap_or_default();
            ChatName::Number(ChatId::new(number))
        }
        Some(what) => {
            let text = what.to_str().unwrap_or_default();
            if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
                ChatName::Number(ChatId::new(text.parse().unwrap_or(i64::MAX)))
            } else {
                match chat_name(text) {
                    Ok(link @ (ChatName::Link(_) | ChatName::Short(_))) if what != Path::new("-") && !what.exists() => {
                        link
                    }
                    _ => return Ok(None),
                }
            }
        }
    };
    if arguments.last.is_some() || arguments.format.is_some() {
        return Err(Failure::new(
            "--last and --format are for files; choose messages of a stored conversation with --messages or --until",
        ));
    }
    if arguments.what.is_some() && arguments.chat.is_some() {
        return Err(Failure::new("--chat chooses a conversation from a file; this is a stored conversation"));
    }
    Ok(Some(name))
}

/// A conversation in the database.
fn stored(store: &Store, owner: Option<UserId>, name: &ChatName) -> Result<ConversationSource, Failure> {
    link::chat(store, owner, name).map(ConversationSource::Stored).map_err(|failure| match name {
        ChatName::Number(id) => Failure::new(format!(
            "{failure}. A coding agent's session is named s{0} (neptun-share sessions), a file ./{0}",
            id.get()
        )),
        // Links of ChatGPT and others end as ours do.
        ChatName::Link(_) | ChatName::Short(_) => Failure::new(format!("{failure}. {NOT_FETCHED}")),
    })
}

/// The only conversation of a file, or the one whose number was given.
pub fn choose(
    source: &ImportSource,
    format: Option<&'static FileFormat>,
    wanted: Option<usize>,
    name: &str,
) -> Result<Box<NewChat>, Failure> {
    let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
    let progress = Progress::follow(source.size_hint(), Arc::clone(&options.progress));
    let (mut count, mut kept, mut newest) = (0, None, Vec::<ChatLine>::new());
    let read = import::read(source, &options, &mut |event| {
        match event {
            ImportEvent::File { .. } | ImportEvent::Known(_) => {}
            ImportEvent::Note(text) | ImportEvent::Whole { text, .. } => {
                progress.beside(|| eprint_line(format_args!("{name}: {}", one_line(&text))))
            }
            ImportEvent::Skipped { label, reason } => progress
                .beside(|| eprint_line(format_args!("{name}: skipped: {}: {}.", one_line(&label), one_line(&reason)))),
            ImportEvent::Chat { chat, notes } => {
                count += 1;
                if wanted.is_none() {
                    list(&mut newest, count, &chat);
                }
                if count == wanted.unwrap_or(1) {
                    kept = Some((chat, notes));
                    if wanted.is_some() {
                        return Err(Stop);
                    }
                } else if wanted.is_none() {
                    // More than one: none is taken.
                    kept = None;
                }
            }
        }
        Ok(())
    });
    drop(progress);
    match read {
        Ok(()) | Err(ImportError::Stopped) => {}
        Err(error) => return Err(refusal(&error)),
    }
    match (kept, wanted) {
        (Some((chat, notes)), _) => {
            for note in notes {
                eprint_line(format_args!("{name}: {}.", one_line(&note)));
            }
            Ok(chat)
        }
        (None, Some(number)) => {
            Err(Failure::new(format!("it contains {}, so there is no number {number}", counted(count, "conversation"))))
        }
        (None, None) => Err(Failure::new(format!(
            "it contains {}; choose one with --chat NUMBER. The newest:\n{}",
            counted(count, "conversation"),
            newest.into_iter().map(|(_, _, line)| line).collect::<Vec<_>>().join("\n")
        ))),
    }
}

/// Keeps the newest ones.
fn list(newest: &mut Vec<ChatLine>, number: usize, chat: &NewChat) {
    let time = chat.updated_at.or(chat.created_at);
    let when = time.map_or_else(|| " ".repeat(16), local);
    let line = format!("{number:>7}  {when}  {} ({})", title(&chat.name), counted(chat.messages.len(), "message"));
    let at = newest.partition_point(|(other_time, other_number, _)| (*other_time, *other_number) > (time, number));
    if at < MOST_LISTED {
        newest.insert(at, (time, number, line));
        newest.truncate(MOST_LISTED);
    }
}

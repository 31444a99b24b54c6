//! A conversation as a file: Markdown for people, JSON that `import` takes back. Read piece by piece
//! from the database, so that neither a long conversation nor its attachments are held at once.

use std::io::{self, Read};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};
use crate::domain::part::Sha256;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::{Connection, Store, StoreError, attachments, chats, messages};

/// Messages that are read at a time.
const PAGE: i64 = 32;

/// What our JSON calls itself.
const JSON_FORMAT: &str = "neptun-share/1";

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people; attachments are named.
    Markdown,
    /// Complete, with attachments and parts.
    Json,
}

impl Format {
    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// As `Content-Type`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// As a file's name ends.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
        }
    }
}

/// The file's bytes. Reading fails when the conversation changes meanwhile.
pub struct Export {
    store: Store,
    chat: Chat,
    revision: i64,
    format: Format,
    next: Step,
    ready: io::Cursor<Vec<u8>>,
}

enum Step {
    Head,
    /// The messages behind that one.
    Messages {
        after: i64,
    },
    Attachments,
    /// A file and those behind it, from that piece on.
    Attachment {
        files: std::vec::IntoIter<Sha256>,
        file: Sha256,
        chunk: u64,
    },
    Done,
}

impl Export {
    /// Begins to export a chat, whose owner or reader the caller has let in.
    pub fn open(store: &Store, chat: Chat, format: Format) -> Result<Self, StoreError> {
        let revision = store.read_one(|db| chats::revision(db, chat.id))?.unwrap_or_default();
        let (store, ready) = (store.clone(), io::Cursor::default());
        Ok(Self { store, chat, revision, format, next: Step::Head, ready })
    }

    /// Writes the next piece and says what follows it.
    fn step(&self, db: &Connection, step: Step, out: &mut Vec<u8>) -> io::Result<Step> {
        let is_json = self.format == Format::Json;
        Ok(match step {
            Step::Head => {
                if is_json {
                    let Chat { name, model, created_at, updated_at, .. } = &self.chat;
                    let chat = ChatView { name, model, created_at: *created_at, updated_at: *updated_at };
                    out.extend_from_slice(format!("{{\"format\":\"{JSON_FORMAT}\",\"chat\":").as_bytes());
                    serde_json::to_writer(&mut *out, &chat)?;
                    out.extend_from_slice(b",\"messages\":[");
                } else {
                    let Chat { name, model, created_at, .. } = &self.chat;
                    out.extend_from_slice(
                        format!("# {}\n\n*{}, {created_at}*\n", name.as_str(), model.as_str()).as_bytes(),
                    );
                }
                Step::Messages { after: 0 }
            }
            Step::Messages { after } => {
                let page = messages::page(db, self.chat.id, after, PAGE).map_err(failed)?;
                for (number, message) in page.iter().enumerate() {
                    if is_json {
                        out.extend_from_slice(if after == 0 && number == 0 { b"\n" } else { b",\n" });
                        serde_json::to_writer(&mut *out, &MessageView::of(message))?;
                    } else {
                        let text = format!("\n## {}\n\n{}\n", author(message.role), message.content.trim_end());
                        out.extend_from_slice(text.as_bytes());
                    }
                }
                match page.last() {
                    Some(last) => Step::Messages { after: last.id.get() },
                    None if is_json => {
                        out.extend_from_slice(b"\n],\"attachments\":[");
                        Step::Attachments
                    }
                    None => Step::Done,
                }
            }
            Step::Attachments => {
                let files = attachments::of_chat(db, self.chat.id).map_err(failed)?;
                let files: Vec<Sha256> = files.into_iter().map(|(sha256, _)| sha256).collect();
                self.begin_file(db, files.into_iter(), true, out)?
            }
            Step::Attachment { files, file, chunk } => match attachments::chunk(db, file, chunk).map_err(failed)? {
                Some(bytes) => {
                    out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
                    Step::Attachment { files, file, chunk: chunk + 1 }
                }
                None => {
                    out.extend_from_slice(b"\"}");
                    self.begin_file(db, files, false, out)?
                }
            },
            Step::Done => Step::Done,
        })
    }

    fn begin_file(
        &self,
        db: &Connection,
        mut files: std::vec::IntoIter<Sha256>,
        is_first: bool,
        out: &mut Vec<u8>,
    ) -> io::Result<Step> {
        let Some(file) = files.next() else {
            out.extend_from_slice(b"]}\n");
            return Ok(Step::Done);
        };
        let stored = attachments::find(db, self.chat.id, file).map_err(failed)?.ok_or_else(changed)?;
        let (media_type, size) = (serde_json::to_string(&stored.media_type)?, stored.size);
        let comma = if is_first { "" } else { "," };
        let head = format!("{comma}\n{{\"sha256\":\"{file}\",\"media_type\":{media_type},\"size\":{size},\"data\":\"");
        out.extend_from_slice(head.as_bytes());
        Ok(Step::Attachment { files, file, chunk: 0 })
    }
}

impl Read for Export {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() || matches!(self.next, Step::Done) {
                return Ok(length);
            }
            let mut bytes = std::mem::take(self.ready.get_mut());
            bytes.clear();
            let step = std::mem::replace(&mut self.next, Step::Done);
            self.next = self.store.read(|db| {
                // All pieces are of one state.
                if chats::revision(db, self.chat.id).map_err(failed)? != Some(self.revision) {
                    return Err(Failed(changed()));
                }
                self.step(db, step, &mut bytes).map_err(Failed)
            })?;
            self.ready = io::Cursor::new(bytes);
        }
    }
}

fn changed() -> io::Error {
    io::Error::other("the conversation changed while it was read; try again")
}

fn failed(error: StoreError) -> io::Error {
    io::Error::other(error.to_string())
}

/// An error on its way through the store.
struct Failed(io::Error);

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(failed(error))
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}

impl From<Failed> for io::Error {
    fn from(Failed(error): Failed) -> Self {
        error
    }
}

const fn author(role: Role) -> &'static str {
    match role {
        Role::User => "User",
        Role::Assistant => "Assistant",
        Role::System => "System",
        Role::Tool => "Tool",
    }
}

#[derive(Serialize)]
struct ChatView<'a> {
    name: &'a ShortText,
    model: &'a ShortText,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct MessageView<'a> {
    role: Role,
    content: &'a str,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'a RawValue>,
}

impl<'a> MessageView<'a> {
    fn of(message: &'a Message) -> Self {
        let Message { role, content, parts, created_at, .. } = message;
        Self { role: *role, content, created_at: *created_at, parts: parts.as_deref() }
    }
}

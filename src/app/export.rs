//! A conversation as a file: Markdown and HTML for people, JSON that `import` can read. It is read from the database
//! piece by piece, so that neither a long conversation nor its attachments are held in memory as a whole.

mod archive;
mod file_name;
mod html;
mod json;
mod markdown;
mod messages;

use std::io::{self, Read};
use std::sync::Arc;

use crate::app::public_view::{PublicFile, PublicView};
use crate::domain::attachment::StoredAttachment;
use crate::domain::chat::Chat;
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::message::Message;
use crate::domain::part::Sha256;
use crate::render::{Renderer, SavedPage};
use crate::store::{Connection, Store, StoreError, chats};
pub use archive::{Archive, ArchivedFile, UniqueNames, archive};
pub use file_name::{ascii, file_name};
use html::Html;
use json::Json;
use markdown::Markdown;
use messages::Messages;

/// Messages that are read at a time.
const PAGE: i64 = 32;

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people; attachments are only named.
    Markdown,
    /// Complete, with attachments and parts; `import` can read it.
    Json,
    /// For people: one page that opens offline, with its files.
    Html,
    /// For programs: roles and texts, as the APIs of models accept them; attachments are left out.
    Messages,
}

impl Format {
    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "html" => Some(Self::Html),
            "messages" => Some(Self::Messages),
            _ => None,
        }
    }

    /// As `Content-Type`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json | Self::Messages => "application/json",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    /// As a file's name ends.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Html => "html",
            Self::Messages => "messages.json",
        }
    }
}

/// What is exported, as it was at one moment.
pub struct ExportSource {
    /// What of it is to be read.
    view: PublicView,
    /// The conversation.
    pub chat: Chat,
    /// What `import` is to know it by when it comes again, in JSON.
    pub source_id: Option<String>,
    moment: Moment,
    /// How many messages it has.
    length: usize,
    /// Whether an agent took steps in it.
    has_steps: bool,
    /// All of its files, also those that no message names any more.
    files: Vec<(Sha256, StoredAttachment)>,
}

/// When an export began: what was there then. Whoever writes meanwhile adds messages, of which none comes along.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    revision: i64,
    rewritten: i64,
    /// The last message, and a digest of those that end with it.
    pub(super) last: i64,
    end: u64,
}

impl Moment {
    /// Now.
    pub(super) fn of(db: &Connection, view: &PublicView) -> Result<Self, StoreError> {
        let (revision, rewritten) = (view.revision(db)?.unwrap_or_default(), view.rewritten(db)?.unwrap_or_default());
        let last = view.last_id(db)?;
        Ok(Self { revision, rewritten, last, end: view.end_digest(db, last)? })
    }

    /// Reads while all that was there is there, as it was; else an error, and whoever asks again gets what is there now.
    pub(super) fn read_same<T>(
        &self,
        store: &Store,
        view: &PublicView,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> io::Result<T> {
        let read = store.read(|db| match self.is_there(db, view)? {
            true => read(db).map(Some),
            false => Ok::<_, StoreError>(None),
        });
        read.map_err(|error| io::Error::other(error.to_string()))?
            .ok_or_else(|| io::Error::other("the conversation changed while it was read; try again"))
    }

    /// Whether all that was there is there, as it was.
    fn is_there(&self, db: &Connection, view: &PublicView) -> Result<bool, StoreError> {
        Ok(match view.revision(db)? {
            None => false,
            Some(revision) if revision == self.revision => true,
            Some(_) => view.rewritten(db)? == Some(self.rewritten) && view.end_digest(db, self.last)? == self.end,
        })
    }
}

impl ExportSource {
    /// Looks at a whole conversation of somebody's; `None` when they have none of that number.
    pub fn of_owner(store: &Store, owner: UserId, id: ChatId) -> Result<Option<Self>, StoreError> {
        store.read(|db| {
            let chat = chats::find(db, owner, id)?;
            chat.map(|chat| Self::read(db, PublicView::whole(chat.id))).transpose()
        })
    }

    /// Looks at what is to be read, in the transaction in which its reader was let in.
    pub fn read(db: &Connection, view: PublicView) -> Result<Self, StoreError> {
        let (chat, moment) = (view.chat(db)?, Moment::of(db, &view)?);
        let (length, files) = (view.count(db)?, view.files(db)?);
        let has_steps = view.has_steps(db, PAGE)?;
        Ok(Self { view, chat, source_id: None, moment, length, has_steps, files })
    }
}

/// Writes one format. What it needs for that from the database it is brought, when it says so.
pub(super) trait Writer: Send {
    /// What it needs next.
    fn need(&self) -> Need;

    /// Writes the next messages; behind an empty list there are no more.
    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()>;

    /// Writes the next piece of a file; behind `None` there are no more.
    fn chunk(&mut self, chunk: Option<Vec<u8>>, out: &mut Vec<u8>) -> io::Result<()>;
}

/// What a writer needs.
#[derive(Clone, Copy)]
pub(super) enum Need {
    /// The next messages.
    Messages,
    /// That piece of a file, the first one 0.
    Chunk { file: Sha256, number: u64 },
    /// All is written.
    Nothing,
}

/// The file's bytes. Reading fails when what was there is changed or taken back meanwhile: all pieces are of one state.
pub struct ExportReader {
    store: Store,
    view: PublicView,
    moment: Moment,
    /// The file that is being written.
    file: Option<(Sha256, PublicFile)>,
    writer: Box<dyn Writer>,
    /// The number of the last message that was read, and of the last that is to be.
    after: i64,
    last: i64,
    ready: io::Cursor<Vec<u8>>,
}

impl ExportReader {
    /// Begins to export what the caller has let somebody in to. HTML needs the renderer and the page.
    pub fn new(
        store: &Store,
        source: ExportSource,
        format: Format,
        renderer: &Arc<Renderer>,
        page: &Arc<SavedPage>,
    ) -> io::Result<Self> {
        let ExportSource { view, chat, source_id, moment, length, has_steps, files } = source;
        let mut begin = Vec::new();
        let writer: Box<dyn Writer> = match format {
            Format::Markdown => Box::new(Markdown::begin(&chat, &mut begin)),
            Format::Json => Box::new(Json::begin(&chat, source_id.as_deref(), files, &mut begin)?),
            Format::Messages => Box::new(Messages::begin(&chat, &mut begin)?),
            Format::Html => Box::new(Html::begin(&chat, length, has_steps, &files, renderer, page, &mut begin)),
        };
        Ok(Self::with(store, (view, moment), writer, begin))
    }

    /// JSON of the messages behind one of them, up to another one.
    pub fn json(
        store: &Store,
        source: ExportSource,
        behind: Option<MessageId>,
        last: Option<MessageId>,
    ) -> io::Result<Self> {
        let ExportSource { view, chat, source_id, moment, files, .. } = source;
        let mut begin = Vec::new();
        let writer = Box::new(Json::begin(&chat, source_id.as_deref(), files, &mut begin)?);
        let (after, last) = (behind.map_or(0, MessageId::get), last.map_or(moment.last, MessageId::get));
        Ok(Self { after, last, ..Self::with(store, (view, moment), writer, begin) })
    }

    /// The same with a writer of the caller's, which has written `begin` already.
    pub(super) fn with(
        store: &Store,
        (view, moment): (PublicView, Moment),
        writer: Box<dyn Writer>,
        begin: Vec<u8>,
    ) -> Self {
        let (store, ready) = (store.clone(), io::Cursor::new(begin));
        Self { store, view, moment, file: None, writer, after: 0, last: moment.last, ready }
    }

    /// Reads what was there when the export began.
    fn read_same<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> io::Result<T> {
        self.moment.read_same(&self.store, &self.view, read)
    }

    /// A piece of a file, as readers get it.
    fn chunk(&mut self, sha256: Sha256, number: u64) -> io::Result<Option<Vec<u8>>> {
        if self.file.as_ref().is_none_or(|(known, _)| *known != sha256) {
            let file = self.read_same(|db| self.view.present(db)?.file(db, sha256))?;
            self.file = file.map(|file| (sha256, file));
        }
        let Some((sha256, mut file)) = self.file.take() else { return Ok(None) };
        let chunk = self.read_same(|db| file.chunk(db, number))?;
        self.file = Some((sha256, file));
        Ok(chunk)
    }

    /// Writes the next piece; false when there is none.
    fn write(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        match self.writer.need() {
            Need::Nothing => return Ok(false),
            Need::Messages => {
                // As readers get them now: something may have been redacted since.
                let mut page = self.read_same(|db| self.view.present(db)?.piece(db, self.after, PAGE))?;
                page.retain(|message| message.id.get() <= self.last);
                self.after = page.last().map_or(self.after, |last| last.id.get());
                // Nothing of the database is held while they are rendered.
                self.writer.messages(page, out)?;
            }
            Need::Chunk { file, number } => {
                let chunk = self.chunk(file, number)?;
                self.writer.chunk(chunk, out)?;
            }
        }
        Ok(true)
    }
}

impl Read for ExportReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() {
                return Ok(length);
            }
            let mut bytes = std::mem::take(self.ready.get_mut());
            bytes.clear();
            let has_more = self.write(&mut bytes)?;
            self.ready = io::Cursor::new(bytes);
            if !has_more {
                return Ok(0);
            }
        }
    }
}

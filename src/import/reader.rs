//! Reads one file: from its bytes to conversations.

mod counted;
mod decode;
mod early_skips;
mod foreign;
mod problem;

use std::collections::HashMap;
use std::io::Read;

use super::conversation::{Context, ImportedChat, JsonFields, Location, NOTHING_VISIBLE, TITLE, Value};
use super::error::FileError;
use super::event::{ImportEvent, ReadOptions, Sink, Stop};
use super::format::{FileFormat, RowCollector};
use super::sidecars::Sidecars;
use super::source::JsonFile;
use super::splitter::{JsonText, SplitError, Splitter, Wrappers};
use crate::domain::text::opening_words;
use counted::CountedReader;
use decode::decode;
use early_skips::EarlySkips;
use problem::problem;

/// How deep a conversation may be nested: in LibreChat's trees each message is two levels inside the
/// one before it.
const MAX_DEPTH: usize = 1000;

/// What is known of a file while it is read.
pub struct FileReader<'a, 's> {
    file: &'a JsonFile,
    /// The formats that are asked.
    formats: &'static [FileFormat],
    options: &'a ReadOptions,
    context: Context<'a>,
    /// The format of what came before: it reads what no format recognises, to say what it lacks.
    usual: Option<&'static FileFormat>,
    /// The conversation whose parts the texts are.
    rows: Option<(&'static FileFormat, Box<dyn RowCollector>)>,
    /// The bytes of these texts, which are held to the bound of a conversation, too.
    rows_bytes: usize,
    has_replaced: bool,
    chats: usize,
    skips: EarlySkips,
    sink: &'a mut Sink<'s>,
}

impl<'a, 's> FileReader<'a, 's> {
    /// For that file, with those beside it, in one of these formats.
    pub fn new(
        file: &'a JsonFile,
        sidecars: &'a Sidecars,
        formats: &'static [FileFormat],
        options: &'a ReadOptions,
        sink: &'a mut Sink<'s>,
    ) -> Self {
        let stem = stem(&file.name);
        let file_name = if stem.is_empty() { options.fallback_name.as_str() } else { stem };
        Self {
            file,
            formats,
            options,
            context: Context::new(file_name, sidecars),
            usual: None,
            rows: None,
            rows_bytes: 0,
            has_replaced: false,
            chats: 0,
            skips: EarlySkips::default(),
            sink,
        }
    }

    /// Reads the file; an error when no conversation was found.
    pub fn read(mut self, wrappers: Wrappers) -> Result<(), FileError> {
        let content = self.file.content.open().map_err(FileError::Unreadable)?;
        let counted = CountedReader::new(content, self.options.progress.clone());
        let mut splitter = Splitter::new(counted, self.options.conversation_bytes, wrappers);
        let start = splitter.beginning().map_err(FileError::Unreadable)?;
        if start.is_empty() {
            return Err(FileError::Empty);
        }
        if let Some(what) = foreign::kind(start) {
            return Err(FileError::Foreign(what));
        }
        let fault = self.take_all(&mut splitter)?;
        self.finish(fault)
    }

    /// Takes text after text; where they stop to be JSON, if they do.
    fn take_all(&mut self, splitter: &mut Splitter<impl Read>) -> Result<Option<String>, FileError> {
        loop {
            match splitter.next() {
                Ok(Some(text)) => self.take(text)?,
                Ok(None) => return Ok(None),
                Err(SplitError::Fault(fault)) if self.has_nothing() => return Err(FileError::NotJson(fault)),
                Err(SplitError::Fault(fault)) => return Ok(Some(fault.to_string())),
                Err(SplitError::Io(error)) if self.has_nothing() => return Err(FileError::Unreadable(error)),
                Err(SplitError::Io(error)) => return Ok(Some(format!("The rest can't be read: {error}."))),
            }
        }
    }

    fn has_nothing(&self) -> bool {
        self.chats == 0 && self.rows.is_none() && self.skips.kept.is_empty()
    }

    fn take(&mut self, text: JsonText) -> Result<(), FileError> {
        let (place, bytes) = match text {
            JsonText::Whole(place, bytes) => (place, bytes),
            JsonText::TooLong(place) => {
                let most = self.options.conversation_bytes / (1024 * 1024);
                return self.skip(place.label("Conversation"), format!("it is longer than {most} MiB"));
            }
        };
        if !self.has_room_for(place, bytes.len()) {
            return Ok(());
        }
        let (text, was_replaced) = decode(&bytes);
        self.has_replaced |= was_replaced;
        match crate::base::json::parse_to_depth(text.as_bytes(), MAX_DEPTH) {
            Ok(value) => {
                drop(text);
                drop(bytes);
                self.take_value(place, &value)
            }
            Err(error) => {
                let reason = format!("it can't be read ({})", problem(&error));
                if self.rows.is_none() {
                    return self.skip(place.label("Conversation"), reason);
                }
                self.context.note(format!("{place}: {reason}"));
                Ok(())
            }
        }
    }

    /// Whether the conversation whose rows are collected may have so many bytes more; the first time
    /// that it may not is noted.
    fn has_room_for(&mut self, place: Location, length: usize) -> bool {
        if self.rows.is_none() {
            self.rows_bytes = length;
            return true;
        }
        let most = self.options.conversation_bytes;
        let had_room = self.rows_bytes <= most;
        self.rows_bytes = self.rows_bytes.saturating_add(length);
        if had_room && self.rows_bytes > most {
            let most = most / (1024 * 1024);
            self.context.note(format!("{place}: from here on it is longer than {most} MiB, and left out"));
        }
        self.rows_bytes <= most
    }

    fn take_value(&mut self, place: Location, value: &Value) -> Result<(), FileError> {
        if let Some((_, rows)) = &mut self.rows {
            rows.take(value, place, &mut self.context);
            return Ok(());
        }
        let formats = self.formats;
        for format in formats {
            if format.is_whole(value) {
                return self.take_whole(format, place, value);
            }
            if let Some(rows) = format.rows.as_ref().filter(|rows| (rows.recognises)(value)) {
                let (_, rows) = self.rows.insert((format, (rows.begin)()));
                rows.take(value, place, &mut self.context);
                return Ok(());
            }
        }
        // Exports put behind each other: a list of conversations on each line, for example.
        let is_conversation = |item: &Value| formats.iter().any(|format| format.is_whole(item));
        if let Some(items) = value.as_array().filter(|items| items.iter().any(is_conversation)) {
            return items.iter().try_for_each(|item| self.take_value(place, item));
        }
        if let Some(format) = self.usual.or(self.options.format).filter(|format| format.whole.is_some()) {
            return self.take_whole(format, place, value);
        }
        self.skips.note_unknown(value);
        let label = place.label(if place == Location::Only { "File" } else { "Text" });
        self.skip(label, "it is not a conversation of a known kind".to_owned())
    }

    fn take_whole(&mut self, format: &'static FileFormat, place: Location, value: &Value) -> Result<(), FileError> {
        let Some(whole) = &format.whole else { return Ok(()) };
        self.usual = Some(format);
        match (whole.read)(value, &mut self.context) {
            Ok(chat) => self.put(format, vec![chat]),
            Err(reason) => {
                self.context.take();
                let place = place.label("Conversation");
                let label = match value.any_text(TITLE) {
                    Some(title) => format!("{place} (“{}”)", opening_words(title, 60)),
                    None => place,
                };
                self.skip(label, reason)
            }
        }
    }

    fn put(&mut self, format: &'static FileFormat, chats: Vec<ImportedChat>) -> Result<(), FileError> {
        if self.chats == 0 {
            self.send(ImportEvent::File { name: self.file.name.clone(), format: format.name })?;
            for (label, reason) in std::mem::take(&mut self.skips.kept) {
                self.send(ImportEvent::Skipped { label, reason })?;
            }
            if let more @ 1.. = std::mem::take(&mut self.skips.more) {
                let note = format!("And {more} more texts before the first conversation could not be read.");
                self.send(ImportEvent::Note(note))?;
            }
        }
        let (attachments, mut notes) = self.context.take();
        let places: HashMap<_, usize> = (0..).zip(&attachments).map(|(place, file)| (file.sha256, place)).collect();
        for chat in chats {
            self.chats += 1;
            let mut named: Vec<usize> =
                chat.digests().iter().filter_map(|digest| places.get(digest).copied()).collect();
            named.sort_unstable();
            let attachments = named.into_iter().map(|place| attachments[place].clone()).collect();
            let chat = Box::new(chat.into_chat(format.name, self.context.file_name, attachments));
            self.send(ImportEvent::Chat { chat, notes: std::mem::take(&mut notes) })?;
        }
        Ok(())
    }

    fn skip(&mut self, label: String, reason: String) -> Result<(), FileError> {
        if self.chats > 0 {
            return self.send(ImportEvent::Skipped { label, reason });
        }
        self.skips.add(label, reason);
        Ok(())
    }

    fn finish(mut self, fault: Option<String>) -> Result<(), FileError> {
        if let Some((format, rows)) = self.rows.take() {
            let chats = rows.finish(&mut self.context);
            self.finish_rows(format, chats)?;
        }
        if self.chats == 0 {
            return Err(self.skips.into_error(fault));
        }
        if self.has_replaced {
            let note = "The file is not all UTF-8: each byte that is not is imported as “\u{fffd}”.";
            self.send(ImportEvent::Note(note.to_owned()))?;
        }
        fault.map_or(Ok(()), |fault| self.send(ImportEvent::Note(format!("{fault} Only what comes before was read."))))
    }

    fn finish_rows(&mut self, format: &'static FileFormat, chats: Vec<ImportedChat>) -> Result<(), FileError> {
        let (chats, empty): (Vec<_>, Vec<_>) = chats.into_iter().partition(|chat| !chat.messages.is_empty());
        if chats.is_empty() {
            let (_, mut notes) = self.context.take();
            if notes.is_empty() {
                notes.push(NOTHING_VISIBLE.to_owned());
            }
            self.skips.kept.extend(notes.into_iter().map(|note| ("The conversation".to_owned(), note)));
            return Ok(());
        }
        self.put(format, chats)?;
        for chat in empty {
            let name = chat.title.or(chat.id).unwrap_or_default();
            self.skip(format!("Conversation “{}”", opening_words(&name, 60)), NOTHING_VISIBLE.to_owned())?;
        }
        Ok(())
    }

    fn send(&mut self, event: ImportEvent) -> Result<(), FileError> {
        (self.sink)(event).map_err(|Stop| FileError::Stopped)
    }
}

/// The file's name without folders and extension.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if stem.is_empty() || extension.len() > 6 { name.trim_matches('-') } else { stem }
}

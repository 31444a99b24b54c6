//! Reads one file: from its bytes to conversations.

mod counted;
mod decode;
mod early_skips;
mod foreign;
mod problem;
mod report;
mod salvage;

use std::borrow::Cow;
use std::io::Read;

use serde_json::json;

use super::conversation::{
    Context, ImportedChat, LenientFields, Location, NOTHING_UNDERSTOOD, NOTHING_VISIBLE, TITLE, Value, nested,
};
use super::error::FileError;
use super::event::{ReadOptions, Sink};
use super::format::{FileFormat, RowCollector};
use super::formats;
use super::sidecars::Sidecars;
use super::source::JsonFile;
use super::splitter::{JsonText, SplitError, Splitter, Wrappers};
use crate::domain::text::opening_words;
use counted::CountedReader;
use decode::decode;
use problem::problem;
use report::FileReport;
use salvage::SavedObjects;

/// How deep a conversation may be nested: in LibreChat's trees each message is two levels inside the
/// one before it.
const MAX_DEPTH: usize = 1000;

/// The format of pages that a browser has saved.
const WEB_PAGE: &str = "web-page";
/// In the names of fields that hold what a model answered.
const ANSWERS: [&str; 6] = ["response", "answer", "output", "completion", "choices", "reply"];
/// The longest line that is kept to be joined with the next, in bytes.
const MAX_TORN: usize = 1024 * 1024;

/// A line that can't be read by itself.
struct TornLine {
    place: Location,
    text: String,
    reason: String,
}

/// What is known of a file while it is read.
struct ConversationReader<'a, 's> {
    /// The formats that are asked.
    formats: &'static [FileFormat],
    options: &'a ReadOptions,
    context: Context<'a>,
    /// The format of the last conversation: it reads what no format recognises, to say what is missing there.
    usual: Option<&'static FileFormat>,
    /// The conversation whose parts the texts are.
    rows: Option<(&'static FileFormat, Box<dyn RowCollector>)>,
    /// The bytes of these texts, which are held to the bound of a conversation, too.
    rows_bytes: usize,
    /// A line that ends within a record: the next one may go on with it.
    torn: Option<TornLine>,
    has_replaced: bool,
    report: FileReport<'a, 's>,
}

/// Reads a file with those beside it, in one of these formats; an error when no conversation was found.
pub fn read(
    file: &JsonFile,
    sidecars: &Sidecars,
    formats: &'static [FileFormat],
    wrappers: Wrappers,
    options: &ReadOptions,
    sink: &mut Sink<'_>,
) -> Result<(), FileError> {
    let content = file.content.open().map_err(FileError::Unreadable)?;
    let counted = CountedReader::new(content, options.progress.clone());
    let mut splitter = Splitter::new(counted, options.conversation_bytes, wrappers);
    let start = splitter.beginning().map_err(FileError::Unreadable)?;
    if start.is_empty() {
        return Err(FileError::Empty);
    }
    if let Some(what) = foreign::kind(start) {
        return Err(FileError::Foreign(what));
    }
    let stem = stem(&file.name);
    let file_name = if stem.is_empty() { options.fallback_name.as_str() } else { stem };
    let mut reader = ConversationReader {
        formats,
        options,
        context: Context::new(file_name, sidecars),
        usual: None,
        rows: None,
        rows_bytes: 0,
        torn: None,
        has_replaced: false,
        report: FileReport::new(&file.name, file.is_guess, sink),
    };
    let fault = splitter.fault_here();
    if let Some(bytes) = splitter.prose().map_err(FileError::Unreadable)? {
        let (text, was_replaced) = decode(&bytes);
        let is_prose = is_prose(&file.name, &text);
        let is_page = formats::web_page::is_page(&text);
        let text = Value::from(text);
        if is_page && !reader.formats.iter().any(|format| format.name == WEB_PAGE && format.is_whole(&text)) {
            return Err(FileError::Foreign(formats::web_page::UNKNOWN));
        }
        if !reader.is_whole(&text) && formats::split(&text).is_none() {
            return Err(if is_prose { FileError::Unmarked } else { FileError::NotJson(fault) });
        }
        reader.has_replaced = was_replaced;
        reader.take_value(Location::Only, &text)?;
        return reader.finish(None);
    }
    let fault = reader.take_all(&mut splitter)?;
    reader.finish(fault)
}

/// Whether a file is text for people. What was pasted has a name without an ending, and more than a word.
fn is_prose(name: &str, text: &str) -> bool {
    let is_text = [".md", ".markdown", ".txt"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    is_text || !name.is_empty() && !name.contains('.') && text.split_whitespace().nth(1).is_some()
}

impl ConversationReader<'_, '_> {
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
        self.rows.is_none() && self.torn.is_none() && self.report.is_empty()
    }

    fn take(&mut self, text: JsonText) -> Result<(), FileError> {
        let (place, bytes) = match text {
            JsonText::Whole(place, bytes) => (place, bytes),
            JsonText::TooLong(place) => {
                let most = self.options.conversation_bytes / (1024 * 1024);
                return self.report.skip(place.label("Conversation"), format!("it is longer than {most} MiB"));
            }
        };
        if !self.has_room_for(place, bytes.len()) {
            return Ok(());
        }
        let (text, was_replaced) = decode(&bytes);
        self.has_replaced |= was_replaced;
        if let Some(TornLine { place, text: before, reason }) = self.torn.take() {
            let joined = salvage::repaired(&format!("{before}\n{text}"));
            match joined.and_then(|joined| crate::base::json::parse_to_depth(joined.as_bytes(), MAX_DEPTH).ok()) {
                Some(value) => return self.take_value(place, &value),
                None => self.lose(place, reason)?,
            }
        }
        let parse = |text: &str| crate::base::json::parse_to_depth(text.as_bytes(), MAX_DEPTH);
        let error = match parse(&text) {
            Ok(value) => {
                drop(text);
                drop(bytes);
                return self.take_value(place, &value);
            }
            Err(error) => error,
        };
        let repaired = salvage::repaired(&text);
        if let Some(value) = repaired.as_deref().and_then(|text| parse(text).ok()) {
            return self.take_value(place, &value);
        }
        let reason = format!("it can't be read ({})", problem(&error));
        let is_line = matches!(place, Location::Line(_));
        let text = repaired.map_or(text, Cow::Owned);
        let mut saved = if is_line { salvage::objects(&text) } else { SavedObjects::default() };
        saved.objects.retain(|value| self.is_record(value));
        if saved.objects.is_empty() {
            // A raw line break in a string makes two lines of one record.
            if is_line && error.is_eof() && text.len() <= MAX_TORN {
                self.torn = Some(TornLine { place, text: text.into_owned(), reason });
                return Ok(());
            }
            return self.lose(place, reason);
        }
        saved.objects.iter().try_for_each(|value| self.take_value(place, value))?;
        if saved.has_lost {
            self.context.note(format!("{place}: {reason}, but for the whole records on it"));
        }
        Ok(())
    }

    fn is_whole(&self, value: &Value) -> bool {
        self.formats.iter().any(|format| format.is_whole(value))
    }

    /// Whether a value is a text of the conversation being read, or one that begins another.
    fn is_record(&self, value: &Value) -> bool {
        let is_row = |format: &FileFormat| format.rows.as_ref().is_some_and(|rows| (rows.recognises)(value));
        match &self.rows {
            Some((format, _)) => is_row(format),
            None => self.formats.iter().any(|format| format.is_whole(value) || is_row(format)),
        }
    }

    /// A text that can't be read, for that reason.
    fn lose(&mut self, place: Location, reason: String) -> Result<(), FileError> {
        if self.rows.is_none() {
            return self.report.skip(place.label("Conversation"), reason);
        }
        self.context.note(format!("{place}: {reason}"));
        Ok(())
    }

    /// Whether the conversation whose rows are collected may have this many bytes more; the first time
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
        match &mut self.rows {
            Some((_, rows)) if rows.ends_before(value) => self.finish_rows()?,
            Some((_, rows)) => {
                rows.take(value, place, &mut self.context);
                return Ok(());
            }
            None => {}
        }
        if let Some(conversations) = formats::split(value) {
            return conversations.iter().try_for_each(|conversation| self.take_value(place, conversation));
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
        // Backups of chat programs.
        let within: Vec<&Value> = nested::find(value).into_iter().filter(|value| self.is_whole(value)).collect();
        if let [_] = within.as_slice() {
            // Of one alone, as in a log, what was answered may stand beside it.
            let is_answer = |name: &str| ANSWERS.iter().any(|part| name.to_ascii_lowercase().contains(part));
            let beside = value.as_object().into_iter().flatten();
            let beside = beside.filter(|(name, field)| is_answer(name) && !nested::holds(field));
            beside.for_each(|(name, field)| self.context.note_unread(&json!({name: field}), &[]));
        }
        if !within.is_empty() {
            return within.into_iter().try_for_each(|conversation| self.take_value(place, conversation));
        }
        if let Some(format) = self.usual.or(self.options.format).filter(|format| format.whole.is_some()) {
            return self.take_whole(format, place, value);
        }
        let label = place.label(if place == Location::Only { "File" } else { "Text" });
        self.report.skip_unknown(label, value)
    }

    fn take_whole(&mut self, format: &'static FileFormat, place: Location, value: &Value) -> Result<(), FileError> {
        let Some(whole) = &format.whole else { return Ok(()) };
        self.usual = Some(format);
        let read = (whole.read)(value, &mut self.context);
        match read.and_then(|chat| if chat.is_strange() { Err(NOTHING_UNDERSTOOD.to_owned()) } else { Ok(chat) }) {
            Ok(chat) => self.report.put(format, vec![chat], &mut self.context),
            Err(reason) => {
                self.context.take();
                let place = place.label("Conversation");
                let label = match value.any_text(TITLE) {
                    Some(title) => format!("{place} (“{}”)", opening_words(title, 60)),
                    None => place,
                };
                self.report.skip(label, reason)
            }
        }
    }

    fn finish(mut self, fault: Option<String>) -> Result<(), FileError> {
        if let Some(TornLine { place, reason, .. }) = self.torn.take() {
            self.lose(place, reason)?;
        }
        self.finish_rows()?;
        self.report.finish(self.has_replaced, fault)
    }

    fn finish_rows(&mut self) -> Result<(), FileError> {
        match self.rows.take() {
            Some((format, rows)) => {
                let chats = rows.finish(&mut self.context);
                self.put_rows(format, chats)
            }
            None => Ok(()),
        }
    }

    fn put_rows(&mut self, format: &FileFormat, chats: Vec<ImportedChat>) -> Result<(), FileError> {
        let is_seen = |chat: &ImportedChat| !chat.messages.is_empty() && !chat.is_strange();
        let (chats, others): (Vec<_>, Vec<_>) = chats.into_iter().partition(is_seen);
        if chats.is_empty() {
            let (_, notes) = self.context.take();
            let reasons = match others.iter().any(ImportedChat::is_strange) {
                true => vec![NOTHING_UNDERSTOOD.to_owned()],
                false if notes.is_empty() => vec![NOTHING_VISIBLE.to_owned()],
                false => notes,
            };
            return reasons.into_iter().try_for_each(|reason| self.report.skip("The conversation".to_owned(), reason));
        }
        self.report.put(format, chats, &mut self.context)?;
        for chat in others {
            let reason = if chat.is_strange() { NOTHING_UNDERSTOOD } else { NOTHING_VISIBLE };
            let name = chat.title.or(chat.id).unwrap_or_default();
            self.report.skip(format!("Conversation “{}”", opening_words(&name, 60)), reason.to_owned())?;
        }
        Ok(())
    }
}

/// The file's name without folders and extension.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or_default();
    let name = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if stem.is_empty() || extension.len() > 6 { name.trim_matches('-') } else { stem }
}

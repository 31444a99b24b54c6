//! One file: from its bytes to conversations.

mod foreign;

use std::collections::HashMap;
use std::io::Read;

use serde_json::Value;

use super::context::Context;
use super::decode::decode;
use super::draft::{Draft, NOTHING_VISIBLE};
use super::error::{ImportError, problem};
use super::format::{self, FORMATS, Format, Rows};
use super::source::{Counted, Document, Shelf};
use super::splitter::{Piece, Place, Splitter, Stopped};
use super::{Event, Options, Sink, Stop, fields};
use crate::domain::text::opening_words;

/// How deep a conversation may be nested: in LibreChat's trees each message is two levels inside the
/// one before it.
const MAX_DEPTH: usize = 1000;

/// Reads a file; an error when no conversation was found.
pub fn read(document: &Document, shelf: &Shelf, options: &Options, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let content = document.content.open().map_err(ImportError::Unreadable)?;
    let stem = stem(&document.name);
    let file_name = if stem.is_empty() { options.fallback_name.as_str() } else { stem };
    let counted = Counted::new(content, options.progress.clone());
    let mut splitter = Splitter::new(counted, options.conversation_bytes, format::wraps);
    let start = splitter.beginning().map_err(ImportError::Unreadable)?;
    if start.is_empty() {
        return Err(ImportError::Empty);
    }
    if let Some(what) = foreign::kind(start) {
        return Err(ImportError::Foreign(what));
    }
    let mut reading = Reading {
        context: Context::new(file_name, shelf),
        options,
        name: &document.name,
        usual: None,
        rows: None,
        rows_bytes: 0,
        has_replaced: false,
        chats: 0,
        held: Held::default(),
        sink,
    };
    let fault = reading.take_all(&mut splitter)?;
    reading.finish(fault)
}

/// The file's name without folders and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if stem.is_empty() || ending.len() > 6 { name.trim_matches('-') } else { stem }
}

fn is_conversation(format: &Format, value: &Value) -> bool {
    format.whole.as_ref().is_some_and(|whole| (whole.recognises)(value))
}

/// What is known of a file while it is read.
struct Reading<'a, 's> {
    context: Context<'a>,
    options: &'a Options,
    name: &'a str,
    /// The format of what came before: it reads what no format recognises, to say what it lacks.
    usual: Option<&'static Format>,
    /// The conversation whose parts the texts are.
    rows: Option<(&'static Format, Box<dyn Rows>)>,
    /// The bytes of these texts, which are held to the bound of a conversation, too.
    rows_bytes: usize,
    has_replaced: bool,
    chats: usize,
    /// What was skipped before the first conversation: if there is none, it is why.
    held: Held,
    sink: &'a mut Sink<'s>,
}

#[derive(Default)]
struct Held {
    skipped: Vec<(String, String)>,
    /// How many there were beyond these.
    more: usize,
    /// What the first text is that is of no known kind, and how many there are.
    unknown: Option<String>,
    unknown_count: usize,
}

/// Skipped texts that are kept to be told of.
const MOST_HELD: usize = 100;

impl Reading<'_, '_> {
    /// Takes text after text; where they stop to be JSON, if they do.
    fn take_all(&mut self, splitter: &mut Splitter<impl Read>) -> Result<Option<String>, ImportError> {
        loop {
            match splitter.next() {
                Ok(Some(piece)) => self.take(piece)?,
                Ok(None) => return Ok(None),
                Err(Stopped::Fault(fault)) if self.has_nothing() => return Err(ImportError::NotJson(fault)),
                Err(Stopped::Fault(fault)) => return Ok(Some(fault.to_string())),
                Err(Stopped::Io(error)) if self.has_nothing() => return Err(ImportError::Unreadable(error)),
                Err(Stopped::Io(error)) => return Ok(Some(format!("The rest can't be read: {error}."))),
            }
        }
    }

    fn has_nothing(&self) -> bool {
        self.chats == 0 && self.rows.is_none() && self.held.skipped.is_empty()
    }

    fn take(&mut self, piece: Piece) -> Result<(), ImportError> {
        let (place, bytes) = match piece {
            Piece::Text(place, bytes) => (place, bytes),
            Piece::TooLong(place) => {
                let most = self.options.conversation_bytes / (1024 * 1024);
                return self.skip(place.label("Conversation"), format!("it is longer than {most} MiB"));
            }
        };
        if !self.has_room_for(place, bytes.len()) {
            return Ok(());
        }
        let (text, was_replaced) = decode(&bytes);
        self.has_replaced |= was_replaced;
        match crate::json::parse_to_depth(text.as_bytes(), MAX_DEPTH) {
            Ok(value) => {
                drop(text);
                drop(bytes);
                self.take_value(place, &value)
            }
            Err(error) => {
                let reason = format!("it can't be read ({})", problem(&error));
                match &self.rows {
                    Some(_) => self.context.note(format!("{}: {reason}", place.within("message"))),
                    None => self.skip(place.label("Conversation"), reason)?,
                }
                Ok(())
            }
        }
    }

    /// Whether the conversation that is gathered may have so many bytes more; the first time that it
    /// may not is remarked on.
    fn has_room_for(&mut self, place: Place, length: usize) -> bool {
        if self.rows.is_none() {
            self.rows_bytes = length;
            return true;
        }
        let most = self.options.conversation_bytes;
        let had_room = self.rows_bytes <= most;
        self.rows_bytes = self.rows_bytes.saturating_add(length);
        if had_room && self.rows_bytes > most {
            let place = place.within("message");
            let most = most / (1024 * 1024);
            self.context.note(format!("{place}: from here on it is longer than {most} MiB, and left out"));
        }
        self.rows_bytes <= most
    }

    fn take_value(&mut self, place: Place, value: &Value) -> Result<(), ImportError> {
        if let Some((_, rows)) = &mut self.rows {
            rows.take(value, place, &mut self.context);
            return Ok(());
        }
        let known = self.options.format.map_or(FORMATS, std::slice::from_ref);
        let is_whole = |format: &Format| is_conversation(format, value);
        let is_row = |format: &Format| format.rows.as_ref().is_some_and(|rows| (rows.recognises)(value));
        match known.iter().find(|format| is_whole(format) || is_row(format)) {
            Some(format) if is_whole(format) => self.take_whole(format, place, value),
            Some(format) => {
                let Some(rows) = &format.rows else { return Ok(()) };
                let mut rows = (rows.begin)();
                rows.take(value, place, &mut self.context);
                self.rows = Some((format, rows));
                Ok(())
            }
            // Exports put behind each other: a list of conversations on each line, for example.
            None if value.as_array().is_some_and(|items| {
                items.iter().any(|item| known.iter().any(|format| is_conversation(format, item)))
            }) =>
            {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                items.iter().try_for_each(|item| self.take_value(place, item))
            }
            None => match self.usual.or(self.options.format).filter(|format| format.whole.is_some()) {
                Some(format) => self.take_whole(format, place, value),
                None => {
                    self.held.unknown.get_or_insert_with(|| foreign::describe(value));
                    self.held.unknown_count += 1;
                    let label = place.label(if place == Place::Only { "File" } else { "Text" });
                    self.skip(label, "it is no conversation of a known kind".to_owned())
                }
            },
        }
    }

    fn take_whole(&mut self, format: &'static Format, place: Place, value: &Value) -> Result<(), ImportError> {
        let Some(whole) = &format.whole else { return Ok(()) };
        self.usual = Some(format);
        match (whole.read)(value, &mut self.context) {
            Ok(draft) => self.put(format, vec![draft]),
            Err(reason) => {
                self.context.take();
                let place = place.label("Conversation");
                let label = match fields::text(value, fields::TITLE) {
                    Some(title) => format!("{place} (“{}”)", opening_words(title, 60)),
                    None => place,
                };
                self.skip(label, reason)
            }
        }
    }

    fn put(&mut self, format: &'static Format, drafts: Vec<Draft>) -> Result<(), ImportError> {
        if self.chats == 0 {
            self.tell(Event::File { name: self.name.to_owned(), format: format.name })?;
            for (label, reason) in std::mem::take(&mut self.held.skipped) {
                self.tell(Event::Skipped { label, reason })?;
            }
            if self.held.more > 0 {
                let more = std::mem::take(&mut self.held.more);
                self.tell(Event::Note(format!(
                    "And {more} more texts before the first conversation could not be read."
                )))?;
            }
        }
        let (attachments, mut notes) = self.context.take();
        let places: HashMap<_, usize> = (0..).zip(&attachments).map(|(place, file)| (file.sha256, place)).collect();
        for draft in drafts {
            self.chats += 1;
            let named = draft.digests();
            let mut named: Vec<usize> = named.iter().filter_map(|digest| places.get(digest).copied()).collect();
            named.sort_unstable();
            let attachments = named.into_iter().map(|place| attachments[place].clone()).collect();
            let chat = Box::new(draft.into_chat(format.name, self.context.file_name, attachments));
            self.tell(Event::Chat { chat, notes: std::mem::take(&mut notes) })?;
        }
        Ok(())
    }

    fn skip(&mut self, label: String, reason: String) -> Result<(), ImportError> {
        if self.chats > 0 {
            return self.tell(Event::Skipped { label, reason });
        }
        if self.held.skipped.len() < MOST_HELD {
            self.held.skipped.push((label, reason));
        } else {
            self.held.more += 1;
        }
        Ok(())
    }

    fn finish(mut self, fault: Option<String>) -> Result<(), ImportError> {
        if let Some((format, rows)) = self.rows.take() {
            let drafts = rows.finish(&mut self.context).into_iter();
            let (drafts, empty): (Vec<Draft>, Vec<Draft>) = drafts.partition(|draft| !draft.messages.is_empty());
            if drafts.is_empty() {
                let (_, mut notes) = self.context.take();
                if notes.is_empty() {
                    notes.push(NOTHING_VISIBLE.to_owned());
                }
                self.held.skipped.extend(notes.into_iter().map(|note| ("The conversation".to_owned(), note)));
            } else {
                self.put(format, drafts)?;
                for draft in empty {
                    let name = draft.title.or(draft.id).unwrap_or_default();
                    self.skip(format!("Conversation “{}”", opening_words(&name, 60)), NOTHING_VISIBLE.to_owned())?;
                }
            }
        }
        if self.chats == 0 {
            let Held { skipped, more, unknown, unknown_count } = self.held;
            return Err(match unknown {
                Some(what) if unknown_count == skipped.len() + more => {
                    let what = if unknown_count > 1 {
                        format!("a list of {unknown_count}, the first is {what}")
                    } else {
                        what
                    };
                    match fault {
                        None => ImportError::Unrecognised(what),
                        Some(fault) => ImportError::NothingRead(vec![fault, format!("What comes before is {what}.")]),
                    }
                }
                _ if skipped.is_empty() => ImportError::Unrecognised("a list or object with nothing in it".to_owned()),
                _ => ImportError::NothingRead(
                    skipped.into_iter().map(|(label, reason)| format!("{label}: {reason}.")).chain(fault).collect(),
                ),
            });
        }
        if self.has_replaced {
            self.tell(Event::Note(
                "The file is not all UTF-8: each byte that is none is imported as “\u{fffd}”.".to_owned(),
            ))?;
        }
        if let Some(fault) = fault {
            self.tell(Event::Note(format!("{fault} Only what comes before was read.")))?;
        }
        Ok(())
    }

    fn tell(&mut self, event: Event) -> Result<(), ImportError> {
        (self.sink)(event).map_err(|Stop| ImportError::Stopped)
    }
}

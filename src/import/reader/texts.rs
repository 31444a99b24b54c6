//! From a file's texts to their values: what is torn or glued is mended where that can be done.

use std::borrow::Cow;

use super::ConversationReader;
use super::decode::decode;
use super::problem::problem;
use super::salvage::{self, SavedObjects};
use crate::base::json;
use crate::domain::chat::KnownText;
use crate::domain::part::Sha256;
use crate::import::conversation::dates::may_concern;
use crate::import::conversation::{Location, Value};
use crate::import::error::FileError;
use crate::import::format::FileFormat;
use crate::import::formats;
use crate::import::splitter::JsonText;

/// How deep a conversation may be nested: in LibreChat's trees each message is two levels inside the
/// one before it.
const MAX_DEPTH: usize = 1000;

/// The longest line that is kept to be joined with the next, in bytes.
const MAX_TORN: usize = 1024 * 1024;

/// A line that can't be read by itself.
pub struct TornLine {
    pub place: Location,
    text: String,
    pub reason: String,
}

impl ConversationReader<'_, '_> {
    pub(super) fn take(&mut self, text: JsonText) -> Result<(), FileError> {
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
        let digest = if self.rows.is_none() && self.torn.is_none() { self.texts.of(&bytes) } else { None };
        if let Some(known) = digest.and_then(|digest| self.known(digest)) {
            return self.take_known(known);
        }
        let (text, was_replaced) = decode(&bytes);
        self.has_replaced |= was_replaced;
        self.context.reads(None);
        if let Some(TornLine { place, text: before, reason }) = self.torn.take() {
            let joined = salvage::repaired(&format!("{before}\n{text}"));
            match joined.and_then(|joined| json::parse_to_depth(&joined, MAX_DEPTH).ok()) {
                Some(value) => return self.take_value(place, &value),
                None => self.lose(place, reason)?,
            }
        }
        let parse = |text: &str| json::parse_to_depth(text, MAX_DEPTH);
        let error = match parse(&text) {
            Ok(mut value) => {
                if may_concern(text.as_bytes()) {
                    self.order.settle(&mut value);
                }
                drop(text);
                drop(bytes);
                self.context.reads(digest.filter(|_| !was_replaced));
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

    /// What is here of a text.
    fn known(&self, digest: Sha256) -> Option<KnownText> {
        self.options.known.as_ref()?(digest)
    }

    fn take_known(&mut self, known: KnownText) -> Result<(), FileError> {
        // It reads what no format recognises.
        let format = formats::named(&known.format);
        self.usual = format.or(self.usual);
        self.report.put_known(format.map_or("", |format| format.name), known)
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
    pub(super) fn lose(&mut self, place: Location, reason: String) -> Result<(), FileError> {
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
}

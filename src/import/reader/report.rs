//! What is reported of a file while it is read.

use std::collections::HashMap;

use super::early_skips::EarlySkips;
use crate::domain::chat::KnownText;
use crate::import::conversation::{Context, ImportedChat, Value};
use crate::import::error::FileError;
use crate::import::event::{ImportEvent, Sink, Stop};
use crate::import::format::FileFormat;

/// The report of a file's reading.
pub struct FileReport<'a, 's> {
    /// The file's name.
    name: &'a str,
    /// Others are read with it, and go on when it breaks off.
    is_member: bool,
    chats: usize,
    skips: EarlySkips,
    sink: &'a mut Sink<'s>,
}

impl<'a, 's> FileReport<'a, 's> {
    /// Nothing yet.
    pub fn new(name: &'a str, is_member: bool, sink: &'a mut Sink<'s>) -> Self {
        Self { name, is_member, chats: 0, skips: EarlySkips::default(), sink }
    }

    /// Whether neither a conversation nor anything that was skipped was there yet.
    pub const fn is_empty(&self) -> bool {
        self.chats == 0 && self.skips.kept.is_empty()
    }

    /// These conversations, with the attachments and notes that the context has of them.
    pub fn put(
        &mut self,
        format: &FileFormat,
        mut chats: Vec<ImportedChat>,
        context: &mut Context<'_>,
    ) -> Result<(), FileError> {
        // An export of this program is complete.
        if format.name != "neptun-share" {
            chats.iter_mut().for_each(|chat| chat.finish(context));
        }
        context.settle(&chats);
        self.begin(format.name)?;
        let is_one = chats.len() == 1;
        let (attachments, mut notes) = context.take();
        let places: HashMap<_, usize> = (0..).zip(&attachments).map(|(place, file)| (file.sha256, place)).collect();
        for chat in chats {
            self.chats += 1;
            let named = chat.digests();
            let mut named: Vec<usize> = named.iter().filter_map(|digest| places.get(digest).copied()).collect();
            named.sort_unstable();
            let attachments = named.into_iter().map(|place| attachments[place].clone()).collect();
            let mut chat = Box::new(chat.into_chat(format.name, context.file_name, attachments));
            if let Some(source) = chat.source.as_mut().filter(|source| source.id.is_some()) {
                source.text = context.text().filter(|_| is_one && notes.is_empty());
            }
            self.send(ImportEvent::Chat { chat, notes: std::mem::take(&mut notes) })?;
        }
        Ok(())
    }

    /// A conversation that is here already.
    pub fn put_known(&mut self, format: &'static str, known: KnownText) -> Result<(), FileError> {
        self.begin(format)?;
        self.chats += 1;
        self.send(ImportEvent::Known(known))
    }

    /// Says what comes before the first conversation.
    fn begin(&mut self, format: &'static str) -> Result<(), FileError> {
        if self.chats > 0 {
            return Ok(());
        }
        self.send(ImportEvent::File { name: self.name.to_owned(), format })?;
        for (label, reason) in std::mem::take(&mut self.skips.kept) {
            self.send(ImportEvent::Skipped { label, reason })?;
        }
        if let more @ 1.. = std::mem::take(&mut self.skips.more) {
            self.note(format!("And {more} more texts before the first conversation could not be read."))?;
        }
        Ok(())
    }

    /// A conversation that could not be read; `reason` is half a sentence.
    pub fn skip(&mut self, label: String, reason: String) -> Result<(), FileError> {
        if self.chats > 0 {
            return self.send(ImportEvent::Skipped { label, reason });
        }
        self.skips.add(label, reason);
        Ok(())
    }

    /// A text of an unknown kind.
    pub fn skip_unknown(&mut self, label: String, value: &Value) -> Result<(), FileError> {
        self.skips.note_unknown(value);
        self.skip(label, "it is not a conversation of a known kind".to_owned())
    }

    fn note(&mut self, note: String) -> Result<(), FileError> {
        self.send(ImportEvent::Note(note))
    }

    /// The end of the file; `fault` is where it ceases to be JSON. An error when no conversation was in it.
    pub fn finish(mut self, has_replaced: bool, fault: Option<String>) -> Result<(), FileError> {
        if self.chats == 0 {
            return Err(self.skips.into_error(fault));
        }
        if has_replaced {
            self.note("The file is not all UTF-8: each byte that is not is imported as “\u{fffd}”.".to_owned())?;
        }
        let Some(fault) = fault else { return Ok(()) };
        let text = format!("{fault} Only what comes before was read.");
        match self.is_member {
            true => self.send(ImportEvent::Whole { text: format!("“{}”: {text}", self.name), is_loss: true }),
            false => self.note(text),
        }
    }

    fn send(&mut self, event: ImportEvent) -> Result<(), FileError> {
        (self.sink)(event).map_err(|Stop| FileError::Stopped)
    }
}

//! Reads a conversation from lines that come part by part.

use std::cell::Cell;
use std::io::Read;

use super::texts::TornLine;
use super::{ConversationReader, FileReport, TextDigests, stem};
use crate::domain::attachment::NewAttachment;
use crate::import::conversation::Context;
use crate::import::conversation::dates::FileOrder;
use crate::import::error::FileError;
use crate::import::event::ReadOptions;
use crate::import::format::{FileFormat, RowCollector, SoFar};
use crate::import::formats::FORMATS;
use crate::import::sidecars::Sidecars;
use crate::import::splitter::Splitter;

/// What is kept of the lines that were read.
#[derive(Default)]
pub struct LinesSoFar {
    rows: Option<(&'static FileFormat, Box<dyn RowCollector>)>,
    rows_bytes: usize,
    torn: Option<TornLine>,
}

/// A conversation of which more is to come.
pub struct ChatSoFar {
    /// The name of its format.
    pub format: &'static str,
    /// Its messages but for the first ones, which are what they were before.
    pub so_far: SoFar,
    /// The files that came along with the new lines.
    pub attachments: Vec<NewAttachment>,
}

impl LinesSoFar {
    /// Takes more lines of a file. `None` when there is no conversation in them yet, or not one alone, or when its format can
    /// only read all lines at once.
    pub fn take(
        &mut self,
        content: impl Read,
        file_name: &str,
        sidecars: &Sidecars,
        options: &ReadOptions,
    ) -> Result<Option<ChatSoFar>, FileError> {
        let is_alone = Cell::new(true);
        let mut sink = |_| {
            is_alone.set(false);
            Ok(())
        };
        let stem = stem(file_name);
        let mut reader = ConversationReader {
            formats: options.format.map_or(FORMATS, std::slice::from_ref),
            options,
            context: Context::new(if stem.is_empty() { &options.fallback_name } else { stem }, sidecars),
            usual: None,
            rows: self.rows.take(),
            rows_bytes: self.rows_bytes,
            torn: self.torn.take(),
            has_replaced: false,
            order: FileOrder::default(),
            texts: TextDigests::new(options, file_name),
            report: FileReport::new(file_name, false, &mut sink),
        };
        reader.take_all(&mut Splitter::of_lines(content, options.conversation_bytes))?;
        let has_skipped = !reader.report.is_empty();
        let ConversationReader { mut context, rows, rows_bytes, torn, .. } = reader;
        (self.rows_bytes, self.torn) = (rows_bytes, torn);
        let Some((format, mut rows)) = rows.filter(|_| is_alone.get() && !has_skipped) else { return Ok(None) };
        let Some(mut so_far) = rows.so_far(&mut context) else { return Ok(None) };
        self.rows = Some((format, rows));
        so_far.chat.finish(&mut context);
        let (attachments, _) = context.take();
        Ok(Some(ChatSoFar { format: format.name, so_far, attachments }))
    }
}

//! Reads one file: from its bytes to conversations.

mod decode;
mod early_skips;
mod foreign;
mod known;
mod part_by_part;
mod problem;
mod report;
mod salvage;
mod texts;
mod values;

use std::io::Read;

use super::conversation::dates::FileOrder;
use super::conversation::{Context, Location, Value};
use super::error::FileError;
use super::event::{ReadOptions, Sink};
use super::format::{FileFormat, RowCollector};
use super::formats;
use super::sidecars::Sidecars;
use super::source::JsonFile;
use super::splitter::{SplitError, Splitter, Wrappers};
use crate::base::counted_reader::CountedReader;
use decode::decode;
use known::TextDigests;
pub use part_by_part::{ChatSoFar, LinesSoFar};
use report::FileReport;
use texts::TornLine;

/// The format of pages that a browser has saved.
const WEB_PAGE: &str = "web-page";

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
    /// Whether the day or the month comes first in its times.
    order: FileOrder,
    texts: TextDigests,
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
    let order = FileOrder::of_json(start);
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
        order,
        texts: TextDigests::new(options, file_name),
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

/// Whether a file is text for people, or was pasted or sent without a name: then there is no ending that says otherwise.
fn is_prose(name: &str, text: &str) -> bool {
    let is_text =
        [".md", ".markdown", ".txt", ".csv", ".tsv"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let is_binary = || text.contains(|c: char| c.is_control() && !c.is_whitespace());
    is_text || !name.contains('.') && !is_binary()
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

    fn finish(mut self, fault: Option<String>) -> Result<(), FileError> {
        if let Some(TornLine { place, reason, .. }) = self.torn.take() {
            self.lose(place, reason)?;
        }
        self.finish_rows()?;
        self.report.finish(self.has_replaced, fault)
    }
}

/// The file's name without folders and extension.
pub fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or_default();
    let name = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if stem.is_empty() || extension.len() > 6 { name.trim_matches('-') } else { stem }
}

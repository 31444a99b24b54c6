//! From a file's bytes to the JSON texts of its conversations, one at a time: a file may be larger
//! than memory, and a conversation that is broken, too long or nested too deeply must not cost another.
//!
//! Finds only where texts begin and end, by their brackets and quotes; whether they are JSON is seen
//! when each is parsed.

mod fault;
mod input;
mod layout;
mod scanner;
mod text_buffer;

use std::io::{self, Read};

use serde_json::Value;

use super::location::Location;
pub use fault::JsonFault;
use input::Input;
use layout::{Layout, layout};
use scanner::Scanner;
pub use text_buffer::JsonText;
use text_buffer::TextBuffer;

/// The fields that may wrap a list of texts, each with a test of the list's first element.
pub type Wrappers = &'static [(&'static str, fn(&Value) -> bool)];

/// How a file's bytes are cut into texts.
pub struct Splitter<R> {
    input: Input<R>,
    /// Longest text, in bytes.
    limit: usize,
    wrappers: Wrappers,
    layout: Layout,
    /// The line on which the file begins.
    first_line: usize,
    /// The number of the last text.
    number: usize,
}

/// Why there is no further text.
pub enum SplitError {
    /// The bytes can't be read.
    Io(io::Error),
    /// They cease to be JSON here.
    Fault(JsonFault),
}

impl From<io::Error> for SplitError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether what stands behind a bracket is no list: a word, or a time.
fn begins_words(rest: &[u8]) -> bool {
    match rest.first() {
        Some(byte) if byte.is_ascii_digit() => {
            let is_time = |byte: &&u8| byte.is_ascii_digit() || b" -/.,T".contains(byte);
            rest.iter().find(|byte| !is_time(byte)) == Some(&b':')
        }
        first => first.is_some_and(|byte| byte.is_ascii_alphabetic() && !b"tfnNI".contains(byte)),
    }
}

impl<R: Read> Splitter<R> {
    /// Cuts into texts of at most `limit` bytes.
    pub fn new(input: R, limit: usize, wrappers: Wrappers) -> Self {
        Self { input: Input::new(input), limit, wrappers, layout: Layout::Unknown, first_line: 1, number: 0 }
    }

    /// Takes each line for a text.
    pub fn of_lines(input: R, limit: usize) -> Self {
        Self { layout: Layout::Lines, ..Self::new(input, limit, &[]) }
    }

    /// The first bytes after a byte order mark and white space; empty at the end of the file.
    pub fn beginning(&mut self) -> io::Result<&[u8]> {
        self.input.peek()?;
        self.input.skip_mark();
        self.input.next_byte()?;
        self.input.peek()?;
        Ok(self.input.ready())
    }

    /// All bytes, at most so many as a text may have, where they do not begin as JSON; `None` where they do.
    pub fn prose(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.beginning()?;
        let ready = self.input.ready();
        let is_json = match ready {
            [] | [b'{', ..] => true,
            // A page may have lines of JSON in it.
            [b'<', ..] => false,
            [b'[', rest @ ..] => !begins_words(rest.trim_ascii_start()),
            _ => layout::has_objects_behind(ready),
        };
        if is_json {
            return Ok(None);
        }
        let mut text = TextBuffer::new(self.limit);
        loop {
            self.input.keep(self.input.ready().len(), &mut text);
            if !self.input.more()? {
                return Ok(Some(text.bytes));
            }
        }
    }

    /// Where the next byte is, as a place that is not JSON.
    pub fn fault_here(&self) -> JsonFault {
        JsonFault::new(self.input.position(), Some("expected a list or an object"))
    }

    /// The next text; `None` at the end.
    pub fn next(&mut self) -> Result<Option<JsonText>, SplitError> {
        loop {
            match self.layout {
                Layout::Unknown => {
                    if let Some(text) = self.begin()? {
                        return Ok(Some(text));
                    }
                }
                Layout::Lines => return Ok(self.input.take_line(self.limit)?),
                Layout::Sequence => {
                    return match self.input.next_byte()? {
                        None => Ok(None),
                        Some(_) => self.numbered().map(Some),
                    };
                }
                Layout::Elements { is_wrapped } => match self.input.next_byte()? {
                    None => return Err(self.fault(None)),
                    Some(b',') => self.input.take(1),
                    Some(b']') => {
                        self.input.take(1);
                        if is_wrapped && !self.input.take_value(&mut Scanner::inside(1), None)? {
                            return Err(self.fault(None));
                        }
                        self.layout = Layout::End;
                    }
                    Some(_) => return self.numbered().map(Some),
                },
                Layout::End => {
                    let end = self.input.line();
                    match self.input.next_byte()? {
                        None => self.layout = Layout::Done,
                        // The first of many lines, which was too long to look behind it.
                        Some(_) if end == self.first_line && self.input.line() > end => self.layout = Layout::Lines,
                        Some(b'{') => self.layout = Layout::Sequence,
                        Some(_) => return Err(self.fault(Some("there is more after its end"))),
                    }
                }
                Layout::Done => return Ok(None),
            }
        }
    }

    /// Finds out how the file is laid out from what it begins with, and takes its text if it is a
    /// single one.
    fn begin(&mut self) -> Result<Option<JsonText>, SplitError> {
        self.beginning()?;
        self.first_line = self.input.line();
        let beginning = self.input.ready();
        let layout = match beginning.first() {
            None => Layout::Done,
            Some(b'{' | b'[') => layout(beginning),
            // Some programs print warnings before their lines.
            Some(_) if layout::has_objects_behind(beginning) => Layout::Lines,
            Some(_) => return Err(self.fault(Some("expected a list or an object"))),
        };
        match layout {
            Layout::Elements { .. } => self.input.take(1),
            Layout::Unknown => return self.object().map(Some),
            _ => {}
        }
        self.layout = layout;
        Ok(None)
    }

    /// The file is one object: takes it whole, or finds the list in it that it is about.
    fn object(&mut self) -> Result<JsonText, SplitError> {
        let mut text = TextBuffer::new(self.limit);
        let mut rest = Scanner::inside(1);
        self.input.keep(1, &mut text);
        while let Some(byte) = self.input.next_byte()? {
            match byte {
                b',' => self.input.keep(1, &mut text),
                b'"' => {
                    let start = text.bytes.len();
                    if !self.input.take_value(&mut Scanner::default(), Some(&mut text))? {
                        break;
                    }
                    let name = text.bytes.get(start..).unwrap_or_default().to_vec();
                    if self.input.next_byte()? != Some(b':') {
                        break;
                    }
                    self.input.keep(1, &mut text);
                    let begins_list = self.input.next_byte()? == Some(b'[');
                    let wrapper = self.wrappers.iter().find(|(field, _)| name == format!("\"{field}\"").as_bytes());
                    if let Some((_, is_wrapper)) = wrapper.filter(|_| begins_list) {
                        if let Some(first) = self.first_element(*is_wrapper, &mut text)? {
                            return Ok(first);
                        }
                        rest = Scanner::inside(2);
                        break;
                    }
                    if !self.input.take_value(&mut Scanner::default(), Some(&mut text))? {
                        break;
                    }
                }
                // The end of the object, or a syntax error, which the parser will report.
                _ => break,
            }
        }
        if !self.input.take_value(&mut rest, Some(&mut text))? {
            return Err(self.fault(None));
        }
        self.layout = Layout::End;
        Ok(text.into_text(Location::Only))
    }

    /// The first element of a field's list, if that is what the file is about.
    fn first_element(
        &mut self,
        is_wrapper: fn(&Value) -> bool,
        text: &mut TextBuffer,
    ) -> Result<Option<JsonText>, SplitError> {
        self.input.keep(1, text);
        if self.input.next_byte()? != Some(b'{') {
            return Ok(None);
        }
        let start = text.bytes.len();
        if !self.input.take_value(&mut Scanner::default(), Some(text))? {
            return Err(self.fault(None));
        }
        let first = text.bytes.get(start..).unwrap_or_default();
        // One that is broken, or too long, is taken for an element.
        if crate::base::json::parse(first).is_ok_and(|value| !is_wrapper(&value)) {
            return Ok(None);
        }
        self.layout = Layout::Elements { is_wrapped: true };
        self.number = 1;
        let first = first.to_vec();
        // What comes before the list does not count towards the limit, unless it exceeds it alone.
        let length = if text.is_too_long() { text.length } else { first.len() };
        Ok(Some(TextBuffer::of(first, length, self.limit).into_text(Location::Number(1))))
    }

    /// The next text of a list or sequence, which begins at the next byte.
    fn numbered(&mut self) -> Result<JsonText, SplitError> {
        let mut text = TextBuffer::new(self.limit);
        if !self.input.take_value(&mut Scanner::default(), Some(&mut text))? {
            return Err(self.fault(None));
        }
        if text.length == 0 {
            return Err(self.fault(Some("expected a value")));
        }
        self.number += 1;
        Ok(text.into_text(Location::Number(self.number)))
    }

    fn fault(&mut self, problem: Option<&str>) -> SplitError {
        self.layout = Layout::Done;
        SplitError::Fault(JsonFault::new(self.input.position(), problem))
    }
}

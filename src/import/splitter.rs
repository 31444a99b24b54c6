//! From a file's bytes to the JSON texts of its conversations, one at a time: a file may be larger
//! than memory, and one conversation that is broken, too long or nested too deeply costs no other.
//!
//! Finds only where texts begin and end, by their brackets and quotes; whether they are JSON is seen
//! when each is parsed.

mod input;
mod layout;
mod place;
mod scanner;
mod text;

use std::io::{self, Read};

use serde_json::Value;

use super::error::JsonFault;
use input::Input;
use layout::{Layout, layout, without_comma};
pub use place::Place;
use scanner::Scanner;
use text::Text;

/// The fields under which programs wrap a list of conversations, or of a conversation's lines.
const WRAPPERS: [&[u8]; 3] = [b"\"conversations\"", b"\"history\"", b"\"loglines\""];

/// How a file's bytes are cut into texts.
pub struct Splitter<R> {
    input: Input<R>,
    /// Longest text, in bytes.
    limit: usize,
    wraps: fn(&str, &Value) -> bool,
    layout: Layout,
    /// The line on which the file begins.
    first_line: usize,
    /// The number of the last text.
    number: usize,
}

/// A text, or where one was that is too long to be one.
pub enum Piece {
    /// One text.
    Text(Place, Vec<u8>),
    /// More bytes than the limit; they were skipped.
    TooLong(Place),
}

/// Why no further text is to be had.
pub enum Stopped {
    /// The bytes can't be read.
    Io(io::Error),
    /// They stop to be JSON here.
    Fault(JsonFault),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<R: Read> Splitter<R> {
    /// Cuts into texts of at most `limit` bytes. `wraps` tells from a field's name and the first
    /// element of the list in it whether that is a list of texts.
    pub fn new(input: R, limit: usize, wraps: fn(&str, &Value) -> bool) -> Self {
        Self { input: Input::new(input), limit, wraps, layout: Layout::Unknown, first_line: 1, number: 0 }
    }

    /// The first bytes, without a byte order mark and white space; empty when there are no others.
    pub fn beginning(&mut self) -> io::Result<&[u8]> {
        self.input.peek()?;
        self.input.skip_mark();
        self.input.skip_blanks()?;
        self.input.peek()?;
        Ok(self.input.ready())
    }

    /// The next text; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Piece>, Stopped> {
        loop {
            match self.layout {
                Layout::Unknown => {
                    if let Some(piece) = self.begin()? {
                        return Ok(Some(piece));
                    }
                }
                Layout::Lines => return Ok(self.line()?),
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
                        if is_wrapped && !self.take(&mut Scanner::inside(1), None)? {
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
    fn begin(&mut self) -> Result<Option<Piece>, Stopped> {
        self.beginning()?;
        self.first_line = self.input.line();
        let beginning = self.input.ready();
        let layout = match beginning.first() {
            None => Layout::Done,
            Some(b'{' | b'[') => layout(beginning),
            // A program's warnings stand before its lines.
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
    fn object(&mut self) -> Result<Piece, Stopped> {
        let mut text = Text::new(self.limit);
        let mut rest = Scanner::inside(1);
        self.keep(1, &mut text);
        while let Some(byte) = self.input.next_byte()? {
            match byte {
                b',' => self.keep(1, &mut text),
                b'"' => {
                    let start = text.bytes.len();
                    if !self.take(&mut Scanner::default(), Some(&mut text))? {
                        break;
                    }
                    let name = text.bytes.get(start..).unwrap_or_default().to_vec();
                    if self.input.next_byte()? != Some(b':') {
                        break;
                    }
                    self.keep(1, &mut text);
                    let begins_list = self.input.next_byte()? == Some(b'[');
                    if begins_list && WRAPPERS.contains(&name.as_slice()) {
                        if let Some(first) = self.first_element(&name, &mut text)? {
                            return Ok(first);
                        }
                        rest = Scanner::inside(2);
                        break;
                    }
                    if !self.take(&mut Scanner::default(), Some(&mut text))? {
                        break;
                    }
                }
                // The end of the object, or what is none: the parser will say so.
                _ => break,
            }
        }
        if !self.take(&mut rest, Some(&mut text))? {
            return Err(self.fault(None));
        }
        self.layout = Layout::End;
        Ok(text.into_piece(Place::Only))
    }

    /// The first element of a field's list, if that is what the file is about.
    fn first_element(&mut self, name: &[u8], text: &mut Text) -> Result<Option<Piece>, Stopped> {
        self.keep(1, text);
        if self.input.next_byte()? != Some(b'{') {
            return Ok(None);
        }
        let start = text.bytes.len();
        if !self.take(&mut Scanner::default(), Some(text))? {
            return Err(self.fault(None));
        }
        let first = text.bytes.get(start..).unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        let is_wrapper = match crate::json::parse(first) {
            Ok(value) => (self.wraps)(name.trim_matches('"'), &value),
            // One that is broken, or too long.
            Err(_) => true,
        };
        if !is_wrapper {
            return Ok(None);
        }
        self.layout = Layout::Elements { is_wrapped: true };
        self.number = 1;
        let first = first.to_vec();
        // What stands before the list does not count, if it did not fill all there is.
        let length = if text.is_too_long() { text.length } else { first.len() };
        Ok(Some(Text::of(first, length, self.limit).into_piece(Place::Number(1))))
    }

    /// The next text of a list or sequence, at whose first byte the input stands.
    fn numbered(&mut self) -> Result<Piece, Stopped> {
        let mut text = Text::new(self.limit);
        if !self.take(&mut Scanner::default(), Some(&mut text))? {
            return Err(self.fault(None));
        }
        if text.length == 0 {
            return Err(self.fault(Some("expected a value")));
        }
        self.number += 1;
        Ok(text.into_piece(Place::Number(self.number)))
    }

    fn line(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let number = self.input.line();
            let mut text = Text::new(self.limit);
            let has_ended = loop {
                let ready = self.input.ready();
                let end = memchr::memchr(b'\n', ready);
                self.keep(end.unwrap_or(ready.len()), &mut text);
                if end.is_some() {
                    self.input.take(1);
                    break false;
                }
                if !self.input.more()? {
                    break true;
                }
            };
            text.bytes.truncate(without_comma(&text.bytes).len());
            if !text.bytes.trim_ascii().is_empty() || text.is_too_long() {
                return Ok(Some(text.into_piece(Place::Line(number))));
            }
            if has_ended {
                return Ok(None);
            }
        }
    }

    /// Takes the rest of what `scanner` is inside of; false when the bytes end before it does.
    fn take(&mut self, scanner: &mut Scanner, mut text: Option<&mut Text>) -> io::Result<bool> {
        loop {
            let ready = self.input.ready();
            let end = scanner.scan(ready);
            let length = end.unwrap_or(ready.len());
            if let Some(text) = text.as_deref_mut() {
                text.push(&ready[..length]);
            }
            self.input.take(length);
            if end.is_some() {
                return Ok(true);
            }
            if !self.input.more()? {
                return Ok(false);
            }
        }
    }

    fn keep(&mut self, length: usize, text: &mut Text) {
        text.push(&self.input.ready()[..length]);
        self.input.take(length);
    }

    fn fault(&mut self, problem: Option<&str>) -> Stopped {
        self.layout = Layout::Done;
        let (line, column) = self.input.position();
        Stopped::Fault(JsonFault::new(line, column, problem))
    }
}

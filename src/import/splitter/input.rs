//! The bytes of a file as they are read, with lookahead, and the current line.

use std::io::{self, Read};

use super::layout::without_comma;
use super::scanner::Scanner;
use super::text_buffer::{JsonText, TextBuffer};
use crate::import::location::Location;

/// How far is looked ahead to find out how a file is laid out, and how much is read at a time.
const AHEAD: usize = 1024 * 1024;
const CHUNK: usize = 256 * 1024;
/// At first, because an archive may have ten thousand small files.
const FIRST_CHUNK: usize = 16 * 1024;

pub struct Input<R> {
    source: R,
    window: Vec<u8>,
    at: usize,
    chunk: usize,
    /// Line breaks that were taken, and the bytes since the last one.
    lines: usize,
    column: usize,
}

impl<R: Read> Input<R> {
    pub const fn new(source: R) -> Self {
        Self { source, window: Vec::new(), at: 0, chunk: FIRST_CHUNK, lines: 0, column: 0 }
    }

    /// What was read and not taken.
    pub fn ready(&self) -> &[u8] {
        &self.window[self.at..]
    }

    /// Takes this many of the ready bytes.
    pub fn take(&mut self, length: usize) {
        let taken = &self.window[self.at..self.at + length];
        match memchr::memrchr(b'\n', taken) {
            Some(last) => {
                self.lines += memchr::memchr_iter(b'\n', taken).count();
                self.column = taken.len() - last - 1;
            }
            None => self.column += length,
        }
        self.at += length;
    }

    /// Moves this many of the ready bytes into a text.
    pub fn keep(&mut self, length: usize, text: &mut TextBuffer) {
        text.push(&self.ready()[..length]);
        self.take(length);
    }

    /// Takes the rest of what `scanner` is inside of; false when the bytes end before it does.
    pub fn take_value(&mut self, scanner: &mut Scanner, mut text: Option<&mut TextBuffer>) -> io::Result<bool> {
        loop {
            let ready = self.ready();
            let end = scanner.scan(ready);
            let length = end.unwrap_or(ready.len());
            if let Some(text) = text.as_deref_mut() {
                text.push(&ready[..length]);
            }
            self.take(length);
            if end.is_some() || !self.more()? {
                return Ok(end.is_some());
            }
        }
    }

    /// Takes the next line that is not blank, of at most `limit` bytes; `None` at the end.
    pub fn take_line(&mut self, limit: usize) -> io::Result<Option<JsonText>> {
        loop {
            let number = self.line();
            let mut text = TextBuffer::new(limit);
            let has_ended = loop {
                let ready = self.ready();
                let end = memchr::memchr(b'\n', ready);
                self.keep(end.unwrap_or(ready.len()), &mut text);
                if end.is_some() {
                    self.take(1);
                    break false;
                }
                if !self.more()? {
                    break true;
                }
            };
            text.bytes.truncate(without_comma(&text.bytes).len());
            if !text.bytes.trim_ascii().is_empty() || text.is_too_long() {
                return Ok(Some(text.into_text(Location::Line(number))));
            }
            if has_ended {
                return Ok(None);
            }
        }
    }

    /// Reads more; false at the end.
    pub fn more(&mut self) -> io::Result<bool> {
        self.window.drain(..self.at);
        self.at = 0;
        let before = self.window.len();
        self.window.resize(before + self.chunk, 0);
        self.chunk = (2 * self.chunk).min(CHUNK);
        let read = loop {
            match self.source.read(&mut self.window[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.window.truncate(before + *read.as_ref().unwrap_or(&0));
        read.map(|length| length > 0)
    }

    /// Looks ahead.
    pub fn peek(&mut self) -> io::Result<()> {
        while self.ready().len() < AHEAD && self.more()? {}
        Ok(())
    }

    /// Leaves out a byte order mark.
    pub fn skip_mark(&mut self) {
        if self.ready().starts_with(b"\xef\xbb\xbf") {
            self.take(3);
        }
    }

    /// The next byte that is not white space, which is not taken; `None` at the end.
    pub fn next_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            let ready = self.ready();
            let blanks = ready.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = ready.get(blanks).copied();
            self.take(blanks);
            if next.is_some() || !self.more()? {
                return Ok(next);
            }
        }
    }

    /// The line of the next byte, from 1.
    pub const fn line(&self) -> usize {
        self.lines + 1
    }

    /// The line and column of the next byte, from 1.
    pub const fn position(&self) -> (usize, usize) {
        (self.line(), self.column + 1)
    }
}

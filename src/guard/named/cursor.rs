//! Reads a text from one place on.

/// The most blanks in a row that are read over: settings and tables are aligned.
const MOST_BLANKS: usize = 40;

/// Where a reading of the text has got to.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub const fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(b'\n')
    }

    /// Goes over this, if it stands here.
    pub fn eat(&mut self, mark: &str) -> bool {
        let is_here = begins(self.rest(), mark);
        self.at += if is_here { mark.len() } else { 0 };
        is_here
    }

    /// Goes over what is one of these, so many bytes at most; how many it were.
    pub fn skip(&mut self, most: usize, is_one: impl Fn(u8) -> bool) -> usize {
        let count = self.rest().bytes().take(most).take_while(|byte| is_one(*byte)).count();
        let end = self.text.floor_char_boundary(self.at + count);
        let count = end - self.at;
        self.at = end;
        count
    }

    pub fn blanks(&mut self) -> usize {
        let mut count = self.skip(MOST_BLANKS, |byte| matches!(byte, b' ' | b'\t'));
        while self.eat("\u{a0}") || self.eat("\u{3000}") {
            count += 1;
        }
        count
    }

    /// Goes over one of these, the first that stands here.
    pub fn eat_one(&mut self, marks: &[&'static str]) -> Option<&'static str> {
        marks.iter().copied().find(|mark| self.eat(mark))
    }

    /// Goes over letters, digits, points and underscores.
    pub fn word(&mut self) -> &'a str {
        let start = self.at;
        self.skip(40, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
        &self.text[start..self.at]
    }
}

/// Whether the text begins so. Most marks differ in their first byte, which is quicker to see than a comparison of texts.
pub fn begins(text: &str, mark: &str) -> bool {
    text.as_bytes().first() == mark.as_bytes().first() && text.starts_with(mark)
}

/// Where the line begins in which this place lies; `None` where that is far away, as in minified programs.
pub fn line_start(text: &str, at: usize) -> Option<usize> {
    const FAR: usize = 400;
    let from = at.saturating_sub(FAR);
    match memchr::memrchr(b'\n', &text.as_bytes()[from..at]) {
        Some(end) => Some(from + end + 1),
        None => (from == 0).then_some(0),
    }
}

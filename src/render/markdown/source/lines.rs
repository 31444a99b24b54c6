//! Lines, as far as they can be told apart without parsing.

/// The length of the container markers and blanks that a line begins with: `> `, `- `, `1. `.
pub fn prefix(line: &str) -> usize {
    let is_marker = |byte: u8| matches!(byte, b' ' | b'\t' | b'>' | b'*' | b'+' | b'-' | b'.' | b')' | b'0'..=b'9');
    let length = line.bytes().take_while(|byte| is_marker(*byte)).count();
    // `**bold` and `2.5` are no markers.
    line[..length].rfind([' ', '\t', '>']).map_or(0, |last| last + 1)
}

/// Runs of lines outside of fenced code, without the blank lines between them, in order.
///
/// A fence ends with its block quote; that of a list item is taken to go on, which hides formulas at worst.
pub fn paragraphs(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = &line[prefix(line)..];
        let is_quoted = line.trim_start().starts_with('>');
        if fence.as_ref().is_some_and(|fence| fence.is_quoted && !is_quoted) {
            fence = None;
        }
        let is_text = match &fence {
            Some(open) => {
                if open.is_closed_by(inner) {
                    fence = None;
                }
                false
            }
            None => {
                fence = Fence::opened_by(inner, is_quoted);
                fence.is_none() && !inner.trim_ascii().is_empty()
            }
        };
        match (is_text, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
        at += line.len();
    }
    found.extend(start.map(|from| from..at));
    found
}

pub struct Fence {
    mark: u8,
    length: usize,
    is_quoted: bool,
}

impl Fence {
    pub fn opened_by(line: &str, is_quoted: bool) -> Option<Self> {
        let mark = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = line.bytes().take_while(|byte| *byte == mark).count();
        let is_fence = length >= 3 && (mark == b'~' || !line[length..].contains('`'));
        is_fence.then_some(Self { mark, length, is_quoted })
    }

    pub fn is_closed_by(&self, line: &str) -> bool {
        let length = line.bytes().take_while(|byte| *byte == self.mark).count();
        length >= self.length && line[length..].trim_ascii().is_empty()
    }
}

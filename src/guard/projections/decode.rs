//! What readers see of escapes: entities of HTML, percent-encoding, backslashes of Markdown, JSON and
//! shells, escape sequences of terminals, and characters that nobody sees. Each in as many layers as
//! there are, in one pass: `&amp;#45;`, `%252D` and `\\\\u002d` are all a hyphen.

use super::super::words::{self, BARRIER};
use super::projection::Edit;

/// Only what was taken out before, which nothing is read across.
pub fn barriers(text: &str) -> Vec<Edit> {
    let starts = memchr::memmem::find_iter(text.as_bytes(), words::OPENING);
    let ranges = starts.filter_map(|at| words::replacement_at(text, at).map(|end| at..end));
    ranges.map(|range| Edit { range, with: Some(BARRIER) }).collect()
}

/// The same, and all that reads differently than it is written.
pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut at = 0;
    let is_special =
        |byte: &u8| matches!(byte, b'[' | b'\\' | b'&' | b'%' | 0..=8 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F..=0xFF);
    while let Some(skipped) = bytes[at..].iter().position(is_special) {
        at += skipped;
        let (range, with) = match bytes[at] {
            b'[' => match words::replacement_at(text, at) {
                Some(end) => (at..end, Some(BARRIER)),
                None => (at..at, None),
            },
            b'\\' => {
                let run = at + bytes[at..].iter().take_while(|byte| **byte == b'\\').count();
                backslashes(bytes, at, run)
            }
            b'&' => entity(text, at).map_or((at..at, None), |(end, c)| (at..end, reading(c).unwrap_or(Some(c)))),
            b'%' => percent(bytes, at).map_or((at..at, None), |(end, c)| (at..end, reading(c).unwrap_or(Some(c)))),
            0x1b => (at..terminal_sequence(bytes, at), None),
            0..0x20 | 0x7f => (at..at + 1, None),
            0..0x80 => (at..at, None),
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                match reading(c) {
                    Some(with) => (at..at + c.len_utf8(), with),
                    None => {
                        at += c.len_utf8();
                        continue;
                    }
                }
            }
        };
        at = if range.is_empty() { at + 1 } else { range.end };
        if !range.is_empty() {
            edits.push(Edit { range, with });
        }
    }
    edits
}

/// What a character is read as; `None` for those that are read as they are, `Some(None)` for those that
/// nobody sees.
fn reading(c: char) -> Option<Option<char>> {
    let read = match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        // As they stand in Chinese and Japanese text.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => return Some(None),
        '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => return Some(None),
        _ => return None,
    };
    Some(Some(read))
}

/// What the backslashes in `at..run` make of the characters behind them.
fn backslashes(bytes: &[u8], at: usize, run: usize) -> (std::ops::Range<usize>, Option<char>) {
    let coded = match bytes.get(run) {
        Some(b'n') => Some((run + 1, '\n')),
        Some(b'r') => Some((run + 1, '\r')),
        Some(b't') => Some((run + 1, '\t')),
        Some(b'x') => hex(bytes, run + 1, 2).filter(|(_, code)| (0x20..0x7f).contains(code)).and_then(character),
        Some(b'u') if bytes.get(run + 1) == Some(&b'{') => braced(bytes, run + 2),
        Some(b'u') => hex(bytes, run + 1, 4).and_then(character),
        Some(b'\n' | b'\r') => return (at..run, None),
        Some(next) if next.is_ascii_punctuation() => return (at..run, None),
        _ => None,
    };
    match coded {
        Some((end, c)) => (at..end, reading(c).unwrap_or(Some(c))),
        // Not empty, so that a long run is walked over once.
        None => (at..run, Some('\\')),
    }
}

fn character((end, code): (usize, u32)) -> Option<(usize, char)> {
    char::from_u32(code).map(|c| (end, c))
}

/// So many hexadecimal digits.
fn hex(bytes: &[u8], at: usize, digits: usize) -> Option<(usize, u32)> {
    let digits = bytes.get(at..at + digits)?;
    let code = digits.iter().try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))?;
    Some((at + digits.len(), code))
}

/// As in `\u{2d}`.
fn braced(bytes: &[u8], at: usize) -> Option<(usize, char)> {
    let length = bytes.get(at..)?.iter().take(7).position(|byte| *byte == b'}')?;
    let (end, code) = hex(bytes, at, length)?;
    character((end + 1, code))
}

/// As in `&#45;`, `&#x2d;`, `&hyphen;` and `&amp;#45;`.
fn entity(text: &str, at: usize) -> Option<(usize, char)> {
    let mut rest = text.get(at + 1..)?;
    while let Some(inner) = rest.strip_prefix("amp;").filter(|inner| inner.starts_with(is_entity)) {
        rest = inner;
    }
    let length = rest.bytes().take(32).position(|byte| byte == b';')?;
    let name = rest.get(..length)?;
    let end = text.len() - rest.len() + length + 1;
    let code = match name.strip_prefix('#') {
        None => return words::entity(name).map(|c| (end, c)),
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => digits.parse().ok()?,
        },
    };
    character((end, code))
}

fn is_entity(c: char) -> bool {
    c == '#' || c.is_ascii_alphabetic()
}

/// As in `%2D`, `%252D` and, of a character of more bytes, `%C3%A4`.
fn percent(bytes: &[u8], at: usize) -> Option<(usize, char)> {
    let (mut end, first) = percent_byte(bytes, at)?;
    let length = match first {
        0..0x80 => 1,
        0xC2..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF5 => 4,
        _ => return None,
    };
    let mut character = [first, 0, 0, 0];
    for slot in &mut character[1..length] {
        (end, *slot) = percent_byte(bytes, end)?;
    }
    let c = std::str::from_utf8(&character[..length]).ok()?.chars().next()?;
    Some((end, c))
}

fn percent_byte(bytes: &[u8], at: usize) -> Option<(usize, u8)> {
    if bytes.get(at) != Some(&b'%') {
        return None;
    }
    let mut digits = at + 1;
    while bytes.get(digits..digits + 2) == Some(b"25") && hex(bytes, digits + 2, 2).is_some() {
        digits += 2;
    }
    let (end, code) = hex(bytes, digits, 2)?;
    Some((end, u8::try_from(code).ok()?))
}

/// The end of what a terminal obeys and does not show: `ESC [ 31 m`, or a link's `ESC ] 8 ; ; ... ESC \`.
fn terminal_sequence(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let parameters = |byte: &u8| (0x20..0x40).contains(byte);
    match rest.first() {
        Some(b'[') => {
            let length = rest[1..].iter().take(64).take_while(|byte| parameters(byte)).count();
            let is_ended = rest.get(1 + length).is_some_and(|byte| (0x40..0x7f).contains(byte));
            at + 2 + length + usize::from(is_ended)
        }
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::projection::Projection;
    use super::*;

    fn read(text: &str) -> String {
        Projection::of(text).edited(&edits(text)).text.into_owned()
    }

    #[test]
    fn every_layer_of_an_escape_is_read() {
        for hyphen in [
            "-",
            "&#45;",
            "&#x2D;",
            "&amp;#45;",
            "&amp;amp;#045;",
            "&hyphen;",
            "%2D",
            "%252d",
            "%25252D",
            "\\-",
            "\\\\-",
            "\\u002d",
            "\\\\\\\\u002D",
            "\\x2d",
            "\\u{2d}",
            "\u{2011}",
            "\u{FF0D}",
            "-\u{200B}",
            "\u{AD}-",
            "\u{1b}[31m-\u{1b}[0m",
            "%E2%80%91",
            "&shy;-",
            "\\\n-",
        ] {
            let expected = if hyphen.contains('\n') { "a\n-b" } else { "a-b" };
            assert_eq!(read(&format!("a{hyphen}b")), expected, "{hyphen:?}");
        }
        assert_eq!(read("a\\nb\\\\nc"), "a\nb\nc");
        assert_eq!(read("Z%C3%BCrich"), "Zürich");
    }

    #[test]
    fn what_is_no_escape_stays() {
        for text in [
            "",
            "a & b; c",
            "100 %",
            "50%2",
            "&#;",
            "&#1234567890;",
            "&#x110000;",
            "&unknown;",
            "\\",
            "C:\\dir",
            "%C3x",
            "字 é\t\n",
        ] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("\\ud800"), "\\ud800");
    }

    #[test]
    fn what_was_taken_out_is_a_barrier() {
        assert_eq!(read("a[redacted: API key]b[redacted]c"), format!("a{BARRIER}b{BARRIER}c"));
        assert_eq!(barriers("a[redacted: API key]b").len(), 1);
        assert_eq!(read("[redacted: something else]"), "[redacted: something else]");
        assert_eq!(read("a\u{1}b"), "ab", "nobody else makes one");
    }
}

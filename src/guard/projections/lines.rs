//! Line ends within a word: what a terminal, an editor or a person wrapped, with the marks of quotes and
//! the indentation of lists at the beginning of the next line.

use super::projection::Edit;

/// Line ends with a letter, a digit or another character of keys on both sides.
pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits: Vec<Edit> = Vec::new();
    for end in memchr::memchr_iter(b'\n', bytes) {
        let line = text[..end].trim_end_matches(is_edge);
        let mut next = text[end + 1..].trim_start_matches(is_margin);
        if let Some(behind) = next.strip_prefix('\n').map(|next| next.trim_start_matches(is_margin))
            && is_piece(line.bytes().rev())
            && is_piece(behind.bytes())
        {
            next = behind;
        }
        let start = text.len() - next.len();
        // Of lines that hold nothing but margins.
        let is_taken = edits.last().is_some_and(|last| last.range.end > line.len());
        if !is_taken && line.bytes().next_back().is_some_and(is_key) && continues(next) {
            edits.push(Edit { range: line.len()..start, with: None });
        }
    }
    edits
}

/// Whether this begins with what can be a piece of a key but hardly of a sentence: only such are put together
/// over a blank line, with which programs join the parts of a message.
fn is_piece(bytes: impl Iterator<Item = u8>) -> bool {
    const SHORTEST: usize = 16;
    let piece: Vec<u8> = bytes.take_while(|byte| is_key(*byte)).take(2 * SHORTEST).collect();
    piece.len() >= SHORTEST && piece.iter().any(u8::is_ascii_digit)
}

/// Blanks at the end of a line, and the frame that a terminal program draws.
fn is_edge(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{2502}' | '\u{2503}' | '\u{2551}')
}

/// The same at its beginning, and marks of quotes.
fn is_margin(c: char) -> bool {
    is_edge(c) || c == '>'
}

/// Whether a line goes on with a word, and is no item of a list.
fn continues(line: &str) -> bool {
    let mark = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = match mark.as_bytes() {
        [b'-' | b'+', next, ..] if mark.len() == line.len() => next.is_ascii_whitespace(),
        [b'.' | b')', next, ..] if mark.len() < line.len() => next.is_ascii_whitespace(),
        _ => false,
    };
    !is_item && line.bytes().next().is_some_and(is_key)
}

/// Characters of keys. No colon and no equals sign at an edge: a name of a field before its value.
pub fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'.' | b'~' | b'@')
}

#[cfg(test)]
mod tests {
    use super::super::projection::Projection;
    use super::*;

    fn joined(text: &str) -> String {
        Projection::of(text).edited(&edits(text)).text.into_owned()
    }

    #[test]
    fn lines_are_joined_within_a_word() {
        for (text, expected) in [
            ("ab\ncd", "abcd"),
            ("ab \t\r\n> > cd", "abcd"),
            ("ab\n    cd\nef", "abcdef"),
            ("│ ab │\n│ cd │", "│ abcd │"),
            ("ab\n\ncd", "ab\n\ncd"),
            ("sk-4bcdefghijklmn\n\n0pqrstuvwxyzabcdef", "sk-4bcdefghijklmn0pqrstuvwxyzabcdef"),
            ("sk-4bcdefghijklmn\n\nThen it was 8.", "sk-4bcdefghijklmn\n\nThen it was 8."),
            ("ab\n- cd", "ab\n- cd"),
            ("ab\n12. cd", "ab\n12. cd"),
            ("ab\n-cd", "ab-cd"),
            ("ab:\ncd=\nef", "ab:\ncd=\nef"),
            ("ab \n \n > \n cd", "ab \n \n > \n cd"),
            ("\n\n", "\n\n"),
        ] {
            assert_eq!(joined(text), expected, "{text:?}");
        }
    }
}

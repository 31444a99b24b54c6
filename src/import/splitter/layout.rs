//! How a file is laid out: as one value, as a list, or with a value on each line.

use super::scanner::Scanner;

/// Lines that may precede the first JSON of a file with a text on each line.
const WARNINGS: usize = 20;

/// How a file is laid out.
pub enum Layout {
    /// Not known yet.
    Unknown,
    /// The elements of a list, which may be inside an object.
    Elements { is_wrapped: bool },
    /// A text on each line.
    Lines,
    /// Texts one after the other, however they are laid out.
    Sequence,
    /// The file's one object or list was taken.
    End,
    /// Nothing is left.
    Done,
}

/// The layout of a file that begins so; `Unknown` for one object.
pub fn layout(beginning: &[u8]) -> Layout {
    let alone = if beginning[0] == b'[' { Layout::Elements { is_wrapped: false } } else { Layout::Unknown };
    let mut lines = beginning.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next());
    match second {
        Some(second) if is_whole(first) && (first[0] == b'{' || second[0] == b'[') => return Layout::Lines,
        Some(second) if second.starts_with(b"{\"") && are_whole(first) => return Layout::Lines,
        // Laid-out JSON has an object on the second line only where the first has opened a list or
        // named a field: here the first line is broken.
        Some(second)
            if first[0] == b'{' && is_object(second) && !matches!(first.last(), Some(b'[' | b'{' | b':' | b',')) =>
        {
            return Layout::Lines;
        }
        _ => {}
    }
    let next = Scanner::default().scan(beginning).and_then(|end| beginning[end..].trim_ascii_start().first());
    if matches!(next, Some(b'{' | b'[')) { Layout::Sequence } else { alone }
}

/// Whether a line is one value. Some people write a comma behind it, as in a list.
fn is_whole(line: &[u8]) -> bool {
    let line = without_comma(line);
    Scanner::default().scan(line) == Some(line.len())
}

/// Whether a line is objects behind each other, as where a program did not end a line.
fn are_whole(mut line: &[u8]) -> bool {
    while line.starts_with(b"{\"") {
        let Some(end) = Scanner::default().scan(line) else { return false };
        line = line[end..].trim_ascii_start();
    }
    line.is_empty()
}

/// A line without the comma at its end.
pub fn without_comma(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_end();
    line.strip_suffix(b",").unwrap_or(line)
}

/// Whether a line is an object, and nothing else is on it.
fn is_object(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    line.starts_with(b"{\"") && Scanner::default().scan(line) == Some(line.len())
}

/// Whether the lines after the first begin with some that are objects.
pub fn has_objects_behind(beginning: &[u8]) -> bool {
    beginning.split(|byte| *byte == b'\n').skip(1).take(WARNINGS).any(is_object)
}

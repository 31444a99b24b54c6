//! What stands around the places from which something was taken out. Only there something new can have come up, as
//! nothing is read across such a place: where a text shows nothing around them, it needs no second search.

use std::borrow::Cow;

use super::words::OPENING;

/// How much is searched again on each side, in bytes, and from there up to the end of the line.
const AROUND: usize = 1024;
/// What stands for the text between.
const SEAM: &str = "\n[redacted]\n";

/// The parts of the text around what is redacted in it; the whole where they are most of it.
pub fn of_replacements(text: &str) -> Cow<'_, str> {
    let marks = memchr::memmem::find_iter(text.as_bytes(), OPENING);
    // What home folders become, at the beginning of a path.
    let homes = memchr::memchr_iter(b'~', text.as_bytes());
    let mut starts: Vec<usize> = marks.chain(homes).collect();
    starts.sort_unstable();
    let mut near = String::new();
    let mut done = 0;
    for start in starts {
        let from = line_start(text, start.saturating_sub(AROUND)).max(done);
        let to = line_end(text, start + AROUND);
        if from > done {
            near.push_str(SEAM);
        }
        if near.len() + (to - from.min(to)) > text.len() / 2 {
            return Cow::Borrowed(text);
        }
        near.push_str(text.get(from..to).unwrap_or_default());
        done = to.max(done);
    }
    Cow::Owned(near)
}

/// Where the line begins in which this place lies, or a place near it where the line is long.
fn line_start(text: &str, at: usize) -> usize {
    let from = at.saturating_sub(AROUND);
    let start = memchr::memrchr(b'\n', &text.as_bytes()[from..at]).map_or(from, |end| from + end + 1);
    text.floor_char_boundary(start)
}

/// The same of its end.
fn line_end(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let to = text.len().min(at + AROUND);
    text.ceil_char_boundary(memchr::memchr(b'\n', &text.as_bytes()[at..to]).map_or(to, |end| at + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_near_a_replacement_are_kept() {
        let line = "Nothing to see on this line.\n";
        let text = [&line.repeat(1_000), "My key is [redacted: API key].\n", &line.repeat(1_000)].concat();

        let near = of_replacements(&text);

        assert!(near.len() < 5 * AROUND && near.contains("\nMy key is [redacted: API key].\n"), "{near}");
        assert_eq!(of_replacements(line), "");
        assert_eq!(of_replacements("a [redacted] b"), "a [redacted] b");
        let letters = "é".repeat(20_000);
        assert!(of_replacements(&[&letters, "[redacted]", &letters].concat()).len() < 5 * AROUND);
    }
}

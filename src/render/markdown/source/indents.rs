//! Indentation within paragraphs. People paste code and verse without a fence; Markdown shows each line of it as it stands, but
//! for the blanks at its beginning, without which Python means something else.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::OPEN;
use super::lines::paragraphs;

/// The parser takes it for a blank, but leaves it where it is.
const BLANK: char = '\u{a0}';
/// As deep as a parser looks for blocks.
const DEEP: usize = 4;
/// Columns that are kept. One alone is mostly a slip.
const KEPT: RangeInclusive<usize> = 2..=40;

/// With the blanks at the beginning of each line that goes on a paragraph, as far as no block begins there.
pub fn kept(text: &str) -> Cow<'_, str> {
    let has_some = text.contains("\n ") || text.contains("\n\t");
    // What stands between these tags is no Markdown, whatever it looks like.
    if !has_some || ["<pre", "<script", "<style", "<textarea"].iter().any(|tag| text.contains(tag)) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len() + 64);
    let mut at = 0;
    // Whether the paragraph before is one of such lines: then what is indented behind a blank line goes on with it, and is
    // no block of code.
    let mut was_indented = false;
    for range in paragraphs(text) {
        let between = &text[at..range.start];
        kept.push_str(between);
        let goes_on = was_indented && between.trim().is_empty();
        (at, was_indented) = (range.end, false);
        let mut is_paragraph = true;
        let mut before = "";
        for (number, line) in text[range].split_inclusive('\n').enumerate() {
            let words = line.trim_start_matches([' ', '\t']);
            let indent = &line[..line.len() - words.len()];
            let width: usize = indent.chars().map(|c| if c == '\t' { DEEP } else { 1 }).sum();
            // Only a block that begins at the margin is in no list.
            is_paragraph = is_paragraph && !(number == 0 && width > 0 && !goes_on) && !begins_block(words, width);
            if is_paragraph && width >= *KEPT.start() && !ends_in_address(before) && !words.starts_with(OPEN) {
                kept.extend(std::iter::repeat_n(BLANK, width.min(*KEPT.end())));
                kept.push_str(words);
                was_indented = true;
            } else {
                kept.push_str(line);
            }
            before = line;
        }
        was_indented &= is_paragraph;
    }
    kept.push_str(&text[at..]);
    Cow::Owned(kept)
}

/// Whether another block may begin with this line, or what it would be taken for by whoever wrote it.
fn begins_block(words: &str, width: usize) -> bool {
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = number.len() < words.len() && number.starts_with(['.', ')']);
    let is_definition = words.starts_with('[') && words.contains("]:");
    is_item || is_definition || words.starts_with(['-', '*', '+', '>', '|']) || {
        width < DEEP && words.starts_with(['#', '=', '_', '<', ':', '`', '~', '$', '\\', OPEN, super::GUARD])
    }
}

/// Whether the parentheses of a link are open.
fn ends_in_address(line: &str) -> bool {
    line.rfind("](").is_some_and(|at| !line[at..].contains(')'))
}

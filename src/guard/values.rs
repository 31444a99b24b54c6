//! Texts that are known to be secret: what was found elsewhere, and the owner's own words. They are taken
//! out wherever they stand, in either case and through all markup, without anything around them.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::projections::{Edit, Projection, Projections};

/// Longer ones, private keys, are found by their form only.
const LONGEST: usize = 4096;

/// Texts to look for.
pub struct Values {
    automaton: Option<AhoCorasick>,
    /// Which of the given ones each pattern is.
    given: Vec<usize>,
}

impl Values {
    /// These; blank ones are not looked for.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let short = values.into_iter().enumerate().filter(|(_, value)| value.len() <= LONGEST);
        let folded = short.map(|(given, value)| {
            let value = value.trim();
            (given, Projection::of(value).edited(&fold(value)).text.into_owned())
        });
        let (given, texts): (Vec<_>, Vec<_>) = folded.filter(|(_, value)| !value.is_empty()).unzip();
        let build = || AhoCorasick::builder().ascii_case_insensitive(true).build(&texts).ok();
        Self { automaton: if texts.is_empty() { None } else { build() }, given }
    }

    /// Where they stand in the source, in no order, and which of them; within a longer word only those of which
    /// `is_whole_word` says no.
    pub fn find(
        &self,
        projections: &Projections<'_>,
        is_whole_word: impl Fn(usize) -> bool,
    ) -> Vec<(Range<usize>, usize)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut places: Vec<(Range<usize>, usize)> = Vec::new();
        for projection in projections.all() {
            let projection = projection.edited(&fold(&projection.text));
            for found in automaton.find_overlapping_iter(projection.text.as_ref()) {
                let given = self.given[found.pattern().as_usize()];
                if is_whole_word(given) && !is_word(&projection.text, found.range()) {
                    continue;
                }
                let range = projection.source(found.range());
                match places.last_mut() {
                    // Of `aa` in a long row of them.
                    Some((last, of)) if *of == given && range.start < last.end && range.start >= last.start => {
                        last.end = last.end.max(range.end);
                    }
                    _ => places.push((range, given)),
                }
            }
        }
        places
    }
}

/// Whether no longer word, number or name of a file stands here: `/home/ada` in `/home/ada-2`.
fn is_word(text: &str, range: Range<usize>) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut after = text[range.end..].chars();
    let goes_on = match after.next() {
        Some('.' | '-') => after.next().is_some_and(is_part) && !text[range.start..].starts_with('-'),
        next => next.is_some_and(is_part),
    };
    !goes_on && !text[..range.start].ends_with(is_part)
}

/// Letters in lower case (those of ASCII are compared in either), and blanks and ends of lines as one blank.
fn fold(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            let mut is_line_end = c == '\n';
            let mut end = at + c.len_utf8();
            while let Some((next, c)) = chars.next_if(|(_, c)| c.is_whitespace() || (is_line_end && *c == '>')) {
                is_line_end |= c == '\n';
                end = next + c.len_utf8();
            }
            if &text[at..end] != " " {
                edits.push(Edit { range: at..end, with: Some(' ') });
            }
        } else if !c.is_ascii() {
            let lower = if c == 'ς' { 'σ' } else { c.to_lowercase().next().unwrap_or(c) };
            if lower != c {
                edits.push(Edit { range: at..at + c.len_utf8(), with: Some(lower) });
            }
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let values = Values::new(words.iter().copied());
        let mut places: Vec<_> = values
            .find(&Projections::of(text), |_| false)
            .into_iter()
            .map(|(range, _)| text[range].to_owned())
            .collect();
        places.sort();
        places.dedup();
        places
    }

    #[test]
    fn words_are_found_in_either_case_and_through_markup() {
        for text in [
            "ACME Zürich",
            "acme ZÜRICH",
            "Acme\n> Zürich",
            "**Acme** _Zürich_",
            "Acme&nbsp;Z&uuml;rich",
            "Ac\u{AD}me  Zü**r**ich",
            "Ac\nme Zürich",
            "https://x/Acme%20Z%C3%BCrich",
        ] {
            assert_eq!(found(&["acme zürich"], text).len(), 1, "{text}");
        }
        assert_eq!(found(&["", " ", "\n"], "a b"), Vec::<String>::new());
        assert_eq!(found(&["ad", "ada"], "Ada"), ["Ad", "Ada"]);
        assert!(found(&["redacted", "key"], "[redacted: API key]").is_empty());
    }
}

//! Texts that are known to be secret: what was found elsewhere, and the owner's own words. They are taken
//! out wherever they stand, in either case and through all markup, without anything around them.

use std::collections::HashMap;
use std::ops::Range;

use super::projections::{Edit, Projection, Projections};

/// Longer ones, private keys, are found by their form only.
const LONGEST: usize = 4096;
/// Most places are told by as many bytes as one number holds.
const BEGINNING: usize = 8;

/// Texts to look for. They may be many more than an automaton is built for in time: as many as a text holds.
pub struct Values {
    /// Those for which blanks, ends of lines and letters beyond ASCII make no difference.
    plain: SortedValues,
    /// The others, which are looked for in a text that is read as if all blanks were one.
    spaced: SortedValues,
}

#[derive(Default)]
struct SortedValues {
    values: Vec<Value>,
    /// How many bytes of each are looked at first.
    beginning: usize,
    /// Which of them begin so.
    places: HashMap<u64, Range<usize>>,
    /// Which beginnings there may be, by a hash of them.
    beginnings: Vec<bool>,
}

struct Value {
    /// In lower case, with one blank for each end of a line.
    text: Vec<u8>,
    /// Which of the given ones it is.
    given: usize,
    /// The longest other one that this begins with.
    within: Option<usize>,
}

impl Values {
    /// These; blank ones are not looked for.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let short = values.into_iter().enumerate().filter(|(_, value)| value.len() <= LONGEST);
        let folded = short.map(|(given, value)| Value {
            text: folded(&Projection::of(value.trim())).text.to_ascii_lowercase().into_bytes(),
            given,
            within: None,
        });
        let (plain, spaced) = folded
            .filter(|value| !value.text.is_empty())
            .partition(|value: &Value| value.text.iter().all(u8::is_ascii_graphic));
        Self { plain: SortedValues::new(plain), spaced: SortedValues::new(spaced) }
    }

    /// Where they stand in the source, in no order, and which of them; within a longer word only those of which
    /// `is_whole_word` says no.
    pub fn find(
        &self,
        projections: &Projections<'_>,
        is_whole_word: impl Fn(usize) -> bool,
    ) -> Vec<(Range<usize>, usize)> {
        let mut places = Vec::new();
        for projection in projections.all() {
            self.plain.find(projection, &is_whole_word, &mut places);
            if !self.spaced.values.is_empty() {
                self.spaced.find(&folded(projection), &is_whole_word, &mut places);
            }
        }
        places
    }
}

impl SortedValues {
    fn new(mut values: Vec<Value>) -> Self {
        let Some(shortest) = values.iter().map(|value| value.text.len()).min() else { return Self::default() };
        values.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        // Those that the next one may begin with, each of them within the one behind it.
        let mut open: Vec<usize> = Vec::new();
        for at in 0..values.len() {
            while open.pop_if(|last| !values[at].text.starts_with(&values[*last].text)).is_some() {}
            values[at].within = open.last().copied();
            open.push(at);
        }
        let mut sorted = Self { beginning: shortest.min(BEGINNING), ..Self::default() };
        sorted.beginnings = vec![false; (values.len() * 16).next_power_of_two().max(1 << 12)];
        for (at, value) in values.iter().enumerate() {
            let beginning = value.text.iter().take(sorted.beginning).fold(0, |last, byte| followed(last, *byte));
            let (key, hash) = (sorted.key(beginning), sorted.hash(beginning));
            sorted.places.entry(key).or_insert(at..at).end = at + 1;
            sorted.beginnings[hash] = true;
        }
        Self { values, ..sorted }
    }

    fn find(
        &self,
        projection: &Projection<'_>,
        is_whole_word: impl Fn(usize) -> bool,
        places: &mut Vec<(Range<usize>, usize)>,
    ) {
        if self.values.is_empty() {
            return;
        }
        let text = projection.text.to_ascii_lowercase().into_bytes();
        let mut last = 0;
        for (at, byte) in text.iter().enumerate() {
            last = followed(last, *byte);
            if !self.beginnings[self.hash(last)] || at + 1 < self.beginning {
                continue;
            }
            let start = at + 1 - self.beginning;
            for value in self.at(self.key(last), &text[start..]) {
                let here = start..start + value.text.len();
                if is_whole_word(value.given) && !is_word(&projection.text, here.clone()) {
                    continue;
                }
                let range = projection.source(here);
                match places.last_mut() {
                    // Of `aa` in a long row of them.
                    Some((last, of)) if *of == value.given && range.start < last.end && range.start >= last.start => {
                        last.end = last.end.max(range.end);
                    }
                    _ => places.push((range, value.given)),
                }
            }
        }
    }

    /// Those with which this text begins: the last one before it in order, or within that one.
    fn at<'a>(&'a self, key: u64, text: &'a [u8]) -> impl Iterator<Item = &'a Value> {
        let text = &text[..text.len().min(LONGEST)];
        let near = self.places.get(&key).cloned().unwrap_or_default();
        let before = self.values[near.clone()].partition_point(|value| value.text.as_slice() <= text);
        let of = |at: usize| self.values.get(at);
        let last = before.checked_sub(1).and_then(|last| of(near.start + last));
        let chain = std::iter::successors(last, move |value| value.within.and_then(of));
        chain.filter(|value| text.starts_with(&value.text))
    }

    /// Those of the last bytes that make a beginning.
    const fn key(&self, last: u64) -> u64 {
        last >> (8 * (BEGINNING - self.beginning))
    }

    /// By Fibonacci's multiplier, to as many values as there are bits.
    const fn hash(&self, last: u64) -> usize {
        (self.key(last).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.beginnings.len() - 1)
    }
}

/// The last bytes of a text, with this one behind them.
fn followed(last: u64, byte: u8) -> u64 {
    last >> 8 | u64::from(byte) << (8 * (BEGINNING - 1))
}

/// With letters beyond ASCII in lower case, and with blanks and ends of lines as one blank.
fn folded(projection: &Projection<'_>) -> Projection<'static> {
    projection.edited(&fold(&projection.text))
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

/// Letters beyond ASCII in lower case, and blanks and ends of lines as one blank.
fn fold(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let is_plain = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b'!'..=b'~'));
    let mut edits = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if is_plain(at) || (bytes[at] == b' ' && is_plain(at + 1)) {
            at += 1;
            continue;
        }
        let mut chars = text[at..].chars();
        let Some(c) = chars.next() else { break };
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            let mut is_line_end = c == '\n';
            while let Some(c) = chars.next().filter(|c| c.is_whitespace() || (is_line_end && *c == '>')) {
                is_line_end |= c == '\n';
                at += c.len_utf8();
            }
            if &text[start..at] != " " {
                edits.push(Edit { range: start..at, with: Some(' ') });
            }
        } else if !c.is_ascii() {
            let lower = if c == 'ς' { 'σ' } else { c.to_lowercase().next().unwrap_or(c) };
            if lower != c {
                edits.push(Edit { range: start..at, with: Some(lower) });
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

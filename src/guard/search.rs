//! Finds secrets in a text: in all views of it, and each once at its place in the source.

use std::cmp::Reverse;
use std::ops::Range;

use super::checks::{is_word, is_wordy};
use super::rules::Weight;
use super::scan::{self, Hit};
use super::views::{Joined, Projection, Views};
use super::{embedded, numbers, people, private_keys};
use crate::domain::redaction::SecretKind;

/// Something in a text that nobody should publish by accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// What it is.
    pub kind: SecretKind,
    /// What it was found as: `Anthropic API key`.
    pub rule: &'static str,
    /// Its bytes in the text, markup within it included.
    pub range: Range<usize>,
    /// It alone: without markup, a card's number without blanks.
    pub value: String,
}

/// One of perhaps several things that were found at one place.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub find: Find,
    pub weight: Weight,
}

/// What is in the text: by place, none over another.
#[cfg(test)]
pub fn search(text: &str) -> Vec<Find> {
    resolve(candidates(&Views::of(text)))
}

/// Everything that the views show; one secret often several times.
pub fn candidates(views: &Views<'_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (at, view) in views.plain.iter().enumerate() {
        let mut hits = scan::scan(view);
        hits.extend(people::scan(view));
        hits.extend(numbers::scan(view));
        hits.extend(embedded::scan(view));
        if at >= views.decoded {
            hits.extend(private_keys::scan(view));
        }
        all.extend(hits.into_iter().map(|hit| candidate(view, hit)));
    }
    if let Some(joined) = &views.joined {
        let more = wrapped(joined, &all);
        all.extend(more);
    }
    all
}

fn candidate(view: &Projection<'_>, hit: Hit) -> Candidate {
    let Hit { kind, rule, weight, range, value } = hit;
    Candidate { find: Find { kind, rule, range: view.source(range), value }, weight }
}

/// What only shows once lines are put together. Two lines may have nothing to do with each other, so that
/// less counts here.
fn wrapped(joined: &Joined, plain: &[Candidate]) -> Vec<Candidate> {
    let view = &joined.view;
    let mut hits = scan::scan(view);
    hits.extend(people::scan(view));
    hits.extend(numbers::scan(view));
    hits.extend(private_keys::scan(view));
    let known = Known::of(plain);
    let hits = hits.into_iter().filter_map(|mut hit| {
        let seams: Vec<usize> = joined.seams(hit.range.clone()).collect();
        if seams.is_empty() {
            return None;
        }
        let source = view.source(hit.range.clone());
        match hit.weight {
            Weight::Contact if known.overlaps(&source) => return None,
            Weight::Assigned if known.overlaps(&source) && !known.starts_at(source.start) => return None,
            Weight::Assigned | Weight::Formed | Weight::Placed if !is_number(hit.kind) => {
                let end = continued(view, &hit, &seams, &known)?;
                let length = hit.value.floor_char_boundary(hit.value.len().saturating_sub(hit.range.end - end));
                hit.value.truncate(length);
                hit.range.end = end;
            }
            _ => {}
        }
        Some(candidate(view, hit))
    });
    hits.collect()
}

/// Those have check digits, and one length each.
fn is_number(kind: SecretKind) -> bool {
    matches!(kind, SecretKind::CardNumber | SecretKind::BankAccount)
}

/// How far a key goes on over these ends of lines; `None` where it does not.
fn continued(view: &Projection<'_>, hit: &Hit, seams: &[usize], known: &Known) -> Option<usize> {
    let text = view.text.as_ref();
    let is_known = known.starts_at(view.source(hit.range.clone()).start);
    for (at, seam) in seams.iter().copied().enumerate() {
        let limit = seams.get(at + 1).copied().unwrap_or(text.len());
        let word = &text[seam..limit];
        let word =
            &word[..word.len() - word.trim_start_matches(|c: char| u8::try_from(c).is_ok_and(scan::is_key)).len()];
        let after = text[seam + word.len()..].chars().next();
        // A name before its value, or a word of a sentence, behind what is a key without it.
        let is_other = word.trim_end_matches('=').contains('=')
            || (matches!(after, Some(':' | '(')) && seam + word.len() < limit)
            || is_word(word)
            || (word.len() > 16 && is_wordy(word))
            || known.starts_at(view.source(seam..seam + 1).start);
        // What nothing was found of without putting lines together needs the first of them.
        if is_other && (is_known || at > 0 || hit.weight == Weight::Assigned) {
            return (at > 0).then_some(seam);
        }
    }
    Some(hit.range.end)
}

/// Places of what was found before.
struct Known {
    /// Sorted, and put together where they overlap.
    ranges: Vec<Range<usize>>,
}

impl Known {
    fn of(candidates: &[Candidate]) -> Self {
        let mut ranges: Vec<_> = candidates.iter().map(|known| known.find.range.clone()).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        ranges.dedup_by(|next, last| {
            let is_over = next.start < last.end;
            if is_over {
                last.end = last.end.max(next.end);
            }
            is_over
        });
        Self { ranges }
    }

    fn overlaps(&self, range: &Range<usize>) -> bool {
        let at = self.ranges.partition_point(|known| known.end <= range.start);
        self.ranges.get(at).is_some_and(|known| known.start < range.end)
    }

    fn starts_at(&self, start: usize) -> bool {
        self.ranges.binary_search_by_key(&start, |known| known.start).is_ok()
    }
}

/// Of what lies over each other, the surest; it takes the place of all of it.
pub fn resolve(mut candidates: Vec<Candidate>) -> Vec<Find> {
    candidates.sort_by_key(|found| (found.find.range.start, Reverse(found.find.range.end)));
    let mut finds: Vec<Candidate> = Vec::new();
    for found in candidates {
        match finds.last_mut() {
            Some(last) if found.find.range.start < last.find.range.end => {
                let range = last.find.range.start..last.find.range.end.max(found.find.range.end);
                let length = |candidate: &Candidate| candidate.find.range.len();
                if (found.weight, length(&found)) > (last.weight, length(last)) {
                    *last = found;
                }
                last.find.range = range;
            }
            _ => finds.push(found),
        }
    }
    finds.into_iter().map(|found| found.find).collect()
}

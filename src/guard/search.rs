//! Finds secrets in a text: in all its projections, and each once, at its place in the source.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use super::checks::{is_word, is_wordy};
use super::matches::{Match, RawMatch, Weight, WeightedMatch};
use super::projections::{Joined, Projection, Projections};
use super::scan;
use super::{detectors, encoded, seed_phrases};
use crate::domain::redaction::SecretKind;

/// What is in the text: by place, none over another.
#[cfg(test)]
pub fn search(text: &str) -> Vec<Match> {
    resolve(all_matches(&Projections::of(text)))
}

/// Everything that the projections show; one secret often several times.
pub fn all_matches(projections: &Projections<'_>) -> Vec<WeightedMatch> {
    matches_to_depth(projections, encoded::DEEPEST)
}

/// The same, with so many layers of what is encoded in it.
pub fn matches_to_depth(projections: &Projections<'_>, depth: usize) -> Vec<WeightedMatch> {
    let mut all = Vec::new();
    let mut known = HashSet::new();
    // Of two equal matches the first counts: where lines have numbers, the value without them.
    let rest = (0..projections.plain.len()).filter(|at| Some(*at) != projections.unprefixed);
    for at in projections.unprefixed.into_iter().chain(rest) {
        let Some(projection) = projections.plain.get(at) else { continue };
        let is_decoded = at >= projections.decoded;
        let mut matches = if is_decoded { detectors::scan_decoded(projection) } else { detectors::scan(projection) };
        if [Some(projections.decoded), Some(projections.bare), projections.unprefixed].contains(&Some(at)) {
            matches.extend(seed_phrases::scan(projection));
        }
        let matches = matches.into_iter().map(|matched| weighted(projection, matched));
        // Most of it was found in each of the others, too.
        all.extend(matches.filter(|found| known.insert((found.matched.range.clone(), found.matched.rule))));
    }
    if let Some(joined) = &projections.joined {
        let more = wrapped(joined, &all);
        all.extend(more);
    }
    all.extend(encoded::scan(projections, depth, matches_to_depth));
    all
}

fn weighted(projection: &Projection<'_>, matched: RawMatch) -> WeightedMatch {
    let RawMatch { kind, rule, weight, range, value } = matched;
    WeightedMatch { matched: Match { kind, rule, range: projection.source(range), value }, weight }
}

/// What only shows once lines are put together. Two lines may have nothing to do with each other, so that
/// less counts here.
fn wrapped(joined: &Joined, plain: &[WeightedMatch]) -> Vec<WeightedMatch> {
    let projection = &joined.projection;
    let matches = detectors::scan_decoded(projection);
    let known = KnownRanges::of(plain);
    let matches = matches.into_iter().filter_map(|mut matched| {
        let seams: Vec<usize> = joined.seams(matched.range.clone()).collect();
        if seams.is_empty() {
            return None;
        }
        let source = projection.source(matched.range.clone());
        match matched.weight {
            Weight::Contact if known.overlaps(&source) || stands_on_one_line(matched.kind) => return None,
            // Of an address that was looked at on its own line.
            Weight::Contact if is_address(&projection.text[matched.range.start..*seams.first()?]) => return None,
            Weight::Contact if seams.iter().any(|seam| is_new_sentence(&projection.text, *seam)) => return None,
            Weight::Assigned if known.overlaps(&source) && !known.starts_at(source.start) => return None,
            Weight::Assigned | Weight::Formed | Weight::Placed if !is_number(matched.kind) => {
                let end = continued(projection, &matched, &seams, &known)?;
                let length =
                    matched.value.floor_char_boundary(matched.value.len().saturating_sub(matched.range.end - end));
                matched.value.truncate(length);
                matched.range.end = end;
            }
            _ => {}
        }
        Some(weighted(projection, matched))
    });
    matches.collect()
}

/// What would be something else if it went on behind the end of a line.
fn stands_on_one_line(kind: SecretKind) -> bool {
    matches!(kind, SecretKind::IpAddress | SecretKind::HomeFolder | SecretKind::UserName)
}

/// Whether this is all of an e-mail address.
fn is_address(text: &str) -> bool {
    let domain = text.rsplit_once('@').and_then(|(_, host)| host.rsplit_once('.'));
    domain.is_some_and(|(_, domain)| domain.len() >= 2 && domain.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Whether a sentence ends before the end of a line and another begins behind it: `ada@example.com.` and `It is late.`
fn is_new_sentence(text: &str, seam: usize) -> bool {
    let mut next = text[seam..].chars();
    let is_name = |c: char| c.is_lowercase() || !c.is_alphanumeric();
    text[..seam].ends_with('.') && next.next().is_some_and(char::is_uppercase) && next.next().is_none_or(is_name)
}

/// Those have check digits, and one length each.
fn is_number(kind: SecretKind) -> bool {
    matches!(kind, SecretKind::CardNumber | SecretKind::BankAccount)
}

/// How far a key goes on over these ends of lines; `None` where it does not.
fn continued(projection: &Projection<'_>, matched: &RawMatch, seams: &[usize], known: &KnownRanges) -> Option<usize> {
    let text = projection.text.as_ref();
    let is_known = known.starts_at(projection.source(matched.range.clone()).start);
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
            || known.starts_at(projection.source(seam..seam + 1).start);
        // What nothing was found of without putting lines together needs the first of them.
        if is_other && (is_known || at > 0 || matched.weight == Weight::Assigned) {
            return (at > 0).then_some(seam);
        }
    }
    Some(matched.range.end)
}

/// Places of what was found before.
struct KnownRanges {
    /// Sorted, and put together where they overlap.
    ranges: Vec<Range<usize>>,
}

impl KnownRanges {
    fn of(candidates: &[WeightedMatch]) -> Self {
        let mut ranges: Vec<_> = candidates.iter().map(|known| known.matched.range.clone()).collect();
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
pub fn resolve(mut candidates: Vec<WeightedMatch>) -> Vec<Match> {
    candidates.sort_by_key(|found| (found.matched.range.start, Reverse(found.matched.range.end)));
    let mut matches: Vec<WeightedMatch> = Vec::new();
    for found in candidates {
        match matches.last_mut() {
            Some(last) if found.matched.range.start < last.matched.range.end => {
                let range = last.matched.range.start..last.matched.range.end.max(found.matched.range.end);
                let length = |found: &WeightedMatch| found.matched.range.len();
                if (found.weight, length(&found)) > (last.weight, length(last)) {
                    *last = found;
                }
                last.matched.range = range;
            }
            _ => matches.push(found),
        }
    }
    matches.into_iter().map(|found| found.matched).collect()
}

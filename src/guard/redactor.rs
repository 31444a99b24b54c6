//! Redacts texts, messages and files.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use serde_json::value::RawValue;

use super::matches::Match;
use super::plain_words::is_said_before;
use super::projections::Projections;
use super::search::{all_matches, resolve};
use super::searched_text::{SearchedText, WalkEvent, walk_parts};
use super::surroundings;
use super::values::Values;
use super::words;
use crate::base::json;
use crate::domain::message::Message;
use crate::domain::redaction::{Redactions, SecretKind};

/// How often a text is searched again when something was taken out of it: what stood on both sides may
/// make something new, in texts made for it.
const ROUNDS: usize = 8;
/// Shorter values are not taken out where nothing but their value tells them: half of all texts have them.
pub(super) const SHORTEST_VALUE: usize = 6;

/// What a share leaves out, ready to be taken out.
pub struct Redactor {
    kinds: BTreeSet<SecretKind>,
    findings: HashSet<(SecretKind, String)>,
    harmless: HashSet<(SecretKind, String)>,
    /// The finds and the owner's words, and what each is; `None` for a word.
    values: Values,
    value_kinds: Vec<Option<SecretKind>>,
    is_empty: bool,
}

/// Something to take out: bytes of a text, and what it is.
pub(super) type Cut = (Range<usize>, Option<SecretKind>);

impl Redactor {
    /// For a share with these redactions.
    pub fn new(redactions: &Redactions) -> Self {
        let findings = redactions.findings.difference(&redactions.harmless);
        let findings = findings.filter(|(_, value)| value.len() >= SHORTEST_VALUE);
        let matches = findings.map(|(kind, value)| (Some(*kind), value.as_str()));
        let words = redactions.words.iter().map(|word| (None, word.as_str()));
        let (value_kinds, values): (Vec<_>, Vec<_>) = matches.chain(words).unzip();
        Self {
            kinds: redactions.kinds.clone(),
            findings: redactions.findings.iter().cloned().collect(),
            harmless: redactions.harmless.iter().cloned().collect(),
            values: Values::new(values),
            value_kinds,
            is_empty: redactions.is_empty(),
        }
    }

    /// The text without what is left out; `None` where nothing is. For texts that are no Markdown: titles,
    /// models, names of files.
    pub fn text(&self, text: &str) -> Option<String> {
        self.redacted(text, |text, cuts| replaced(text, cuts, nothing_around))
    }

    /// The text without what is left out, as `replace` does it.
    pub(super) fn redacted(&self, text: &str, replace: impl Fn(&str, &[Cut]) -> String) -> Option<String> {
        let mut redacted: Option<String> = None;
        for _ in 0..ROUNDS {
            if redacted.as_deref().is_some_and(|redacted| !self.is_something_near(redacted)) {
                break;
            }
            let current = redacted.as_deref().unwrap_or(text);
            let cuts = self.cuts_of(&[SearchedText::of(current, "")]).pop().unwrap_or_default();
            if cuts.is_empty() {
                break;
            }
            redacted = Some(replace(current, &cuts));
        }
        redacted
    }

    /// Whether something is left to take out near what was.
    fn is_something_near(&self, redacted: &str) -> bool {
        match surroundings::of_replacements(redacted) {
            // To look for it is to take it out.
            Cow::Borrowed(_) => true,
            Cow::Owned(near) => self.cuts_of(&[SearchedText::of(&near, "")]).iter().any(|cuts| !cuts.is_empty()),
        }
    }

    /// Takes out of a message's content and of its parts. `before` and `after` are the texts of the messages
    /// around it in the conversation, of those too that the share leaves out: what is split over an edge goes.
    pub fn message(&self, message: &mut Message, before: Option<&str>, after: Option<&str>) {
        if self.is_empty {
            return;
        }
        let mut parts = message.parts.as_ref().and_then(|parts| json::parse(parts.get().as_bytes()).ok());
        // Nobody renders parts that can't be read, and the content says the same.
        if parts.is_none() && message.parts.as_ref().is_some_and(|parts| self.text(parts.get()).is_some()) {
            message.parts = None;
        }
        let mut is_changed = false;
        for round in 0..ROUNDS {
            let content = SearchedText::of_content(&message.content, before, after);
            let in_parts = parts.as_mut().map(|parts| SearchedText::of_parts(parts, before, after));
            let documents: Vec<_> = [content].into_iter().chain(in_parts).collect();
            if round > 0 && !documents.iter().any(|document| self.is_something_near(&document.text)) {
                break;
            }
            let cuts = self.cuts_of(&documents);
            let leaf = |document: usize, leaf: usize, text: &str| {
                replaced_leaf(text, documents.get(document)?, leaf, cuts.get(document)?)
            };
            let mut is_over = true;
            if let Some(redacted) = leaf(0, 0, &message.content) {
                message.content = redacted;
                is_over = false;
            }
            let mut leaves = 0;
            let mut redact = |event: WalkEvent<'_>| {
                if let WalkEvent::Text { text, .. } = event {
                    if let Some(redacted) = leaf(1, leaves, text) {
                        *text = redacted;
                        is_over = false;
                        is_changed = true;
                    }
                    leaves += 1;
                }
            };
            parts.iter_mut().for_each(|parts| walk_parts(parts, &mut redact));
            if is_over {
                break;
            }
        }
        if is_changed {
            message.parts = serde_json::to_string(&parts).ok().and_then(|parts| RawValue::from_string(parts).ok());
        }
    }

    /// What is to be taken out of each of these texts, which say the same or belong together: what is found in
    /// one of them is taken out of all. By place, none over another.
    fn cuts_of(&self, documents: &[SearchedText]) -> Vec<Vec<Cut>> {
        let projections: Vec<_> = documents.iter().map(|document| Projections::of(&document.text)).collect();
        let mut values = BTreeSet::new();
        let mut cuts: Vec<Vec<Cut>> = Vec::with_capacity(documents.len());
        for (document, projections) in documents.iter().zip(&projections) {
            let matches = self.wanted(projections);
            cuts.push(matches.iter().map(|matched| (matched.range.clone(), Some(matched.kind))).collect());
            for Match { kind, range, value, .. } in matches {
                if is_said_before(&document.text, range.start, &value) {
                    continue;
                }
                let written = document.written(range).map(str::to_owned);
                let spellings = written.chain([value]).filter(|value| value.len() >= SHORTEST_VALUE);
                values.extend(spellings.map(|value| (kind, value)));
            }
        }
        let found: Vec<_> = values.into_iter().collect();
        let values = Values::new(found.iter().map(|(_, value)| value.as_str()));
        for (cuts, projections) in cuts.iter_mut().zip(&projections) {
            let again = values.find(projections, |value| found[value].0.is_whole_word());
            cuts.extend(again.into_iter().map(|(range, value)| (range, Some(found[value].0))));
            let is_whole_word = |value: usize| self.value_kinds[value].is_some_and(SecretKind::is_whole_word);
            let given = self.values.find(projections, is_whole_word);
            cuts.extend(given.into_iter().map(|(range, value)| (range, self.value_kinds[value])));
            *cuts = merged(std::mem::take(cuts));
        }
        cuts
    }

    /// What is found that is to be left out.
    fn wanted(&self, projections: &Projections<'_>) -> Vec<Match> {
        if self.kinds.is_empty() && self.findings.is_empty() {
            return Vec::new();
        }
        let candidates = all_matches(projections);
        let mut matches: Vec<_> = candidates.iter().map(|candidate| candidate.matched.clone()).collect();
        // What lies over each other goes as a whole where its name is left out, and in part where a part's is.
        matches.extend(resolve(candidates));
        matches.retain(|matched| {
            let is_one_of = |findings: &HashSet<(SecretKind, String)>| {
                !findings.is_empty() && findings.contains(&(matched.kind, matched.value.clone()))
            };
            (self.kinds.contains(&matched.kind) || is_one_of(&self.findings)) && !is_one_of(&self.harmless)
        });
        matches
    }

    /// The first that is left out of what these texts from among other bytes hold. Bytes by chance are none.
    pub(super) fn first(&self, texts: &str) -> Option<Option<SecretKind>> {
        let cuts = self.cuts_of(&[SearchedText::of(texts, "")]).pop()?;
        let of = |range: &Range<usize>| texts.get(range.clone()).unwrap_or_default();
        cuts.into_iter().find(|(range, kind)| is_no_chance(*kind, of(range))).map(|(_, kind)| kind)
    }

    /// Whether files that can't be searched are left out, or this one is.
    pub(super) fn withholds(&self, digest: impl FnOnce() -> String) -> bool {
        let of_kind = |findings: &HashSet<(SecretKind, String)>| {
            findings.iter().any(|(kind, _)| *kind == SecretKind::UnsearchedFile)
        };
        let is_kind = self.kinds.contains(&SecretKind::UnsearchedFile);
        if !is_kind && !of_kind(&self.findings) || is_kind && !of_kind(&self.harmless) {
            return is_kind;
        }
        let file = (SecretKind::UnsearchedFile, digest());
        (is_kind || self.findings.contains(&file)) && !self.harmless.contains(&file)
    }

    /// Whether nothing is left out.
    pub(super) const fn is_empty(&self) -> bool {
        self.is_empty
    }
}

/// Whether a match among the bytes of a file was written by somebody.
pub(super) fn is_no_chance(kind: Option<SecretKind>, written: &str) -> bool {
    match kind {
        None => written.len() >= 4,
        Some(SecretKind::Email) => {
            let lengths = written
                .split_once('@')
                .map(|(name, host)| (name.len(), host.split('.').next().unwrap_or_default().len()));
            lengths.is_some_and(|(name, host)| name >= 3 && host >= 3)
        }
        // A drive or a command before it, and not two bytes that happen to be there.
        Some(SecretKind::HomeFolder | SecretKind::UserName) => written.len() >= 8,
        Some(_) => true,
    }
}

/// By place; what overlaps is one, of the most dangerous kind.
fn merged(mut cuts: Vec<Cut>) -> Vec<Cut> {
    cuts.retain(|(range, _)| !range.is_empty());
    cuts.sort_unstable_by_key(|(range, _)| range.start);
    cuts.dedup_by(|(next, kind), (last, of)| {
        let is_over = next.start < last.end;
        if is_over {
            last.end = last.end.max(next.end);
            *of = [*of, *kind].into_iter().flatten().min();
        }
        is_over
    });
    cuts
}

/// One text of a document without what is cut; `None` where nothing of it is.
fn replaced_leaf(text: &str, document: &SearchedText, leaf: usize, cuts: &[Cut]) -> Option<String> {
    let leaf = document.leaves.get(leaf)?;
    let first = cuts.partition_point(|(range, _)| range.end <= leaf.range.start);
    let here = cuts[first..].iter().take_while(|(range, _)| range.start < leaf.range.end);
    let within = |at: usize| at.clamp(leaf.range.start, leaf.range.end) - leaf.range.start + leaf.margin;
    let here: Vec<Cut> = here.map(|(range, kind)| (within(range.start)..within(range.end), *kind)).collect();
    let is_something = |(range, _): &Cut| text.get(range.clone()).is_some_and(|cut| !cut.trim().is_empty());
    let here: Vec<Cut> = here.into_iter().filter(is_something).collect();
    // What begins so would make a link of the replacement, or the definition of one, which is not shown.
    let makes_link = |range: &Range<usize>| {
        let (before, behind) = (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
        let line = before.rsplit('\n').next().unwrap_or_default();
        let is_definition = behind.starts_with(':') && !line.contains(|c: char| c.is_alphanumeric() || c == '/');
        leaf.is_markdown && (is_definition || behind.starts_with(['(', '[']))
    };
    let around = |range: &Range<usize>, kind| {
        let is_bracketed = kind != Some(SecretKind::HomeFolder);
        ("", if is_bracketed && makes_link(range) { " " } else { "" })
    };
    (!here.is_empty()).then(|| replaced(text, &here, around))
}

/// The text with the words of the guard in the place of each cut, and around them what `around` says of its bytes
/// and kind.
pub(super) fn replaced(
    text: &str,
    cuts: &[Cut],
    around: impl Fn(&Range<usize>, Option<SecretKind>) -> (&'static str, &'static str),
) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    for (range, kind) in cuts {
        let (before, behind) = around(range, *kind);
        redacted.push_str(text.get(done..range.start).unwrap_or_default());
        redacted.extend([before, &words::replacement(*kind), behind]);
        done = range.end;
    }
    redacted.push_str(text.get(done..).unwrap_or_default());
    redacted
}

/// A replacement in a text that is no Markdown.
pub(super) const fn nothing_around(_: &Range<usize>, _: Option<SecretKind>) -> (&'static str, &'static str) {
    ("", "")
}

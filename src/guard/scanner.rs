//! Scans a whole conversation: lists each secret once, with its places.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::Value;

use super::context::context;
use super::file::FileText;
use super::mask::{finding_id, mask};
use super::matches::Match;
use super::plain_words::is_said_before;
use super::projections::Projections;
use super::redactor::{SHORTEST_VALUE, is_no_chance};
use super::search::{all_matches, resolve};
use super::searched_text::SearchedText;
use super::values::Values;
use crate::base::json;
use crate::domain::id::MessageId;
use crate::domain::message::Message;
use crate::domain::part::Sha256;
use crate::domain::redaction::SecretKind;
use crate::domain::text::one_line;

/// Places that are told for one secret; the others are counted.
const MOST_PLACES: usize = 20;
/// Findings whose surroundings are told: nobody looks through more.
const MOST_CONTEXTS: usize = 10_000;

/// Something found in a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// By which a client names it.
    pub id: String,
    /// The kind of secret.
    pub kind: SecretKind,
    /// What readers see in its place: `API key`.
    pub label: &'static str,
    /// What it was found as: `Anthropic API key`.
    pub rule: &'static str,
    /// Enough to recognise it.
    pub masked: String,
    /// It alone: nothing that leaves the program.
    #[serde(skip)]
    pub value: String,
    /// It is also a word of the text, and only its place makes it a secret.
    #[serde(skip)]
    pub is_word: bool,
    /// Where it stands, the first of them.
    pub places: Vec<FindingPlace>,
    /// How often it stands there.
    pub count: usize,
}

impl Finding {
    /// What tells it from others.
    pub fn key(&self) -> (SecretKind, String) {
        (self.kind, self.value.clone())
    }
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingPlace {
    /// `title`, `model`, `message`, `thought`, `tool`, `file_name` or `file`.
    pub part: &'static str,
    /// Which message of what is searched, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// That message's number, once it is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// The file's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What stands around it on one line, with everything masked that was found.
    pub context: String,
}

/// Gathers what is found in a conversation's texts.
#[derive(Default)]
pub struct ConversationScanner {
    findings: Vec<Finding>,
    known: HashMap<(SecretKind, String), usize>,
}

impl ConversationScanner {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The conversation's title.
    pub fn title(&mut self, title: &str) {
        self.line(title, "title");
    }

    /// The name of its model.
    pub fn model(&mut self, model: &str) {
        self.line(model, "model");
    }

    fn line(&mut self, text: &str, part: &'static str) {
        let document = SearchedText::of(text, part);
        let matches = matches_of(&document.text);
        let place = FindingPlace { part, position: None, message_id: None, name: None, context: String::new() };
        self.add(&document, &matches, &place, |_| true);
    }

    /// A message, its place among those that are searched, and the texts of the messages around it.
    pub fn message(
        &mut self,
        position: usize,
        id: Option<MessageId>,
        message: &Message,
        before: Option<&str>,
        after: Option<&str>,
    ) {
        let place = FindingPlace {
            part: "message",
            position: Some(position),
            message_id: id,
            name: None,
            context: String::new(),
        };
        let mut parts =
            message.parts.as_ref().and_then(|parts| json::parse(parts.get().as_bytes()).ok()).unwrap_or(Value::Null);
        let in_parts = SearchedText::of_parts(&mut parts, before, after);
        let found = matches_of(&in_parts.text);
        self.add(&in_parts, &found, &place, |_| true);
        let content = SearchedText::of_content_beside(&message.content, &in_parts, before, after);
        let more = matches_of(&content.text);
        // The content repeats the parts; what was found beside them is in other messages.
        let own = found.iter().filter(|matched| in_parts.leaves(matched.range.clone()).next().is_some());
        let known: HashSet<_> = own.map(|matched| (matched.kind, matched.value.as_str())).collect();
        let is_new = |matched: &Match| !known.contains(&(matched.kind, matched.value.as_str()));
        self.add(&content, &more, &place, is_new);
    }

    /// A file; `None` for the bytes of one that is too large to be searched.
    pub fn file(&mut self, name: Option<&str>, sha256: Sha256, media_type: &str, bytes: Option<&[u8]>) {
        let name = name.map(|name| one_line(&masked(name), 80));
        let place =
            FindingPlace { part: "file", position: None, message_id: None, name: name.clone(), context: String::new() };
        let (text, is_text) = match bytes.map(|bytes| FileText::of(media_type, bytes)) {
            Some(FileText::Text(text, _)) => (text, true),
            Some(FileText::Bytes(texts)) => (texts, false),
            Some(FileText::Packed) | None => {
                let masked = name.unwrap_or_else(|| media_type.to_owned());
                let matched = (SecretKind::UnsearchedFile, "File that can't be searched", sha256.to_string());
                return self.place(matched, Some(masked), false, || place);
            }
        };
        let document = SearchedText::of(&text, "file");
        let matches = matches_of(&document.text);
        let written = |matched: &Match| document.text.get(matched.range.clone()).unwrap_or_default();
        self.add(&document, &matches, &place, |matched| is_text || is_no_chance(Some(matched.kind), written(matched)));
    }

    /// All that was found, the most dangerous first.
    pub fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.kind);
        self.findings
    }

    fn add(
        &mut self,
        document: &SearchedText,
        matches: &[Match],
        place: &FindingPlace,
        is_counted: impl Fn(&Match) -> bool,
    ) {
        for (at, matched) in matches.iter().enumerate().filter(|(_, matched)| is_counted(matched)) {
            if let Some(leaf) = document.leaves(matched.range.clone()).next() {
                let is_told = self.findings.len() < MOST_CONTEXTS;
                let context = || if is_told { context(document, matches, at, leaf) } else { String::new() };
                let place = || FindingPlace { part: leaf.part, context: context(), ..place.clone() };
                let is_word = is_said_before(&document.text, matched.range.start, &matched.value);
                self.place((matched.kind, matched.rule, matched.value.clone()), None, is_word, place);
            }
        }
    }

    fn place(
        &mut self,
        matched: (SecretKind, &'static str, String),
        masked: Option<String>,
        is_word: bool,
        place: impl FnOnce() -> FindingPlace,
    ) {
        let (kind, rule, value) = matched;
        let at = *self.known.entry((kind, value.clone())).or_insert_with(|| {
            let masked = masked.unwrap_or_else(|| mask(&value));
            let id = finding_id(kind, &value);
            self.findings.push(Finding {
                id,
                kind,
                label: kind.label(),
                rule,
                masked,
                value,
                is_word: false,
                places: Vec::new(),
                count: 0,
            });
            self.findings.len() - 1
        });
        if let Some(finding) = self.findings.get_mut(at) {
            finding.count += 1;
            finding.is_word |= is_word;
            if finding.places.len() < MOST_PLACES {
                finding.places.push(place());
            }
        }
    }
}

/// What is found in a text, and where else in it the same stands with nothing around it to tell it.
fn matches_of(text: &str) -> Vec<Match> {
    let projections = Projections::of(text);
    let matches = resolve(all_matches(&projections));
    if matches.is_empty() {
        return matches;
    }
    let long = |matched: &&Match| {
        matched.value.len() >= SHORTEST_VALUE && !is_said_before(text, matched.range.start, &matched.value)
    };
    let known: HashMap<_, _> =
        matches.iter().filter(long).map(|matched| ((matched.kind, matched.value.as_str()), matched)).collect();
    let mut spellings: Vec<(&str, &Match)> = Vec::with_capacity(known.len());
    for matched in known.into_values() {
        let written = text.get(matched.range.clone()).filter(|written| *written != matched.value);
        spellings.extend([Some(matched.value.as_str()), written].into_iter().flatten().map(|text| (text, matched)));
    }
    let values = Values::new(spellings.iter().map(|(text, _)| *text));
    let places = values.find(&projections, |spelling| spellings[spelling].1.kind.is_whole_word());
    let mut all = matches.clone();
    all.extend(places.into_iter().map(|(range, spelling)| Match { range, ..spellings[spelling].1.clone() }));
    // What was found first stays where both are.
    all.sort_by_key(|matched| matched.range.start);
    let mut apart: Vec<Match> = Vec::with_capacity(all.len());
    for matched in all {
        match apart.last_mut() {
            Some(last) if matched.range.start < last.range.end => {
                if matched.range.len() > last.range.len() {
                    *last = Match { range: last.range.start..matched.range.end, ..matched };
                }
            }
            _ => apart.push(matched),
        }
    }
    apart
}

/// The text with all that is found in it masked.
pub fn masked(text: &str) -> String {
    masked_where(text, |_| true)
}

/// The text with what is found in it of these kinds masked.
pub fn masked_where(text: &str, is_meant: impl Fn(SecretKind) -> bool) -> String {
    let mut masked = String::new();
    let mut done = 0;
    for matched in matches_of(text).into_iter().filter(|matched| is_meant(matched.kind)) {
        masked.push_str(text.get(done..matched.range.start).unwrap_or_default());
        masked.push_str(&mask(&matched.value));
        done = matched.range.end;
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    masked
}

//! What a search found, as a person reads it on a terminal: by kind, each numbered, with where it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::commands::terminal::{counted, one_line};
use crate::domain::id::MessageId;
use crate::domain::redaction::SecretKind;
use crate::guard::{Finding, FindingPlace};

/// From this many findings on, only the first ones of each kind are listed unless all are asked for.
const MOST_LINES: usize = 20;
/// So many of each kind then.
const MOST_OF_KIND: usize = 5;
/// How many places of each are named.
const MOST_PLACES: usize = 3;

/// Findings, numbered from 1 in the order of their kinds.
#[derive(Default)]
pub struct Listing {
    rows: Vec<Row>,
}

/// What is told of a finding, here or by a server elsewhere.
#[derive(Deserialize)]
pub struct ListedFinding {
    /// By which it is named.
    pub id: String,
    /// The kind of secret.
    #[serde(deserialize_with = "kind")]
    pub kind: SecretKind,
    rule: String,
    masked: String,
    count: usize,
    places: Vec<ListedPlace>,
}

#[derive(Deserialize)]
struct ListedPlace {
    part: String,
    position: Option<usize>,
    message_id: Option<i64>,
    name: Option<String>,
    context: String,
}

/// One finding.
struct Row {
    kind: SecretKind,
    id: String,
    text: String,
}

impl Listing {
    /// Adds those of a conversation, each once. `messages` are its messages in order; `name` is what it is called,
    /// where there may be several.
    pub fn add<'a>(&mut self, findings: impl Iterator<Item = &'a Finding>, messages: &[MessageId], name: Option<&str>) {
        let listed = |finding: &Finding| ListedFinding {
            id: finding.id.clone(),
            kind: finding.kind,
            rule: finding.rule.to_owned(),
            masked: finding.masked.clone(),
            count: finding.count,
            places: finding.places.iter().map(ListedPlace::of).collect(),
        };
        self.add_listed(findings.map(listed), messages, name);
    }

    /// The same of what is told of them.
    pub fn add_listed(
        &mut self,
        findings: impl Iterator<Item = ListedFinding>,
        messages: &[MessageId],
        name: Option<&str>,
    ) {
        for finding in findings {
            let name = name.map(|name| format!("\"{name}\": ")).unwrap_or_default();
            let text = format!("{name}{}", line(&finding, messages));
            self.rows.push(Row { kind: finding.kind, id: finding.id, text });
        }
        self.rows.sort_by_key(|row| row.kind);
    }

    /// The kind and the id of the finding with that number.
    pub fn get(&self, number: usize) -> Option<(SecretKind, &str)> {
        let row = self.rows.get(number.checked_sub(1)?)?;
        Some((row.kind, &row.id))
    }

    /// The kinds that were found.
    pub fn kinds(&self) -> impl Iterator<Item = SecretKind> {
        let mut kinds: Vec<SecretKind> = self.rows.iter().map(|row| row.kind).collect();
        kinds.dedup();
        kinds.into_iter()
    }

    /// Its lines; `is_redacted` tells which of them are, by kind and id.
    pub fn print(&self, is_redacted: &dyn Fn((SecretKind, &str)) -> bool, shows_all: bool) -> String {
        let most = if shows_all || self.rows.len() <= MOST_LINES { usize::MAX } else { MOST_OF_KIND };
        let mut lines = Vec::new();
        for kind in self.kinds() {
            let of_kind = || self.rows.iter().zip(1..).filter(|(row, _)| row.kind == kind);
            let count = of_kind().count();
            let redacted = of_kind().filter(|(row, _)| is_redacted((kind, &row.id))).count();
            let state = match redacted {
                0 => "published".to_owned(),
                _ if redacted == count => "redacted".to_owned(),
                _ => format!("{redacted} redacted"),
            };
            lines.push(format!("{}: {state}", name_of(kind, count)));
            for (row, number) in of_kind().take(most) {
                let mark = if is_redacted((kind, &row.id)) { "x" } else { " " };
                lines.push(format!("{number:>5} [{mark}] {}", row.text));
            }
            if count > most {
                lines.push(format!("          and {} more; l lists all", count - most));
            }
        }
        lines.join("\n")
    }
}

impl ListedPlace {
    fn of(place: &FindingPlace) -> Self {
        Self {
            part: place.part.to_owned(),
            position: place.position,
            message_id: place.message_id.map(MessageId::get),
            name: place.name.clone(),
            context: place.context.clone(),
        }
    }
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretKind, D::Error> {
    let name = String::deserialize(deserializer)?;
    SecretKind::parse(&name).ok_or_else(|| serde::de::Error::custom("an unknown kind"))
}

/// `sk-ant-api03-Ab3…x9Zq  Anthropic API key, 3 times: message 2, message 5, notes.txt: "the key is …, use it"`.
fn line(finding: &ListedFinding, messages: &[MessageId]) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in &finding.places {
        let name = place_name(place, messages);
        if !places.contains(&name) {
            places.push(name);
        }
    }
    let more = if places.len() > MOST_PLACES { ", ..." } else { "" };
    places.truncate(MOST_PLACES);
    let times = if finding.count > 1 { format!(", {} times", finding.count) } else { String::new() };
    let context = finding.places.first().map(|place| one_line(place.context.trim())).unwrap_or_default();
    let context = if context.is_empty() { context } else { format!(": \"{context}\"") };
    format!("{}  {}{times}, {}{more}{context}", one_line(&finding.masked), one_line(&finding.rule), places.join(", "))
}

/// The place of a finding, in words. `messages` are those of the conversation, in order.
fn place_name(place: &ListedPlace, messages: &[MessageId]) -> String {
    let id = place.message_id.map(MessageId::new);
    let position = id.and_then(|id| messages.binary_search(&id).ok()).map(|at| at + 1);
    let message = position.or(place.position).map(|at| format!("message {at}")).unwrap_or_default();
    match place.part.as_str() {
        "title" => "the title".to_owned(),
        "model" => "the model's name".to_owned(),
        "thought" => format!("the reasoning in {message}"),
        "tool" => format!("a tool call in {message}"),
        "file_name" => format!("a file's name in {message}"),
        "file" => place.name.as_deref().map_or_else(|| "a file".to_owned(), one_line),
        _ => message,
    }
}

/// `2 API keys, 1 phone number`.
pub fn sum(kinds: impl Iterator<Item = SecretKind>) -> String {
    let mut counts: BTreeMap<SecretKind, usize> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    counts.into_iter().map(|(kind, count)| name_of(kind, count)).collect::<Vec<_>>().join(", ")
}

fn name_of(kind: SecretKind, count: usize) -> String {
    match kind {
        SecretKind::UnsearchedFile => format!("{} that can't be searched", counted(count, "file")),
        kind => counted(count, kind.label()),
    }
}

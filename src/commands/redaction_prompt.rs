//! Asks the owner of a conversation, before it is published, what to redact of what was found in it.

use std::collections::{BTreeMap, BTreeSet};

use super::Failure;
use super::terminal::{Dialog, counted, eprint_line, one_line};
use crate::app::sharing::{AcceptedFindings, RedactionChoice, RedactionRequest, ShareError, Undecided, credentials};
use crate::cli::Redact;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::redaction::SecretKind;
use crate::guard::{Finding, FindingPlace};
use crate::store::StoreError;

/// How many findings are listed one by one.
const MOST_LINES: usize = 20;
/// How many places of each are named.
const MOST_PLACES: usize = 3;

/// The owner's decision about what is found.
#[derive(Default)]
pub struct RedactionAnswer {
    choice: Option<Choice>,
    /// The ids of the findings the owner was shown; `None` where they decided in advance, for all.
    shown: Option<BTreeSet<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    All,
    Credentials,
    Nothing,
}

/// Why nothing was published.
pub enum NotPublished {
    /// Something was found about which the owner has not decided.
    Undecided(Vec<Undecided>),
    /// Something failed.
    Failed(Failure),
}

impl RedactionAnswer {
    /// The decision that a flag made in advance.
    pub fn given(redact: Option<Redact>) -> Self {
        let choice = redact.map(|redact| match redact {
            Redact::All => Choice::All,
            Redact::Nothing => Choice::Nothing,
        });
        Self { choice, shown: None }
    }

    /// The redactions it asks for, with the owner's own words, and the findings that may be published.
    pub fn request(&self, words: &BTreeSet<String>) -> (RedactionRequest, AcceptedFindings) {
        let words = words.clone();
        let add = |kinds: Option<BTreeSet<SecretKind>>| RedactionRequest::Add { kinds, words: words.clone() };
        let shown = || self.shown.clone().map_or(AcceptedFindings::Any, AcceptedFindings::Shown);
        match (self.choice, &self.shown) {
            (None, _) => (add(None), AcceptedFindings::NONE),
            (Some(Choice::All), _) => (add(Some(SecretKind::ALL.into())), AcceptedFindings::Any),
            (Some(Choice::Credentials), _) => (add(Some(credentials().collect())), shown()),
            // In advance it means everything; on the terminal, what was shown there.
            (Some(Choice::Nothing), None) => {
                let choice = RedactionChoice { words, ..RedactionChoice::default() };
                (RedactionRequest::Replace(choice), AcceptedFindings::Any)
            }
            (Some(Choice::Nothing), Some(_)) => (add(Some(BTreeSet::new())), shown()),
        }
    }
}

impl From<Failure> for NotPublished {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<StoreError> for NotPublished {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ShareError> for NotPublished {
    fn from(error: ShareError) -> Self {
        match error {
            ShareError::Undecided(undecided) => Self::Undecided(undecided),
            error => Self::Failed(error.into()),
        }
    }
}

/// Attempts to publish, and asks about the findings until all are decided. `attempt` must leave no trace where some
/// are undecided. `names` are the conversations' names, where there may be several.
pub fn settle<T>(
    redact: Option<Redact>,
    input_is_taken: bool,
    names: &BTreeMap<ChatId, String>,
    mut attempt: impl FnMut(&RedactionAnswer) -> Result<T, NotPublished>,
) -> Result<T, Failure> {
    let mut answer = RedactionAnswer::given(redact);
    loop {
        match attempt(&answer) {
            Ok(done) => return Ok(done),
            Err(NotPublished::Failed(failure)) => return Err(failure),
            Err(NotPublished::Undecided(undecided)) => answer = ask(&undecided, input_is_taken, names)?,
        }
    }
}

fn ask(
    undecided: &[Undecided],
    input_is_taken: bool,
    names: &BTreeMap<ChatId, String>,
) -> Result<RedactionAnswer, Failure> {
    let mut lines: Vec<(SecretKind, String)> = Vec::new();
    for Undecided { chat, findings, messages } in undecided {
        let name = chat.and_then(|chat| names.get(&chat)).map(|name| format!("\"{name}\": ")).unwrap_or_default();
        lines.extend(findings.iter().map(|found| (found.kind, format!("{name}{}", line(found, messages)))));
    }
    lines.sort_by_key(|(kind, _)| *kind);
    let sum = sum(lines.iter().map(|(kind, _)| *kind));
    let listing = listing(lines.iter().map(|(kind, line)| (*kind, line.as_str())));
    let introduction = format!("This would publish {sum}:\n{listing}");
    let Some(mut dialog) = Dialog::open(input_is_taken) else {
        eprint_line(introduction);
        return Err(Failure::new(
            "nothing was stored or published; redact what was found with --redact all, or publish it unchanged with \
             --redact none",
        ));
    };
    dialog.print(&format!("{introduction}\n"))?;
    loop {
        let question = "Redact them? [Y]es, all / [c]redentials only / [n]o, publish unchanged / [q]uit: ";
        let typed = dialog.ask(question)?;
        let choice = match typed.as_deref().map(|line| line.trim().to_lowercase()).as_deref() {
            Some("" | "y" | "yes" | "all") => Choice::All,
            Some("c" | "credentials") => Choice::Credentials,
            Some("n" | "no" | "none") => Choice::Nothing,
            Some("q" | "quit") | None => return Err(Failure::new("nothing was stored or published")),
            Some(_) => continue,
        };
        let shown = undecided.iter().flat_map(|one| one.findings.iter().map(|finding| finding.id.clone()));
        return Ok(RedactionAnswer { choice: Some(choice), shown: Some(shown.collect()) });
    }
}

/// `Anthropic API key  sk-ant-…Zq  3 times: message 2, message 5, notes.txt`.
pub fn line(finding: &Finding, messages: &[MessageId]) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in &finding.places {
        let name = place_name(place, messages);
        if !places.contains(&name) {
            places.push(name);
        }
    }
    let more = if places.len() > MOST_PLACES { ", ..." } else { "" };
    places.truncate(MOST_PLACES);
    format!(
        "{}  {}  {}: {}{more}",
        finding.rule,
        one_line(&finding.masked),
        counted(finding.count, "time"),
        places.join(", ")
    )
}

/// The place of a finding, in words. `messages` are those of the conversation, in order.
fn place_name(place: &FindingPlace, messages: &[MessageId]) -> String {
    let position = place.message_id.and_then(|id| messages.binary_search(&id).ok()).map(|at| at + 1);
    let message = position.or(place.position).map(|at| format!("message {at}")).unwrap_or_default();
    match place.part {
        "title" => "the title".to_owned(),
        "model" => "the model's name".to_owned(),
        "thought" => format!("the reasoning in {message}"),
        "tool" => format!("a tool call in {message}"),
        "file_name" => format!("a file's name in {message}"),
        "file" => place.name.as_deref().map_or_else(|| "a file".to_owned(), one_line),
        _ => message,
    }
}

/// The first lines, and the number of others of each kind.
pub fn listing<'a>(lines: impl ExactSizeIterator<Item = (SecretKind, &'a str)>) -> String {
    let mut lines = lines;
    let mut listed: Vec<String> = lines.by_ref().take(MOST_LINES).map(|(_, line)| format!("  {line}")).collect();
    if lines.len() > 0 {
        listed.push(format!("  and {}", sum(lines.map(|(kind, _)| kind))));
    }
    listed.join("\n")
}

/// `2 API keys, 1 phone number`.
pub fn sum(kinds: impl Iterator<Item = SecretKind>) -> String {
    let mut counts: BTreeMap<SecretKind, usize> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let name = |(kind, count): (SecretKind, usize)| match kind {
        SecretKind::UnsearchedFile => format!("{} that can't be searched", counted(count, "file")),
        kind => counted(count, kind.label()),
    };
    counts.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

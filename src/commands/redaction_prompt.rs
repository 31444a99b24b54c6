//! Asks the owner of a conversation, before it is published, which findings to redact.

mod listing;
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use super::Failure;
use super::terminal::{Dialog, eprint_line};
use crate::app::sharing::{AcceptedFindings, RedactionRequest, ShareError, Undecided, credentials};
use crate::cli::Redact;
use crate::domain::id::ChatId;
use crate::domain::redaction::SecretKind;
use crate::store::StoreError;
pub use listing::{ListedFinding, Listing, sum};
use selection::{Command, Selection};

/// What is not searched for, said wherever somebody decides by what was found.
pub const NOT_SEARCHED: &str =
    "Not searched for: people's names, postal addresses, dates of birth, and what pictures and archives show.";

/// The owner's decision about what is found.
pub enum RedactionAnswer {
    /// None yet.
    Undecided,
    /// Made in advance, by a flag.
    Given(Redact),
    /// Made on the terminal, about what was shown there.
    Chosen(Box<Selection>),
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
        redact.map_or(Self::Undecided, Self::Given)
    }

    /// The redactions it asks for, with the owner's own words, and the findings that may be published.
    pub fn request(&self, words: &BTreeSet<String>) -> (RedactionRequest, AcceptedFindings) {
        let more_words = words.clone();
        let of_kinds = |kinds: BTreeSet<SecretKind>| RedactionRequest {
            kinds: Some(kinds),
            more_words: more_words.clone(),
            ..RedactionRequest::default()
        };
        match self {
            Self::Undecided => (RedactionRequest { more_words, ..RedactionRequest::default() }, AcceptedFindings::NONE),
            Self::Given(Redact::All) => (of_kinds(SecretKind::ALL.into()), AcceptedFindings::Any),
            Self::Given(Redact::Credentials) => (of_kinds(credentials().collect()), AcceptedFindings::Any),
            Self::Given(Redact::Nothing) => {
                (RedactionRequest { more_words, ..RedactionRequest::only([]) }, AcceptedFindings::Any)
            }
            Self::Chosen(selection) => {
                let mut request = selection.request();
                request.more_words.extend(more_words);
                (request, selection.accepted())
            }
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
            Err(NotPublished::Undecided(undecided)) => {
                answer = RedactionAnswer::Chosen(Box::new(ask(&undecided, input_is_taken, names)?));
            }
        }
    }
}

fn ask(undecided: &[Undecided], input_is_taken: bool, names: &BTreeMap<ChatId, String>) -> Result<Selection, Failure> {
    let mut listing = Listing::default();
    for Undecided { chat, findings, redacted, messages, .. } in undecided {
        let name = chat.and_then(|chat| names.get(&chat)).map(String::as_str);
        listing.add(findings.iter().chain(redacted), messages, name);
    }
    let mut selection = Selection::of(undecided);
    let Some(mut dialog) = Dialog::open(input_is_taken) else {
        let open = sum(undecided.iter().flat_map(|one| &one.findings).map(|finding| finding.kind));
        eprint_line(listing.print(&|finding| selection.is_redacted(finding), false));
        return Err(Failure::new(format!(
            "nothing was stored or published: there is nobody to ask about {open}. Redact everything with --redact all, \
             credentials alone with --redact credentials, or publish it unchanged with --redact none"
        )));
    };
    dialog.print(&format!("{}\n{NOT_SEARCHED}\n", listing.print(&|finding| selection.is_redacted(finding), false)))?;
    loop {
        let Some(typed) = dialog.ask(QUESTION)? else { return Err(nothing_published()) };
        let (mut is_wrong, mut shows_all, mut is_changed) = (false, false, false);
        for command in Command::parse(&typed) {
            match command {
                Some(Command::Share) => return Ok(selection),
                Some(Command::Quit) => return Err(nothing_published()),
                Some(Command::ShowAll) => shows_all = true,
                Some(command) => match selection.change(&command, &listing) {
                    true => is_changed = true,
                    false => is_wrong = true,
                },
                None => is_wrong = true,
            }
        }
        if is_wrong {
            dialog.print(HELP)?;
        }
        if is_changed || shows_all {
            dialog.print(&format!("{}\n", listing.print(&|finding| selection.is_redacted(finding), shows_all)))?;
            dialog.print(&selection.words_line())?;
        }
    }
}

const QUESTION: &str = "Share it like this? [Enter] yes / [a]ll redacted / [c]redentials redacted / [n]othing redacted / \
                        [q]uit / [?] more: ";

const HELP: &str = "  Enter    share it as marked: [x] is redacted, [ ] is published
  a, c, n  redact all, credentials alone, or nothing
  2 5-7    switch single findings, by their numbers
  email    switch a whole kind, by the beginning of its name; later messages follow it
  !3       number 3 is harmless: publish it, here and in all your conversations, and never ask again
  +WORD    redact a word or several, wherever they occur
  l        list all findings
  q        quit: nothing is stored or published
";

fn nothing_published() -> Failure {
    Failure::new("nothing was stored or published")
}

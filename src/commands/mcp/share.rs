//! `share_session`: from the session in which the model works to a link.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};

use serde_json::Value;

use super::arguments::Arguments;
use super::consent::ConsentDecision;
use super::{CalledFrom, Tools};
use crate::app::scan::scan_new;
use crate::app::sharing::{AcceptedFindings, RedactionRequest, ShareError, credentials};
use crate::cli::{email, expiry, title as parse_title};
use crate::commands::Failure;
use crate::commands::agent::sharing::{SessionToShare, SharedAs, said};
use crate::commands::redaction_prompt::{Listing, NOT_SEARCHED, sum};
use crate::commands::terminal::{counted, title};
use crate::domain::chat::{NewChat, UNKNOWN_MODEL};
use crate::domain::email::Email;
use crate::domain::message::{NewMessage, Role};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::text::{ShortText, opening_words};
use crate::guard::Finding;

/// The most messages that a model writes down.
const MOST_MESSAGES: usize = 2000;
/// How long a title that is made from the first words may be, in characters.
const TITLE_CHARS: usize = 60;

/// What is said where there is no link.
const NOTHING: &str = "Nothing was shared: the person did not agree.";

impl<R: BufRead, W: Write> Tools<'_, R, W> {
    /// Shows what would be shared and what was found in it, asks, and shares.
    pub fn share_session(&mut self, given: &Arguments, meta: &Value) -> Result<String, Failure> {
        let people = given.list("people", email)?;
        let expires = given.parsed("expires", expiry)?.map(|expires| expires.time());
        let named = given.parsed("title", parse_title)?;
        let (chat, from) = match self.place {
            CalledFrom::Here(_) => {
                let last = Some(given.number("last", usize::MAX, usize::MAX)?).filter(|last| *last != usize::MAX);
                let present = meta["x-codex-turn-metadata"]["session_id"].as_str();
                let SessionToShare { session, chat } = SessionToShare::find(given.text("session")?, present, last)?;
                (chat, session.program.title())
            }
            CalledFrom::Served { .. } => (written(given)?, "as the model has written it down"),
        };
        let chat = NewChat { name: named.unwrap_or_else(|| chat.name.clone()), ..chat };

        let findings = scan_new(&chat, &Redactions::NONE, |_| true)?.findings;
        let question = question(&chat, from, &readers(&people), &findings);
        let shown = findings.iter().map(|finding| finding.id.clone()).collect();
        let (choice, shown) = match self.decide("share_session", given, &question, shown, choices(&findings))? {
            ConsentDecision::Ask(text) => return Ok(text),
            ConsentDecision::Made { choice, shown } => (choice, shown),
        };
        let kinds: BTreeSet<SecretKind> = match choice.as_str() {
            "redact_all" => SecretKind::ALL.into(),
            "share" | "redact_credentials" => credentials().collect(),
            _ => return Ok(NOTHING.to_owned()),
        };
        let redactions = RedactionRequest { kinds: Some(kinds), ..RedactionRequest::default() };
        let how = SharedAs { people, expires, redactions, accepted: AcceptedFindings::Shown(shown) };
        let account = self.account()?;
        let shared = how.publish(&self.store, &account, &chat).map_err(|error| match error {
            ShareError::Undecided(_) => Failure::new(
                "nothing was shared: more was found in the meantime; call share_session again, and ask again",
            ),
            error => error.into(),
        })?;
        let (base, is_served) = self.base()?;
        Ok(said(&shared, &base, is_served).join("\n"))
    }
}

/// The conversation that a model elsewhere gives: its session is no file of this machine.
fn written(given: &Arguments) -> Result<NewChat, Failure> {
    let wrong =
        || Failure::new("messages is to be a list of 1 to 2000 objects with role (user or assistant) and content");
    let said = given.value("messages").as_array().filter(|said| (1..=MOST_MESSAGES).contains(&said.len()));
    let message = |said: &Value| {
        let role = said["role"].as_str().and_then(Role::parse).filter(|role| *role != Role::Tool)?;
        Some(NewMessage::new(role, said["content"].as_str()?.to_owned()))
    };
    let messages: Vec<NewMessage> =
        said.ok_or_else(wrong)?.iter().map(message).collect::<Option<_>>().ok_or_else(wrong)?;
    let first = messages.iter().find(|message| message.role == Role::User).or(messages.first());
    let name = first.and_then(|message| ShortText::salvage(&opening_words(&message.content, TITLE_CHARS)));
    let (unnamed, unknown) = (ShortText::fixed("Conversation"), ShortText::fixed(UNKNOWN_MODEL));
    Ok(NewChat { messages, ..NewChat::named(name.unwrap_or(unnamed), unknown) })
}

fn readers(people: &[Email]) -> String {
    match people {
        [] => "Anyone with the link will be able to read it.".to_owned(),
        people => {
            let names = people.iter().map(Email::as_str).collect::<Vec<_>>().join(", ");
            format!("Only these people will be able to read it, signed in: {names}.")
        }
    }
}

fn question(chat: &NewChat, from: &str, readers: &str, findings: &[Finding]) -> String {
    let name = title(&chat.name);
    let messages = counted(chat.messages.len(), "message");
    let begin =
        format!("Share \"{name}\" ({from}, {messages})? {readers} A link that it has already keeps its settings.");
    if findings.is_empty() {
        return format!("{begin}\nNo secrets were found. {NOT_SEARCHED}");
    }
    let mut listing = Listing::default();
    listing.add(findings.iter(), &[], None);
    let kinds: BTreeMap<&str, SecretKind> =
        findings.iter().map(|finding| (finding.id.as_str(), finding.kind)).collect();
    let is_credential = |(_, id): (SecretKind, &str)| kinds.get(id).is_some_and(|kind| kind.is_credential());
    let found = sum(findings.iter().map(|finding| finding.kind));
    format!(
        "{begin}\nFound: {found}. [x] are keys, passwords and the like.\n{}\n{NOT_SEARCHED}",
        listing.print(&is_credential, false)
    )
}

fn choices(findings: &[Finding]) -> &'static [(&'static str, &'static str)] {
    if findings.is_empty() {
        return &[("share", "Share it"), ("cancel", "Don't share it")];
    }
    &[
        ("redact_all", "Share it with everything redacted that was found"),
        ("redact_credentials", "Share it with keys, passwords and the like redacted; publish the rest"),
        ("cancel", "Don't share it"),
    ]
}

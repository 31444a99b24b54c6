//! `list_links` and `change_link`.

use std::io::{BufRead, Write};

use serde_json::json;

use super::Tools;
use super::arguments::Arguments;
use super::consent::ConsentDecision;
use crate::app::link::{self, Link};
use crate::app::share_json::ShareJson;
use crate::app::sharing;
use crate::cli::expiry;
use crate::commands::redaction_prompt::{Listing, NOT_SEARCHED};
use crate::commands::terminal::title;
use crate::commands::{Failure, NOT_SERVED, link as links};
use crate::domain::id::ChatId;
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;

/// The most links that are listed at once.
const MOST: usize = 100;

impl<R: BufRead, W: Write> Tools<'_, R, W> {
    /// The links as JSON, the last changed first.
    pub fn list_links(&self, given: &Arguments) -> Result<String, Failure> {
        let now = Timestamp::now();
        let (base, is_served) = self.base()?;
        let all = link::list_all(&self.store, self.owner()?, None, now)?;
        let listed = all.iter().take(given.number("limit", 20, MOST)?).map(|named| {
            let share = ShareJson::of(&named.link.share, &base, now).with_people(named.link.people.as_ref());
            let mut link = json!(share);
            if let Some(redactions) = link["redactions"].as_object_mut() {
                // The person's own words: what nobody is to read.
                redactions.remove("words");
            }
            json!({ "conversation": named.link.share.chat_id, "title": title(&named.chat_name), "link": link })
        });
        let listed: Vec<_> = listed.collect();
        let note = if is_served || listed.is_empty() { "" } else { NOT_SERVED };
        Ok(format!("{:#}\n{} of {} links. {note}", json!(listed), listed.len(), all.len()))
    }

    /// Pauses or resumes a link, or changes when it expires. What may make it readable again is asked about first.
    pub fn change_link(&mut self, given: &Arguments) -> Result<String, Failure> {
        let found = self.known()?;
        let id = links::chat(&self.store, found, &given.conversation()?)?;
        let owner = self.owner()?;
        let (is_shared, expires) = match given.required("action")? {
            "pause" => (Some(false), None),
            "resume" => (Some(true), None),
            "expire" => {
                let expires = given.parsed("expires", expiry)?;
                (None, Some(expires.ok_or_else(|| Failure::new("expires is missing, such as 2d or never"))?.time()))
            }
            other => return Err(Failure::new(format!("action is to be pause, resume or expire, not {other}"))),
        };
        if is_shared != Some(false) {
            let (question, shown) = self.shown(owner, id, given.required("action")?)?;
            let choices = [("yes", "Yes"), ("cancel", "No, leave it as it is")];
            match self.decide("change_link", given, &question, shown, &choices)? {
                ConsentDecision::Ask(text) => return Ok(text),
                ConsentDecision::Made { choice, .. } if choice == "yes" => {}
                ConsentDecision::Made { .. } => return Ok("Nothing was changed: the person did not agree.".to_owned()),
            }
        }
        let now = Timestamp::now();
        let changed = link::each(&self.store, owner, &[id], |tx, chat, found| {
            let Link { share, people, invited, redacted } = found.ok_or_else(|| not_shared(&title(&chat.name)))?;
            let share = link::change(tx, owner, share.id, is_shared, expires, now)?;
            Ok::<_, Failure>((title(&chat.name), Link { share, people, invited, redacted }))
        })?;
        let lines = changed.iter().map(|(name, link)| format!("\"{name}\": {}", link.description(now)));
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }

    /// What is asked before a link may be read again: what it shows, and what was found in it and is not redacted.
    fn shown(
        &self,
        owner: crate::domain::id::UserId,
        id: ChatId,
        action: &str,
    ) -> Result<(String, std::collections::BTreeSet<String>), Failure> {
        let chat = crate::app::conversations::find(&self.store, owner, id)?.chat;
        let name = title(&chat.name);
        let link = link::of_chat(&self.store, owner, id)?.ok_or_else(|| not_shared(&name))?;
        let checked = sharing::check(&self.store, owner, id, None, None)?;
        let is_redacted = |finding: &&Finding| checked.redactions.include(finding.kind, &finding.value);
        let open: Vec<&Finding> = checked.findings.iter().filter(|finding| !is_redacted(finding)).collect();
        let found = if open.is_empty() {
            format!("It shows no secrets that were found. {NOT_SEARCHED}")
        } else {
            let mut listing = Listing::default();
            listing.add(open.iter().copied(), &checked.messages, None);
            format!("It shows:\n{}\n{NOT_SEARCHED}", listing.print(&|_| false, false))
        };
        let what = if action == "resume" { "Resume the link" } else { "Change when the link expires" };
        let question = format!("{what} of \"{name}\"? Now: {} {found}", link.description(Timestamp::now()));
        Ok((question, open.iter().map(|finding| finding.id.clone()).collect()))
    }
}

fn not_shared(name: &str) -> Failure {
    Failure::new(format!("\"{name}\" has no link"))
}

//! What the commands of `link` ask that concerns readers and what they get, on the database of this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use serde_json::{Value, json};

use super::Here;
use crate::app::harmless::{self, HarmlessFinding};
use crate::app::people::{self, InvitedReader};
use crate::app::sharing::{self, Checked};
use crate::app::{conversations, link};
use crate::cli::{ChatName, Redaction};
use crate::commands::invited::told_invitations;
use crate::commands::place::{
    HarmlessMark, PeopleChange, PlacedPeople, PlacedVisitors, no_such_mark, no_such_reader, not_shared,
};
use crate::commands::redaction_prompt::settle;
use crate::commands::terminal::title;
use crate::commands::{Failure, ONLY_HERE, owner};
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::invitation::Invitation;
use crate::store::{Transaction, invitations, visits};

impl Here<'_> {
    /// Does `work` on the link of a conversation, of which it is told the name.
    fn one<T>(
        &self,
        name: &ChatName,
        mut work: impl FnMut(&Transaction<'_>, UserId, &str, link::Link) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let (store, owner, ids) = self.ids(slice::from_ref(name))?;
        let mut done = link::each(store, owner, &ids, |tx, chat, link| {
            let (name, number) = (title(&chat.name), chat.id.get());
            let link = link.ok_or_else(|| not_shared(&name, number, ""))?;
            work(tx, owner, &name, link)
        })?;
        done.pop().ok_or_else(Failure::gone)
    }

    /// Changes who may read, and says who may.
    pub(super) fn change_people(&self, name: &ChatName, change: &PeopleChange<'_>) -> Result<PlacedPeople, Failure> {
        let (link, new, invited) = self.one(name, |tx, owner, name, link| {
            let share = link.share.id;
            if change.anyone {
                people::clear_in(tx, owner, share)?;
            }
            let new = people::name(tx, owner, share, change.add, self.now)?;
            if let Some(email) = people::remove_in(tx, share, change.remove)? {
                return Err(no_such_reader(email, name));
            }
            let link = link::find_in(tx, owner, share)?;
            let invited = if link.share.has_whitelist { invitations::of_share(tx, share)? } else { Vec::new() };
            Ok((link, new, invited))
        })?;
        let is_new =
            |invitation: &Invitation| new.iter().any(|InvitedReader { invitation: new, .. }| new.id == invitation.id);
        let waiting = invited.iter().filter(|invitation| !is_new(invitation)).map(|invitation| {
            let email = invitation.email.as_str();
            match invitation.expires_at <= self.now {
                true => format!(
                    "{email} is invited; the link has expired. Make another with: neptun-share user invite {email}"
                ),
                false => format!("{email} is invited and has no account yet."),
            }
        });
        let has_links = new.iter().any(|invited| invited.secret.is_some());
        let reach = (has_links && self.is_local).then(|| ONLY_HERE.to_owned());
        let notes = waiting.chain(told_invitations(&new, &self.base)).chain(reach).collect();
        Ok(PlacedPeople { link, notes })
    }

    /// Who viewed a link; what is recorded of it is deleted where `forget` says so.
    pub(super) fn record(&self, name: &ChatName, forget: bool) -> Result<PlacedVisitors, Failure> {
        self.one(name, |tx, _, name, link| {
            let visitors = visits::visitors(tx, link.share.id)?;
            if forget {
                visits::forget_visitors(tx, link.share.id)?;
            }
            // What they are made of can be written.
            let visitors = visitors.iter().map(|visitor| serde_json::to_value(visitor).unwrap_or(Value::Null));
            Ok(PlacedVisitors { name: name.to_owned(), link, visitors: visitors.collect() })
        })
    }

    /// What is found in what a link shows or would show, and the messages of the conversation.
    pub(super) fn search_for_secrets(&self, name: &ChatName) -> Result<(Value, Vec<MessageId>), Failure> {
        let (store, owner, ids) = self.ids(slice::from_ref(name))?;
        let id = ids.first().copied().ok_or_else(Failure::gone)?;
        let checked = sharing::check(store, owner, id, None, None)?;
        let json = json!({ "findings": checked.marked(), "searched": checked.searched });
        let Checked { messages, .. } = checked;
        Ok((json, messages))
    }

    /// Brings frozen links up to date, all or none; what the conversations are called.
    pub(super) fn bring_up_to_date(&self, names: &[ChatName], redaction: &Redaction) -> Result<Vec<String>, Failure> {
        let (store, owner, ids) = self.ids(names)?;
        let name = |id: &ChatId| Ok((*id, title(&conversations::find(store, owner, *id)?.chat.name)));
        let names = ids.iter().map(name).collect::<Result<BTreeMap<ChatId, String>, Failure>>()?;
        let words: BTreeSet<String> = redaction.words.iter().cloned().collect();
        settle(redaction.redact, false, &names, |answer| {
            let (redactions, accepted) = answer.request(&words);
            sharing::bring_up_to_date(store, owner, &ids, &redactions, &accepted, self.now)?;
            Ok(())
        })?;
        Ok(ids.iter().filter_map(|id| names.get(id).cloned()).collect())
    }

    /// What is harmless in all conversations, once these marks are taken back.
    pub(super) fn marked_harmless(&self, forget: &[String]) -> Result<Vec<HarmlessMark>, Failure> {
        let store = &self.store;
        let owner = owner::find(store, self.owner)?.unwrap_or(owner::NOBODY);
        for id in forget {
            if !harmless::forget(store, owner, id)? {
                return Err(no_such_mark(id, ""));
            }
        }
        let marked = |HarmlessFinding { id, kind, masked, .. }| HarmlessMark { id, kind, masked };
        Ok(harmless::list(store, owner)?.into_iter().map(marked).collect())
    }
}

//! Frozen links are brought up to date. What they show then was not searched before, so it is now.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::sharing;
use crate::cli::Update;
use crate::commands::redaction_prompt::settle;
use crate::commands::terminal::say;
use crate::commands::{Failure, chats};
use crate::domain::id::ChatId;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Brings all of them up to date, or none.
pub fn run(store: &Store, arguments: &Update) -> Result<(), Failure> {
    let (owner, ids) = chats::find(store, &arguments.which.owner, &arguments.which.chats)?;
    let names = ids.iter().zip(store.read(|db| chats::names(db, owner, &ids))?);
    let names: BTreeMap<ChatId, String> = names.map(|(id, name)| (*id, name)).collect();
    let redaction = &arguments.redaction;
    let words: BTreeSet<String> = redaction.words.iter().cloned().collect();
    settle(redaction.redact, false, &names, |answer| {
        let (redactions, accepted) = answer.request(&words);
        Ok(sharing::bring_up_to_date(store, owner, &ids, &redactions, &accepted, Timestamp::now())?)
    })?;
    let names = ids.iter().filter_map(|id| names.get(id));
    names
        .into_iter()
        .try_for_each(|name| say(format_args!("the link of \"{name}\" shows the conversation as it is now")))
}

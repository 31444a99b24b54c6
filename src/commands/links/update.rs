//! Brings frozen links up to date. The messages that are new to readers are searched for secrets first.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::{conversations, sharing};
use crate::cli::Update;
use crate::commands::redaction_prompt::settle;
use crate::commands::terminal::{print_line, title};
use crate::commands::{Failure, chats};
use crate::domain::id::ChatId;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Brings all of the links up to date, or none.
pub fn run(store: &Store, arguments: &Update) -> Result<(), Failure> {
    let (owner, ids) = chats::find(store, &arguments.which.owner, &arguments.which.chats)?;
    let name = |id: &ChatId| Ok((*id, title(&conversations::find(store, owner, *id)?.chat.name)));
    let names = ids.iter().map(name).collect::<Result<BTreeMap<ChatId, String>, Failure>>()?;
    let redaction = &arguments.redaction;
    let words: BTreeSet<String> = redaction.words.iter().cloned().collect();
    settle(redaction.redact, false, &names, |answer| {
        let (redactions, accepted) = answer.request(&words);
        sharing::bring_up_to_date(store, owner, &ids, &redactions, &accepted, Timestamp::now())?;
        Ok(())
    })?;
    let names = ids.iter().filter_map(|id| names.get(id));
    names.into_iter().try_for_each(|name| print_line(format_args!("brought the link of \"{name}\" up to date")))
}

//! `neptun-share rename`, `delete` and `restore`: whole conversations.

use std::slice;

use super::terminal::{print_line, title};
use super::{Failure, backup, link, owner};
use crate::app::conversations::{self, ConversationError};
use crate::cli::{ChatName, Delete, Owner, Rename, Restorable, Restore};
use crate::domain::id::{ChatId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Renames a conversation.
pub fn rename(arguments: &Rename) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let (owner, ids) = find(&store, &arguments.owner, slice::from_ref(&arguments.chat))?;
    for id in ids {
        let former = conversations::find(&store, owner, id)?.chat;
        let chat = conversations::rename(&store, owner, id, &arguments.name, Timestamp::now())?;
        print_line(format_args!("renamed \"{}\" to \"{}\"", title(&former.name), title(&chat.name)))?;
    }
    Ok(())
}

/// Deletes conversations, all of them or none.
pub fn delete(arguments: &Delete) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let (owner, ids) = find(&store, &arguments.owner, &arguments.chats)?;
    for chat in conversations::delete(&store, owner, &ids, Timestamp::now())? {
        let (name, id) = (title(&chat.name), chat.id.get());
        print_line(format_args!(
            "deleted \"{name}\" with its link; restore it within ten minutes with: neptun-share restore {id}"
        ))?;
    }
    Ok(())
}

/// Restores deleted conversations, all of them or none; or the database from a backup.
pub fn restore(arguments: &Restore) -> Result<(), Failure> {
    let mut ids = Vec::new();
    for what in &arguments.what {
        match what {
            Restorable::Chat(id) => ids.push(*id),
            Restorable::Backup(file) if arguments.what.len() == 1 => return backup::restore(file, &arguments.data),
            Restorable::Backup(_) => return Err(Failure::new("a backup is restored alone; nothing was restored")),
        }
    }
    let store = Store::open(&arguments.data.path()?)?;
    let owner = owner::find(&store, &arguments.owner)?.unwrap_or(owner::NOBODY);
    let chats = conversations::restore(&store, owner, &ids, Timestamp::now());
    let chats = chats.map_err(|error| match error {
        ConversationError::NoSuchConversation => {
            let numbers: Vec<String> = ids.iter().map(|id| id.get().to_string()).collect();
            Failure::new(format!(
                "nothing was restored: not all of these were deleted within the last ten minutes: {}",
                numbers.join(", ")
            ))
        }
        ConversationError::Store(error) => error.into(),
    })?;
    chats.iter().try_for_each(|chat| print_line(format_args!("restored \"{}\"", title(&chat.name))))
}

/// The conversations of these names, each once.
pub fn find(store: &Store, owner: &Owner, names: &[ChatName]) -> Result<(UserId, Vec<ChatId>), Failure> {
    let owner = owner::find(store, owner)?;
    let mut ids = Vec::new();
    for name in names {
        let id = link::chat(store, owner, name)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok((owner.unwrap_or(owner::NOBODY), ids))
}

impl From<ConversationError> for Failure {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NoSuchConversation => gone(),
            ConversationError::Store(error) => error.into(),
        }
    }
}

fn gone() -> Failure {
    Failure::new("the conversation was deleted in the meantime")
}

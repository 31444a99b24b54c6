//! `neptun-share rename`, `delete` and `restore`: chats as a whole.

use super::terminal::{one_line, say};
use super::{Failure, link, owner};
use crate::cli::{ChatName, Delete, Owner, Rename, Restore};
use crate::domain::id::{ChatId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::store::{Connection, Store, chats};

/// Gives a chat another name.
pub fn rename(arguments: &Rename) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let (owner, ids) = find(&store, &arguments.owner, &[arguments.chat])?;
    let (former, name) = store.write(|tx| {
        let former = names(tx, owner, &ids)?;
        for id in &ids {
            chats::rename(tx, owner, *id, &arguments.name, Timestamp::now())?.ok_or_else(gone)?;
        }
        Ok::<_, Failure>((former, one_line(arguments.name.as_str())))
    })?;
    say(format_args!("\"{}\" is called \"{name}\" now", former.join(", ")))
}

/// Removes chats, all of them or none.
pub fn delete(arguments: &Delete) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let (owner, ids) = find(&store, &arguments.owner, &arguments.chats)?;
    let names = store.write(|tx| {
        let names = names(tx, owner, &ids)?;
        let is_done = chats::delete_all(tx, owner, &ids, Timestamp::now())?;
        if is_done { Ok(names) } else { Err(gone()) }
    })?;
    for (name, id) in names.iter().zip(&ids) {
        let id = id.get();
        say(format_args!(
            "deleted \"{name}\" with its link; for ten minutes this brings it back: neptun-share restore {id}"
        ))?;
    }
    Ok(())
}

/// Brings removed chats back, all of them or none.
pub fn restore(arguments: &Restore) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let owner = owner::find(&store, &arguments.owner)?.unwrap_or(owner::NOBODY);
    let ids = &arguments.chats;
    let numbers: Vec<String> = ids.iter().map(|id| id.get().to_string()).collect();
    let names = store.write(|tx| {
        // As a server would have done, where one runs.
        chats::delete_for_good(tx, Timestamp::now().minus(chats::UNDO))?;
        if !chats::restore_all(tx, owner, ids)? {
            return Err(Failure::new(format!(
                "nothing was brought back: not each of these was deleted here within ten minutes: {}",
                numbers.join(", ")
            )));
        }
        names(tx, owner, ids)
    })?;
    names.iter().try_for_each(|name| say(format_args!("brought back \"{name}\"")))
}

/// The chats of these names, each once.
pub fn find(store: &Store, owner: &Owner, names: &[ChatName]) -> Result<(UserId, Vec<ChatId>), Failure> {
    let owner = owner::find(store, owner)?;
    let mut ids = Vec::new();
    for name in names {
        let id = link::chat(store, owner, *name)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok((owner.unwrap_or(owner::NOBODY), ids))
}

/// What a chat is called, on one line.
pub fn name(tx: &Connection, owner: UserId, id: ChatId) -> Result<String, Failure> {
    let chat = chats::find(tx, owner, id)?.ok_or_else(gone)?;
    Ok(one_line(chat.name.as_str()))
}

/// What chats are called, each on one line.
pub fn names(tx: &Connection, owner: UserId, ids: &[ChatId]) -> Result<Vec<String>, Failure> {
    ids.iter().map(|id| name(tx, owner, *id)).collect()
}

fn gone() -> Failure {
    Failure::new("the chat was removed meanwhile")
}

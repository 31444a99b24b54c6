//! `neptun-share link`: the links that somebody gave out, under their control.

mod check;
mod list;
mod people;
mod update;
mod visitors;

use serde::Serialize;

use super::link::{self, Link};
use super::terminal::{pour, remark, say};
use super::{Failure, chats};
use crate::cli::{ChatName, LinkAction, Links, Owner, Renew, Which};
use crate::domain::id::{ChatId, UserId};
use crate::domain::share::{Share, ShareChange};
use crate::domain::timestamp::Timestamp;
use crate::presence;
use crate::store::{Store, Transaction, shares};

/// Does it.
pub fn run(arguments: &Links) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    match &arguments.action {
        LinkAction::List(arguments) => {
            let running = presence::find(&database).map(|running| running.public_url);
            let base = link::base(arguments.address.public_url.as_ref(), running.as_ref())?;
            list::run(&store, arguments, &base)
        }
        LinkAction::Pause(which) => switch(&store, which, false),
        LinkAction::Resume(which) => switch(&store, which, true),
        LinkAction::Renew(arguments) => {
            let running = presence::find(&database).map(|running| running.public_url);
            let base = link::base(arguments.address.public_url.as_ref(), running.as_ref())?;
            renew(&store, arguments, |link| base.share(link.share.uuid))
        }
        LinkAction::Update(arguments) => update::run(&store, arguments),
        LinkAction::Remove(which) => remove(&store, which),
        LinkAction::People(arguments) => people::run(&store, arguments),
        LinkAction::Visitors(arguments) => visitors::run(&store, arguments),
        LinkAction::Check(arguments) => check::run(&store, arguments),
    }
}

/// A link with the chat that it opens.
struct Named {
    owner: UserId,
    chat: ChatId,
    /// What the chat is called, on one line.
    name: String,
    share: Share,
}

impl Named {
    fn find(tx: &Transaction<'_>, owner: UserId, chat: ChatId) -> Result<Self, Failure> {
        let name = chats::name(tx, owner, chat)?;
        let number = chat.get();
        let share = shares::of_chat(tx, owner, chat)?.ok_or_else(|| {
            Failure::new(format!(
                "\"{name}\" is not shared, so nothing was changed; share it with: neptun-share share --chat {number}"
            ))
        })?;
        Ok(Self { owner, chat, name, share })
    }

    /// As it is after a change.
    fn link(self, tx: &Transaction<'_>) -> Result<(String, Link), Failure> {
        let share = shares::of_owner(tx, self.owner, self.share.id)?;
        let share = share.ok_or_else(|| Failure::new("the link was removed meanwhile"))?;
        Ok((self.name, Link::of(tx, share)?))
    }
}

/// Does something to the links of these chats in one transaction: to all of them, or to none.
fn each<T>(
    store: &Store,
    owner: &Owner,
    names: &[ChatName],
    mut work: impl FnMut(&Transaction<'_>, Named) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let (owner, ids) = chats::find(store, owner, names)?;
    store.write(|tx| ids.iter().map(|id| work(tx, Named::find(tx, owner, *id)?)).collect())
}

fn switch(store: &Store, which: &Which, is_shared: bool) -> Result<(), Failure> {
    let now = Timestamp::now();
    let changed = each(store, &which.owner, &which.chats, |tx, named| {
        let (was_shared, chat) = (named.share.settings.lock.is_shared(), named.chat);
        let change = ShareChange { is_shared: Some(is_shared), ..ShareChange::default() };
        shares::change(tx, named.owner, chat, change, now)?;
        Ok((was_shared, chat, named.link(tx)?))
    })?;
    for (was_shared, chat, (name, link)) in changed {
        let already = if was_shared == is_shared { "already" } else { "now" };
        match is_shared {
            true => say(format_args!("the link of \"{name}\" is on {already}. {}", link.readers(now)))?,
            false => {
                let number = chat.get();
                say(format_args!(
                    "the link of \"{name}\" is off {already}; it works again after: neptun-share link resume {number}"
                ))?;
            }
        }
    }
    Ok(())
}

/// Prints the new links alone on standard output, in the order in which the chats were named.
fn renew(store: &Store, arguments: &Renew, url: impl Fn(&Link) -> String) -> Result<(), Failure> {
    let now = Timestamp::now();
    let renewed = each(store, &arguments.which.owner, &arguments.which.chats, |tx, named| {
        shares::rename(tx, named.owner, named.share.id, now)?;
        named.link(tx)
    })?;
    for (name, link) in renewed {
        say(url(&link))?;
        remark(format_args!("The new link of \"{name}\"; the former one is dead. {}", link.readers(now)));
    }
    Ok(())
}

fn remove(store: &Store, which: &Which) -> Result<(), Failure> {
    let removed = each(store, &which.owner, &which.chats, |tx, named| {
        shares::delete(tx, named.owner, named.share.id)?;
        Ok((named.name, named.chat.get()))
    })?;
    for (name, number) in removed {
        say(format_args!(
            "removed the link of \"{name}\"; another one comes with: neptun-share share --chat {number}"
        ))?;
    }
    Ok(())
}

/// Prints something for programs.
fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(|error| Failure::new(error.to_string()))?;
    pour(format!("{json}\n").as_bytes())
}

//! `neptun-share link`: managing links.

mod check;
mod harmless;
mod list;
mod people;
mod update;
mod visitors;

use serde::Serialize;

use super::link::{base, printed};
use super::terminal::{eprint_line, print_line, print_stream, title};
use super::{Failure, chats};
use crate::app::link::{self, Link};
use crate::cli::{ChatName, LinkAction, Links, Owner, Renew, SelectedLinks};
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file;
use crate::store::{Store, Transaction};

/// Runs a subcommand of `link`.
pub fn run(arguments: &Links) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    match &arguments.action {
        LinkAction::List(arguments) => {
            let running = lock_file::find(&database).map(|running| running.public_url);
            let base = base(arguments.address.public_url.as_ref(), running.as_ref())?;
            let is_served = running.is_some() || arguments.address.public_url.is_some();
            list::run(&store, arguments, &base, is_served)
        }
        LinkAction::Pause(which) => pause_or_resume(&store, which, false),
        LinkAction::Resume(which) => pause_or_resume(&store, which, true),
        LinkAction::Renew(arguments) => {
            let running = lock_file::find(&database).map(|running| running.public_url);
            let base = base(arguments.address.public_url.as_ref(), running.as_ref())?;
            renew(&store, arguments, |link| printed(&link.share, &base))
        }
        LinkAction::Update(arguments) => update::run(&store, arguments),
        LinkAction::Remove(which) => remove(&store, which),
        LinkAction::People(arguments) => {
            let running = lock_file::find(&database).map(|running| running.public_url);
            people::run(&store, running.as_ref(), arguments)
        }
        LinkAction::Visitors(arguments) => visitors::run(&store, arguments),
        LinkAction::Check(arguments) => check::run(&store, arguments),
        LinkAction::Harmless(arguments) => harmless::run(&store, arguments),
    }
}

/// Does `work` on the links of these conversations in one transaction: on all of them, or on none. `work` gets the
/// account, and each conversation's name on one line.
fn each<T>(
    store: &Store,
    owner: &Owner,
    names: &[ChatName],
    mut work: impl FnMut(&Transaction<'_>, UserId, &str, Link) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let (owner, ids) = chats::find(store, owner, names)?;
    link::each(store, owner, &ids, |tx, chat, link| {
        let (name, number) = (title(&chat.name), chat.id.get());
        let link = link.ok_or_else(|| {
            Failure::new(format!(
                "\"{name}\" is not shared, so nothing was changed; share it with: neptun-share share {number}"
            ))
        })?;
        work(tx, owner, &name, link)
    })
}

fn pause_or_resume(store: &Store, which: &SelectedLinks, is_shared: bool) -> Result<(), Failure> {
    let now = Timestamp::now();
    let changed = each(store, &which.owner, &which.chats, |tx, owner, name, link| {
        let was_shared = link.share.settings.lock.is_shared();
        let share = link::change(tx, owner, link.share.id, Some(is_shared), None, now)?;
        Ok((was_shared, name.to_owned(), Link { share, ..link }))
    })?;
    for (was_shared, name, link) in changed {
        let number = link.share.chat_id.get();
        match (was_shared, is_shared) {
            (false, true) => print_line(format_args!("resumed the link of \"{name}\". {}", link.readers(now)))?,
            (true, true) => {
                print_line(format_args!("the link of \"{name}\" is not paused. {}", link.readers(now)))?;
            }
            (was_shared, false) => print_line(paused(&name, number, was_shared))?,
        }
    }
    Ok(())
}

/// What is printed of a link that is paused now; `was_on` whether it worked before.
pub fn paused(name: &str, number: i64, was_on: bool) -> String {
    let paused = if was_on {
        format!("paused the link of \"{name}\"")
    } else {
        format!("the link of \"{name}\" was already paused")
    };
    format!("{paused}; resume it with: neptun-share link resume {number}")
}

/// Prints only the new links on standard output, in the order in which the conversations were named.
fn renew(store: &Store, arguments: &Renew, url: impl Fn(&Link) -> String) -> Result<(), Failure> {
    let now = Timestamp::now();
    let renewed = each(store, &arguments.which.owner, &arguments.which.chats, |tx, owner, name, link| {
        let share = link::renew_in(tx, owner, link.share.id, now)?;
        Ok((name.to_owned(), Link { share, ..link }))
    })?;
    for (name, link) in renewed {
        print_line(url(&link))?;
        eprint_line(format_args!(
            "This is the new link of \"{name}\"; the old one no longer works. {}",
            link.readers(now)
        ));
    }
    Ok(())
}

fn remove(store: &Store, which: &SelectedLinks) -> Result<(), Failure> {
    let removed = each(store, &which.owner, &which.chats, |tx, owner, name, link| {
        link::remove(tx, owner, link.share.id)?;
        Ok((name.to_owned(), link.share.chat_id.get()))
    })?;
    for (name, number) in removed {
        print_line(format_args!("removed the link of \"{name}\"; create a new one with: neptun-share share {number}"))?;
    }
    Ok(())
}

/// Prints a value as JSON.
fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(|error| Failure::new(error.to_string()))?;
    print_stream(format!("{json}\n").as_bytes())
}

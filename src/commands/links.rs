//! `neptun-share link`: managing links.

mod check;
mod harmless;
mod list;
mod people;
mod visitors;

use super::Failure;
use super::place::{self, NamedLink, Place, Switched};
use super::terminal::{eprint_line, print_line, title};
use crate::cli::{ChatName, LinkAction, Links};
use crate::domain::timestamp::Timestamp;

/// Runs a subcommand of `link`.
pub fn run(arguments: &Links) -> Result<(), Failure> {
    let place = |owner, address| place::of(&arguments.server, &arguments.data, owner, address);
    match &arguments.action {
        LinkAction::List(wanted) => list::run(&*place(&wanted.owner, wanted.address.public_url.as_ref())?, wanted),
        LinkAction::Pause(which) => switch(&*place(&which.owner, None)?, &which.chats, false),
        LinkAction::Resume(which) => switch(&*place(&which.owner, None)?, &which.chats, true),
        LinkAction::Renew(wanted) => {
            renew(&*place(&wanted.which.owner, wanted.address.public_url.as_ref())?, &wanted.which.chats)
        }
        LinkAction::Remove(which) => remove(&*place(&which.owner, None)?, &which.chats),
        LinkAction::Update(wanted) => {
            let names = place(&wanted.which.owner, None)?.update(&wanted.which.chats, &wanted.redaction)?;
            names.iter().try_for_each(|name| print_line(format_args!("brought the link of \"{name}\" up to date")))
        }
        LinkAction::People(wanted) => people::run(&*place(&wanted.one.owner, None)?, wanted),
        LinkAction::Visitors(wanted) => visitors::run(&*place(&wanted.one.owner, None)?, wanted),
        LinkAction::Check(wanted) => check::run(&*place(&wanted.one.owner, None)?, wanted),
        LinkAction::Harmless(wanted) => harmless::run(&*place(&wanted.owner, None)?, wanted),
    }
}

fn switch(place: &dyn Place, names: &[ChatName], is_shared: bool) -> Result<(), Failure> {
    let now = Timestamp::now();
    for Switched { was_shared, named } in place.switch(names, is_shared)? {
        let (name, link) = (title(&named.name), &named.placed.link);
        match (was_shared, is_shared) {
            (false, true) => print_line(format_args!("resumed the link of \"{name}\". {}", link.readers(now)))?,
            (true, true) => {
                print_line(format_args!("the link of \"{name}\" is not paused. {}", link.readers(now)))?;
            }
            (was_shared, false) => {
                print_line(paused(&name, link.share.chat_id.get(), &place.flag(), was_shared))?;
            }
        }
    }
    Ok(())
}

/// What is printed of a link that is paused now; `was_on` whether it worked before, `flag` what a command needs in order
/// to work in the same place.
pub fn paused(name: &str, number: i64, flag: &str, was_on: bool) -> String {
    let paused = if was_on {
        format!("paused the link of \"{name}\"")
    } else {
        format!("the link of \"{name}\" was already paused")
    };
    format!("{paused}; resume it with: neptun-share link resume {number}{flag}")
}

/// Prints only the new links on standard output, in the order in which the conversations were named.
fn renew(place: &dyn Place, names: &[ChatName]) -> Result<(), Failure> {
    let now = Timestamp::now();
    for NamedLink { placed, name, .. } in place.renew_links(names)? {
        print_line(&placed.url)?;
        eprint_line(format_args!(
            "This is the new link of \"{}\"; the old one no longer works. {}",
            title(&name),
            placed.link.readers(now)
        ));
    }
    Ok(())
}

fn remove(place: &dyn Place, names: &[ChatName]) -> Result<(), Failure> {
    place.remove_links(names)?.iter().try_for_each(|NamedLink { placed, name, .. }| {
        let number = placed.link.share.chat_id.get();
        print_line(format_args!(
            "removed the link of \"{}\"; create a new one with: neptun-share share {number}{}",
            title(name),
            place.flag()
        ))
    })
}

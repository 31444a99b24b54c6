//! `neptun-share unshare`: pauses links.

use super::links::paused;
use super::terminal::{print_line, title};
use super::{Failure, place};
use crate::cli::Unshare;

/// Pauses the links. They stop working with the next request, also on a running server.
pub fn run(arguments: &Unshare) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    let changed = place.switch(&arguments.chats, false)?;
    changed.iter().try_for_each(|switched| {
        let number = switched.named.placed.link.share.chat_id.get();
        print_line(paused(&title(&switched.named.name), number, &place.flag(), switched.was_shared))
    })
}

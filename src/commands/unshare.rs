//! `neptun-share unshare`: a link is switched off.

use super::link::chat;
use super::terminal::{one_line, print_line};
use super::{Failure, owner};
use crate::app::link::{self, Link};
use crate::cli::Unshare;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Does it. The next request already finds no share, also of a server that runs.
pub fn run(arguments: &Unshare) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let owner = owner::find(&store, &arguments.owner)?;
    let id = chat(&store, owner, arguments.chat)?;
    let owner = owner.unwrap_or(owner::NOBODY);
    let paused = link::each(&store, owner, &[id], |tx, chat, link| {
        let name = one_line(chat.name.as_str());
        let Some(Link { share, .. }) = link else { return Err(Failure::new(format!("\"{name}\" is not shared"))) };
        link::change(tx, owner, share.id, Some(false), None, Timestamp::now())?;
        Ok((name, share.settings.lock.is_shared()))
    })?;
    let Some((name, was_on)) = paused.into_iter().next() else { return Ok(()) };
    let state = if was_on { "is off now" } else { "was off already" };
    let id = id.get();
    print_line(format_args!("the link of \"{name}\" {state}; it works again after: neptun-share share --chat {id}"))
}

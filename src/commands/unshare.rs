//! `neptun-share unshare`: pauses a link.

use super::link::chat;
use super::links::paused;
use super::terminal::{print_line, title};
use super::{Failure, owner};
use crate::app::link::{self, Link};
use crate::cli::Unshare;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Pauses the link. It stops working with the next request, also on a running server.
pub fn run(arguments: &Unshare) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let owner = owner::find(&store, &arguments.owner)?;
    let id = chat(&store, owner, &arguments.chat)?;
    let owner = owner.unwrap_or(owner::NOBODY);
    let changed = link::each(&store, owner, &[id], |tx, chat, link| {
        let name = title(&chat.name);
        let Some(Link { share, .. }) = link else { return Err(Failure::new(format!("\"{name}\" is not shared"))) };
        link::change(tx, owner, share.id, Some(false), None, Timestamp::now())?;
        Ok((name, share.settings.lock.is_shared()))
    })?;
    let Some((name, was_on)) = changed.into_iter().next() else { return Ok(()) };
    print_line(paused(&name, id.get(), was_on))
}

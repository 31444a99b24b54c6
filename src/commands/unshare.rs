//! `neptun-share unshare`: a link is switched off.

use super::terminal::{one_line, say};
use super::{Failure, link, owner};
use crate::cli::Unshare;
use crate::domain::share::ShareChange;
use crate::domain::timestamp::Timestamp;
use crate::store::{Store, chats, shares};

/// Does it. The next request already finds no share, also of a server that runs.
pub fn run(arguments: &Unshare) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let owner = owner::find(&store, &arguments.owner)?;
    let id = link::chat(&store, owner, arguments.chat)?;
    let owner = owner.unwrap_or(owner::NOBODY);
    let (name, was_on) = store.write(|tx| {
        let name = chats::find(tx, owner, id)?.map(|chat| one_line(chat.name.as_str())).unwrap_or_default();
        let Some(share) = shares::of_chat(tx, owner, id)? else {
            return Err(Failure::new(format!("\"{name}\" is not shared")));
        };
        let change = ShareChange { is_shared: Some(false), ..ShareChange::default() };
        shares::change(tx, owner, id, change, Timestamp::now())?;
        Ok((name, share.settings.lock.is_shared()))
    })?;
    let state = if was_on { "is off now" } else { "was off already" };
    let id = id.get();
    say(format_args!("the link of \"{name}\" {state}; it works again after: neptun-share share --chat {id}"))
}

//! All links of somebody.

use serde::Serialize;

use super::print_json;
use crate::app::link::{self, Link, NamedLink};
use crate::app::share_json::ShareJson;
use crate::cli::ListLinks;
use crate::commands::link::printed;
use crate::commands::terminal::{eprint_line, print_line, title};
use crate::commands::when::local;
use crate::commands::{Failure, NOT_SERVED, owner};
use crate::domain::id::ChatId;
use crate::domain::link_state::LinkState;
use crate::domain::public_url::PublicUrl;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// A link in the list, as JSON.
#[derive(Serialize)]
struct ListedLinkJson<'a> {
    #[serde(flatten)]
    share: ShareJson<'a>,
    chat: LinkedChatJson<'a>,
}

#[derive(Serialize)]
struct LinkedChatJson<'a> {
    id: ChatId,
    name: &'a ShortText,
    model: &'a ShortText,
}

/// Prints the links, and where no server is known for them that there is none.
pub fn run(store: &Store, arguments: &ListLinks, base: &PublicUrl, is_served: bool) -> Result<(), Failure> {
    let now = Timestamp::now();
    let state = arguments.state.map(LinkState::from);
    let listed = match owner::find(store, &arguments.owner)? {
        Some(owner) => link::list_all(store, owner, state, now)?,
        None => Vec::new(),
    };
    if arguments.json {
        let links = listed.iter().map(|NamedLink { link, chat_name, chat_model }| ListedLinkJson {
            share: ShareJson::of(&link.share, base, now).with_people(link.people.as_ref()),
            chat: LinkedChatJson { id: link.share.chat_id, name: chat_name, model: chat_model },
        });
        return print_json(&links.collect::<Vec<_>>());
    }
    if listed.is_empty() {
        eprint_line("There are no such links. Create one with: neptun-share share FILE");
    }
    listed.iter().try_for_each(|named| print_link(&named.link, &named.chat_name, base, now))?;
    if !is_served && listed.iter().any(|named| named.link.works(now)) {
        eprint_line(NOT_SERVED);
    }
    Ok(())
}

fn print_link(link: &Link, name: &ShortText, base: &PublicUrl, now: Timestamp) -> Result<(), Failure> {
    let share = &link.share;
    let state = match link.state(now) {
        LinkState::Active => "active",
        LinkState::Paused => "paused",
        LinkState::Expired => "expired",
        LinkState::UsedUp => "used up",
    };
    print_line(format_args!("{:>6}  {state:<7}  {}", share.chat_id.get(), title(name)))?;
    print_line(format_args!("        {}", printed(share, base)))?;
    print_line(format_args!("        {}", link.description(now)))?;
    let limit = share.settings.max_views.map(|most| format!(" of {most}")).unwrap_or_default();
    let last = share.last_viewed_at.map(|last| format!(", last on {}", local(last))).unwrap_or_default();
    let noun = if share.views == 1 && limit.is_empty() { "time" } else { "times" };
    print_line(format_args!("        Viewed {}{limit} {noun}{last}.", share.views))
}

//! All links of somebody.

use serde::Serialize;
use serde_json::Value;

use crate::cli::ListLinks;
use crate::commands::place::{NamedLink, Place};
use crate::commands::terminal::{eprint_line, print_json, print_line, title};
use crate::commands::when::local;
use crate::commands::{Failure, NOT_SERVED};
use crate::domain::id::ChatId;
use crate::domain::link_state::LinkState;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// A link in the list, as JSON.
#[derive(Serialize)]
struct ListedLinkJson<'a> {
    #[serde(flatten)]
    share: &'a Value,
    chat: LinkedChatJson<'a>,
}

#[derive(Serialize)]
struct LinkedChatJson<'a> {
    id: ChatId,
    name: &'a ShortText,
    model: &'a ShortText,
}

/// Prints the links, and where no server is known for them that there is none.
pub fn run(place: &dyn Place, arguments: &ListLinks) -> Result<(), Failure> {
    let listed = place.links(arguments.state.map(LinkState::from))?;
    let now = place.now();
    if arguments.json {
        let links = listed.iter().map(|NamedLink { placed, name, model }| ListedLinkJson {
            share: &placed.json,
            chat: LinkedChatJson { id: placed.link.share.chat_id, name, model },
        });
        return print_json(&links.collect::<Vec<_>>());
    }
    if listed.is_empty() {
        eprint_line(format_args!("There are no such links. Create one with: neptun-share share FILE{}", place.flag()));
    }
    listed.iter().try_for_each(|named| print_link(named, now))?;
    if !place.is_served() && listed.iter().any(|named| named.placed.link.works(now)) {
        eprint_line(NOT_SERVED);
    }
    Ok(())
}

fn print_link(named: &NamedLink, now: Timestamp) -> Result<(), Failure> {
    let (link, name) = (&named.placed.link, &named.name);
    let share = &link.share;
    let state = match link.state(now) {
        LinkState::Active => "active",
        LinkState::Paused => "paused",
        LinkState::Expired => "expired",
        LinkState::UsedUp => "used up",
    };
    print_line(format_args!("{:>6}  {state:<7}  {}", share.chat_id.get(), title(name)))?;
    print_line(format_args!("        {}", named.placed.url))?;
    print_line(format_args!("        {}", link.description(now)))?;
    let limit = share.settings.max_views.map(|most| format!(" of {most}")).unwrap_or_default();
    let last = share.last_viewed_at.map(|last| format!(", last on {}", local(last))).unwrap_or_default();
    let noun = if share.views == 1 && limit.is_empty() { "time" } else { "times" };
    print_line(format_args!("        Viewed {}{limit} {noun}{last}.", share.views))
}

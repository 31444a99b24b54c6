//! `neptun-share list`: the conversations of an account and their links.

use serde::Serialize;
use serde_json::Value;

use super::place::{self, PlacedConversation, PlacedLink};
use super::terminal::{counted, eprint_line, print_json, print_line, title};
use super::when::local;
use super::{Failure, NOT_SERVED};
use crate::cli::{List, ListOrder};
use crate::domain::chat::Chat;
use crate::domain::id::ChatId;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// A conversation in the list, as JSON.
#[derive(Serialize)]
struct ListedChatJson<'a> {
    id: ChatId,
    name: &'a ShortText,
    model: &'a ShortText,
    messages: usize,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported_at: Option<Timestamp>,
    share: Option<&'a Value>,
}

/// Prints the conversations.
pub fn run(arguments: &List) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, arguments.public_url.as_ref())?;
    let rows = place.conversations(arguments.sort)?;
    if arguments.json {
        return print_json(&rows.iter().map(json).collect::<Vec<_>>());
    }
    if rows.is_empty() {
        eprint_line(format_args!(
            "There are no conversations yet. Share your first with: neptun-share share FILE{}",
            place.flag()
        ));
    }
    let now = place.now();
    for PlacedConversation { chat, messages, link } in &rows {
        let (id, name) = (chat.id.get(), title(&chat.name));
        let at = when(chat, link.as_ref(), arguments.sort).map_or_else(|| format!("{:16}", ""), local);
        print_line(format_args!("{id:>6}  {at}  {name} ({})", counted(*messages, "message")))?;
        if let Some(placed) = link {
            let url = if placed.link.works(now) { format!("{}  ", placed.url) } else { "link: ".to_owned() };
            print_line(format_args!("        {url}{}", placed.link.description(now)))?;
        }
    }
    let works = |row: &PlacedConversation| row.link.as_ref().is_some_and(|placed| placed.link.works(now));
    if !place.is_served() && rows.iter().any(works) {
        eprint_line(NOT_SERVED);
    }
    Ok(())
}

/// The time that the list is about.
fn when(chat: &Chat, link: Option<&PlacedLink>, sort: ListOrder) -> Option<Timestamp> {
    match sort {
        ListOrder::Changed | ListOrder::Name => Some(chat.updated_at),
        ListOrder::Views | ListOrder::Viewed => link.and_then(|placed| placed.link.share.last_viewed_at),
        ListOrder::Imported => chat.imported_at,
        ListOrder::Started => chat.began_at(),
    }
}

fn json(listed: &PlacedConversation) -> ListedChatJson<'_> {
    let PlacedConversation { chat, messages, link } = listed;
    ListedChatJson {
        id: chat.id,
        name: &chat.name,
        model: &chat.model,
        messages: *messages,
        created_at: chat.created_at,
        updated_at: chat.updated_at,
        imported_at: chat.imported_at,
        share: link.as_ref().map(|placed| &placed.json),
    }
}

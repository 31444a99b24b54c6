//! `neptun-share list`: the conversations of an account and their links.

use serde::Serialize;

use super::link::{base, printed};
use super::terminal::{counted, eprint_line, print_line, print_stream, title};
use super::when::local;
use super::{Failure, NOT_SERVED, open_present, owner};
use crate::app::conversations::{self, ListedConversation};
use crate::app::link::Link;
use crate::app::share_json::ShareJson;
use crate::cli::{List, ListOrder};
use crate::domain::chat::{Chat, ChatColumn};
use crate::domain::id::ChatId;
use crate::domain::order::Order;
use crate::domain::public_url::PublicUrl;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file;
use crate::store::listing::{Query, Words};

const NOTHING_YET: &str = "There are no conversations yet. Share your first with: neptun-share share FILE";

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
    share: Option<ShareJson<'a>>,
}

/// Prints the conversations.
pub fn run(arguments: &List) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = open_present(&arguments.data)?;
    let running = lock_file::find(&database).map(|running| running.public_url);
    let base = base(arguments.public_url.as_ref(), running.as_ref())?;
    let order = vec![order(arguments.sort)];
    let wanted = Query { words: Words::of(""), order, limit: u32::MAX, offset: 0 };
    let rows = match &store {
        Some(store) => match owner::find(store, &arguments.owner)? {
            Some(owner) => conversations::list(store, owner, &wanted, true)?.items,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    if arguments.json {
        let views: Vec<ListedChatJson<'_>> = rows.iter().map(|row| json(row, &base)).collect();
        let json = serde_json::to_string_pretty(&views).map_err(|error| Failure::new(error.to_string()))?;
        return print_stream(format!("{json}\n").as_bytes());
    }
    if rows.is_empty() {
        eprint_line(NOTHING_YET);
    }
    let now = Timestamp::now();
    for ListedConversation { chat, details } in &rows {
        let (messages, link) =
            details.as_ref().map_or((0, None), |details| (details.message_count, details.link.as_ref()));
        let (id, name) = (chat.id.get(), title(&chat.name));
        let at = when(chat, arguments.sort).map_or_else(|| format!("{:16}", ""), local);
        print_line(format_args!("{id:>6}  {at}  {name} ({})", counted(messages, "message")))?;
        if let Some(link) = link {
            let url = if link.works(now) { format!("{}  ", printed(&link.share, &base)) } else { "link: ".to_owned() };
            print_line(format_args!("        {url}{}", link.description(now)))?;
        }
    }
    let works = |row: &ListedConversation| {
        row.details.as_ref().and_then(|details| details.link.as_ref()).is_some_and(|link| link.works(now))
    };
    if running.is_none() && arguments.public_url.is_none() && rows.iter().any(works) {
        eprint_line(NOT_SERVED);
    }
    Ok(())
}

const fn order(sort: ListOrder) -> Order<ChatColumn> {
    let (column, descending) = match sort {
        ListOrder::Changed => (ChatColumn::UpdatedAt, true),
        ListOrder::Imported => (ChatColumn::ImportedAt, true),
        ListOrder::Started => (ChatColumn::CreatedAt, true),
        ListOrder::Name => (ChatColumn::Name, false),
    };
    Order { column, descending }
}

/// The time that the list is about.
fn when(chat: &Chat, sort: ListOrder) -> Option<Timestamp> {
    match sort {
        ListOrder::Changed | ListOrder::Name => Some(chat.updated_at),
        ListOrder::Imported => chat.imported_at,
        ListOrder::Started => chat.began_at(),
    }
}

fn json<'a>(listed: &'a ListedConversation, base: &PublicUrl) -> ListedChatJson<'a> {
    let ListedConversation { chat, details } = listed;
    let (messages, link) = details.as_ref().map_or((0, None), |details| (details.message_count, details.link.as_ref()));
    ListedChatJson {
        id: chat.id,
        name: &chat.name,
        model: &chat.model,
        messages,
        created_at: chat.created_at,
        updated_at: chat.updated_at,
        imported_at: chat.imported_at,
        share: link.map(|Link { share, people, .. }| {
            ShareJson::of(share, base, Timestamp::now()).with_people(people.as_ref())
        }),
    }
}

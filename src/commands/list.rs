//! `neptun-share list`: the chats of an account and their links.

use serde::Serialize;

use super::link::{self, Link};
use super::terminal::{counted, one_line, pour, remark, say};
use super::when::local;
use super::{Failure, owner};
use crate::access::State;
use crate::cli::List;
use crate::domain::chat::{Chat, LATEST_FIRST};
use crate::domain::share::Excerpt;
use crate::domain::timestamp::Timestamp;
use crate::presence;
use crate::store::{Store, StoreError, chats, messages, shares};

/// A chat in the list.
struct Row {
    chat: Chat,
    messages: usize,
    link: Option<Link>,
}

/// The same for programs.
#[derive(Serialize)]
struct RowView<'a> {
    id: i64,
    name: &'a str,
    model: &'a str,
    messages: usize,
    created_at: Timestamp,
    updated_at: Timestamp,
    share: Option<ShareView<'a>>,
}

#[derive(Serialize)]
struct ShareView<'a> {
    url: String,
    is_shared: bool,
    is_protected: bool,
    expires_at: Option<Timestamp>,
    state: State,
    /// `null` where no list restricts who may read.
    people: Option<Vec<&'a str>>,
}

/// Does it.
pub fn run(arguments: &List) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    let running = presence::find(&database).map(|running| running.public_url);
    let base = link::base(arguments.public_url.as_ref(), running.as_ref())?;
    let rows = match owner::find(&store, &arguments.owner)? {
        Some(owner) => store.read(|db| {
            chats::of_owner(db, owner, &[LATEST_FIRST])?
                .into_iter()
                .map(|chat| {
                    let share = shares::of_chat(db, owner, chat.id)?;
                    let link = share.map(|share| Link::of(db, share)).transpose()?;
                    Ok(Row { messages: messages::count(db, chat.id, &Excerpt::Whole)?, chat, link })
                })
                .collect::<Result<Vec<_>, StoreError>>()
        })?,
        None => Vec::new(),
    };
    if arguments.json {
        let views: Vec<RowView<'_>> = rows.iter().map(|row| row.view(&base)).collect();
        let json = serde_json::to_string_pretty(&views).map_err(|error| Failure::new(error.to_string()))?;
        return pour(format!("{json}\n").as_bytes());
    }
    if rows.is_empty() {
        remark("There are no chats yet; the first comes with: neptun-share share FILE");
    }
    let now = Timestamp::now();
    for Row { chat, messages, link } in &rows {
        let (id, name) = (chat.id.get(), one_line(chat.name.as_str()));
        say(format_args!("{id:>6}  {}  {name} ({})", local(chat.updated_at), counted(*messages, "message")))?;
        if let Some(link) = link {
            let url = if link.works(now) { format!("{}  ", base.share(link.share.uuid)) } else { "link: ".to_owned() };
            say(format_args!("        {url}{}", link.description(now)))?;
        }
    }
    Ok(())
}

impl Row {
    fn view(&self, base: &crate::http::PublicUrl) -> RowView<'_> {
        let Self { chat, messages, link } = self;
        let now = Timestamp::now();
        RowView {
            id: chat.id.get(),
            name: chat.name.as_str(),
            model: chat.model.as_str(),
            messages: *messages,
            created_at: chat.created_at,
            updated_at: chat.updated_at,
            share: link.as_ref().map(|link @ Link { share, people }| ShareView {
                state: link.state(now),
                url: base.share(share.uuid),
                is_shared: share.settings.lock.is_shared(),
                is_protected: share.settings.lock.is_protected(),
                expires_at: share.settings.lock.expires_at(),
                people: people.as_ref().map(|people| people.iter().map(|email| email.as_str()).collect()),
            }),
        }
    }
}

//! All links of somebody.

use std::collections::BTreeSet;

use serde::Serialize;

use super::print_json;
use crate::access::State;
use crate::cli::ListLinks;
use crate::commands::link::Link;
use crate::commands::terminal::{one_line, remark, say};
use crate::commands::when::local;
use crate::commands::{Failure, owner};
use crate::domain::email::Email;
use crate::domain::id::MessageId;
use crate::domain::order::Order;
use crate::domain::redaction::Kind;
use crate::domain::share::{Excerpt, ShareColumn};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::http::PublicUrl;
use crate::store::listing::{Query, Words};
use crate::store::shares::{self, Listed};
use crate::store::{Connection, Store, StoreError};

/// A link in the list.
struct Row {
    name: ShortText,
    model: ShortText,
    link: Link,
}

/// The same for programs, in the names of the API.
#[derive(Serialize)]
struct RowView<'a> {
    chat: ChatView<'a>,
    url: String,
    state: State,
    is_protected: bool,
    /// `null` where no list restricts who may read.
    people: Option<Vec<&'a str>>,
    expires_at: Option<Timestamp>,
    max_views: Option<u32>,
    views_left: Option<u32>,
    views: u32,
    last_viewed_at: Option<Timestamp>,
    records_visitors: bool,
    until_message_id: Option<MessageId>,
    message_ids: Option<&'a [MessageId]>,
    is_frozen: bool,
    frozen_at: Option<Timestamp>,
    redactions: RedactionsView<'a>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct ChatView<'a> {
    id: i64,
    name: &'a str,
    model: &'a str,
}

/// Single finds are counted: what they are is what nobody should read.
#[derive(Serialize)]
struct RedactionsView<'a> {
    kinds: &'a BTreeSet<Kind>,
    finds: usize,
    words: &'a BTreeSet<String>,
}

/// Prints it.
pub fn run(store: &Store, arguments: &ListLinks, base: &PublicUrl) -> Result<(), Failure> {
    let now = Timestamp::now();
    let latest = Order { column: ShareColumn::UpdatedAt, descending: true };
    let query = Query { words: Words::of(""), order: vec![latest], limit: u32::MAX, offset: 0 };
    let state = arguments.state.map(State::from);
    let rows = match owner::find(store, &arguments.owner)? {
        Some(owner) => store.read(|db| {
            let page = shares::page(db, owner, &query, None, state, now)?;
            page.items.into_iter().map(|listed| Row::of(db, listed)).collect::<Result<Vec<_>, StoreError>>()
        })?,
        None => Vec::new(),
    };
    if arguments.json {
        return print_json(&rows.iter().map(|row| row.view(base, now)).collect::<Vec<_>>());
    }
    if rows.is_empty() {
        remark("There are no such links; one comes with: neptun-share share FILE");
    }
    rows.iter().try_for_each(|row| row.say(base, now))
}

impl Row {
    fn of(db: &Connection, listed: Listed) -> Result<Self, StoreError> {
        Ok(Self { name: listed.chat_name, model: listed.chat_model, link: Link::of(db, listed.share)? })
    }

    fn say(&self, base: &PublicUrl, now: Timestamp) -> Result<(), Failure> {
        let share = &self.link.share;
        let state = match self.link.state(now) {
            State::Active => "active",
            State::Paused => "paused",
            State::Expired => "expired",
            State::UsedUp => "used up",
        };
        say(format_args!("{:>6}  {state:<7}  {}", share.chat_id.get(), one_line(self.name.as_str())))?;
        say(format_args!("        {}", base.share(share.uuid)))?;
        say(format_args!("        {}", self.link.description(now)))?;
        let limit = share.settings.max_views.map(|most| format!(" of {most}")).unwrap_or_default();
        let last = share.last_viewed_at.map(|last| format!(", last on {}", local(last))).unwrap_or_default();
        let noun = if share.views == 1 && limit.is_empty() { "time" } else { "times" };
        say(format_args!("        Opened {}{limit} {noun}{last}.", share.views))
    }

    fn view(&self, base: &PublicUrl, now: Timestamp) -> RowView<'_> {
        let Link { share, people } = &self.link;
        let settings = &share.settings;
        let (until_message_id, message_ids) = match &settings.excerpt {
            Excerpt::Whole => (None, None),
            Excerpt::Until(until) => (Some(*until), None),
            Excerpt::Messages(messages) => (None, Some(messages.as_slice())),
        };
        let redactions = &settings.redactions;
        RowView {
            chat: ChatView { id: share.chat_id.get(), name: self.name.as_str(), model: self.model.as_str() },
            url: base.share(share.uuid),
            state: self.link.state(now),
            is_protected: settings.lock.is_protected(),
            people: people.as_ref().map(|people| people.iter().map(Email::as_str).collect()),
            expires_at: settings.lock.expires_at(),
            max_views: settings.max_views,
            views_left: share.views_left,
            views: share.views,
            last_viewed_at: share.last_viewed_at,
            records_visitors: settings.records_visitors,
            until_message_id,
            message_ids,
            is_frozen: settings.is_frozen,
            frozen_at: share.frozen.map(|(_, at)| at),
            redactions: RedactionsView {
                kinds: &redactions.kinds,
                finds: redactions.finds.len(),
                words: &redactions.words,
            },
            created_at: share.created_at,
            updated_at: share.updated_at,
        }
    }
}

//! The search in other people's conversations: in what their links show this reader, who needs only to be signed in. A
//! link with a password or a view limit, or one that records its visitors, is not searched, because that would be a way
//! around it.

use serde_json::value::RawValue;

use super::{Results, SearchResult};
use crate::app::public_view::PublicView;
use crate::domain::id::{ChatId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::store::search::{self, Hit, Scope, SearchText};
use crate::store::shares::{self, Searchable};
use crate::store::{Connection, StoreError};

/// Links that are searched, the latest ones.
const MOST_LINKS: u32 = 500;

/// Hits that are looked at: what is left out of a link makes many of them none.
const MOST_HITS: u32 = 100;

/// Adds what is found there.
pub fn search(db: &Connection, user: UserId, now: Timestamp, found: &mut Results<'_>) -> Result<(), StoreError> {
    let links = shares::searchable(db, user, now, MOST_LINKS)?;
    let chats: Vec<ChatId> = links.iter().map(|link| link.opens).collect();
    for hit in search::hits(db, found.wanted, &Scope::Within(&chats), found.has_more, MOST_HITS)? {
        if let (Some(link), false) = (links.iter().find(|link| link.opens == hit.chat), found.is_full()) {
            add(db, link, hit, found)?;
        }
    }
    Ok(())
}

/// What is left out of the link is in the index, too: so it is looked for again in what is left.
fn add(db: &Connection, link: &Searchable, hit: Hit, found: &mut Results<'_>) -> Result<(), StoreError> {
    let (excerpt, redactions) = shares::published(db, link.id)?;
    let view = PublicView::new(link.opens, excerpt, redactions);
    let name = view.chat(db)?.name;
    let text = match hit.message {
        None => SearchText { words: name.as_str().to_owned(), more: String::new() },
        Some(id) => match view.page(db, id.get() - 1, 1)?.into_iter().next().filter(|message| message.id == id) {
            None => return Ok(()),
            Some(message) => {
                let parts = message.parts.as_deref().map(RawValue::get);
                search::of_message(message.role.as_str(), &message.content, parts)
            }
        },
    };
    let is_there = |text: &str| found.wanted.places(text).is_some();
    let is_shown = is_there(&text.words) || found.has_more && is_there(&format!("{}\n{}", text.words, text.more));
    if is_shown {
        let snippet = found.snippet(&text);
        found.results.push(SearchResult { chat: None, link: Some(link.uuid), message: hit.message, name, snippet });
    }
    Ok(())
}

//! The search in conversations: in somebody's own, and in those shared with them by name as far as the links show them.

mod indexer;
mod shared;
mod snippet;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::share::{Excerpt, ShareUuid};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::search::{self, Behind, Hit, Scope, SearchText, Wanted};
use crate::store::{Connection, Store, StoreError, chats, messages};
pub use indexer::{Indexer, catch_up, fill};

/// What was found in one place, as the API and the command line tell it.
#[derive(Serialize)]
pub struct SearchResult {
    /// The conversation; `None` for somebody else's.
    #[serde(rename = "chat_id")]
    pub chat: Option<ChatId>,
    /// The message; `None` where it is the name that was found.
    #[serde(rename = "message_id")]
    pub message: Option<MessageId>,
    /// The conversation's name.
    pub name: ShortText,
    /// The words with what stands around them.
    pub snippet: String,
    /// The link by which somebody else's is read.
    #[serde(rename = "shared_uuid", skip_serializing_if = "Option::is_none")]
    pub link: Option<ShareUuid>,
}

/// What was found in all: names, then messages, the latest first, one's own before others'.
pub struct SearchAnswer {
    /// The places.
    pub results: Vec<SearchResult>,
    /// Where much has not been searched yet.
    pub behind: Option<Behind>,
}

/// Searches for the words of a text in what somebody may read; `has_more`: also in thoughts and the work of tools.
pub fn search(
    store: &Store,
    user: UserId,
    text: &str,
    has_more: bool,
    limit: u32,
    now: Timestamp,
) -> Result<SearchAnswer, StoreError> {
    let wanted = Wanted::of(text);
    // What can't be written to, as on a full disk, is searched as far as it was indexed.
    let behind = catch_up(store).or_else(|_| store.read_one(search::behind))?;
    let results = store.read(|db| {
        let mut found = Results { wanted: &wanted, has_more, limit, results: Vec::new() };
        for hit in search::hits(db, &wanted, &Scope::Own(user), has_more, limit)? {
            found.add_own(db, user, hit)?;
        }
        shared::search(db, user, now, &mut found)?;
        Ok::<_, StoreError>(found.results)
    })?;
    Ok(SearchAnswer { results, behind: (behind.missing() > 0).then_some(behind) })
}

/// What is found, as it comes.
struct Results<'a> {
    wanted: &'a Wanted,
    has_more: bool,
    limit: u32,
    results: Vec<SearchResult>,
}

impl Results<'_> {
    fn is_full(&self) -> bool {
        self.results.len() >= self.limit as usize
    }

    fn add_own(&mut self, db: &Connection, user: UserId, hit: Hit) -> Result<(), StoreError> {
        if self.is_full() {
            return Ok(());
        }
        let Some(chat) = chats::find(db, user, hit.chat)? else { return Ok(()) };
        let text = match hit.message {
            None => opening(db, hit.chat)?,
            Some(id) => messages::page(db, hit.chat, &Excerpt::Whole, id.get() - 1, 1)?.first().map(|message| {
                let parts = message.parts.as_deref().map(serde_json::value::RawValue::get);
                search::of_message(message.role.as_str(), &message.content, parts)
            }),
        };
        let snippet = self.snippet(&text.unwrap_or_default());
        self.results.push(SearchResult {
            chat: Some(chat.id),
            link: None,
            message: hit.message,
            name: chat.name,
            snippet,
        });
        Ok(())
    }

    /// The words of a message with what stands around them.
    fn snippet(&self, text: &SearchText) -> String {
        let in_more = || self.wanted.places(&text.more).map(|places| snippet::around(&text.more, &places));
        match self.wanted.places(&text.words) {
            Some(places) => snippet::around(&text.words, &places),
            None => self.has_more.then(in_more).flatten().unwrap_or_else(|| snippet::around(&text.words, &[])),
        }
    }
}

/// The beginning of a conversation.
fn opening(db: &Connection, chat: ChatId) -> Result<Option<SearchText>, StoreError> {
    let first = messages::page(db, chat, &Excerpt::Whole, 0, 1)?.into_iter().next();
    Ok(first.map(|message| {
        let parts = message.parts.as_deref().map(serde_json::value::RawValue::get);
        search::of_message(message.role.as_str(), &message.content, parts)
    }))
}

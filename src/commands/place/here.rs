//! The database on this machine.

mod links;

use std::cell::OnceCell;
use std::io::Read;
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::{
    HarmlessMark, NamedLink, PeopleChange, Place, PlacedConversation, PlacedLink, PlacedPeople, PlacedResult,
    PlacedVisitors, Switched, not_shared,
};
use crate::app::conversations::{self, ConversationError, ListedConversation};
use crate::app::export::{ExportReader, ExportSource, Format};
use crate::app::link::{self, Link};
use crate::app::search;
use crate::app::share_json::ShareJson;
use crate::cli::{ChatName, Data, ListOrder, Owner, Redaction};
use crate::commands::link::printed;
use crate::commands::progress::Progress;
use crate::commands::terminal::title;
use crate::commands::{Failure, link as address, open_present, owner};
use crate::domain::chat::{Chat, ChatColumn};
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::link_state::LinkState;
use crate::domain::order::Order;
use crate::domain::public_url::PublicUrl;
use crate::domain::share::Share;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file::{self, RunningServer};
use crate::http::saved_page;
use crate::render::Renderer;
use crate::store::listing::{Query, Words};
use crate::store::{Store, Transaction};

/// The database, and whose conversations are meant.
pub struct Here<'a> {
    store: Store,
    owner: &'a Owner,
    base: PublicUrl,
    is_served: bool,
    /// Whether only this machine reaches its links, as far as is known.
    is_local: bool,
    now: Timestamp,
    /// Made when it is needed, which takes a while.
    renderer: OnceCell<Arc<Renderer>>,
}

impl<'a> Here<'a> {
    /// Opens it; none is made.
    pub fn open(data: &Data, owner: &'a Owner, public_url: Option<&PublicUrl>) -> Result<Self, Failure> {
        let store = open_present(data)?;
        let running = lock_file::find(&data.path()?);
        let base = address::base(public_url, running.as_ref().map(|running| &running.public_url))?;
        let is_served = running.is_some() || public_url.is_some();
        let is_local = public_url.is_none() && running.as_ref().is_none_or(RunningServer::is_local);
        Ok(Self { store, owner, base, is_served, is_local, now: Timestamp::now(), renderer: OnceCell::new() })
    }

    fn placed(&self, link: Link) -> PlacedLink {
        let json = ShareJson::of(&link.share, &self.base, self.now).with_people(link.people.as_ref());
        // What it is made of can be written.
        let json = serde_json::to_value(json).unwrap_or(Value::Null);
        PlacedLink { url: printed(&link.share, &self.base), json, link }
    }

    fn named(&self, chat: Chat, link: Link) -> NamedLink {
        NamedLink { placed: self.placed(link), name: chat.name, model: chat.model }
    }

    /// The conversations of these names, each once, and whose they are.
    fn ids(&self, names: &[ChatName]) -> Result<(&Store, UserId, Vec<ChatId>), Failure> {
        let (owner, ids) = address::chats(&self.store, self.owner, names)?;
        Ok((&self.store, owner, ids))
    }

    /// Does `work` on the links of these conversations in one transaction; each as it was, and as it is then.
    fn each(
        &self,
        names: &[ChatName],
        mut work: impl FnMut(&Transaction<'_>, UserId, &Link) -> Result<Option<Share>, Failure>,
    ) -> Result<Vec<(bool, NamedLink)>, Failure> {
        let (store, owner, ids) = self.ids(names)?;
        let changed = link::each(store, owner, &ids, |tx, chat, link| {
            let link = link.ok_or_else(|| not_shared(&title(&chat.name), chat.id.get(), ""))?;
            let was_shared = link.share.settings.lock.is_shared();
            let link = match work(tx, owner, &link)? {
                Some(share) => Link { share, ..link },
                None => link,
            };
            Ok::<_, Failure>((was_shared, chat, link))
        })?;
        Ok(changed.into_iter().map(|(was_shared, chat, link)| (was_shared, self.named(chat, link))).collect())
    }
}

impl Place for Here<'_> {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn conversations(&self, sort: ListOrder) -> Result<Vec<PlacedConversation>, Failure> {
        let store = &self.store;
        let Some(owner) = owner::find(store, self.owner)? else { return Ok(Vec::new()) };
        let wanted = Query { words: Words::of(""), order: vec![order(sort)], limit: u32::MAX, offset: 0 };
        let rows = conversations::list(store, owner, &wanted, true)?.items.into_iter();
        Ok(rows
            .map(|ListedConversation { chat, details }| {
                let (messages, link) = details.map_or((0, None), |details| (details.message_count, details.link));
                PlacedConversation { chat, messages, link: link.map(|link| self.placed(link)) }
            })
            .collect())
    }

    fn links(&self, state: Option<LinkState>) -> Result<Vec<NamedLink>, Failure> {
        let store = &self.store;
        let Some(owner) = owner::find(store, self.owner)? else { return Ok(Vec::new()) };
        let all = link::list_all(store, owner, state, self.now)?.into_iter();
        Ok(all
            .map(|link::NamedLink { link, chat_name, chat_model }| NamedLink {
                placed: self.placed(link),
                name: chat_name,
                model: chat_model,
            })
            .collect())
    }

    fn switch(&self, names: &[ChatName], is_shared: bool) -> Result<Vec<Switched>, Failure> {
        let changed = self.each(names, |tx, owner, link| {
            Ok(Some(link::change(tx, owner, link.share.id, Some(is_shared), None, self.now)?))
        })?;
        Ok(changed.into_iter().map(|(was_shared, named)| Switched { was_shared, named }).collect())
    }

    fn renew_links(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure> {
        let renewed =
            self.each(names, |tx, owner, link| Ok(Some(link::renew_in(tx, owner, link.share.id, self.now)?)))?;
        Ok(renewed.into_iter().map(|(_, named)| named).collect())
    }

    fn remove_links(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure> {
        let removed = self.each(names, |tx, owner, link| {
            link::remove(tx, owner, link.share.id)?;
            Ok(None)
        })?;
        Ok(removed.into_iter().map(|(_, named)| named).collect())
    }

    fn rename(&self, name: &ChatName, new: &ShortText) -> Result<ShortText, Failure> {
        let (store, owner, ids) = self.ids(slice::from_ref(name))?;
        let id = ids.first().copied().ok_or_else(Failure::gone)?;
        let former = conversations::find(store, owner, id)?.chat;
        conversations::rename(store, owner, id, new, self.now)?;
        Ok(former.name)
    }

    fn delete(&self, names: &[ChatName]) -> Result<Vec<(ChatId, ShortText)>, Failure> {
        let (store, owner, ids) = self.ids(names)?;
        let deleted = conversations::delete(store, owner, &ids, self.now)?;
        Ok(deleted.into_iter().map(|chat| (chat.id, chat.name)).collect())
    }

    fn restore(&self, ids: &[ChatId]) -> Result<Option<Vec<ShortText>>, Failure> {
        let store = &self.store;
        let owner = owner::find(store, self.owner)?.unwrap_or(owner::NOBODY);
        match conversations::restore(store, owner, ids, self.now) {
            Ok(chats) => Ok(Some(chats.into_iter().map(|chat| chat.name).collect())),
            Err(ConversationError::NoSuchConversation) => Ok(None),
            Err(ConversationError::Store(error)) => Err(error.into()),
        }
    }

    fn chosen(&self, names: &[ChatName]) -> Result<Vec<Chat>, Failure> {
        let (store, owner, ids) = self.ids(names)?;
        ids.into_iter().map(|id| Ok(conversations::find(store, owner, id)?.chat)).collect()
    }

    fn export(&self, chat: &Chat, format: Format) -> Result<Box<dyn Read + Send>, Failure> {
        let store = &self.store;
        let source = ExportSource::of_owner(store, chat.neptun_user_id, chat.id)?.ok_or_else(Failure::gone)?;
        let renderer = self.renderer.get_or_init(|| Arc::new(Renderer::new()));
        let reader = ExportReader::new(store, source, format, renderer, &saved_page());
        Ok(Box::new(reader.map_err(|error| Failure::new(error.to_string()))?))
    }

    fn search(&self, words: &str, details: bool, limit: usize) -> Result<Vec<PlacedResult>, Failure> {
        let store = &self.store;
        let Some(owner) = owner::find(store, self.owner)? else { return Ok(Vec::new()) };
        fill(store)?;
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let results = search::search(store, owner, words, details, limit, self.now)?.results.into_iter();
        Ok(results
            .map(|result| {
                // What it is made of can be written.
                let json = serde_json::to_value(&result).unwrap_or(Value::Null);
                PlacedResult { chat: result.chat, name: result.name, snippet: result.snippet, json }
            })
            .collect())
    }

    fn people(&self, name: &ChatName, change: &PeopleChange<'_>) -> Result<PlacedPeople, Failure> {
        self.change_people(name, change)
    }

    fn visitors(&self, name: &ChatName, forget: bool) -> Result<PlacedVisitors, Failure> {
        self.record(name, forget)
    }

    fn check(&self, name: &ChatName) -> Result<(Value, Vec<MessageId>), Failure> {
        self.search_for_secrets(name)
    }

    fn update(&self, names: &[ChatName], redaction: &Redaction) -> Result<Vec<String>, Failure> {
        self.bring_up_to_date(names, redaction)
    }

    fn harmless(&self, forget: &[String]) -> Result<Vec<HarmlessMark>, Failure> {
        self.marked_harmless(forget)
    }

    fn is_served(&self) -> bool {
        self.is_served
    }

    fn flag(&self) -> String {
        String::new()
    }
}

/// Makes sure that everything is searched: a server may not have run since much was imported.
fn fill(store: &Store) -> Result<(), Failure> {
    let behind = store.read_one(crate::store::search::behind)?;
    let done = Arc::new(AtomicU64::new(behind.done));
    let _progress = Progress::count(behind.total, Arc::clone(&done));
    search::fill(store, |behind| {
        done.store(behind.done, Ordering::Relaxed);
        true
    })?;
    Ok(())
}

const fn order(sort: ListOrder) -> Order<ChatColumn> {
    let (column, descending) = match sort {
        ListOrder::Changed => (ChatColumn::UpdatedAt, true),
        ListOrder::Imported => (ChatColumn::ImportedAt, true),
        ListOrder::Started => (ChatColumn::CreatedAt, true),
        ListOrder::Name => (ChatColumn::Name, false),
        ListOrder::Views => (ChatColumn::Views, true),
        ListOrder::Viewed => (ChatColumn::LastViewedAt, true),
    };
    Order { column, descending }
}

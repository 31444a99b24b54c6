//! A server elsewhere, by its API: what it tells of conversations and links.

mod links;
mod place;

use serde_json::{Value, json};

use super::{NamedLink, Place, PlacedLink, json, not_shared};
use crate::cli::ChatName;
use crate::client::CallBody;
use crate::commands::Failure;
use crate::commands::link::prefers_short;
use crate::commands::remote::{RemoteError, RemoteServer};
use crate::commands::terminal::{eprint_line, title};
use crate::domain::chat::Chat;
use crate::domain::email::Email;
use crate::domain::id::ChatId;
use crate::domain::timestamp::Timestamp;
pub use links::{redactions, refuse_undecided};

/// How many items are asked for at a time, and how many are taken in all: a list that never ends ends here.
const PAGE: usize = 200;
const MOST_ITEMS: usize = 100_000;

const NO_LINK: &str = "no conversation with that link";

/// A server elsewhere to which this machine is signed in.
pub struct Elsewhere(RemoteServer);

/// A conversation there.
struct FoundChat {
    chat: Chat,
    messages: usize,
    share: Value,
}

impl Elsewhere {
    /// That server.
    pub const fn of(server: RemoteServer) -> Self {
        Self(server)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.0.known.name
    }

    /// The address of a path there.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0.known.url)
    }

    /// When something ends there that is to end at that time, which was counted from now on by the clock of this machine; it
    /// is said where that clock and the server's are apart.
    pub fn by_its_clock(&self, at: Timestamp) -> Timestamp {
        let there = self.0.by_its_clock(at);
        if there != at {
            eprint_line(format_args!(
                "The clocks of this machine and of {} are apart; the time until the link expires is counted by the server's.",
                self.name()
            ));
        }
        there
    }

    /// Asks below the account, with JSON.
    pub fn json(&self, method: &'static str, below: &str, body: &Value) -> Result<Value, RemoteError> {
        self.own(method, below, CallBody::Json(body.to_string()))
    }

    /// Asks below the account.
    pub fn own<'a>(&'a self, method: &'static str, below: &str, body: CallBody<'a>) -> Result<Value, RemoteError> {
        self.0.ask(method, &format!("/api/users/{}{below}", self.0.known.user_id), body)
    }

    /// The conversation of that name.
    pub fn chat(&self, name: &ChatName) -> Result<Chat, Failure> {
        Ok(self.find(name)?.chat)
    }

    /// A link, with the people who may read it.
    pub fn placed(&self, mut share: Value) -> Result<PlacedLink, Failure> {
        let (people, invited) =
            match (share["has_whitelist"].as_bool(), share["chat_conversation_id"].as_i64(), share["id"].as_i64()) {
                (Some(true), Some(chat), Some(id)) => {
                    let path = format!("/chats/{chat}/shares/{id}/whitelist-entries?include=people");
                    let listed = self.get(&path)?;
                    (Some(emails(&listed["shareWhitelistEntries"])), emails(&listed["invited"]))
                }
                _ => (None, Vec::new()),
            };
        let is_short = share["short_url"].is_string() && prefers_short(share["word"].is_string());
        let url = share[if is_short { "short_url" } else { "url" }].as_str();
        let url = url.filter(|url| is_plain(url)).map(str::to_owned).ok_or_else(|| self.garbled())?;
        let named = people.as_ref().map(|people| people.iter().map(Email::as_str).collect::<Vec<_>>());
        if let Some(fields) = share.as_object_mut() {
            // As on this machine: it opens nothing here, and is nobody's to see.
            fields.shift_remove("hashed_password");
            fields.shift_remove("chat");
            fields.shift_remove("whitelist_count");
            fields.insert("people".to_owned(), json!(named));
        }
        let link = json::link(&share, people, invited).ok_or_else(|| self.garbled())?;
        Ok(PlacedLink { link, url, json: share })
    }

    fn get(&self, below: &str) -> Result<Value, RemoteError> {
        self.own("GET", below, CallBody::Nothing)
    }

    /// It said what is not understood.
    pub fn garbled(&self) -> Failure {
        Failure::new(format!("{} answered with what this version of neptun-share does not understand", self.name()))
    }

    fn find(&self, name: &ChatName) -> Result<FoundChat, Failure> {
        let none = |what: String| {
            Failure::new(format!("there is {what} on {0}; see all with: neptun-share list --server {0}", self.name()))
        };
        let id = match name {
            ChatName::Number(id) => *id,
            ChatName::Link(uuid) => {
                self.linked_as("uuid", &uuid.to_string())?.ok_or_else(|| none(NO_LINK.to_owned()))?
            }
            ChatName::Short(slug) => {
                let found = match self.linked_as("word", slug.as_str())? {
                    None => self.linked_as("short_url", &self.address(&format!("/s/{}", slug.as_str())))?,
                    found => found,
                };
                found.ok_or_else(|| none(NO_LINK.to_owned()))?
            }
        };
        let mut answer = self.get(&format!("/chats/{}", id.get())).map_err(|error| match error.status {
            404 => none(format!("no conversation {}", id.get())),
            _ => error.into(),
        })?;
        self.found(json::take(&mut answer, "chat"))
    }

    /// The conversation whose link has that in a field.
    fn linked_as(&self, field: &str, value: &str) -> Result<Option<ChatId>, Failure> {
        let is_it = |share: &Value| share[field] == value;
        let found = self.pages("/shares?", "shares", is_it)?;
        let chat = found.last().filter(|share| is_it(share)).and_then(|share| share["chat_conversation_id"].as_i64());
        Ok(chat.map(ChatId::new))
    }

    fn found(&self, mut listed: Value) -> Result<FoundChat, Failure> {
        let chat = json::chat(&listed).ok_or_else(|| self.garbled())?;
        let messages = listed["message_count"].as_u64().and_then(|count| usize::try_from(count).ok());
        Ok(FoundChat { chat, messages: messages.unwrap_or_default(), share: json::take(&mut listed, "share") })
    }

    /// All items of a list, page by page, until one of them is the last that is wanted.
    fn pages(&self, list: &str, field: &str, is_last: impl Fn(&Value) -> bool) -> Result<Vec<Value>, Failure> {
        let mut items: Vec<Value> = Vec::new();
        loop {
            let mut answer = self.get(&format!("{list}&limit={PAGE}&offset={}", items.len()))?;
            let Value::Array(page) = json::take(&mut answer, field) else { return Err(self.garbled()) };
            let count = page.len();
            for item in page {
                let is_last = is_last(&item);
                items.push(item);
                if is_last {
                    return Ok(items);
                }
            }
            if count < PAGE || items.len() >= MOST_ITEMS {
                return Ok(items);
            }
        }
    }

    /// The links of these conversations, each once; a failure where one has none.
    fn linked(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure> {
        let mut found: Vec<NamedLink> = Vec::new();
        for name in names {
            let FoundChat { chat, share, .. } = self.find(name)?;
            if found.iter().any(|known| known.placed.link.share.chat_id == chat.id) {
                continue;
            }
            if share.is_null() {
                return Err(not_shared(&title(&chat.name), chat.id.get(), &self.flag()));
            }
            found.push(NamedLink { placed: self.placed(share)?, name: chat.name, model: chat.model });
        }
        Ok(found)
    }
}

/// The addresses in a list; none where there is no list.
fn emails(list: &Value) -> Vec<Email> {
    list.as_array().into_iter().flatten().filter_map(|one| Email::parse(one["email"].as_str()?)).collect()
}

/// Whether it is an address of the web that a terminal and a script can be given.
pub fn is_plain(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.bytes().all(|byte| byte.is_ascii_graphic())
}

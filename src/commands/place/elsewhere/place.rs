//! What commands do with conversations and links, as calls of the API.

use std::fmt::Write;
use std::io::{Cursor, Read};

use serde_json::{Value, json};

use super::super::{
    HarmlessMark, NamedLink, PeopleChange, Place, PlacedConversation, PlacedPeople, PlacedResult, PlacedVisitors,
    Switched, json,
};
use super::{Elsewhere, FoundChat, PAGE};
use crate::app::export::Format;
use crate::cli::{ChatName, ListOrder, Redaction};
use crate::client::CallBody;
use crate::commands::Failure;
use crate::domain::chat::Chat;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::link_state::LinkState;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

impl Place for Elsewhere {
    fn now(&self) -> Timestamp {
        self.0.by_its_clock(Timestamp::now())
    }

    fn conversations(&self, sort: ListOrder) -> Result<Vec<PlacedConversation>, Failure> {
        let order = match sort {
            ListOrder::Changed => "updated_at:desc",
            ListOrder::Imported => "imported_at:desc",
            ListOrder::Started => "created_at:desc",
            ListOrder::Name => "name:asc",
            ListOrder::Views => "views:desc",
            ListOrder::Viewed => "last_viewed_at:desc",
        };
        let listed = self.pages(&format!("/chats?include=share&order_by={order}"), "chats", |_| false)?;
        let placed = |listed: Value| {
            let FoundChat { chat, messages, share } = self.found(listed)?;
            let link = if share.is_null() { None } else { Some(self.placed(share)?) };
            Ok(PlacedConversation { chat, messages, link })
        };
        listed.into_iter().map(placed).collect()
    }

    fn links(&self, state: Option<LinkState>) -> Result<Vec<NamedLink>, Failure> {
        let mut list = "/shares?order_by=updated_at:desc".to_owned();
        if let Some(state) = state {
            let word = match state {
                LinkState::Active => "active",
                LinkState::Paused => "paused",
                LinkState::Expired => "expired",
                LinkState::UsedUp => "used_up",
            };
            // A string takes whatever is written to it.
            let _ = write!(list, "&state={word}");
        }
        let named = |share: Value| {
            let texts = json::text(&share["chat"]["name"]).zip(json::text(&share["chat"]["model"]));
            let (name, model) = texts.ok_or_else(|| self.garbled())?;
            Ok(NamedLink { placed: self.placed(share)?, name, model })
        };
        self.pages(&list, "shares", |_| false)?.into_iter().map(named).collect()
    }

    fn switch(&self, names: &[ChatName], is_shared: bool) -> Result<Vec<Switched>, Failure> {
        let before = self.linked(names)?;
        let ids: Vec<i64> = before.iter().map(|named| named.placed.link.share.id.get()).collect();
        self.json("PATCH", "/shares", &json!({ "share_ids": ids, "is_shared": is_shared }))?;
        let switched = |former: NamedLink| {
            let share = &former.placed.link.share;
            let mut now = self.linked(&[ChatName::Number(share.chat_id)])?;
            let named = now.pop().ok_or_else(|| self.garbled())?;
            Ok(Switched { was_shared: share.settings.lock.is_shared(), named })
        };
        before.into_iter().map(switched).collect()
    }

    fn renew_links(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure> {
        let renewed = |former: NamedLink| {
            let share = &former.placed.link.share;
            let path = format!("/chats/{}/shares/{}/new-link", share.chat_id.get(), share.id.get());
            let mut answer = self.own("POST", &path, CallBody::Nothing)?;
            Ok(NamedLink { placed: self.placed(json::take(&mut answer, "share"))?, ..former })
        };
        self.linked(names)?.into_iter().map(renewed).collect()
    }

    fn remove_links(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure> {
        let before = self.linked(names)?;
        let ids: Vec<i64> = before.iter().map(|named| named.placed.link.share.id.get()).collect();
        self.json("DELETE", "/shares", &json!({ "share_ids": ids }))?;
        Ok(before)
    }

    fn rename(&self, name: &ChatName, new: &ShortText) -> Result<ShortText, Failure> {
        let former = self.chat(name)?;
        self.json("PATCH", &format!("/chats/{}", former.id.get()), &json!({ "name": new }))?;
        Ok(former.name)
    }

    fn delete(&self, names: &[ChatName]) -> Result<Vec<(ChatId, ShortText)>, Failure> {
        let chats = self.chosen(names)?;
        let ids: Vec<i64> = chats.iter().map(|chat| chat.id.get()).collect();
        self.json("DELETE", "/chats", &json!({ "chat_ids": ids }))?;
        Ok(chats.into_iter().map(|chat| (chat.id, chat.name)).collect())
    }

    fn restore(&self, ids: &[ChatId]) -> Result<Option<Vec<ShortText>>, Failure> {
        match self.json("POST", "/chats/restore", &json!({ "chat_ids": ids })) {
            Ok(restored) => {
                let chats = restored["chats"].as_array().into_iter().flatten();
                Ok(Some(chats.filter_map(|chat| json::text(&chat["name"])).collect()))
            }
            Err(error) if error.status == 404 => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn chosen(&self, names: &[ChatName]) -> Result<Vec<Chat>, Failure> {
        let mut chats: Vec<Chat> = Vec::new();
        for name in names {
            let chat = self.chat(name)?;
            if !chats.iter().any(|known| known.id == chat.id) {
                chats.push(chat);
            }
        }
        Ok(chats)
    }

    fn export(&self, chat: &Chat, format: Format) -> Result<Box<dyn Read + Send>, Failure> {
        let format = match format {
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Html => "html",
            Format::Messages => "messages",
        };
        let user = self.0.known.user_id;
        let file = self.0.file(&format!("/api/users/{user}/chats/{}/export?format={format}", chat.id.get()))?;
        Ok(Box::new(Cursor::new(file)))
    }

    fn search(&self, words: &str, details: bool, limit: usize) -> Result<Vec<PlacedResult>, Failure> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", words).append_pair("limit", &limit.min(PAGE).to_string());
        if details {
            query.append_pair("include", "details");
        }
        let mut answer = self.get(&format!("/search?{}", query.finish()))?;
        let Value::Array(results) = json::take(&mut answer, "results") else { return Err(self.garbled()) };
        let result = |json: Value| {
            let name = json::text(&json["name"]).ok_or_else(|| self.garbled())?;
            let snippet = json["snippet"].as_str().unwrap_or_default().to_owned();
            Ok(PlacedResult { chat: json["chat_id"].as_i64().map(ChatId::new), name, snippet, json })
        };
        results.into_iter().map(result).collect()
    }

    fn people(&self, name: &ChatName, change: &PeopleChange<'_>) -> Result<PlacedPeople, Failure> {
        self.change_people(name, change)
    }

    fn visitors(&self, name: &ChatName, forget: bool) -> Result<PlacedVisitors, Failure> {
        self.record(name, forget)
    }

    fn check(&self, name: &ChatName) -> Result<(Value, Vec<MessageId>), Failure> {
        Ok((self.findings(self.chat(name)?.id.get(), None)?, Vec::new()))
    }

    fn update(&self, names: &[ChatName], redaction: &Redaction) -> Result<Vec<String>, Failure> {
        self.bring_up_to_date(names, redaction)
    }

    fn harmless(&self, forget: &[String]) -> Result<Vec<HarmlessMark>, Failure> {
        self.marked_harmless(forget)
    }

    fn is_served(&self) -> bool {
        true
    }

    fn flag(&self) -> String {
        format!(" --server {}", self.name())
    }
}

//! The messages of a chat, for its owner. Clients use two names for a message's text (`content`,
//! `message`) and author (`role`, `actor`); both are taken and given.

use std::io::Read;
use std::iter;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::app::messages::{self, LaterMessages};
use crate::app::public_view::PublicView;
use crate::base::piece_reader::PieceReader;
use crate::domain::chat::is_false;
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::message::{Message, NewMessage, Role};
use crate::domain::text::{ShortText, one_line};
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::{Fields, Violation};
use crate::http::query::Parameters;
use crate::http::reading;
use crate::http::reply::{JSON, Reply};
use crate::http::request_context::RequestContext;
use crate::http::resources::ChatRef;
use crate::render::Files;

/// Messages that one request may add.
const MOST_ADDED: usize = 10_000;

/// Messages that a list in short has where no number is asked for.
const USUAL_LIMIT: u32 = 200;

/// Characters of a message in a list in short.
const EXCERPT: usize = 160;

const INVALID: &str = "Bad Request. Invalid body({ message, actor } or { messages: [{ content, role }] }).";

#[derive(Serialize)]
struct MessageJson<'a> {
    id: MessageId,
    chat_conversation_id: ChatId,
    neptun_user_id: UserId,
    content: &'a str,
    message: &'a str,
    role: Role,
    actor: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'a RawValue>,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Nobody knows when it was said: the times are the chat's.
    #[serde(skip_serializing_if = "is_false")]
    is_undated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a ShortText>,
}

impl<'a> MessageJson<'a> {
    fn of(message: &'a Message, chat: ChatRef) -> Self {
        Self {
            id: message.id,
            chat_conversation_id: chat.id,
            neptun_user_id: chat.owner,
            content: &message.content,
            message: &message.content,
            role: message.role,
            actor: message.role,
            parts: message.parts.as_deref(),
            created_at: message.created_at,
            updated_at: message.updated_at,
            is_undated: message.is_undated,
            model: message.model.as_ref(),
        }
    }
}

#[derive(Serialize)]
struct BriefMessageJson {
    id: MessageId,
    role: Role,
    excerpt: String,
    created_at: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageListJson<'a> {
    chat_messages: Vec<MessageJson<'a>>,
}

impl<'a> MessageListJson<'a> {
    fn of(messages: &'a [Message], chat: ChatRef) -> Self {
        Self { chat_messages: messages.iter().map(|message| MessageJson::of(message, chat)).collect() }
    }
}

/// `GET .../messages?render=page`, or `?brief=true&after=&limit=`
pub fn list(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ render?, brief?, after?, limit? }).");
    let is_page = query.word("render", &["page"]).is_some();
    let is_brief = query.word("brief", &["true", "false"]) == Some("true");
    let (after, limit) = (query.id("after", 0).unwrap_or(0), query.limit().unwrap_or(USUAL_LIMIT));
    query.done()?;
    if is_page {
        return own_page(site, context, chat);
    }
    if is_brief {
        return in_short(site, chat, after, limit);
    }
    if context.is_head() {
        return Ok(Reply::bytes(JSON, Vec::new()));
    }

    let (first, later) = messages::list(&site.store, chat.id)?;

    Ok(match later {
        None => Reply::json(&MessageListJson::of(&first, chat)),
        Some(later) => Reply::stream(JSON, Box::new(long_list(&first, later, chat)?), None),
    })
}

/// A long [`MessageListJson`], written while the client takes it.
fn long_list(first: &[Message], later: LaterMessages, chat: ChatRef) -> Result<impl Read + Send + use<>, ApiError> {
    const END: &[u8] = b"]}";
    let mut begin = serde_json::to_vec(&MessageListJson::of(first, chat)).map_err(|_| ApiError::new(500))?;
    begin.truncate(begin.len() - END.len());
    let rest = later.map(move |messages| {
        let mut json = Vec::new();
        for message in messages? {
            json.push(b',');
            serde_json::to_writer(&mut json, &MessageJson::of(&message, chat))?;
        }
        Ok(json)
    });
    Ok(PieceReader::new(iter::once(Ok(begin)).chain(rest).chain(iter::once(Ok(END.to_vec())))))
}

/// The conversation as its owner reads it.
fn own_page(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let files = Files::At(format!("/api/users/{}/chats/{}", chat.owner.get(), chat.id.get())).below(&site.public_url);

    reading::own(site, context, PublicView::whole(chat.id), files, None)
}

/// Enough of each message to choose by.
fn in_short(site: &Site, chat: ChatRef, after: i64, limit: u32) -> Outcome {
    let (page, total) = messages::page(&site.store, chat.id, after, limit)?;

    let messages: Vec<BriefMessageJson> = page
        .iter()
        .map(|message| BriefMessageJson {
            id: message.id,
            role: message.role,
            excerpt: one_line(&message.content, EXCERPT),
            created_at: message.created_at,
        })
        .collect();
    Ok(Reply::json(&json!({ "chatMessages": messages, "total": total })))
}

/// `POST .../messages`
pub fn create(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let mut fields = context.fields(INVALID)?;
    let is_list = fields.has("messages");
    let new = if is_list {
        fields.list("messages", MOST_ADDED, |fields, item, path| {
            fields.object(item, path, |fields| {
                fields.alias("message", "content");
                fields.alias("actor", "role");
                read_message(fields, "content", "role")
            })
        })
    } else {
        fields.alias("content", "message");
        fields.alias("role", "actor");
        read_message(&mut fields, "message", "actor").map(|message| vec![message])
    };
    let new = fields.done(new)?;

    let stored = messages::add(&site.store, chat.owner, chat.id, new, context.now)?;

    Ok(match (is_list, stored.as_slice()) {
        (false, [message]) => Reply::json(&json!({ "chatMessage": MessageJson::of(message, chat) })),
        _ => Reply::json(&MessageListJson::of(&stored, chat)),
    })
}

/// `DELETE .../messages/last`
pub fn delete_last(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let deleted = messages::delete_last(&site.store, chat.owner, chat.id, context.now)?;

    Ok(Reply::json(&deleted))
}

fn read_message(fields: &mut Fields, content: &str, role: &str) -> Option<NewMessage> {
    let content = fields.text(content, |raw| Ok(raw.to_owned()));
    let role = fields.text(role, |raw| {
        Role::parse(raw)
            .ok_or_else(|| Violation::custom("Invalid role. Expected 'user' | 'assistant' | 'system' | 'tool'"))
    });
    let (content, role) = content.zip(role)?;
    Some(NewMessage::new(role, content))
}

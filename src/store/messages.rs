//! Table `messages`. Callers have checked who owns the chat, in the same transaction.

mod changes;

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::value::RawValue;

pub use changes::{append, delete_from, delete_last_exchange, insert_all, parts_json, replace_from};

use super::StoreError;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::message::{Message, UNSETTLED};
use crate::domain::part::Sha256;
use crate::domain::share::Excerpt;

/// A row of [`message`].
const COLUMNS: &str = "id, role, content, parts, created_at, updated_at, ifnull(is_undated, 0) as is_undated, model";
/// Where it comes from.
const TABLES: &str = "messages left join message_details on message_id = id";

/// The messages of a chat in order.
pub fn of_chat(connection: &Connection, chat: ChatId) -> Result<Vec<Message>, StoreError> {
    let mut query =
        connection.prepare_cached(&format!("select {COLUMNS} from {TABLES} where chat_id = :chat order by id"))?;
    let messages = query.query_map(named_params! { ":chat": chat }, message)?.collect::<rusqlite::Result<_>>()?;
    Ok(messages)
}

/// At most `most` messages of that part of a chat that follow the one of that number, in order; 0 for
/// the first.
pub fn page(
    connection: &Connection,
    chat: ChatId,
    excerpt: &Excerpt,
    after: i64,
    most: i64,
) -> Result<Vec<Message>, StoreError> {
    piece(connection, chat, excerpt, after, most, usize::MAX)
}

/// A [`page`] that takes no further message once those in it have `bytes` together.
pub fn piece(
    connection: &Connection,
    chat: ChatId,
    excerpt: &Excerpt,
    after: i64,
    most: i64,
    bytes: usize,
) -> Result<Vec<Message>, StoreError> {
    let (clause, value) = part(excerpt)?;
    let mut query = connection.prepare_cached(&format!(
        "select {COLUMNS}
         from {TABLES}
         where chat_id = :chat and id > :after and {clause}
         order by id
         limit :most"
    ))?;
    let parameters = named_params! { ":chat": chat, ":part": value, ":after": after, ":most": most };
    let mut taken = 0;
    let rows = query.query_map(parameters, message)?.take_while(|message| {
        let has_room = taken < bytes;
        taken = message.as_ref().map_or(taken, |message| taken.saturating_add(message.size()));
        has_room
    });
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The numbers of all messages of a chat, in order.
pub fn ids(connection: &Connection, chat: ChatId) -> Result<Vec<MessageId>, StoreError> {
    let mut query = connection.prepare_cached("select id from messages where chat_id = :chat order by id")?;
    let ids = query.query_map(named_params! { ":chat": chat }, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// The number of the last of them; 0 where there is none.
pub fn last_id(connection: &Connection, chat: ChatId) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("select ifnull(max(id), 0) from messages where chat_id = :chat")?
        .query_row(named_params! { ":chat": chat }, |row| row.get(0))?)
}

/// A digest of the last messages up to that one: of those that may change without a sign of it in `chats.rewritten`.
pub fn end_digest(connection: &Connection, chat: ChatId, last: i64) -> Result<u64, StoreError> {
    let mut query = connection.prepare_cached(
        "select id, role, content, parts
         from messages
         where chat_id = :chat and id <= :last
         order by id desc
         limit :most",
    )?;
    let most = i64::try_from(UNSETTLED).unwrap_or(i64::MAX);
    let mut rows = query.query(named_params! { ":chat": chat, ":last": last, ":most": most })?;
    let mut hasher = DefaultHasher::new();
    while let Some(row) = rows.next()? {
        row.get::<_, i64>("id")?.hash(&mut hasher);
        for column in ["role", "content", "parts"] {
            row.get_ref(column)?.as_bytes_or_null().ok().flatten().hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// The numbers of those in a part of it.
pub fn ids_of_part(connection: &Connection, chat: ChatId, excerpt: &Excerpt) -> Result<Vec<MessageId>, StoreError> {
    let (clause, value) = part(excerpt)?;
    let mut query = connection
        .prepare_cached(&format!("select id from {TABLES} where chat_id = :chat and {clause} order by id"))?;
    let ids = query.query_map(named_params! { ":chat": chat, ":part": value }, |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// The first of these that is no message of the chat, nor one of a share's copy of it.
pub fn first_foreign(
    connection: &Connection,
    chat: ChatId,
    copy: Option<ChatId>,
    messages: &[MessageId],
) -> Result<Option<MessageId>, StoreError> {
    let mut find = connection.prepare_cached(
        "select 1
         from messages
         where (id = :message and chat_id = :chat) or (original_id = :message and chat_id = :copy)",
    )?;
    for &message in messages {
        if !find.exists(named_params! { ":message": message, ":chat": chat, ":copy": copy })? {
            return Ok(Some(message));
        }
    }
    Ok(None)
}

/// How many messages that part of a chat has.
pub fn count(connection: &Connection, chat: ChatId, excerpt: &Excerpt) -> Result<usize, StoreError> {
    count_behind(connection, chat, excerpt, 0)
}

/// How many of them follow the one of that number.
pub fn count_behind(connection: &Connection, chat: ChatId, excerpt: &Excerpt, after: i64) -> Result<usize, StoreError> {
    let (clause, value) = part(excerpt)?;
    let count: i64 = connection
        .prepare_cached(&format!("select count(*) from messages where chat_id = :chat and id > :after and {clause}"))?
        .query_row(named_params! { ":chat": chat, ":part": value, ":after": after }, |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Whether an agent uses a tool in one of the first messages of that part of a chat, without reading these into memory.
pub fn have_steps(connection: &Connection, chat: ChatId, excerpt: &Excerpt, first: i64) -> Result<bool, StoreError> {
    let (clause, value) = part(excerpt)?;
    Ok(connection
        .prepare_cached(&format!(
            "select 1
             from (select parts from messages where chat_id = :chat and {clause} order by id limit :first)
             where instr(parts, '\"tool_call\"') > 0"
        ))?
        .exists(named_params! { ":chat": chat, ":part": value, ":first": first })?)
}

/// Whether a message of that part of a chat names that file. Parts are stored in one spelling, in
/// which no text can hold these quotes.
pub fn name_file(connection: &Connection, chat: ChatId, excerpt: &Excerpt, file: Sha256) -> Result<bool, StoreError> {
    let (clause, value) = part(excerpt)?;
    let field = format!("\"sha256\":\"{file}\"");
    Ok(connection
        .prepare_cached(&format!(
            "select 1 from messages where chat_id = :chat and instr(parts, :field) > 0 and {clause}"
        ))?
        .exists(named_params! { ":chat": chat, ":part": value, ":field": field })?)
}

/// The texts of the messages that stand before and behind one in its chat.
pub fn neighbours(
    connection: &Connection,
    chat: ChatId,
    message: MessageId,
) -> Result<(Option<String>, Option<String>), StoreError> {
    let text = |sql: &str| {
        connection
            .prepare_cached(sql)?
            .query_row(named_params! { ":chat": chat, ":message": message }, |row| row.get(0))
            .optional()
    };
    let before = "select content from messages where chat_id = :chat and id < :message order by id desc limit 1";
    let behind = "select content from messages where chat_id = :chat and id > :message order by id limit 1";
    Ok((text(before)?, text(behind)?))
}

/// What the messages of that part fulfil, and the value of `:part` in it. In a share's copy they go by the
/// numbers of those that they are copies of.
fn part(excerpt: &Excerpt) -> Result<(&'static str, Value), StoreError> {
    Ok(match excerpt {
        Excerpt::Whole => (":part is null", Value::Null),
        Excerpt::Until(until) => ("ifnull(original_id, id) <= :part", Value::Integer(until.get())),
        Excerpt::Messages(messages) => {
            let ids = serde_json::to_string(messages).map_err(|error| StoreError::Internal(error.into()))?;
            ("ifnull(original_id, id) in (select value from json_each(:part))", Value::Text(ids))
        }
    })
}

/// Shows `look` the role, text and parts of each message of a chat, in order.
pub fn each(
    connection: &Connection,
    chat: ChatId,
    mut look: impl FnMut(&str, &str, Option<&str>),
) -> Result<(), StoreError> {
    let mut query =
        connection.prepare_cached("select role, content, parts from messages where chat_id = :chat order by id")?;
    let mut rows = query.query(named_params! { ":chat": chat })?;
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
        look(text(0)?.unwrap_or_default(), text(1)?.unwrap_or_default(), text(2)?);
    }
    Ok(())
}

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.get("id")?,
        role: row.get("role")?,
        content: row.get("content")?,
        parts: row.get::<_, Option<String>>("parts")?.and_then(|json| RawValue::from_string(json).ok()),
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        is_undated: row.get("is_undated")?,
        model: row.get("model")?,
    })
}

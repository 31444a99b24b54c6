//! What a program sends in one request: the newest state of what has changed in a session, in any order.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::SyncError;
use crate::domain::timestamp::Timestamp;
use crate::store::synced_sessions::{self, ItemKind, SyncedSession};
use crate::store::{StoreError, Transaction};

/// What is kept of one session: bytes, and items.
pub const MOST_BYTES: usize = 24 * 1024 * 1024;
pub const MOST_ITEMS: usize = 20_000;
/// Longest name of an item, in bytes.
const LONGEST_NAME: usize = 255;
/// How deep an item may be nested. The import, which gets it within others, follows no deeper ones.
const MAX_DEPTH: usize = 100;

/// A request's body.
#[derive(Debug)]
pub struct SyncBatch {
    /// By which the program shows that it made the share.
    pub secret: String,
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    kind: ItemKind,
    head: Head,
    data: String,
}

#[derive(Deserialize)]
struct SyncBody {
    secret: String,
    data: Vec<BodyItem>,
}

#[derive(Deserialize)]
struct BodyItem {
    #[serde(rename = "type")]
    kind: String,
    data: Box<RawValue>,
}

/// What is known of every item.
#[derive(Debug, Deserialize)]
struct Head {
    id: String,
    #[serde(rename = "sessionID")]
    session: Option<String>,
    #[serde(rename = "messageID")]
    message: Option<String>,
    revert: Option<Revert>,
}

/// Where the person of a session has gone back to.
#[derive(Debug, Deserialize)]
struct Revert {
    #[serde(rename = "messageID")]
    message: String,
}

/// When a message was said.
#[derive(Deserialize)]
pub struct SaidAt {
    pub time: Times,
}

#[derive(Deserialize)]
pub struct Times {
    pub created: f64,
    pub completed: Option<f64>,
}

impl Times {
    /// When it began.
    pub fn began(&self) -> Option<Timestamp> {
        #[expect(clippy::cast_possible_truncation, reason = "what is no time is none")]
        Timestamp::from_millis(self.created as i64)
    }
}

impl SyncBatch {
    /// Reads a body. Kinds that are not known are left out: a newer program may have more.
    pub fn read(body: &[u8]) -> Result<Self, SyncError> {
        let invalid = |error: serde_json::Error| {
            SyncError::Invalid(format!("Invalid JSON at line {} column {}: {error}", error.line(), error.column()))
        };
        let SyncBody { secret, data } = serde_json::from_slice(body).map_err(invalid)?;
        if data.len() > MOST_ITEMS {
            return Err(SyncError::TooLarge);
        }
        let mut items = Vec::new();
        for BodyItem { kind, data } in data {
            let kind = match kind.as_str() {
                "session" => ItemKind::Session,
                "message" => ItemKind::Message,
                "part" => ItemKind::Part,
                _ => continue,
            };
            let head: Head = serde_json::from_str(data.get()).map_err(invalid)?;
            let is_name = |name: &str| (1..=LONGEST_NAME).contains(&name.len());
            if !is_name(&head.id) || (kind == ItemKind::Part && head.message.is_none()) {
                return Err(SyncError::Invalid("An item has no `id`, or a part no `messageID`.".to_owned()));
            }
            if is_deeper(data.get(), MAX_DEPTH) {
                return Err(SyncError::Invalid(format!("An item is nested deeper than {MAX_DEPTH} levels.")));
            }
            items.push(Item { kind, head, data: Box::<str>::from(data).into_string() });
        }
        Ok(Self { secret, items })
    }

    /// Keeps what came.
    pub fn put(&self, tx: &Transaction<'_>, synced: &SyncedSession) -> Result<(), SyncError> {
        let is_own = |item: &Item| match (item.kind, &item.head) {
            (ItemKind::Session, head) => head.id == synced.session,
            (_, head) => head.session.as_ref().is_none_or(|session| *session == synced.session),
        };
        if !self.items.iter().all(is_own) {
            return Err(SyncError::Invalid("An item is of another session.".to_owned()));
        }
        let sessions = self.items.iter().rev().filter(|item| item.kind == ItemKind::Session);
        let reverts = sessions.map(|item| item.head.revert.as_ref().map(|revert| revert.message.as_str())).next();
        let before = messages(tx, synced)?;
        let mut has_new = false;
        for Item { kind, head, data } in &self.items {
            let is_new = synced_sessions::put_item(tx, synced.id, *kind, &head.id, data)?;
            has_new |= is_new && *kind == ItemKind::Message;
        }
        // Nothing tells that messages are gone: they are when the person, having gone back, says something else.
        let taken_back = match reverts {
            None => synced.taken_back.as_deref(),
            Some(Some(from)) => Some(from),
            Some(None) => {
                if let (Some(from), true) = (&synced.taken_back, has_new) {
                    forget(tx, synced, &before, from)?;
                }
                None
            }
        };
        Ok(synced_sessions::note_received(tx, synced.id, taken_back)?)
    }
}

/// The messages that there are, in the order in which they were said.
fn messages(tx: &Transaction<'_>, synced: &SyncedSession) -> Result<Vec<String>, StoreError> {
    if synced.taken_back.is_none() {
        return Ok(Vec::new());
    }
    let items = synced_sessions::items(tx, synced.id, ItemKind::Message)?;
    let at = |data: &str| serde_json::from_str::<SaidAt>(data).ok().and_then(|said| said.time.began());
    let mut items: Vec<_> = items.into_iter().map(|(name, data)| (at(&data), name)).collect();
    items.sort();
    Ok(items.into_iter().map(|(_, name)| name).collect())
}

/// Forgets the messages from that one on, with their parts.
fn forget(tx: &Transaction<'_>, synced: &SyncedSession, before: &[String], from: &str) -> Result<(), StoreError> {
    let Some(at) = before.iter().position(|name| name == from) else { return Ok(()) };
    let gone = before.get(at..).unwrap_or_default();
    for (name, data) in synced_sessions::items(tx, synced.id, ItemKind::Part)? {
        let message = serde_json::from_str::<Head>(&data).ok().and_then(|head| head.message);
        if message.is_some_and(|message| gone.contains(&message)) {
            synced_sessions::delete_item(tx, synced.id, ItemKind::Part, &name)?;
        }
    }
    gone.iter().try_for_each(|name| synced_sessions::delete_item(tx, synced.id, ItemKind::Message, name))
}

/// The message of a part.
pub fn message_of(part: &str) -> Option<String> {
    serde_json::from_str::<Head>(part).ok()?.message
}

/// Whether JSON is nested deeper than that.
fn is_deeper(json: &str, most: usize) -> bool {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_are_no_levels() {
        for (json, most, is_over) in
            [("[[1], {}]", 2, false), ("[[1], {}]", 1, true), (r#"{"a": "[[[\"[[[\\"}"#, 1, false), ("[]", 0, true)]
        {
            assert_eq!(is_deeper(json, most), is_over, "{json}");
        }
    }

    #[test]
    fn what_is_no_batch_is_refused_and_unknown_kinds_are_left_out() {
        let read = |data: &str| SyncBatch::read(format!(r#"{{"secret":"s","data":{data}}}"#).as_bytes());
        for wrong in ["{}", r#"[{"type":"part","data":{"id":"p"}}]"#, r#"[{"type":"message","data":{"id":""}}]"#, "[1]"]
        {
            assert!(matches!(read(wrong), Err(SyncError::Invalid(_))), "{wrong}");
        }
        let deep = format!(r#"[{{"type":"message","data":{{"id":"m","x":{}1{}}}}}]"#, "[".repeat(100), "]".repeat(100));
        assert!(matches!(read(&deep), Err(SyncError::Invalid(_))));
        let batch = read(r#"[{"type":"model","data":[1]},{"type":"message","data":{"id":"m","text":"\ud83d"}}]"#);
        assert_eq!(batch.expect("a batch").items.len(), 1);
    }
}

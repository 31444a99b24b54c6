//! The conversations of an object that has the messages of several, in one list or in several by their names.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::super::fields::{LenientFields, TITLE, message_list};
use super::super::nested;
use super::{ThreadGroup, ThreadKey, group, identifier, marks};

/// The fields in which conversations stand by their names.
const MAPS: [&str; 7] = ["messages", "conversations", "chats", "threads", "sessions", "history", "histories"];
/// With more digits than that, a name is an identifier.
const MAX_DIGITS: usize = 3;
/// The longest text beside the messages that each conversation gets, in bytes.
const MAX_SHORT: usize = 1000;

/// The conversations of an object whose one list has the messages of several, each as an object of its
/// own; `None` where there is but one, and nothing about it.
pub fn split(object: &Value) -> Option<Vec<Value>> {
    let list = messages(object)?;
    let groups = group(list.iter().map(|message| (marks(message), *message)).collect());
    if groups.iter().all(|group| group.key.is_empty()) {
        return None;
    }
    let about = described(object, list.first().copied());
    let about = |key: &ThreadKey| key.iter().rev().find_map(|id| about.get(id).copied());
    // Of a single one, its title may stand beside it.
    let is_several = groups.len() > 1 || groups.first().is_some_and(|group| about(&group.key).is_some());
    is_several.then(|| groups.iter().map(|group| part(object, group, about(&group.key))).collect())
}

/// The messages in a list, or by their identifiers where each says to which conversation it belongs.
fn messages(object: &Value) -> Option<Vec<&Value>> {
    let by_id = || object["messages"].as_object().map(|messages| messages.values().collect::<Vec<_>>());
    let says = |messages: &Vec<&Value>| messages.iter().all(|message| !marks(message).key.is_empty());
    message_list(object).map(|list| list.iter().collect()).or_else(|| by_id().filter(says))
}

/// The conversations of an object in which each is a list of messages under its identifier or its name.
pub fn by_name(object: &Value) -> Option<Vec<Value>> {
    let is_list = |list: &Value| list.as_array().is_some_and(|list| list.first().is_some_and(nested::is_message));
    let mut lists = MAPS.iter().filter_map(|name| object[*name].as_object());
    let lists = lists.find(|lists| !lists.is_empty() && lists.values().all(is_list))?;
    let about = described(object, None);
    let conversation = |(name, messages): (&String, &Value)| {
        let about = about.get(name).copied().unwrap_or(&Value::Null);
        let is_title =
            name.contains(char::is_alphabetic) && name.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS;
        let title = about.any_text(TITLE).or_else(|| Some(name.as_str()).filter(|_| is_title));
        json!({"id": name, "title": title, "created_at": about["created_at"], "messages": messages})
    };
    Some(lists.iter().map(conversation).collect())
}

fn part(object: &Value, group: &ThreadGroup<&Value>, about: Option<&Value>) -> Value {
    let ThreadGroup { key, title, items: messages } = group;
    let fields = object.as_object().into_iter().flatten();
    let is_general = |(name, value): &(&String, &Value)| is_short(value) && !TITLE.contains(&name.as_str());
    let about = about.and_then(Value::as_object).into_iter().flatten();
    let title = title.iter().map(|title| ("title".to_owned(), Value::from(title.as_str())));
    let said = fields.filter(is_general).chain(about).map(|(name, value)| (name.clone(), value.clone()));
    let mut part: Map<String, Value> = title.chain(said).collect();
    let id = if key.is_empty() { Value::Null } else { Value::from(key.join("/")) };
    for name in ["id", "conversation_id", "conversationId"] {
        if name != "conversationId" || part.contains_key(name) {
            part.insert(name.to_owned(), id.clone());
        }
    }
    part.insert("messages".to_owned(), json!(messages));
    Value::Object(part)
}

/// Whether a value is none that may be long: each conversation gets it.
fn is_short(value: &Value) -> bool {
    value.as_str().map_or(!value.is_array() && !value.is_object(), |text| text.len() <= MAX_SHORT)
}

/// What lists beside the messages, the first of which is that, say about conversations, by their identifiers; and maps.
fn described<'a>(object: &'a Value, first: Option<&Value>) -> HashMap<String, &'a Value> {
    let beside = || object.as_object().into_iter().flatten().map(|(_, value)| value);
    // A thread is often named after its first message.
    let is_other = |list: &&Vec<Value>| !list.first().zip(first).is_some_and(|(one, other)| std::ptr::eq(one, other));
    let listed = beside().filter_map(Value::as_array).filter(is_other).flatten();
    let listed = listed.filter(|item| item.text("role").is_none()).flat_map(|item| {
        let own = ["id", "_id", "uuid"].iter().find_map(|name| identifier(&item[*name]));
        own.map(|id| vec![id]).unwrap_or_else(|| marks(item).key).into_iter().map(move |id| (id, item))
    });
    let named = beside().filter_map(Value::as_object).flatten();
    let named = named.filter(|(_, item)| item.any_text(TITLE).is_some() && item.text("role").is_none());
    named.map(|(id, item)| (id.clone(), item)).chain(listed).collect()
}

//! To which conversation a message belongs, where one list has the messages of several. What differs in
//! what identifies it is another conversation: joined, whoever shares the one would publish the other.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::fields::{LenientFields, TITLE, message_list};

/// What programs call a conversation in the names of fields.
const NOUNS: [&str; 10] =
    ["conversation", "conv", "thread", "session", "chat", "dialog", "dialogue", "topic", "discussion", "room"];
/// What such a field's name goes on with: alone, these nouns are as often names of something else.
const ENDS: [&str; 3] = ["id", "uuid", "key"];
/// The longest name of such a field, in bytes.
const MAX_NAME: usize = 24;
/// The longest text beside the messages that each conversation gets, in bytes.
const MAX_SHORT: usize = 1000;

/// What identifies a message's conversation, from all fields that do.
pub type ThreadKey = Vec<String>;

/// What identifies the conversation of a message; empty where it says nothing.
pub fn key(message: &Value) -> ThreadKey {
    let fields = message.as_object().into_iter().flatten();
    fields.filter(|(name, _)| names_thread(name)).filter_map(|(_, value)| identifier(value)).collect()
}

/// Whether a field of that name says which conversation it is: `threadId`, `conversation_id`, `chat-uuid`.
fn names_thread(name: &str) -> bool {
    // Most names end otherwise.
    if name.len() > MAX_NAME || !name.ends_with(['d', 'D', 'y', 'Y']) {
        return false;
    }
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    NOUNS.iter().any(|noun| letters.strip_prefix(noun).is_some_and(|end| ENDS.contains(&end)))
}

fn identifier(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(_) => value.string("$oid"),
        _ => None,
    }
}

/// Puts what has the same key together, in the order in which the keys came first. As long as there
/// is only one key, what has none belongs to it, too.
pub fn group<T>(items: Vec<(ThreadKey, T)>) -> Vec<(ThreadKey, Vec<T>)> {
    let keys: HashSet<&ThreadKey> = items.iter().map(|(key, _)| key).filter(|key| !key.is_empty()).collect();
    let only = if keys.len() == 1 { keys.into_iter().next().cloned() } else { None };
    let mut groups: Vec<(ThreadKey, Vec<T>)> = Vec::new();
    let mut places: HashMap<ThreadKey, usize> = HashMap::new();
    for (key, item) in items {
        let key = only.clone().unwrap_or(key);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(item);
        }
    }
    groups
}

/// The conversations of an object whose one list has the messages of several, each as an object of its
/// own; `None` where there is but one, and nothing about it.
pub fn split(object: &Value) -> Option<Vec<Value>> {
    let list = message_list(object)?;
    let groups = group(list.iter().map(|message| (key(message), message)).collect());
    if groups.iter().all(|(key, _)| key.is_empty()) {
        return None;
    }
    let about = described(object, list);
    let about = |key: &ThreadKey| key.iter().rev().find_map(|id| about.get(id.as_str()).copied());
    // Of a single one, its title may stand beside it.
    let is_several = groups.len() > 1 || groups.first().is_some_and(|(key, _)| about(key).is_some());
    is_several.then(|| groups.iter().map(|(key, messages)| part(object, key, about(key), messages)).collect())
}

fn part(object: &Value, key: &ThreadKey, about: Option<&Value>, messages: &[&Value]) -> Value {
    let fields = object.as_object().into_iter().flatten();
    let is_general = |(name, value): &(&String, &Value)| is_short(value) && !TITLE.contains(&name.as_str());
    let about = about.and_then(Value::as_object).into_iter().flatten();
    let mut part: Map<String, Value> =
        fields.filter(is_general).chain(about).map(|(name, value)| (name.clone(), value.clone())).collect();
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

/// What lists beside the messages say about conversations, by their identifiers.
fn described<'a>(object: &'a Value, messages: &[Value]) -> HashMap<&'a str, &'a Value> {
    let lists = object.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array());
    // A thread is often named after its first message.
    let beside = lists.filter(|list| !std::ptr::eq(list.as_slice(), messages));
    let about = beside.flatten().filter(|item| item.text("role").is_none());
    about.filter_map(|item| Some((item.id(&["id", "threadId", "_id"])?, item))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_that_name_a_conversation_are_known_however_they_are_written() {
        for name in ["conversation_id", "threadId", "chat-uuid", "SESSION_ID", "sessionKey", "topicId"] {
            assert_eq!(key(&json!({"role": "user", name: "a"})), ["a"], "{name}");
        }
        for name in ["id", "messageId", "channel", "chat", "thread", "conversation", "chat_model_id_of_a_provider"] {
            assert!(key(&json!({"role": "user", name: "a"})).is_empty(), "{name}");
        }
    }

    #[test]
    fn what_has_no_key_stays_by_itself_where_there_are_several() {
        let key = |key: &str| if key.is_empty() { Vec::new() } else { vec![key.to_owned()] };
        let grouped = |keys: &[&str]| -> Vec<usize> {
            group(keys.iter().map(|name| (key(name), ())).collect()).iter().map(|(_, all)| all.len()).collect()
        };
        assert_eq!(grouped(&["a", "", "a"]), [3]);
        assert_eq!(grouped(&["a", "b", "", "a"]), [2, 1, 1]);
        assert_eq!(grouped(&["", ""]), [2]);
    }
}

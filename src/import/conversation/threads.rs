//! To which conversation a message belongs, where one list has the messages of several. What differs in
//! what identifies it is another conversation: joined, whoever shares the one would publish the other.

mod split;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::fields::LenientFields;
pub use split::{by_name, split};

/// What programs call a conversation in the names of fields.
const NOUNS: [&str; 11] =
    ["conversation", "convo", "conv", "thread", "session", "chat", "dialog", "dialogue", "topic", "discussion", "room"];
/// What the name of a field that identifies one goes on with.
const ENDS: [&str; 4] = ["id", "uuid", "guid", "key"];
/// What it goes on with where it numbers or names them.
const NUMBERS: [&str; 4] = ["number", "no", "index", "slug"];
const NAMES: [&str; 2] = ["title", "name"];
/// The longest name of such a field, and the longest value, in bytes.
const MAX_NAME: usize = 24;
const MAX_IDENTIFIER: usize = 200;
/// So many conversations of one message each are told apart by such fields, at most.
const MAX_ALONE: usize = 3;
/// Fields of one message that may identify it, at most.
const MAX_PERHAPS: usize = 8;

/// What identifies a message's conversation, from all fields that do.
pub type ThreadKey = Vec<String>;

/// What a message says of its conversation.
#[derive(Default)]
pub struct ThreadMarks {
    /// What identifies it.
    pub key: ThreadKey,
    /// What may: the fields' names as often mean something else. They count where nothing else tells conversations
    /// apart, each message has the field, and it is not the same in all.
    perhaps: Vec<(String, String)>,
    title: Option<String>,
}

impl ThreadMarks {
    fn perhaps(&self, name: &str) -> Option<&String> {
        self.perhaps.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }
}

/// What belongs to one conversation.
pub struct ThreadGroup<T> {
    /// What identifies it; empty where nothing does.
    pub key: ThreadKey,
    /// Its title, where the messages say it.
    pub title: Option<String>,
    /// In the order in which it came.
    pub items: Vec<T>,
}

/// What the name of a field says.
enum Field {
    Key,
    Perhaps,
    Title,
}

/// What a message says of its conversation.
pub fn marks(message: &Value) -> ThreadMarks {
    let mut marks = ThreadMarks::default();
    let fields = message.as_object().into_iter().flatten().map(|(name, value)| (field(name), name, value));
    // What stands beside a message may be of the request with which it was sent.
    let beside = message["metadata"].as_object().into_iter().flatten();
    let beside = beside.map(|(name, value)| (field(name).map(|_| Field::Perhaps), name, value));
    for (field, name, value) in fields.chain(beside) {
        let (Some(field), Some(id)) = (field, identifier(value)) else { continue };
        match field {
            Field::Key => marks.key.push(id),
            _ if marks.perhaps.len() >= MAX_PERHAPS => {}
            Field::Perhaps => marks.perhaps.push((name.clone(), id)),
            Field::Title => {
                marks.title = marks.title.or_else(|| Some(id.clone()));
                marks.perhaps.push((name.clone(), id));
            }
        }
    }
    marks
}

/// Whether a field of that name says which conversation it is: `threadId`, `conversation_id`, `chat-uuid`, or perhaps
/// `thread`, `channel_id`, `openai_thread_id`, `session_number`.
fn field(name: &str) -> Option<Field> {
    let begins = |noun: &&str| name.get(..noun.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(noun));
    // Most names begin and end otherwise.
    if name.len() > MAX_NAME || !name.ends_with(['d', 'D', 'y', 'Y']) && !NOUNS.iter().any(begins) {
        return None;
    }
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    for noun in NOUNS {
        match letters.strip_prefix(noun) {
            Some(end) if ENDS.contains(&end) => return Some(Field::Key),
            // A topic is as often what is talked about.
            Some(end) if noun != "topic" && (end.is_empty() || NUMBERS.contains(&end)) => return Some(Field::Perhaps),
            Some(end) if noun != "topic" && NAMES.contains(&end) => return Some(Field::Title),
            _ => {}
        }
    }
    let before = ENDS.iter().find_map(|end| letters.strip_suffix(end))?;
    NOUNS.iter().chain(&["channel", "group", "ticket"]).any(|noun| before.ends_with(noun)).then_some(Field::Perhaps)
}

fn is_title(name: &str) -> bool {
    matches!(field(name), Some(Field::Title))
}

fn identifier(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            Some(text.clone()).filter(|text| !text.trim().is_empty() && text.len() <= MAX_IDENTIFIER)
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Object(_) => value.any_string(&["$oid", "id", "uuid", "_id"]),
        _ => None,
    }
}

/// Puts what belongs to the same conversation together, in the order in which these came first. As long as there
/// is only one, what names none belongs to it, too.
pub fn group<T>(items: Vec<(ThreadMarks, T)>) -> Vec<ThreadGroup<T>> {
    let items = identified(items);
    let keys: HashSet<&ThreadKey> = items.iter().map(|(marks, _)| &marks.key).filter(|key| !key.is_empty()).collect();
    let only = if keys.len() == 1 { keys.into_iter().next().cloned() } else { None };
    let mut groups: Vec<ThreadGroup<T>> = Vec::new();
    let mut places: HashMap<ThreadKey, usize> = HashMap::new();
    for (marks, item) in items {
        let key = only.clone().unwrap_or(marks.key);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push(ThreadGroup { key, title: None, items: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.title = group.title.take().or(marks.title);
            group.items.push(item);
        }
    }
    groups
}

/// The same, with what may identify conversations in the keys where it does.
fn identified<T>(mut items: Vec<(ThreadMarks, T)>) -> Vec<(ThreadMarks, T)> {
    let mut others = items.iter().map(|(marks, _)| &marks.key).filter(|key| !key.is_empty());
    let first = others.next();
    if others.any(|key| Some(key) != first) {
        return items;
    }
    let mut candidates = items.first().map(|(marks, _)| marks.perhaps.clone()).unwrap_or_default();
    // A title may change, and is what tells them apart only where nothing else does.
    candidates.sort_by_key(|(name, _)| is_title(name));
    let mut has_told = false;
    for (name, _) in candidates {
        if has_told && is_title(&name) {
            break;
        }
        let is_in_all = items.iter().all(|(marks, _)| marks.perhaps(&name).is_some());
        let values: HashSet<&String> = items.iter().filter_map(|(marks, _)| marks.perhaps(&name)).collect();
        // What is another in each of many is a number of the message.
        let is_of_messages = values.len() == items.len() && values.len() > MAX_ALONE;
        if is_in_all && values.len() > 1 && !is_of_messages {
            has_told = true;
            for (marks, _) in &mut items {
                let value = marks.perhaps(&name).cloned();
                marks.key.extend(value);
            }
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_fields_that_name_a_conversation_are_known_however_they_are_written() {
        let key = |name: &str| marks(&json!({"role": "user", name: "a"})).key;
        for name in ["conversation_id", "threadId", "chat-uuid", "SESSION_ID", "sessionKey", "topicId", "convoId"] {
            assert_eq!(key(name), ["a"], "{name}");
        }
        for name in ["id", "messageId", "channel", "chat", "thread", "conversation", "chat_model_id_of_a_provider"] {
            assert!(key(name).is_empty(), "{name}");
        }
    }

    /// How many messages each conversation has of messages with this field.
    #[track_caller]
    fn check(name: &str, values: &[Value], expected: &[usize]) {
        let messages = values.iter().map(|value| (marks(&json!({"role": "user", name: value})), ()));
        let found: Vec<usize> = group(messages.collect()).iter().map(|group| group.items.len()).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn what_has_no_key_stays_by_itself_where_there_are_several() {
        let values = |keys: &[&str]| -> Vec<Value> { keys.iter().map(|key| json!(key)).collect() };
        check("thread_id", &values(&["a", "", "a"]), &[3]);
        check("thread_id", &values(&["a", "b", "", "a"]), &[2, 1, 1]);
        check("thread_id", &values(&["", ""]), &[2]);
    }

    #[test]
    fn other_fields_tell_conversations_apart_where_each_message_has_them() {
        for name in
            ["thread", "Conversation", "session", "chat", "channel_id", "openai_thread_id", "session_no", "chat_title"]
        {
            check(name, &[json!("a"), json!("a"), json!("b")], &[2, 1]);
            check(name, &[json!("a"), json!(null), json!("b")], &[3]);
        }
        check("conversation", &[json!(1), json!(2), json!(1)], &[2, 1]);
        check("conversation_index", &[json!(1), json!(2), json!(3), json!(4)], &[4]);
        check("thread", &[json!({"id": "a", "title": "A"}), json!({"id": "b"})], &[1, 1]);
        for name in ["channel", "topic", "chat_model", "threadType", "room_temperature"] {
            check(name, &[json!("a"), json!("b")], &[2]);
        }
        let both = |id: &str, thread: &str| (marks(&json!({"chat_id": id, "thread": thread})), ());
        assert_eq!(group(vec![both("1", "a"), both("1", "b"), both("2", "b")]).len(), 2, "the identifier says it");
        assert_eq!(group(vec![both("1", "a"), both("1", "b"), both("1", "b")]).len(), 2, "or does not");
    }
}

//! To which conversation a message belongs, where one list has the messages of several. What differs in
//! what identifies it is another conversation: joined, whoever shares the one would publish the other.

mod field;
mod split;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::blocks;
use super::fields::LenientFields;
use crate::domain::message::Role;
use field::{Field, field};
pub use split::{by_name, split};

/// The longest identifier, in bytes.
const MAX_IDENTIFIER: usize = 200;
/// So many conversations of one message each are told apart by such fields, at most.
const MAX_ALONE: usize = 3;
/// Fields of one message that may identify it, at most.
const MAX_PERHAPS: usize = 8;

/// The fields that say who speaks.
const SPEAKERS: &[&str] = &["role", "actor", "sender", "author", "speaker", "from", "type"];

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
    /// What does so where what they tell apart are whole conversations.
    weak: Vec<(String, String)>,
    /// Who says it.
    role: Option<Role>,
    title: Option<String>,
}

impl ThreadMarks {
    fn weak(&self, name: &str) -> Option<&String> {
        self.weak.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

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

/// What a message says of its conversation.
pub fn marks(message: &Value) -> ThreadMarks {
    let role = blocks::role_of(message, SPEAKERS);
    let mut marks = ThreadMarks { role, ..ThreadMarks::default() };
    let fields = message.as_object().into_iter().flatten().map(|(name, value)| (field(name), name, value));
    // What stands beside a message may be of the request with which it was sent.
    let beside = message["metadata"].as_object().into_iter().flatten();
    let beside = beside.map(|(name, value)| {
        (field(name).map(|field| if field == Field::Weak { field } else { Field::Perhaps }), name, value)
    });
    for (field, name, value) in fields.chain(beside) {
        let (Some(field), Some(id)) = (field, identifier(value)) else { continue };
        match field {
            Field::Key => marks.key.push(id),
            _ if marks.perhaps.len() + marks.weak.len() >= MAX_PERHAPS => {}
            Field::Weak => marks.weak.push((name.clone(), id)),
            Field::Perhaps => marks.perhaps.push((name.clone(), id)),
            Field::Title => {
                marks.title = marks.title.or_else(|| Some(id.clone()));
                marks.perhaps.push((name.clone(), id));
            }
        }
    }
    marks
}

/// Whether a field of that name may say to which conversation a message belongs.
pub fn is_mark(name: &str) -> bool {
    field(name).is_some()
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
    if !has_told {
        let weak = items.first().map(|(marks, _)| marks.weak.clone()).unwrap_or_default();
        if let Some((name, _)) = weak.into_iter().find(|(name, _)| tells_conversations(&items, name)) {
            items.iter_mut().for_each(|(marks, _)| {
                let value = marks.weak(&name).cloned();
                marks.key.extend(value);
            });
        }
    }
    items
}

/// Whether a weak field tells whole conversations apart: each message has it, a person begins in each, perhaps behind
/// instructions, a model answers in each, and they are more than turns of one.
fn tells_conversations<T>(items: &[(ThreadMarks, T)], name: &str) -> bool {
    let mut groups: HashMap<&String, Vec<Option<Role>>> = HashMap::new();
    for (marks, _) in items {
        let Some(value) = marks.weak(name) else { return false };
        groups.entry(value).or_default().push(marks.role);
    }
    let begins = |roles: &[Option<Role>]| {
        let first = roles.iter().find(|role| **role != Some(Role::System));
        first == Some(&Some(Role::User)) && roles.contains(&Some(Role::Assistant))
    };
    let is_instructed = |roles: &Vec<Option<Role>>| roles.first() == Some(&Some(Role::System));
    let goes_on = |roles: &Vec<Option<Role>>| roles.iter().filter(|role| **role == Some(Role::User)).count() > 1;
    groups.len() > 1
        && groups.values().all(|roles| begins(roles))
        && (groups.values().any(goes_on) || groups.values().all(is_instructed))
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
    fn weak_fields_tell_only_whole_conversations_apart() {
        let conversations = |name: &str, said: &[(&str, &str)]| -> usize {
            let messages = said.iter().map(|(role, id)| (marks(&json!({"role": role, name: id})), ()));
            group(messages.collect()).len()
        };
        let whole = [("user", "a"), ("user", "b"), ("assistant", "a"), ("assistant", "b"), ("user", "b")];
        let instructed =
            [("system", "a"), ("user", "a"), ("assistant", "a"), ("system", "b"), ("user", "b"), ("assistant", "b")];
        let turns = [("user", "a"), ("assistant", "a"), ("user", "b"), ("assistant", "b")];
        let kinds = [("user", "final"), ("assistant", "analysis"), ("assistant", "final"), ("user", "final")];
        for name in ["run_id", "traceId", "channel", "user_id", "task-id"] {
            assert_eq!(conversations(name, &whole), 2, "{name}");
            assert_eq!(conversations(name, &instructed), 2, "{name}");
            assert_eq!(conversations(name, &turns), 1, "{name}");
            assert_eq!(conversations(name, &kinds), 1, "{name}");
        }
        assert_eq!(conversations("message_id", &whole), 1);
    }

    #[test]
    fn other_fields_tell_conversations_apart_where_each_message_has_them() {
        for name in [
            "thread",
            "thread_ts",
            "chat_session",
            "Conversation",
            "session",
            "chat",
            "channel_id",
            "openai_thread_id",
            "session_no",
            "chat_title",
        ] {
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

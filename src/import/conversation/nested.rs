//! Conversations somewhere within an object, as backups of chat programs have them: in a list, by their names, or
//! in a part of the program's state.

use serde_json::Value;

use super::fields::LenientFields;

/// How deep they are looked for, and how many there are at most.
const MAX_DEPTH: usize = 5;
const MAX_FOUND: usize = 200_000;
/// The fields by which a message says who speaks.
const SPEAKERS: &[&str] = &["role", "sender", "from", "author"];

/// The objects with messages within a value, but not the value itself.
pub fn find(value: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    look_into(value, MAX_DEPTH, &mut found);
    found
}

/// Whether a value is, or holds, such an object.
pub fn holds(value: &Value) -> bool {
    is_conversation(value) || !find(value).is_empty()
}

fn look_into<'a>(value: &'a Value, depth: usize, found: &mut Vec<&'a Value>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let inner: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(fields) => Box::new(fields.values()),
        _ => return,
    };
    for value in inner {
        if found.len() >= MAX_FOUND {
            return;
        }
        if is_conversation(value) {
            found.push(value);
        } else {
            look_into(value, depth, found);
        }
    }
}

fn is_conversation(value: &Value) -> bool {
    value.list("messages").iter().any(is_message)
}

/// Whether a value says who speaks.
pub fn is_message(value: &Value) -> bool {
    value.any(SPEAKERS).is_some()
}

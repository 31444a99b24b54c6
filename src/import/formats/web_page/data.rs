//! The data that ChatGPT sends along with a page: as JSON, or as React Router streams it, a list of values in which
//! objects and lists name their members by position (npm's `turbo-stream`).

use std::borrow::Cow;

use serde_json::Map;

use super::markup::scripts;
use crate::base::json;
use crate::import::conversation::Value;

/// How the older pages name their data, and the newer call what takes it.
const NEXT: &str = "__NEXT_DATA__";
const ENQUEUE: &str = "streamController.enqueue(";
/// How deep a conversation is looked for, and how deep values are nested.
const MAX_DEPTH: usize = 12;
const MAX_NESTED: usize = 200;
/// What is made of one stream, in bytes: one that names a value again and again does not become a mountain.
const MAX_BYTES: usize = 128 * 1024 * 1024;
/// What a value takes besides its text.
const VALUE_BYTES: usize = 64;

/// The conversation that came with a page.
pub fn conversation(page: &str) -> Option<Value> {
    if !page.contains(NEXT) && !page.contains(ENQUEUE) {
        return None;
    }
    let mut stream = String::new();
    for (id, text) in scripts(page) {
        if id.as_deref() == Some(NEXT) {
            let found = json::parse(text.as_bytes()).ok().and_then(|data| find(data, MAX_DEPTH));
            if found.is_some() {
                return found;
            }
        }
        for (at, _) in text.match_indices(ENQUEUE) {
            let argument = text[at + ENQUEUE.len()..].trim_start();
            let mut values = serde_json::Deserializer::from_str(argument).into_iter::<String>();
            stream.push_str(&values.next().and_then(Result::ok).unwrap_or_default());
        }
    }
    // What follows on further lines was promised on the first, which all else leads to.
    let mut list: Vec<Value> = Vec::new();
    for line in stream.lines() {
        let line = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).trim_start_matches(':');
        if let Ok(Value::Array(more)) = json::parse(line.as_bytes()) {
            list.extend(more);
        }
    }
    let at = (0..list.len()).find(|at| is_conversation_at(&list, *at))?;
    let mut left = MAX_BYTES;
    Some(value(&list, at, MAX_NESTED, &mut left)).filter(is_conversation)
}

fn is_conversation(value: &Value) -> bool {
    value["mapping"].is_object() && value["mapping"].as_object().is_some_and(|mapping| !mapping.is_empty())
}

fn find(value: Value, depth: usize) -> Option<Value> {
    if is_conversation(&value) {
        return Some(value);
    }
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Object(fields) => fields.into_iter().find_map(|(_, value)| find(value, depth)),
        Value::Array(items) => items.into_iter().find_map(|value| find(value, depth)),
        _ => None,
    }
}

/// Whether the object at that place of the list has a field `mapping` that is an object.
fn is_conversation_at(list: &[Value], at: usize) -> bool {
    let fields = list.get(at).and_then(Value::as_object);
    fields.into_iter().flatten().any(|(name, value)| {
        key(list, name) == "mapping" && position(value).is_some_and(|at| list.get(at).is_some_and(Value::is_object))
    })
}

/// A field's name, which is a position, too: `_12`.
fn key<'a>(list: &'a [Value], name: &'a str) -> Cow<'a, str> {
    let at = name.strip_prefix('_').and_then(|at| at.parse::<usize>().ok());
    at.and_then(|at| list.get(at)?.as_str()).map_or(Cow::Borrowed(name), Cow::Borrowed)
}

fn position(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|at| usize::try_from(at).ok())
}

/// The value at that place; below zero are those that JSON does not have, and null.
fn value(list: &[Value], at: usize, depth: usize, left: &mut usize) -> Value {
    let found = list.get(at).unwrap_or(&Value::Null);
    let bytes = VALUE_BYTES + found.as_str().map_or(0, str::len);
    let (Some(depth), Some(rest)) = (depth.checked_sub(1), left.checked_sub(bytes)) else { return Value::Null };
    *left = rest;
    match found {
        Value::Object(fields) => {
            let mut made = Map::new();
            for (name, place) in fields {
                let name = key(list, name);
                let Some(rest) = left.checked_sub(name.len()) else { break };
                *left = rest;
                made.insert(name.into_owned(), member(list, place, depth, left));
            }
            Value::Object(made)
        }
        Value::Array(items) => match items.as_slice() {
            // A kind of value that JSON does not have, as a date.
            [Value::String(kind), inner @ Value::Number(_)] if kind == "D" => inner.clone(),
            [Value::String(_), ..] => Value::Null,
            items => items.iter().map(|place| member(list, place, depth, left)).collect(),
        },
        plain => plain.clone(),
    }
}

fn member(list: &[Value], place: &Value, depth: usize, left: &mut usize) -> Value {
    position(place).map_or(Value::Null, |at| value(list, at, depth, left))
}

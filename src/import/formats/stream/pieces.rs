//! Joins what was streamed of messages: texts behind each other, calls of tools by their numbers.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use super::said;
use crate::import::conversation::{LenientFields, Value, tools};

/// What is known of an answer besides its words.
const ABOUT: [&str; 4] = ["id", "model", "created", "created_at"];
/// The fields of a piece whose texts are joined.
const TEXTS: [&str; 7] =
    ["content", "reasoning_content", "reasoning", "thinking", "refusal", "reasoning_text", "thought"];
/// The most answers that are told apart in one stream, and the most calls or blocks of each.
const MAX_NUMBER: u64 = 1000;

/// What came so far.
#[derive(Default)]
pub struct Pieces {
    about: Map<String, Value>,
    /// Answers to the same question, by their numbers.
    messages: BTreeMap<u64, Value>,
    /// The calls of tools, or the blocks of content, of each of them.
    parts: BTreeMap<(u64, u64), Value>,
}

impl Pieces {
    /// Nothing was said yet.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.parts.is_empty()
    }

    /// Whether a piece is of another answer than those so far.
    pub fn is_of_other(&self, piece: &Value) -> bool {
        let id = self.about.get("id").and_then(Value::as_str);
        piece.any_text(&["id", "responseId"]).is_some_and(|other| id.is_some_and(|id| id != other))
    }

    /// The answers, as messages of a conversation.
    pub fn conversation(mut self) -> Value {
        for ((number, _), part) in self.parts {
            let message = self.messages.entry(number).or_insert_with(said);
            let list = if part.has("function") { "tool_calls" } else { "content" };
            push(message, list, finished(part));
        }
        // Of some streams the last piece only tells what was used.
        let says = |message: &Value| message.as_object().is_some_and(|fields| fields.len() > 1);
        self.about.insert("messages".to_owned(), self.messages.into_values().filter(says).collect());
        Value::Object(self.about)
    }

    /// A piece of OpenAI's API, and of those that are like it.
    pub fn openai(&mut self, piece: &Value) {
        self.note(piece);
        for choice in piece.list("choices") {
            let number = number(choice, 0);
            let delta = &choice["delta"];
            let message = self.messages.entry(number).or_insert_with(said);
            TEXTS.iter().for_each(|name| join(message, name, &delta[*name]));
            join(message, "content", &choice["text"]);
            for (place, call) in (0..).zip(delta.list("tool_calls")) {
                let known =
                    self.parts.entry((number, self::number(call, place))).or_insert_with(|| json!({"function": {}}));
                for name in ["id", "type"] {
                    if let Some(text) = call.text(name).filter(|text| !text.is_empty()) {
                        known[name] = Value::from(text);
                    }
                }
                ["name", "arguments"]
                    .iter()
                    .for_each(|name| join(&mut known["function"], name, &call["function"][*name]));
            }
        }
    }

    /// An event of Anthropic's API.
    pub fn anthropic(&mut self, event: &Value) {
        let place = (0, number(event, 0));
        match event.text("type").unwrap_or_default() {
            "message_start" => {
                self.note(&event["message"]);
                self.messages.entry(0).or_insert_with(said);
            }
            "content_block_start" if event["content_block"].is_object() => {
                self.parts.insert(place, event["content_block"].clone());
            }
            "content_block_delta" => {
                let block = self.parts.entry(place).or_insert_with(|| json!({"type": "text"}));
                for name in ["text", "thinking", "partial_json"] {
                    join(block, name, &event["delta"][name]);
                }
                if let Some(source) = event["delta"].get("citation") {
                    push(block, "citations", source.clone());
                }
            }
            _ => {}
        }
    }

    /// What Ollama says, in a chat or to a prompt.
    pub fn ollama(&mut self, piece: &Value) {
        self.note(piece);
        let message = self.messages.entry(0).or_insert_with(said);
        TEXTS.iter().for_each(|name| join(message, name, &piece["message"][*name]));
        join(message, "content", &piece["response"]);
        join(message, "thinking", &piece["thinking"]);
        piece["message"].list("tool_calls").iter().for_each(|call| push(message, "tool_calls", call.clone()));
    }

    /// Candidates of Gemini's API.
    pub fn gemini(&mut self, piece: &Value) {
        for (name, known) in [("modelVersion", "model"), ("responseId", "id")] {
            if let Some(text) = piece.text(name) {
                self.about.insert(known.to_owned(), Value::from(text));
            }
        }
        for candidate in piece.list("candidates") {
            let message = self.messages.entry(number(candidate, 0)).or_insert_with(said);
            for part in candidate["content"].list("parts") {
                let name = if part["thought"] == true { "reasoning" } else { "content" };
                join(message, name, &part["text"]);
                if part["functionCall"].is_object() {
                    let call = &part["functionCall"];
                    push(message, "tool_calls", json!({"function": {"name": call["name"], "arguments": call["args"]}}));
                }
            }
        }
    }

    fn note(&mut self, about: &Value) {
        for name in ABOUT {
            if let Some(value) = about.get(name).filter(|value| !value.is_null() && *value != "") {
                self.about.entry(name).or_insert_with(|| value.clone());
            }
        }
    }
}

/// The number of a choice, a call or a block.
fn number(piece: &Value, otherwise: u64) -> u64 {
    piece["index"].as_u64().unwrap_or(otherwise).min(MAX_NUMBER)
}

/// Puts a text behind that of a field.
fn join(object: &mut Value, name: &str, more: &Value) {
    let (Some(more), Some(fields)) = (more.as_str(), object.as_object_mut()) else { return };
    match fields.get_mut(name) {
        Some(Value::String(text)) => text.push_str(more),
        _ => drop(fields.insert(name.to_owned(), Value::from(more))),
    }
}

/// Puts a value behind those of a list.
fn push(object: &mut Value, name: &str, value: Value) {
    let Some(fields) = object.as_object_mut() else { return };
    match fields.get_mut(name) {
        Some(Value::Array(items)) => items.push(value),
        // Beside blocks of content no text stands.
        _ => drop(fields.insert(name.to_owned(), json!([value]))),
    }
}

/// A block with the input that came as a text.
fn finished(mut part: Value) -> Value {
    let Some(fields) = part.as_object_mut() else { return part };
    if let Some(input) = fields.remove("partial_json").filter(|input| *input != "") {
        fields.insert("input".to_owned(), tools::input(&input));
    }
    part
}

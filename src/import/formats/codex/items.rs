//! What a session consists of: the items of OpenAI's Responses API.

use serde_json::Value;

use super::{printed, words};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::blocks;
use crate::import::formats::turns::Turns;

/// Items that only the program or the provider can read.
const SILENT: [&str; 4] = ["ghost_snapshot", "compaction", "compaction_summary", "context_compaction"];
const KNOWN: [&str; 11] = [
    "message",
    "reasoning",
    "function_call",
    "function_call_output",
    "custom_tool_call",
    "custom_tool_call_output",
    "local_shell_call",
    "local_shell_call_output",
    "web_search_call",
    "image_generation_call",
    "ghost_snapshot",
];

/// Whether it is an item that has no wrapper, as in older sessions.
pub fn is_known(kind: &str) -> bool {
    KNOWN.contains(&kind)
}

/// One more item.
pub fn take(item: &Value, at: Option<Timestamp>, turns: &mut Turns, context: &mut Context<'_>) {
    let call_id = || fields::text(item, &["call_id", "id"]);
    let call = |name: &str, input: Value| Part::ToolCall {
        id: call_id().map(str::to_owned),
        name: name.to_owned(),
        input,
        language: None,
    };
    match fields::text(item, &["type"]).unwrap_or_default() {
        "message" => message(item, at, turns, context),
        "reasoning" => turns.act(reasoning(item), at),
        "function_call" | "custom_tool_call" => turns.act(vec![blocks::tool_call(item)], at),
        "local_shell_call" => turns.act(vec![call("shell", action(item))], at),
        "web_search_call" => turns.act(vec![call("web_search", action(item))], at),
        "image_generation_call" => {
            let prompt = item.get("revised_prompt").cloned().unwrap_or(Value::Null);
            let picture = fields::text(item, &["result"]);
            let picture = picture.map(|data| context.base64(data, None, AttachmentKind::Image, None));
            turns.act(std::iter::once(call("image_generation", prompt)).chain(picture).collect(), at);
        }
        "function_call_output" | "custom_tool_call_output" | "local_shell_call_output" => {
            turns.answer(call_id(), result(item, context), at);
        }
        kind if SILENT.contains(&kind) => {}
        _ => turns.act(vec![Part::Data { value: item.clone() }], at),
    }
}

fn action(item: &Value) -> Value {
    item.get("action").cloned().unwrap_or(Value::Null)
}

fn message(item: &Value, at: Option<Timestamp>, turns: &mut Turns, context: &mut Context<'_>) {
    let role = fields::text(item, &["role"]).and_then(blocks::role);
    let parts = blocks::read(item.get("content").unwrap_or(&Value::Null), context);
    match role {
        Some(Role::Assistant) => turns.speak(parts, at),
        // What the program tells the model.
        Some(Role::System) => {}
        Some(Role::User) => {
            let parts = parts.into_iter().filter_map(|part| match part {
                Part::Text { text } => words::of_person(&text).map(Part::text),
                other => Some(other),
            });
            let parts: Vec<Part> = parts.collect();
            if !parts.is_empty() {
                turns.say(Role::User, parts, at);
            }
        }
        Some(Role::Tool) | None => turns.act(vec![Part::Data { value: item.clone() }], at),
    }
}

/// The summary that a person sees, or the thoughts themselves; none where they are encrypted.
fn reasoning(item: &Value) -> Vec<Part> {
    let texts = |name| -> Vec<&str> {
        fields::list(item, name).iter().filter_map(|part| part.as_str().or(fields::text(part, &["text"]))).collect()
    };
    let mut thoughts = texts("summary");
    if thoughts.is_empty() {
        thoughts = texts("content");
    }
    if thoughts.is_empty() { Vec::new() } else { vec![Part::reasoning(thoughts.join("\n\n"))] }
}

/// A tool's result, and the pictures in it.
fn result(item: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let output = item.get("output").unwrap_or(&Value::Null);
    let id = fields::text(item, &["call_id", "id"]).map(str::to_owned);
    let name = fields::text(item, &["name"]).map(str::to_owned);
    let blocks = output.as_array().or_else(|| output.get("content").and_then(Value::as_array));
    if let Some(blocks) = blocks.filter(|blocks| blocks.iter().all(Value::is_object)) {
        let (texts, mut others): (Vec<Part>, Vec<Part>) = blocks
            .iter()
            .flat_map(|block| blocks::read_block(block, context))
            .partition(|part| matches!(part, Part::Text { .. }));
        let texts: Vec<String> = texts
            .into_iter()
            .filter_map(|part| match part {
                Part::Text { text } => Some(text),
                _ => None,
            })
            .collect();
        let is_error = output.get("success").and_then(Value::as_bool) == Some(false);
        others.insert(0, Part::ToolResult { id, name, text: texts.join("\n"), is_error });
        return others;
    }
    let (text, is_error) = printed(output);
    vec![Part::ToolResult { id, name, text, is_error }]
}

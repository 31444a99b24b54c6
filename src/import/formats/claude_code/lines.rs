//! What a person sees of a session's line.

use serde_json::Value;

use super::words;
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::blocks;

/// What the program has the model say when nothing is to be said.
const NO_RESPONSE: &str = "No response requested.";
const SYNTHETIC: &str = "<synthetic>";

/// What is shown of a line.
pub enum Shown {
    /// Nothing; others may name it as their parent.
    Nothing,
    Person {
        role: Role,
        /// Results of tools, with their calls' ids.
        results: Vec<(Option<String>, Vec<Part>)>,
        words: Vec<Part>,
        /// What commands printed that the person ran.
        outputs: Vec<Part>,
    },
    Assistant {
        message_id: Option<String>,
        model: Option<String>,
        parts: Vec<Part>,
    },
}

/// What is shown of a line of that kind; `place` for remarks.
pub fn read(kind: &str, row: &Value, place: &str, context: &mut Context<'_>) -> Shown {
    match kind {
        "user" => person(row, place, context),
        "assistant" => assistant(row, place, context),
        "system" if fields::text(row, &["subtype"]) == Some("local_command") => local_command(row),
        "attachment" => queued(row, context),
        _ => Shown::Nothing,
    }
}

fn assistant(row: &Value, place: &str, context: &mut Context<'_>) -> Shown {
    let message = row.get("message").unwrap_or(&Value::Null);
    let Some(content) = message.get("content").or(Some(message).filter(|message| message.is_string())) else {
        context.note(format!("{place}: its message has no content"));
        return Shown::Nothing;
    };
    let model = fields::text(message, &["model"]);
    let parts = blocks::read(content, context);
    if model == Some(SYNTHETIC) && parts == [Part::text(NO_RESPONSE)] {
        return Shown::Nothing;
    }
    let message_id = fields::text(message, &["id"]).map(str::to_owned);
    Shown::Assistant { message_id, model: model.filter(|model| *model != SYNTHETIC).map(str::to_owned), parts }
}

fn person(row: &Value, place: &str, context: &mut Context<'_>) -> Shown {
    let message = row.get("message").unwrap_or(&Value::Null);
    let Some(content) = message.get("content").or(Some(message).filter(|message| message.is_string())) else {
        context.note(format!("{place}: its message has no content"));
        return Shown::Nothing;
    };
    if fields::is_true(row, "isMeta") {
        return Shown::Nothing;
    }
    let is_summary = fields::is_true(row, "isCompactSummary");
    let role = if is_summary { Role::System } else { Role::User };
    said(role, content, context)
}

fn said(role: Role, content: &Value, context: &mut Context<'_>) -> Shown {
    let (mut results, mut words, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
    for block in content.as_array().map_or(std::slice::from_ref(content), Vec::as_slice) {
        if fields::text(block, &["type"]) == Some("tool_result") {
            let id = fields::text(block, &["tool_use_id"]).map(str::to_owned);
            let mut parts = blocks::read_block(block, context);
            if let Some(Part::ToolResult { text, .. }) = parts.first_mut() {
                words::drop_reminders_behind(text);
            }
            results.push((id, parts));
            continue;
        }
        for part in if block.is_null() { Vec::new() } else { blocks::read_block(block, context) } {
            let parts = match part {
                Part::Text { text } if role == Role::User => words::read(text),
                other => vec![other],
            };
            let is_output = |part: &Part| matches!(part, Part::ToolResult { .. });
            let (printed, spoken): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(is_output);
            outputs.extend(printed);
            words.extend(spoken);
        }
    }
    if results.is_empty() && words.is_empty() && outputs.is_empty() {
        return Shown::Nothing;
    }
    Shown::Person { role, results, words, outputs }
}

/// A command of the program itself, which newer versions keep as a line of the system.
fn local_command(row: &Value) -> Shown {
    let content = row.get("content").and_then(Value::as_str).unwrap_or_default();
    let is_output = |part: &Part| matches!(part, Part::ToolResult { .. });
    let (outputs, words): (Vec<Part>, Vec<Part>) = words::read(content.to_owned()).into_iter().partition(is_output);
    if words.is_empty() && outputs.is_empty() {
        return Shown::Nothing;
    }
    Shown::Person { role: Role::User, results: Vec::new(), words, outputs }
}

/// What the person wrote while the model was at work.
fn queued(row: &Value, context: &mut Context<'_>) -> Shown {
    let attachment = row.get("attachment").unwrap_or(&Value::Null);
    let mode = fields::text(attachment, &["commandMode"]).unwrap_or("prompt");
    match attachment.get("prompt") {
        Some(prompt) if fields::text(attachment, &["type"]) == Some("queued_command") && mode == "prompt" => {
            said(Role::User, prompt, context)
        }
        _ => Shown::Nothing,
    }
}

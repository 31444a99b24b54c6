//! The steps of an answer as newer versions of Open WebUI keep them: items as of OpenAI's Responses
//! API, and some of its own.

use std::collections::HashMap;

use serde_json::Value;

use super::content;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::formats::blocks;
use crate::import::{fields, markdown};

/// Reads the items of an answer, in order.
pub fn read(items: &[Value], context: &mut Context<'_>) -> Vec<Part> {
    let names: HashMap<&str, &str> = items
        .iter()
        .filter_map(|item| Some((fields::text(item, &["call_id"])?, fields::text(item, &["name"])?)))
        .collect();
    items.iter().flat_map(|item| read_item(item, &names, context)).collect()
}

fn read_item(item: &Value, names: &HashMap<&str, &str>, context: &mut Context<'_>) -> Vec<Part> {
    let call_id = fields::text(item, &["call_id"]);
    match fields::text(item, &["type"]).unwrap_or_default() {
        "reasoning" => {
            // The page shows the summary, where there is one.
            let texts = ["summary", "content"].iter().map(|name| text_of(item.get(name).unwrap_or(&Value::Null)));
            texts.filter(|text| !text.trim().is_empty()).take(1).map(Part::reasoning).collect()
        }
        "function_call" | "custom_tool_call" => {
            let mut part = blocks::tool_call(item);
            if let (Part::ToolCall { id, .. }, Some(call_id)) = (&mut part, call_id) {
                *id = Some(call_id.to_owned());
            }
            vec![part]
        }
        "function_call_output" | "custom_tool_call_output" => {
            let output = item.get("output").or_else(|| item.get("content")).unwrap_or(&Value::Null);
            let (texts, mut others): (Vec<Part>, Vec<Part>) =
                blocks::read(output, context).into_iter().partition(|part| matches!(part, Part::Text { .. }));
            for file in fields::list(item, "files") {
                others.push(content::attachment(file, context));
            }
            let result = Part::ToolResult {
                id: call_id.map(str::to_owned),
                name: call_id.and_then(|id| names.get(id)).map(|name| (*name).to_owned()),
                text: markdown::content(&texts),
                is_error: fields::text(item, &["status"]) == Some("failed"),
            };
            std::iter::once(result).chain(others).collect()
        }
        "open_webui:code_interpreter" | "code_interpreter" => program(
            fields::text(item, &["code"]).unwrap_or_default(),
            fields::text(item, &["lang", "language"]),
            item.get("output").unwrap_or(&Value::Null),
        ),
        "message" => {
            let elements = item.get("content").unwrap_or(&Value::Null);
            let mut parts = blocks::read(elements, context);
            parts.retain(|part| !matches!(part, Part::Text { text } if text.trim().is_empty()));
            parts
        }
        _ => vec![Part::Data { value: item.clone() }],
    }
}

/// A program that the model wrote and what it printed: a text, or what came on each of its streams.
pub fn program(code: &str, language: Option<&str>, output: &Value) -> Vec<Part> {
    let name = "code_interpreter".to_owned();
    let input = Value::from(code.trim_end());
    let mut parts = vec![Part::ToolCall { id: None, name: name.clone(), input, language: language.map(str::to_owned) }];
    let is_error = fields::text(output, &["stderr", "error"]).is_some();
    let streams = ["stdout", "stderr", "result", "error"].iter().filter_map(|stream| {
        let value = output.get(stream).filter(|value| !value.is_null())?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)).filter(|text| !text.trim().is_empty())
    });
    let text = match output {
        Value::Null => return parts,
        Value::String(text) => text.clone(),
        Value::Object(_) => streams.collect::<Vec<_>>().join("\n"),
        other => text_of(other),
    };
    parts.push(Part::ToolResult { id: None, name: Some(name), text, is_error });
    parts
}

/// The texts of a list of elements, or the text itself.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(elements) => elements
            .iter()
            .filter_map(|element| element.as_str().or_else(|| fields::text(element, &["text"])))
            .collect::<Vec<_>>()
            .join("\n\n"),
        other => other.to_string(),
    }
}

//! Jan's `messages.jsonl`, in which each line is a message of a thread.

use std::collections::HashMap;

use serde_json::Value;

use super::{blocks, file_name, thinking};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;

/// Whether this is such a line.
pub fn recognises_row(row: &Value) -> bool {
    fields::text(row, &["object"]) == Some("thread.message")
        || fields::text(row, &["thread_id"]).is_some() && row.get("role").is_some() && row.get("content").is_some()
}

/// The threads whose messages came, one mostly, in the order of their first lines.
#[derive(Default)]
struct Threads {
    drafts: Vec<Draft>,
    by_id: HashMap<String, usize>,
}

/// Begins to gather them.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Threads::default())
}

impl Rows for Threads {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        let id = fields::text(row, &["thread_id"]).unwrap_or_default();
        let at = *self.by_id.entry(id.to_owned()).or_insert_with(|| {
            self.drafts.push(Draft { id: Some(id.to_owned()), ..Draft::default() });
            self.drafts.len() - 1
        });
        let Some(draft) = self.drafts.get_mut(at) else { return };
        if let Some(model) = row.get("metadata").and_then(|metadata| fields::text(metadata, &["model", "modelId"])) {
            draft.model = Some(model.to_owned());
        }
        draft.messages.extend(message(row, place, context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<Draft> {
        self.drafts
    }
}

fn message(row: &Value, place: Place, context: &mut Context<'_>) -> Vec<Said> {
    let created_at = fields::time(row, &["created_at"]);
    let role = fields::text(row, &["role"]).and_then(blocks::role);
    let (Some(role), Some(content)) = (role, row.get("content")) else {
        return vec![context.kept(place.within("message"), row, created_at)];
    };
    let mut parts = Vec::new();
    match content {
        Value::Array(content) => content.iter().for_each(|block| parts.extend(read_block(block, context))),
        other => parts.extend(blocks::read(other, context)),
    }
    if role == Role::Assistant {
        thinking::take_out(&mut parts);
    }
    for file in fields::list(row, "attachments") {
        parts.extend(
            fields::text(file, &["name", "file_id"]).map(|name| context.file(name, file_name::kind(name), Some(name))),
        );
    }
    let metadata = row.get("metadata").unwrap_or(&Value::Null);
    parts.extend(fields::list(metadata, "tool_calls").iter().flat_map(tool_call));
    blocks::spoken(role, parts, created_at)
}

fn read_block(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let text = || {
        let text = block.get("text")?;
        text.as_str().or_else(|| text.get("value")?.as_str())
    };
    match fields::text(block, &["type"]).unwrap_or_default() {
        "text" => match text() {
            Some("") => Vec::new(),
            Some(text) => {
                let annotations = block.get("text").map_or(&[][..], |text| fields::list(text, "annotations"));
                std::iter::once(Part::text(text)).chain(annotations.iter().filter_map(annotation)).collect()
            }
            None => vec![Part::Data { value: block.clone() }],
        },
        "reasoning" => text().map(Part::reasoning).into_iter().collect(),
        "image_url" => {
            let image = block.get("image_url").unwrap_or(&Value::Null);
            let url = image.as_str().or_else(|| fields::text(image, &["url"])).unwrap_or_default();
            vec![context.at_url(url, AttachmentKind::Image, None)]
        }
        "tool_call" => {
            let id = fields::text(block, &["tool_call_id"]).map(str::to_owned);
            let name = fields::text(block, &["tool_name", "name"]).unwrap_or("unnamed").to_owned();
            let input = block.get("input").map_or(Value::Null, blocks::input);
            let call = Part::ToolCall { id: id.clone(), name, input, language: None };
            let output = block.get("output").filter(|output| !output.is_null());
            let result =
                output.map(|output| Part::ToolResult { id, name: None, text: result(output), is_error: false });
            std::iter::once(call).chain(result).collect()
        }
        _ => blocks::read_block(block, context),
    }
}

/// A place in a file or on a page that a text rests on.
fn annotation(annotation: &Value) -> Option<Part> {
    let source = ["file_citation", "file_path", "url_citation"].iter().find_map(|name| annotation.get(name))?;
    blocks::citation(fields::text(source, &["title", "quote", "file_id"]), fields::text(source, &["url"]))
}

/// A tool's call with its answer, as a message of older versions lists them.
fn tool_call(call: &Value) -> Vec<Part> {
    let mut parts = vec![blocks::tool_call(call.get("tool").unwrap_or(call))];
    if let Some(response) = call.get("response").filter(|response| !response.is_null()) {
        let id = match &parts[..] {
            [Part::ToolCall { id, .. }] => id.clone(),
            _ => None,
        };
        let error = fields::text(response, &["error"]);
        let text = match error {
            Some(error) => error.to_owned(),
            None => result(response.get("content").unwrap_or(response)),
        };
        parts.push(Part::ToolResult { id, name: None, text, is_error: error.is_some() });
    }
    parts
}

fn result(output: &Value) -> String {
    let texts = |output: &Value| {
        let texts: Option<Vec<String>> =
            output.as_array()?.iter().map(|block| Some(block.get("text")?.as_str()?.to_owned())).collect();
        texts.filter(|texts| !texts.is_empty()).map(|texts| texts.join("\n"))
    };
    match output {
        Value::String(text) => text.clone(),
        other => texts(other).or_else(|| texts(other.get("content")?)).unwrap_or_else(|| other.to_string()),
    }
}

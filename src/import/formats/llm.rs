//! What `llm logs --json` prints: a row for each prompt with its response, of one conversation or of
//! several.

use std::collections::HashMap;

use serde_json::Value;

use super::blocks;
use super::turns::Turns;
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::Draft;
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;

/// Whether this is such a row.
pub fn recognises_row(row: &Value) -> bool {
    let names = ["conversation_id", "datetime_utc", "prompt_json", "duration_ms"];
    row.get("prompt").is_some() && row.get("response").is_some() && names.iter().any(|name| row.get(name).is_some())
}

/// The rows so far, by conversation.
#[derive(Default)]
struct Logs {
    conversations: Vec<Conversation>,
    by_id: HashMap<String, usize>,
}

#[derive(Default)]
struct Conversation {
    id: Option<String>,
    title: Option<String>,
    model: Option<String>,
    rows: Vec<Row>,
}

/// What is shown of a row.
struct Row {
    /// A ULID: these sort by time.
    id: String,
    model: Option<String>,
    created_at: Option<Timestamp>,
    system: Vec<Part>,
    asked: Vec<Part>,
    /// Results of tools that the response before has called, with the call's id.
    results: Vec<(Option<String>, Vec<Part>)>,
    said: Vec<Part>,
}

/// Begins to gather them.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Logs::default())
}

impl Rows for Logs {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        if !row.is_object() || row.get("prompt").is_none() && row.get("response").is_none() {
            context.note(format!("{}: it has neither `prompt` nor `response`", place.within("row")));
            return;
        }
        let id = fields::text(row, &["conversation_id"]);
        let at = match id.and_then(|id| self.by_id.get(id)) {
            Some(at) => *at,
            None => {
                self.conversations.push(Conversation { id: id.map(str::to_owned), ..Conversation::default() });
                let at = self.conversations.len() - 1;
                self.by_id.extend(id.map(|id| (id.to_owned(), at)));
                at
            }
        };
        let conversation = &mut self.conversations[at];
        let text = |name| fields::text(row, &[name]).map(str::to_owned);
        conversation.title = conversation.title.take().or_else(|| text("conversation_name"));
        conversation.model = conversation.model.take().or_else(|| text("conversation_model"));
        conversation.rows.push(read(row, context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<Draft> {
        self.conversations.into_iter().map(Conversation::into_draft).collect()
    }
}

impl Conversation {
    fn into_draft(mut self) -> Draft {
        // Printed newest first or last, as was asked for.
        self.rows.sort_by(|a, b| a.id.cmp(&b.id));
        let mut turns = Turns::default();
        let (mut system, mut model) = (Vec::new(), None);
        for row in self.rows {
            if !row.system.is_empty() && row.system != system {
                turns.say(Role::System, row.system.clone(), row.created_at);
                system = row.system;
            }
            for (id, result) in row.results {
                turns.answer(id.as_deref(), result, row.created_at);
            }
            for (role, parts) in [(Role::User, row.asked), (Role::Assistant, row.said)] {
                if !parts.is_empty() {
                    turns.say(role, parts, row.created_at);
                }
            }
            model = row.model.or(model);
        }
        let messages = turns.finish();
        Draft { id: self.id, title: self.title, model: model.or(self.model), messages, ..Draft::default() }
    }
}

fn read(row: &Value, context: &mut Context<'_>) -> Row {
    let parts = |name| row.get(name).map(|value| blocks::read(value, context)).unwrap_or_default();
    let [mut system, mut asked, said] = ["system", "prompt", "response"].map(parts);
    for (name, parts) in [("system_fragments", &mut system), ("prompt_fragments", &mut asked)] {
        parts.extend(fields::list(row, name).iter().map(|fragment| self::fragment(fragment, context)));
    }
    asked.extend(fields::list(row, "attachments").iter().map(|file| attachment(file, context)));
    let mut results = Vec::new();
    for result in fields::list(row, "tool_results") {
        let id = fields::text(result, &["tool_call_id", "id"]).map(str::to_owned);
        let error = fields::text(result, &["exception"]);
        let text = result.get("output").filter(|output| !output.is_null()).map(blocks::output);
        let mut parts = vec![Part::ToolResult {
            id: id.clone(),
            name: fields::text(result, &["name"]).map(str::to_owned),
            text: text.or_else(|| error.map(str::to_owned)).unwrap_or_default(),
            is_error: error.is_some(),
        }];
        parts.extend(fields::list(result, "attachments").iter().map(|file| attachment(file, context)));
        results.push((id, parts));
    }
    let mut answer: Vec<Part> = fields::text(row, &["reasoning"]).map(Part::reasoning).into_iter().collect();
    answer.extend(said);
    answer.extend(fields::list(row, "tool_calls").iter().map(|call| {
        match blocks::tool_call(call) {
            Part::ToolCall { name, input, language, .. } => {
                // `id` is the row's in the table of calls.
                let id = fields::text(call, &["tool_call_id", "id"]).map(str::to_owned);
                Part::ToolCall { id, name, input, language }
            }
            other => other,
        }
    }));
    Row {
        id: fields::text(row, &["id"]).unwrap_or_default().to_owned(),
        model: fields::text(row, &["model"]).map(str::to_owned),
        created_at: fields::time(row, &["datetime_utc"]),
        system,
        asked,
        results,
        said: answer,
    }
}

/// A long text that was put before the prompt.
fn fragment(fragment: &Value, context: &mut Context<'_>) -> Part {
    let alias = fields::list(fragment, "aliases").first().and_then(Value::as_str);
    let name = alias.or_else(|| fields::text(fragment, &["source", "hash"]));
    match fields::text(fragment, &["content"]) {
        Some(text) => context.bytes(text.into(), Some("text/plain"), AttachmentKind::File, name),
        None => context.elsewhere(AttachmentKind::File, name.or(fragment.as_str())),
    }
}

fn attachment(file: &Value, context: &mut Context<'_>) -> Part {
    let media_type = fields::text(file, &["type", "mimetype"]);
    let kind = media_type.map_or(AttachmentKind::File, AttachmentKind::of);
    let path = fields::text(file, &["path"]);
    let name = path.and_then(|path| path.rsplit(['/', '\\']).next());
    match (fields::text(file, &["content"]), fields::text(file, &["url"])) {
        (Some(data), _) => context.base64(data, media_type, kind, name),
        (None, url) => context.at_url(url.unwrap_or_default(), kind, name),
    }
}

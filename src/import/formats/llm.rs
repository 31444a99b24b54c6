//! What `llm logs --json` prints: a row for each prompt with its response, of one conversation or of
//! several.

use crate::import::conversation::{
    AgentTurns, AttachmentKind, Context, ImportedChat, LenientFields, Location, Part, Role, Timestamp, Value, blocks,
    tools,
};
use crate::import::format::{ById, RowCollector};

/// Whether this is such a row.
pub fn recognises_row(row: &Value) -> bool {
    let names = &["conversation_id", "datetime_utc", "prompt_json", "duration_ms"];
    row.has("prompt") && row.has("response") && row.any(names).is_some()
}

/// The conversations of the rows so far.
#[derive(Default)]
pub struct LlmLogs(ById<LlmConversation>);

#[derive(Default)]
struct LlmConversation {
    chat: ImportedChat,
    rows: Vec<LlmRow>,
}

/// What is shown of a row.
struct LlmRow {
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

impl RowCollector for LlmLogs {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if row.any(&["prompt", "response"]).is_none() {
            context.note(format!("{place}: neither `prompt` nor `response` is in it"));
            return;
        }
        let id = row.string("conversation_id");
        let conversation = match &id {
            Some(id) => self.0.get(id),
            None => self.0.add(),
        };
        let chat = &mut conversation.chat;
        chat.id = id;
        chat.title = chat.title.take().or_else(|| row.string("conversation_name"));
        chat.model = chat.model.take().or_else(|| row.string("conversation_model"));
        conversation.rows.push(read(row, context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        self.0.all.into_iter().map(LlmConversation::into_chat).collect()
    }
}

impl LlmConversation {
    fn into_chat(mut self) -> ImportedChat {
        // Printed newest first or last, as was asked for.
        self.rows.sort_by(|a, b| a.id.cmp(&b.id));
        let mut turns = AgentTurns::default();
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
                    turns.said_by(row.model.clone());
                    turns.say(role, parts, row.created_at);
                }
            }
            model = row.model.or(model);
        }
        ImportedChat { model: model.or(self.chat.model), messages: turns.finish(), ..self.chat }
    }
}

fn read(row: &Value, context: &mut Context<'_>) -> LlmRow {
    let [mut system, mut asked, answer] =
        ["system", "prompt", "response"].map(|name| blocks::read(&row[name], context));
    for (name, parts) in [("system_fragments", &mut system), ("prompt_fragments", &mut asked)] {
        parts.extend(row.list(name).iter().map(|fragment| self::fragment(fragment, context)));
    }
    asked.extend(row.list("attachments").iter().map(|file| attachment(file, context)));
    let results = row.list("tool_results").iter().map(|answer| result(answer, context)).collect();
    let mut said: Vec<Part> = row.text("reasoning").map(Part::reasoning).into_iter().chain(answer).collect();
    said.extend(row.list("tool_calls").iter().map(tools::api_call));
    LlmRow {
        id: row.string("id").unwrap_or_default(),
        model: row.string("model"),
        created_at: row.time(&["datetime_utc"]),
        system,
        asked,
        results,
        said,
    }
}

/// What a tool answered, with its call's id.
fn result(result: &Value, context: &mut Context<'_>) -> (Option<String>, Vec<Part>) {
    let id = result.any_text(&["tool_call_id", "id"]);
    let error = result.text("exception");
    let text = match (&result["output"], error) {
        (Value::Null, error) => error.unwrap_or_default().to_owned(),
        (output, _) => tools::output(output),
    };
    let mut parts = vec![tools::result(id, result.text("name"), text, error.is_some())];
    parts.extend(result.list("attachments").iter().map(|file| attachment(file, context)));
    (id.map(str::to_owned), parts)
}

/// A long text that was put before the prompt.
fn fragment(fragment: &Value, context: &mut Context<'_>) -> Part {
    let name = fragment["aliases"][0].as_str().or_else(|| fragment.any_text(&["source", "hash"]));
    match fragment.text("content") {
        Some(text) => context.bytes(text.into(), Some("text/plain"), AttachmentKind::File, name),
        None => context.elsewhere(AttachmentKind::File, name.or(fragment.as_str())),
    }
}

fn attachment(file: &Value, context: &mut Context<'_>) -> Part {
    let media_type = file.any_text(&["type", "mimetype"]);
    let kind = AttachmentKind::of(media_type.unwrap_or_default());
    let name = file.text("path").and_then(|path| path.rsplit(['/', '\\']).next());
    match file.text("content") {
        Some(data) => context.base64(data, media_type, kind, name),
        None => context.at_url(file.text("url").unwrap_or_default(), kind, name),
    }
}

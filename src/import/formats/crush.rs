//! Sessions of Crush, as its database has them (`databases/crush.rs`): messages, each with its parts.

use crate::domain::part::AttachmentKind;
use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Part, Role, Value, blocks, compacted, subagent, tools,
};

/// Fields with words that are left out on purpose: what only the model gets back, and what the program draws a result from.
pub const UNREAD: &[&str] = &["signature", "thought_signature", "responses_data", "metadata", "todos", "reason"];

/// Whether this is such a session.
pub fn recognises(session: &Value) -> bool {
    session["session"].has("message_count") && session["messages"].is_array()
}

/// Reads a session; half a sentence when nothing in it is to be seen.
pub fn read(session: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    let mut model = None;
    for (number, message) in (1..).zip(session.list("messages")) {
        let at = message.time(&["created_at"]);
        let Some(role) = blocks::role_of(message, &["role"]) else {
            context.note(format!("message {number}: names no role"));
            continue;
        };
        model = message.string("model").filter(|model| !model.is_empty()).or(model);
        turns.said_by(model.clone());
        let list = message.list("parts");
        let (results, said): (Vec<&Value>, Vec<&Value>) = list.iter().partition(|part| part["type"] == "tool_result");
        for result in results.into_iter().map(|part| &part["data"]) {
            turns.answer(result.text("tool_call_id"), answer(result, session, context), at);
        }
        let parts: Vec<Part> = said.into_iter().flat_map(|part| read_part(part, context)).collect();
        if message["is_summary_message"] == 1 {
            let (summary, _) = tools::printed(parts);
            turns.say(Role::System, vec![compacted(Some(&summary))], at);
        } else {
            turns.take(role, parts, at);
        }
        for error in list.iter().filter_map(error) {
            turns.fail(&error, at);
        }
    }
    let info = &session["session"];
    let about = ImportedChat::about(info, &["id"], &["created_at"], &["updated_at"]);
    ImportedChat { model, messages: turns.finish(), title: info.string("title"), ..about }.if_visible()
}

fn read_part(part: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let data = &part["data"];
    match part.text("type").unwrap_or_default() {
        // What the program says to the model in the person's name.
        "text" if data["hidden"] == true => Vec::new(),
        "text" => blocks::words(data.text("text").unwrap_or_default()),
        "reasoning" => data.text("thinking").filter(|text| !text.is_empty()).map(Part::reasoning).into_iter().collect(),
        "tool_call" => vec![tools::api_call(data)],
        // What the person ran themselves.
        "shell_command" => {
            let (command, code) = (&data["command"], &data["exit_code"]);
            let output = data.text("output").unwrap_or_default();
            let has_failed = code.as_i64().is_some_and(|code| code != 0);
            let output = if has_failed { format!("Exit code {code}\n{output}") } else { output.to_owned() };
            vec![
                tools::call(None, Some("bash"), serde_json::json!({ "command": command })),
                tools::result(None, Some("bash"), output, has_failed),
            ]
        }
        "binary" => {
            let path = data.text("Path").filter(|path| !path.is_empty());
            let name = path.and_then(|path| path.rsplit(['/', '\\']).next());
            vec![file(data.text("Data").unwrap_or_default(), data.text("MIMEType"), name, context)]
        }
        "image_url" => vec![context.at_url(data.text("url").unwrap_or_default(), AttachmentKind::Image, None)],
        "finish" => Vec::new(),
        _ => blocks::kept(part),
    }
}

fn file(data: &str, media_type: Option<&str>, name: Option<&str>, context: &mut Context<'_>) -> Part {
    context.base64(data, media_type, AttachmentKind::of(media_type.unwrap_or_default()), name)
}

/// What a tool answered; before it what a subagent did. Its session is named after the call, and the call's message.
fn answer(result: &Value, session: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let id = result.text("tool_call_id").unwrap_or_default();
    let is_started = |child: &&Value| {
        let name = child["session"].text("id").unwrap_or_default();
        name.rsplit("$$").next() == Some(id) && !id.is_empty()
    };
    let mut parts = vec![tools::api_result(result)];
    if let Some(Ok(chat)) = session.list("children").iter().find(is_started).map(|child| read(child, context)) {
        let done = subagent::before(subagent::steps(chat.messages), &parts);
        parts.splice(0..0, done);
    }
    if let Some(data) = result.text("data").filter(|data| !data.is_empty()) {
        parts.push(file(data, result.text("mime_type"), None, context));
    }
    parts
}

/// Why an answer ended early.
fn error(part: &Value) -> Option<String> {
    let data = &part["data"];
    let told = ["message", "details"].iter().filter_map(|name| data.text(name)).filter(|text| !text.is_empty());
    let told: Vec<&str> = told.collect();
    let is_error =
        part["type"] == "finish" && matches!(data.text("reason"), Some("error" | "content_filter" | "canceled"));
    (is_error && !told.is_empty()).then(|| told.join(": "))
}

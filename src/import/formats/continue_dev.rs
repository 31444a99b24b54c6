//! Sessions of Continue: a history of messages, with the state of each call beside it.

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Part, Value, blocks, file_name, tools,
};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] =
    &["promptLogs", "contextItems", "editorState", "appliedRules", "output.description", "rules"];

/// The titles of sessions that nobody has named.
pub const UNTITLED: [&str; 2] = ["Untitled Session", "New Session"];

/// Whether this is a session.
pub fn recognises(session: &Value) -> bool {
    let is_item = |item: &Value| item["message"].text("role").is_some();
    session.any(&["sessionId", "workspaceDirectory"]).is_some() && session.list("history").iter().any(is_item)
}

/// Reads a session.
pub fn read(session: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    let mut model = None;
    for (number, item) in (1..).zip(session.required_list("history")?) {
        let message = &item["message"];
        let by = message["usage"].string("model");
        turns.said_by(by.clone());
        model = by.or(model);
        let mut parts = blocks::read(&message["content"], context);
        match message.text("role") {
            // It stands in one message with the words that follow.
            Some("thinking") => {
                let thought = tools::printed(parts).0;
                turns.act((!thought.trim().is_empty()).then(|| Part::reasoning(thought)), None);
                continue;
            }
            Some("tool") => {
                let id = tools::call_id(message);
                turns.answer(id, vec![tools::result(id, None, tools::printed(parts).0, false)], None);
            }
            Some("assistant") => {
                parts.extend(message.list("toolCalls").iter().map(tools::api_call));
                turns.speak(parts, None);
            }
            _ => match blocks::role_of(message, &["role"]) {
                Some(role) => {
                    let names = item.list("contextItems").iter().filter_map(|item| item.text("name"));
                    parts.extend(names.map(|name| context.elsewhere(file_name::kind(name), Some(name))));
                    turns.take(role, parts, None);
                }
                None => context.note(format!("message {number}: names no role")),
            },
        }
        for state in item.list("toolCallStates") {
            let (id, output) = (state.text("toolCallId"), blocks_of(state.list("output")));
            if !output.is_empty() {
                let has_failed = matches!(state.text("status"), Some("errored" | "canceled"));
                turns.answer(id, vec![tools::result(id, None, output.join("\n"), has_failed)], None);
            }
        }
    }
    let about = ImportedChat::about(session, &["sessionId"], &["dateCreated"], &[]);
    let title = about.title.filter(|title| !UNTITLED.contains(&title.as_str()));
    let model = model.or_else(|| session.string("chatModelTitle"));
    let chat = ImportedChat { title, model, messages: turns.finish(), ..about };
    chat.if_visible()
}

fn blocks_of(output: &[Value]) -> Vec<&str> {
    output.iter().filter_map(|item| item.text("content")).collect()
}

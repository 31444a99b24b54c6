//! What `opencode export` prints, and its database has: a session's messages, each with its parts.

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Part, Role, Value, blocks, compacted, subagent, tools,
};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["summary", "system", "diffs", "snapshot"];

/// Parts that say nothing to a reader.
const SILENT: [&str; 7] = ["step-start", "step-finish", "snapshot", "patch", "agent", "retry", "text-delta"];

/// Whether this is such a session.
pub fn recognises(session: &Value) -> bool {
    let is_message = |message: &Value| message["info"].has("role") && message["parts"].is_array();
    let is_named = session["info"].text("id").is_some_and(|id| id.starts_with("ses_"));
    session["messages"].is_array() && (is_named || session.list("messages").iter().any(is_message))
}

/// Reads a session; half a sentence when nothing in it is to be seen.
pub fn read(session: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let info = &session["info"];
    let mut messages: Vec<&Value> = session.list("messages").iter().collect();
    messages.sort_by_key(|message| message["info"]["time"].time(&["created"]));
    // Where the person has gone back to.
    if let Some(from) = info["revert"].text("messageID")
        && let Some(end) = messages.iter().position(|message| message["info"].text("id") == Some(from))
    {
        context.note_left_out(messages.len() - end, "message", "that the person took back");
        messages.truncate(end);
    }
    let mut turns = AgentTurns::default();
    let mut model = None;
    for (number, message) in (1..).zip(messages) {
        let about = &message["info"];
        let at = about["time"].time(&["created"]);
        let Some(role) = blocks::role_of(about, &["role"]) else {
            context.note(format!("message {number}: names no role"));
            continue;
        };
        model = about.string("modelID").or_else(|| about["model"].string("modelID")).or(model);
        turns.said_by(model.clone());
        let parts: Vec<Part> =
            message.list("parts").iter().flat_map(|part| read_part(part, session, context)).collect();
        let is_compaction = message.list("parts").iter().any(|part| part["type"] == "compaction");
        match is_compaction {
            true => drop(turns.say(Role::System, vec![compacted(None)], at)),
            false => turns.take(role, parts, at),
        }
        let error = about["error"]["data"].text("message").or_else(|| about["error"].any_text(&["message", "name"]));
        if let Some(error) = error {
            turns.fail(error, at);
        }
    }
    let times = ImportedChat::about(&info["time"], &[], &["created"], &["updated"]);
    ImportedChat { model, messages: turns.finish(), id: info.string("id"), title: info.string("title"), ..times }
        .if_visible()
}

fn read_part(part: &Value, session: &Value, context: &mut Context<'_>) -> Vec<Part> {
    match part.text("type").unwrap_or_default() {
        // What the program adds for the model.
        "text" if part["synthetic"] == true || part["ignored"] == true => Vec::new(),
        "tool" => tool(part, session, context),
        "file" => vec![blocks::files::attached(part, context)],
        "subtask" => vec![tools::call(None, Some("task"), part["prompt"].clone())],
        "compaction" => Vec::new(),
        kind if SILENT.contains(&kind) => Vec::new(),
        _ => blocks::read_block(part, context),
    }
}

/// A call and what came of it, with the files that it gave.
fn tool(part: &Value, session: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let (id, state) = (part.text("callID"), &part["state"]);
    let mut parts = vec![tools::call(id, part.text("tool"), state["input"].clone())];
    let (error, kept) = (state.text("error"), &state["metadata"]);
    let output = || state.has("output").then(|| tools::output(&state["output"]));
    let shown = error
        .map(str::to_owned)
        .or_else(|| tools::patch(kept))
        .or_else(|| kept["display"].string("text"))
        .or_else(output);
    let status = kept["exit"].as_i64().filter(|status| *status != 0);
    let shown = shown.map(|shown| match status {
        Some(status) => format!("{}\n(exit code {status})", shown.trim_end()),
        None => shown,
    });
    let has_failed = error.is_some() || status.is_some();
    let result: Vec<Part> = shown.map(|shown| tools::result(id, None, shown, has_failed)).into_iter().collect();
    // The session that a subagent has had.
    let started = kept.any_text(&["sessionId", "sessionID"]);
    let started =
        started.and_then(|id| session.list("children").iter().find(|child| child["info"].text("id") == Some(id)));
    if let Some(Ok(chat)) = started.map(|child| read(child, context)) {
        parts.extend(subagent::before(subagent::steps(chat.messages), &result));
    }
    parts.extend(result);
    parts.extend(state.list("attachments").iter().map(|file| blocks::files::attached(file, context)));
    parts
}

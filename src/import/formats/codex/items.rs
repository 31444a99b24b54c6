//! What a session consists of: the items of OpenAI's Responses API.

use super::ended::{self, Ended};
use super::words;
use crate::import::conversation::{
    AgentTurns, AttachmentKind, Context, LenientFields, Part, Role, Timestamp, Value, blocks, tools,
};

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
pub fn take(item: &Value, at: Option<Timestamp>, turns: &mut AgentTurns, context: &mut Context<'_>) {
    let id = tools::call_id(item);
    let call = |name: &str, input: &str| tools::call(id, Some(name), item[input].clone());
    match item.text("type").unwrap_or_default() {
        "message" => message(item, at, turns, context),
        "reasoning" => turns.act(reasoning(item), at),
        "function_call" | "custom_tool_call" => turns.act([tools::api_call(item)], at),
        "local_shell_call" => turns.act([call("shell", "action")], at),
        "web_search_call" => turns.act([call("web_search", "action")], at),
        "image_generation_call" => {
            let picture = item.text("result");
            let picture = picture.map(|data| context.base64(data, None, AttachmentKind::Image, None));
            turns.act(std::iter::once(call("image_generation", "revised_prompt")).chain(picture), at);
        }
        "function_call_output" | "custom_tool_call_output" | "local_shell_call_output" => {
            turns.answer(id, result(item, context), at);
        }
        kind if SILENT.contains(&kind) => {}
        _ => turns.act(blocks::kept(item), at),
    }
}

fn message(item: &Value, at: Option<Timestamp>, turns: &mut AgentTurns, context: &mut Context<'_>) {
    let parts = blocks::read(&item["content"], context);
    match blocks::role_of(item, &["role"]) {
        Some(Role::Assistant) => turns.speak(parts, at),
        // What the program tells the model.
        Some(Role::System) => {}
        Some(Role::User) => {
            let parts = parts.into_iter().flat_map(|part| match part {
                Part::Text { text } => words::of_person(&text),
                other => vec![other],
            });
            let is_printed = |part: &Part| matches!(part, Part::ToolResult { .. });
            let (printed, said): (Vec<Part>, Vec<Part>) = parts.partition(is_printed);
            for (role, parts) in [(Role::User, said), (Role::Tool, printed)] {
                if !parts.is_empty() {
                    turns.say(role, parts, at);
                }
            }
        }
        Some(Role::Tool) | None => turns.act(blocks::kept(item), at),
    }
}

/// The summary that a person sees, or the thoughts themselves; none where they are encrypted.
fn reasoning(item: &Value) -> Option<Part> {
    let mut thoughts = ["summary", "content"].iter().map(|name| blocks::texts(item.list(name)));
    thoughts.find(|texts| !texts.is_empty()).map(|texts| Part::reasoning(texts.join("\n\n")))
}

/// A tool's result, and the pictures in it.
fn result(item: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let output = &item["output"];
    let blocks = output.as_array().or_else(|| output["content"].as_array());
    let (text, is_error, others) = match blocks.filter(|blocks| blocks.iter().all(Value::is_object)) {
        Some(blocks) => {
            let parts = blocks.iter().flat_map(|block| blocks::read_block(block, context));
            let (text, others) = tools::printed(parts);
            (text, output["success"] == false, others)
        }
        None => {
            let (text, is_error) = printed(output);
            (text, is_error, Vec::new())
        }
    };
    let (ended, printed) = ended::read(&text);
    let has_failed = is_error || ended.has_failed();
    let result = tools::result(tools::call_id(item), item.text("name"), ended.around(printed), has_failed);
    std::iter::once(result).chain(others).collect()
}

/// What a tool has printed: its text, and whether it failed. Some tools answer JSON in a text, with
/// what the command printed and its exit code.
fn printed(output: &Value) -> (String, bool) {
    let parsed = match output {
        Value::String(text) if text.trim_start().starts_with('{') => crate::base::json::parse(text.as_bytes()).ok(),
        Value::Object(_) => Some(output.clone()),
        _ => None,
    };
    let Some(parsed) = parsed else { return (tools::output(output), false) };
    let ended = Ended::of_fields(parsed.get("metadata").unwrap_or(&parsed));
    let printed = tools::output(parsed.any(&["output", "content"]).unwrap_or(output));
    (ended.around(&printed), ended.has_failed() || parsed["success"] == false)
}

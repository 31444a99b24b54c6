//! What `codex exec --json` prints: events, of which those that complete an item are shown. What the
//! person asked is not among them.

use serde_json::json;

use super::ended::Ended;
use super::words;
use crate::import::conversation::{
    AgentTurns, AttachmentKind, Context, LenientFields, Part, Role, Timestamp, Value, blocks, compacted, file_name,
    tools,
};

/// Whether this is such an event.
pub fn recognises(kind: &str, event: &Value) -> bool {
    let begins = ["thread.", "turn.", "item."].iter().any(|start| kind.starts_with(start));
    begins || kind == "error" && event.text("message").is_some()
}

/// One more event.
pub fn take(kind: &str, event: &Value, turns: &mut AgentTurns, context: &mut Context<'_>) {
    match kind {
        "item.completed" if event.has("item") => take_item(&event["item"], turns, context),
        "error" | "turn.failed" => {
            if let Some(message) = event.get("error").unwrap_or(event).text("message") {
                turns.fail(message, None);
            }
        }
        _ => {}
    }
}

/// An item that the program reports as completed within a session: as the others, but named otherwise, and a person's words
/// are among them.
pub fn complete(item: &Value, at: Option<Timestamp>, turns: &mut AgentTurns, context: &mut Context<'_>) {
    let texts = |name: &str| blocks::texts(item.list(name)).join("\n\n");
    match item.text("type").unwrap_or_default() {
        "UserMessage" => {
            let said =
                item.list("content").iter().flat_map(|part| match part.text("type").map(str::to_ascii_lowercase) {
                    Some(kind) if kind == "text" => {
                        words::of_person(part.text("text").unwrap_or_default()).into_iter().collect()
                    }
                    Some(kind) if kind == "image" => {
                        let url = part.any_text(&["image_url", "url"]).unwrap_or_default();
                        vec![context.at_url(url, AttachmentKind::Image, None)]
                    }
                    Some(kind) if kind == "localimage" || kind == "local_image" => {
                        let path = part.text("path").map(file_name::base);
                        vec![context.elsewhere(AttachmentKind::Image, path)]
                    }
                    _ => Vec::new(),
                });
            let said: Vec<Part> = said.collect();
            if !said.is_empty() {
                turns.say(Role::User, said, at);
            }
        }
        "AgentMessage" => turns.speak(Some(texts("content")).filter(|text| !text.is_empty()).map(Part::text), at),
        "Plan" => turns.speak(item.text("text").map(Part::text), at),
        "Reasoning" => {
            let thought: Vec<&str> = ["summary_text", "raw_content"]
                .iter()
                .map(|name| item.list(name))
                .find(|texts| !texts.is_empty())
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            turns.act(Some(thought.join("\n\n")).filter(|text| !text.is_empty()).map(Part::reasoning), at);
        }
        "WebSearch" => turns.act([tools::call(item.text("id"), Some("web_search"), item["query"].clone())], at),
        "ContextCompaction" => drop(turns.say(Role::System, vec![compacted(None)], at)),
        _ => take_item(&snake_case(item), turns, context),
    }
}

/// An item with its type as `codex exec --json` names it.
fn snake_case(item: &Value) -> Value {
    let mut named = item.clone();
    if let (Some(kind), Some(fields)) = (item.text("type"), named.as_object_mut()) {
        let mut name = String::new();
        for c in kind.chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(c.to_ascii_lowercase());
        }
        fields.insert("type".to_owned(), Value::from(name));
    }
    named
}

fn take_item(item: &Value, turns: &mut AgentTurns, context: &mut Context<'_>) {
    let id = item.text("id");
    let call = |name: &str, input: &str| tools::call(id, Some(name), item[input].clone());
    let has_failed = item["status"] == "failed";
    match item.any_text(&["type", "item_type"]).unwrap_or_default() {
        "agent_message" | "assistant_message" => turns.speak(item.text("text").map(Part::text), None),
        "reasoning" => turns.act(item.text("text").map(Part::reasoning), None),
        "command_execution" => {
            let printed = item.text("aggregated_output").unwrap_or_default();
            let ended = Ended::of_fields(item);
            let command = tools::program(id, "shell", item["command"].clone(), Some("sh"));
            let is_error = has_failed || ended.has_failed();
            turns.act([command, tools::result(id, None, ended.around(printed), is_error)], None);
        }
        "file_change" => {
            let failure = has_failed.then(|| tools::result(id, None, "", true));
            turns.act(std::iter::once(call("file_change", "changes")).chain(failure), None);
        }
        "mcp_tool_call" => {
            let name = ["server", "tool"].map(|name| item.text(name).unwrap_or_default()).join(".");
            let call = tools::call(id, Some(&name), tools::input(&item["arguments"]));
            let answer = match item["error"].text("message") {
                Some(error) => vec![tools::result(id, None, error, true)],
                None if item["result"].is_null() => Vec::new(),
                None => {
                    let content = item["result"].get("content").unwrap_or(&item["result"]);
                    let block =
                        json!({"type": "tool_result", "call_id": id, "content": content, "is_error": has_failed});
                    blocks::read_block(&block, context)
                }
            };
            turns.act(std::iter::once(call).chain(answer), None);
        }
        "web_search" => turns.act([call("web_search", "query")], None),
        "todo_list" => turns.act([call("todo_list", "items")], None),
        "error" => turns.fail(item.text("message").unwrap_or_default(), None),
        _ => turns.act(blocks::kept(item), None),
    }
}

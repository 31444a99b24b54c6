//! What `codex exec --json` prints: events, of which those that complete an item are shown. What the
//! person asked is not among them.

use serde_json::json;

use super::ended::Ended;
use crate::import::conversation::{AgentTurns, Context, LenientFields, Part, Value, blocks, tools};

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

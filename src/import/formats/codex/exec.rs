//! What `codex exec --json` prints: events, of which those that complete an item are shown. What the
//! person asked is not among them.

use serde_json::{Value, json};

use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::blocks;
use crate::import::formats::turns::Turns;

/// Whether this is such an event.
pub fn recognises(kind: &str, event: &Value) -> bool {
    let begins = ["thread.", "turn.", "item."].iter().any(|start| kind.starts_with(start));
    begins || kind == "error" && fields::text(event, &["message"]).is_some()
}

/// One more event.
pub fn take(kind: &str, event: &Value, turns: &mut Turns, context: &mut Context<'_>) {
    let error = event.get("error").unwrap_or(event);
    match (kind, event.get("item")) {
        ("item.completed", Some(item)) => take_item(item, turns, context),
        ("error" | "turn.failed", _) => {
            if let Some(message) = fields::text(error, &["message"]) {
                turns.say(Role::System, vec![Part::text(format!("Error: {message}"))], None);
            }
        }
        _ => {}
    }
}

fn take_item(item: &Value, turns: &mut Turns, context: &mut Context<'_>) {
    let field = |name| fields::text(item, &[name]);
    let id = field("id").map(str::to_owned);
    let value = |name| item.get(name).cloned().unwrap_or(Value::Null);
    let call = |name: &str, input: Value, language: Option<&str>| Part::ToolCall {
        id: id.clone(),
        name: name.to_owned(),
        input,
        language: language.map(str::to_owned),
    };
    let result = |text: String, is_error| Part::ToolResult { id: id.clone(), name: None, text, is_error };
    let has_failed = field("status") == Some("failed");
    match fields::text(item, &["type", "item_type"]).unwrap_or_default() {
        "agent_message" | "assistant_message" => turns.speak(field("text").map(Part::text).into_iter().collect(), None),
        "reasoning" => turns.act(field("text").map(Part::reasoning).into_iter().collect(), None),
        "command_execution" => {
            let printed = field("aggregated_output").unwrap_or_default().to_owned();
            let is_error = has_failed || item.get("exit_code").and_then(Value::as_i64).is_some_and(|code| code != 0);
            let command = call("shell", value("command"), Some("sh"));
            turns.act(vec![command, result(printed, is_error)], None);
        }
        "file_change" => {
            let mut parts = vec![call("file_change", value("changes"), None)];
            parts.extend(has_failed.then(|| result(String::new(), true)));
            turns.act(parts, None);
        }
        "mcp_tool_call" => {
            let name = [field("server"), field("tool")].map(Option::unwrap_or_default).join(".");
            let mut parts = vec![call(&name, blocks::input(&value("arguments")), None)];
            let answer = item.get("result").filter(|answer| !answer.is_null());
            match (item.get("error").and_then(|error| fields::text(error, &["message"])), answer) {
                (Some(error), _) => parts.push(result(error.to_owned(), true)),
                (None, Some(answer)) => {
                    let block = json!({"type": "tool_result", "content": answer.get("content").unwrap_or(answer)});
                    let mut answer = blocks::read_block(&block, context);
                    if let Some(Part::ToolResult { id: of, is_error, .. }) = answer.first_mut() {
                        of.clone_from(&id);
                        *is_error = has_failed;
                    }
                    parts.append(&mut answer);
                }
                (None, None) => {}
            }
            turns.act(parts, None);
        }
        "web_search" => turns.act(vec![call("web_search", value("query"), None)], None),
        "todo_list" => turns.act(vec![call("todo_list", value("items"), None)], None),
        "error" => {
            let message = field("message").unwrap_or_default();
            turns.say(Role::System, vec![Part::text(format!("Error: {message}"))], None);
        }
        _ => turns.act(vec![Part::Data { value: item.clone() }], None),
    }
}

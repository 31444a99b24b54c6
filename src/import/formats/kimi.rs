//! Sessions of Kimi: what its models take (`context.jsonl`), and what happened (`wire.jsonl`), older and newer.

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Location, Part, Role, Timestamp, Value, blocks, tools,
};
use crate::import::format::{RowCollector, SoFar};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["systemPrompt", "system_prompt"];

/// The kinds of older lines, by what they hold.
const TURNS: [&str; 8] =
    ["TurnBegin", "StepBegin", "ThinkPart", "TextPart", "ContentPart", "ToolCall", "ToolResult", "TurnEnd"];

/// Whether this is a line of a session.
pub fn recognises_row(row: &Value) -> bool {
    let is_own = row.text("role").is_some_and(|role| role.starts_with('_'));
    let is_turn = row["message"].text("type").is_some_and(|kind| TURNS.contains(&kind));
    let is_newer = row.text("type").is_some_and(|kind| kind.starts_with("context.append_"));
    is_own || is_turn || is_newer || row["type"] == "metadata" && row.has("protocol_version")
}

/// A session so far.
#[derive(Default)]
pub struct KimiSession {
    chat: ImportedChat,
    turns: AgentTurns,
}

impl RowCollector for KimiSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let at = row.time(&["timestamp", "time"]);
        let turns = &mut self.turns;
        match (row.text("type"), row.text("role"), row["message"].text("type")) {
            (None, Some(role), None) if role.starts_with('_') => {}
            (None, Some(_), None) => message(row, at, turns, context),
            (None, None, Some(kind)) => turn(kind, &row["message"]["payload"], at, turns, context),
            (Some("context.append_message"), ..) => {
                // What the program puts in says so.
                let origin = row["message"]["origin"].text("kind");
                if row["message"]["role"] != "user" || origin.is_none_or(|origin| origin == "user") {
                    message(&row["message"], at, turns, context);
                }
            }
            (Some("context.append_loop_event"), ..) => event(&row["event"], at, turns, context),
            (Some("llm.request"), ..) => {
                self.chat.model = row.string("model").or(self.chat.model.take());
                turns.said_by(self.chat.model.clone());
            }
            // The program's own lines, and the same again.
            (Some(_), ..) => {}
            _ => context.note(format!("{place}: not a session entry")),
        }
    }

    fn ends_before(&self, row: &Value) -> bool {
        row["type"] == "metadata" && row.has("protocol_version") && self.turns.last_of_person(0).is_some()
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        let (same, messages) = self.turns.news();
        Some(SoFar { same, chat: ImportedChat { messages, ..self.chat.clone() } })
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        vec![ImportedChat { messages: self.turns.finish(), ..self.chat }]
    }
}

/// A message as the models take it.
fn message(message: &Value, at: Option<Timestamp>, turns: &mut AgentTurns, context: &mut Context<'_>) {
    let mut parts = blocks::read(&message["content"], context);
    let calls = message.list("tool_calls").iter().chain(message.list("toolCalls"));
    parts.extend(calls.map(tools::api_call));
    match blocks::role_of(message, &["role"]) {
        Some(Role::Tool) => {
            let id = message.any_text(tools::RESULT_IDS);
            turns.answer(id, vec![tools::result(id, None, tools::printed(parts).0, false)], at);
        }
        // Its instructions.
        Some(Role::System) | None => {}
        Some(role) => turns.take(role, parts, at),
    }
}

/// An older line about a turn.
fn turn(kind: &str, payload: &Value, at: Option<Timestamp>, turns: &mut AgentTurns, context: &mut Context<'_>) {
    match kind {
        "TurnBegin" => turns.take(Role::User, blocks::read(&payload["user_input"], context), at),
        "ThinkPart" | "TextPart" | "ContentPart" => turns.act(blocks::read_block(payload, context), at),
        "ToolCall" => turns.act([tools::api_call(payload)], at),
        "ToolResult" => {
            let id = payload.any_text(tools::RESULT_IDS);
            let given = payload.get("return_value").unwrap_or(payload);
            let text = tools::block_output(given.any(&["output", "message"]).unwrap_or(&Value::Null));
            turns.answer(id, vec![tools::result(id, None, text, given["is_error"] == true)], at);
        }
        _ => {}
    }
}

/// What happened in a turn, as newer lines tell it.
fn event(event: &Value, at: Option<Timestamp>, turns: &mut AgentTurns, context: &mut Context<'_>) {
    let id = event.text("toolCallId");
    match event.text("type").unwrap_or_default() {
        "content.part" => {
            let parts: Vec<Part> = blocks::read_block(&event["part"], context);
            turns.act(parts, at);
        }
        "tool.call" => turns.act([tools::api_call(event)], at),
        "tool.result" => {
            let given = &event["result"];
            let text = tools::block_output(&given["output"]);
            turns.answer(id, vec![tools::result(id, None, text, given["isError"] == true)], at);
        }
        _ => {}
    }
}

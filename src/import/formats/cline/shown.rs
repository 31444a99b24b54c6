//! What Cline showed in the editor: a row for each thing that was said or asked.

use crate::import::conversation::{LenientFields, Part, Role, Value, tools};

/// What the program tells about itself.
const OWN: [&str; 17] = [
    "api_req_started",
    "api_req_finished",
    "api_req_retried",
    "api_req_retry_delayed",
    "api_req_deleted",
    "api_req_failed",
    "deleted_api_reqs",
    "checkpoint_created",
    "checkpoint_saved",
    "browser_action_result",
    "resume_task",
    "resume_completed_task",
    "mcp_server_request_started",
    "mistake_limit_reached",
    "shell_integration_warning",
    "task_progress",
    "completion_result",
];

/// The kind of a row with words that nobody here knows.
pub fn unknown(row: &Value) -> Option<&str> {
    let kind = row.any_text(&["say", "ask"]).filter(|kind| !OWN.contains(kind));
    kind.filter(|_| row.text("text").is_some_and(|text| text.contains(' ')))
}

/// Whether this is such a row.
pub fn is_row(row: &Value) -> bool {
    let is_kind = row.text("type").is_some_and(|kind| ["say", "ask"].contains(&kind) && row.text(kind).is_some());
    is_kind && row["ts"].is_number()
}

/// Who says what; nothing where the program tells about itself. The first words are the task.
pub fn read(row: &Value, has_asked: bool) -> Option<(Role, Vec<Part>)> {
    let text = row.text("text")?;
    let said = |role, part| Some((role, vec![part]));
    match row.any_text(&["say", "ask"])? {
        "text" | "task" if !has_asked => said(Role::User, Part::text(text)),
        "user_feedback" | "user_feedback_diff" => said(Role::User, Part::text(text)),
        "text" | "completion_result" | "plan_mode_respond" | "followup" => {
            let given = tools::input(&Value::from(text));
            said(Role::Assistant, Part::text(given.any_text(&["question", "response"]).unwrap_or(text)))
        }
        "reasoning" => said(Role::Assistant, Part::reasoning(text)),
        "command" => said(Role::Assistant, tools::program(None, "execute_command", text.into(), Some("sh"))),
        "tool" => {
            let given = tools::input(&Value::from(text));
            said(Role::Assistant, tools::call(None, given.text("tool"), given.clone()))
        }
        "use_mcp_server" => {
            let given = tools::input(&Value::from(text));
            let input = given.get("arguments").map_or_else(|| given.clone(), tools::input);
            said(Role::Assistant, tools::call(None, given.any_text(&["toolName", "uri"]), input))
        }
        "browser_action" | "browser_action_launch" => {
            said(Role::Assistant, tools::call(None, Some("browser_action"), tools::input(&text.into())))
        }
        "mcp_server_response" => said(Role::Tool, tools::result(None, None, text, false)),
        "command_output" => said(Role::Tool, tools::result(None, None, text, false)),
        "error" => said(Role::System, Part::text(format!("Error: {text}"))),
        _ => None,
    }
}

//! What Cline showed in the editor: a row for each thing that was said or asked.

use crate::import::conversation::{LenientFields, Part, Role, Value, tools};

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
        "command_output" => said(Role::Tool, tools::result(None, None, text, false)),
        "error" => said(Role::System, Part::text(format!("Error: {text}"))),
        _ => None,
    }
}

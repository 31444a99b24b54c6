//! What a person sees of a session's line.

use super::branches::LineNode;
use super::words;
use crate::import::conversation::{Context, LenientFields, Location, Part, Role, Timestamp, Value, blocks};

/// What the program has the model say when nothing is to be said.
const NO_RESPONSE: &str = "No response requested.";
const SYNTHETIC: &str = "<synthetic>";

/// A line of a session.
pub struct SessionLine {
    pub uuid: Option<String>,
    parent: Option<String>,
    pub created_at: Option<Timestamp>,
    /// It is a subagent's.
    pub is_sidechain: bool,
    pub visible: VisibleLine,
}

/// What is shown of a line.
pub enum VisibleLine {
    /// Nothing; others may name it as their parent.
    Nothing,
    Person {
        role: Role,
        /// Results of tools, with their calls' ids.
        results: Vec<(Option<String>, Vec<Part>)>,
        words: Vec<Part>,
        /// What commands printed that the person ran.
        outputs: Vec<Part>,
    },
    Assistant {
        message_id: Option<String>,
        model: Option<String>,
        parts: Vec<Part>,
    },
}

impl SessionLine {
    /// Reads a line of that kind.
    pub fn read(kind: &str, row: &Value, place: Location, context: &mut Context<'_>) -> Self {
        let visible = match kind {
            "user" | "assistant" => message(kind, row, place, context),
            "system" if row["subtype"] == "local_command" => local_command(row),
            "attachment" => queued(&row["attachment"], context),
            _ => VisibleLine::Nothing,
        };
        Self {
            uuid: row.string("uuid"),
            parent: row.any_string(&["parentUuid", "logicalParentUuid"]),
            created_at: row.time(&["timestamp"]),
            is_sidechain: row["isSidechain"] == true || row.text("parent_tool_use_id").is_some(),
            visible,
        }
    }

    /// Whether a person sees something of it.
    pub const fn is_visible(&self) -> bool {
        !matches!(self.visible, VisibleLine::Nothing)
    }

    /// Its place in the session's tree.
    pub fn node(&self) -> LineNode<'_> {
        let (message_id, is_answer) = match &self.visible {
            VisibleLine::Assistant { message_id, .. } => (message_id.as_deref(), false),
            VisibleLine::Person { results, words, .. } => (None, !results.is_empty() && words.is_empty()),
            VisibleLine::Nothing => (None, false),
        };
        let (uuid, parent) = (self.uuid.as_deref(), self.parent.as_deref());
        LineNode { uuid, parent, message_id, is_said: self.is_visible(), is_answer }
    }
}

fn message(kind: &str, row: &Value, place: Location, context: &mut Context<'_>) -> VisibleLine {
    let message = &row["message"];
    let Some(content) = message.get("content").or(Some(message).filter(|message| message.is_string())) else {
        context.note(format!("{place}: its message has no content"));
        return VisibleLine::Nothing;
    };
    match kind {
        "assistant" => assistant(message, content, context),
        _ if row["isMeta"] == true => VisibleLine::Nothing,
        _ if row["isCompactSummary"] == true => person(Role::System, content, context),
        _ => person(Role::User, content, context),
    }
}

fn assistant(message: &Value, content: &Value, context: &mut Context<'_>) -> VisibleLine {
    let model = message.string("model");
    let is_synthetic = model.as_deref() == Some(SYNTHETIC);
    let parts = blocks::read(content, context);
    if is_synthetic && parts == [Part::text(NO_RESPONSE)] {
        return VisibleLine::Nothing;
    }
    VisibleLine::Assistant { message_id: message.string("id"), model: model.filter(|_| !is_synthetic), parts }
}

fn person(role: Role, content: &Value, context: &mut Context<'_>) -> VisibleLine {
    let (mut results, mut said) = (Vec::new(), Vec::new());
    for block in content.as_array().map_or(std::slice::from_ref(content), Vec::as_slice) {
        if block["type"] == "tool_result" {
            let mut parts = blocks::read_block(block, context);
            if let Some(Part::ToolResult { text, .. }) = parts.first_mut() {
                words::drop_reminders_behind(text);
            }
            results.push((block.string("tool_use_id"), parts));
        } else if !block.is_null() {
            said.extend(blocks::read_block(block, context).into_iter().flat_map(|part| match part {
                Part::Text { text } if role == Role::User => words::read(text),
                other => vec![other],
            }));
        }
    }
    visible(role, results, said)
}

/// A command of the program itself, which newer versions keep as a line of the system.
fn local_command(row: &Value) -> VisibleLine {
    let content = row["content"].as_str().unwrap_or_default();
    visible(Role::User, Vec::new(), words::read(content.to_owned()))
}

fn visible(role: Role, results: Vec<(Option<String>, Vec<Part>)>, said: Vec<Part>) -> VisibleLine {
    if results.is_empty() && said.is_empty() {
        return VisibleLine::Nothing;
    }
    let is_output = |part: &Part| matches!(part, Part::ToolResult { .. });
    let (outputs, words) = said.into_iter().partition(is_output);
    VisibleLine::Person { role, results, words, outputs }
}

/// What the person wrote while the model was at work.
fn queued(attachment: &Value, context: &mut Context<'_>) -> VisibleLine {
    let is_prompt = attachment.text("commandMode").is_none_or(|mode| mode == "prompt");
    match attachment.get("prompt") {
        Some(prompt) if attachment["type"] == "queued_command" && is_prompt => person(Role::User, prompt, context),
        _ => VisibleLine::Nothing,
    }
}

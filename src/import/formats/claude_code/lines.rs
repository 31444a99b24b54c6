//! What a person sees of a session's line.

use super::branches::LineNode;
use super::{results, words};
use crate::import::conversation::{
    self, Context, LenientFields, Location, Part, Role, Timestamp, Value, blocks, markdown,
};

/// What the program has the model say when nothing is to be said.
const NO_RESPONSE: &str = "No response requested.";
/// How the line begins that the program writes when the person stops the model.
const INTERRUPTED: &str = "[Request interrupted by user";
const SYNTHETIC: &str = "<synthetic>";

/// A line of a session.
pub struct SessionLine {
    pub uuid: Option<String>,
    pub parent: Option<String>,
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
        /// The person asks the model; a session can go back to before that.
        is_prompt: bool,
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

impl VisibleLine {
    /// A person's, of which nothing is kept.
    fn taken(is_prompt: bool) -> Self {
        let (results, words, outputs) = (Vec::new(), Vec::new(), Vec::new());
        Self::Person { role: Role::User, is_prompt, results, words, outputs }
    }
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

    /// What is shown of it, and when it was said; only its place is kept.
    pub fn take(&mut self) -> (VisibleLine, Option<Timestamp>) {
        let stays = match &self.visible {
            VisibleLine::Nothing => VisibleLine::Nothing,
            VisibleLine::Person { is_prompt, .. } => VisibleLine::taken(*is_prompt),
            VisibleLine::Assistant { .. } => VisibleLine::taken(false),
        };
        (std::mem::replace(&mut self.visible, stays), self.created_at)
    }

    /// Its place in the session's tree.
    pub fn node(&self) -> LineNode<'_> {
        let is_prompt = matches!(self.visible, VisibleLine::Person { is_prompt: true, .. });
        LineNode { uuid: self.uuid.as_deref(), parent: self.parent.as_deref(), is_said: self.is_visible(), is_prompt }
    }

    /// The person's first words on it.
    pub fn prompt(&self) -> Option<&str> {
        match &self.visible {
            VisibleLine::Person { role: Role::User, words, .. } => words.iter().find_map(|part| match part {
                Part::Text { text } => Some(text.as_str()),
                _ => None,
            }),
            _ => None,
        }
    }
}

fn message(kind: &str, row: &Value, place: Location, context: &mut Context<'_>) -> VisibleLine {
    let message = &row["message"];
    let Some(content) = message.get("content").or(Some(message).filter(|message| message.is_string())) else {
        context.note(format!("{place}: its message has no content"));
        return VisibleLine::Nothing;
    };
    match kind {
        "assistant" if row["isApiErrorMessage"] == true => error(content, context),
        "assistant" => assistant(message, content, context),
        _ if row["isMeta"] == true => VisibleLine::Nothing,
        _ if row["isCompactSummary"] == true => compacted(content, context),
        _ => person(content, &row["toolUseResult"], true, context),
    }
}

/// What the provider answered in place of the model.
fn error(content: &Value, context: &mut Context<'_>) -> VisibleLine {
    let said = markdown::content(&blocks::read(content, context));
    system(vec![Part::text(format!("Error: {}", said.trim_start_matches("API Error: ")))])
}

/// Where the session goes on without what was said before, with the model's summary of that.
fn compacted(content: &Value, context: &mut Context<'_>) -> VisibleLine {
    let summary = words::summary(&markdown::content(&blocks::read(content, context)));
    system(vec![conversation::compacted(Some(&summary))])
}

fn system(words: Vec<Part>) -> VisibleLine {
    VisibleLine::Person { role: Role::System, is_prompt: false, results: Vec::new(), words, outputs: Vec::new() }
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

/// What the person says, with results of tools, of which `shown` is what the program showed.
fn person(content: &Value, shown: &Value, is_prompt: bool, context: &mut Context<'_>) -> VisibleLine {
    let (mut results, mut said) = (Vec::new(), Vec::new());
    for block in content.as_array().map_or(std::slice::from_ref(content), Vec::as_slice) {
        if block["type"] == "tool_result" {
            let mut parts = blocks::read_block(block, context);
            if let Some(Part::ToolResult { text, .. }) = parts.first_mut() {
                *text = results::text(text, shown, context);
            }
            results.push((block.string("tool_use_id"), parts));
        } else if !block.is_null() {
            said.extend(blocks::read_block(block, context).into_iter().flat_map(|part| match part {
                Part::Text { text } => words::read(&text),
                other => vec![other],
            }));
        }
    }
    if results.is_empty() && matches!(said.as_slice(), [Part::Text { text }] if text.starts_with(INTERRUPTED)) {
        return system(said);
    }
    visible(results, said, is_prompt)
}

/// A command of the program itself, which newer versions keep as a line of the system.
fn local_command(row: &Value) -> VisibleLine {
    let content = row["content"].as_str().unwrap_or_default();
    visible(Vec::new(), words::read(content), false)
}

fn visible(results: Vec<(Option<String>, Vec<Part>)>, said: Vec<Part>, is_prompt: bool) -> VisibleLine {
    if results.is_empty() && said.is_empty() {
        return VisibleLine::Nothing;
    }
    let is_output = |part: &Part| matches!(part, Part::ToolResult { .. });
    let (outputs, words): (Vec<Part>, Vec<Part>) = said.into_iter().partition(is_output);
    let is_prompt = is_prompt && !words.is_empty();
    VisibleLine::Person { role: Role::User, is_prompt, results, words, outputs }
}

/// What the person wrote while the model was at work.
fn queued(attachment: &Value, context: &mut Context<'_>) -> VisibleLine {
    let is_prompt = attachment.text("commandMode").is_none_or(|mode| mode == "prompt");
    match attachment.get("prompt") {
        Some(prompt) if attachment["type"] == "queued_command" && is_prompt => {
            person(prompt, &Value::Null, false, context)
        }
        _ => VisibleLine::Nothing,
    }
}

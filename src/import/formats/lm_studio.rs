//! LM Studio's conversation files. Each message has versions, of which one is chosen; an answer is
//! made of steps, among them thoughts and tools.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{blocks, file_name, thinking};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

/// Whether this is such a file, be it a broken one.
pub fn recognises(conversation: &Value) -> bool {
    let messages = conversation.get("messages").and_then(Value::as_array);
    messages.is_some_and(|messages| {
        let is_ours = ["lastUsedModel", "userLastMessagedAt"].iter().any(|name| conversation.get(name).is_some());
        is_ours || messages.iter().any(|message| message.get("versions").is_some_and(Value::is_array))
    })
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(messages) = conversation.get("messages").and_then(Value::as_array) else {
        return Err("it has no `messages`".to_owned());
    };
    let mut said = Vec::new();
    if let Some(prompt) = fields::text(conversation, &["systemPrompt"]) {
        said.push(Said::new(Role::System, vec![Part::text(prompt)], None));
    }
    let mut versions = Vec::new();
    for (number, message) in (1..).zip(messages) {
        match chosen(message) {
            Some(version) => versions.push(version),
            None => context.note(format!("message {number}: it has no version")),
        }
    }
    said.extend(versions.iter().map(|version| message(version, context)));
    let identifier = &["identifier", "indexedModelIdentifier"];
    let last_used = conversation.get("lastUsedModel").and_then(|model| fields::text(model, identifier));
    let model = last_used.or_else(|| versions.iter().rev().find_map(|version| model(version)));
    let last = ["userLastMessagedAt", "assistantLastMessagedAt"];
    let draft = Draft {
        id: is_own_name(context.file_name).then(|| context.file_name.to_owned()),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model.map(str::to_owned),
        created_at: fields::time(conversation, &["createdAt"]),
        updated_at: last.iter().filter_map(|name| fields::time(conversation, &[*name])).max(),
        messages: said,
    };
    draft.if_visible()
}

/// Whether the program has given the file this name: `1731000000000.conversation`. It is the only
/// name that the conversation has.
fn is_own_name(name: &str) -> bool {
    name.strip_suffix(".conversation")
        .is_some_and(|time| !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()))
}

fn chosen(message: &Value) -> Option<&Value> {
    let versions = fields::list(message, "versions");
    let chosen = message.get("currentlySelected").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
    chosen.and_then(|at| versions.get(at)).or(versions.last()).filter(|version| version.is_object())
}

fn model(version: &Value) -> Option<&str> {
    let names = &["identifier", "indexedModelIdentifier"];
    let of_step = |step: &'_ Value| step.get("genInfo").is_some_and(|info| fields::text(info, names).is_some());
    let step = fields::list(version, "steps").iter().rev().find(|step| of_step(step));
    step.and_then(|step| fields::text(step.get("genInfo")?, names))
        .or_else(|| fields::text(version.get("senderInfo")?, &["senderName"]))
}

fn message(version: &Value, context: &mut Context<'_>) -> Said {
    let Some(role) = fields::text(version, &["role"]).and_then(blocks::role) else {
        context.note("a message: nobody is known to say it, and it is kept as it is");
        return Said::new(Role::Tool, vec![Part::Data { value: version.clone() }], None);
    };
    let mut steps = Steps { context, parts: Vec::new(), ids: HashMap::new(), answered: HashSet::new() };
    match version.get("content") {
        Some(Value::Array(blocks)) => blocks.iter().for_each(|block| steps.block(block, false)),
        Some(content) => steps.parts.extend(blocks::read(content, steps.context)),
        None => {}
    }
    fields::list(version, "steps").iter().for_each(|step| steps.step(step));
    let mut parts = steps.parts;
    // Models whose thoughts the program does not know write them into the answer.
    if role == Role::Assistant {
        thinking::take_out(&mut parts);
    }
    Said::new(role, parts, None)
}

/// The steps of one answer.
struct Steps<'a, 'b> {
    context: &'a mut Context<'b>,
    parts: Vec<Part>,
    /// The names of calls by their numbers, which is what a call's state has.
    ids: HashMap<String, String>,
    /// The calls that have a result.
    answered: HashSet<String>,
}

impl Steps<'_, '_> {
    fn step(&mut self, step: &Value) {
        match fields::text(step, &["type"]).unwrap_or_default() {
            "contentBlock" => {
                let style = step.get("style").and_then(|style| fields::text(style, &["type"]));
                for block in fields::list(step, "content") {
                    self.block(block, style == Some("thinking"));
                }
            }
            "debugInfoBlock" | "genInfo" => {}
            "toolStatus" => self.tool_status(step),
            "citationBlock" => {
                let source = step.get("source").unwrap_or(step);
                let name = fields::text(source, &["fileName", "title", "absoluteFilePath"]).map(file_name::base);
                self.parts.extend(blocks::citation(name, fields::text(source, &["url"])));
            }
            _ => self.parts.push(Part::Data { value: step.clone() }),
        }
    }

    fn block(&mut self, block: &Value, is_thought: bool) {
        let kind = fields::text(block, &["type"]).unwrap_or_default();
        let part = match kind {
            "text" if is_thought => match fields::text(block, &["text"]) {
                Some(text) => Part::reasoning(text.trim()),
                None => return,
            },
            "text" => match block.get("text").and_then(Value::as_str) {
                Some("") => return,
                Some(text) => Part::text(text),
                None => Part::Data { value: block.clone() },
            },
            "toolCallRequest" => {
                let id = call_id(block);
                if let (Some(number), Some(id)) = (identifier(block, "callId"), &id) {
                    self.ids.insert(number, id.clone());
                }
                Part::ToolCall {
                    id,
                    name: fields::text(block, &["name"]).unwrap_or("unnamed").to_owned(),
                    input: ["arguments", "parameters"]
                        .iter()
                        .find_map(|name| block.get(name))
                        .map_or(Value::Null, blocks::input),
                    language: None,
                }
            }
            "toolCallResult" => {
                let id = call_id(block);
                self.answered.extend(id.clone());
                let name = fields::text(block, &["name"]).map(str::to_owned);
                Part::ToolResult { id, name, text: result_text(block.get("content")), is_error: false }
            }
            "file" | "image" => {
                let identifier = fields::text(block, &["fileIdentifier", "identifier"]);
                let name = fields::text(block, &["name", "fileName"]).or(identifier);
                let is_image = kind == "image" || fields::text(block, &["fileType"]) == Some("image");
                let kind = if is_image { AttachmentKind::Image } else { file_name::kind(name.unwrap_or_default()) };
                self.context.file(identifier.or(name).unwrap_or_default(), kind, name)
            }
            _ => {
                self.parts.extend(blocks::read_block(block, self.context));
                return;
            }
        };
        self.parts.push(part);
    }

    /// How a call went: that it went well says its result, too.
    fn tool_status(&mut self, step: &Value) {
        let state = step.get("statusState").and_then(|state| state.get("status")).unwrap_or(&Value::Null);
        let kind = fields::text(state, &["type"]).unwrap_or_default();
        let id = identifier(step, "callId").map(|number| self.ids.get(&number).cloned().unwrap_or(number));
        let has_failed = kind.contains("ailed") || kind.contains("enied");
        if has_failed && !id.as_ref().is_some_and(|id| self.answered.contains(id)) {
            let text = fields::text(state, &["error", "denyReason", "message"]).unwrap_or(kind).to_owned();
            self.parts.push(Part::ToolResult { id, name: None, text, is_error: true });
        }
    }
}

fn call_id(block: &Value) -> Option<String> {
    identifier(block, "toolCallRequestId").or_else(|| identifier(block, "callId"))
}

/// A name that may be a number.
fn identifier(block: &Value, name: &str) -> Option<String> {
    match block.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a tool has answered: a text, mostly with JSON of text blocks in it.
fn result_text(content: Option<&Value>) -> String {
    match content {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => match crate::json::parse(text.as_bytes()) {
            Ok(Value::Array(blocks)) => texts(&blocks).unwrap_or_else(|| text.clone()),
            _ => text.clone(),
        },
        Some(Value::Array(blocks)) => texts(blocks).unwrap_or_else(|| Value::Array(blocks.clone()).to_string()),
        Some(other) => other.to_string(),
    }
}

fn texts(blocks: &[Value]) -> Option<String> {
    let texts: Option<Vec<&str>> = blocks.iter().map(|block| block.get("text")?.as_str()).collect();
    texts.filter(|texts| !texts.is_empty()).map(|texts| texts.join("\n"))
}

//! ShareGPT and the data sets that are written like it: turns with `from` and `value`.

use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Role, Value, blocks,
    file_name, tools,
};
use crate::import::format::{MessageRows, RowCollector};

/// The fields that hold the turns.
const LISTS: [&str; 2] = ["conversations", "conversation"];
/// The speakers of tool calls.
const CALLS: [&str; 3] = ["function_call", "function-call", "tool_call"];
/// Who speaks.
const SPEAKER: &str = "from";
/// The fields that hold what is said.
const SAID: &[&str] = &["value", "text"];
/// Marks the place of a picture in the words.
const IMAGE: &str = "<image>";

/// Whether this is such a conversation.
pub fn recognises(conversation: &Value) -> bool {
    LISTS.iter().any(|name| conversation.list(name).iter().any(recognises_row))
}

/// Whether this is a turn.
pub fn recognises_row(turn: &Value) -> bool {
    let is_speaker = |name: &str| role(name).is_some() || CALLS.contains(&name);
    turn.text(SPEAKER).is_some_and(is_speaker) && turn.any(SAID).is_some()
}

/// Collects turns without a list around them: together they are one conversation.
pub fn begin() -> Box<dyn RowCollector> {
    MessageRows::begin(|turn, place, context| vec![message(turn, place, context)])
}

/// Reads a conversation; half a sentence when it has no turns. Its `id` is left aside: it counts
/// within one data set, and every other begins with the same.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let is_list = |name: &&&str| conversation[**name].is_array();
    let turns = conversation.required_list(LISTS.iter().find(is_list).unwrap_or(&LISTS[0]))?;
    let system = conversation.any_text(&["system", "system_prompt"]).map(ImportedMessage::system);
    let said = (1..).zip(turns).map(|(number, turn)| message(turn, Location::Number(number), context));
    let mut messages: Vec<ImportedMessage> = system.into_iter().chain(said).collect();
    let images = images(conversation);
    let first = messages.iter_mut().find(|message| message.role == Role::User).filter(|_| !images.is_empty());
    if let Some(first) = first {
        if let Some(Part::Text { text }) = first.parts.first_mut() {
            *text = text.replace(IMAGE, "").trim().to_owned();
        }
        first.parts.retain(|part| *part != Part::text(""));
        first.parts.extend(images.into_iter().map(|path| {
            let name = file_name::base(path);
            context.file(name, AttachmentKind::Image, Some(name))
        }));
    }
    let created_at = conversation.sent();
    ImportedChat { messages, created_at, ..ImportedChat::about(conversation, &[], &[], &[]) }.if_visible()
}

/// The pictures that a conversation is about: one path or several.
fn images(conversation: &Value) -> Vec<&str> {
    let images = ["image", "images"].iter().filter_map(|name| conversation.get(name));
    let paths = images.flat_map(|images| images.as_array().map_or(std::slice::from_ref(images), Vec::as_slice));
    paths.filter_map(Value::as_str).filter(|path| !path.is_empty()).collect()
}

/// Who speaks, by the names of these data sets and of everybody.
fn role(name: &str) -> Option<Role> {
    match name.to_ascii_lowercase().as_str() {
        "chatgpt" | "bing" | "bard" | "claude" | "gemini" | "llm" => Some(Role::Assistant),
        "observation" | "function_response" | "function-response" | "tool_response" => Some(Role::Tool),
        other => blocks::role(other),
    }
}

fn message(turn: &Value, place: Location, context: &mut Context<'_>) -> ImportedMessage {
    let speaker = turn.text(SPEAKER).unwrap_or_default();
    let (value, created_at) = (turn.any(SAID), turn.sent());
    if CALLS.contains(&speaker) {
        return ImportedMessage::new(Role::Assistant, calls(value.unwrap_or(&Value::Null)), created_at);
    }
    let (Some(role), Some(value)) = (role(speaker), value) else { return context.kept(place, turn, created_at) };
    let parts = match (role, value) {
        (Role::Tool, Value::String(text)) => vec![tools::result(None, None, text, false)],
        _ => blocks::read(value, context),
    };
    ImportedMessage::new(role, parts, created_at)
}

/// The calls in such a turn, usually JSON in a text.
fn calls(value: &Value) -> Vec<Part> {
    match tools::input(value) {
        Value::Array(calls) if !calls.is_empty() => calls.iter().map(tools::api_call).collect(),
        call @ Value::Object(_) => vec![tools::api_call(&call)],
        input => vec![tools::call(None, None, input)],
    }
}

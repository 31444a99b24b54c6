//! Plain JSON messages, as the APIs of OpenAI and Anthropic take and give them and as many programs
//! save them: a list, an object around one, or the messages themselves, one a line.

mod shapes;

use super::{transcript, ui_message};
use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Role, Value, blocks,
    message_list, message_model, person, sources, tools,
};
use crate::import::format::{MessageRows, RowCollector};
pub use shapes::{answered, answers};

/// The fields that say who speaks: everybody's, and our own client's.
const ROLE: &[&str] = &["role", "actor"];
/// Others that do where what they hold is a role: elsewhere they hold names of people.
const SPEAKER: &[&str] = &["sender", "author", "speaker"];
/// What lines of logs have, and messages do not.
const LEVEL: &[&str] = &["level", "severity", "levelname", "log_level", "loglevel", "lvl", "logger"];
/// The fields that hold what is said, likewise.
const CONTENT: &[&str] = &["content", "message", "text", "contentParts", "say"];
/// The fields with which a message can do without content.
const INSTEAD_OF_CONTENT: &[&str] =
    &["tool_calls", "function_call", "refusal", "audio", "reasoning_content", "reasoning_details"];
/// The fields that hold what the model thought, each the same as the others.
const THOUGHTS: &[&str] = &[
    "reasoning_content",
    "reasoning",
    "thinking",
    "reasoningContent",
    "reasoning_details",
    "reasoning_text",
    "reasoningText",
    "thinking_content",
    "thinkingContent",
    "thinking_blocks",
    "chain_of_thought",
    "thought",
    "thoughts",
];
/// The fields that hold files.
const FILES: &[&str] = &["files", "attachments", "experimental_attachments"];
const UPDATED: &[&str] = &["updated_at", "updatedAt", "updated", "update_time", "lastUpdate"];
/// What programs call a title besides `title` and `name`.
const NAMES: &[&str] = &["chatTitle", "topic", "userTitle", "autoTitle", "subject"];
const ID: &[&str] = &["conversation_id", "conversationId", "chat_id", "chatID", "id", "uuid"];

/// Whether this is a conversation of such messages.
pub fn recognises(conversation: &Value) -> bool {
    message_list(conversation).is_some_and(|messages| messages.iter().any(recognises_row))
}

/// Whether this is such a message.
pub fn recognises_row(message: &Value) -> bool {
    let is_speaker = message.any_text(ROLE).is_some() || speaker(message).is_some_and(is_of_chat);
    is_speaker && says(message) || shapes::of_langchain(message).is_some()
}

/// Whether something is said in a message.
fn says(message: &Value) -> bool {
    message.any(CONTENT).or_else(|| message.any(INSTEAD_OF_CONTENT)).is_some()
}

/// The role of that name, or of a person's or a model's own name.
fn role(name: &str) -> Option<Role> {
    blocks::role(name).or_else(|| transcript::role(name))
}

/// Whether a name is one that only the speakers of a chat with a model have, and not people among each other.
fn is_of_chat(name: &str) -> bool {
    const OF_PEOPLE: [&str; 4] = ["a", "agent", "answer", "answered"];
    let is_model =
        transcript::role(name) == Some(Role::Assistant) && !OF_PEOPLE.contains(&name.to_lowercase().as_str());
    blocks::role(name).is_some() || is_model
}

/// Who speaks, in the words of the program. A line of a log may name who wrote it, too.
fn speaker(message: &Value) -> Option<&str> {
    let is_speaker = |name: &&str| role(name).is_some() && message.any_text(LEVEL).is_none();
    message.any_text(ROLE).or_else(|| message.any_text(SPEAKER).filter(is_speaker))
}

/// Collects messages one a line.
pub fn begin() -> Box<dyn RowCollector> {
    MessageRows::begin(read_message)
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let list = message_list(conversation).ok_or("it has no `messages`")?;
    let mut chat = ImportedChat::about(conversation, ID, &[], UPDATED);
    chat.created_at = conversation.sent();
    chat.model = chat.model.or_else(|| list.iter().rev().find_map(message_model));
    if !conversation["system"].is_null() {
        chat.messages = blocks::spoken(Role::System, blocks::read(&conversation["system"], context), None);
    }
    for (number, message) in (1..).zip(list) {
        chat.messages.extend(read_message(message, Location::Number(number), context));
    }
    let config = [&conversation["config"], &conversation["mask"]["modelConfig"]];
    chat.model = chat.model.or_else(|| config.iter().find_map(|config| config.string("model")));
    chat.title = chat.title.or_else(|| {
        conversation
            .any_string(NAMES)
            .or_else(|| ["metadata", "meta"].iter().find_map(|name| conversation[*name].string("title")))
    });
    Ok(chat)
}

/// Reads a message. It may become several, and nothing.
fn read_message(message: &Value, place: Location, context: &mut Context<'_>) -> Vec<ImportedMessage> {
    if !message.is_object() {
        context.note(format!("{place}: not an object with `role` and `content`"));
        return Vec::new();
    }
    if let Some(plain) = shapes::of_langchain(message) {
        return read_message(&plain, place, context);
    }
    let content = message.any(CONTENT);
    let has_only_parts = message["parts"].is_array() && message.any_text(ROLE).is_some() && content.is_none();
    if has_only_parts || ui_message::recognises_row(message) {
        return vec![ui_message::read_message(message, place, context)];
    }
    let created_at = message.sent().or_else(|| message["metadata"].sent());
    let Some(role) = speaker(message).and_then(role).filter(|_| says(message)) else {
        return vec![context.kept(place, message, created_at)];
    };
    let content = content.unwrap_or(&Value::Null);
    let mut parts: Vec<Part> = THOUGHTS.iter().find_map(|name| thought(&message[*name])).into_iter().collect();
    match (role, content) {
        (Role::Tool, Value::String(text)) => {
            let name = message.any_text(&["name", "tool_name"]);
            parts.push(tools::result(message.text("tool_call_id"), name, text, false));
        }
        _ => parts.extend(blocks::read(content, context)),
    }
    if role == Role::User && !parts.is_empty() {
        // Requests of agents carry what these tell the model.
        parts = parts.into_iter().filter_map(without_asides).collect();
        if parts.is_empty() {
            return Vec::new();
        }
    }
    parts.extend(beside_content(message, context));
    // Thoughts that only the provider can read, and nothing else.
    if parts.is_empty() && content.as_array().is_some_and(|blocks| !blocks.is_empty()) {
        return Vec::new();
    }
    let said = blocks::spoken(role, parts, created_at).into_iter();
    said.map(|said| said.said_by(message_model(message))).collect()
}

/// What a model thought: a text, a list of pieces, or an object around one.
fn thought(thought: &Value) -> Option<Part> {
    let pieces: Vec<&str> = match thought {
        Value::String(text) => vec![text],
        Value::Array(pieces) => {
            let names = &["text", "summary", "thinking"];
            pieces.iter().filter_map(|piece| piece.as_str().or_else(|| piece.any_text(names))).collect()
        }
        other => other.any_text(&["content", "text"]).into_iter().collect(),
    };
    let text = pieces.join("\n\n");
    (!text.trim().is_empty()).then(|| Part::reasoning(text))
}

/// A part without what a program says in it; an empty text is the person's.
fn without_asides(part: Part) -> Option<Part> {
    match part {
        Part::Text { text } if text.contains('<') => person::without_asides(&text).map(Part::text),
        other => Some(other),
    }
}

/// What the APIs keep in fields of their own.
fn beside_content(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = message.text("refusal").map(Part::text).into_iter().collect();
    if message["audio"].is_object() {
        parts.push(blocks::files::audio(&message["audio"], context));
        parts.extend(message["audio"].text("transcript").map(Part::text));
    }
    // Ollama's images are bare base64.
    for image in message.list("images").iter().filter_map(Value::as_str) {
        parts.push(context.base64(image, None, AttachmentKind::Image, None));
    }
    let files = FILES.iter().flat_map(|name| message.list(name));
    parts.extend(files.map(|file| blocks::files::attached(file, context)));
    let calls = message.list("tool_calls").iter().chain(message.get("function_call").filter(|call| call.is_object()));
    parts.extend(calls.map(tools::api_call));
    parts.extend(sources::annotations(message));
    parts
}

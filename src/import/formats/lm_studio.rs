//! LM Studio's conversation files. Each message has versions, of which one is chosen; an answer is
//! made of steps, among them thoughts and tools.

mod steps;

use crate::import::conversation::{Context, ImportedChat, ImportedMessage, LenientFields, Value, blocks};
use steps::LmStudioSteps;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["debugInfo", "statsSnapshot", "genInfo"];

/// The fields that name a model.
const MODEL: &[&str] = &["identifier", "indexedModelIdentifier"];

/// Whether this is such a file, even a broken one.
pub fn recognises(conversation: &Value) -> bool {
    let is_ours = conversation.any(&["lastUsedModel", "userLastMessagedAt"]).is_some();
    let has_versions = |message: &Value| message["versions"].is_array();
    conversation["messages"].as_array().is_some_and(|messages| is_ours || messages.iter().any(has_versions))
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut versions = Vec::new();
    for (number, message) in (1..).zip(conversation.required_list("messages")?) {
        match chosen(message) {
            Some(version) => versions.push(version),
            None => context.note(format!("message {number}: it has no version")),
        }
    }
    let system = conversation.text("systemPrompt").map(ImportedMessage::system);
    let said = versions.iter().map(|version| message(version, context));
    let messages = system.into_iter().chain(said).collect();
    let last_used = conversation["lastUsedModel"].any_text(MODEL);
    let model = last_used.or_else(|| versions.iter().rev().find_map(|version| model(version)));
    let last = ["userLastMessagedAt", "assistantLastMessagedAt"];
    let chat = ImportedChat {
        id: is_own_name(context.file_name).then(|| context.file_name.to_owned()),
        model: model.map(str::to_owned),
        updated_at: last.iter().filter_map(|name| conversation.time(&[*name])).max(),
        messages,
        ..ImportedChat::about(conversation, &[], &["createdAt"], &[])
    };
    chat.if_visible()
}

/// Whether the program has given the file this name: `1731000000000.conversation`. It is the only
/// name that the conversation has.
fn is_own_name(name: &str) -> bool {
    let time = name.strip_suffix(".conversation").unwrap_or_default();
    !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit())
}

fn chosen(message: &Value) -> Option<&Value> {
    let versions = message.list("versions");
    let chosen = message["currentlySelected"].as_u64().and_then(|at| usize::try_from(at).ok());
    chosen.and_then(|at| versions.get(at)).or(versions.last()).filter(|version| version.is_object())
}

fn model(version: &Value) -> Option<&str> {
    let of_steps = version.list("steps").iter().rev().find_map(|step| step["genInfo"].any_text(MODEL));
    of_steps.or_else(|| version["senderInfo"].text("senderName"))
}

fn message(version: &Value, context: &mut Context<'_>) -> ImportedMessage {
    let Some(role) = blocks::role_of(version, &["role"]) else { return context.kept("a message", version, None) };
    let mut steps = LmStudioSteps::new(context);
    match &version["content"] {
        Value::Array(blocks) => blocks.iter().for_each(|block| steps.block(block, false)),
        content => steps.content(content),
    }
    version.list("steps").iter().for_each(|step| steps.step(step));
    ImportedMessage::new(role, steps.parts, None).said_by(model(version).map(str::to_owned))
}

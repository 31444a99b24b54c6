//! Google AI Studio's prompts, as Google Drive keeps them: files without an extension, whose chunks are
//! turns, thoughts, files and programs alike.

use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, Part, Role, Value, blocks, google, is_text,
    sources, tools,
};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["pendingInputs", "grounding", "citations"];

/// The names given to files without one, which say nothing about the conversation.
const NO_NAMES: [&str; 2] = ["standard input", "Conversation"];

/// The fields of a chunk that no reader sees.
const UNSEEN: [&str; 16] = [
    "role",
    "tokenCount",
    "finishReason",
    "safetyRatings",
    "isEdited",
    "thinkingBudget",
    "isGeneratedUsingApiKey",
    "thoughtSignatures",
    "thoughtSignature",
    "branchParent",
    "branchChildren",
    "createTime",
    "isThought",
    "thought",
    "text",
    "parts",
];

/// Whether this is such a prompt.
pub fn recognises(prompt: &Value) -> bool {
    prompt["chunkedPrompt"].is_object()
}

/// Reads a prompt; half a sentence when it has no turns. What was typed but not sent is left out.
pub fn read(prompt: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut messages: Vec<ImportedMessage> = Vec::new();
    for (number, chunk) in (1..).zip(prompt["chunkedPrompt"].required_list("chunks")?) {
        let created_at = chunk.time(&["createTime"]);
        let Some(role) = blocks::role_of(chunk, &["role"]) else {
            messages.push(context.kept(format_args!("chunk {number}"), chunk, created_at));
            continue;
        };
        let parts = read_chunk(chunk, context);
        match messages.last_mut().filter(|last| last.role == role && belongs(&parts, last)) {
            Some(last) => {
                last.parts.extend(parts);
                // Files before the words have none.
                last.created_at = last.created_at.or(created_at);
            }
            None if parts.is_empty() => {}
            None => messages.push(ImportedMessage::new(role, parts, created_at)),
        }
    }
    let instruction = instruction(&prompt["systemInstruction"]);
    if !instruction.trim().is_empty() {
        messages.insert(0, ImportedMessage::system(&instruction));
    }
    let about = ImportedChat::about(prompt, &[], &[], &[]);
    let title = about.title.unwrap_or_else(|| context.file_name.to_owned());
    let model = prompt["runSettings"].text("model").map(|model| model.strip_prefix("models/").unwrap_or(model));
    let chat = ImportedChat {
        title: Some(title).filter(|title| !NO_NAMES.contains(&title.as_str())),
        model: model.map(str::to_owned),
        messages,
        ..ImportedChat::default()
    };
    chat.if_visible()
}

/// Whether parts go on with a message: all that the model gives until the person answers, and the
/// files that a person lays before their words.
fn belongs(parts: &[Part], last: &ImportedMessage) -> bool {
    last.role == Role::Assistant || !(parts.iter().any(is_text) && last.parts.iter().any(is_text))
}

fn instruction(instruction: &Value) -> String {
    match instruction.as_str().or_else(|| instruction.text("text")) {
        Some(text) => text.to_owned(),
        None => instruction.list("parts").iter().filter_map(text).collect::<Vec<_>>().join("\n\n"),
    }
}

fn read_chunk(chunk: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let say = |text: &str| if is_thought(chunk) { Part::reasoning(text) } else { Part::text(text) };
    let pieces = chunk.list("parts");
    match text(chunk).filter(|text| !text.is_empty()) {
        Some(text) => parts.push(say(text)),
        // The parts are the text as it came, in pieces.
        None => {
            let (thought, said): (Vec<&Value>, Vec<&Value>) = pieces.iter().partition(|piece| is_thought(piece));
            let joined = |pieces: Vec<&'_ Value>| -> String { pieces.into_iter().filter_map(text).collect() };
            parts.extend(Some(joined(thought)).filter(|thought| !thought.is_empty()).map(Part::reasoning));
            parts.extend(Some(joined(said)).filter(|said| !said.is_empty()).map(|said| say(&said)));
        }
    }
    let fields = chunk.as_object().into_iter().flatten();
    let of_pieces = pieces.iter().filter_map(Value::as_object).flatten().filter(|(name, _)| !chunk.has(name));
    parts.extend(fields.chain(of_pieces).filter_map(|(name, value)| beside_text(name, value, context)));
    let grounding = ["groundingSources", "sources"].iter().flat_map(|name| chunk["grounding"].list(name));
    parts.extend(grounding.filter_map(|source| sources::source(source, &["title"], &["uri", "url"])));
    let is_unknown = |(name, value): (&String, &Value)| !UNSEEN.contains(&name.as_str()) && !value.is_null();
    if parts.is_empty() && chunk.as_object().is_some_and(|chunk| chunk.iter().any(is_unknown)) {
        parts.push(Part::Data { value: chunk.clone() });
    }
    parts
}

fn text(piece: &Value) -> Option<&str> {
    piece["text"].as_str()
}

fn is_thought(piece: &Value) -> bool {
    piece["thought"] == true || piece["isThought"] == true
}

/// What a field of a chunk holds that is not text.
fn beside_text(name: &str, value: &Value, context: &mut Context<'_>) -> Option<Part> {
    // A file in Google Drive, of which the prompt usually has only the identifier.
    let elsewhere = |kind, context: &mut Context<'_>| {
        context.elsewhere(kind, value.any_text(&["name", "fileName", "displayName", "id", "fileUri"]))
    };
    Some(match name {
        "inlineImage" | "inlineFile" | "inlineData" | "inlineAudio" | "inlineVideo" => {
            google::inline_data(value, &["name", "fileName", "displayName"], context)
        }
        "driveImage" => elsewhere(AttachmentKind::Image, context),
        "driveVideo" => elsewhere(AttachmentKind::Video, context),
        "driveAudio" => elsewhere(AttachmentKind::Audio, context),
        "driveDocument" | "driveFile" | "fileData" => elsewhere(AttachmentKind::File, context),
        "youtubeVideo" => {
            let id = value.text("id").unwrap_or_default();
            let is_plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            let url = if is_plain { format!("https://www.youtube.com/watch?v={id}") } else { String::new() };
            context.at_url(&url, AttachmentKind::Video, Some(id))
        }
        "executableCode" => google::program(value),
        "codeExecutionResult" => google::program_result(value, Some(google::CODE_EXECUTION)),
        "functionCall" => tools::api_call(value),
        "functionResponse" => {
            let response = value.get("response").unwrap_or(value);
            let text = response.as_str().map_or_else(|| response.to_string(), str::to_owned);
            tools::result(value.text("id"), value.text("name"), text, false)
        }
        "errorMessage" => Part::text(format!("Error: {}", value.as_str().filter(|text| !text.is_empty())?)),
        _ => return None,
    })
}

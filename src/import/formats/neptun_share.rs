//! This program's own export: one conversation with its parts and files. Reading it gives the same
//! conversation; it may have been edited, so nothing in it is believed.

mod part;

use crate::domain::part::Sha256;
use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Value, blocks,
};
use part::Attachments;

/// What the field `format` says of each version.
const NAME: &str = "neptun-share/";
/// The version that this program writes and reads.
const VERSION: &str = "1";

/// Whether this is such an export, of whichever version.
pub fn recognises(export: &Value) -> bool {
    version(export).is_some()
}

fn version(export: &Value) -> Option<&str> {
    export.text("format")?.strip_prefix(NAME)
}

/// Reads an export; half a sentence when it is of another version, or has no messages.
pub fn read(export: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let version = version(export).unwrap_or(VERSION);
    if version != VERSION {
        let version: String = version.chars().filter(|c| !c.is_control()).take(20).collect();
        return Err(format!(
            "it is in the form {NAME}{version} of another version of neptun-share; this one reads {NAME}{VERSION}"
        ));
    }
    let messages = export.required_list("messages")?;
    let attachments = attachments(export, context);
    let read = |(number, message)| read_message(message, Location::Number(number), &attachments, context);
    let messages = (1..).zip(messages).map(read).collect();
    let chat = ImportedChat {
        messages,
        ..ImportedChat::about(&export["chat"], &["source_id"], &["created_at"], &["updated_at"])
    };
    let named = chat.digests();
    let digests = attachments.values().filter_map(|file| file.sha256);
    let unnamed = digests.filter(|digest| !named.contains(digest)).count();
    context.note_left_out(unnamed, "file", "that no message names");
    Ok(chat)
}

/// The files that came along, each once, with the digests that their bytes have.
fn attachments(export: &Value, context: &mut Context<'_>) -> Attachments {
    let mut attachments = Attachments::new();
    for (number, file) in (1..).zip(export.list("attachments")) {
        let said = file.text("sha256").and_then(Sha256::parse);
        let data = file["data"].as_str().unwrap_or_default();
        let name = format!("number {number}");
        let part = context.base64(data, file.text("media_type"), AttachmentKind::File, Some(&name));
        if let Part::Attachment(kept) = part
            && let Some(digest) = kept.sha256
        {
            // Another program changed it, or a share left something out of it.
            if said != Some(digest) {
                context.note(format!("file {number}: its bytes are not the ones that its digest names"));
            }
            attachments.insert(said.unwrap_or(digest), kept);
        }
    }
    attachments
}

fn read_message(
    message: &Value,
    place: Location,
    attachments: &Attachments,
    context: &mut Context<'_>,
) -> ImportedMessage {
    let created_at = message.time(&["created_at"]);
    let (content, parts) = (message["content"].as_str(), message["parts"].as_array());
    let role = blocks::role_of(message, &["role"]).filter(|_| content.is_some() || parts.is_some());
    let Some(role) = role else { return context.kept(place, message, created_at) };
    let Some(parts) = parts else {
        let parts = vec![Part::text(content.unwrap_or_default())];
        return ImportedMessage::new(role, parts, created_at).said_by(message.string("model"));
    };
    let mut strange = 0;
    let parts = parts.iter().map(|value| {
        part::read(value, attachments, context).unwrap_or_else(|| {
            strange += 1;
            Part::Data { value: value.clone() }
        })
    });
    let parts = parts.collect();
    if strange > 0 {
        context.note(format!("{place}: {strange} of its parts are not understood, kept as they are"));
    }
    let said = ImportedMessage::new(role, parts, created_at).said_by(message.string("model"));
    ImportedMessage { content: content.map(str::to_owned), ..said }
}

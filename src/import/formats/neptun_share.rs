//! This program's own export: one conversation with its parts and files. Reading it gives the same
//! conversation; it may have been edited, so nothing in it is believed.

mod part;

use std::collections::HashSet;

use serde_json::Value;

use super::blocks;
use crate::domain::part::{AttachmentKind, Part, Sha256};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;
use part::Attachments;

/// What the field `format` says of each version.
const NAME: &str = "neptun-share/";
/// The version that this program writes and reads.
const VERSION: &str = "1";

/// Whether this is such an export, of whichever version.
pub fn recognises(export: &Value) -> bool {
    fields::text(export, &["format"]).is_some_and(|format| format.starts_with(NAME))
}

/// Reads an export; half a sentence when it is of another version, or has no messages.
pub fn read(export: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let version = fields::text(export, &["format"]).and_then(|format| format.strip_prefix(NAME)).unwrap_or(VERSION);
    if version != VERSION {
        let version: String = version.chars().filter(|c| !c.is_control()).take(20).collect();
        return Err(format!(
            "it is in the form {NAME}{version} of another version of neptun-share; this one reads {NAME}{VERSION}"
        ));
    }
    let Some(messages) = export.get("messages").and_then(Value::as_array) else {
        return Err("it has no `messages`".to_owned());
    };
    let attachments = attachments(export, context);
    let chat = export.get("chat").unwrap_or(&Value::Null);
    let said: Vec<Said> =
        (1..).zip(messages).map(|(number, message)| read_message(message, number, &attachments, context)).collect();
    let draft = Draft {
        id: None,
        title: fields::text(chat, &["name"]).map(str::to_owned),
        model: fields::text(chat, &["model"]).map(str::to_owned),
        created_at: fields::time(chat, &["created_at"]),
        updated_at: fields::time(chat, &["updated_at"]),
        messages: said,
    };
    let named: HashSet<Sha256> = draft.digests();
    let digests = attachments.values().filter_map(|file| file.sha256);
    let unnamed = digests.filter(|digest| !named.contains(digest)).count();
    if unnamed > 0 {
        context.note(format!("the files: {unnamed} that no message names are left out"));
    }
    Ok(draft)
}

/// The files that came along, each once, with the digests that their bytes have.
fn attachments(export: &Value, context: &mut Context<'_>) -> Attachments {
    let mut attachments = Attachments::new();
    for (number, file) in (1..).zip(fields::list(export, "attachments")) {
        let said = fields::text(file, &["sha256"]).and_then(Sha256::parse);
        let data = file.get("data").and_then(Value::as_str).unwrap_or_default();
        let media_type = fields::text(file, &["media_type"]);
        let name = format!("number {number}");
        let Part::Attachment(kept) = context.base64(data, media_type, AttachmentKind::File, Some(&name)) else {
            continue;
        };
        match kept.sha256 {
            Some(digest) if said == Some(digest) => {
                attachments.insert(digest, kept);
            }
            // Another program changed it, or a share left something out of it.
            Some(digest) => {
                context.note(format!("file {number}: its bytes are not the ones that its digest names"));
                attachments.insert(said.unwrap_or(digest), kept);
            }
            None => {}
        }
    }
    attachments
}

fn read_message(message: &Value, number: usize, attachments: &Attachments, context: &mut Context<'_>) -> Said {
    let created_at = fields::time(message, &["created_at"]);
    let content = message.get("content").and_then(Value::as_str);
    let parts = message.get("parts").and_then(Value::as_array);
    let role = fields::text(message, &["role"]).and_then(blocks::role);
    let (Some(role), true) = (role, content.is_some() || parts.is_some()) else {
        return context.kept(format_args!("message {number}"), message, created_at);
    };
    let Some(parts) = parts else {
        return Said::new(role, vec![Part::text(content.unwrap_or_default())], created_at);
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
        context.note(format!("message {number}: {strange} of its parts are not understood, and kept as they are"));
    }
    Said { content: content.map(str::to_owned), ..Said::new(role, parts, created_at) }
}

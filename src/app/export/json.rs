//! JSON with everything in a conversation, including its files; `import` can read it.

use std::collections::HashSet;
use std::io;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Need, Writer};
use crate::domain::attachment::StoredAttachment;
use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};
use crate::domain::part::Sha256;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// What our JSON calls itself.
const FORMAT: &str = "neptun-share/1";

/// Writes a conversation as JSON.
pub struct Json {
    /// Those that are to be written, once the messages are.
    files: std::vec::IntoIter<(Sha256, StoredAttachment)>,
    named: HashSet<Sha256>,
    has_messages: bool,
    has_files: bool,
    need: Need,
}

impl Json {
    /// Writes what stands before the messages.
    pub fn begin(
        chat: &Chat,
        source_id: Option<&str>,
        files: Vec<(Sha256, StoredAttachment)>,
        out: &mut Vec<u8>,
    ) -> io::Result<Self> {
        let Chat { name, model, updated_at, .. } = chat;
        let chat = ExportedChat { name, model, source_id, created_at: chat.began_at(), updated_at: *updated_at };
        out.extend_from_slice(format!("{{\"format\":\"{FORMAT}\",\"chat\":").as_bytes());
        serde_json::to_writer(&mut *out, &chat)?;
        out.extend_from_slice(b",\"messages\":[");
        let (files, named) = (files.into_iter(), HashSet::new());
        Ok(Self { files, named, has_messages: false, has_files: false, need: Need::Messages })
    }

    /// Begins the next file that a message names: one of a message that was removed is nobody's to read.
    fn begin_file(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let Some((file, StoredAttachment { media_type, size })) =
            self.files.find(|(file, _)| self.named.contains(file))
        else {
            out.extend_from_slice(b"]}\n");
            self.need = Need::Nothing;
            return Ok(());
        };
        let comma = if std::mem::replace(&mut self.has_files, true) { "," } else { "" };
        let media_type = serde_json::to_string(&media_type)?;
        let head = format!("{comma}\n{{\"sha256\":\"{file}\",\"media_type\":{media_type},\"size\":{size},\"data\":\"");
        out.extend_from_slice(head.as_bytes());
        self.need = Need::Chunk { file, number: 0 };
        Ok(())
    }
}

impl Writer for Json {
    fn need(&self) -> Need {
        self.need
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        if messages.is_empty() {
            out.extend_from_slice(b"\n],\"attachments\":[");
            return self.begin_file(out);
        }
        for message in &messages {
            self.named.extend(message.parts.iter().flat_map(|parts| named(parts.get())));
            let comma: &[u8] = if std::mem::replace(&mut self.has_messages, true) { b",\n" } else { b"\n" };
            out.extend_from_slice(comma);
            serde_json::to_writer(&mut *out, &ExportedMessage::of(message))?;
        }
        Ok(())
    }

    fn chunk(&mut self, chunk: Option<Vec<u8>>, out: &mut Vec<u8>) -> io::Result<()> {
        match (chunk, self.need) {
            (Some(bytes), Need::Chunk { file, number }) => {
                out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
                self.need = Need::Chunk { file, number: number + 1 };
                Ok(())
            }
            _ => {
                out.extend_from_slice(b"\"}");
                self.begin_file(out)
            }
        }
    }
}

/// The files that parts name. Not parsed: they may be long, and are stored in one spelling, in which
/// no text can hold these quotes.
fn named(parts: &str) -> impl Iterator<Item = Sha256> {
    const FIELD: &str = "\"sha256\":\"";
    parts.match_indices(FIELD).filter_map(|(at, _)| Sha256::parse(parts.get(at + FIELD.len()..)?.get(..64)?))
}

#[derive(Serialize)]
struct ExportedChat<'a> {
    name: &'a ShortText,
    model: &'a ShortText,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct ExportedMessage<'a> {
    role: Role,
    content: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a ShortText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'a RawValue>,
}

impl<'a> ExportedMessage<'a> {
    fn of(message: &'a Message) -> Self {
        let Message { role, content, parts, model, .. } = message;
        let created_at = message.said_at();
        Self { role: *role, content, created_at, model: model.as_ref(), parts: parts.as_deref() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_parts_and_not_by_words() {
        let digest = "0a".repeat(32);
        let parts = format!(
            r#"[{{"type":"text","text":"\"sha256\":\"{digest}\""}},{{"type":"attachment","sha256":"{digest}"}},{{"sha256":"ü"}}]"#
        );
        assert_eq!(named(&parts).collect::<Vec<_>>(), [Sha256::new([10; 32])]);
        assert_eq!(named("\"sha256\":\"").count(), 0);
    }
}

//! This program's own export, read back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::Digest;

use super::read;
use crate::domain::chat::NewChat;
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::{Attachment, AttachmentKind, Part, Sha256};

fn export(chat: &NewChat) -> Value {
    let messages: Vec<Value> = chat
        .messages
        .iter()
        .map(|message| {
            let mut written =
                json!({"role": message.role, "content": message.content, "created_at": message.created_at});
            if !message.parts.is_empty() {
                written["parts"] = json!(message.parts);
            }
            written
        })
        .collect();
    let files: Vec<Value> = chat
        .attachments
        .iter()
        .map(|file| {
            let mut bytes = Vec::new();
            file.content.open().and_then(|mut content| content.read_to_end(&mut bytes)).expect("bytes");
            let data = STANDARD.encode(bytes);
            json!({"sha256": file.sha256, "media_type": file.media_type, "size": file.size, "data": data})
        })
        .collect();
    json!({
        "format": "neptun-share/1",
        "chat": {"name": chat.name, "model": chat.model, "created_at": chat.created_at, "updated_at": chat.updated_at},
        "messages": messages,
        "attachments": files,
    })
}

fn every_part(file: &[u8]) -> Vec<Part> {
    let sha256 = Sha256::new(sha2::Sha256::digest(file).into());
    let kept = Attachment {
        kind: AttachmentKind::File,
        name: Some("notes.txt".into()),
        sha256: Some(sha256),
        media_type: Some("text/plain".into()),
        size: Some(file.len() as u64),
        url: None,
    };
    let far = Attachment {
        kind: AttachmentKind::Video,
        url: Some("https://example.org/film".into()),
        ..Attachment::default()
    };
    let (id, name) = (Some("call-1".to_owned()), Some("ls".to_owned()));
    let url = Some("https://example.org/".to_owned());
    vec![
        Part::text("Words with `marks`\n"),
        Part::reasoning("I think."),
        Part::ToolCall { id: id.clone(), name: "ls".into(), input: json!({"path": [1, null]}), language: None },
        Part::ToolCall { id: None, name: "run".into(), input: json!("print(1)"), language: Some("python".into()) },
        Part::ToolResult { id, name, text: "a.txt\n```".into(), is_error: true },
        Part::ToolResult { id: None, name: None, text: String::new(), is_error: false },
        Part::Attachment(kept),
        Part::Attachment(far),
        Part::Attachment(Attachment { name: Some("lost.png".into()), ..Attachment::default() }),
        Part::Citation { title: Some("A page".into()), url: url.clone() },
        Part::Citation { title: None, url },
        Part::Data { value: json!({"unknown": {"deep": [true]}}) },
    ]
}

/// A conversation as an import has made it, with every kind of part.
fn chat() -> NewChat {
    let file = b"not much".to_vec();
    let source = json!({
        "format": "neptun-share/1",
        "chat": {"name": "Every part", "model": "gpt-5.1", "created_at": "2024-03-20T10:20:00.25Z", "updated_at": "2025-01-01T00:00:00Z"},
        "messages": [
            {"role": "user", "content": "Go", "created_at": "2024-03-20T10:20:00.25Z"},
            {"role": "assistant", "content": "", "created_at": "2024-03-20T10:20:01Z"},
            {"role": "assistant", "content": "What people read.", "parts": every_part(&file), "created_at": "2024-03-20T10:20:02Z"},
        ],
        "attachments": [{
            "sha256": Sha256::new(sha2::Sha256::digest(&file).into()),
            "media_type": "text/plain",
            "size": file.len(),
            "data": STANDARD.encode(&file),
        }],
    });
    read_one(&source)
}

fn read_one(export: &Value) -> NewChat {
    let mut import = read(export.to_string().as_bytes(), "export.json").expect("read");
    assert_eq!(import.skipped, [""; 0]);
    import.chats.pop().expect("a chat")
}

#[test]
fn what_is_exported_and_read_again_is_the_same() {
    let chat = chat();
    let expected = NewMessage {
        role: Role::Assistant,
        content: "What people read.".into(),
        parts: every_part(b"not much"),
        created_at: chat.messages[2].created_at,
        model: None,
    };
    assert_eq!(chat.messages[2], expected);
    assert_eq!((chat.name.as_str(), chat.model.as_str()), ("Every part", "gpt-5.1"));
    assert_eq!(chat.attachments.len(), 1);
    assert_eq!(read_one(&export(&chat)), chat);
}

#[test]
fn an_export_of_a_later_version_says_so() {
    let mut later = export(&chat());
    later["format"] = json!("neptun-share/2");
    let said = read(later.to_string().as_bytes(), "export.json").expect_err("refused").to_string();
    assert!(said.contains("it is in the form neptun-share/2 of another version of neptun-share"), "{said}");
}

#[test]
fn a_file_with_other_bytes_than_its_digest_says_is_kept_and_told() {
    let mut forged = export(&chat());
    forged["attachments"][0]["data"] = json!(STANDARD.encode("other bytes"));
    let import = read(forged.to_string().as_bytes(), "export.json").expect("read");
    let [kept] = import.chats[0].attachments.as_slice() else { panic!("{:?}", import.chats[0].attachments) };
    let file = import.chats[0].messages[2].parts.iter().find_map(|part| match part {
        Part::Attachment(file) if file.name.as_deref() == Some("notes.txt") => Some(file),
        _ => None,
    });
    assert_eq!(file.map(|file| (file.sha256, file.size)), Some((Some(kept.sha256), Some(11))));
    assert_eq!(import.skipped, ["“Every part”, file 1: its bytes are not the ones that its digest names."]);
}

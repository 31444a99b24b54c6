//! Messages: their parts, what stands on the edges between them, and what is split over two messages.

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::placements::{everything, left, of_kinds};
use super::planted::{planted, private_key};
use crate::domain::id::MessageId;
use crate::domain::message::{Message, Role};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::timestamp::Timestamp;
use crate::guard::Redactor;

pub fn message(content: &str, parts: Option<Value>) -> Message {
    let at = Timestamp::from_millis(0).expect("a time");
    let parts = parts.map(|parts| RawValue::from_string(parts.to_string()).expect("JSON"));
    Message {
        id: MessageId::new(1),
        role: Role::User,
        content: content.to_owned(),
        parts,
        created_at: at,
        updated_at: at,
        is_undated: false,
        model: None,
    }
}

/// All that a reader gets of it.
fn shown(message: &Message) -> String {
    format!("{}\n{}", message.content, message.parts.as_ref().map_or("", |parts| parts.get()))
}

fn key() -> String {
    planted().swap_remove(0).secret
}

#[track_caller]
fn assert_gone(mut message: Message, secret: &str) -> Message {
    everything().message(&mut message, None, None);
    assert_eq!(left(secret, &shown(&message)), Vec::<String>::new(), "{}", shown(&message));
    let once = shown(&message);
    everything().message(&mut message, None, None);
    assert_eq!(shown(&message), once);
    message
}

#[test]
fn every_part_is_searched() {
    for planted in planted() {
        let text = planted.text.as_str();
        let quoted = json!({ "inner": { "text": text, "again": json!({ "deep": text }).to_string() } }).to_string();
        for part in [
            json!({ "type": "text", "text": text }),
            json!({ "type": "reasoning", "text": text }),
            json!({ "type": "tool_call", "id": "1", "name": "sh", "input": text, "language": text }),
            json!({ "type": "tool_call", "name": "sh", "input": { "command": [text, { "a": text }], text: 1 } }),
            json!({ "type": "tool_call", "name": "sh", "input": { "json": quoted } }),
            json!({ "type": "tool_call", "name": text, "input": null }),
            json!({ "type": "tool_result", "text": text, "is_error": false }),
            json!({ "type": "tool_result", "text": quoted, "is_error": false }),
            json!({ "type": "attachment", "kind": "file", "name": text, "url": format!("https://x.example/{text}") }),
            json!({ "type": "citation", "title": text, "url": format!("https://x.example/?q={text}") }),
            json!({ "type": "data", "value": { "a": [[{ "b": text }]], "c": quoted } }),
            json!({ "type": "new", "field": { "a": text }, "other": text }),
        ] {
            let message = assert_gone(message(text, Some(json!([part]))), &planted.secret);
            let parts: Value = serde_json::from_str(message.parts.expect("parts").get()).expect("JSON");
            assert_eq!(parts[0]["type"], part["type"]);
            assert!(message.content.contains("[redacted: "), "{}", planted.name);
        }
    }
}

#[test]
fn numbers_and_names_in_json_go_and_nothing_else_does() {
    let card = "4242424242424242";
    let input = json!({ "number": card.parse::<u64>().expect("a number"), card: true, "5555555555554444": false, "b": [1.5, null, "x"] });
    let message = assert_gone(message("", Some(json!([{ "type": "tool_call", "name": "pay", "input": input }]))), card);
    let parts: Value = serde_json::from_str(message.parts.expect("parts").get()).expect("JSON");
    let input = &parts[0]["input"];
    assert_eq!(input["number"], "[redacted: card number]");
    assert_eq!(input["[redacted: card number]"], true);
    assert_eq!(input.as_object().expect("an object").len(), 4, "{input}");
    assert_eq!(input["b"], json!([1.5, null, "x"]));
}

#[test]
fn what_is_split_over_parts_goes() {
    let key = key();
    for at in [2, 9, 40, key.len() - 3] {
        let (a, b) = key.split_at(at);
        let parts =
            json!([{ "type": "text", "text": format!("here: {a}") }, { "type": "text", "text": format!("{b} ok") }]);
        assert_gone(message(&format!("here: {a}\n\n{b} ok"), Some(parts.clone())), &key);
        assert_gone(message(&format!("here: {a}{b} ok"), Some(parts)), &key);
    }
}

#[test]
fn what_one_part_gives_away_goes_in_all() {
    let parts = json!([
        { "type": "tool_call", "name": "login", "input": { "user": "ada", "password": "n3ptun-Sh4re" } },
        { "type": "tool_result", "text": "tried n3ptun-Sh4re, worked", "is_error": false },
    ]);
    assert_gone(message("I used n3ptun-**Sh4re** there.", Some(parts)), "n3ptun-Sh4re");
}

#[test]
fn what_is_split_over_messages_goes_from_both() {
    let key = key();
    for at in [4, 12, key.len() / 2, key.len() - 8] {
        let (a, b) = key.split_at(at);
        let (first, second) = (format!("It is {a}"), format!("{b} and that's it."));
        let mut begun = message(&first, None);
        everything().message(&mut begun, None, Some(&second));
        assert_eq!(begun.content, "It is [redacted: API key]");
        let mut ended = message(&second, Some(json!([{ "type": "text", "text": second }])));
        everything().message(&mut ended, Some(&first), None);
        assert_eq!(ended.content, "[redacted: API key] and that's it.");
        assert!(left(&key, &shown(&ended)).is_empty());
    }
}

#[test]
fn a_private_key_goes_over_messages_whole_and_torn() {
    let key = private_key();
    let lines: Vec<&str> = key.lines().collect();
    let (a, b) =
        (format!("My key:\n\n{}", lines[..6].join("\n")), format!("{}\n\nThat was it.", lines[6..].join("\n")));
    for (content, before, after, expected) in [
        (&a, None, Some(&b), "My key:\n\n[redacted: private key]"),
        (&a, None, None, "My key:\n\n[redacted: private key]"),
        (&b, Some(&a), None, "[redacted: private key]\n\nThat was it."),
        (&b, None, None, "[redacted: private key]\n\nThat was it."),
    ] {
        let mut message = message(content, None);
        everything().message(&mut message, before.map(String::as_str), after.map(String::as_str));
        assert_eq!(message.content, expected);
    }
    let (middle, end) = (lines[5..9].join("\n"), lines[9..].join("\n"));
    let mut message = message(&middle, None);
    everything().message(&mut message, Some(&lines[..5].join("\n")), Some(&end));
    assert_eq!(message.content, "[redacted: private key]");
}

#[test]
fn private_keys_go_in_every_form() {
    let key = private_key();
    let quoted = key.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    let indented = key.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n");
    let changed = key.lines().map(|line| format!("+{line}")).collect::<Vec<_>>().join("\n");
    let torn: String = key.chars().take(400).collect();
    for text in [
        &key,
        &quoted,
        &indented,
        &changed,
        &torn,
        &key.replace('\n', "\\n"),
        &key.replace('\n', "\r\n"),
        &key.replace('\n', " "),
        &key.replace('\n', "\\\\n"),
        &key.replace('-', "\\-"),
        &torn.replace('\n', "\\n"),
    ] {
        let text = format!("This:\n{text}\"\n\nSo much for it.");
        let redacted = everything().text(&text).expect("something");
        assert!(left(&key, &redacted).is_empty(), "{text}\n{redacted}");
        assert!(redacted.starts_with("This:\n") && redacted.ends_with("So much for it."), "{redacted}");
    }
}

#[test]
fn only_what_is_left_out_goes() {
    let key = key();
    let text = format!("{key} ada@analytical.engine");
    assert_eq!(of_kinds([SecretKind::Email]).text(&text), Some(format!("{key} [redacted: e-mail address]")));
    assert_eq!(of_kinds([SecretKind::Phone]).text(&text), None);
    assert_eq!(Redactor::new(&Redactions::default()).text(&text), None);

    let findings = [(SecretKind::Email, "ada@analytical.engine".to_owned())].into();
    let single = Redactor::new(&Redactions { findings, ..Redactions::default() });
    assert_eq!(
        single.text("Ada@Analytical.engine, bob@b.engine"),
        Some("[redacted: e-mail address], bob@b.engine".to_owned())
    );

    let findings = [(SecretKind::CardNumber, "4242424242424242".to_owned())].into();
    let single = Redactor::new(&Redactions { findings, ..Redactions::default() });
    assert_eq!(
        single.text("4242-4242-4242-4242, 5555 5555 5555 4444"),
        Some("[redacted: card number], 5555 5555 5555 4444".to_owned())
    );

    let words = ["Project Neptun".to_owned(), "c++".to_owned()].into();
    let words = Redactor::new(&Redactions { words, ..Redactions::default() });
    assert_eq!(words.text("project **neptun** in C++"), Some("[redacted]** in [redacted]".to_owned()));
}

#[test]
fn a_replacement_makes_no_link() {
    let mut message = message("ada@analytical.engine: hi\n\nada@analytical.engine(https://x.example)", None);
    everything().message(&mut message, None, None);
    assert_eq!(message.content, "[redacted: e-mail address] : hi\n\n[redacted: e-mail address] (https://x.example)");
}

#[test]
fn a_password_that_is_a_user_goes_alone() {
    for (text, expected) in [
        ("amqp://guest:guest@h and a guest", "amqp://guest:[redacted: password]@h and a guest"),
        ("postgres://postgres:postgres@db: postgres", "postgres://postgres:[redacted: password]@db: postgres"),
    ] {
        let mut message = message(text, Some(json!([{ "type": "text", "text": text }])));
        everything().message(&mut message, None, None);
        assert_eq!(message.content, expected);
        let findings = [(SecretKind::Password, "guest".to_owned())].into();
        let single = Redactor::new(&Redactions { findings, ..Redactions::default() });
        assert_eq!(single.text(text).as_deref().unwrap_or(expected), expected);
    }
}

#[test]
fn parts_that_nobody_can_read_are_kept_without_secrets_only() {
    let deep = |text: &str| format!("{}\"{text}\"{}", "[".repeat(200), "]".repeat(200));
    for (text, is_kept) in [("harmless".to_owned(), true), (key(), false)] {
        let mut message = message("x", None);
        message.parts = RawValue::from_string(deep(&text)).ok();
        everything().message(&mut message, None, None);
        assert_eq!(message.parts.is_some(), is_kept);
    }
}

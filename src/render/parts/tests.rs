//! Messages as HTML.

use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::*;
use crate::domain::id::MessageId;
use crate::domain::message::Message;
use crate::domain::share::ShareUuid;
use crate::domain::timestamp::Timestamp;
use crate::render::tool_pairing::ToolPairing;

const DIGEST: &str = "00000000000000000000000000000000000000000000000000000000000000ab";

fn rendered(role: Role, content: &str, parts: Option<&Value>) -> String {
    let mut pairing = ToolPairing::default();
    pairing.push(Message {
        id: MessageId::new(1),
        role,
        content: content.to_owned(),
        parts: parts.map(|parts| to_raw_value(parts).expect("JSON")),
        created_at: Timestamp::now(),
        updated_at: Timestamp::now(),
        is_undated: false,
        model: None,
    });
    let shown = pairing.pop().expect("a message");
    let uuid = ShareUuid::parse("00000000-0000-4000-8000-000000000000").expect("a UUID");
    body(&Renderer::new(), &[shown], &Files::shared(uuid), &mut ChangedFiles::default()).html
}

fn of_parts(parts: &Value) -> String {
    rendered(Role::Assistant, "the words alone", Some(parts))
}

#[test]
fn what_a_program_made_of_a_long_conversation_is_a_summary() {
    let parts = json!([{ "type": "text", "text": "Compacted." }, { "type": "reasoning", "text": "They fixed it." }]);
    let html = |role| rendered(role, "Compacted.", Some(&parts));
    assert!(html(Role::System).contains("Summary") && !html(Role::System).contains("Reasoning"));
    assert!(html(Role::Assistant).contains("Reasoning"));
}

#[test]
fn an_empty_message_says_that_it_is_empty() {
    assert!(rendered(Role::User, " \n", None).contains("(empty)"));
    assert!(!rendered(Role::User, "Hello", None).contains("(empty)"));
}

#[test]
fn what_a_tool_printed_stands_as_it_was_printed() {
    let html = rendered(Role::Tool, "  # no *Markdown*\n\t<b>", None);
    assert!(html.contains("  # no *Markdown*\n\t&lt;b&gt;"), "{html}");
}

#[test]
fn labels_keep_to_their_line_and_direction() {
    let name = "a\u{202e}b\u{2066}\nc\u{0}d";
    let html = of_parts(&json!([
        { "type": "tool_call", "name": name, "input": { name: name } },
        { "type": "attachment", "kind": "file", "name": name },
        { "type": "citation", "title": name },
        { "type": name },
    ]));
    let (before_input, _) = html.split_once("<code>").expect("the input");
    assert!(before_input.contains("ab cd"), "{html}");
    let lines: Vec<&str> =
        html.split("<pre").map(|piece| piece.split_once("</pre>").map_or(piece, |(_, rest)| rest)).collect();
    assert!(lines.iter().all(|line| !line.contains(['\u{202e}', '\u{2066}', '\u{0}'])), "{lines:?}");
}

#[test]
fn a_kept_file_is_a_link_and_a_picture_shows_without_scripts() {
    let file = |kind: &str| json!([{ "type": "attachment", "kind": kind, "name": "a \"b\".png", "sha256": DIGEST, "media_type": "image/png", "size": 5 }]);
    let address = format!("/api/shared/chats/00000000-0000-4000-8000-000000000000/attachments/{DIGEST}");
    let picture = of_parts(&file("image"));
    assert!(picture.contains(&format!("<noscript><img class=\"picture-image\" src=\"{address}\"")), "{picture}");
    assert!(picture.contains(&format!("<a href=\"{address}\">")) && picture.contains("a &quot;b&quot;.png"));
    assert!(!of_parts(&file("file")).contains("<img"));
}

#[test]
fn a_file_that_did_not_come_along_is_only_named() {
    let away = |url: &str| of_parts(&json!([{ "type": "attachment", "kind": "image", "name": "far.png", "url": url }]));
    let html = away("https://pictures.example/far.png");
    assert!(html.contains("Image: far.png</bdi> — not part of the export"), "{html}");
    assert!(html.contains("Open it at pictures.example") && !html.contains("<img"));
    for url in ["javascript:window.owned=1", "data:text/html,x", "//pictures.example/", "../../.."] {
        let html = away(url);
        assert!(html.contains("not part of the export") && !html.contains("<a "), "{html}");
    }
}

#[test]
fn strange_fields_of_a_file_are_none() {
    let odd = json!([{ "type": "attachment", "kind": "constructor", "sha256": "../../..", "url": 5, "size": -1, "name": {} }]);
    let html = of_parts(&odd);
    assert!(html.contains("File</bdi> — not part of the export") && !html.contains("<a "), "{html}");
}

#[test]
fn each_source_is_listed_and_counted_once() {
    let source = |title: &str, url: &str| json!({ "type": "citation", "title": title, "url": url });
    let html = of_parts(&json!([
        source("One", "https://one.example/a"),
        source("One again", "https://one.example/a"),
        source("Not a page", "javascript:window.owned=1"),
    ]));
    assert!(html.contains("Sources (2)") && html.contains("<bdi>Not a page</bdi>"), "{html}");
    assert_eq!(html.matches("<li>").count(), 2);
    assert_eq!(html.matches("<a ").count(), 1);
}

#[test]
fn what_is_not_understood_is_there_under_its_name() {
    let html = of_parts(
        &json!([{ "type": "telepathy", "thought": "<script>" }, { "type": "data", "value": { "kind": "x" } }, 5]),
    );
    for words in ["Not understood: telepathy", "Not understood: x", "Not understood<", "&lt;script&gt;"] {
        assert!(html.contains(words), "{words} in {html}");
    }
}

//! Nothing is misread or left out without a word.

use super::read;

/// What is remarked of a file.
fn notes(file: &str) -> Vec<String> {
    read(file.as_bytes(), "file.json").unwrap_or_else(|error| panic!("{error}: {file}")).skipped
}

/// Files with a place for a field that nobody knows: beside a message, or within.
const FILES: &[(&str, &str)] = &[
    (
        "chatgpt",
        r#"[{"title":"T","current_node":"b","mapping":{"a":{"id":"a","parent":null,"children":["b"],"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["Why does it rain?"]}}},"b":{"id":"b","parent":"a","children":[],"message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["Clouds grow heavy."]}NEW}}}}]"#,
    ),
    (
        "claude",
        r#"[{"uuid":"a","name":"N","chat_messages":[{"uuid":"1","sender":"human","text":"Why does it rain?","content":[{"type":"text","text":"Why does it rain?"NEW}]}]}]"#,
    ),
    (
        "open-webui",
        r#"[{"id":"c","title":"T","chat":{"history":{"currentId":"2","messages":{"1":{"id":"1","parentId":null,"childrenIds":["2"],"role":"user","content":"Why does it rain?"},"2":{"id":"2","parentId":"1","childrenIds":[],"role":"assistant","content":"Clouds grow heavy."NEW}}}}}]"#,
    ),
    (
        "librechat",
        r#"{"conversationId":"c","title":"T","recursive":true,"messagesTree":[{"messageId":"1","sender":"User","isCreatedByUser":true,"text":"Why does it rain?","children":[{"messageId":"2","sender":"GPT","isCreatedByUser":false,"text":"Clouds grow heavy."NEW,"children":[]}]}]}"#,
    ),
    ("messages", r#"[{"role":"user","content":"Why does it rain?"},{"role":"assistant","content":"So."NEW}]"#),
    (
        "claude-code",
        r#"{"type":"user","uuid":"1","parentUuid":null,"sessionId":"s","message":{"role":"user","content":"Why does it rain?"}}
{"type":"assistant","uuid":"2","parentUuid":"1","sessionId":"s","message":{"role":"assistant","content":[{"type":"text","text":"Clouds grow heavy."}]NEW}}"#,
    ),
    (
        "opencode",
        r#"{"info":{"id":"ses_1"},"messages":[{"info":{"role":"user"},"parts":[{"type":"text","text":"Why does it rain?"}]NEW}]}"#,
    ),
    ("pi", r#"{"type":"message","id":"1","message":{"role":"user","content":"Why does it rain?"}NEW}"#),
];

#[test]
fn words_in_a_field_that_is_not_read_are_counted_in_every_format() {
    for (format, file) in FILES {
        assert_eq!(notes(&file.replace("NEW", "")), [""; 0], "{format}");
        for (field, name) in [
            (r#","memo":"a word in private""#, "`memo` (1 text)"),
            (r#","memo":{"lines":["words of one","words of two"]}"#, "`memo.lines` (2 texts)"),
            (r#","memo":"这是没有人读的话""#, "`memo` (1 text)"),
        ] {
            let notes = notes(&file.replace("NEW", field));
            assert_eq!(notes.len(), 1, "{format}: {notes:?}");
            assert!(notes[0].ends_with(&format!("not read: the field {name}.")), "{format}: {notes:?}");
            assert!(!notes[0].contains("word in private"), "the words stay where they are: {notes:?}");
        }
    }
}

#[test]
fn what_is_no_words_is_not_counted() {
    for field in [
        r#","messageId":"01 ab cd""#,
        r#","created_at":"Tue Nov 14 2023 at noon""#,
        r#","memo":"ok""#,
        r#","memo":"550e8400-e29b-41d4""#,
        r#","memo":[1, null, true, {"rank": 7}]"#,
        r#","settings":{"memo":"words that set something"}"#,
    ] {
        for (format, file) in FILES {
            assert_eq!(notes(&file.replace("NEW", field)), [""; 0], "{format}: {field}");
        }
    }
}

#[test]
fn a_field_is_read_that_came_through_anywhere_in_the_file() {
    // In the second conversation only the branch that was left has thoughts.
    let message = |id: &str, parent: &str, role: &str, text: &str, more: &str| {
        format!(
            r#""{id}":{{"id":"{id}","parentId":{parent},"childrenIds":[],"role":"{role}","content":"{text}"{more}}}"#
        )
    };
    let chat = |current: &str, messages: &[String]| {
        format!(
            r#"{{"id":"c{current}","title":"T","chat":{{"history":{{"currentId":"{current}","messages":{{{}}}}}}}}}"#,
            messages.join(",")
        )
    };
    let asked = message("1", "null", "user", "Why does it rain?", "");
    let merged = r#","merged":{"content":"Both say it rains."}"#;
    let first = chat("2", &[asked.clone(), message("2", "\"1\"", "assistant", "So.", merged)]);
    let second = chat(
        "3",
        &[asked, message("2", "\"1\"", "assistant", "No.", merged), message("3", "\"1\"", "assistant", "Yes.", "")],
    );
    assert_eq!(notes(&format!("[{first},{second}]")), [""; 0]);
    assert_eq!(notes(&format!("[{second}]")).len(), 1, "alone, nothing of it came through");
}

#[test]
fn any_number_of_fields_is_told_in_few_lines() {
    let fields: String =
        (0..3000).map(|n| format!(r#","f{}x":"words of one""#, "a".repeat(n % 30) + &"b".repeat(n / 30 % 9))).collect();
    let notes = notes(&format!(r#"[{{"role":"user","content":"hi"{fields}}}]"#));
    assert!(notes.len() == 21 && notes[20].contains("more fields with words"), "{notes:?}");
}

#[test]
fn a_conversation_of_which_no_block_is_understood_is_refused() {
    for file in [
        r#"{"role":"user","message":{"content":[{"type":"strange","x":1}]}}"#,
        r#"[{"role":"user","content":[{"type":"strange","x":1}]},{"role":"assistant","content":[{"type":"stranger","x":1}]}]"#,
    ] {
        let why = read(file.as_bytes(), "file.jsonl").expect_err("refused").to_string();
        assert!(why.contains("none of its messages is of a known form"), "{why}");
    }
}

//! Nothing is misread or left out without a word.

use super::read;

#[test]
fn words_in_fields_that_are_not_read_are_counted() {
    for (name, file, field) in [
        (
            "messages",
            r#"[{"role":"user","content":"hi","memo":"some words"},{"role":"assistant","content":"yo"}]"#,
            "memo",
        ),
        (
            "claude",
            r#"[{"uuid":"a","name":"N","chat_messages":[{"uuid":"1","sender":"human","text":"hi","aside":"some words"}]}]"#,
            "aside",
        ),
        (
            "opencode",
            r#"{"info":{"id":"ses_1"},"messages":[{"info":{"role":"user"},"parts":[{"type":"text","text":"hi"}],"note":"some words"}]}"#,
            "note",
        ),
        (
            "pi",
            r#"{"type":"message","id":"1","message":{"role":"user","content":"hi","epilogue":"some words"}}"#,
            "epilogue",
        ),
    ] {
        let import = read(file.as_bytes(), "file.json").expect(name);
        assert!(import.skipped.iter().any(|note| note.contains(&format!("`{field}`"))), "{name}: {:?}", import.skipped);
    }
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

//! Files that are broken, hostile, or something else.

use serde_json::json;

use super::super::ImportError;
use super::{Import, read};

fn read_text(text: &str) -> Result<Import, ImportError> {
    read(text.as_bytes(), "file name")
}

#[track_caller]
fn refusal(bytes: &[u8]) -> String {
    read(bytes, "file name").expect_err("refused").to_string()
}

fn good() -> serde_json::Value {
    json!({"title": "Good", "mapping": {
        "a": {"parent": null, "message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Hi"]}}},
    }, "current_node": "a"})
}

#[test]
fn what_is_no_conversation_is_named_with_what_can_be_read() {
    for (bytes, what) in [
        (&b""[..], "The file is empty"),
        (b"\xef\xbb\xbf \n", "The file is empty"),
        (b"PK\x03\x04rest", "a ZIP archive. Unpack it and import the conversations.json"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"\xff\xfe[\0]\0", "text in UTF-16"),
        (b"%PDF-1.7", "a PDF document"),
        (b"Hello, world", "not JSON at line 1, column 1"),
        (b"\n\n{\"messages\": [}", "not JSON at line 3, column 15"),
        (b"{\"mapping\": {\"a\"", "breaks off at line 1, column 16"),
        (b"[1, 2", "breaks off"),
        (b"[]", "an empty list"),
        (b"{}", "an object without fields"),
        (b"{\"conversations\": []}", "an object with the fields `conversations`"),
        (b"{\"b\\u001b[31m\": 1}", "an object with the fields `b [31m`"),
        (b"[[], 5]", "a list of 2, the first is an empty list"),
        (b"17", "a number"),
        (b"null", "null"),
        (b"\"text\"", "a text"),
        (b"{\"messages\": {}}", "an object with the fields `messages`"),
        (b"[{\"role\": \"user\"}]", "an object with the fields `role`"),
    ] {
        let said = refusal(bytes);
        assert!(said.contains(what), "{said}");
        assert!(said.contains("conversations.json"), "{said}");
    }
}

#[test]
fn conversations_that_can_not_be_read_are_an_error_with_the_reasons() {
    let said =
        refusal(br#"[{"mapping": 1}, {"mapping": {}}, {"mapping": {}}, {"title": "x\u001b[2J"}, {"mapping": 1e999}]"#);
    assert!(
        said.starts_with("No conversation of the file could be read. Conversation 1: it has no `mapping`"),
        "{said}"
    );
    assert!(said.contains("Conversation 2: it holds no visible message."), "{said}");
    assert!(said.ends_with("And 2 more."), "{said}");
}

#[test]
fn a_broken_conversation_costs_no_other() {
    let nested = format!("{{\"mapping\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let import = read_text(&format!("[{nested}, {}, {{\"mapping\": 1e999}}, null, {}]", good(), good())).expect("two");
    assert_eq!(import.chats.len(), 2);
    assert_eq!(
        import.skipped,
        [
            "Conversation 1: it can't be read (it is nested too deeply).",
            "Conversation 3: it can't be read (number out of range).",
            "Conversation 4: it has no `mapping`, in which ChatGPT keeps the messages.",
        ]
    );
}

#[test]
fn a_broken_message_costs_no_other() {
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let messages = format!(r#"[{{"role": "user", "content": "Hi"}}, {{"role": "user", "content": {nested}}}]"#);
    let import = read_text(&messages).expect("one");
    assert_eq!(import.chats[0].messages.len(), 1);
    assert_eq!(import.skipped, ["Message 2: it can't be read (it is nested too deeply)."]);
}

#[test]
fn endless_nesting_is_an_error_and_no_crash() {
    for opening in ["[", "{\"messages\":", "{\"conversations\":[", "{\"mapping\":{\"a\":"] {
        assert!(read_text(&opening.repeat(100_000)).is_err());
        let closing: String = opening
            .chars()
            .rev()
            .filter_map(|c| match c {
                '[' => Some(']'),
                '{' => Some('}'),
                _ => None,
            })
            .collect();
        let closed = format!("{}1{}", opening.repeat(100_000), closing.repeat(100_000));
        assert!(read_text(&closed).is_err());
    }
}

#[test]
fn a_file_that_breaks_off_is_read_as_far_as_it_goes() {
    let whole = format!("[{}, {}, {}]", good(), good(), good());
    let import = read_text(&whole[..whole.len() - 9]).expect("two of three");
    assert_eq!(import.chats.len(), 2);
    assert!(import.skipped[0].starts_with("The file breaks off at line 1"), "{:?}", import.skipped);
    let wrapped = format!("{{\"conversations\": [{}, {{\"mapp", good());
    assert_eq!(read_text(&wrapped).expect("one of two").chats.len(), 1);
}

#[test]
fn values_one_after_the_other_are_read_however_they_are_laid_out() {
    let laid_out = serde_json::to_string_pretty(&good()).expect("JSON");
    assert_eq!(read_text(&format!("{laid_out}\n{laid_out}{laid_out}")).expect("three").chats.len(), 3);
    let import = read_text(&format!("{{broken\n{}\n", good())).expect("the second line");
    assert_eq!((import.chats.len(), import.skipped.len()), (1, 1));
    for with_more in [format!("{} and more", good()), format!("[{}],", good())] {
        let import = read_text(&with_more).expect("the value before");
        assert_eq!((import.chats.len(), import.skipped.len()), (1, 1));
    }
}

#[test]
fn halves_of_emoji_are_replaced_and_whole_ones_are_kept() {
    let text = r#"[{"role": "user", "content": "a\ud83d b\uDE00 \ud83d\ude00 \\ud83d \ud83d\ud83d\ude00 \ud83"}]"#;
    assert!(read_text(text).is_err(), "a truncated escape is no JSON");
    let import = read_text(&text.replace(" \\ud83\"", "\"")).expect("read");
    assert_eq!(import.chats[0].messages[0].content, "a\u{fffd} b\u{fffd} 😀 \\ud83d \u{fffd}😀");
    assert!(read_text(r#"["\"#).is_err());
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_and_reported() {
    let import =
        read(b"\xef\xbb\xbf[{\"role\": \"user\", \"content\": \"caf\xe9\\u0000!\"}]", "file name").expect("read");
    assert_eq!(import.chats[0].messages[0].content, "caf\u{fffd}\0!");
    assert_eq!(import.skipped.len(), 1);
}

#[test]
fn absurd_values_are_no_times_and_no_titles() {
    let import = read_text(
        r#"{"title": 5, "model": {}, "created_at": 1e300, "updated_at": "soon", "messages": [
            {"role": "user", "content": " \n", "created_at": -1e18},
            {"role": "assistant", "content": "x", "created_at": 99999999999999999999999}]}"#,
    )
    .expect("read");
    let chat = &import.chats[0];
    assert_eq!((chat.name.as_str(), chat.model.as_str()), ("file name", "unknown"));
    assert_eq!((chat.created_at, chat.updated_at), (None, None));
    assert!(chat.messages.iter().all(|message| message.created_at.is_none()));
}

#[test]
fn a_fallback_name_that_is_none_is_no_problem() {
    let import = read(br#"[{"role": "assistant", "content": "x"}]"#, "\u{7}\n").expect("read");
    assert_eq!(import.chats[0].name.as_str(), "Untitled");
}

#[test]
fn a_branch_of_twenty_thousand_messages_is_read_in_order() {
    let node = |number: usize| {
        let parent = number.checked_sub(1).map(|parent| parent.to_string());
        let message =
            json!({"author": {"role": "user"}, "content": {"content_type": "text", "parts": [number.to_string()]}});
        (number.to_string(), json!({"parent": parent, "message": message}))
    };
    let mapping: serde_json::Map<_, _> = (0..20_000).map(node).collect();
    let import = read_text(&json!({"mapping": mapping}).to_string()).expect("read");
    let messages = &import.chats[0].messages;
    assert_eq!((messages.len(), messages[19_999].content.as_str()), (20_000, "19999"));
}

#[test]
fn a_text_full_of_marks_takes_no_longer_than_its_length() {
    let open = "\u{e200}cite\u{e202}【1†".repeat(20_000);
    let message = json!({"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": [open]}});
    let chat = json!({"mapping": {"a": {"parent": "a", "message": message}}});
    let import = read_text(&chat.to_string()).expect("read");
    // The last mark counts as one that the end has cut off.
    assert!(import.chats[0].messages[0].content == "cite【1†".repeat(19_999));
}

//! Files that are broken, hostile, or something else.

use serde_json::json;

use super::super::ImportError;
use super::{Import, read};

pub fn read_text(text: &str) -> Result<Import, ImportError> {
    read(text.as_bytes(), "file name")
}

#[track_caller]
fn refusal(bytes: &[u8]) -> String {
    read(bytes, "file name").expect_err("refused").to_string()
}

pub fn good() -> serde_json::Value {
    json!({"title": "Good", "mapping": {
        "a": {"parent": null, "message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Hi"]}}},
    }, "current_node": "a"})
}

#[test]
fn what_is_no_conversation_is_named_with_what_can_be_read() {
    for (bytes, what) in [
        (&b""[..], "The file is empty"),
        (b"\xef\xbb\xbf \n", "The file is empty"),
        (b"PK\x03\x04rest", "The ZIP archive is damaged or not complete"),
        (b"BZh91AY", "a bzip2 archive"),
        (b"\xfd7zXZ\0", "an xz archive"),
        (
            b"<!DOCTYPE html><p>You said: hi</p><p>ChatGPT said: hello</p>",
            "a web page in which no conversation is found",
        ),
        (b"\xff\xfe[\0]\0", "a list or object with nothing in it"),
        (b"%PDF-1.7", "a PDF document"),
        (b"Hello, world", "nothing says who speaks"),
        (b"Hello", "nothing says who speaks"),
        (b"He\0llo", "not JSON at line 1, column 1"),
        (b"\n\n{\"messages\": [}", "ends unexpectedly at line 3, column 16"),
        (b"\n\n[}", "not JSON at line 3, column 2"),
        (b"{\"mapping\": {\"a\"", "ends unexpectedly at line 1, column 17"),
        (b"[1, 2", "ends unexpectedly"),
        (b"[]", "a list or object with nothing in it"),
        (b"{}", "an object without fields"),
        (b"{\"conversations\": []}", "an object with the fields `conversations`"),
        (b"{\"b\\u001b[31m\": 1}", "an object with the fields `b [31m`"),
        (b"[[], 5]", "a list of 2, the first is an empty list"),
        (b"17", "nothing says who speaks"),
        (b"null", "nothing says who speaks"),
        (b"\"text\"", "nothing says who speaks"),
        (b"{\"messages\": {}}", "an object with the fields `messages`"),
        (b"[{\"role\": \"user\"}]", "an object with the fields `role`"),
    ] {
        let said = refusal(bytes);
        assert!(said.contains(what), "{said}");
        let is_archive = said.contains("ZIP");
        assert!(is_archive || said.contains("What can be read: exports of chat programs"), "{said}");
    }
}

#[test]
fn conversations_that_can_not_be_read_are_an_error_with_the_reasons() {
    let said =
        refusal(br#"[{"mapping": 1}, {"title": "x\u001b[2J"}, {"mapping": tru}, {"mapping": 2}, {"mapping": []}]"#);
    assert!(said.starts_with("No conversation could be read. Conversation 1: it has no `mapping`"), "{said}");
    assert!(said.contains("Conversation 2 (“x [2J”): it has no `mapping`"), "{said}");
    assert!(said.contains("And 2 more. What can be read: "), "{said}");
}

#[test]
fn an_empty_conversation_is_skipped_with_a_note() {
    let empty = r#"{"uuid": "c", "name": "Nothing yet", "chat_messages": []}"#;
    let import = read_text(&format!("[{empty}, {}]", good())).expect("read");
    assert_eq!(import.chats.len(), 1);
    assert_eq!(import.skipped, ["Conversation 1 (“Nothing yet”): it has no visible messages."]);
}

#[test]
fn a_broken_conversation_costs_no_other() {
    let nested = format!("{{\"mapping\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let import =
        read_text(&format!("[{nested}, {}, {{\"mapping\": 1e999}}, null, {}]", good(), good()).replace("1e999", "tru"))
            .expect("two");
    assert_eq!(import.chats.len(), 2);
    assert_eq!(
        import.skipped,
        [
            "Conversation 1: it can't be read (it is nested too deeply).",
            "Conversation 3: it can't be read (expected ident).",
            "Conversation 4: it has no `mapping`, in which ChatGPT keeps the messages.",
        ]
    );
}

#[test]
fn a_broken_message_costs_no_other() {
    let nested = format!("{}{}", "[".repeat(1001), "]".repeat(1001));
    let messages = format!(r#"[{{"role": "user", "content": "Hi"}}, {{"role": "user", "content": {nested}}}]"#);
    let import = read_text(&messages).expect("one");
    assert_eq!(import.chats[0].messages.len(), 1);
    assert_eq!(import.skipped, ["“Hi”, message 2: it can't be read (it is nested too deeply)."]);
}

#[test]
fn of_several_conversations_in_one_file_the_empty_ones_are_told() {
    let row = |thread: &str, content: &str| {
        json!({"object": "thread.message", "thread_id": thread, "role": "user", "content": content}).to_string()
    };
    let silent = json!({"prompt": "", "response": "", "conversation_id": "b", "conversation_name": "Silence"});
    let said = json!({"prompt": "Hi", "response": "Hello", "conversation_id": "a"});
    let import = read_text(&format!("{said}\n{silent}\n")).expect("one");
    assert_eq!(
        (import.chats.len(), import.skipped.as_slice()),
        (1, &["Conversation “Silence”: it has no visible messages.".to_owned()][..])
    );
    assert_eq!(read_text(&[row("a", "x"), row("b", "y")].join("\n")).expect("two").chats.len(), 2);
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
fn conversations_without_words_are_told_apart_by_their_day() {
    let import = read_text(
        r#"[{"created_at": "2024-12-10T08:00:00Z", "messages": [{"role": "user", "content": " "}]},
            {"created_at": "2025-01-02T08:00:00Z", "messages": [{"role": "user", "content": ""}, {"role": "assistant", "content": "x"}]}]"#,
    )
    .expect("read");
    let names: Vec<&str> = import.chats.iter().map(|chat| chat.name.as_str()).collect();
    assert_eq!(names, ["file name, 10 Dec 2024", "file name, 2 Jan 2025"]);
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

#[test]
fn millions_of_brackets_and_of_tiny_elements_end_soon() {
    for (text, count) in [("[", 10_000_000), ("0,", 500_000), ("{},", 200_000), ("{\"a\":", 2_000_000)] {
        let refused = read_text(&format!("[{}", text.repeat(count))).expect_err("refused").to_string();
        assert!(refused.len() < 5000, "{}", refused.len());
    }
    let rows = format!("{{\"role\": \"user\", \"content\": \"x\"}}\n{}", "{}\n".repeat(100_000));
    let import = read_text(&rows).expect("one");
    assert!(import.skipped.len() < 2000 && import.skipped.last().is_some_and(|last| last.contains("more notes")));
}

#[test]
fn hostile_messages_take_no_longer_than_their_length() {
    let block =
        |count: usize, block: &dyn Fn(usize) -> serde_json::Value| -> Vec<_> { (0..count).map(block).collect() };
    let source = |n: usize| json!({"type": "source-url", "url": format!("https://example.org/{n}")});
    let results = |n: usize| json!({"type": "tool_result", "tool_use_id": (n % 7).to_string(), "content": "x"});
    let calls = |n: usize| json!({"type": "tool_use", "id": (n % 7).to_string(), "name": "x", "input": {}});
    for messages in [
        json!([{"role": "user", "content": "x"}, {"role": "user", "content": block(100_000, &|_| json!({"type": "x"}))}]),
        json!([{"role": "user", "content": block(30_000, &|n| json!({"type": "file", "file": {"file_data": format!("data:,{n}")}}))}]),
        json!([{"role": "assistant", "parts": block(50_000, &source)}]),
    ] {
        read_text(&messages.to_string()).expect("read");
    }
    let line = |kind: &str, content: Vec<serde_json::Value>| {
        json!({"type": kind, "sessionId": "s", "message": {"id": "m", "role": kind, "content": content}}).to_string()
    };
    let session = [line("assistant", block(50_000, &calls)), line("user", block(50_000, &results))].join("\n");
    let import = read_text(&session).expect("read");
    assert_eq!(import.chats[0].messages[0].parts.len(), 100_000);
    let chain = |n: usize| {
        json!({"type": "user", "sessionId": "s", "uuid": n.to_string(), "parentUuid": (n + 1).to_string(), "message": {"content": "x"}})
            .to_string()
    };
    let session: Vec<String> = (0..20_000).map(chain).collect();
    assert_eq!(read_text(&session.join("\n")).expect("read").chats[0].messages.len(), 20_000);
}

#[test]
fn marks_that_open_and_never_close_take_no_longer_than_their_length() {
    let said =
        |text: &str| json!([{"role": "user", "content": text}, {"role": "assistant", "content": text}]).to_string();
    for mark in [
        "](data:image/",
        "![x](data:image/",
        ":::writing{}\n",
        ":::writing{}\n:::\n",
        "<|channel|>x<|message|>",
        "</think>\n",
        "<system-reminder>",
        "x <environment_details>",
        "<think>",
        "`\u{e200}url\u{e202}",
    ] {
        read_text(&said(&mark.repeat(50_000))).expect("read");
    }
    let task = |text: &str| {
        let row = |role: &str, text: &str| json!({"role": role, "content": [{"type": "text", "text": text}], "ts": 1_700_000_000_000_u64});
        format!("[{}, {}]", row("user", "<task>x</task>"), row("assistant", text))
    };
    read_text(&task(&"<read_file>\n<path>".repeat(50_000))).expect("read");
    let page = json!([{"header": "Gemini Apps", "title": "Prompted x", "time": "2025-01-01T00:00:00Z",
        "safeHtmlItem": [{"html": "<ul><li><a href=\"x\">".repeat(50_000)}]}]);
    read_text(&page.to_string()).expect("read");
    for text in
        ["User: x\nAI: y\n", "## User\nx\n## AI\ny\n", "> x\n⏺ Bash(\n  ⎿ \n", "# aider chat started at x\n#### y\n"]
    {
        read_text(&text.repeat(20_000)).expect("read");
    }
}

#[test]
fn a_thread_described_by_what_looks_like_its_messages_is_split_once() {
    let message = json!({"id": "a", "thread_id": "a", "role": "user", "content": "Hello"});
    let same_id = json!({"messages": [{"id": "a", "thread_id": "a", "content": "Hello"}, message]});
    let described =
        json!({"messages": [message], "threads": [{"id": "a", "title": "Greeting", "notes": [{"id": "a"}]}]});
    for object in [same_id, described] {
        let import = read(object.to_string().as_bytes(), "a.json").expect("read");
        assert_eq!(import.chats.len(), 1, "{object}");
    }
}

#[test]
fn many_threads_in_one_list_take_no_more_than_their_size() {
    let message = |n: usize| json!({"role": "user", "content": "x", "thread_id": n.to_string()});
    let thread = |n: usize| json!({"id": n.to_string(), "title": n.to_string()});
    let (messages, threads): (Vec<_>, Vec<_>) = (0..20_000).map(|n| (message(n), thread(n))).unzip();
    let object = json!({"note": "x".repeat(1_000_000), "threads": threads, "messages": messages});
    let import = read_text(&object.to_string()).expect("read");
    assert_eq!((import.chats.len(), import.chats[19_999].name.as_str()), (20_000, "19999"));
}

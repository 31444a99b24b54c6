//! What golden files would be too long for: long chains, deep and hostile trees, and files that lie
//! beside conversations and are none.

use serde_json::{Value, json};

use super::{Import, read};
use crate::domain::part::Part;

const LENGTH: usize = 20_000;

#[track_caller]
fn import(value: &Value) -> Import {
    read(value.to_string().as_bytes(), "file name").expect("read")
}

/// The answered message's name, `null` for the first.
fn before(number: usize) -> Value {
    number.checked_sub(1).map_or(Value::Null, |number| number.to_string().into())
}

#[track_caller]
fn check_chain(value: &Value) {
    let import = import(value);
    let messages = &import.chats[0].messages;
    assert_eq!(messages.len(), LENGTH);
    assert_eq!((messages[0].content.as_str(), messages[LENGTH - 1].content.as_str()), ("0", "19999"));
}

#[test]
fn long_chains_are_read_in_order_however_they_are_linked() {
    check_chain(&json!({"chat_messages": (0..LENGTH).rev().map(|number| {
        json!({"uuid": number.to_string(), "parent_message_uuid": before(number), "sender": "human", "text": number.to_string()})
    }).collect::<Vec<_>>()}));
    check_chain(&json!({"conversationId": "a", "messages": (0..LENGTH).rev().map(|number| {
        json!({"messageId": number.to_string(), "parentMessageId": before(number), "isCreatedByUser": true, "text": number.to_string()})
    }).collect::<Vec<_>>()}));
    let messages: serde_json::Map<String, Value> = (0..LENGTH)
        .map(|number| {
            let message = json!({"parentId": before(number), "role": "user", "content": number.to_string()});
            (number.to_string(), message)
        })
        .collect();
    check_chain(&json!({"history": {"messages": messages, "currentId": "19999"}}));
}

#[test]
fn many_steps_lead_to_one_answer() {
    let node = |number: usize| {
        let (recipient, text) = if number + 1 == LENGTH { ("all", "Done") } else { ("python", "1") };
        let message = json!({"author": {"role": "assistant"}, "recipient": recipient,
            "content": {"content_type": "text", "parts": [text]}});
        (number.to_string(), json!({"parent": before(number), "message": message}))
    };
    let mapping: serde_json::Map<_, _> = (0..LENGTH).map(node).collect();
    let import = import(&json!({"mapping": mapping}));
    assert_eq!(import.chats[0].messages.len(), 1);
    assert_eq!(import.chats[0].messages[0].parts.len(), LENGTH);
}

#[test]
fn what_lies_beside_conversations_is_none() {
    for other in [
        json!([{"id": "1", "conversation_id": "2", "title": "Shared", "is_anonymous": true}]),
        json!([{"id": "1", "conversation_id": "2", "user_id": "3", "rating": "thumbsUp", "content": "{}"}]),
        json!([{"uuid": "1", "full_name": "Ada", "email_address": "ada@example.com"}]),
        json!([{"uuid": "1", "name": "Project", "description": "", "prompt_template": "", "docs": []}]),
        json!({"version": 4, "history": [], "folders": [], "prompts": []}),
    ] {
        assert!(read(other.to_string().as_bytes(), "file name").is_err(), "{other}");
    }
}

#[test]
fn elements_that_are_never_closed_take_no_longer_than_their_length() {
    for text in
        ["<details type=\"reasoning\">\n", "<details type=\"", "<details type=\"x\">\n", "<details a\n", "<details "]
    {
        let message = json!({"role": "assistant", "content": text.repeat(50_000)});
        let import = import(&json!({"chat": {"messages": [message]}}));
        assert_eq!(
            import.chats[0].messages[0].content.len(),
            text.trim_end_matches('\n').len() * 50_000 + 49_999 * text.matches('\n').count()
        );
    }
}

#[test]
fn a_tree_of_strange_values_is_read_as_far_as_it_goes() {
    let import = import(
        &json!({"messagesTree": [null, {"children": [5, {"children": "none", "isCreatedByUser": true, "text": "Hi"}]}]}),
    );
    let contents: Vec<&str> = import.chats[0].messages.iter().map(|message| message.content.as_str()).collect();
    assert_eq!(contents.last(), Some(&"Hi"));
}

#[test]
fn many_files_and_sources_take_no_longer_than_their_length() {
    let name = |number: usize| format!("file-{number}");
    let pointers = (0..LENGTH).map(|number| json!({"content_type": "image_asset_pointer", "asset_pointer": format!("sediment://{}", name(number))}));
    let citations = (0..LENGTH).map(|number| json!({"metadata": {"url": format!("https://example.org/{number}")}}));
    let mut parts: Vec<Value> = pointers.collect();
    parts.push("words ".repeat(50_000).into());
    let message = json!({
        "author": {"role": "assistant"},
        "content": {"content_type": "multimodal_text", "parts": parts},
        "metadata": {
            "attachments": (0..LENGTH).map(|number| json!({"id": name(number), "name": name(number)})).collect::<Vec<_>>(),
            "citations": citations.collect::<Vec<_>>(),
        },
    });
    let import = import(&json!({"mapping": {"a": {"message": message}}}));
    assert_eq!(import.chats[0].messages[0].parts.len(), 2 * LENGTH + 1);
}

#[test]
fn each_source_that_open_webui_names_in_its_items_is_listed_once() {
    let annotation = |number: usize| json!({"type": "url_citation", "url": format!("https://x.y/{number}")});
    let text = json!({"type": "output_text", "text": "So.", "annotations": [annotation(1), annotation(2)]});
    let output = json!([{"type": "message", "content": [text]}]);
    let messages = json!({"a": {"id": "a", "role": "assistant", "content": "So.", "output": output}});
    let import = import(&json!({"chat": {"history": {"messages": messages, "currentId": "a"}}}));
    let is_source = |part: &&Part| matches!(part, Part::Citation { .. });
    assert_eq!(import.chats[0].messages[0].parts.iter().filter(is_source).count(), 2);
}

#[test]
fn lines_of_logs_are_no_conversation() {
    for (lines, reason) in [
        (
            r#"{"author":"system","message":"The service was started"}"#,
            "neither a person nor a model says anything in it",
        ),
        (
            r#"{"role":"system","content":"The service was started"}"#,
            "neither a person nor a model says anything in it",
        ),
        (r#"{"level":"info","message":"The service was started"}"#, "holds no conversation of a known kind"),
        (
            r#"{"level":"info","author":"user","message":"The service was started"}"#,
            "holds no conversation of a known kind",
        ),
        (r#"{"severity":"WARN","sender":"bot","text":"The disk is full"}"#, "holds no conversation of a known kind"),
    ] {
        for file in [format!("{lines}\n{lines}\n"), format!("[{lines},{lines}]"), lines.to_owned()] {
            let refused = read(file.as_bytes(), "log.jsonl").expect_err("no conversation").to_string();
            assert!(refused.contains(reason), "{file}: {refused}");
        }
    }
    for table in ["author,message\nsystem,started\n", "name,text\nAda,hello\n"] {
        let refused = read(table.as_bytes(), "log.csv").expect_err("no conversation").to_string();
        assert!(refused.contains("nothing says who speaks"), "{refused}");
    }
}

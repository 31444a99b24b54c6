//! Messages that name each other, in chains that are long, broken, or circles.

use serde_json::{Value, json};

use super::{Import, read};

fn grok(responses: Vec<Value>) -> Import {
    let responses: Vec<Value> = responses.into_iter().map(|response| json!({"response": response})).collect();
    let file = json!({"conversations": [{"conversation": {"id": "c"}, "responses": responses}]});
    read(file.to_string().as_bytes(), "prod-grok-backend.json").expect("read")
}

fn texts(import: &Import) -> Vec<&str> {
    import.chats[0].messages.iter().map(|message| message.content.as_str()).collect()
}

#[test]
fn a_chain_of_twenty_thousand_responses_is_read_in_order() {
    let response = |number: usize| {
        let parent = number.checked_sub(1).map(|parent| parent.to_string());
        json!({"_id": number.to_string(), "parent_response_id": parent, "sender": "human", "message": number.to_string()})
    };
    let import = grok((0..20_000).rev().map(response).collect());
    let texts = texts(&import);
    assert_eq!((texts.len(), texts[0], texts[19_999]), (20_000, "0", "19999"));
}

#[test]
fn responses_in_a_circle_are_read_in_their_order() {
    let import = grok(vec![
        json!({"_id": "a", "parent_response_id": "b", "sender": "human", "message": "A"}),
        json!({"_id": "b", "parent_response_id": "a", "sender": "assistant", "message": "B"}),
    ]);
    assert_eq!(texts(&import), ["A", "B"]);
}

#[test]
fn a_message_is_shown_once_however_often_it_is_named() {
    let ancestors = vec!["a"; 100_000];
    let file = json!([{"_id": "1", "messages": [
        {"id": "a", "from": "user", "content": "x".repeat(10_000), "ancestors": [], "children": ["b"]},
        {"id": "b", "from": "assistant", "content": "Once.", "ancestors": ancestors, "children": []},
    ]}]);
    let import = read(file.to_string().as_bytes(), "conversations.json").expect("read");
    assert_eq!(import.chats[0].messages.len(), 2);
}

#[test]
fn an_ancestor_that_is_missing_is_reported() {
    let file = json!([{"_id": "1", "title": "T", "messages": [
        {"id": "b", "from": "assistant", "content": "Hi.", "ancestors": ["a"], "children": []},
    ]}]);
    let import = read(file.to_string().as_bytes(), "conversations.json").expect("read");
    assert_eq!(import.skipped, ["“T”, the beginning: not in the file are 1 of the messages that it names."]);
}

//! What finds together, and what stays by itself.

use serde_json::json;
use serde_json::value::to_raw_value;

use super::*;
use crate::domain::id::MessageId;
use crate::domain::timestamp::Timestamp;

fn message(id: i64, role: Role, parts: &Value) -> Message {
    Message {
        id: MessageId::new(id),
        role,
        content: "the words alone".to_owned(),
        parts: Some(to_raw_value(parts).expect("JSON")),
        created_at: Timestamp::now(),
        updated_at: Timestamp::now(),
        is_undated: false,
        model: None,
    }
}

/// All messages as they are shown, given as `(role, parts)`.
fn shown(messages: &[(Role, Value)]) -> Vec<ShownMessage> {
    let mut pairing = ToolPairing::default();
    let mut all = Vec::new();
    for (id, (role, parts)) in (1..).zip(messages) {
        pairing.push(message(id, *role, parts));
        all.extend(std::iter::from_fn(|| pairing.pop_ready()));
    }
    all.extend(std::iter::from_fn(|| pairing.pop()));
    let ids: Vec<i64> = all.iter().map(|shown| shown.message.id.get()).collect();
    assert!(ids.iter().copied().eq(1..=ids.len() as i64), "each once, in order: {ids:?}");
    all
}

/// The pieces of one message, each in some words.
fn pieces(shown: &ShownMessage) -> Vec<String> {
    let words = |piece: &ContentBlock| match piece {
        ContentBlock::Text(text) => format!("text {text}"),
        ContentBlock::Reasoning(text) => format!("reasoning {text}"),
        ContentBlock::Tool(ToolUse { name, call, result, pages, files, .. }) => {
            let name = name.as_deref().unwrap_or("-");
            let call = if call.is_some() { "called" } else { "-" };
            let result = result.as_ref().map_or("-", |result| result.text.as_str());
            format!("{name} {call} {result} {} {}", pages.len(), files.len())
        }
        ContentBlock::Sources(list) => format!("sources {}", list.len()),
        ContentBlock::File(file) => format!("file {}", file.name.as_deref().unwrap_or("-")),
        ContentBlock::Data(value) => format!("data {value}"),
    };
    shown.pieces.iter().map(words).collect()
}

fn call(id: Option<&str>, name: &str) -> Value {
    json!({ "type": "tool_call", "id": id, "name": name, "input": {} })
}

fn result(id: Option<&str>, name: Option<&str>, text: &str) -> Value {
    json!({ "type": "tool_result", "id": id, "name": name, "text": text })
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn citation(url: &str) -> Value {
    json!({ "type": "citation", "title": "A page", "url": url })
}

use Role::{Assistant, Tool as ToolRole, User};

#[test]
fn results_find_their_calls_by_id_in_whatever_order_they_come() {
    let all = shown(&[
        (Assistant, json!([call(Some("a"), "one"), call(Some("b"), "two")])),
        (ToolRole, json!([result(Some("b"), None, "B")])),
        (ToolRole, json!([result(Some("a"), None, "A")])),
    ]);

    assert_eq!(pieces(&all[0]), ["one called A 0 0", "two called B 0 0"]);
    assert!(all[1].is_elsewhere && all[2].is_elsewhere);
}

#[test]
fn results_without_an_id_belong_to_the_calls_in_their_order() {
    let all = shown(&[
        (Assistant, json!([call(None, "one"), call(None, "two")])),
        (ToolRole, json!([result(None, None, "A"), result(None, Some("two"), "B")])),
    ]);

    assert_eq!(pieces(&all[0]), ["one called A 0 0", "two called B 0 0"]);
}

#[test]
fn a_result_of_another_tool_is_shown_by_itself() {
    let all = shown(&[
        (Assistant, json!([call(None, "one"), call(Some("x"), "two")])),
        (
            ToolRole,
            json!([result(None, Some("three"), "C"), result(Some("y"), None, "D"), result(Some("y"), None, "E")]),
        ),
    ]);

    // "D" has an id that no call has, and the first waiting call has none: it may be that one's.
    assert_eq!(pieces(&all[0]), ["one called D 0 0", "two called - 0 0"]);
    assert_eq!(pieces(&all[1]), ["three - C 0 0", "- - E 0 0"]);
    assert!(!all[1].is_elsewhere);
}

#[test]
fn a_second_result_of_a_call_is_shown_by_itself() {
    let all = shown(&[
        (Assistant, json!([call(Some("a"), "one")])),
        (ToolRole, json!([result(Some("a"), None, "A"), result(Some("a"), Some("one"), "again")])),
    ]);

    assert_eq!(pieces(&all[0]), ["one called A 0 0"]);
    assert_eq!(pieces(&all[1]), ["one - again 0 0"]);
}

#[test]
fn results_without_an_id_don_t_reach_behind_somebody_else_s_words() {
    let all = shown(&[
        (Assistant, json!([call(None, "one"), call(Some("a"), "two")])),
        (User, json!([text("Go on.")])),
        (ToolRole, json!([result(None, None, "lost"), result(Some("a"), None, "A")])),
    ]);

    assert_eq!(pieces(&all[0]), ["one called - 0 0", "two called A 0 0"]);
    assert_eq!(pieces(&all[2]), ["- - lost 0 0"]);
}

#[test]
fn a_result_that_comes_much_later_is_shown_by_itself() {
    let mut messages = vec![(Assistant, json!([call(Some("a"), "one")]))];
    messages.extend((0..LOOK_AHEAD - 1).map(|_| (User, json!([text("…")]))));
    let result = (ToolRole, json!([result(Some("a"), Some("one"), "A")]));
    let in_time = shown(&[messages.clone(), vec![result.clone()]].concat());
    assert_eq!(pieces(&in_time[0]), ["one called A 0 0"]);

    messages.extend([(User, json!([text("…")])), result]);
    let late = shown(&messages);
    assert_eq!(pieces(&late[0]), ["one called - 0 0"]);
    assert_eq!(pieces(&late[LOOK_AHEAD + 1]), ["one - A 0 0"]);
}

#[test]
fn only_messages_that_wait_for_results_are_held_back() {
    let mut pairing = ToolPairing::default();
    pairing.push(message(1, User, &json!([text("Hello")])));
    assert!(pairing.pop_ready().is_some());

    pairing.push(message(2, Assistant, &json!([call(Some("a"), "one")])));
    pairing.push(message(3, User, &json!([text("While it runs")])));
    assert!(pairing.pop_ready().is_none());
    pairing.push(message(4, ToolRole, &json!([result(Some("a"), None, "A")])));
    assert_eq!(std::iter::from_fn(|| pairing.pop_ready()).count(), 3);
}

#[test]
fn what_a_tool_drew_and_found_comes_behind_its_result() {
    let image = json!({ "type": "attachment", "kind": "image", "name": "chart.png" });
    let parts = json!([
        image,
        result(Some("a"), None, ""),
        image,
        citation("https://one.example"),
        citation("javascript:nothing"),
        text("Drawn."),
        image,
        citation("https://two.example"),
    ]);
    let all = shown(&[(Assistant, json!([call(Some("a"), "draw")])), (ToolRole, parts)]);

    assert_eq!(pieces(&all[0]), ["draw called  2 1"]);
    assert_eq!(pieces(&all[1]), ["file chart.png", "text Drawn.", "file chart.png", "sources 1"]);
}

#[test]
fn sources_stand_together_unless_the_text_links_to_them() {
    let named = json!([
        text("See [a page](https://one.example/a) and [another](<https://two.example/b_(c)>)."),
        citation("https://one.example/a"),
        citation("https://two.example/b_(c)"),
    ]);
    // The second address only begins like one in the text.
    let unnamed = json!([
        text("See https://one.example/abc."),
        citation("https://one.example/abc/"),
        citation("https://one.example/a")
    ]);
    let all = shown(&[(Assistant, named), (Assistant, unnamed)]);

    assert_eq!(pieces(&all[0]).len(), 1);
    assert_eq!(pieces(&all[1])[1..], ["sources 2"]);
}

#[test]
fn a_message_without_anything_to_show_in_its_parts_shows_its_words() {
    for parts in [json!([]), json!("parts"), json!({}), json!([text(" \n")]), json!([citation("data:text/html,x")])] {
        let all = shown(&[(Assistant, parts.clone())]);
        let expected: &[&str] = if parts[0]["type"] == "citation" { &["sources 1"] } else { &["text the words alone"] };
        assert_eq!(pieces(&all[0]), expected, "{parts}");
    }
    let blank = Message { content: " \n".to_owned(), ..message(1, User, &json!([])) };
    let mut pairing = ToolPairing::default();
    pairing.push(blank);
    assert!(pairing.pop().expect("a message").pieces.is_empty());
}

#[test]
fn parts_that_nobody_knows_are_kept_as_they_stood() {
    let odd = [
        json!(null),
        json!(5),
        json!("text"),
        json!([]),
        json!({ "type": "__proto__" }),
        json!({ "type": "telepathy", "thought": "hello" }),
        json!({ "type": "tool_call" }),
        json!({ "type": "tool_result", "id": 7, "text": { "a": 1 } }),
    ];
    let all = shown(&[(Assistant, json!(odd))]);

    let expected: Vec<String> = odd.iter().map(|value| format!("data {value}")).collect();
    assert_eq!(pieces(&all[0]), expected);
}

#[test]
fn many_calls_without_results_are_no_work() {
    let many: Vec<Value> = (0..20_000).map(|n| call(Some(&n.to_string()), "one")).collect();
    let mut messages = vec![(ToolRole, json!(many))];
    messages.extend((0..500).map(|_| (ToolRole, json!([result(None, Some("two"), "?")]))));

    assert_eq!(shown(&messages).len(), 501);
}

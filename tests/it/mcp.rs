//! `/mcp`: tools for models elsewhere, with a token.

use serde_json::{Value, json};

use crate::support::people::bearer;
use crate::support::{Person, Response, Server, world};

fn post(server: &Server, token: &str, more: &[(&str, &str)], body: &str) -> Response {
    let authorization = bearer(token);
    let fields = [("Content-Type", "application/json"), ("Authorization", authorization.as_str())];
    server.request("POST", "/mcp", &[&fields, more].concat(), body.as_bytes())
}

fn call(server: &Server, token: &str, name: &str, arguments: &Value) -> (String, bool) {
    let params = json!({ "name": name, "arguments": arguments });
    let message = json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params });
    let answer = post(server, token, &[], &message.to_string()).good();
    assert_eq!(answer["id"], 7);
    let result = &answer["result"];
    (result["content"][0]["text"].as_str().expect("text").to_owned(), result["isError"] == true)
}

fn code(said: &str) -> &str {
    said.split("\"code\": \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a code")
}

#[test]
fn a_model_elsewhere_shares_what_it_writes_down_once_its_person_agrees() {
    let (server, ada, _) = world();
    let token = ada.token(&server, "write");
    let hello =
        json!({ "jsonrpc": "2.0", "id": "a", "method": "initialize", "params": { "protocolVersion": "2025-06-18" } });
    let answer = post(&server, &token, &[], &hello.to_string()).good();
    assert_eq!(answer["result"]["protocolVersion"], "2025-06-18");
    let told = post(&server, &token, &[], r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    assert_eq!((told.status, told.body.len()), (202, 0));
    let listed = post(&server, &token, &[], r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#).good();
    let tools = listed["result"]["tools"].as_array().expect("tools");
    assert_eq!(tools.len(), 5);
    assert_eq!(tools[0]["inputSchema"]["required"], json!(["messages"]));

    let messages = json!([
        { "role": "user", "content": "Write to grace.hopper@navy.mil." },
        { "role": "assistant", "content": "I have." },
    ]);
    let (question, _) = call(&server, &token, "share_session", &json!({ "messages": messages, "title": "A letter" }));
    assert!(question.contains("1 e-mail address") && !question.contains("grace.hopper@"), "{question}");
    let mut again =
        json!({ "messages": messages, "title": "A letter", "code": code(&question), "decision": "redact_all" });
    // The code is for its owner alone.
    let eve = Person::sign_up(&server, "eve@example.com").token(&server, "write");
    assert!(call(&server, &eve, "share_session", &again).1);
    let (said, is_error) = call(&server, &token, "share_session", &again);
    assert!(!is_error && said.contains("/shared/chats/") && said.contains("Redacted: 1 e-mail address"), "{said}");
    assert!(call(&server, &token, "share_session", &again).1, "it was used");
    again["messages"] = json!([]);
    assert!(call(&server, &token, "share_session", &again).0.contains("messages is to be a list"));

    let (links, _) = call(&server, &token, "list_links", &json!({}));
    assert!(links.contains("A letter") && links.contains("1 of 1 links"), "{links}");
    assert!(!call(&server, &eve, "list_links", &json!({})).0.contains("A letter"));
    assert!(call(&server, &eve, "read_conversation", &json!({ "conversation": 1 })).1, "another's is nobody's");
    assert!(call(&server, &token, "search_conversations", &json!({ "query": "have" })).0.contains("A letter"));
}

#[test]
fn a_token_says_who_asks_and_what_they_may() {
    let (server, ada, chat) = world();
    let reading = ada.token(&server, "read");
    let (text, is_error) = call(&server, &reading, "read_conversation", &json!({ "conversation": chat }));
    assert!(!is_error && text.contains("Rayleigh"), "{text}");
    for (tool, given) in [
        ("share_session", json!({ "messages": [] })),
        ("change_link", json!({ "conversation": chat, "action": "pause" })),
    ] {
        let (said, is_error) = call(&server, &reading, tool, &given);
        assert!(is_error && said.contains("this token can only read"), "{said}");
    }
    let list = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
    let publishing = ada.token(&server, "publish");
    for token in ["nsh_made-up", publishing.as_str()] {
        assert_eq!(post(&server, token, &[], list).status, 401);
    }
    let fields = [("Content-Type", "application/json"), ("Cookie", ada.cookie.as_str())];
    assert_eq!(server.request("POST", "/mcp", &fields, list.as_bytes()).status, 401, "a browser is led anywhere");
    assert_eq!(post(&server, &reading, &[("Origin", "https://evil.example.com")], list).status, 403);
    assert_eq!(server.request("GET", "/mcp", &[], b"").status, 405);
}

#[test]
fn what_is_no_message_or_comes_too_often_is_refused() {
    let (server, ada, _) = world();
    let token = ada.token(&server, "read");
    for (body, code) in [("", -32700), ("{", -32700), ("[]", -32600), ("[{}]", -32600), ("7", -32600)] {
        let answer = post(&server, &token, &[], body);
        assert_eq!(answer.status, 400, "{body}");
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(answer["error"]["code"], code, "{body}");
    }
    let unknown = post(&server, &token, &[], r#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#).good();
    assert_eq!(unknown["error"]["code"], -32601);
    let large = format!("{{\"jsonrpc\": \"2.0\", \"x\": \"{}\"}}", "x".repeat(5 * 1024 * 1024));
    assert_eq!(post(&server, &token, &[], &large).status, 413);
    let ping = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let statuses: Vec<u16> = (0..120).map(|_| post(&server, &token, &[], ping).status).collect();
    assert!(statuses.contains(&429) && statuses[0] == 200, "{statuses:?}");
}

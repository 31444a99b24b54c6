//! Texts that mean something to a database, a browser or C.

use serde_json::json;

use super::issue_at;
use crate::support::people::{JSON, PASSWORD, api, basic};
use crate::support::{Person, world};

const SQL: &str = "'; drop table users; --\" or 1=1 /*";

const HTML: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u{202e}";

#[test]
fn nul_is_refused_where_it_has_no_place_and_kept_in_messages_and_passwords() {
    let (server, ada, chat) = world();
    let nul = "a\0b@example.com";
    for path in ["/api/auth/sign-up", "/api/auth/login"] {
        let body = json!({ "email": nul, "password": PASSWORD }).to_string();
        let body = server.request("POST", path, JSON, body.as_bytes()).error(400);
        assert!(issue_at(&body, json!(["email"])));
    }
    for field in ["name", "model"] {
        let mut body = json!({ "name": "A chat", "model": "a-model" });
        body[field] = json!("a\0b");
        let body = ada.post(&server, &ada.chats(), &body).error(400);
        assert!(issue_at(&body, json!([field])));
    }

    let messages = format!("{}/{chat}/messages", ada.chats());
    ada.post(&server, &messages, &json!({ "message": "\0a\0", "actor": "user\0" })).error(400);
    ada.post(&server, &messages, &json!({ "message": "\0a\0", "actor": "user" })).good();
    assert_eq!(ada.get(&server, &messages).good()["chatMessages"][2]["content"], "\0a\0");

    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "a\0b" }));
    let status = |password| server.request("GET", &api(&share), &[("Authorization", &basic(password))], b"").status;
    assert_eq!([status("a\0b"), status("a"), status("a\0c")], [200, 401, 401]);

    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let body = ada.post(&server, &entries, &json!({ "emails": [ada.email, nul] })).error(400);
    assert!(issue_at(&body, json!(["emails", "1"])));
}

#[test]
fn sql_and_html_come_back_as_they_were_and_harm_nothing() {
    let (server, ada, _) = world();
    for text in [SQL, HTML] {
        let new = json!({ "name": text, "model": text });
        let chat = ada.post(&server, &ada.chats(), &new).good()["chat"].take();
        assert_eq!((&chat["name"], &chat["model"]), (&json!(text), &json!(text)));
        let path = format!("{}/{}", ada.chats(), chat["id"]);
        let headers = [JSON[0], ("Cookie", &ada.cookie)];
        server.request("PATCH", &path, &headers, json!({ "name": text }).to_string().as_bytes()).good();
        ada.post(&server, &format!("{path}/messages"), &json!({ "message": text, "actor": "user" })).good();
        ada.post(&server, &format!("{path}/messages"), &json!({ "message": "a", "actor": text })).error(400);
        let share = ada.post(&server, &format!("{path}/shares"), &json!({})).good()["share"].take();
        let read = server.get(&api(&share));
        assert_eq!(read.header("x-content-type-options"), Some("nosniff"));
        let read = read.good();
        assert_eq!((&read["chat"]["name"], &read["chatMessages"][0]["content"]), (&json!(text), &json!(text)));

        let guard = json!({ "is_protected": true, "hashed_password": text });
        ada.post(&server, &format!("{path}/shares"), &guard).good();
        server.request("GET", &api(&share), &[("Authorization", &basic(text))], b"").good();
        server.request("GET", &api(&share), &[("Authorization", &basic("' or '1'='1"))], b"").error(401);
    }
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"].as_array().map(Vec::len), Some(3));
}

#[test]
fn sql_in_an_address_is_an_address_of_nobody() {
    let (server, ada, _) = world();
    let o_brien = Person::sign_up(&server, "o'brien--@example.com");
    Person::sign_in(&server, "O'Brien--@example.com");
    assert_ne!(o_brien.id, ada.id);
    for email in ["' or 1=1 --@example.com", "'or'1'='1@example.com", "%@example.com", "a_a@example.com"] {
        let body = json!({ "email": email, "password": PASSWORD }).to_string();
        let status = server.request("POST", "/api/auth/login", JSON, body.as_bytes()).status;
        assert!(matches!(status, 400 | 401), "{email}: {status}");
    }
}

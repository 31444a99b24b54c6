//! What OpenCode would never send.

use serde_json::{Value, json};

use super::{Agent, SESSION, asked, session, text};
use crate::support::people::{JSON, Person, bearer};
use crate::support::{Server, world};

#[test]
fn only_a_token_that_publishes_opens_the_address_and_it_opens_nothing_else() {
    let (server, ada, chat) = world();
    for scope in ["read", "write"] {
        let path = format!("/t/{}/api/share", ada.token(&server, scope));
        server.request("POST", &path, JSON, br#"{"sessionID":"ses_1"}"#).error(401);
    }
    server.request("POST", "/t/nsh_x/api/share", JSON, br#"{"sessionID":"ses_1"}"#).error(401);

    let secret = ada.token(&server, "publish");
    let field = bearer(&secret);
    let fields = [("Authorization", field.as_str()), ("Cookie", ada.cookie.as_str())];
    for path in [ada.chats(), "/api/auth/me".to_owned(), "/api/auth/check".to_owned(), ada.at("/tokens")] {
        server.request("GET", &path, &fields, b"").error(401);
    }
    let share = ada.share(&server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &entries, &json!([ada.email])).good();
    server.request("GET", &crate::support::people::api(&share), &fields, b"").error(401);

    assert_eq!(server.sql("update api_tokens set expires_at = 1 where scope = 'publish'"), 1);
    server.request("POST", &format!("/t/{secret}/api/share"), JSON, br#"{"sessionID":"ses_1"}"#).error(401);
}

#[test]
fn a_body_is_not_read_for_whoever_has_no_token() {
    let server = Server::start();
    let mut connection = server.connect();
    let path = "/t/nsh_wrong/api/share/some-share/sync";
    connection.send(format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000000\r\n\r\n"));
    connection.answer().error(401);
}

#[test]
fn foreign_names_and_secrets_change_nothing() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Hi")]);
    let grace = Person::sign_up(&server, "grace@example.com");
    let eve = Agent::of(&server, &grace);
    let hers = eve.share(SESSION);

    eve.try_sync(&shared, &[text(1, "Gotcha")]).error(404);
    eve.remove(&shared).error(404);
    for secret in ["", "x", &hers.secret] {
        let body = json!({ "secret": secret, "data": [text(1, "Gotcha")] });
        agent.send("POST", &format!("/{}/sync", shared.id), &body).error(403);
        agent.send("DELETE", &format!("/{}", shared.id), &json!({ "secret": secret })).error(403);
    }
    let foreign = |mut item: Value| {
        item["data"]["sessionID"] = json!("ses_other");
        item
    };
    let mut other = session(&json!({}));
    other["data"]["id"] = json!("ses_other");
    for item in [foreign(asked(2)), foreign(text(1, "Gotcha")), other] {
        agent.try_sync(&shared, &[text(1, "Also this one"), item]).error(400);
    }
    assert_eq!(shared.texts(&server)[0], "user: Hi");
}

#[test]
fn what_is_no_batch_is_refused() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    for wrong in ["", "a b", "a/b", &"x".repeat(256)] {
        agent.send("POST", "", &json!({ "sessionID": wrong })).error(400);
    }
    agent.send("POST", "", &json!({})).error(400);
    let shared = agent.share(SESSION);
    let path = format!("{}/api/share/{}/sync", agent.base, shared.id);
    let long = json!({ "secret": shared.secret, "data": [{ "type": "part", "data": { "id": "x".repeat(256), "messageID": "m" } }] });
    for body in ["", "{", "[]", r#"{"secret":"x"}"#, &long.to_string()] {
        server.request("POST", &path, JSON, body.as_bytes()).error(400);
    }
    server.request("POST", &path, &[("Content-Type", "text/plain")], b"{}").error(415);
    // What a newer program may send.
    agent.sync(&shared, &[json!({ "type": "weather", "data": "sunny" }), json!({ "type": "model", "data": null })]);
}

#[test]
fn a_session_has_a_bound() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    let long = "x".repeat(11 * 1024 * 1024);
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Hi")]);
    let file = |number: i64| super::part(1, &json!({ "id": format!("prt_{number}"), "type": "patch", "hash": long }));
    agent.sync(&shared, &[file(1)]);
    agent.sync(&shared, &[file(2)]);
    agent.try_sync(&shared, &[file(3), text(1, "Lost")]).error(413);
    agent.sync(&shared, &[super::part(1, &json!({ "id": "prt_2", "type": "patch" })), text(1, "Hello")]);
    assert_eq!(shared.texts(&server)[0], "user: Hello");

    let many: Vec<Value> = (0..20_000).map(asked).collect();
    agent.try_sync(&shared, &many).error(413);
    let mut connection = server.connect();
    let path = format!("{}/api/share/{}/sync", agent.base, shared.id);
    connection.send(format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n"
    ));
    connection.answer().error(413);
}

#[test]
fn floods_are_told_to_wait() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let sessions = (0..70).map(|number| agent.send("POST", "", &json!({ "sessionID": format!("ses_{number}") })));
    let refused: Vec<_> = sessions.filter(|answer| answer.status != 200).collect();
    assert!(!refused.is_empty() && refused.len() <= 10, "{}", refused.len());
    for answer in &refused {
        answer.error(429);
        assert!(answer.header("retry-after").is_some());
    }
}

#[test]
fn as_many_requests_are_taken_at_once_as_is_said() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let body = json!({ "secret": "x", "data": [] });
    for _ in 0..300 {
        agent.send("POST", "/no-such-share/sync", &body).error(404);
    }
    let statuses: Vec<u16> = (0..600).map(|_| agent.send("POST", "/no-such-share/sync", &body).status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

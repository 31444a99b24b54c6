//! What readers are told while they listen.

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::people::{api, basic};
use crate::support::server::run;
use crate::support::{Connection, Person, Server, eventually, world};

/// Somebody who listens.
struct Listener {
    connection: Connection,
    heard: String,
}

impl Listener {
    fn of(server: &Server, share: &Value, fields: &str) -> Self {
        let mut connection = server.connect();
        connection.send(format!("GET {}/events HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n", api(share)));
        let mut listener = Self { connection, heard: String::new() };
        let head = listener.hear("\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        listener
    }

    /// Waits for that, behind what was heard before.
    #[track_caller]
    fn hear(&mut self, text: &str) -> String {
        eventually(text, || {
            self.heard.push_str(&self.connection.read_text());
            self.heard.contains(text)
        });
        let end = self.heard.find(text).expect("heard") + text.len();
        self.heard.drain(..end).collect()
    }

    /// The next state that is told.
    #[track_caller]
    fn state(&mut self) -> Value {
        self.hear("event: state\ndata: ");
        serde_json::from_str(self.hear("\n\n").trim_end()).expect("JSON")
    }
}

#[test]
fn a_reader_hears_of_each_change_and_of_the_end() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut reader = Listener::of(&server, &share, "");
    let before = reader.state();
    assert_eq!(before["live"], false, "nobody writes it");
    let messages = format!("{}/{chat}/messages", ada.chats());
    ada.post(&server, &messages, &json!({ "message": "And at night?", "actor": "user" })).good();
    let after = reader.state();
    assert_ne!(after["revision"], before["revision"]);
    let known = format!("W/\"{}\"", after["revision"].as_str().expect("a revision"));
    let path = format!("{}?render=page", api(&share));
    assert_eq!(server.request("GET", &path, &[("If-None-Match", &known)], b"").status, 304);

    // What happens elsewhere says nothing here.
    ada.chat(&server);
    ada.share(&server, chat, &json!({ "is_shared": false }));
    let until_then = reader.hear("event: closed");
    assert!(!until_then.contains("event: state"), "{until_then}");
    reader.hear("0\r\n\r\n");
}

#[test]
fn whoever_may_no_longer_read_hears_nothing_more() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let share = ada.share(&server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let entry = ada.post(&server, &entries, &json!([grace.email])).good()["shareWhitelistEntries"].clone();
    let of_grace =
        entry.as_array().expect("entries").iter().find(|entry| entry["whitelisted_neptun_user_id"] == grace.id);
    server.get(&format!("{}/events", api(&share))).error(401);
    let cookie = |person: &Person| format!("Cookie: {}\r\n", person.cookie);
    let [mut first, mut second] = [0; 2].map(|_| Listener::of(&server, &share, &cookie(&grace)));
    let mut owner = Listener::of(&server, &share, &cookie(&ada));
    for listener in [&mut first, &mut second, &mut owner] {
        listener.state();
    }
    ada.delete(&server, &format!("{entries}/{}", of_grace.expect("hers")["id"])).good();
    first.hear("event: closed");
    second.hear("event: closed");
    ada.post(&server, "/api/auth/logout", &json!({})).good();
    owner.hear("event: closed");
}

#[test]
fn whom_a_proxy_named_hears_nothing_more_once_disabled() {
    let server = Server::with(&["--auth-header", "X-Forwarded-Email", "--trusted-proxy", "127.0.0.1"]);
    let [ada, grace] = ["ada@example.com", "grace@example.com"].map(|email| Person::sign_up(&server, email));
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "emails": [grace.email] }));
    let mut reader = Listener::of(&server, &share, "X-Forwarded-Email: grace@example.com\r\n");
    reader.state();
    let database = server.database().to_str().expect("UTF-8");
    assert_eq!(run(&["user", "disable", "grace@example.com", "--database", database], "").0, 0);
    reader.hear("event: closed");
}

#[test]
fn a_new_password_ends_it() {
    let (server, ada, chat) = world();
    let protect =
        |password: &str| ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": password }));
    let share = protect("open sesame");
    let mut reader = Listener::of(&server, &share, &format!("Authorization: {}\r\n", basic("open sesame")));
    reader.state();
    protect("another one");
    reader.hear("event: closed");
}

#[test]
fn the_answer_has_no_length_and_head_has_no_body() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let path = format!("{}/events", api(&share));
    let mut connection = server.connect();
    for _ in 0..2 {
        connection.send(format!("HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let mut head = String::new();
        eventually("a head", || {
            head.push_str(&connection.read_text());
            head.ends_with("\r\n\r\n")
        });
        assert!(head.contains("content-type: text/event-stream") && !head.contains("content-length"), "{head}");
    }
}

#[test]
fn those_who_listen_leave_room_for_others_and_keep_no_server_from_stopping() {
    let mut server = Server::with(&["--max-connections", "8"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({}));
    let mut listeners: Vec<Listener> = (0..4).map(|_| Listener::of(&server, &share, "")).collect();
    let refused = server.get(&format!("{}/events", api(&share)));
    refused.error(503);
    assert!(refused.header("retry-after").is_some());
    server.get(&api(&share)).good();
    drop(listeners.pop());
    server.signal(Signal::TERM);
    assert!(server.wait().success());
    for listener in &mut listeners {
        listener.hear("0\r\n\r\n");
    }
}

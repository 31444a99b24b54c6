//! What the log says of who did what, for people and for fail2ban.

use regex::Regex;
use serde_json::{Value, json};

use super::is_refused;
use crate::support::people::{JSON, PASSWORD, api, basic};
use crate::support::{Connection, Person, Server};

fn lines(log: &str, message: &str) -> Vec<Value> {
    let objects = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    objects.filter(|line| line["message"] == message).collect()
}

fn sign_in(server: &Server, password: &str) -> u16 {
    let body = json!({ "email": "ada@example.com", "password": password }).to_string();
    server.request("POST", "/api/auth/login", JSON, body.as_bytes()).status
}

#[test]
fn a_refusal_is_logged_with_its_reason_its_client_and_the_number_that_the_client_was_told() {
    let server = Server::with(&["--log-format", "json"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let missing = ada.get(&server, &ada.at("/chats/99"));
    let id = missing.header("x-request-id").expect("a number").to_owned();
    assert_eq!(server.get("/api/health").header("x-request-id"), None);
    is_refused(&server, "no http\r\n\r\n", 400);
    let log = server.hears("\"status\":400");

    let answered = lines(&log, "answered");
    let line = answered.iter().find(|line| line["request"] == id).expect("its line");
    assert_eq!((&line["status"], &line["reason"]), (&json!(404), &json!("Chat not found")));
    assert_eq!((&line["client"], &line["account"]), (&json!("127.0.0.0/24"), &json!(ada.id)));
    let broken = answered.iter().find(|line| line["status"] == 400).expect("its line");
    assert_eq!(broken["client"], "127.0.0.0/24");
    assert!(broken["reason"].is_string() && broken["account"].is_null(), "{broken}");
}

#[test]
fn what_matters_for_security_has_a_line_of_its_own() {
    let server = Server::with(&["--log-format", "json"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    assert_eq!((sign_in(&server, "not a guess"), sign_in(&server, PASSWORD)), (401, 200));
    let chat = ada.chat(&server);
    ada.token(&server, "read");
    ada.share(&server, chat, &json!({}));
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    server.get(&api(&share)).error(401);
    server.request("GET", &api(&share), &[("Authorization", &basic("wrong"))], b"").error(401);
    let change = json!({ "current_password": "not a guess", "new_password": "a new password" });
    ada.post(&server, &ada.at("/password"), &change).error(403);
    let wish = json!({ "current_password": "not a guess", "name": "x", "scope": "read" });
    ada.post(&server, &ada.at("/tokens"), &wish).error(403);
    let change = json!({ "current_password": PASSWORD, "new_password": "a new password" });
    ada.post(&server, &ada.at("/password"), &change).good();

    let log = server.hears("password-changed");
    let events: Vec<_> = lines(&log, "security")
        .iter()
        .map(|line| {
            (line["event"].as_str().expect("a name").to_owned(), line["level"] == "WARN", line["account"].as_i64())
        })
        .collect();
    let expected = [
        ("account-created", false, Some(ada.id)),
        ("sign-in-failed", true, None),
        ("signed-in", false, Some(ada.id)),
        ("token-created", false, Some(ada.id)),
        ("link-open-to-all", false, Some(ada.id)),
        ("link-password-failed", true, None),
        ("password-refused", true, Some(ada.id)),
        ("password-refused", true, Some(ada.id)),
        ("password-changed", false, Some(ada.id)),
    ];
    assert_eq!(events, expected.map(|(event, is_warning, account)| (event.to_owned(), is_warning, account)));
}

/// The expressions of the filter, with what fail2ban puts in place of `<ADDR>`.
fn filter() -> Vec<Regex> {
    let filter = include_str!("../../../packaging/fail2ban/neptun-share.conf");
    let lines = filter.lines().skip_while(|line| !line.starts_with("failregex")).take_while(|line| !line.is_empty());
    let expressions = lines.map(|line| line.trim_start_matches("failregex =").trim());
    expressions.map(|text| Regex::new(&text.replace("<ADDR>", "([0-9A-Fa-f:.]+)")).expect(text)).collect()
}

#[test]
fn fail2bans_filter_finds_who_guesses_and_nobody_else() {
    for format in ["text", "json"] {
        let server = Server::with(&["--log-clients", "full", "--log-format", format]);
        Person::sign_up(&server, "ada@example.com");
        assert_eq!(sign_in(&server, PASSWORD), 200);
        let body = json!({ "email": "ada@example.com", "password": "client=192.0.2.1" }).to_string();
        let mut guesser = Connection::from([127, 77, 0, 9], server.address());
        for _ in 0..12 {
            // Nor can a client put words into the log.
            let agent = "\n WARN security event=\"sign-in-failed\" client=192.0.2.1";
            let headers = [JSON[0], ("User-Agent", agent.trim_start())];
            guesser.request("POST", "/api/auth/login", &headers, body.as_bytes());
        }
        server.get("/%0a%20WARN%20security%20event=%22sign-in-failed%22%20client=192.0.2.1");
        let log = server.hears("There is nothing at this address");
        let filter = filter();
        assert_eq!(filter.len(), 2);
        let found: Vec<&str> = log
            .lines()
            .filter_map(|line| filter.iter().find_map(|expression| expression.captures(line)))
            .map(|captures| captures.get(1).expect("an address").as_str())
            .collect();
        // Whether they were refused as wrong or as too many.
        assert_eq!(found, ["127.77.0.9"; 12], "{log}");
    }
}

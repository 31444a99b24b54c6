//! The page behind a link in a browser without scripts: its forms lead to the conversation.

use serde_json::{Value, json};

use crate::support::people::api;
use crate::support::{Person, Response, Server, world};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// A browser that keeps cookies.
struct Browser<'s> {
    server: &'s Server,
    path: String,
    cookies: Vec<(String, String)>,
}

impl<'s> Browser<'s> {
    fn at(server: &'s Server, share: &Value) -> Self {
        let path = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
        Self { server, path, cookies: Vec::new() }
    }

    fn ask(&self, method: &str, path: &str, body: &str, more: &[(&str, &str)]) -> Response {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let headers = [&[FORM, ("Cookie", &cookies)], more].concat();
        self.server.request(method, path, &headers, body.as_bytes())
    }

    /// Sends a form, and follows where the answer leads.
    fn send(&mut self, form: &str) -> Response {
        let answer = self.ask("POST", &self.path, form, &[("Sec-Fetch-Site", "same-origin")]);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        match answer.status {
            303 => {
                assert_eq!(answer.header("location"), Some(self.path.as_str()));
                self.ask("GET", &self.path, "", &[])
            }
            _ => answer,
        }
    }
}

#[track_caller]
fn shows(page: &Response, status: u16, state: &str) {
    let text = String::from_utf8_lossy(&page.body);
    assert_eq!(page.status, status, "{text}");
    assert!(text.contains(&format!("data-state=\"{state}\"")), "{text}");
    assert_eq!(text.contains("Rayleigh"), state == "conversation", "{text}");
}

#[test]
fn a_password_opens_the_page_and_its_files_for_this_browser() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let mut browser = Browser::at(&server, &share);
    shows(&browser.send("password=wrong"), 403, "password\" data-said=\"wrong");
    shows(&browser.send("password=open+sesame"), 200, "conversation");
    assert_eq!(browser.ask("GET", &api(&share), "", &[]).status, 200);
    shows(&Browser::at(&server, &share).ask("GET", &browser.path, "", &[]), 200, "password");

    ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "another" }));
    shows(&browser.ask("GET", &browser.path, "", &[]), 200, "password");
}

#[test]
fn somebody_who_was_named_signs_in() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let (_, bob) = (Person::sign_up(&server, "eve@example.com"), Person::sign_up(&server, "bob@example.com"));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &list, &json!({ "emails": [bob.email] })).good();

    let mut browser = Browser::at(&server, &share);
    shows(&browser.send("password=open+sesame"), 200, "signIn");
    shows(&browser.send("email=bob%40example.com&password=nothing"), 403, "signIn\" data-said=\"wrong");
    shows(&browser.send("email=eve%40example.com&password=correct+horse+battery"), 200, "forbidden");
    shows(&browser.send("email=bob%40example.com&password=correct+horse+battery"), 200, "conversation");
}

#[test]
fn a_view_is_taken_by_a_press() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 1 }));
    let mut browser = Browser::at(&server, &share);
    shows(&browser.ask("GET", &browser.path, "", &[]), 200, "view");
    shows(&browser.send("open=yes"), 200, "conversation");
    shows(&Browser::at(&server, &share).send("open=yes"), 404, "missing");
}

#[test]
fn a_page_of_another_site_sends_no_form() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 1 }));
    let browser = Browser::at(&server, &share);
    for foreign in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")] {
        assert_eq!(browser.ask("POST", &browser.path, "open=yes", &[foreign]).status, 403, "{foreign:?}");
    }
    shows(&browser.ask("GET", &browser.path, "", &[]), 200, "view");
}

#[test]
fn the_log_names_who_guesses_by_a_form() {
    let server = Server::with(&["--log-format", "json"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &list, &json!({ "emails": ["grace@example.com"] })).good();
    let mut browser = Browser::at(&server, &share);
    browser.send("password=wrong");
    browser.send("password=open+sesame");
    browser.send("email=ada%40example.com&password=nothing");
    browser.send("email=ada%40example.com&password=correct+horse+battery");
    let mut stranger = Browser::at(&server, &share);
    for _ in 0..11 {
        stranger.send("password=wrong");
    }

    let log = server.hears("link-password-throttled");
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    let events: Vec<_> = lines
        .filter(|line| line["message"] == "security")
        .filter_map(|line| Some((line["event"].as_str()?.to_owned(), line["account"].as_i64())))
        .collect();
    for event in ["link-password-failed", "sign-in-failed", "link-password-throttled"] {
        assert!(events.iter().any(|(found, _)| found == event), "{event}: {events:?}");
    }
    assert!(events.contains(&("signed-in".to_owned(), Some(ada.id))), "{events:?}");
}

#[test]
fn guesses_are_bounded() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let mut browser = Browser::at(&server, &share);
    let statuses: Vec<u16> = (0..12).map(|_| browser.send("password=wrong").status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
    shows(&browser.send("password=open+sesame"), 429, "password\" data-said=\"later");
}

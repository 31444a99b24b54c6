//! The commands of `link` on a server elsewhere: the same words as on this machine.

use serde_json::{Value, json};

use super::sign_in;
use crate::support::cli_sandbox::CliSandbox;
use crate::support::{Person, Server, world};

struct Scene {
    cli: CliSandbox,
    server: Server,
    ada: Person,
    name: String,
    number: String,
}

impl Scene {
    /// A conversation that is shared there.
    fn new(said: &str, settings: &Value) -> Self {
        let (server, ada, _) = world();
        let cli = CliSandbox::empty();
        let name = sign_in(&cli, &server, &ada, "write");
        let made = ada.post(&server, &ada.chats(), &json!({ "name": "Night sky", "model": "a-model" })).good();
        let chat = made["chat"]["id"].as_i64().expect("a number");
        let messages = format!("{}/{chat}/messages", ada.chats());
        ada.post(&server, &messages, &json!({ "message": said, "actor": "user" })).good();
        ada.share(&server, chat, settings);
        Self { cli, server, ada, name, number: chat.to_string() }
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        self.cli.without_terminal(&[&["link", arguments[0], "--server", &self.name], &arguments[1..]].concat(), "")
    }

    #[track_caller]
    fn good(&self, arguments: &[&str]) -> (String, String) {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{err}");
        (out, err)
    }
}

#[test]
fn people_are_named_and_taken_off() {
    let scene = Scene::new("Why is it dark?", &json!({}));
    let grace = Person::sign_up(&scene.server, "grace@example.com");
    let number = scene.number.as_str();
    assert_eq!(scene.good(&["people", number, "--json"]).0.trim(), "null");

    let (out, err) = scene.good(&["people", number, "--add", "grace@example.com,mary@example.com"]);
    assert_eq!(out.lines().collect::<Vec<_>>(), ["ada@example.com", "grace@example.com"]);
    assert!(err.contains("Only these people can read it"), "{err}");
    assert!(err.contains("mary@example.com is invited and has no account on"), "{err}");
    assert!(err.contains("create the invitation's link on your account page there"), "{err}");
    let (_, _, err) =
        scene.cli.run(&["share", number, "--server", &scene.name, "--for", "mary@example.com", "--yes"], "");
    assert!(err.contains("create the invitation's link on your account page there"), "{err}");

    let (out, _) = scene.good(&["people", number, "--remove", "GRACE@example.com", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).expect("JSON"), json!(["ada@example.com"]));
    let (code, _, err) = scene.run(&["people", number, "--remove", &grace.email]);
    assert_eq!(code, 1);
    assert!(err.contains("is not among those who may read \"Night sky\"; nothing was changed"), "{err}");
    let (out, err) = scene.good(&["people", number, "--anyone"]);
    assert!(out.is_empty() && err.contains("Anyone with the link can read it"), "{err}");
}

#[test]
fn what_is_not_to_be_continued_is_not_and_its_owner_may() {
    let scene = Scene::new("Why is it dark?", &json!({ "may_be_continued": false }));
    let path = format!("{}/{}/shares", scene.ada.chats(), scene.number);
    let uuid = scene.ada.get(&scene.server, &path).good()["uuid"].as_str().expect("a uuid").to_owned();
    let api = format!("/api/shared/chats/{uuid}");
    let page = scene.server.get(&format!("/shared/chats/{uuid}"));
    assert!(String::from_utf8_lossy(&page.body).contains("data-continue=\"no\""));
    assert_eq!(scene.server.get(&api).status, 200, "it can be read");
    for path in
        [format!("{api}?for=continue"), format!("{api}/export?format=messages"), format!("/api/share/{uuid}/data")]
    {
        assert_eq!(scene.server.get(&path).status, 403, "{path}");
        scene.ada.get(&scene.server, &path).good();
    }
    let link = format!("{}/shared/chats/{uuid}", scene.server.url());
    // As a stranger: this machine's token is its owner's.
    let (code, _, err) = CliSandbox::empty().without_terminal(&["continue", &link, "--as", "messages"], "");
    assert_eq!(code, 1);
    assert!(err.contains("does not offer it to be continued"), "{err}");

    let (code, _, err) =
        scene.cli.run(&["share", &scene.number, "--server", &scene.name, "--may-continue", "--yes"], "");
    assert_eq!(code, 0, "{err}");
    assert_eq!(scene.server.get(&format!("{api}?for=continue")).status, 200);
    let (_, _, err) = scene.cli.run(&["share", &scene.number, "--server", &scene.name, "--no-continue", "--yes"], "");
    assert!(err.contains("Readers are not offered to continue it in an agent."), "{err}");
}

#[test]
fn visitors_are_listed_and_forgotten() {
    let scene = Scene::new("Why is it dark?", &json!({ "records_visitors": true }));
    let number = scene.number.as_str();
    let path = format!("{}/{number}/shares", scene.ada.chats());
    let uuid = scene.ada.get(&scene.server, &path).good()["uuid"].as_str().expect("a uuid").to_owned();
    assert_eq!(scene.server.post(&format!("/api/shared/chats/{uuid}/views"), &json!({})).status / 100, 2);
    assert_eq!(scene.good(&["visitors", number]).0.lines().count(), 1);
    let (out, _) = scene.good(&["visitors", number, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).expect("JSON")[0]["email"], Value::Null);
    assert!(scene.good(&["visitors", number, "--forget"]).0.contains("deleted the record of who viewed \"Night sky\""));
    assert!(scene.good(&["visitors", number]).0.is_empty());
}

#[test]
fn a_check_says_what_is_found_and_a_mark_is_taken_back() {
    let scene = Scene::new("Write to grace.hopper@navy.mil, with AKIAQX3MPLE7RTZ2WKLB.", &json!({}));
    let number = scene.number.as_str();
    let (out, err) = scene.good(&["check", number]);
    assert!(out.contains("access token: redacted") || out.contains("API key: redacted"), "{out}");
    assert!(out.contains("[ ]") && out.contains("message 1"), "{out}");
    assert!(err.contains("Searched 1 message and 0 files, found"), "{err}");
    assert!(!out.contains("grace.hopper@navy.mil"), "masked");
    let (out, _) = scene.good(&["check", number, "--json"]);
    let found: Value = serde_json::from_str(&out).expect("JSON");
    let email = found["findings"].as_array().expect("a list").iter().find(|one| one["kind"] == "email").expect("one");
    assert_eq!(email["is_left_out"], false);

    let id = email["id"].as_str().expect("an id");
    let shares = format!("{}/{number}/shares", scene.ada.chats());
    let mark = json!({ "redactions": { "kinds": [], "harmless_everywhere": [id] } });
    scene.ada.post(&scene.server, &shares, &mark).good();
    assert!(scene.good(&["harmless"]).0.contains(id));
    let (_, err) = scene.good(&["harmless", "--forget", id]);
    assert!(err.contains("Nothing is marked as harmless."), "{err}");
    let (code, _, err) = scene.run(&["harmless", "--forget", id]);
    assert_eq!(code, 1);
    assert!(err.contains("is marked as harmless; see all with: neptun-share link harmless --server"), "{err}");
}

#[test]
fn a_frozen_link_is_brought_up_to_date_once_somebody_has_decided() {
    let scene = Scene::new("Why is it dark?", &json!({ "is_frozen": true }));
    let number = scene.number.as_str();
    let messages = format!("{}/{number}/messages", scene.ada.chats());
    let said = json!({ "message": "Ask mary.somerville@royal-society.org.", "actor": "user" });
    scene.ada.post(&scene.server, &messages, &said).good();
    let (code, _, err) = scene.run(&["update", number]);
    assert_eq!(code, 1);
    assert!(err.contains("nothing was published") && err.contains("--redact all"), "{err}");
    let path = format!("{}/{number}/shares", scene.ada.chats());
    let uuid = scene.ada.get(&scene.server, &path).good()["uuid"].as_str().expect("a uuid").to_owned();
    let read = || scene.server.get(&format!("/api/shared/chats/{uuid}")).good().to_string();
    assert!(!read().contains("Ask"));

    let (out, _) = scene.good(&["update", number, "--redact", "all"]);
    assert!(out.contains("brought the link of \"Night sky\" up to date"), "{out}");
    assert!(read().contains("Ask") && !read().contains("mary.somerville"), "{}", read());
}

#[test]
fn a_frozen_link_is_brought_up_to_date_without_a_question_about_what_is_decided() {
    let scene = Scene::new("Ask ada.lovelace@royal-society.org about it.", &json!({ "is_frozen": true }));
    let number = scene.number.as_str();
    let say = |words: &str| {
        let messages = format!("{}/{number}/messages", scene.ada.chats());
        scene.ada.post(&scene.server, &messages, &json!({ "message": words, "actor": "user" })).good();
    };
    let shares = format!("{}/{number}/shares", scene.ada.chats());
    let uuid = scene.ada.get(&scene.server, &shares).good()["uuid"].as_str().expect("a uuid").to_owned();
    let read = || scene.server.get(&format!("/api/shared/chats/{uuid}")).good().to_string();

    say("It is dark.");
    scene.good(&["update", number]);
    assert!(read().contains("It is dark.") && read().contains("ada.lovelace"), "what it showed before");

    say("Or mary.somerville@royal-society.org instead.");
    assert_eq!(scene.run(&["update", number]).0, 1);
    let check = format!("{}/{number}/shares/check", scene.ada.chats());
    let found = scene.ada.post(&scene.server, &check, &json!({ "is_frozen": false })).good();
    let finding = |decided: bool| {
        let findings = found["findings"].as_array().into_iter().flatten();
        let mut these = findings.filter(move |finding| finding["is_decided"] == decided);
        (these.next().expect("one").clone(), these.next())
    };
    let (new, others) = finding(false);
    assert!(others.is_none() && new["masked"].as_str().is_some_and(|masked| masked.starts_with('m')), "{new}");
    assert!(finding(true).1.is_none());
    let harmless = json!({ "redactions": { "kinds": ["api_key"], "harmless": [new["id"]] } });
    scene.ada.post(&scene.server, &shares, &harmless).good();
    scene.good(&["update", number]);
    assert!(read().contains("mary.somerville"), "{}", read());
}

//! `share --follow --server`: a session on a page elsewhere while it is written, over a network that breaks.

use std::fs::{self, OpenOptions};
use std::io::Write;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::cli_sandbox::{CLAUDE_CODE, CliSandbox, claude_code_line};
use crate::support::process::Process;
use crate::support::relay::{Network, Relay};
use crate::support::{Person, Server, eventually, world};

const FILE: &str = ".claude/projects/-home-ada-sky/0e1f2a3b-0000-4000-8000-000000000000.jsonl";
const TOKEN: &str = "ghp_Zx7Kq2Lm9Pw4Rt6Yv8Bn1Cd3Fg5Hj0Ks2Mt4";

/// A laptop with a session, and a server behind a network.
struct Scene {
    cli: CliSandbox,
    server: Server,
    ada: Person,
    relay: Relay,
    path: String,
}

impl Scene {
    fn new() -> Self {
        let (server, ada, _) = world();
        let cli = CliSandbox::empty();
        let relay = Relay::to(server.address());
        let secret = ada.token(&server, "write");
        let (code, _, err) = cli.run(&["login", &relay.url(), "--token", "-"], &format!("{secret}\n"));
        assert_eq!(code, 0, "{err}");
        let path = cli.file(FILE, CLAUDE_CODE);
        Self { cli, server, ada, relay, path }
    }

    fn follow(&self, more: &[&str]) -> (Process, String) {
        let name = self.relay.name();
        let arguments = ["share", "0e1f2a3b", "--follow", "--yes", "--server", &name];
        let mut process = self.cli.start(&[&arguments, more].concat());
        let link = process.link();
        process.hears("Following the session");
        (process, link)
    }

    fn says(&self, number: usize, role: &str, content: &Value) {
        let mut file = OpenOptions::new().append(true).open(&self.path).expect("opened");
        file.write_all(claude_code_line(number, role, content).as_bytes()).expect("written");
    }

    fn read(&self, link: &str) -> Value {
        let uuid = link.rsplit('/').next().expect("a uuid");
        self.server.get(&format!("/api/shared/chats/{uuid}")).good()
    }

    fn texts(&self, link: &str) -> Vec<String> {
        let read = self.read(link);
        let messages = read["chatMessages"].as_array().expect("messages").iter();
        messages.map(|message| message["content"].as_str().expect("text").to_owned()).collect()
    }

    #[track_caller]
    fn reads(&self, link: &str, last: &str) {
        eventually(last, || self.texts(link).last().is_some_and(|text| text.contains(last)));
    }

    /// The number of the conversation on the server.
    fn chat(&self, link: &str) -> Value {
        let shares = self.ada.get(&self.server, &self.ada.at("/shares")).good();
        let mut shares = shares["shares"].as_array().expect("a list").iter();
        shares.find(|share| share["url"] == link).expect("the link")["chat_conversation_id"].clone()
    }

    /// Whether anything of that is in the server's files.
    fn has(&self, text: &str) -> bool {
        let path = self.server.database();
        let files = [path.to_owned(), path.with_extension("db-wal")].map(|path| fs::read(path).unwrap_or_default());
        files.iter().any(|bytes| bytes.windows(text.len()).any(|piece| piece == text.as_bytes()))
    }
}

#[test]
fn what_an_agent_writes_is_read_elsewhere_and_what_is_left_out_never_leaves() {
    let scene = Scene::new();
    let (mut process, link) = scene.follow(&[]);
    assert_eq!(scene.texts(&link).len(), 2);

    scene.says(3, "user", &json!("And the sea?"));
    scene.reads(&link, "And the sea?");
    let ids = || -> Vec<Value> {
        scene.read(&link)["chatMessages"].as_array().expect("messages").iter().map(|said| said["id"].clone()).collect()
    };
    let call = json!([{ "type": "tool_use", "id": "t1", "name": "Bash", "input": { "command": "look" } }]);
    scene.says(4, "assistant", &call);
    scene.reads(&link, "look");
    let before = ids();
    scene.says(5, "user", &json!([{ "type": "tool_result", "tool_use_id": "t1", "content": "Blue, too." }]));
    scene.reads(&link, "Blue, too.");
    assert_eq!(ids(), before, "a message that grows stays the message that it was");

    scene.says(6, "user", &json!(format!("My token is {TOKEN}, my address grace.hopper@navy.mil: Done.")));
    scene.reads(&link, "Done.");
    process.hears("Left out:");
    assert!(!scene.has(TOKEN) && !scene.has("grace.hopper@navy"), "it is on the server");

    process.signal(Signal::INT);
    assert!(process.wait().0.success());
    let listed: Value =
        serde_json::from_str(&scene.cli.good(&["list", "--json", "--server", &scene.relay.name()])).expect("JSON");
    let of_session = |listed: &Value| listed["share"]["url"].as_str().is_some_and(|url| link.contains(url));
    let found = listed.as_array().expect("a list").iter().find(|listed| of_session(listed)).expect("the link");
    assert_eq!(found["share"]["state"], "active");
}

#[test]
fn a_value_that_is_found_later_is_taken_out_of_what_was_sent_before() {
    let scene = Scene::new();
    let (_process, link) = scene.follow(&[]);
    scene.says(3, "user", &json!("The word is Kx7vQz91mPw4."));
    scene.reads(&link, "Kx7vQz91mPw4");
    scene.says(4, "user", &json!("password: Kx7vQz91mPw4"));
    eventually("taken out", || !scene.texts(&link).concat().contains("Kx7vQz91mPw4"));
    assert_eq!(scene.texts(&link).len(), 4);
}

#[test]
fn a_network_that_breaks_and_a_server_that_restarts_lose_nothing_and_double_nothing() {
    let mut scene = Scene::new();
    let (mut process, link) = scene.follow(&[]);
    scene.relay.becomes(Network::Cut);
    scene.says(3, "user", &json!("Said into a cut line."));
    process.hears("Trying again:");
    scene.relay.becomes(Network::Works);
    scene.reads(&link, "Said into a cut line.");
    process.hears("Following again.");

    scene.relay.becomes(Network::LosesAnswers);
    scene.says(4, "assistant", &json!("The answer is lost."));
    scene.reads(&link, "The answer is lost.");
    scene.relay.becomes(Network::Works);
    scene.says(5, "user", &json!("And goes on."));
    scene.reads(&link, "And goes on.");

    let database = scene.server.database().to_owned();
    let kept = tempfile::tempdir().expect("a folder");
    let copy = kept.path().join("test.db");
    scene.server.signal(Signal::TERM);
    scene.server.wait();
    fs::copy(&database, &copy).expect("copied");
    scene.says(6, "assistant", &json!("While it restarts."));
    scene.server = Server::on(&copy, &[]);
    scene.relay.leads_to(scene.server.address());
    scene.reads(&link, "While it restarts.");
    assert_eq!(scene.texts(&link).len(), 6);
    process.signal(Signal::INT);
    assert!(process.wait().0.success());
}

#[test]
fn ctrl_c_ends_it_also_when_nothing_answers_and_says_what_was_not_sent() {
    let scene = Scene::new();
    let (mut process, link) = scene.follow(&[]);
    scene.relay.becomes(Network::Cut);
    scene.says(3, "user", &json!("Never sent."));
    process.hears("Trying again:");
    process.signal(Signal::INT);
    assert!(process.wait().0.success());
    process.hears("Not everything was sent");

    // Sharing again sends it.
    scene.relay.becomes(Network::Works);
    scene.server.sql("delete from followers");
    let (mut process, again) = scene.follow(&[]);
    assert_eq!(again, link);
    scene.reads(&link, "Never sent.");
    scene.relay.becomes(Network::Silent);
    scene.says(4, "user", &json!("Into silence."));
    process.signal(Signal::INT);
    assert!(process.wait().0.success());
}

#[test]
fn a_session_that_is_rewritten_is_shown_as_it_is() {
    let scene = Scene::new();
    let (_process, link) = scene.follow(&[]);
    scene.says(3, "user", &json!("A wrong way."));
    scene.says(4, "assistant", &json!("Indeed."));
    scene.reads(&link, "Indeed.");
    // Its person goes back, and on from there.
    let back =
        claude_code_line(5, "user", &json!("Another way.")).replace("\"parentUuid\":\"u4\"", "\"parentUuid\":\"u2\"");
    OpenOptions::new().append(true).open(&scene.path).expect("opened").write_all(back.as_bytes()).expect("written");
    scene.reads(&link, "Another way.");
    assert_eq!(scene.texts(&link).len(), 3);

    let other =
        scene.cli.file("other.jsonl", CLAUDE_CODE.to_owned() + &claude_code_line(3, "user", &json!("Written anew.")));
    fs::rename(other, &scene.path).expect("replaced");
    scene.reads(&link, "Written anew.");
    assert_eq!(scene.texts(&link).len(), 3);
}

#[test]
fn a_second_follower_is_told_so_and_does_no_harm() {
    let scene = Scene::new();
    let (mut first, link) = scene.follow(&[]);
    let arguments = ["share", "0e1f2a3b", "--follow", "--yes", "--server", &scene.relay.name()];
    let (code, _, err) = scene.cli.run(&arguments, "");
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("another command follows this session already"), "{err}");
    scene.says(3, "user", &json!("And the sea?"));
    scene.reads(&link, "And the sea?");
    first.signal(Signal::TERM);
    assert!(first.wait().0.success());
    let (_third, again) = scene.follow(&[]);
    assert_eq!(again, link);
    assert_eq!(scene.texts(&link).len(), 3);
}

#[test]
fn it_ends_with_words_when_its_owner_ends_it_there() {
    let scene = Scene::new();
    let (mut process, link) = scene.follow(&[]);
    let chat = scene.chat(&link);
    scene.ada.delete(&scene.server, &format!("{}/{chat}", scene.ada.chats())).good();
    scene.says(3, "user", &json!("Hello?"));
    process.hears("the conversation was deleted there");
    assert!(!process.wait().0.success());

    let (mut process, again) = scene.follow(&[]);
    assert_ne!(again, link, "what was deleted stays deleted");
    let token = scene.ada.get(&scene.server, &scene.ada.at("/tokens")).good()["tokens"][0]["id"].take();
    scene.ada.delete(&scene.server, &scene.ada.at(&format!("/tokens/{token}"))).good();
    scene.says(4, "user", &json!("Hello?"));
    process.hears("no longer knows this machine");
    assert!(!process.wait().0.success());
}

#[test]
fn what_was_changed_there_is_left_alone_and_what_is_new_still_comes() {
    let scene = Scene::new();
    let (process, link) = scene.follow(&[]);
    let chat = scene.chat(&link);
    let own = json!({ "message": "A note of mine.", "actor": "user" });
    scene.ada.post(&scene.server, &format!("{}/{chat}/messages", scene.ada.chats()), &own).good();
    scene.says(3, "user", &json!("And the sea?"));
    scene.reads(&link, "And the sea?");
    assert!(scene.texts(&link).contains(&"A note of mine.".to_owned()));
    scene.says(4, "assistant", &json!("It mirrors the sky."));
    scene.reads(&link, "It mirrors the sky.");

    let other = scene.cli.file("other.jsonl", CLAUDE_CODE.replace("Why is", "Tell me why is"));
    fs::rename(other, &scene.path).expect("replaced");
    process.hears("The conversation was changed on");
    assert_eq!(scene.texts(&link).len(), 5);
}

#[test]
fn a_long_session_is_sent_in_pieces() {
    let scene = Scene::new();
    let words = "the sea is deep and blue ".repeat(40_000);
    for number in 3..13 {
        scene.says(number, "assistant", &json!(format!("{number}: {words}")));
        scene.says(number + 20, "user", &json!("Go on."));
    }
    let text = fs::read_to_string(&scene.path).expect("read");
    // One behind the other, whatever their numbers.
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut line: Value = serde_json::from_str(line).expect("JSON");
            line["uuid"] = json!(format!("v{at}"));
            line["parentUuid"] = if at == 0 { Value::Null } else { json!(format!("v{}", at - 1)) };
            line.to_string() + "\n"
        })
        .collect();
    fs::write(&scene.path, lines.concat()).expect("written");
    let (_process, link) = scene.follow(&[]);
    let texts = scene.texts(&link);
    assert_eq!(texts.len(), 22);
    assert!(texts[20].starts_with("12: the sea"), "in order");
    let next = claude_code_line(1, "user", &json!("And the sky?")).replace("\"u0\"", "\"v21\"");
    OpenOptions::new().append(true).open(&scene.path).expect("opened").write_all(next.as_bytes()).expect("written");
    scene.reads(&link, "And the sky?");
}

#[test]
fn a_link_expires_by_the_clock_of_the_server() {
    let scene = Scene::new();
    scene.relay.becomes(Network::AnHourBehind);
    let (process, link) = scene.follow(&["--expires", "3h"]);
    process.hears("The clocks of this machine and of");
    let expires = scene.ada.get(&scene.server, &scene.ada.at("/shares")).good()["shares"][0]["expires_at"].take();
    let expires: jiff::Timestamp = expires.as_str().expect("a time").parse().expect("a time");
    let left = expires.duration_since(jiff::Timestamp::now()).as_mins();
    assert!((115..=120).contains(&left), "{left} minutes of {link}");
    scene.says(3, "user", &json!("And the sea?"));
    scene.reads(&link, "And the sea?");
}

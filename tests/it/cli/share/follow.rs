//! `share --follow`: a session on its page while it is written.

use std::fs::{self, OpenOptions};
use std::io::Write;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::FREE;
use crate::support::cli_sandbox::{CLAUDE_CODE, claude_code_line};
use crate::support::process::{Process, fetch};
use crate::support::{CliSandbox, eventually};

const FILE: &str = ".claude/projects/-home-ada-sky/0e1f2a3b-0000-4000-8000-000000000000.jsonl";

fn add(path: &str, text: &str) {
    let mut file = OpenOptions::new().append(true).open(path).expect("opened");
    file.write_all(text.as_bytes()).expect("written");
}

fn texts(link: &str) -> Vec<String> {
    let read = fetch(link).good();
    let messages = read["chatMessages"].as_array().expect("messages").iter();
    messages.map(|message| message["content"].as_str().expect("text").to_owned()).collect()
}

#[track_caller]
fn reads(link: &str, last: &str) {
    eventually(last, || texts(link).last().is_some_and(|text| text.contains(last)));
}

fn follow(cli: &CliSandbox, more: &[&str]) -> (Process, String) {
    let mut process = cli.start(&[&["share", "0e1f2a3b", "--follow", "--yes"], more].concat());
    let link = process.link();
    process.hears("Following the session");
    (process, link)
}

#[test]
fn what_an_agent_writes_is_read_while_the_command_runs_and_stays() {
    let cli = CliSandbox::new();
    let path = cli.file(FILE, CLAUDE_CODE);
    let server = cli.serve();
    let (mut process, link) = follow(&cli, &[]);
    assert_eq!(texts(&link).len(), 2);

    add(&path, &claude_code_line(3, "user", &json!("And the sea?")));
    reads(&link, "And the sea?");
    let ids = |link: &str| {
        let read = fetch(link).good();
        read["chatMessages"]
            .as_array()
            .expect("messages")
            .iter()
            .map(|message| message["id"].clone())
            .collect::<Vec<_>>()
    };
    let call = json!([{ "type": "tool_use", "id": "t1", "name": "Bash", "input": { "command": "look" } }]);
    add(&path, &claude_code_line(4, "assistant", &call));
    reads(&link, "look");
    let before = ids(&link);
    let result = json!([{ "type": "tool_result", "tool_use_id": "t1", "content": "It is blue, too." }]);
    // A line comes in two pieces.
    let whole = claude_code_line(5, "user", &result);
    let (first, rest) = whole.split_at(whole.len() / 2);
    add(&path, first);
    add(&path, rest);
    reads(&link, "It is blue, too.");
    assert_eq!(ids(&link), before, "a message that grows stays the message that it was");

    // The file is written anew, as other programs do.
    let text =
        fs::read_to_string(&path).expect("read") + &claude_code_line(6, "assistant", &json!("It mirrors the sky."));
    let other = cli.file("other.jsonl", text);
    fs::rename(other, &path).expect("replaced");
    reads(&link, "It mirrors the sky.");
    drop(server);

    process.signal(Signal::INT);
    assert!(process.wait().0.success());
    let listed = cli.list();
    assert_eq!((listed.len(), &listed[0]["share"]["state"]), (1, &json!("active")));
}

#[test]
fn what_is_found_later_is_left_out_before_anybody_reads_it() {
    let cli = CliSandbox::new();
    let path = cli.file(FILE, CLAUDE_CODE);
    let _server = cli.serve();
    let (process, link) = follow(&cli, &[]);
    let key = format!("ghp_{}", "Zx7Kq2Lm9Pw4Rt6Yv8Bn1Cd3Fg5Hj0Ks2Mt4");
    add(
        &path,
        &claude_code_line(3, "user", &json!(format!("My token is {key}, my address grace.hopper@navy.mil: Done."))),
    );
    reads(&link, "Done.");
    let text = texts(&link).concat();
    assert!(!text.contains(&key) && !text.contains("grace.hopper"), "{text}");
    let said = process.hears("Left out:");
    assert!(!said.contains("grace.hopper@navy.mil"), "{said}");
}

#[test]
fn a_second_follower_is_told_so_and_a_third_may_when_the_first_has_ended() {
    let cli = CliSandbox::new();
    cli.file(FILE, CLAUDE_CODE);
    let _server = cli.serve();
    let (mut first, link) = follow(&cli, &[]);
    let refused = cli.refused(&["share", "0e1f2a3b", "--follow", "--yes"]);
    assert!(refused.contains("follows this session already") && refused.contains(&first.id().to_string()), "{refused}");
    first.signal(Signal::TERM);
    assert!(first.wait().0.success());
    let (_third, again) = follow(&cli, &[]);
    assert_eq!(again, link);
}

#[test]
fn it_serves_the_link_itself_where_no_server_runs_and_survives_one_that_restarts() {
    let cli = CliSandbox::new();
    let path = cli.file(FILE, CLAUDE_CODE);
    let (mut process, link) = follow(&cli, &["--listen", FREE]);
    add(&path, &claude_code_line(3, "user", &json!("And the sea?")));
    reads(&link, "And the sea?");
    process.signal(Signal::INT);
    assert!(process.wait().0.success());

    let server = cli.serve();
    let (_process, _) = follow(&cli, &[]);
    drop(server);
    let server = cli.serve();
    add(&path, &claude_code_line(4, "assistant", &json!("It is blue as well.")));
    let uuid = link.rsplit('/').next().expect("a uuid");
    let link = format!("http://{}/shared/chats/{uuid}", server.address());
    reads(&link, "It is blue as well.");
}

#[test]
fn a_file_that_is_gone_is_waited_for_and_that_is_said_once() {
    let cli = CliSandbox::new();
    let path = cli.file(FILE, CLAUDE_CODE);
    let _server = cli.serve();
    let (mut process, link) = follow(&cli, &[]);
    fs::remove_file(&path).expect("removed");
    process.hears("is gone; waiting for it");
    assert_eq!(texts(&link).len(), 2, "what was shared stays");
    cli.file(FILE, "{\"type\": ");
    cli.file(FILE, CLAUDE_CODE.to_owned() + &claude_code_line(3, "user", &json!("And the sea?")));
    reads(&link, "And the sea?");
    process.signal(Signal::INT);
    assert!(process.wait().0.success());
    assert_eq!(process.said().matches("is gone").count(), 1, "{}", process.said());
}

#[test]
fn it_follows_also_for_a_server_that_is_started_later() {
    let cli = CliSandbox::new();
    let path = cli.file(FILE, CLAUDE_CODE);
    let (process, _) = follow(&cli, &["--no-serve"]);
    add(&path, &claude_code_line(3, "user", &json!("And the sea?")));
    process.hears("1 message added or changed.");
    let server = cli.serve();
    assert_eq!(server.get(&cli.shared_path()).good()["chatMessages"].as_array().map(Vec::len), Some(3));
    add(&path, &claude_code_line(4, "assistant", &json!("It is blue as well.")));
    process.hears("1 message added or changed.\n1 message added or changed.");
}

#[test]
fn it_ends_when_the_program_says_so_or_the_conversation_is_deleted() {
    let cli = CliSandbox::new();
    let event = |kind: &str, data: Value| {
        json!({ "type": kind, "data": data, "id": kind, "timestamp": "2026-01-02T03:04:05.000Z", "parentId": null })
            .to_string()
            + "\n"
    };
    let begin =
        event("session.start", json!({ "sessionId": "c0b1", "version": 1, "startTime": "2026-01-02T03:04:05.000Z" }))
            + &event("user.message", json!({ "content": "Why is the sky blue?" }));
    let path = cli.file(".copilot/session-state/c0b1/events.jsonl", begin);
    let _server = cli.serve();
    let mut process = cli.start(&["share", "c0b1", "--follow", "--yes"]);
    process.link();
    process.hears("Following the session");
    add(&path, &event("session.shutdown", json!({})));
    process.hears("The session has ended");
    assert!(process.wait().0.success());

    cli.file(FILE, CLAUDE_CODE);
    let (mut process, link) = follow(&cli, &[]);
    cli.good(&["delete", &link]);
    let path = cli.path(FILE);
    add(&path, &claude_code_line(3, "user", &json!("Hello?")));
    process.hears("the conversation was deleted");
    assert!(!process.wait().0.success());
}

#[test]
fn what_cannot_go_on_is_not_followed() {
    let cli = CliSandbox::new();
    let (code, _, err) = cli.run(&["share", "-", "--follow", "--yes"], CLAUDE_CODE);
    assert_eq!(code, 1);
    assert!(err.contains("--follow needs a file"), "{err}");
    for flag in [&["--freeze"][..], &["--until", "1"], &["--last", "1"]] {
        let (code, _, err) = cli.run(&[&["share", "x", "--follow"], flag].concat(), "");
        assert_eq!(code, 2, "{err}");
    }
    assert!(cli.list().is_empty());
}

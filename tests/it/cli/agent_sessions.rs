//! `neptun-share sessions`, and `share` with one of them.

use std::fs::File;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::support::CliSandbox;
use crate::support::cli_sandbox::{CLAUDE_CODE, MESSAGES};
use crate::support::process::fetch;

#[test]
fn who_names_nothing_is_asked_which_session_or_shares_what_is_piped_in() {
    let cli = CliSandbox::new();
    let (code, out, err) = cli.without_terminal(&["share", "--no-serve"], MESSAGES);
    assert_eq!((code, out.lines().count()), (0, 1), "{err}");
    assert!(err.contains("standard input") && err.contains("\"Stars\""), "{err}");

    let missing = |command: &mut std::process::Command| {
        let output = command.stdin(File::open("/dev/null").expect("nothing")).output().expect("ran");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let said = missing(&mut cli.command(&["share"]));
    assert!(said.contains("name what to share") && said.contains("Usage: neptun-share share"), "{said}");

    let (code, seen) = cli.on_terminal(&["share", "--no-serve"], "\n");
    assert!(code == 2 && seen.contains("name what to share"), "no session: {seen}");
    cli.file(".claude/projects/-home-ada-sky/0e1f2a3b-0000-4000-8000-000000000000.jsonl", CLAUDE_CODE);
    let (code, seen) = cli.on_terminal(&["share", "--no-serve", "--yes"], "\n");
    assert!(code == 0 && seen.contains("  s1  ") && seen.contains("shared \"Why is the sky blue?\""), "{seen}");
    let (code, seen) = cli.on_terminal(&["share", "--no-serve"], "q\n");
    assert!(code == 1 && seen.contains("nothing was shared"), "{seen}");
}

#[test]
fn sessions_on_this_machine_are_listed_and_shared_by_name_or_id() {
    let cli = CliSandbox::empty();
    let (code, out, err) = cli.run(&["sessions"], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains(".claude/projects") && err.contains(".codex/sessions") && err.contains(".gemini/tmp"),
        "{err}"
    );

    let codex = [
        json!({ "timestamp": "2026-01-02T03:04:05Z", "type": "session_meta", "payload": { "id": "c", "cwd": "/home/ada/stars" } }),
        json!({ "timestamp": "2026-01-02T03:04:06Z", "type": "response_item", "payload": { "type": "message", "role": "user",
            "content": [{ "type": "input_text", "text": "Count the \u{1b}[31mstars" }] } }),
    ];
    let codex = codex.map(|line| line.to_string() + "\n").concat();
    let gemini = json!({ "sessionId": "abcd1234", "startTime": "2026-01-02T03:04:05Z", "lastUpdated": "2026-01-02T03:04:05Z",
        "messages": [{ "id": "1", "timestamp": "2026-01-02T03:04:05Z", "type": "user", "content": "How far is the moon?" }] });
    let files = [
        cli.file(".claude/projects/-home-ada-sky/0e1f2a3b-0000-4000-8000-000000000000.jsonl", CLAUDE_CODE),
        cli.file(
            ".codex/sessions/2026/01/02/rollout-2026-01-02T03-04-05-550e8400-e29b-41d4-a716-446655440000.jsonl",
            codex,
        ),
        cli.file(".gemini/tmp/moon/chats/session-2026-01-02T03-04-abcd1234.json", gemini.to_string()),
    ];
    for (file, age) in files.iter().zip([10, 20, 30]) {
        let time = SystemTime::now() - Duration::from_secs(age);
        File::options().append(true).open(file).and_then(|file| file.set_modified(time)).expect("dated");
    }
    let (code, out, err) = cli.run(&["sessions"], "");
    assert_eq!(code, 0, "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].contains("s1  0e1f2a3b") && lines[0].contains("Why is the sky blue?  /home/ada/sky"), "{out}");
    assert!(
        lines[1].contains("550e8400") && lines[1].contains("Codex") && lines[1].contains("/home/ada/stars"),
        "{out}"
    );
    assert!(lines[2].contains("abcd1234") && lines[2].contains("How far is the moon?  moon"), "{out}");
    assert!(!out.contains('\u{1b}'), "nobody's title steers the terminal");
    assert!(lines[0].contains("2 messages") && lines[1].contains("1 message "), "{out}");
    assert_eq!(cli.run(&["sessions", "--limit", "1"], "").1.lines().count(), 1);
    let listed: Value = serde_json::from_str(&cli.good(&["sessions", "--json"])).expect("JSON");
    assert_eq!(listed[1]["name"], "s2");
    assert_eq!(listed[1]["agent"], "Codex");
    assert_eq!(listed[1]["messages"], 1);
    assert_eq!(listed[1]["folder"], "/home/ada/stars");
    assert_eq!(listed[1]["path"], files[1]);

    let mut share = cli.start(&["share", "s1", "--listen", "127.0.0.1:0"]);
    let link = share.link();
    assert_eq!(fetch(&link).good()["chatMessages"][0]["content"], "Why is the sky blue?");
    share.hears("Claude Code session, ");
    let (code, by_id, err) = cli.run(&["share", "0e1f"], "");
    assert_eq!((code, by_id.trim()), (0, link.as_str()), "{err}");
    assert_eq!(cli.run(&["share", "s7"], "").0, 1);
    // A bare number is a conversation, as everywhere.
    assert_eq!(cli.good(&["share", "1"]), by_id);
    let err = cli.refused(&["share", "2"]);
    assert!(
        err.contains("no conversation 2") && err.contains("s2 (neptun-share sessions)") && err.contains("./2"),
        "{err}"
    );
}

#[test]
fn sessions_of_this_folder_are_listed_and_the_newest_shared() {
    let cli = CliSandbox::empty();
    assert_eq!(cli.good(&["sessions", "--here", "--json"]).trim(), "[]");
    let here = std::env::current_dir().expect("a folder").join("below");
    let session = |folder: &str, text: &str| {
        json!({ "type": "user", "uuid": text, "parentUuid": null, "sessionId": text, "timestamp": "2026-01-02T03:04:05Z",
            "cwd": folder, "message": { "role": "user", "content": text } })
        .to_string()
    };
    for (name, folder, text, age) in [
        ("0a", "/elsewhere", "Not here", 10),
        ("0b", here.to_str().expect("a name"), "Newer here", 20),
        ("0c", here.to_str().expect("a name"), "Older here", 30),
    ] {
        let file = cli.file(&format!(".claude/projects/p/{name}.jsonl"), session(folder, text));
        let time = SystemTime::now() - Duration::from_secs(age);
        File::options().append(true).open(file).and_then(|file| file.set_modified(time)).expect("dated");
    }
    let out = cli.good(&["sessions", "--here"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    assert!(lines[0].contains("s2  0b") && lines[1].contains("s3  0c"), "named as in the whole list: {out}");

    let mut share = cli.start(&["share", "--here", "--listen", "127.0.0.1:0"]);
    assert_eq!(fetch(&share.link()).good()["chatMessages"][0]["content"], "Newer here");
    assert_eq!(cli.run(&["share", "--here", "s1"], "").0, 2);
}

#[test]
fn a_session_in_opencodes_database_is_listed_and_shared() {
    let cli = CliSandbox::empty();
    let path = cli.file(".local/share/opencode/opencode.db", "");
    let program = rusqlite::Connection::open(&path).expect("a database");
    program
        .execute_batch(
            r#"pragma journal_mode = wal;
            create table session (id, parent_id, directory, title, revert, time_created, time_updated);
            create table message (id, session_id, time_created, data);
            create table part (id, message_id, session_id, data);
            insert into session values ('ses_9f', null, '/home/ada/sky', 'The sky', null, 1, 1800000000000);
            insert into message values ('m', 'ses_9f', 1, '{"role":"user"}');
            insert into part values ('p', 'm', 'ses_9f', '{"type":"text","text":"Why is it blue?"}');"#,
        )
        .expect("filled");
    let out = cli.good(&["sessions"]);
    assert!(
        out.contains("s1  9f ") && out.contains("OpenCode") && out.contains("1 message  The sky  /home/ada/sky"),
        "{out}"
    );
    let mut share = cli.start(&["share", "9f", "--listen", "127.0.0.1:0"]);
    assert_eq!(fetch(&share.link()).good()["chatMessages"][0]["content"], "Why is it blue?");
    let imported = cli.run(&["import", "--dry-run", &path], "");
    assert_eq!(imported.0, 0, "{}", imported.2);
}

//! Sharing on a server elsewhere: what is left out never leaves, and to do it twice is to do it once.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::hostile::{answering, json as answer};
use super::sign_in;
use crate::support::cli_sandbox::{CLAUDE_CODE, CliSandbox, MESSAGES, printed_share};
use crate::support::process::Process;
use crate::support::{Person, Server, world};

const KEY: &str = "AKIAQX3MPLE7RTZ2WKLB";

fn chats(server: &Server, person: &Person) -> Vec<Value> {
    person.get(server, &person.chats()).good()["chats"].as_array().expect("a list").clone()
}

#[test]
fn what_is_left_out_never_leaves() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "write");
    let talk = json!({ "title": format!("Codename Osprey {KEY}"), "messages": [
        { "role": "user", "content": format!("My key is {KEY}. Osprey is ready.") },
        { "role": "assistant", "content": "Keep this to yourself: second." },
        { "role": "user", "content": "Left out by its place." },
    ] });
    let file = cli.file("talk.json", talk.to_string());
    let arguments =
        ["share", &file, "--server", &name, "--redact", "all", "--redact-word", "Osprey", "--until", "2", "--yes"];
    let (code, out, err) = cli.run(&arguments, "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Searched on this machine before anything is sent. Redacted:"), "{err}");
    assert!(err.contains(&format!("Server: {name} (ada@example.com)")), "{err}");

    let shown = server.get(&printed_share(&out)).good();
    assert_eq!(shown["chatMessages"].as_array().map(Vec::len), Some(2));
    // Not only its readers: its owner there and its database have nothing of it.
    let bytes = std::fs::read(server.database()).expect("a file");
    let log = std::fs::read(server.database().with_extension("db-wal")).unwrap_or_default();
    for left_out in [KEY, "Osprey", "Left out by its place"] {
        for bytes in [&bytes, &log] {
            assert!(!bytes.windows(left_out.len()).any(|piece| piece == left_out.as_bytes()), "{left_out}");
        }
    }
    assert!(!shown.to_string().contains(KEY));
}

#[test]
fn what_is_prepared_for_sending_lies_nowhere_even_when_the_command_is_killed() {
    // Says who is signed in, and nothing more.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let me = r#"{"user": {"id": 1, "primary_email": "ada@example.com"}, "token": {"scope": "write", "expires_at": "x"}}"#;
        let mut streams: Vec<_> = listener.incoming().map_while(Result::ok).take(1).collect();
        let head = BufReader::new(streams[0].try_clone().expect("a stream")).lines().map_while(Result::ok);
        head.take_while(|line| !line.is_empty()).for_each(drop);
        streams[0].write_all(answer("200 OK", me).as_bytes()).expect("answered");
        streams.extend(listener.incoming().map_while(Result::ok).take(1));
        thread::park();
    });
    let cli = CliSandbox::empty();
    let (code, _, err) = cli.run(&["login", &format!("http://{address}"), "--token", "-"], "nsh_made-up\n");
    assert_eq!(code, 0, "{err}");
    let file = cli.file("talk.json", MESSAGES);
    let temporary = cli.path("tmp");
    std::fs::create_dir(&temporary).expect("made");
    let mut command = cli.command(&["share", &file, "--server", &address.to_string(), "--redact", "all", "--yes"]);
    let mut sharing = Process::start({
        command.env("TMPDIR", &temporary);
        command
    });
    sharing.hears("Sending");
    let names = || std::fs::read_dir(&temporary).expect("a folder").count();
    assert_eq!(names(), 0, "while it is being sent");
    sharing.signal(Signal::KILL);
    sharing.wait();
    assert_eq!(names(), 0, "afterwards");
}

#[test]
fn personal_data_is_asked_about_before_anything_is_sent() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "write");
    let before = chats(&server, &ada).len();
    let file = cli.file(
        "talk.json",
        r#"{"messages": [{"role": "user", "content": "Write to mary.somerville@royal-society.org."}]}"#,
    );
    let (code, out, err) = cli.without_terminal(&["share", &file, "--server", &name], "");
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("--redact all") && !err.contains("Sending"), "{err}");
    assert_eq!(chats(&server, &ada).len(), before);
    assert!(!err.contains("mary.somerville@royal-society.org"), "{err}");
}

#[test]
fn sharing_again_gives_the_same_link_and_adds_what_is_new() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "write");
    let file = cli.file("session.jsonl", CLAUDE_CODE);
    let share = || {
        let (code, out, err) = cli.run(&["share", &file, "--server", &name, "--redact", "none", "--yes"], "");
        assert_eq!(code, 0, "{err}");
        (out, err)
    };
    let (link, said) = share();
    assert!(said.contains("Imported and shared"), "{said}");
    let before = chats(&server, &ada).len();
    let (again, said) = share();
    assert_eq!(link, again);
    assert!(said.contains("already imported"), "{said}");
    let more = r#"{"type":"user","uuid":"u3","parentUuid":"u2","sessionId":"0e1f2a3b","timestamp":"2026-01-02T03:05:05.000Z","cwd":"/home/ada/sky","version":"2.0.0","userType":"external","isSidechain":false,"message":{"role":"user","content":"And at dusk?"}}"#;
    cli.file("session.jsonl", format!("{CLAUDE_CODE}{more}\n"));
    let (again, said) = share();
    assert_eq!(link, again);
    assert!(said.contains("1 new message"), "{said}");
    assert_eq!(chats(&server, &ada).len(), before);
    assert_eq!(server.get(&printed_share(&link)).good()["chatMessages"].as_array().map(Vec::len), Some(3));
}

#[test]
fn settings_are_those_of_a_link_on_this_machine() {
    let (server, ada, _) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "write");
    let file = cli.file("talk.json", MESSAGES);
    let flags =
        ["--password", "--views", "3", "--expires", "2030-12-31", "--for", &grace.email, "--title", "Night sky"];
    let (code, out, err) =
        cli.run(&[&["share", &file, "--server", &name, "--yes"], &flags[..]].concat(), "open sesame\n");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Only these people can read it, signed in, with the link and the password, until"), "{err}");
    server.get(&printed_share(&out)).error(401);

    let listed: Value = serde_json::from_str(&cli.good(&["link", "list", "--json", "--server", &name])).expect("JSON");
    let link = &listed[0];
    assert_eq!(
        (&link["is_protected"], &link["max_views"], &link["chat"]["name"]),
        (&json!(true), &json!(3), &json!("Night sky"))
    );
    assert_eq!(link["people"], json!(["ada@example.com", "grace@example.com"]));
    assert_eq!(link["url"].as_str(), out.split_whitespace().next());
    assert!(!listed.to_string().contains("argon2"));

    let number = link["chat"]["id"].to_string();
    let (code, again, err) = cli.run(&["share", &number, "--server", &name, "--no-password", "--yes"], "");
    assert_eq!((code, &again), (0, &out), "{err}");
    assert!(!err.contains("and the password"), "{err}");
}

#[test]
fn links_are_listed_paused_and_removed_there_as_here() {
    let (server, ada, chat) = world();
    let cli = CliSandbox::new();
    let name = sign_in(&cli, &server, &ada, "write");
    ada.share(&server, chat, &json!({}));
    let number = chat.to_string();
    let at = |arguments: &[&str]| cli.good(&[arguments, &["--server", &name]].concat());

    assert!(at(&["list"]).contains("A chat (2 messages)"));
    assert!(at(&["unshare", &number]).contains(&format!("neptun-share link resume {number} --server {name}")));
    assert!(at(&["link", "list", "--state", "paused"]).contains("A chat"));
    assert!(at(&["link", "resume", &number]).contains("Anyone with the link can read it"));
    let old: Value = serde_json::from_str(&at(&["list", "--json"])).expect("JSON");
    let url = old[0]["share"]["url"].as_str().expect("a link");
    assert!(at(&["link", "pause", url]).contains("paused the link"), "a link names it, too");
    assert_ne!(at(&["link", "renew", &number]).trim(), url);
    assert!(at(&["link", "remove", &number]).contains("removed the link"));
    assert!(cli.refused(&["link", "pause", &number, "--server", &name]).contains("is not shared"));
    assert!(cli.refused(&["unshare", "999", "--server", &name]).contains("there is no conversation 999"));

    // This machine's own database is another place.
    assert_eq!(cli.good(&["list"]), "");
    assert_eq!(cli.good(&["list", "--server", "local"]), "");
    assert!(cli.refused(&["list", "--server", "elsewhere"]).contains("not signed in to elsewhere"));
}

#[test]
fn a_token_that_was_taken_back_or_may_only_read_is_said() {
    let (server, ada, chat) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "read");
    let file = cli.file("talk.json", MESSAGES);
    assert!(cli.good(&["list", "--server", &name]).contains("A chat"));
    assert!(cli.refused(&["share", &file, "--server", &name, "--yes"]).contains("only read"));
    assert_eq!(chats(&server, &ada).len(), 1);
    let token = ada.get(&server, &ada.at("/tokens")).good()["tokens"][0]["id"].take();
    ada.delete(&server, &ada.at(&format!("/tokens/{token}"))).good();
    let said = cli.refused(&["unshare", &chat.to_string(), "--server", &name]);
    assert!(said.contains("no longer knows this machine") && said.contains("neptun-share login"), "{said}");
}

#[test]
fn a_server_that_means_ill_controls_no_terminal_and_gives_no_strange_link() {
    let me = r#"{"user": {"id": 1, "primary_email": "ada@example.com"}, "token": {"scope": "write\u001b[2J", "expires_at": "x"}}"#;
    let evil = answering(answer("200 OK", me), false);
    let cli = CliSandbox::empty();
    let (code, _, err) = cli.run(&["login", &format!("http://{evil}"), "--token", "-"], "nsh_made-up\n");
    assert_eq!(code, 0, "{err}");
    assert!(!err.contains('\u{1b}'), "{err:?}");
    let said = cli.refused(&["list", "--server", &evil.to_string()]);
    assert!(said.contains("does not understand"), "{said}");
}

#[test]
fn conversations_are_imported_searched_exported_renamed_and_deleted_there_as_here() {
    let (server, ada, chat) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "write");
    let number = chat.to_string();
    let at = |arguments: &[&str]| cli.good(&[arguments, &["--server", &name]].concat());

    let file = cli.file("talk.json", MESSAGES);
    assert!(at(&["import", &file, "--dry-run"]).contains("dry run"));
    assert!(at(&["import", &file]).contains("imported \"Stars\": 2 messages"));
    assert!(at(&["import", &file]).contains("1 unchanged"));
    let pipe = cli.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("run").success());
    let (content, end) = (std::fs::read(&file).expect("read"), pipe.clone());
    let writing = thread::spawn(move || std::fs::write(end, content));
    assert!(at(&["import", &pipe]).contains("1 unchanged"), "a pipe is read to its end first");
    writing.join().expect("a thread").expect("written");
    assert!(at(&["search", "rayleigh"]).contains("Because of Rayleigh scattering."));
    assert!(at(&["export", &number]).contains("Because of Rayleigh scattering."));
    assert!(at(&["rename", &number, "Blue"]).contains("renamed \"A chat\" to \"Blue\""));
    assert!(at(&["delete", &number]).contains(&format!("neptun-share restore {number} --server {name}")));
    assert!(cli.refused(&["export", &number, "--server", &name]).contains("there is no conversation"));
    assert!(at(&["restore", &number]).contains("restored \"Blue\""));
    assert!(cli.refused(&["restore", "999", "--server", &name]).contains("nothing was restored"));
    let wordless = cli.file("trip to rome.json", r#"[{"role": "assistant", "content": "Hello"}]"#);
    assert!(at(&["import", &wordless]).contains("imported \"trip to rome\""), "it is called after its file, as here");
    let diary = cli.file("diary.txt", "Dear diary");
    let (code, _, err) = cli.run(&["import", &diary, "--server", &name], "");
    assert!(code == 1 && err.contains("nothing says who speaks"), "{err}");
    let missing = cli.path("missing.json");
    let (code, _, err) = cli.run(&["import", &missing, "--server", &name], "");
    assert_eq!(code, 1);
    assert!(err.contains("cannot read it"), "{err}");
}

#[test]
fn a_link_for_named_people_is_continued_with_the_token_of_this_machine() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let share = ada.share(&server, chat, &json!({}));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &list, &json!({ "emails": [grace.email] })).good();
    let cli = CliSandbox::empty();
    let link = share["url"].as_str().expect("a link");
    let (code, _, err) = cli.without_terminal(&["continue", link, "--as", "messages"], "");
    assert_eq!(code, 1, "{err}");
    sign_in(&cli, &server, &grace, "read");
    let (code, out, err) = cli.without_terminal(&["continue", link, "--as", "messages"], "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Because of Rayleigh scattering."), "{out}");
}

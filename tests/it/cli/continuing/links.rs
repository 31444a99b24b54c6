//! Links that ask for something.

use std::fs;

use serde_json::{Value, json};

use super::{command, continued, files};
use crate::support::server::finish;
use crate::support::{CliSandbox, Person, world};

/// The address of a share's page, as its reader reaches it.
fn link(server: &crate::support::Server, share: &Value) -> String {
    format!("http://{}/shared/chats/{}", server.address(), share["uuid"].as_str().expect("a uuid"))
}

#[test]
fn a_link_is_continued_with_what_it_asks_for() {
    let (server, ada, chat) = world();
    let bob = Person::sign_up(&server, "bob@example.com");
    let (token, stranger) = (ada.token(&server, "read"), bob.token(&server, "read"));
    let cli = CliSandbox::empty();
    let said = || {
        let texts = files(&cli.path(".claude/projects"));
        fs::read_to_string(texts.last().expect("a session")).expect("text")
    };
    let share = ada.share(&server, chat, &json!({}));
    let url = link(&server, &share);
    let (out, _) = continued(&cli, &[&url, "--in", "claude-code"], "");
    assert!(out.starts_with("claude --resume ") && said().contains("Rayleigh scattering"));
    let short = share["short_url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a short link");
    let (out, _) = continued(&cli, &[&format!("http://{}/s/{short}", server.address()), "--in", "pi"], "");
    assert!(out.starts_with("pi --session "), "{out}");

    ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open: sésame" }));
    let (_, err) = continued(&cli, &[&url, "--in", "claude-code"], "wrong\nopen: sésame\n");
    assert!(err.contains("That password is not the link's."), "{err}");
    let (code, _, err) = finish(command(&cli, &[&url, "--in", "claude-code"]), "");
    assert!(code == 1 && err.contains("the link asks for a password"), "{err}");
    let (code, _, err) = finish(command(&cli, &[&url, "--in", "claude-code"]), "a\nb\nc\nd\n");
    assert!(code == 1 && err.contains("password is not the link's"), "{err}");

    // With a password and for named people.
    ada.share(&server, chat, &json!({ "emails": ["ada@example.com"] }));
    let (_, err) = continued(&cli, &[&url, "--in", "claude-code"], &format!("open: sésame\n{token}\n"));
    assert!(err.contains("The link is for named people."), "{err}");
    ada.share(&server, chat, &json!({ "is_protected": false }));
    let with = |token: &str| {
        let mut command = command(&cli, &[&url, "--in", "claude-code"]);
        command.env("NEPTUN_SHARE_TOKEN", token);
        finish(command, "")
    };
    assert_eq!(with(&token).0, 0);
    let (code, _, err) = with(&stranger);
    assert!(code == 1 && err.contains("is not one of them"), "{err}");
    let (code, _, err) = with("nsh_none");
    assert!(code == 1 && err.contains("knows no such token"), "{err}");
}

#[test]
fn a_server_that_asks_for_no_token_gets_none() {
    use std::io::{BufRead, BufReader, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let reader = BufReader::new(stream.try_clone().expect("a stream"));
        let head: Vec<String> = reader.lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").expect("answered");
        head.join("\n")
    });
    let url = format!("http://{address}/shared/chats/550e8400-e29b-41d4-a716-446655440000");
    let cli = CliSandbox::empty();
    let mut command = command(&cli, &[&url, "--in", "pi"]);
    command.env("NEPTUN_SHARE_TOKEN", "nsh_made-up");
    let (code, _, err) = finish(command, "");
    assert!(code == 1 && err.contains("there is no such link"), "{err}");
    assert!(!heard.join().expect("heard").contains("nsh_made-up"));
}

#[test]
fn a_view_of_a_limited_link_is_used_and_that_is_said() {
    let (server, ada, chat) = world();
    let url = link(&server, &ada.share(&server, chat, &json!({ "max_views": 2 })));
    let cli = CliSandbox::empty();
    let (_, err) = continued(&cli, &[&url, "--in", "codex"], "");
    assert!(err.contains("Used one of the link's views, 1 view left."), "{err}");
    continued(&cli, &[&url, "--in", "codex"], "");
    let (code, _, err) = finish(command(&cli, &[&url, "--in", "codex"]), "");
    assert!(code == 1 && err.contains("there is no such link") && err.contains("used up"), "{err}");
    assert_eq!(files(&cli.path(".codex")).len(), 2);
}

#[test]
fn what_is_no_link_is_told() {
    let cli = CliSandbox::empty();
    for (what, why) in [
        ("http://127.0.0.1/shared/chats/7", "is no name of a link"),
        ("https://example.com/", "no link to a conversation is like that"),
        ("https://ada:secret@example.com/shared/chats/550e8400-e29b-41d4-a716-446655440000", "leave out the name"),
        ("ftp://example.com/s/abc", "there is no file"),
        ("nothing.json", "there is no file"),
    ] {
        let (code, out, err) = finish(command(&cli, &[what, "--in", "pi"]), "");
        assert!((code, out.as_str()) == (1, "") && err.contains(why), "{what}: {err}");
    }
}

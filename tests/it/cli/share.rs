//! `neptun-share share`: from a file to a link that works.

use rustix::process::Signal;
use serde_json::json;

use crate::support::cli_sandbox::{CLAUDE_CODE, MESSAGES, printed_share};
use crate::support::people::basic;
use crate::support::process::fetch;
use crate::support::{CliSandbox, Person, eventually};

const TWO: &str = r#"[
    {"title": "Sun", "messages": [{"role": "user", "content": "How hot is it?"}]},
    {"title": "Moon", "messages": [{"role": "user", "content": "How far is it?"}]}
]"#;

/// Any port: tests run side by side.
const FREE: &str = "127.0.0.1:0";

#[test]
fn a_session_of_claude_code_is_read_under_the_printed_link_while_the_command_runs() {
    let cli = CliSandbox::empty();
    let file = cli.file("0e1f2a3b.jsonl", CLAUDE_CODE);
    let mut share = cli.start(&["share", &file, "--listen", FREE]);
    let link = share.link();

    let read = fetch(&link).good();
    assert_eq!(read["chatMessages"][0]["content"], "Why is the sky blue?");
    assert_eq!(read["chatMessages"][1]["content"], "Because of Rayleigh scattering.");
    let said = share.hears("Ctrl-C ends it");
    assert!(said.contains("Serving on this machine only; --lan"), "{said}");
    assert!(said.contains("Whoever has the link can read it."), "{said}");
    assert!(said.contains("neptun-share user password"), "an account was made: {said}");
    assert!(!said.contains('█'), "no code where there is no terminal: {said}");

    share.signal(Signal::INT);
    let (status, rest) = share.wait();
    assert!(status.success());
    assert_eq!(rest, "", "the link is all that standard output holds");
}

#[test]
fn the_wrong_kind_of_file_says_what_can_be_read_and_stores_nothing() {
    let cli = CliSandbox::empty();
    let file = cli.file("notes.txt", "Dear diary");
    let (code, out, err) = cli.run(&["share", &file], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("What can be read: ") && err.contains("ChatGPT"), "{err}");
    assert!(cli.list().is_empty());
    let (code, _, err) = cli.run(&["share", "nowhere.json"], "");
    assert_eq!(code, 1);
    assert!(err.contains("neptun-share sessions"), "{err}");
}

#[test]
fn beside_a_running_server_the_command_prints_its_link_and_ends() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let (code, first, err) = cli.run(&["share", &file], "");
    assert_eq!(code, 0, "{err}");
    assert!(first.starts_with(&format!("http://{}/shared/chats/", server.address())), "{first}");
    assert_eq!(first.lines().count(), 1);
    assert!(err.contains("Imported and shared \"Stars\": 2 messages."), "{err}");
    assert_eq!(server.get(&printed_share(&first)).good()["chat"]["name"], "Stars");

    let (_, again, err) = cli.run(&["share", &file], "");
    assert_eq!(again, first, "the same conversation has the same link");
    assert!(err.contains("was here before"), "{err}");

    let (code, out, _) = cli.run(&["unshare", first.trim()], "");
    assert_eq!(code, 0);
    assert!(out.contains("share --chat 1"), "{out}");
    server.get(&printed_share(&first)).error(404);
    assert_eq!(cli.run(&["share", "--chat", "1"], "").1, first);
    server.get(&printed_share(&first)).good();
}

#[test]
fn a_conversation_from_standard_input_gets_a_title_and_only_its_end() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let (code, out, err) = cli.run(&["share", "-", "--title", "An answer", "--last", "1"], MESSAGES);
    assert_eq!(code, 0, "{err}");
    let read = server.get(&printed_share(&out)).good();
    assert_eq!(read["chat"]["name"], "An answer");
    assert_eq!(read["chatMessages"].as_array().map(Vec::len), Some(1));
    assert_eq!(read["chatMessages"][0]["content"], "Many.");

    let (_, again, _) = cli.run(&["share", "-", "--title", "Another name", "--last", "1"], MESSAGES);
    assert_eq!(again, out);
    assert_eq!(server.get(&printed_share(&out)).good()["chat"]["name"], "Another name");
}

#[test]
fn of_several_conversations_none_is_shared_until_one_is_named() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("two.json", TWO);
    let (code, out, err) = cli.run(&["share", &file], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("2 conversations; choose one with --chat"), "{err}");
    assert!(err.contains("1 ") && err.contains("Sun (1 message)") && err.contains("Moon"), "{err}");
    assert!(cli.list().is_empty());

    let (code, out, _) = cli.run(&["share", &file, "--chat", "2"], "");
    assert_eq!(code, 0);
    assert_eq!(server.get(&printed_share(&out)).good()["chat"]["name"], "Moon");
    assert_eq!(cli.list().len(), 1, "the other one stays where it is");
    assert!(cli.run(&["share", &file, "--chat", "3"], "").2.contains("no number 3"));
}

#[test]
fn a_password_is_taken_from_standard_input_where_that_is_free() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let (code, out, err) = cli.run(&["share", &file, "--password"], "open sesame\n");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("the link and the password"), "{err}");
    let path = printed_share(&out);
    server.get(&path).error(401);
    server.request("GET", &path, &[("Authorization", &basic("open sesame"))], b"").good();

    // Sharing again leaves the password, unless another is given.
    cli.run(&["share", &file], "");
    server.get(&path).error(401);
    cli.run(&["share", &file, "--password"], "another one\n");
    server.request("GET", &path, &[("Authorization", &basic("another one"))], b"").good();

    let (code, out, err) = cli.without_terminal(&["share", "-", "--password"], MESSAGES);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("name a file"), "{err}");
    assert_eq!(cli.run(&["share", &file, "--password"], "\n").0, 1);
}

#[test]
fn named_people_need_an_account_before_anything_is_stored() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let named = ["share", &file, "--user", "ada@example.com", "--for", "ada@example.com,grace@example.com"];
    let (code, out, err) = cli.run(&named, "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("neptun-share user add grace@example.com"), "{err}");
    assert!(cli.list().is_empty());

    cli.add("grace@example.com");
    let (code, out, err) = cli.run(&named, "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Only these can read it, signed in") && err.contains("grace@example.com"), "{err}");
    let path = printed_share(&out);
    assert_ne!(server.get(&path).status, 200);
    let grace = Person::sign_in_with(&server, "grace@example.com", "a long password");
    grace.get(&server, &path).good();
}

#[test]
fn who_has_no_account_yet_is_invited_when_that_is_wanted() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let people = "ada@example.com,grace@example.com,GRACE@example.com";
    let (code, out, err) = cli.run(&["share", &file, "--for", people, "--invite"], "");
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 1, "the link of the share alone: {out}");
    let path = printed_share(&out);
    server.get(&path).error(401);

    let links: Vec<&str> = err.lines().filter(|line| line.contains("/invitation#")).collect();
    assert_eq!(links.len(), 1, "{err}");
    let token = links[0].split_once('#').expect("a link").1;
    let body = json!({ "token": token, "password": "a long password" });
    let grace = Person::from(server.post("/api/auth/invitations/accept", &body), "grace@example.com");
    grace.get(&server, &path).good();
    let (code, _, _) = cli.run(&["share", &file, "--invite"], "");
    assert_eq!(code, 2, "nobody is named");
}

#[test]
fn among_several_accounts_one_must_be_named() {
    let cli = CliSandbox::new();
    cli.add("grace@example.com");
    let file = cli.file("stars.json", MESSAGES);
    for command in [&["share", &file][..], &["import", &file], &["list"], &["unshare", "1"], &["export", "1"]] {
        let (code, out, err) = cli.run(command, "");
        assert_eq!((code, out.as_str()), (1, ""), "{command:?}");
        assert!(err.contains("ada@example.com, grace@example.com") && err.contains("--user"), "{err}");
    }
}

#[test]
fn an_expired_link_is_a_404_and_works_again_when_it_is_shared_again() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    for wrong in ["2020-01-01T00:00:00Z", "soon", "-1h"] {
        assert_eq!(cli.run(&["share", &file, &format!("--expires={wrong}")], "").0, 2, "{wrong}");
    }
    let (code, out, err) = cli.run(&["share", &file, "--expires", "1s"], "");
    assert_eq!(code, 0, "{err}");
    let path = printed_share(&out);
    eventually("the link has expired", || server.get(&path).status == 404);

    let (_, again, err) = cli.run(&["share", &file], "");
    assert_eq!(again, out);
    assert!(err.contains("Whoever has the link can read it."), "{err}");
    server.get(&path).good();
    cli.run(&["share", &file, "--expires", "2d"], "");
    assert!(cli.list()[0]["share"]["expires_at"].is_string());
    cli.run(&["share", &file, "--expires", "never"], "");
    assert!(cli.list()[0]["share"]["expires_at"].is_null());
}

#[test]
fn with_lan_the_link_names_an_address_in_the_network_that_answers() {
    let cli = CliSandbox::empty();
    let file = cli.file("stars.json", MESSAGES);
    let mut share = cli.start(&["share", &file, "--lan", "--listen", "127.0.0.1:0"]);
    let link = share.line();
    if link.is_empty() {
        let said = share.hears("this machine is in no network");
        assert!(said.contains("without --lan"), "{said}");
        return;
    }
    assert!(!link.contains("127.0.0.1"), "{link}");
    assert_eq!(fetch(&link).good()["chat"]["name"], "Stars");
    let said = share.hears("Ctrl-C ends it");
    assert!(said.contains("This machine's address in the network is"), "{said}");
}

#[test]
fn lan_beside_a_server_that_only_this_machine_reaches_says_what_to_change() {
    let cli = CliSandbox::new();
    let _server = cli.serve();
    let (code, out, err) = cli.run(&["share", &cli.file("stars.json", MESSAGES), "--lan"], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("--listen 0.0.0.0:"), "{err}");
    assert!(cli.list().is_empty());
}

#[test]
fn a_server_that_was_killed_is_not_taken_for_one_that_runs() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    let mut server = cli.serve();
    server.signal(Signal::KILL);
    server.wait();
    let mut share = cli.start(&["share", &file, "--listen", FREE]);
    let link = share.line();
    assert!(!link.contains(&server.address().to_string()), "{link}");
    fetch(&link).good();

    // The command is a server like others: the next one finds it.
    let (code, out, err) = cli.run(&["share", "-"], &MESSAGES.replace("Stars", "Suns").replace("Many", "One"));
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.split("/shared").next(), link.split("/shared").next());
    fetch(out.trim()).good();
    share.signal(Signal::KILL);
    share.wait();
    assert!(cli.run(&["import", &file, "--share"], "").2.contains("No server runs"));
}

#[test]
fn a_qr_code_is_printed_where_it_is_wanted_and_the_clipboard_is_filled() {
    let cli = CliSandbox::new();
    let _server = cli.serve();
    let tool = cli.file("bin/xclip", format!("#!/bin/sh\nexec cat > '{}'\n", cli.path("clipboard")));
    std::fs::set_permissions(&tool, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("executable");
    let mut command = cli.command(&["share", &cli.file("stars.json", MESSAGES), "--qr", "--copy"]);
    command.env("DISPLAY", ":0").env("PATH", format!("{}:/usr/bin:/bin", cli.path("bin")));
    let (code, out, err) = crate::support::server::finish(command, "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("█▀▀▀▀▀█") && !err.contains('\x1b'), "{err}");
    assert!(err.contains("The link is on the clipboard (xclip)."), "{err}");
    assert_eq!(std::fs::read_to_string(cli.path("clipboard")).expect("copied"), out.trim());

    let (code, _, err) = cli.run(&["share", "--chat", "1", "--copy"], "");
    assert_eq!(code, 0, "no clipboard is no failure");
    assert!(err.contains("clipboard"), "{err}");
}

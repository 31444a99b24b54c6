//! Secrets in what is shared from the command line: told, asked about, left out.

use std::process::Stdio;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::support::CliSandbox;
use crate::support::cli_sandbox::{MESSAGES, printed_share};
use crate::support::forms::{everything, is_nowhere};
use crate::support::secrets::planted;

/// A key that stands alone.
fn key() -> String {
    let mut all = planted().into_iter();
    all.find(|planted| planted.stands_alone && planted.secret.starts_with("sk-ant-")).expect("one").secret
}

/// A conversation with a key, and the address of somebody.
fn conversation() -> String {
    let messages = json!([
        { "role": "user", "content": format!("My key is {}.", key()) },
        { "role": "assistant", "content": "Write to grace@navy-mail.org." },
    ]);
    json!({ "title": "Keys", "messages": messages }).to_string()
}

/// The same, and what was said later.
fn continued(later: &str) -> String {
    let mut file: serde_json::Value = serde_json::from_str(&conversation()).expect("JSON");
    file["messages"].as_array_mut().expect("messages").push(json!({ "role": "user", "content": later }));
    file.to_string()
}

#[test]
fn secrets_of_all_kinds_in_a_file_are_in_no_byte_that_a_visitor_gets() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let planted = planted();
    assert!(planted.len() >= 30);
    let texts: Vec<&str> = planted.iter().map(|planted| planted.text.as_str()).collect();
    let prose = texts.join("\n\n");
    let arguments = json!({ "environment": texts }).to_string();
    let file_data = format!("data:text/plain;base64,{}", BASE64_STANDARD.encode(&prose));
    let attached = json!({ "type": "file", "file": { "file_data": file_data, "filename": "keys.txt" } });
    let messages = json!([
        { "role": "user", "content": [{ "type": "text", "text": prose }, attached] },
        { "role": "assistant", "content": format!("```sh\n{}\n```", texts.join("\n")), "reasoning_content": texts.join(" , "),
          "tool_calls": [{ "id": "call_1", "type": "function", "function": { "name": "env", "arguments": arguments } }] },
        { "role": "tool", "tool_call_id": "call_1", "content": texts.join("\n") },
        { "role": "assistant", "content": "Done." },
    ]);
    let title = format!("My key {}", key());
    let file = cli.file("keys.json", json!({ "title": title, "messages": messages }).to_string());

    let (code, out, refusal) = cli.run(&["share", &file], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(refusal.contains("more; l lists all") && refusal.contains(" API keys: redacted\n"), "{refusal}");
    let (code, out, told) = cli.run(&["share", &file, "--redact", "all"], "");
    assert_eq!(code, 0, "{told}");
    let uuid = out.trim().rsplit('/').next().expect("a uuid").to_owned();
    let share = json!({ "uuid": uuid });
    let forms = everything(&server, &share);
    assert!(forms.iter().any(|(path, _)| path.contains("/attachments/")));
    // What its owner is told is masked.
    let reports = [refusal, cli.good(&["link", "check", "1"]), cli.good(&["link", "check", "1", "--json"])];
    for planted in &planted {
        is_nowhere(&forms, &planted.secret);
        assert!(reports.iter().all(|report| !report.contains(&planted.secret)), "{}", planted.name);
    }
    let text = String::from_utf8_lossy(&forms[0].1);
    assert!(text.contains("[redacted: API key]") && text.contains("Done."), "{text}");
}

#[test]
fn without_a_terminal_what_was_found_is_told_masked_and_nothing_is_stored() {
    let cli = CliSandbox::empty();
    let file = cli.file("keys.json", conversation());
    let from_input = cli.without_terminal(&["share", "-"], &conversation());
    for (code, out, err) in [cli.run(&["share", &file, "--listen", "127.0.0.1:0"], ""), from_input] {
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(err.contains("1 API key: redacted\n") && err.contains("1 e-mail address: published\n"), "{err}");
        assert!(
            err.contains("1 [x] sk-ant-api03-") && err.contains("Anthropic API key, message 1: \"My key is"),
            "{err}"
        );
        assert!(err.contains("nobody to ask about 1 e-mail address."), "{err}");
        assert!(
            ["all", "credentials", "none"].iter().all(|choice| err.contains(&format!("--redact {choice}"))),
            "{err}"
        );
        assert!(!err.contains(&key()) && !err.contains("Created the account"), "{err}");
    }
    assert!(cli.list().is_empty());
    assert_eq!(cli.good(&["user", "list"]), "", "nor is an account made");
}

#[test]
fn no_variable_of_the_environment_switches_the_search_off() {
    let cli = CliSandbox::new();
    let file = cli.file("keys.json", conversation());
    let mut command = cli.command(&["share", &file, "--no-serve"]);
    let output = command.env("NEPTUN_SHARE_REDACT", "none").stdin(Stdio::null()).output().expect("ran");
    assert_eq!(output.status.code(), Some(1), "there is personal data in it, about which nobody could be asked");
    assert!(cli.list().is_empty());
}

#[test]
fn what_was_said_to_be_published_as_it_is_stays_so_and_the_same_answer_changes_nothing() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("keys.json", conversation());
    let link = cli.good(&["share", &file, "--redact", "none"]);
    let path = printed_share(&link);
    assert!(server.get(&path).good().to_string().contains(&key()));
    assert_eq!(cli.good(&["share", &file, "--redact", "none"]), link);
    cli.refused(&["share", "1", "--views", "3"]);
    assert!(server.get(&path).good().to_string().contains(&key()), "and has no limit");

    assert_eq!(cli.good(&["share", "1", "--redact", "all"]), link);
    assert!(!server.get(&path).good().to_string().contains(&key()));
    // What is left out needs no answer any more, in later messages neither.
    let later = continued("And mail ada@navy-mail.org.");
    assert_eq!(cli.good(&["share", &cli.file("keys.json", later)]), link);
    let read = server.get(&path).good().to_string();
    assert!(read.contains("And mail [redacted: e-mail address]."), "{read}");
    cli.good(&["unshare", "1"]);
    assert_eq!(cli.good(&["share", "1"]), link);
}

#[test]
fn a_link_in_which_nothing_was_found_leaves_out_the_keys_that_come_later() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let (code, link, err) = cli.run(&["share", &cli.file("stars.json", MESSAGES)], "");
    assert_eq!(code, 0);
    assert!(err.contains("No secrets found. Keys, tokens, passwords"), "{err}");
    assert!(err.contains("Not searched for: people's names, postal addresses"), "{err}");
    let longer =
        MESSAGES.replace("Many.\"}", &format!("Many.\"}}, {{\"role\": \"user\", \"content\": \"Key {}!\"}}", key()));
    let (code, again, err) = cli.run(&["share", &cli.file("stars.json", longer)], "");
    assert_eq!((code, &again), (0, &link), "{err}");
    assert!(!err.contains("No secrets found"), "{err}");
    let read = server.get(&printed_share(&link)).good().to_string();
    assert!(read.contains("Key [redacted: API key]!"), "{read}");

    // What is listed was really found.
    let listed = cli.good(&["link", "list"]);
    assert!(listed.contains("Redacted: 1 API key."), "{listed}");
    cli.good(&["share", "1", "--redact", "none"]);
    assert!(server.get(&printed_share(&link)).good().to_string().contains(&key()));
}

#[test]
fn own_words_are_left_out_and_answer_for_what_they_are() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let words = ["--redact-word", "GRACE@navy-mail.org", "--redact-word", "write to"];
    let file = cli.file("keys.json", conversation());
    let (code, _, err) = cli.run(&[&["share", &file][..], &words].concat(), "");
    assert!(code == 0 && err.contains("Redacted: 1 API key, 2 words."), "{err}");
    let out = cli.good(&[&["share", &file, "--messages", "2"][..], &words].concat());
    let path = printed_share(&out);
    let read = server.get(&path).good();
    assert_eq!(read["chatMessages"][0]["content"], "[redacted] [redacted].");

    // They stay until somebody says that nothing is left out.
    cli.good(&["share", "1", "--redact-word", "Keys"]);
    let read = server.get(&path).good();
    assert_eq!(
        (&read["chat"]["name"], read["chatMessages"][0]["content"].as_str()),
        (&json!("[redacted]"), Some("[redacted] [redacted]."))
    );
    cli.good(&["share", "1", "--redact", "none"]);
    assert_eq!(server.get(&path).good()["chat"]["name"], "Keys");
    assert_eq!(cli.run(&["share", "1", "--redact-word", " "], "").0, 2);
}

#[test]
fn a_word_that_is_only_a_part_of_a_secret_is_no_answer() {
    let cli = CliSandbox::new();
    let file = cli.file("keys.json", conversation());
    let part = &key()[..20];
    let server = cli.serve();
    let (code, link, err) = cli.run(&["share", &file, "--messages", "1", "--redact-word", part], "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Redacted: 1 API key, 1 word."), "{err}");
    assert!(!server.get(&printed_share(&link)).good().to_string().contains(&key()[20..]));
}

#[test]
fn on_a_terminal_a_person_chooses_what_is_left_out() {
    // The key is the first finding, the address the second.
    let answers = [
        ("\n", false, true),
        ("a\n\n", false, false),
        ("c\n\n", false, true),
        ("n\n\n", true, true),
        ("?\n2\n\n", false, false),
        ("1-2\n\n", true, false),
        ("email, api\n\n", true, false),
        ("+navy-mail\n\n", false, false),
        ("!1\n\n", true, true),
    ];
    for (typed, shows_key, shows_address) in answers {
        let cli = CliSandbox::new();
        let server = cli.serve();
        let file = cli.file("keys.json", conversation());
        let (code, seen) = cli.on_terminal(&["share", &file, "--yes"], typed);
        assert_eq!(code, 0, "{seen}");
        assert!(seen.contains("1 API key: redacted\n") && seen.contains("1 e-mail address: published\n"), "{seen}");
        assert!(seen.contains("Not searched for: people's names"), "{seen}");
        assert!(!seen.contains(&key()), "{seen}");
        assert_eq!(seen.contains("switch single findings"), typed.starts_with('?'), "{seen}");
        assert!(seen.contains("/s/") && !seen.contains("/shared/chats/"), "a person gets the short link: {seen}");
        let read = server.get(&cli.shared_path()).good().to_string();
        assert_eq!(
            (read.contains(&key()), read.contains("grace@navy-mail")),
            (shows_key, shows_address),
            "{typed:?}: {read}"
        );
    }
}

#[test]
fn what_is_marked_as_harmless_is_not_asked_about_again() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("keys.json", conversation());
    let (code, seen) = cli.on_terminal(&["share", &file, "--yes"], "!2\n1\n\n");
    assert_eq!(code, 0, "{seen}");
    // Of this link, and of all conversations.
    let (code, link, err) = cli.run(&["share", "1"], "");
    assert_eq!(code, 0, "{err}");
    let read = server.get(&printed_share(&link)).good().to_string();
    assert!(read.contains(&key()) && read.contains("grace@navy-mail.org"), "{read}");
    let other = conversation().replace("My key", "Her key");
    let (code, link, err) = cli.run(&["share", &cli.file("others.json", other)], "");
    assert_eq!(code, 0, "{err}");
    let read = server.get(&printed_share(&link)).good().to_string();
    assert!(!read.contains(&key()) && read.contains("grace@navy-mail.org"), "{read}");
    assert!(!cli.good(&["link", "check", "2"]).contains("e-mail"));

    let marked = cli.good(&["link", "harmless"]);
    let id = marked.split_whitespace().next().expect("an id");
    assert!(marked.contains("g…@navy-mail.org") && marked.lines().count() == 1, "{marked}");
    assert_eq!(cli.good(&["link", "harmless", "--forget", id]), "");
    assert!(cli.good(&["link", "check", "2"]).contains("e-mail"));
    cli.refused(&["link", "harmless", "--forget", id]);
    cli.refused(&["share", "2"]);
}

#[test]
fn what_is_about_to_be_shared_is_shown_first() {
    let cli = CliSandbox::empty();
    let title = format!("Fix {}", key());
    let file = cli
        .file("keys.json", json!({ "title": title, "messages": [{ "role": "user", "content": "Why?" }] }).to_string());
    for typed in ["n\n", "what?\nq\n", "\u{4}"] {
        let (code, seen) = cli.on_terminal(&["share", &file, "--listen", "127.0.0.1:0"], typed);
        assert_eq!(code, 1, "{seen}");
        assert!(seen.contains("\"Fix sk-ant-api03-") && seen.contains("\", 1 message\n  Why?"), "{seen}");
        assert!(seen.contains("nothing was stored or published") && !seen.contains("http://"), "{seen}");
        assert!(!seen.contains(&key()), "a title is printed masked: {seen}");
    }
    assert!(cli.list().is_empty());
    let server = cli.serve();
    let (code, seen) = cli.on_terminal(&["share", &file], "y\n");
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains(&key()), "{seen}");
    // Who shares again what can be read already is not asked.
    let (code, seen) = cli.on_terminal(&["share", "1", "--views", "3"], "");
    assert_eq!(code, 0, "{seen}");
    let read = server.get(&cli.shared_path());
    assert_eq!(read.status, 403, "it has a limit now");
}

#[test]
fn what_an_import_says_of_a_file_is_masked_too() {
    let cli = CliSandbox::new();
    let broken = json!([
        { "title": "Stars", "messages": [{ "role": "user", "content": "Why?", format!("note {}", key()): "some words" }] },
        { "title": format!("My {}", key()), "messages": 7 },
    ]);
    let file = cli.file("some.json", broken.to_string());
    let (_, out, err) = cli.run(&["import", &file], "");
    let last = cli.good(&["import", "--last"]);
    assert!(err.contains("(“My"), "{err}");
    assert!(last.contains("(“My"), "{last}");
    assert!([out, err, last].iter().all(|said| !said.contains(&key())));
}

#[test]
fn whoever_quits_has_stored_and_shared_nothing() {
    let cli = CliSandbox::empty();
    let file = cli.file("keys.json", conversation());
    for typed in ["y\nq\n", "\nl\nquit\n", "\n\u{4}"] {
        let (code, seen) = cli.on_terminal(&["share", &file, "--listen", "127.0.0.1:0"], typed);
        assert_eq!(code, 1, "{seen}");
        assert!(seen.contains("nothing was stored or published") && !seen.contains("http://"), "{seen}");
    }
    assert!(cli.list().is_empty());
    assert_eq!(cli.good(&["user", "list"]), "");
}

#[test]
fn an_import_shares_what_holds_no_secrets_and_names_the_others() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let both = format!("[{}, {}]", conversation(), MESSAGES);
    let file = cli.file("both.json", both);
    let (code, out, err) = cli.import(&[&file, "--share"], "");
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("2 new, 1 not shared"), "{out}");
    assert!(err.contains("\"Keys\" was not shared: it contains 1 e-mail address"), "{err}");
    assert!(err.contains("link check") && err.contains("--redact all") && !err.contains(&key()), "{err}");
    let shared: Vec<bool> = cli.list().iter().map(|chat| chat["share"].is_object()).collect();
    assert_eq!(shared.iter().filter(|shared| **shared).count(), 1);

    let (code, out, err) = cli.import(&[&file, "--share", "--redact", "all"], "");
    assert_eq!(code, 0, "{err}");
    for link in out.lines().filter(|line| line.contains("http://")) {
        assert!(!server.get(&printed_share(link)).good().to_string().contains(&key()));
    }
    assert_eq!(cli.list().iter().filter(|chat| chat["share"].is_object()).count(), 2);
}

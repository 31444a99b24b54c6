//! `import`, `list`, `unshare`, `export` and the rest of the command line around conversations.

use std::fs;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::CliSandbox;
use crate::support::cli_sandbox::{MESSAGES, printed_share};

const MORE: &str = r#"{"title": "Stars", "model": "gpt-5.1", "messages": [
    {"role": "user", "content": "How many are there?"},
    {"role": "assistant", "content": "Many."},
    {"role": "user", "content": "How many exactly?"}
]}"#;

#[test]
fn what_is_imported_again_is_only_counted_and_what_is_new_is_told() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    let (_, out, _) = cli.run(&["import", &file, "--dry-run"], "");
    assert!(out.contains("would import \"Stars\": 2 messages") && out.contains("nothing was stored"), "{out}");
    assert!(cli.list().is_empty());

    let (code, out, err) = cli.run(&["import", &file], "");
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, format!("imported \"Stars\": 2 messages\n{file}: 1 conversation: 1 new, 0 unchanged, 0 skipped\n"));
    let (_, out, _) = cli.run(&["import", &file], "");
    assert_eq!(out, format!("{file}: 1 conversation: 0 new, 1 unchanged, 0 skipped\n"));
    let (_, out, _) = cli.run(&["import", &cli.file("stars.json", MORE)], "");
    assert!(out.starts_with("updated \"Stars\": 1 new message\n"), "{out}");
    assert!(out.contains("0 new, 1 updated, 0 unchanged"), "{out}");
    assert_eq!(cli.list()[0]["messages"], 3);
}

#[test]
fn a_format_is_named_or_refused_with_the_list_of_all() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    assert_eq!(cli.run(&["import", &file, "--format", "messages"], "").0, 0);
    let (code, _, err) = cli.run(&["import", &file, "--format", "papyrus"], "");
    assert_eq!(code, 2);
    assert!(err.contains("chatgpt"), "{err}");
}

#[test]
fn without_an_account_one_is_made_and_told_once() {
    let cli = CliSandbox::empty();
    let file = cli.file("stars.json", MESSAGES);
    let (code, _, err) = cli.run(&["import", &file], "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("neptun-share user password owner@neptun.localhost"), "{err}");
    assert_eq!(cli.run(&["import", &file], "").2, "");
    assert_eq!(cli.run(&["user", "password", "owner@neptun.localhost"], "a long password\n").0, 0);
}

#[test]
fn that_nobody_reads_the_report_to_its_end_is_no_failure() {
    let cli = CliSandbox::new();
    let many: String = (0..3000)
        .map(|number| {
            format!("{{\"title\": \"{number}\", \"messages\": [{{\"role\": \"user\", \"content\": \"{number}\"}}]}}\n")
        })
        .collect();
    let file = cli.file("many.jsonl", many);
    let mut command = std::process::Command::new("bash");
    command.args(["-c", "set -o pipefail; \"$0\" import \"$1\" --user ada@example.com --database \"$2\" | head -1"]);
    command.args([crate::support::server::PROGRAM, &file, &cli.path("test.db")]);
    let (code, out, err) = crate::support::server::finish(command, "");
    assert_eq!((code, out.as_str()), (0, "imported \"0\": 1 message\n"), "{err}");
    assert_eq!(cli.list().len(), 3000);
}

#[test]
fn ctrl_c_in_an_import_leaves_what_the_report_says() {
    let cli = CliSandbox::new();
    let mut import = cli.start(&["import", "-"]);
    // Long ones: a megabyte is read ahead.
    let text = "x".repeat(3000);
    let conversation = |number: usize| {
        format!(
            "{{\"title\": \"Chat {number}\", \"messages\": [{{\"role\": \"user\", \"content\": \"{text} {number}\"}}]}}\n"
        )
    };
    let mut sent = 0;
    // More than one batch, so that the first is told before the input ends.
    while sent < 1500 && import.send(conversation(sent).as_bytes()) {
        sent += 1;
    }
    let first = import.line();
    assert_eq!(first, "imported \"Chat 0\": 1 message");
    import.signal(Signal::INT);
    // It notices when something comes; then it does not read any more.
    while sent < 1_000_000 && import.send(conversation(sent).as_bytes()) {
        sent += 1;
    }
    let said = import.hears("interrupted: ");
    let (status, rest) = import.wait();
    assert_eq!(status.code(), Some(130));

    let told = 1 + rest.lines().filter(|line| line.starts_with("imported ")).count();
    assert!(told >= 500, "{told}");
    assert!(said.contains(&format!("interrupted: {told} conversations were imported")), "{said}");
    assert_eq!(cli.list().len(), told);
}

#[test]
fn chats_are_listed_with_their_links() {
    let cli = CliSandbox::new();
    let (code, out, err) = cli.run(&["list"], "");
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("neptun-share share FILE"), "{err}");

    cli.run(&["import", &cli.file("stars.json", MESSAGES), "--share", "--password"], "open sesame\n");
    let (_, out, _) = cli.run(&["list", "--public-url", "https://share.example.com"], "");
    assert!(out.contains("Stars (2 messages)"), "{out}");
    assert!(out.contains("https://share.example.com/shared/chats/") && out.contains("and the password"), "{out}");
    let list = cli.list();
    assert_eq!((&list[0]["messages"], &list[0]["share"]["is_protected"]), (&Value::from(2), &Value::Bool(true)));

    let id = list[0]["id"].to_string();
    assert_eq!(cli.run(&["unshare", &id], "").0, 0);
    assert!(cli.run(&["list"], "").1.contains("It is paused."));
    assert!(cli.run(&["unshare", &id], "").1.contains("already paused"));
    assert_eq!(cli.run(&["unshare", "99"], "").0, 1);
    assert_eq!(cli.run(&["unshare", "stars"], "").0, 2);
}

#[test]
fn a_chat_that_is_not_shared_cannot_be_unshared() {
    let cli = CliSandbox::new();
    cli.import(&[&cli.file("stars.json", MESSAGES)], "");
    let (code, _, err) = cli.run(&["unshare", "1"], "");
    assert_eq!(code, 1);
    assert!(err.contains("\"Stars\" is not shared"), "{err}");
}

#[test]
fn a_chat_is_exported_in_each_format_and_no_file_is_overwritten_by_mistake() {
    let cli = CliSandbox::new();
    cli.import(&[&cli.file("stars.json", MESSAGES)], "");
    let (code, out, _) = cli.run(&["export", "1"], "");
    assert_eq!(code, 0);
    assert!(out.starts_with("# Stars") && out.contains("How many are there?"), "{out}");

    let (code, out, _) = cli.run(&["export", "1", "--format", "html"], "");
    assert_eq!(code, 0);
    assert!(out.contains("<title>Stars</title>") && out.contains("Many.") && out.ends_with("</html>\n"), "{out}");

    let file = cli.path("export.json");
    let export = ["export", "1", "--format", "json", "--output", &file];
    assert_eq!(cli.run(&export, "").0, 0);
    let content = fs::read_to_string(&file).expect("written");
    let json: Value = serde_json::from_str(&content).expect("JSON");
    assert_eq!(json["messages"][1]["content"], "Many.");

    fs::write(&file, "mine").expect("written");
    let (code, _, err) = cli.run(&export, "");
    assert_eq!(code, 1);
    assert!(err.contains("--force"), "{err}");
    assert_eq!(fs::read_to_string(&file).expect("there"), "mine");
    assert_eq!(cli.run(&[&export[..], &["--force"]].concat(), "").0, 0);
    assert_eq!(fs::read_to_string(&file).expect("there"), content);
    assert_eq!(cli.run(&["export", "7"], "").0, 1);
    let err = cli.refused(&["export", "1", "--output", &cli.path("missing/export.md")]);
    assert!(err.ends_with(&format!("there is no folder {}\n", cli.path("missing"))), "{err}");
}

#[test]
fn names_of_strangers_do_not_steer_the_terminal() {
    let cli = CliSandbox::new();
    let hostile = MESSAGES.replace("Stars", r"\u001b]0;x\u0007St\u202ears").replace("Many", r"\u001b[2J");
    let (code, out, err) = cli.import(&[&cli.file("bad\u{1b}[31m.json", hostile), "--share"], "");
    assert_eq!(code, 0, "{err}");
    let list = cli.run(&["list"], "").1;
    for text in [&out, &err, &list] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
    // A file takes it as it is.
    assert!(cli.run(&["export", "1"], "").1.contains("\u{1b}[2J"));
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let cli = CliSandbox::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, out, _) = cli.run(&["completions", shell], "");
        assert_eq!(code, 0);
        assert!(out.contains("sessions") && out.contains("unshare"), "{shell}");
    }
    let (code, page, _) = cli.run(&["man"], "");
    assert_eq!(code, 0);
    for command in ["SHARE SHARE", "SHARE SESSIONS", "SHARE IMPORT", "SHARE SERVE", "SHARE USER ADD"] {
        assert!(page.contains(&format!("\"NEPTUN\\-{command}\"")), "{command}");
    }
    assert!(page.contains("NEPTUN_SHARE_EXPIRES"), "variables are told");
    assert!(
        page.contains("\n.SH EXAMPLES\n") && page.contains("\n.SH \"EXIT STATUS\"\n") && page.contains("\n.SH FILES\n")
    );
    assert_eq!(cli.run(&["man", "--output-dir", &cli.path("man")], "").0, 0);
    let page = |name| fs::read_to_string(cli.path(&format!("man/{name}.1"))).expect("a page");
    assert!(page("neptun-share").contains("\n.SH EXAMPLES\n"));
    let share = page("neptun-share-share");
    assert!(share.contains("expires") && share.contains("\n.SH \"EXIT STATUS\"\n"));
    let synopsis = share.split("\n.SH ").find(|part| part.starts_with("SYNOPSIS")).expect("a synopsis");
    assert!(synopsis.contains("[OPTIONS]") && synopsis.contains("FILE|NUMBER|SESSION"), "{synopsis}");
}

#[test]
fn a_chat_is_renamed_removed_and_brought_back_with_its_link() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let path = printed_share(&cli.good(&["share", &cli.file("stars.json", MESSAGES)]));
    assert_eq!(cli.good(&["rename", "1", "Five stars"]), "renamed \"Stars\" to \"Five stars\"\n");
    assert_eq!(server.get(&path).good()["chat"]["name"], "Five stars");
    assert!(cli.refused(&["rename", "7", "Nothing"]).contains("no conversation 7"));

    cli.good(&["import", &cli.file("more.json", MORE.replace("Stars", "Suns").replace("How many", "How hot"))]);
    cli.refused(&["delete", "1", "7"]);
    server.get(&path).good();
    let out = cli.good(&["delete", "1", "2"]);
    assert!(out.contains("ten minutes") && out.contains("neptun-share restore 2"), "{out}");
    server.get(&path).error(404);
    assert!(cli.list().is_empty());
    assert!(cli.refused(&["restore", "1", "7"]).contains("nothing was restored"));
    assert!(cli.list().is_empty());
    assert_eq!(cli.good(&["restore", "1"]), "restored \"Five stars\"\n");
    server.get(&path).good();
    cli.refused(&["restore", "1"]);
}

#[test]
fn what_was_removed_longer_ago_is_gone_also_where_no_server_runs() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    cli.good(&["import", &cli.file("stars.json", MESSAGES)]);
    cli.good(&["delete", "1"]);
    server.sql("update chats set deleted_at = deleted_at - 601000");
    cli.refused(&["restore", "1"]);
}

#[test]
fn a_broken_file_in_a_folder_is_named_and_makes_the_import_fail() {
    let cli = CliSandbox::new();
    cli.file("export/a.json", &MESSAGES[..MESSAGES.len() / 2]);
    cli.file("export/b.json", MESSAGES);
    cli.file("export/c.json", format!("[{}, {MESSAGES}, {{", MESSAGES.replace("Stars", "Suns")));
    cli.file("export/other.json", "{\"a\": 1}");
    let folder = cli.path("export");
    let (code, out, err) = cli.run(&["import", &folder], "");
    assert_eq!((code, out.contains("imported \"Stars\"")), (1, true), "{out}{err}");
    assert!(err.contains(&format!("{folder}: “a.json”: The file ends unexpectedly")), "{err}");
    assert!(err.contains(&format!("{folder}: Left out for lack of conversations: other.json.")), "{err}");
    assert!(err.contains(&format!("{folder}: “c.json”: The file ends unexpectedly")), "{err}");
    assert!(err.contains("2 files within could not be read in full"), "{err}");
}

#[test]
fn what_is_pasted_on_a_terminal_is_shown_and_kept_when_that_is_confirmed() {
    let cli = CliSandbox::new();
    let long = "very ".repeat(2000);
    let pasted = format!("You said:\nWhy is it {long}blue?\n\nChatGPT said:\nBecause of the air.\n");
    let paste = |typed: &str| cli.on_terminal_after(&["import", "-"], "end it with Ctrl-D", typed);
    let (_, seen) = paste(&format!("{pasted}\u{4}n\n"));
    assert!(seen.contains("Keep it?"), "{seen}");
    assert!(cli.list().is_empty());

    let (code, seen) = paste(&format!("{pasted}\u{4}y\n"));
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("assistant  Because of the air."), "{seen}");
    let kept = cli.good(&["export", "1"]);
    assert!(kept.contains("very blue?") && kept.contains("## Assistant\n\nBecause of the air."), "{kept}");

    let (code, seen) = paste("Nobody says this.\n\u{4}");
    assert_eq!((code, seen.contains("nothing says who speaks")), (1, true), "{seen}");
}

#[test]
fn what_became_of_the_last_import_is_shown_again_with_where_it_is() {
    let cli = CliSandbox::new();
    let (code, out, err) = cli.run(&["import", "--last"], "");
    assert_eq!((code, out.as_str(), err.contains("Nothing was imported")), (0, "", true), "{err}");
    let two = format!("[{MESSAGES}, {{\"title\": \"Broken\", \"messages\": 7}}]");
    cli.run(&["import", &cli.file("stars.json", two), &cli.file("empty.json", "")], "");
    let shown = cli.good(&["import", "--last"]);
    assert!(shown.contains("stars.json, empty.json: 1 new, 1 skipped"), "{shown}");
    assert!(shown.contains("imported \"Stars\": 2 messages\n  http://127.0.0.1:8080/conversations/1\n"), "{shown}");
    assert!(
        shown.contains("skipped Conversation 2 (“Broken”): ") && shown.contains("empty.json: the file is empty."),
        "{shown}"
    );

    cli.good(&["import", &cli.file("stars.json", MORE.replace("\"messages\"", "\"id\": \"s\", \"messages\""))]);
    let list = cli.good(&["list", "--sort", "imported"]);
    assert!(list.lines().next().is_some_and(|line| line.trim_start().starts_with("2 ")), "{list}");
}

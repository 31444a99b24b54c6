//! What is shared: files, sessions, standard input.

use rustix::process::Signal;

use super::FREE;
use crate::support::CliSandbox;
use crate::support::cli_sandbox::{CLAUDE_CODE, MESSAGES, printed_share};
use crate::support::process::fetch;

const TWO: &str = r#"[
    {"title": "Sun", "messages": [{"role": "user", "content": "How hot is it?"}]},
    {"title": "Moon", "messages": [{"role": "user", "content": "How far is it?"}]}
]"#;

#[test]
fn a_session_of_claude_code_is_read_under_the_printed_link_while_the_command_runs() {
    let cli = CliSandbox::empty();
    let file = cli.file("0e1f2a3b.jsonl", CLAUDE_CODE);
    let mut share = cli.start(&["share", &file, "--listen", FREE]);
    let link = share.link();

    let read = fetch(&link).good();
    assert_eq!(read["chatMessages"][0]["content"], "Why is the sky blue?");
    assert_eq!(read["chatMessages"][1]["content"], "Because of Rayleigh scattering.");
    let said = share.hears("Press Ctrl-C to stop");
    assert!(said.contains("Serving on this machine only; use --lan"), "{said}");
    assert!(said.contains("Anyone with the link can read it."), "{said}");
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

//! The server behind the link, and how its address is shown.

use rustix::process::Signal;

use super::FREE;
use crate::support::CliSandbox;
use crate::support::cli_sandbox::{MESSAGES, printed_share};
use crate::support::process::fetch;
use crate::support::server::PROGRAM;

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
    assert!(err.contains("already imported"), "{err}");

    let (code, out, _) = cli.run(&["unshare", first.trim()], "");
    assert_eq!(code, 0);
    assert!(out.contains("link resume 1"), "{out}");
    server.get(&printed_share(&first)).error(404);
    assert_eq!(cli.run(&["share", "--chat", "1"], "").1, first);
    server.get(&printed_share(&first)).good();
}

#[test]
fn without_serving_the_link_is_printed_and_the_command_ends() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    let (code, out, err) = cli.run(&["share", &file, "--no-serve"], "");
    assert_eq!((code, out.lines().count()), (0, 1), "{err}");
    assert!(err.contains("neptun-share serve"), "{err}");
    let server = cli.serve();
    server.get(&printed_share(&out)).good();
    // Beside a server it makes no difference.
    assert_eq!(cli.run(&["share", &file, "--no-serve"], "").0, 0);
    assert_eq!(cli.run(&["share", &file, "--last", "1", "--until", "1"], "").0, 2);
}

#[test]
fn with_lan_the_link_names_an_address_in_the_network_that_answers() {
    let cli = CliSandbox::empty();
    let file = cli.file("stars.json", MESSAGES);
    let mut share = cli.start(&["share", &file, "--lan", "--listen", "127.0.0.1:0"]);
    let link = share.line();
    if link.is_empty() {
        let said = share.hears("this machine is not on a network");
        assert!(said.contains("without --lan"), "{said}");
        return;
    }
    assert!(!link.contains("127.0.0.1"), "{link}");
    assert_eq!(fetch(&link).good()["chat"]["name"], "Stars");
    let said = share.hears("Press Ctrl-C to stop");
    assert!(said.contains("This machine's address on the network is"), "{said}");
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
    assert!(cli.run(&["import", &file, "--share"], "").2.contains("No server is running"));
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

#[test]
fn a_dumb_terminal_gets_no_qr_code_unasked() {
    let cli = CliSandbox::new();
    let _server = cli.serve();
    let share = format!("{PROGRAM} share '{}' --yes", cli.file("stars.json", MESSAGES));
    for (term, is_shown) in [("dumb", false), ("xterm", true)] {
        let (status, shown) = cli.terminal(&format!("TERM={term} {share}")).wait();
        assert!(status.success() && shown.contains("http://127.0.0.1:"), "{shown}");
        assert_eq!((shown.contains('█'), shown.contains('\x1b')), (is_shown, is_shown), "{shown}");
    }
}

#[test]
fn a_word_of_ones_own_stands_in_the_link_and_names_the_conversation_in_other_commands() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let (code, out, err) = cli.run(&["share", &file, "--word", "stars-talk"], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("--password") && err.contains("--for") && err.contains("--public-word"), "{err}");
    assert!(cli.list().is_empty(), "nothing was stored");

    let link = cli.good(&["share", &file, "--word", "stars-talk", "--public-word"]);
    assert_eq!(link.trim(), format!("http://{}/s/stars-talk", server.address()));
    assert_eq!(server.get("/s/stars-talk").status, 302);
    assert!(cli.good(&["link", "list"]).contains("/s/stars-talk\n"));
    assert!(cli.good(&["unshare", link.trim()]).contains("paused"));
    assert_eq!(server.get("/s/stars-talk").status, 404);
    let again = cli.good(&["share", link.trim(), "--no-word"]);
    assert!(again.contains("/shared/chats/"), "{again}");

    let (code, _, err) = cli.run(&["share", &file, "--word", "Stars"], "");
    assert_eq!(code, 2);
    assert!(err.contains("3 to 64 of a-z, 0-9 and -"), "{err}");
}

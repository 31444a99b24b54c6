//! What a person types on a terminal, and that the terminal is as it was afterwards.

use crate::support::CliSandbox;
use crate::support::server::PROGRAM;

/// A password is asked for; then the shell tells how the command ended, and whether it shows what is typed.
fn asked_for_a_password(cli: &CliSandbox) -> String {
    let add = format!("{PROGRAM} user add grace@example.com --database {}", cli.path("typed.db"));
    format!("trap : INT; {add}; echo code $?; stty -a")
}

#[test]
fn a_key_that_ends_a_password_prompt_leaves_a_terminal_that_shows_what_is_typed() {
    let cli = CliSandbox::empty();
    for (key, code) in [("\u{3}", 130), ("\u{4}", 1)] {
        let mut terminal = cli.terminal(&asked_for_a_password(&cli));
        terminal.printed("Password: ");
        terminal.send(key.as_bytes());
        let seen = terminal.wait().1;
        assert!(seen.contains(&format!("code {code}\r")) && seen.contains(" echo "), "{key:?}: {seen}");
    }
}

#[test]
fn a_typed_password_is_not_shown_and_can_be_corrected() {
    let cli = CliSandbox::empty();
    let mut terminal = cli.terminal(&asked_for_a_password(&cli));
    terminal.printed("Password: ");
    terminal.send("wrong\u{15}ein Passwort für é\u{7f}alle\n".as_bytes());
    let mut seen = terminal.printed("again: ");
    terminal.send("ein Passwort für alle\n".as_bytes());
    seen.push_str(&terminal.wait().1);
    assert!(seen.contains("added grace@example.com") && seen.contains(" echo "), "{seen}");
    assert!(!seen.contains("wrong") && !seen.contains("Passwort"), "{seen}");
}

#[test]
fn ctrl_c_while_pasting_is_an_interruption() {
    let cli = CliSandbox::new();
    for command in [&["import", "-"][..], &["share", "-"], &["continue", "-", "--as", "prompt"]] {
        let (code, seen) = cli.on_terminal_after(command, "end it with Ctrl-D.", "You said:\nWhy?\n\u{3}");
        assert!(code == 130 && seen.contains("\nneptun-share: "), "{command:?}: {code}: {seen}");
    }
    assert!(cli.list().is_empty());
}

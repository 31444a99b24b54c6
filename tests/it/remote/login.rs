//! Signing a machine in and out.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::sign_in;
use crate::support::cli_sandbox::CliSandbox;
use crate::support::people::PASSWORD;
use crate::support::{Person, Server, world};

/// The code that a command shows.
fn code(said: &str) -> String {
    said.lines().find_map(|line| line.strip_prefix("    ")).expect("a code").to_owned()
}

fn decide(server: &Server, person: &Person, code: &str, is_approved: bool) {
    let body = json!({ "user_code": code, "is_approved": is_approved, "current_password": PASSWORD });
    person.post(server, &person.at("/devices"), &body).good();
}

#[test]
fn a_token_that_cannot_be_kept_is_ended() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let mut login = cli.start(&["login", &server.url()]);
    let said = login.hears("Or open");
    cli.file(".config", "no folder");
    decide(&server, &ada, &code(&said), true);
    assert!(!login.wait().0.success());
    login.hears("cannot write to the configuration folder");
    assert_eq!(ada.get(&server, &ada.at("/tokens")).good()["tokens"], json!([]));
    // And nobody is asked in vain.
    assert!(cli.refused(&["login", &server.url()]).contains("cannot read which servers"));
}

#[test]
fn a_machine_is_signed_in_by_a_code_and_out_on_both_sides() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let mut login = cli.start(&["login", &server.url(), "--device", "my laptop", "--default"]);
    let said = login.hears("Or open");
    assert!(said.contains(&format!("Open {}/device", server.url())), "{said}");
    decide(&server, &ada, &code(&said), true);
    let (status, _) = login.wait();
    assert!(status.success(), "{}", login.said());
    let name = server.address().to_string();
    assert!(login.said().contains(&format!("Signed in to {name} as ada@example.com")), "{}", login.said());

    let file = cli.path(&format!(".config/neptun-share/servers/{}.json", name.replace(':', "%3A")));
    assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("set");
    let list = ["list", "--server", &name];
    let (_, _, err) = cli.run(&list, "");
    assert!(
        err.contains(&format!("Others on this machine can read the token in {file}; end that with: chmod")),
        "{err}"
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("set");
    assert!(!cli.run(&list, "").2.contains("Others on this machine"));
    let listed: Value = serde_json::from_str(&cli.good(&["servers", "--json"])).expect("JSON");
    assert_eq!(listed[0]["name"], json!(name));
    assert_eq!((&listed[0]["email"], &listed[0]["is_default"]), (&json!("ada@example.com"), &json!(true)));
    assert!(!listed.to_string().contains("nsh_"));
    let tokens = ada.get(&server, &ada.at("/tokens")).good();
    assert_eq!((&tokens["tokens"][0]["name"], &tokens["tokens"][0]["scope"]), (&json!("my laptop"), &json!("write")));

    assert!(cli.good(&["logout"]).contains("removed here and there"));
    assert_eq!(ada.get(&server, &ada.at("/tokens")).good()["tokens"], json!([]));
    assert!(!fs::exists(&file).expect("readable"));
    assert!(cli.refused(&["logout"]).contains("not signed in"));
}

#[test]
fn a_refused_machine_is_told_so() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let mut login = cli.start(&["login", &server.url()]);
    decide(&server, &ada, &code(&login.hears("Or open")), false);
    let (status, _) = login.wait();
    assert_eq!(status.code(), Some(1));
    login.hears("the request was refused");
    assert_eq!(cli.good(&["servers"]), "");
}

#[test]
fn a_token_is_read_where_there_is_no_browser_and_a_wrong_one_is_refused() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "read");
    assert_eq!(cli.good(&["servers"]), format!("{name}  ada@example.com  read\n"));
    assert!(cli.good(&["servers", "--default", &name]).contains("(default)"));
    assert!(!cli.good(&["servers", "--default", "local"]).contains("(default)"));
    for wrong in ["nsh_made-up\n", "\n", "two words\n"] {
        let (code, _, err) = cli.run(&["login", &server.url(), "--token", "-"], wrong);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("token"), "{err}");
    }
    assert!(cli.refused(&["servers", "--default", "elsewhere.example.com"]).contains("not signed in to elsewhere"));
}

#[test]
fn a_token_that_was_removed_there_is_said_at_sign_out() {
    let (server, ada, _) = world();
    let cli = CliSandbox::empty();
    let name = sign_in(&cli, &server, &ada, "write");
    let token = ada.get(&server, &ada.at("/tokens")).good()["tokens"][0]["id"].take();
    ada.delete(&server, &ada.at(&format!("/tokens/{token}"))).good();
    assert!(cli.good(&["logout", &name]).contains("no longer knew the token"));
}

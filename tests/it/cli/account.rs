//! Accounts from the command line, beside a running server.

use serde_json::{Value, json};

use crate::auth::passwords::login;
use crate::support::people::{PASSWORD, api, bearer};
use crate::support::server::run;
use crate::support::{Person, Server, world};

/// A `user` command on the server's database.
fn user(server: &Server, arguments: &[&str], input: &str) -> (i32, String, String) {
    let database = server.database().to_str().expect("UTF-8");
    run(&[&["user"], arguments, &["--database", database]].concat(), input)
}

/// What a `user` command prints that succeeds.
#[track_caller]
fn printed(server: &Server, arguments: &[&str]) -> String {
    let (code, out, err) = user(server, arguments, "");
    assert_eq!(code, 0, "{err}");
    out
}

/// What it says when it fails.
#[track_caller]
fn refused(server: &Server, arguments: &[&str]) -> String {
    let (code, out, err) = user(server, arguments, "");
    assert_eq!((code, out.as_str()), (1, ""));
    err
}

#[test]
fn an_invitation_is_a_link_alone_on_standard_output_and_leads_to_what_is_shared() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &entries, &json!(["grace@example.com"])).good();
    let link = share["url"].as_str().expect("a link");

    let (code, out, err) = user(&server, &["invite", "grace@example.com", "--for", link], "");
    assert_eq!(code, 0, "{err}");
    let address = format!("http://{}/invitation#", server.address());
    let secret = out.trim_end().strip_prefix(&address).unwrap_or_else(|| panic!("{out}"));
    assert!(err.contains("grace@example.com") && err.contains("once"), "{err}");
    assert!(err.contains("--public-url"), "a link to this machine is of no use to others: {err}");
    let listed = printed(&server, &["invitations"]);
    assert_eq!(listed.lines().count(), 1);
    assert!(listed.starts_with("grace@example.com\tada@example.com\t20"), "{listed}");

    let body = json!({ "token": secret, "password": PASSWORD });
    let grace = Person::from(server.post("/api/auth/invitations/accept", &body), "grace@example.com");
    grace.get(&server, &api(&share)).good();
    let (_, out, err) = user(&server, &["invitations"], "");
    assert_eq!(out, "");
    assert!(err.contains("no pending invitations"), "{err}");
    let again = refused(&server, &["invite", "grace@example.com", "--user", "ada@example.com"]);
    assert!(again.contains("already has an account"), "{again}");
}

#[test]
fn an_invitation_is_taken_back_by_the_address() {
    let (server, _, _) = world();
    let invite = ["invite", "grace@example.com", "--public-url", "https://share.example.com"];
    let (code, out, err) = user(&server, &invite, "");
    assert_eq!(code, 0);
    assert!(out.starts_with("https://share.example.com/invitation#") && !err.contains("--public-url"), "{out}{err}");
    assert!(printed(&server, &["uninvite", "GRACE@example.com"]).contains("1 invitation"));
    assert!(refused(&server, &["uninvite", "grace@example.com"]).contains("user invitations"));
    let token = out.trim_end().split_once('#').expect("a link").1;
    server.post("/api/auth/invitations/look", &json!({ "token": token })).error(404);
}

#[test]
fn nobody_is_invited_to_what_is_not_shared_or_by_nobody() {
    let (server, _, chat) = world();
    let number = chat.to_string();
    assert!(refused(&server, &["invite", "grace@example.com", "--for", &number]).contains("not shared"));
    assert!(refused(&server, &["invite", "grace@example.com", "--for", "999"]).contains("no conversation 999"));
    assert_eq!(printed(&server, &["invitations"]), "");
    Person::sign_up(&server, "eve@example.com");
    printed(&server, &["invite", "grace@example.com", "--user", "eve@example.com"]);
    assert!(printed(&server, &["invitations"]).starts_with("grace@example.com\teve@example.com\t"));

    let empty = Server::start();
    assert!(refused(&empty, &["invite", "grace@example.com"]).contains("user add"));
}

#[test]
fn sessions_are_shown_and_ended() {
    let (server, ada, _) = world();
    let other = Person::sign_in(&server, "ada@example.com");
    let listed = printed(&server, &["sessions", "ada@example.com"]);
    assert_eq!(listed.lines().count(), 2);
    assert!(listed.lines().all(|line| line.split('\t').count() == 4 && line.contains("\tunknown\t")), "{listed}");
    assert!(printed(&server, &["sign-out", "ada@example.com"]).contains("2 sessions"));
    for person in [ada, other] {
        person.get(&server, "/api/auth/check").error(401);
    }
    assert_eq!(printed(&server, &["sessions", "ada@example.com"]), "");
    assert!(refused(&server, &["sign-out", "eve@example.com"]).contains("no account"));
}

#[test]
fn a_tokens_secret_is_printed_alone_and_once() {
    let (server, ada, chat) = world();
    let add = ["token", "add", "ada@example.com", "Nightly backup"];
    let (code, out, err) = user(&server, &add, "");
    assert_eq!(code, 0, "{err}");
    let secret = out.trim_end();
    assert!(secret.starts_with("nsh_") && secret.len() == 47, "{out}");
    let read = |secret: &str| server.request("GET", &ada.chats(), &[("Authorization", &bearer(secret))], b"");
    read(secret).good();
    let rename = format!("{}/{chat}", ada.chats());
    server.request("DELETE", &rename, &[("Authorization", &bearer(secret))], b"").error(403);

    let writing = printed(&server, &[&add[..], &["--scope", "write", "--expires", "1d"]].concat());
    server.request("DELETE", &rename, &[("Authorization", &bearer(writing.trim_end()))], b"").good();
    let listed = printed(&server, &["token", "list", "ada@example.com"]);
    assert!(!listed.contains("nsh_"), "{listed}");
    let scopes: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').nth(2)).collect();
    assert_eq!(scopes, ["write", "read"]);

    let several = refused(&server, &["token", "remove", "ada@example.com", "Nightly backup"]);
    assert!(several.contains("by its number: 2, 1"), "{several}");
    printed(&server, &["token", "remove", "ada@example.com", "1"]);
    read(secret).error(401);
    printed(&server, &["token", "remove", "ada@example.com", "Nightly backup"]);
    read(writing.trim_end()).error(401);
    assert!(refused(&server, &["token", "remove", "ada@example.com", "1"]).contains("token list"));
    let tokens: Value = ada.get(&server, &ada.at("/tokens")).good();
    assert_eq!(tokens, json!({ "tokens": [] }));
}

#[test]
fn a_token_for_ever_is_a_wrong_argument() {
    for expires in ["never", "367d", "2020-01-01T00:00:00Z", "soon"] {
        let (code, out, err) = run(&["user", "token", "add", "ada@example.com", "x", "--expires", expires], "");
        assert_eq!((code, out.as_str()), (2, ""), "{expires}: {err}");
    }
    let (code, _, _) = run(&["user", "token", "add", "ada@example.com", "x", "--scope", "admin"], "");
    assert_eq!(code, 2);
}

#[test]
fn accounts_are_kept_from_the_command_line_beside_a_running_server() {
    let server = Server::start();
    let user = |arguments: &[&str], input: &str| user(&server, arguments, input);

    assert_eq!(user(&["add", "ada@example.com"], "first password\n").0, 0);
    login(&server, "ada@example.com", "first password").good();
    let (code, _, message) = user(&["add", "ADA@example.com"], "another password\n");
    assert_eq!(code, 1);
    assert!(message.contains("already"), "{message}");
    let (_, listed, _) = user(&["list"], "");
    assert_eq!(listed.lines().count(), 1);
    assert!(listed.contains("ada@example.com"));

    let session = login(&server, "ada@example.com", "first password");
    let cookie = session.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    assert_eq!(user(&["password", "ada@example.com"], "second password\n").0, 0);
    server.request("GET", "/api/auth/check", &[("Cookie", &cookie)], b"").error(401);
    login(&server, "ada@example.com", "first password").error(401);
    login(&server, "ada@example.com", "second password").good();

    assert_eq!(user(&["remove", "ada@example.com"], "").0, 0);
    login(&server, "ada@example.com", "second password").error(401);
    assert_eq!(user(&["remove", "ada@example.com"], "").0, 1);
}

#[test]
fn a_short_password_is_refused_with_its_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let (code, _, message) =
        run(&["user", "--database", database.to_str().expect("UTF-8"), "add", "ada@example.com"], "short\n");
    assert_eq!(code, 1);
    assert!(message.contains("at least 8"), "{message}");
}

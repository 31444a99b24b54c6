//! Who shares, and with whom.

use serde_json::json;

use crate::support::cli_sandbox::{MESSAGES, printed_share};
use crate::support::people::basic;
use crate::support::{CliSandbox, Person, eventually};

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
    assert!(err.contains("Only these people can read it, signed in") && err.contains("grace@example.com"), "{err}");
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
    assert!(err.contains("Anyone with the link can read it."), "{err}");
    server.get(&path).good();
    cli.run(&["share", &file, "--expires", "2d"], "");
    assert!(cli.list()[0]["share"]["expires_at"].is_string());
    cli.run(&["share", &file, "--expires", "never"], "");
    assert!(cli.list()[0]["share"]["expires_at"].is_null());
}

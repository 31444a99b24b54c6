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
fn named_people_who_have_an_account_can_read_it_and_nobody_else() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    cli.add("grace@example.com");
    let (code, out, err) = cli.run(&["share", &file, "--for", "ada@example.com,grace@example.com"], "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Only these people can read it, signed in") && err.contains("grace@example.com"), "{err}");
    let path = printed_share(&out);
    assert_ne!(server.get(&path).status, 200);
    let grace = Person::sign_in_with(&server, "grace@example.com", "a long password");
    grace.get(&server, &path).good();
}

#[test]
fn who_has_no_account_yet_is_invited_with_one_link_for_all_conversations() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let other = cli.file("moons.json", MESSAGES.replace("Stars", "Moons"));
    let people = "ada@example.com,grace@example.com,GRACE@example.com";
    let (code, out, err) = cli.run(&["share", &file, "--for", people], "");
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 1, "the link of the share alone: {out}");
    let path = printed_share(&out);
    server.get(&path).error(401);
    let links: Vec<&str> = err.lines().filter(|line| line.contains("/invitation#")).collect();
    assert_eq!(links.len(), 1, "{err}");

    let (_, out, err) = cli.run(&["share", &other, "--for", "grace@example.com"], "");
    assert!(err.contains("that you made before") && !err.contains("/invitation#"), "{err}");
    let other = printed_share(&out);
    let (_, _, err) = cli.run(&["link", "people", "1"], "");
    assert!(err.contains("grace@example.com is invited"), "{err}");
    for list in [["link", "list"].as_slice(), &["list"]] {
        let out = cli.good(list);
        assert!(out.contains("ada@example.com, grace@example.com (invited)"), "{out}");
    }

    let token = links[0].split_once('#').expect("a link").1;
    let body = json!({ "token": token, "password": "a long password" });
    let grace = Person::from(server.post("/api/auth/invitations/accept", &body), "grace@example.com");
    grace.get(&server, &path).good();
    grace.get(&server, &other).good();
}

#[test]
fn who_was_invited_and_gets_an_account_from_the_operator_reads_what_waits() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("stars.json", MESSAGES);
    let (_, out, _) = cli.run(&["share", &file], "");
    let path = printed_share(&out);
    cli.run(&["link", "people", "1", "--add", "grace@example.com,eve@example.com"], "");
    cli.good(&["link", "people", "1", "--remove", "eve@example.com"]);
    // An invitation that has expired leaves them invited.
    server.sql("update account_links set expires_at = 1");
    let (_, _, err) = cli.run(&["link", "people", "1"], "");
    assert!(err.contains("grace@example.com is invited; the link has expired") && !err.contains("eve@"), "{err}");

    for email in ["grace@example.com", "eve@example.com"] {
        cli.add(email);
    }
    let read = |email| Person::sign_in_with(&server, email, "a long password").get(&server, &path).status;
    assert_eq!((read("grace@example.com"), read("eve@example.com")), (200, 403));
}

#[test]
fn commands_are_about_the_first_account_unless_another_is_named_or_chosen() {
    let cli = CliSandbox::new();
    cli.add("grace@example.com");
    assert_eq!(cli.good(&["user", "default"]), "ada@example.com\n");
    let file = cli.file("stars.json", MESSAGES);
    cli.good(&["import", &file]);
    assert_eq!(cli.list().len(), 1);
    cli.good(&["user", "default", "grace@example.com"]);
    assert!(cli.list().is_empty());
    assert_eq!(cli.good(&["list", "--json", "--user", "ada@example.com"]).matches("\"id\"").count(), 1);
    assert!(cli.refused(&["user", "default", "nobody@example.com"]).contains("there is no account"));
    cli.good(&["user", "remove", "grace@example.com"]);
    assert_eq!(cli.list().len(), 1);
}

#[test]
fn a_failed_import_leaves_no_account_behind() {
    let cli = CliSandbox::empty();
    let broken = cli.file("broken.json", "{");
    let (code, _, err) = cli.run(&["import", &broken], "");
    assert_eq!(code, 1, "{err}");
    assert!(!err.contains("Created the account"), "{err}");
    assert_eq!(cli.good(&["user", "list"]), "");
    let file = cli.file("stars.json", MESSAGES);
    let (code, _, err) = cli.run(&["import", &broken, &file], "");
    assert!(code == 1 && err.contains("Created the account"), "{err}");
    assert_eq!(cli.list().len(), 1);
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

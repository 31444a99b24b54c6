//! Who may read: people, passwords, and what is looked for before.

use serde_json::{Value, json};

use super::{SUNS, shared};
use crate::support::cli_sandbox::printed_share;
use crate::support::{CliSandbox, Person};

#[test]
fn people_are_named_and_taken_off_and_the_list_is_removed() {
    let (cli, server, path) = shared(&[]);
    assert_eq!(cli.good(&["link", "people", "1", "--json"]).trim(), "null");
    let (code, out, err) = cli.run(&["link", "people", "1", "--add", "grace@example.com"], "");
    assert_eq!((code, out.as_str()), (0, "ada@example.com\n"), "{err}");
    assert!(err.contains("grace@example.com has no account yet") && err.contains("/invitation#"), "{err}");
    server.get(&path).error(401);

    cli.add("alan@example.com");
    let of_ada = ["--user", "ada@example.com"];
    let people = |flags: &[&str]| [&["link", "people", "1"], &of_ada[..], flags].concat().join(" ");
    let run = |line: String| cli.run(&line.split(' ').collect::<Vec<_>>(), "");
    assert_eq!(run(people(&["--add", "ALAN@example.com"])).1, "ada@example.com\nalan@example.com\n");
    let alan = Person::sign_in_with(&server, "alan@example.com", "a long password");
    alan.get(&server, &path).good();
    let (code, _, err) = run(people(&["--remove", "alan@example.com,eve@example.com"]));
    assert!(code == 1 && err.contains("eve@example.com is not among those"), "{err}");
    alan.get(&server, &path).good();
    assert_eq!(run(people(&["--remove", "alan@example.com"])).1, "ada@example.com\n");
    assert_eq!(alan.get(&server, &path).status, 403);
    let (_, out, err) = run(people(&["--anyone"]));
    assert_eq!(out, "");
    assert!(err.contains("Anyone with the link can read it."), "{err}");
    server.get(&path).good();
    assert_eq!(run(people(&["--anyone", "--add", "eve@example.com"])).0, 2);
}

#[test]
fn a_check_reports_what_is_shown_and_what_is_left_out_of_it() {
    let cli = CliSandbox::new();
    let text = SUNS
        .replace("Three.", "Mail grace@navy-mail.org, grace@navy-mail.org.")
        .replace("Five.", "Or call +49 30 901820-15.");
    cli.good(&["import", &cli.file("suns.json", text)]);
    let (code, out, err) = cli.run(&["link", "check", "1"], "");
    assert_eq!(code, 0);
    assert!(
        out.contains("g…@navy-mail.org  E-mail address, 2 times, message 3: \"Mail g…@navy-mail.org, g")
            && out.contains("message 5"),
        "{out}"
    );
    assert!(err.contains("Searched 5 messages and 0 files, found 1 e-mail address, 1 phone number."), "{err}");
    let _server = cli.serve();
    cli.good(&["share", "--chat", "1", "--messages", "2-3", "--redact", "all"]);
    let out = cli.good(&["link", "check", "1"]);
    assert!(out.contains("[x]") && out.contains("message 3") && !out.contains("message 5"), "{out}");
    let report: Value = serde_json::from_str(&cli.good(&["link", "check", "1", "--json"])).expect("JSON");
    assert_eq!(report["searched"], json!({ "messages": 2, "files": 0 }));
    let find = &report["findings"][0];
    assert_eq!((&find["kind"], &find["is_left_out"], &find["count"]), (&json!("email"), &json!(true), &json!(2)));
    assert!(find.get("value").is_none());
}

#[test]
fn a_password_is_taken_away_again() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let (code, out, err) = cli.run(&["share", &cli.file("suns.json", SUNS), "--password"], "open sesame\n");
    assert_eq!(code, 0, "{err}");
    let path = printed_share(&out);
    server.get(&path).error(401);
    cli.good(&["share", "--chat", "1", "--no-password"]);
    server.get(&path).good();
    assert_eq!(cli.run(&["share", "--chat", "1", "--no-password", "--password"], "").0, 2);
}

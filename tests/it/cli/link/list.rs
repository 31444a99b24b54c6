//! Links as a list, and changed together.

use serde_json::{Value, json};

use super::{links, shared, texts};
use crate::support::CliSandbox;
use crate::support::cli_sandbox::{MESSAGES, printed_share};

#[test]
fn links_are_switched_and_removed_together_or_not_at_all() {
    let (cli, server, first) = shared(&[]);
    let second = printed_share(&cli.good(&["share", &cli.file("stars.json", MESSAGES)]));
    let third = r#"{"title": "Moons", "messages": [{"role": "user", "content": "Where?"}]}"#;
    cli.good(&["import", &cli.file("moons.json", third)]);
    for command in ["pause", "resume", "renew", "remove"] {
        let err = cli.refused(&["link", command, "1", "3"]);
        assert!(err.contains("\"Moons\" is not shared, so nothing was changed"), "{err}");
        server.get(&first).good();
    }
    assert!(cli.refused(&["link", "pause", "1", "99"]).contains("no conversation 99"));

    let out = cli.good(&["link", "pause", "1", "2", "1"]);
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(out.contains("neptun-share link resume 2"), "{out}");
    server.get(&first).error(404);
    server.get(&second).error(404);
    assert_eq!(links(&cli, &["--state", "paused"]).len(), 2);
    assert!(cli.good(&["link", "pause", "1"]).contains("already paused"));
    assert!(cli.good(&["link", "resume", "1", "2"]).contains("resumed the link of \"Suns\". Anyone with the link"));
    server.get(&first).good();

    let out = cli.good(&["link", "renew", "1", "2"]);
    let renewed: Vec<String> = out.lines().map(printed_share).collect();
    assert_eq!(renewed.len(), 2);
    assert!(renewed[0] != first && renewed[1] != second);
    server.get(&first).error(404);
    assert_eq!(server.get(&renewed[0]).good()["chat"]["name"], "Suns");
    assert_eq!(server.get(&renewed[1]).good()["chat"]["name"], "Stars");

    assert!(cli.good(&["link", "remove", "1", "2"]).contains("share 2"));
    server.get(&renewed[0]).error(404);
    assert!(links(&cli, &[]).is_empty());
    assert_eq!(cli.list().len(), 3, "the chats stay");
    assert_eq!(cli.run(&["link", "pause"], "").0, 2);
}

#[test]
fn the_list_tells_programs_what_a_link_is_like() {
    let (cli, _server, path) = shared(&["--expires", "2030-01-02T03:04:05Z", "--views", "5", "--redact-word", "Ceres"]);
    let link = links(&cli, &["--state", "active", "--public-url", "https://share.example.com"]).remove(0);
    let uuid = path.rsplit('/').next().expect("a uuid");
    assert_eq!(link["url"], format!("https://share.example.com/shared/chats/{uuid}"));
    assert_eq!(link["chat"], json!({ "id": 1, "name": "Suns", "model": link["chat"]["model"] }));
    for (field, value) in [
        ("state", json!("active")),
        ("is_protected", json!(false)),
        ("people", Value::Null),
        ("expires_at", json!("2030-01-02T03:04:05Z")),
        ("max_views", json!(5)),
        ("views_left", json!(5)),
        ("views", json!(0)),
        ("last_viewed_at", Value::Null),
        ("records_visitors", json!(false)),
        ("may_be_continued", json!(true)),
        ("message_ids", Value::Null),
        ("is_frozen", json!(false)),
    ] {
        assert_eq!(link[field], value, "{field}");
    }
    assert_eq!(link["redactions"]["words"], json!(["Ceres"]));
    assert!(!link.to_string().contains("argon2"));
    assert!(links(&cli, &["--state", "expired"]).is_empty());
    let (code, out, err) = CliSandbox::new().run(&["link", "list"], "");
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("neptun-share share FILE"), "{err}");
}

#[test]
fn flags_can_come_from_the_environment() {
    let (cli, server, path) = shared(&[]);
    let run = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = cli.command(arguments);
        command.envs(variables.iter().copied());
        let (code, out, err) = crate::support::server::finish(command, "");
        assert_eq!(code, 0, "{err}");
        out
    };
    let flags = [("NEPTUN_SHARE_UNTIL", "2"), ("NEPTUN_SHARE_REDACT_WORD", "one")];
    run(&["share", "--chat", "1"], &flags);
    assert_eq!(texts(&server, &path), "[redacted]. Two.");
    run(&["share", "--chat", "1"], &[("NEPTUN_SHARE_VIEWS", "4"), ("NEPTUN_SHARE_MESSAGES", "4")]);
    server.get(&path).error(403);
    assert_eq!(run(&["link", "list"], &[("NEPTUN_SHARE_STATE", "paused")]), "");
    run(&["link", "people", "1"], &[("NEPTUN_SHARE_ADD", "ada@example.com")]);
    assert_eq!(links(&cli, &[])[0]["people"], json!(["ada@example.com"]));
}

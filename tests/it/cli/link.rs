//! Links under their owner's control, from the command line.

use serde_json::{Value, json};

use crate::support::cli_sandbox::{MESSAGES, printed_share};
use crate::support::{CliSandbox, Person, Response, Server};

const SUNS: &str = r#"{"title": "Suns", "messages": [{"role": "user", "content": "One."},
    {"role": "assistant", "content": "Two."}, {"role": "user", "content": "Three."},
    {"role": "assistant", "content": "Four."}, {"role": "user", "content": "Five."}]}"#;

/// A cli with a server and one shared conversation; the API's path of its link.
fn shared(flags: &[&str]) -> (CliSandbox, Server, String) {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("suns.json", SUNS);
    let path = printed_share(&cli.good(&[&["share", &file], flags].concat()));
    (cli, server, path)
}

fn open(server: &Server, path: &str) -> Response {
    server.request("POST", &format!("{path}/views"), &[], b"")
}

#[track_caller]
fn texts(server: &Server, path: &str) -> String {
    let read = server.get(path).good();
    let texts =
        read["chatMessages"].as_array().expect("messages").iter().filter_map(|message| message["content"].as_str());
    texts.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn links(cli: &CliSandbox, flags: &[&str]) -> Vec<Value> {
    let out = cli.good(&[&["link", "list", "--json"], flags].concat());
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

#[test]
fn a_link_that_burns_after_reading_opens_once_until_more_is_allowed() {
    let (cli, server, path) = shared(&["--once"]);
    server.get(&path).error(403);
    assert!(cli.good(&["link", "list"]).contains("It can be opened once."));
    open(&server, &path).good();
    server.get(&path).error(404);
    open(&server, &path).error(404);

    let used_up = links(&cli, &["--state", "used-up"]);
    assert_eq!(
        (&used_up[0]["state"], &used_up[0]["views"], &used_up[0]["max_views"]),
        (&json!("used_up"), &json!(1), &json!(1))
    );
    assert!(used_up[0]["last_viewed_at"].is_string());
    assert!(links(&cli, &["--state", "active"]).is_empty());
    let err = cli.refused(&["share", "--chat", "1", "--once"]);
    assert!(err.contains("--views") && err.contains("neptun-share link renew 1"), "{err}");

    cli.good(&["share", "--chat", "1", "--views", "3"]);
    assert_eq!(links(&cli, &[])[0]["views_left"], 2);
    open(&server, &path).good();
    let listed = cli.good(&["link", "list"]);
    assert!(listed.contains("It can be opened once.") && listed.contains("Opened 2 of 3 times, last on "), "{listed}");
    cli.good(&["share", "--chat", "1", "--views", "unlimited"]);
    server.get(&path).good();
    assert_eq!(cli.run(&["share", "--chat", "1", "--views", "0"], "").0, 2);
    assert_eq!(cli.run(&["share", "--chat", "1", "--views", "2", "--once"], "").0, 2);
}

#[test]
fn a_part_of_a_conversation_is_chosen_by_places() {
    let (cli, server, path) = shared(&["--until", "2"]);
    assert_eq!(texts(&server, &path), "One. Two.");
    cli.good(&["share", "--chat", "1", "--messages", "5,2-3"]);
    assert_eq!(texts(&server, &path), "Two. Three. Five.");
    assert!(cli.good(&["list"]).contains("It shows 3 messages of it."));
    cli.good(&["share", "--chat", "1"]);
    assert_eq!(texts(&server, &path), "Two. Three. Five.", "what is not said stays");
    for flag in ["--until", "--messages"] {
        let err = cli.refused(&["share", "--chat", "1", flag, "6"]);
        assert!(err.contains("5 messages, so there is no message 6"), "{err}");
    }
    cli.refused(&["share", "--chat", "1", "--messages", "1-99999999999"]);
    cli.good(&["share", "--chat", "1", "--messages", "all"]);
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five.");
    assert_eq!(cli.run(&["share", "--chat", "1", "--messages", "0"], "").0, 2);
    assert_eq!(cli.run(&["share", "--chat", "1", "--messages", "1", "--until", "1"], "").0, 2);
}

#[test]
fn a_frozen_link_goes_forward_when_it_is_told_to_and_then_without_new_secrets() {
    let (cli, server, path) = shared(&["--freeze", "--redact", "none"]);
    let longer = |text: &str| {
        SUNS.replace("\"Five.\"}", &format!("\"Five.\"}}, {{\"role\": \"user\", \"content\": \"{text}\"}}"))
    };
    let with_address = cli.file("suns.json", longer("Mail grace@example.org."));
    cli.good(&["import", &with_address]);
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five.");
    assert!(cli.good(&["link", "list"]).contains("It shows the conversation as it was on "));

    let err = cli.refused(&["link", "update", "1"]);
    assert!(err.contains("\"Suns\": E-mail address") && err.contains("message 6"), "{err}");
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five.");
    cli.good(&["link", "update", "1", "--redact", "all"]);
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five. Mail [redacted: e-mail address].");
    cli.good(&["link", "update", "1", "--redact", "none"]);
    assert!(texts(&server, &path).ends_with("Mail grace@example.org."));
    cli.good(&["link", "update", "1"]);

    cli.good(&["share", "--chat", "1", "--live", "--redact", "none"]);
    assert_eq!(links(&cli, &[])[0]["is_frozen"], false);
    assert!(cli.refused(&["link", "update", "1"]).contains("not frozen"));
    assert_eq!(cli.run(&["share", "--chat", "1", "--live", "--freeze"], "").0, 2);
}

#[test]
fn visitors_are_noted_only_when_that_is_wanted_and_forgotten() {
    let (cli, server, path) = shared(&[]);
    open(&server, &path).good();
    let (_, out, err) = cli.run(&["link", "visitors", "1"], "");
    assert_eq!(out, "");
    assert!(err.contains("--record-visitors"), "{err}");

    cli.good(&["share", "--chat", "1", "--record-visitors"]);
    open(&server, &path).good();
    let out = cli.good(&["link", "visitors", "1"]);
    assert!(out.contains("\t-\t127.0.0.1\t") && out.lines().count() == 1, "{out}");
    let visitors: Value = serde_json::from_str(&cli.good(&["link", "visitors", "1", "--json"])).expect("JSON");
    assert_eq!((&visitors[0]["address"], &visitors[0]["email"]), (&json!("127.0.0.1"), &Value::Null));
    cli.good(&["link", "visitors", "1", "--forget"]);
    assert_eq!(cli.good(&["link", "visitors", "1"]), "");
    assert_eq!(links(&cli, &[])[0]["views"], 2);
    cli.good(&["share", "--chat", "1", "--no-record-visitors"]);
    open(&server, &path).good();
    assert_eq!(cli.good(&["link", "visitors", "1"]), "");
}

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
    assert!(cli.refused(&["link", "pause", "1", "99"]).contains("no chat 99"));

    let out = cli.good(&["link", "pause", "1", "2", "1"]);
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(out.contains("neptun-share link resume 2"), "{out}");
    server.get(&first).error(404);
    server.get(&second).error(404);
    assert_eq!(links(&cli, &["--state", "paused"]).len(), 2);
    assert!(cli.good(&["link", "pause", "1"]).contains("off already"));
    assert!(cli.good(&["link", "resume", "1", "2"]).contains("\"Suns\" is on now. Whoever has the link"));
    server.get(&first).good();

    let out = cli.good(&["link", "renew", "1", "2"]);
    let renewed: Vec<String> = out.lines().map(printed_share).collect();
    assert_eq!(renewed.len(), 2);
    assert!(renewed[0] != first && renewed[1] != second);
    server.get(&first).error(404);
    assert_eq!(server.get(&renewed[0]).good()["chat"]["name"], "Suns");
    assert_eq!(server.get(&renewed[1]).good()["chat"]["name"], "Stars");

    assert!(cli.good(&["link", "remove", "1", "2"]).contains("share --chat 2"));
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
fn people_are_named_and_taken_off_and_the_list_is_removed() {
    let (cli, server, path) = shared(&[]);
    assert_eq!(cli.good(&["link", "people", "1", "--json"]).trim(), "null");
    let (code, out, err) = cli.run(&["link", "people", "1", "--add", "grace@example.com"], "");
    assert_eq!((code, out.as_str()), (0, "ada@example.com\n"), "{err}");
    assert!(err.contains("neptun-share user invite grace@example.com --for 1"), "{err}");
    server.get(&path).error(401);
    cli.good(&["user", "invite", "grace@example.com", "--for", "1"]);

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
    assert!(err.contains("Whoever has the link can read it."), "{err}");
    server.get(&path).good();
    assert_eq!(run(people(&["--anyone", "--add", "eve@example.com"])).0, 2);
}

#[test]
fn a_check_reports_what_is_shown_and_what_is_left_out_of_it() {
    let cli = CliSandbox::new();
    let text = SUNS
        .replace("Three.", "Mail grace@example.org, grace@example.org.")
        .replace("Five.", "Or call +49 30 901820-15.");
    cli.good(&["import", &cli.file("suns.json", text)]);
    let (code, out, err) = cli.run(&["link", "check", "1"], "");
    assert_eq!(code, 0);
    assert!(out.contains("g…@example.org  2 times: message 3") && out.contains("message 5"), "{out}");
    assert!(err.contains("Searched 5 messages and 0 files, found 1 e-mail address, 1 phone number."), "{err}");
    let _server = cli.serve();
    cli.good(&["share", "--chat", "1", "--messages", "2-3", "--redact", "all"]);
    let out = cli.good(&["link", "check", "1"]);
    assert!(out.contains("message 3 (left out)") && !out.contains("message 5"), "{out}");
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
    let flags = [("NEPTUN_SHARE_UNTIL", "2"), ("NEPTUN_SHARE_REDACT", "all"), ("NEPTUN_SHARE_REDACT_WORD", "one")];
    run(&["share", "--chat", "1"], &flags);
    assert_eq!(texts(&server, &path), "[redacted]. Two.");
    run(&["share", "--chat", "1"], &[("NEPTUN_SHARE_VIEWS", "4"), ("NEPTUN_SHARE_MESSAGES", "4")]);
    server.get(&path).error(403);
    assert_eq!(run(&["link", "list"], &[("NEPTUN_SHARE_STATE", "paused")]), "");
    run(&["link", "people", "1"], &[("NEPTUN_SHARE_ADD", "ada@example.com")]);
    assert_eq!(links(&cli, &[])[0]["people"], json!(["ada@example.com"]));
}

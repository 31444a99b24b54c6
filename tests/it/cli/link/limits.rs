//! Limits and parts: views, messages, states, visitors.

use serde_json::{Value, json};

use super::{SUNS, links, shared, texts};
use crate::support::{Response, Server};

fn open(server: &Server, path: &str) -> Response {
    server.request("POST", &format!("{path}/views"), &[], b"")
}

#[test]
fn a_link_that_burns_after_reading_opens_once_until_more_is_allowed() {
    let (cli, server, path) = shared(&["--once"]);
    server.get(&path).error(403);
    assert!(cli.good(&["link", "list"]).contains("It has 1 view left."));
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
    assert!(listed.contains("It has 1 view left.") && listed.contains("Viewed 2 of 3 times, last on "), "{listed}");
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
    assert!(cli.good(&["list"]).contains("It shows 3 messages of the conversation."));
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
    let with_address = cli.file("suns.json", longer("Mail grace@navy-mail.org."));
    cli.good(&["import", &with_address]);
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five.");
    assert!(cli.good(&["link", "list"]).contains("It shows the conversation as it was on "));

    let err = cli.refused(&["link", "update", "1"]);
    assert!(err.contains("\"Suns\": g…@navy-mail.org  E-mail address") && err.contains("message 6"), "{err}");
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five.");
    cli.good(&["link", "update", "1", "--redact", "all"]);
    assert_eq!(texts(&server, &path), "One. Two. Three. Four. Five. Mail [redacted: e-mail address].");
    cli.good(&["link", "update", "1", "--redact", "none"]);
    assert!(texts(&server, &path).ends_with("Mail grace@navy-mail.org."));
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

//! The link that makes a database's first account.

use std::path::Path;

use serde_json::{Value, json};

use super::{at_once, tally};
use crate::support::people::{JSON, PASSWORD};
use crate::support::{CliSandbox, Person, Response, Server};

/// What `serve` has printed behind the `#` of its link.
#[track_caller]
fn printed_secret(server: &Server) -> String {
    let log = server.hears("/set-up#");
    let link = log.lines().find(|line| line.starts_with("http://") && line.contains("/set-up#"));
    link.and_then(|link| link.split_once('#')).unwrap_or_else(|| panic!("no link: {log}")).1.to_owned()
}

fn body(secret: &str) -> Value {
    json!({ "token": secret, "email": "ada@example.com", "password": PASSWORD })
}

fn look(server: &Server, secret: &str) -> Response {
    server.post("/api/auth/set-up/look", &json!({ "token": secret }))
}

/// On which no strangers sign up.
fn fresh() -> Server {
    Server::with(&["--signup", "closed"])
}

#[test]
fn an_empty_database_has_a_link_that_makes_the_first_account_once() {
    let server = fresh();
    let secret = printed_secret(&server);
    assert_eq!(secret.len(), 43, "256 bits");
    assert!(server.log().contains("which works once, within 30 minutes"));
    assert_eq!(server.get("/api/auth/me").error(401)["data"], json!({ "sign_up": "closed", "needs_set_up": true }));
    for _ in 0..2 {
        assert!(look(&server, &secret).good()["expires_at"].is_string(), "looking uses nothing up");
    }

    let ada = Person::from(server.post("/api/auth/set-up", &body(&secret)), "ada@example.com");
    ada.get(&server, &ada.chats()).good();
    assert_eq!(server.get("/api/auth/me").error(401)["data"]["needs_set_up"], false);
    let again = server.post("/api/auth/set-up", &body(&secret)).error(404);
    assert_eq!(again["data"]["message"], "Link not found");
    look(&server, &secret).error(404);
}

#[test]
fn in_a_log_for_programs_the_link_is_a_line_as_all_others() {
    let server = Server::with(&["--log-format", "json", "--log-level", "error"]);
    let log = server.hears("/set-up#");
    let line: Value = serde_json::from_str(log.trim_end()).unwrap_or_else(|error| panic!("{error}: {log}"));
    let secret = line["link"].as_str().and_then(|link| link.split_once('#')).expect("a link").1;
    look(&server, secret).good();
}

#[test]
fn twenty_who_follow_the_link_at_once_make_one_account() {
    let server = fresh();
    let secret = printed_secret(&server);
    let number = std::sync::atomic::AtomicU32::new(0);
    let statuses = at_once(20, || {
        let mut body = body(&secret);
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        body["email"] = json!(format!("ada{number}@example.com"));
        server.post("/api/auth/set-up", &body).status
    });
    assert_eq!(tally(&statuses, [200, 404]), [1, 19]);
    let people: i64 =
        server.open_database().query_row("select count(*) from users", [], |row| row.get(0)).expect("a count");
    assert_eq!(people, 1);
}

#[test]
fn a_link_that_is_over_or_made_up_makes_nothing() {
    let server = fresh();
    let secret = printed_secret(&server);
    for wrong in ["", "x", &secret[1..], &format!("{secret}A")] {
        look(&server, wrong).error(404);
        server.post("/api/auth/set-up", &body(wrong)).error(404);
    }
    assert_eq!(server.sql("update account_links set expires_at = expires_at - 30 * 60 * 1000"), 1);
    look(&server, &secret).error(404);
    server.post("/api/auth/set-up", &body(&secret)).error(404);
}

#[test]
fn a_wrong_body_leaves_the_link_as_it_is() {
    let server = fresh();
    let secret = printed_secret(&server);
    let mut short = body(&secret);
    short["password"] = json!("short");
    short["email"] = json!("ada");
    let issues = server.post("/api/auth/set-up", &short).error(400)["data"]["issues"].clone();
    assert_eq!(issues.as_array().map(Vec::len), Some(2), "{issues}");
    server.post("/api/auth/set-up", &body(&secret)).good();
}

#[test]
fn the_next_start_has_a_link_of_its_own_and_voids_the_former() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let first = Server::on(&database, &[]);
    let second = Server::on(&database, &[]);
    let (former, present) = (printed_secret(&first), printed_secret(&second));
    assert_ne!(former, present);
    look(&first, &former).error(404);
    second.post("/api/auth/set-up", &body(&former)).error(404);
    second.post("/api/auth/set-up", &body(&present)).good();

    let third = Server::on(&database, &[]);
    third.get("/api/health");
    let log = third.hears("/api/health");
    assert!(!log.contains("set-up"), "{log}");
}

#[test]
fn who_has_an_account_meanwhile_is_the_first_and_the_link_makes_no_second() {
    let cli = CliSandbox::empty();
    let server = Server::on(Path::new(&cli.path("test.db")), &["--signup", "closed"]);
    let secret = printed_secret(&server);
    cli.add("grace@example.com");
    look(&server, &secret).error(404);
    server.post("/api/auth/set-up", &body(&secret)).error(409);
}

#[test]
fn the_session_that_was_planted_in_the_browser_ends_when_the_account_is_made() {
    let server = Server::start();
    let secret = printed_secret(&server);
    let eve = Person::sign_up(&server, "eve@example.com");
    // As if the first account had been removed since, and its session were a stranger's.
    let database = server.open_database();
    database.execute_batch("pragma foreign_keys = off; delete from users").expect("removed");

    let fields = [JSON[0], ("Cookie", &eve.cookie)];
    let made = server.request("POST", "/api/auth/set-up", &fields, body(&secret).to_string().as_bytes());
    let ada = Person::from(made, "ada@example.com");
    assert_ne!(ada.cookie, eve.cookie);
    eve.get(&server, "/api/auth/check").error(401);
}

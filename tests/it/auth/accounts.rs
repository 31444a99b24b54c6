//! An account's password and its end, for whose it is; and who may make one.

use serde_json::{Value, json};

use super::passwords::login;
use crate::support::people::{JSON, PASSWORD, api, bearer};
use crate::support::{Person, Response, Server, world};

const NEW: &str = "another horse battery";

fn change(server: &Server, person: &Person, current: &str, new: &str) -> Response {
    let body = json!({ "current_password": current, "new_password": new });
    person.post(server, &person.at("/password"), &body)
}

fn delete(server: &Server, person: &Person, password: &str) -> Response {
    person.send(server, "DELETE", &person.at(""), &json!({ "password": password }))
}

#[test]
fn a_new_password_ends_the_other_sessions_and_keeps_this_one() {
    let (server, ada, _) = world();
    let other = Person::sign_in(&server, "ada@example.com");
    assert_eq!(change(&server, &ada, PASSWORD, NEW).good(), true);
    other.get(&server, "/api/auth/check").error(401);
    assert_eq!(ada.get(&server, "/api/auth/check").status, 204);
    login(&server, "ada@example.com", PASSWORD).error(401);
    login(&server, "ada@example.com", NEW).good();
}

#[test]
fn who_does_not_know_the_password_changes_nothing_and_is_slowed_like_a_login() {
    let (server, ada, _) = world();
    for _ in 0..5 {
        assert_eq!(change(&server, &ada, "wrong password", NEW).error(403)["statusMessage"], "Wrong password");
        assert_eq!(delete(&server, &ada, "wrong password").error(403)["statusMessage"], "Wrong password");
    }
    for slowed in [change(&server, &ada, PASSWORD, NEW), delete(&server, &ada, PASSWORD)] {
        slowed.error(429);
        assert!(slowed.header("retry-after").is_some());
    }
    login(&server, "ada@example.com", PASSWORD).error(429);
    assert_eq!(ada.get(&server, "/api/auth/check").status, 204);
}

#[test]
fn a_new_password_keeps_the_rule_of_passwords() {
    let (server, ada, _) = world();
    for wrong in ["short", "        ", &"x".repeat(129)] {
        let refused = change(&server, &ada, PASSWORD, wrong).error(400);
        assert_eq!(refused["data"]["issues"][0]["path"], json!(["new_password"]));
    }
    ada.post(&server, &ada.at("/password"), &json!({})).error(400);
    change(&server, &ada, &"x".repeat(10_000), NEW).error(403);
}

#[test]
fn of_twenty_new_passwords_at_once_the_one_that_was_set_first_holds() {
    let (server, ada, _) = world();
    let number = std::sync::atomic::AtomicU32::new(0);
    let statuses = super::at_once(20, || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        change(&server, &ada, PASSWORD, &format!("{NEW} {number}")).status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[test]
fn an_account_goes_with_everything_in_it() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let share = ada.share(&server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &entries, &json!([grace.email])).good();
    let theirs = grace.share(&server, grace.chat(&server), &json!({}));
    let secret = ada.token(&server, "read");
    ada.invite(&server, "eve@example.com", &[&share]);
    let file = json!({ "type": "file", "file": { "filename": "a.txt", "file_data": "data:text/plain;base64,QQ==" } });
    let messages = json!({ "messages": [{ "role": "user", "content": [file] }] });
    ada.post(&server, &ada.at("/chats/import"), &messages).good();
    let other = Person::sign_in(&server, "ada@example.com");

    let gone = delete(&server, &ada, PASSWORD);
    assert_eq!(gone.good(), true);
    assert!(gone.header("set-cookie").is_some_and(|cookie| cookie.starts_with("neptun-session=;")));
    for person in [&ada, &other] {
        person.get(&server, "/api/auth/check").error(401);
    }
    server.request("GET", &ada.chats(), &[("Authorization", &bearer(&secret))], b"").error(401);
    grace.get(&server, &api(&share)).error(404);
    login(&server, "ada@example.com", PASSWORD).error(401);
    server.get(&api(&theirs)).good();

    let database = server.open_database();
    let count = |table: &str| -> i64 {
        database.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).expect("a count")
    };
    for (table, left) in [
        ("users", 1),
        ("chats", 1),
        ("shares", 1),
        ("messages", 2),
        ("sessions", 1),
        ("api_tokens", 0),
        ("account_links where email is not null", 0),
        ("account_link_shares", 0),
        ("whitelist_entries", 0),
        ("chat_attachments", 0),
        ("attachments", 0),
        ("attachment_chunks", 0),
    ] {
        assert_eq!(count(table), left, "{table}");
    }
}

#[test]
fn nobody_without_a_session_is_told_anything_of_an_account() {
    let (server, ada, _) = world();
    server.sql("delete from sessions");
    for (method, below) in [("POST", "/password"), ("DELETE", ""), ("GET", "/sessions"), ("GET", "/tokens")] {
        ada.send(&server, method, &ada.at(below), &Value::Null).error(401);
    }
}

#[test]
fn a_page_of_another_site_makes_no_account_and_changes_none() {
    let (server, ada, _) = world();
    let paths = ["/api/auth/set-up", "/api/auth/invitations/accept", "/api/auth/invitations/look"];
    let paths = paths.iter().map(|path| (*path).to_owned());
    let own = ["/password", "/tokens", "/invitations"].map(|below| ada.at(below));
    for path in paths.chain(own) {
        let fields = [JSON[0], ("Cookie", ada.cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
        server.request("POST", &path, &fields, b"{}").error(403);
    }
}

#[test]
fn sign_up_is_closed_unless_the_owner_opens_it() {
    let server = Server::with(&["--signup", "closed"]);
    let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
    server.request("POST", "/api/auth/sign-up", JSON, body.as_bytes()).error(403);
}

//! Who administers the server, and what they do with accounts of others.

use std::path::Path;

use serde_json::{Value, json};

use super::passwords::login;
use crate::support::people::{JSON, PASSWORD, api, bearer, secret};
use crate::support::{CliSandbox, Person, Server};

/// A server of somebody who set it up, with another account in which a chat is shared: the owner, the other, the share.
fn owned() -> (Server, Person, Person, Value) {
    let server = Server::start();
    let log = server.hears("/set-up#");
    let token = log.lines().find_map(|line| line.split_once("/set-up#")).expect("a link").1.to_owned();
    let body = json!({ "token": token, "email": "owner@example.com", "password": PASSWORD });
    let owner = Person::from(server.post("/api/auth/set-up", &body), "owner@example.com");
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({}));
    (server, owner, ada, share)
}

fn account(person: &Person) -> String {
    format!("/api/admin/accounts/{}", person.id)
}

fn change(server: &Server, by: &Person, whom: &Person, change: &Value) -> crate::support::Response {
    by.send(server, "PATCH", &account(whom), change)
}

#[test]
fn who_set_the_server_up_administers_it_and_who_signed_up_does_not() {
    let (server, owner, ada, _) = owned();
    assert_eq!(owner.get(&server, "/api/auth/me").good()["user"]["is_admin"], true);
    assert_eq!(ada.get(&server, "/api/auth/me").good()["user"]["is_admin"], false);
    let accounts = owner.get(&server, "/api/admin/accounts").good();
    assert_eq!(accounts["total"], 2);
    let listed = &accounts["accounts"][0];
    assert_eq!((&listed["primary_email"], &listed["is_admin"]), (&json!("ada@example.com"), &json!(false)));
    assert_eq!((&listed["conversations"], &listed["links"], &listed["sessions"]), (&json!(1), &json!(1), &json!(1)));
    assert!(listed["bytes"].as_u64() > Some(50) && listed["last_sign_in_at"].is_string(), "{listed}");

    change(&server, &owner, &ada, &json!({ "is_admin": true })).good();
    ada.get(&server, "/api/admin/accounts").good();
    change(&server, &ada, &owner, &json!({ "is_admin": false })).good();
    owner.get(&server, "/api/admin/accounts").error(403);
}

/// Strangers come before the owner has followed the link: it still works.
#[test]
fn whoever_signs_up_first_on_an_open_server_administers_nothing() {
    let (server, owner, _, _) = owned();
    drop((server, owner));
    let server = Server::start();
    let token =
        server.hears("/set-up#").lines().find_map(|line| line.split_once("/set-up#")).expect("a link").1.to_owned();
    let eve = Person::sign_up(&server, "eve@example.com");
    eve.get(&server, "/api/admin/accounts").error(403);
    server.post("/api/auth/set-up/look", &json!({ "token": token })).good();
    let body = json!({ "token": token, "email": "owner@example.com", "password": PASSWORD });
    let owner = Person::from(server.post("/api/auth/set-up", &body), "owner@example.com");
    owner.get(&server, "/api/admin/accounts").good();
}

#[test]
fn nobody_signs_in_to_a_disabled_account_and_its_links_open_nothing_until_it_is_enabled() {
    let (server, owner, ada, share) = owned();
    let token = bearer(&ada.token(&server, "write"));
    let grace = Person::sign_up(&server, "grace@example.com");
    let chat = ada.chat(&server);
    let named = ada.share(&server, chat, &json!({ "emails": ["grace@example.com"] }));
    server.get(&api(&share)).good();

    let changed = change(&server, &owner, &ada, &json!({ "is_disabled": true })).good();
    assert_eq!(changed["account"]["is_disabled"], true);
    ada.get(&server, "/api/auth/check").error(401);
    server.request("GET", "/api/auth/me", &[("Authorization", &token)], b"").error(401);
    let refused = login(&server, "ada@example.com", PASSWORD);
    assert!(refused.error(403)["message"].as_str().is_some_and(|text| text.contains("disabled")));
    login(&server, "ada@example.com", "not the password").error(401);
    server.get(&api(&share)).error(404);
    grace.get(&server, &api(&named)).error(404);
    let listed = grace.get(&server, &grace.at("/shared-with-me")).good();
    assert_eq!((&listed["shared"][0]["state"], &listed["shared"][0]["name"]), (&json!("ended"), &Value::Null));
    assert_eq!(server.get(&format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"))).status, 404);
    grace.get(&server, &grace.at("/search?q=Rayleigh")).good()["results"]
        .as_array()
        .filter(|found| found.is_empty())
        .expect("nothing is found");

    change(&server, &owner, &ada, &json!({ "is_disabled": false })).good();
    server.get(&api(&share)).good();
    grace.get(&server, &api(&named)).good();
    Person::sign_in(&server, "ada@example.com");
}

#[test]
fn the_last_administrator_stays_and_no_one_does_to_themselves_what_asks_for_their_password() {
    let (server, owner, ada, _) = owned();
    for (whom, status) in [(&owner, 409), (&ada, 200)] {
        assert_eq!(change(&server, &owner, whom, &json!({ "is_disabled": true })).status, status);
    }
    assert_eq!(change(&server, &owner, &owner, &json!({ "is_admin": false })).status, 409);
    owner.delete(&server, &account(&owner)).error(409);
    owner.post(&server, &format!("{}/password-link", account(&owner)), &json!({})).error(409);
    let fields = [JSON[0], ("Cookie", owner.cookie.as_str())];
    let body = json!({ "password": PASSWORD }).to_string();
    server.request("DELETE", &owner.at(""), &fields, body.as_bytes()).error(409);
    // Who is disabled is no other administrator.
    change(&server, &owner, &ada, &json!({ "is_admin": true })).good();
    assert_eq!(change(&server, &owner, &owner, &json!({ "is_admin": false })).status, 409);
    change(&server, &owner, &ada, &json!({ "is_disabled": false })).good();
    server.request("DELETE", &owner.at(""), &fields, body.as_bytes()).good();
}

#[test]
fn sessions_are_ended_and_accounts_removed_with_everything_in_them() {
    let (server, owner, ada, share) = owned();
    let token = bearer(&ada.token(&server, "read"));
    let script = || server.request("GET", "/api/auth/me", &[("Authorization", &token)], b"");
    owner.delete(&server, &format!("{}/sessions", account(&ada))).good();
    ada.get(&server, "/api/auth/check").error(401);
    script().good();
    owner.delete(&server, &format!("{}/sessions?tokens=true", account(&ada))).good();
    script().error(401);

    owner.delete(&server, &account(&ada)).good();
    server.get(&api(&share)).error(404);
    for gone in [account(&ada), format!("{}/sessions", account(&ada))] {
        owner.delete(&server, &gone).error(404);
    }
    owner.send(&server, "PATCH", &account(&ada), &json!({})).error(404);
}

#[test]
fn a_forgotten_password_is_chosen_anew_by_a_link_that_works_once() {
    let (server, owner, ada, _) = owned();
    let make = || {
        let made = owner.post(&server, &format!("{}/password-link", account(&ada)), &json!({})).good();
        secret(&made["password_link"]["url"])
    };
    let look = |token: &str| server.post("/api/auth/password-links/look", &json!({ "token": token }));
    let follow = |token: &str, password: &str| {
        server.post("/api/auth/password-links/follow", &json!({ "token": token, "password": password }))
    };
    let (former, token) = (make(), make());
    look(&former).error(404);
    assert_eq!(look(&token).good()["email"], "ada@example.com");
    follow(&token, "short").error(400);
    // Until it is used, the old one works.
    let elsewhere = Person::sign_in(&server, "ada@example.com");
    let new = "analytical engine of brass";
    let here = Person::from(follow(&token, new), "ada@example.com");
    here.get(&server, "/api/auth/me").good();
    for ended in [&ada, &elsewhere] {
        ended.get(&server, "/api/auth/check").error(401);
    }
    login(&server, "ada@example.com", PASSWORD).error(401);
    Person::sign_in_with(&server, "ada@example.com", new);
    for used in [look(&token), follow(&token, new)] {
        used.error(404);
    }

    let token = make();
    server.sql("update password_links set expires_at = expires_at - 24 * 60 * 60 * 1000");
    look(&token).error(404);
    let token = make();
    change(&server, &owner, &ada, &json!({ "is_disabled": true })).good();
    follow(&token, new).error(404);
    owner.post(&server, &format!("{}/password-link", account(&ada)), &json!({})).error(409);
}

#[test]
fn invitations_of_all_are_listed_and_taken_back() {
    let (server, owner, ada, share) = owned();
    let token = ada.invite(&server, "grace@example.com", &[&share]);
    let listed = owner.get(&server, "/api/admin/invitations").good()["invitations"].take();
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert_eq!((&listed[0]["invited_by"], &listed[0]["conversations"]), (&json!("ada@example.com"), &json!(1)));
    let path = format!("/api/admin/invitations/{}", listed[0]["id"]);
    owner.delete(&server, &path).good();
    owner.delete(&server, &path).error(404);
    server.post("/api/auth/invitations/look", &json!({ "token": token })).error(404);
}

#[test]
fn the_server_tells_its_state_and_makes_a_backup() {
    let (server, owner, _, _) = owned();
    let state = owner.get(&server, "/api/admin/server").good();
    assert_eq!(state["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(state["hints"][0]["code"], "loopback");
    assert_eq!((&state["storage"]["accounts"], &state["backups"]["last"]), (&json!(2), &Value::Null));
    // A proxy that is not trusted is told of.
    server.request("GET", "/api/health", &[("X-Forwarded-For", "192.0.2.1")], b"");
    let made = owner.post(&server, "/api/admin/backups", &json!({})).good()["backup"].take();
    assert!(Path::new(made["file"].as_str().expect("a file")).exists());
    let state = owner.get(&server, "/api/admin/server").good();
    assert_eq!(state["backups"]["last"], made);
    let codes: Vec<&Value> = state["hints"].as_array().expect("hints").iter().map(|hint| &hint["code"]).collect();
    assert_eq!(codes, ["loopback", "untrusted_proxy"]);
}

#[test]
fn where_the_last_account_is_gone_the_way_leads_back_to_set_up() {
    let server = Server::with(&["--signup", "closed"]);
    let token_of =
        |log: &str| log.rsplit_once("/set-up#").map(|(_, rest)| rest.trim().lines().next().map(str::to_owned));
    let token = token_of(&server.hears("/set-up#")).flatten().expect("a link");
    let body = |token: &str| json!({ "token": token, "email": "owner@example.com", "password": PASSWORD });
    let owner = Person::from(server.post("/api/auth/set-up", &body(&token)), "owner@example.com");
    let fields = [JSON[0], ("Cookie", owner.cookie.as_str())];
    let proof = json!({ "password": PASSWORD }).to_string();
    server.request("DELETE", &owner.at(""), &fields, proof.as_bytes()).good();
    server.hears("account-deleted");
    let again = token_of(&server.log()).flatten().expect("a link");
    assert_ne!(again, token);
    Person::from(server.post("/api/auth/set-up", &body(&again)), "owner@example.com");
}

#[test]
fn the_same_is_done_at_the_command_line() {
    let cli = CliSandbox::empty();
    let server = Server::on(Path::new(&cli.path("test.db")), &["--signup", "closed"]);
    cli.add("owner@example.com");
    cli.add("ada@example.com");
    let user = |arguments: &[&str]| cli.run(&[&["user"], arguments].concat(), "");
    assert_eq!(user(&["admin"]).1, "owner@example.com\n");
    let listed = user(&["list"]).1;
    assert!(listed.contains("\towner@example.com\t") && listed.contains("\tadministrator\n"), "{listed}");
    let listed: Value = serde_json::from_str(&user(&["list", "--json"]).1).expect("JSON");
    assert_eq!((&listed[0]["email"], &listed[1]["email"]), (&json!("ada@example.com"), &json!("owner@example.com")));

    let ada = Person::sign_in_with(&server, "ada@example.com", "a long password");
    assert_eq!(user(&["disable", "ada@example.com"]).0, 0);
    ada.get(&server, "/api/auth/check").error(401);
    let (code, _, err) = user(&["password-link", "ada@example.com"]);
    assert!(code == 1 && err.contains("user enable"), "{err}");
    assert_eq!(user(&["enable", "ada@example.com"]).0, 0);
    let (_, link, err) = user(&["password-link", "ada@example.com"]);
    assert!(err.contains("once, until"), "{err}");
    server.post("/api/auth/password-links/look", &json!({ "token": secret(&json!(link.trim())) })).good();

    for refused in [
        &["disable", "owner@example.com"][..],
        &["remove", "owner@example.com"],
        &["admin", "owner@example.com", "--revoke"],
    ] {
        let (code, _, err) = user(refused);
        assert!(code == 1 && err.contains("user admin EMAIL"), "{refused:?}: {err}");
    }
    assert_eq!(user(&["admin", "ada@example.com"]).0, 0);
    assert_eq!(user(&["remove", "owner@example.com"]).0, 0);
    assert!(user(&["remove", "nobody@example.com"]).2.contains("user list"));
    let (code, _, err) = user(&["remove", "ada@example.com"]);
    let link = err.lines().find(|line| line.contains("/set-up#")).unwrap_or_else(|| panic!("{code} {err}"));
    server.post("/api/auth/set-up/look", &json!({ "token": secret(&json!(link)) })).good();
}

#[test]
fn a_display_name_is_chosen_and_taken_back() {
    let (server, _, ada, share) = owned();
    let page = || {
        let answer = server.get(&format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid")));
        String::from_utf8(answer.body).expect("HTML")
    };
    // Twice: the second time it comes ready-made.
    assert!(!page().contains("Shared by") && !page().contains("Shared by"));
    let choose = |name: Value| ada.send(&server, "PATCH", &ada.at(""), &json!({ "display_name": name }));
    assert_eq!(choose(json!("  Ada Lovelace ")).good()["user"]["display_name"], "Ada Lovelace");
    assert_eq!(ada.get(&server, "/api/auth/me").good()["user"]["display_name"], "Ada Lovelace");
    assert!(page().contains("Shared by") && page().contains("Ada Lovelace") && !page().contains("ada@example.com"));
    for wrong in [json!(""), json!("two\nlines"), json!(7), json!("x".repeat(256))] {
        choose(wrong).error(400);
    }
    ada.send(&server, "PATCH", &ada.at(""), &json!({})).error(400);
    assert_eq!(choose(Value::Null).good()["user"]["display_name"], Value::Null);
    assert!(!page().contains("Shared by"));
}

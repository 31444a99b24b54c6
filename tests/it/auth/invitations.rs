//! Links for people who have no account yet.

use serde_json::{Value, json};

use super::{at_once, tally};
use crate::support::people::{JSON, PASSWORD, api, secret};
use crate::support::{Person, Response, Server, world};

const GRACE: &str = "grace@example.com";

fn look(server: &Server, token: &str) -> Response {
    server.post("/api/auth/invitations/look", &json!({ "token": token }))
}

fn accept(server: &Server, token: &str) -> Response {
    server.post("/api/auth/invitations/accept", &json!({ "token": token, "password": PASSWORD }))
}

/// A share of hers for named people, herself alone so far.
fn listed(server: &Server, ada: &Person) -> Value {
    let chat = ada.chat(server);
    let share = ada.share(server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(server, &entries, &json!([GRACE])).good();
    share
}

fn invitations(server: &Server, person: &Person) -> Vec<Value> {
    let list = person.get(server, &person.at("/invitations")).good();
    list["invitations"].as_array().expect("a list").clone()
}

#[test]
fn who_is_invited_makes_an_account_once_and_reads_what_waits_for_them() {
    let (server, ada, _) = world();
    let (share, other) = (listed(&server, &ada), listed(&server, &ada));
    let token = ada.invite(&server, GRACE, &[&share]);
    let seen = look(&server, &token).good()["invitation"].clone();
    assert_eq!((&seen["email"], &seen["invited_by"]), (&json!(GRACE), &json!("ada@example.com")));
    assert_eq!(seen["conversations"], 1);
    assert_eq!(look(&server, &token).status, 200, "looking uses nothing up");

    let grace = Person::from(accept(&server, &token), GRACE);
    assert_eq!(grace.get(&server, &api(&share)).good()["chatMessages"].as_array().map(Vec::len), Some(2));
    grace.get(&server, &api(&other)).error(403);
    Person::sign_in(&server, GRACE);
    assert_eq!(accept(&server, &token).error(404)["data"]["message"], "Link not found");
    look(&server, &token).error(404);
    assert!(invitations(&server, &ada).is_empty());
}

#[test]
fn twenty_who_follow_an_invitation_at_once_make_one_account() {
    let (server, ada, _) = world();
    let token = ada.invite(&server, GRACE, &[]);
    let statuses = at_once(20, || accept(&server, &token).status);
    assert_eq!(tally(&statuses, [200, 404]), [1, 19]);
}

#[test]
fn an_invitation_that_is_over_taken_back_or_made_up_opens_nothing() {
    let (server, ada, _) = world();
    let token = ada.invite(&server, GRACE, &[]);
    for wrong in ["", "x", &token[1..], "🔑"] {
        look(&server, wrong).error(404);
        accept(&server, wrong).error(404);
    }
    assert_eq!(server.sql("update account_links set expires_at = 1 where email is not null"), 1);
    look(&server, &token).error(404);
    accept(&server, &token).error(404);
    assert!(invitations(&server, &ada).is_empty());

    let token = ada.invite(&server, GRACE, &[]);
    let id = invitations(&server, &ada)[0]["id"].clone();
    let path = ada.at(&format!("/invitations/{id}"));
    assert_eq!(ada.delete(&server, &path).good(), true);
    assert_eq!(ada.delete(&server, &path).error(404)["data"]["message"], "Invitation not found");
    accept(&server, &token).error(404);
}

#[test]
fn who_invites_again_makes_a_new_link_with_the_shares_of_both() {
    let (server, ada, _) = world();
    let (one, other) = (listed(&server, &ada), listed(&server, &ada));
    let former = ada.invite(&server, GRACE, &[&one]);
    let present = ada.invite(&server, "Grace@Example.com", &[&other, &other]);
    look(&server, &former).error(404);
    accept(&server, &former).error(404);
    let list = invitations(&server, &ada);
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["share_ids"], json!([one["id"], other["id"]]));
    assert!(list[0].get("url").is_none(), "it is told once");

    let grace = Person::from(accept(&server, &present), GRACE);
    for share in [one, other] {
        grace.get(&server, &api(&share)).good();
    }
}

#[test]
fn two_people_may_invite_the_same_third_who_accepts_one_and_is_told_of_the_account_by_the_other() {
    let (server, ada, _) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let share = listed(&server, &eve);
    let (one, other) = (ada.invite(&server, GRACE, &[]), eve.invite(&server, GRACE, &[&share]));
    let grace = Person::from(accept(&server, &one), GRACE);
    grace.get(&server, &api(&share)).error(403);
    accept(&server, &other).error(409);
    grace.get(&server, &api(&share)).good();
    accept(&server, &other).error(404);
}

#[test]
fn who_is_taken_off_a_list_does_not_come_back_by_an_older_invitation() {
    let (server, ada, _) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let share = listed(&server, &eve);
    let (one, other) = (ada.invite(&server, GRACE, &[]), eve.invite(&server, GRACE, &[&share]));
    let grace = Person::from(accept(&server, &one), GRACE);
    let chat = share["chat_conversation_id"].as_i64().expect("a number");
    let entries = format!("{}/{}/whitelist-entries", eve.shares(chat), share["id"]);
    let named = eve.post(&server, &entries, &json!([GRACE])).good();
    grace.get(&server, &api(&share)).good();
    let entry = named["shareWhitelistEntries"].as_array().and_then(|entries| entries.last()).expect("an entry");

    eve.delete(&server, &format!("{entries}/{}", entry["id"])).good();
    accept(&server, &other);
    grace.get(&server, &api(&share)).error(403);
}

#[test]
fn nobody_is_invited_who_has_an_account_or_to_what_is_not_the_inviters() {
    let (server, ada, _) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let share = listed(&server, &ada);
    let invite = |body: &Value| eve.post(&server, &eve.at("/invitations"), body);
    invite(&json!({ "email": "ADA@example.com" })).error(409);
    for id in [share["id"].clone(), json!(999), json!(-1)] {
        let refused = invite(&json!({ "email": GRACE, "share_ids": [id] })).error(404);
        assert_eq!(refused["data"]["message"], "Share not found");
    }
    assert!(invitations(&server, &eve).is_empty(), "a refused request leaves nothing");
    for wrong in [json!({}), json!({ "email": "grace" }), json!({ "email": GRACE, "share_ids": ["1"] })] {
        invite(&wrong).error(400);
    }
    for fine in [json!({ "email": GRACE, "share_ids": [] }), json!({ "email": GRACE, "share_ids": null })] {
        invite(&fine).good();
    }
}

#[test]
fn an_invitation_closes_no_share_that_has_become_open_to_all() {
    let (server, ada, _) = world();
    let share = listed(&server, &ada);
    let token = ada.invite(&server, GRACE, &[&share]);
    let entries = format!(
        "{}/{}/whitelist-entries",
        ada.shares(share["chat_conversation_id"].as_i64().expect("a number")),
        share["id"]
    );
    ada.delete(&server, &entries).good();
    assert_eq!(look(&server, &token).good()["invitation"]["conversations"], 0);
    accept(&server, &token).good();
    server.get(&api(&share)).good();
}

#[test]
fn who_was_invited_to_a_list_that_was_removed_is_not_on_the_next() {
    let (server, ada, _) = world();
    let share = listed(&server, &ada);
    let token = ada.invite(&server, GRACE, &[&share]);
    let chat = share["chat_conversation_id"].as_i64().expect("a number");
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.delete(&server, &entries).good();
    let eve = Person::sign_up(&server, "eve@example.com");
    ada.post(&server, &entries, &json!([eve.email])).good();

    let grace = Person::from(accept(&server, &token), GRACE);
    eve.get(&server, &api(&share)).good();
    grace.get(&server, &api(&share)).error(403);
}

#[test]
fn an_invitation_goes_with_the_share_and_with_the_inviter() {
    let (server, ada, _) = world();
    let share = listed(&server, &ada);
    let token = ada.invite(&server, GRACE, &[&share]);
    ada.delete(&server, &format!("{}/{}", ada.chats(), share["chat_conversation_id"])).good();
    assert_eq!(look(&server, &token).good()["invitation"]["conversations"], 0);
    ada.send(&server, "DELETE", &ada.at(""), &json!({ "password": PASSWORD })).good();
    look(&server, &token).error(404);
    accept(&server, &token).error(404);
}

#[test]
fn a_session_that_was_planted_in_the_browser_ends_when_the_invitation_is_accepted() {
    let (server, ada, _) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let body = json!({ "token": ada.invite(&server, GRACE, &[]), "password": PASSWORD }).to_string();
    let fields = [JSON[0], ("Cookie", eve.cookie.as_str())];
    let grace = Person::from(server.request("POST", "/api/auth/invitations/accept", &fields, body.as_bytes()), GRACE);
    assert_ne!(grace.cookie, eve.cookie);
    eve.get(&server, "/api/auth/check").error(401);
    grace.get(&server, &grace.chats()).good();
}

#[test]
fn no_link_and_no_log_line_holds_the_secret_where_others_see_it() {
    let server = Server::with(&["--public-url", "https://share.example.com"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let made = ada.post(&server, &ada.at("/invitations"), &json!({ "email": GRACE })).good();
    let url = made["invitation"]["url"].clone();
    assert!(url.as_str().is_some_and(|url| url.starts_with("https://share.example.com/invitation#")), "{url}");
    let secret = secret(&url);
    accept(&server, &secret).good();
    assert!(!server.log().contains(&secret));
    let mut bytes = std::fs::read(server.database()).expect("read");
    bytes.extend(std::fs::read(server.database().with_extension("db-wal")).unwrap_or_default());
    assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
}

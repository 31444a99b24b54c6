//! Short links, and owners' own words in them.

use serde_json::{Value, json};

use crate::support::people::{api, basic};
use crate::support::{Connection, Person, Response, Server, world};

/// Where the short link of a share leads.
fn follow(server: &Server, share: &Value) -> Response {
    server.get(&path(share))
}

fn path(share: &Value) -> String {
    let url = share["short_url"].as_str().expect("a short link");
    url[url.find("/s/").expect("a short link")..].to_owned()
}

#[test]
fn a_short_link_leads_to_the_page_and_a_renewed_one_no_longer_does() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    assert_eq!(path(&share).len(), "/s/".len() + 12);

    let answer = follow(&server, &share);
    assert_eq!(answer.status, 302);
    let page = answer.header("location").expect("a location").to_owned();
    assert_eq!(format!("/api{page}"), api(&share));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(server.get(&page).status, 200);
    assert_eq!(server.get(&format!("{}/", path(&share))).header("location"), Some(page.as_str()));

    let renewed = format!("{}/{}/new-link", ada.shares(chat), share["id"]);
    let renewed = ada.post(&server, &renewed, &json!({})).good()["share"].take();
    assert_ne!(renewed["short_url"], share["short_url"]);
    assert_eq!((follow(&server, &share).status, follow(&server, &renewed).status), (404, 302));
}

#[test]
fn a_link_that_is_off_looks_like_one_that_there_is_not() {
    let (server, ada, chat) = world();
    let protected = json!({ "is_protected": true, "hashed_password": "open sesame", "word": "offsite" });
    let share = ada.share(&server, chat, &protected);
    assert_eq!(follow(&server, &share).status, 302, "who has no password is asked for it");

    ada.share(&server, chat, &json!({ "is_shared": false }));
    let (off, unknown) = (server.get("/s/offsite"), server.get("/s/onsite"));
    assert_eq!((off.status, unknown.status), (404, 404));
    assert_eq!(off.body, unknown.body);
    let names = |answer: &Response| answer.headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&off), names(&unknown));
}

#[test]
fn a_word_needs_a_password_people_or_its_owners_word_that_it_is_public() {
    let (server, ada, chat) = world();
    let send = |body: Value| ada.post(&server, &ada.shares(chat), &body);
    let said = send(json!({ "word": "offsite" })).error(409)["message"].to_string();
    assert!(said.contains("guesses"), "{said}");
    assert_eq!(ada.get(&server, &ada.shares(chat)).good(), Value::Null, "nothing was shared");

    let open = send(json!({ "word": "offsite", "is_word_public": true })).good();
    assert_eq!((&open["share"]["word"], &open["share"]["is_word_public"]), (&json!("offsite"), &json!(true)));
    // What was said of one word is not said of another.
    send(json!({ "word": "other" })).error(409);
    send(json!({ "is_word_public": false })).error(409);
    assert_eq!(server.get("/s/OffSite").status, 302, "in any case");

    let locked = json!({ "word": "other", "is_protected": true, "hashed_password": "open sesame" });
    let share = send(locked).good()["share"].take();
    assert_eq!((server.get("/s/offsite").status, server.get("/s/other").status), (404, 302));
    assert_eq!(server.request("GET", &api(&share), &[("Authorization", &basic("open sesame"))], b"").status, 200);
    send(json!({ "is_protected": false })).error(409);
    assert_eq!(server.get(&api(&share)).status, 401, "it is still locked");
    let free = send(json!({ "is_protected": false, "word": null })).good();
    assert_eq!((&free["share"]["word"], path(&free["share"]).len()), (&Value::Null, 15));
}

#[test]
fn a_list_that_guards_a_word_is_not_removed_by_the_way() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "word": "offsite", "emails": ["grace@example.com"] }));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.delete(&server, &list).error(409);
    assert_eq!(server.get(&api(&share)).status, 401);
    ada.share(&server, chat, &json!({ "is_word_public": true }));
    ada.delete(&server, &list).good();
    assert_eq!(server.get(&api(&share)).status, 200);
}

#[test]
fn words_that_are_taken_reserved_or_none_are_refused() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let theirs = grace.chat(&server);
    let wants = |word: &str| json!({ "word": word, "is_word_public": true });
    ada.share(&server, chat, &wants("offsite"));
    let refused = grace.post(&server, &grace.shares(theirs), &wants("offsite")).error(409).to_string();
    assert!(refused.contains("Another link has this word") && !refused.contains("ada"), "{refused}");
    for wrong in ["ab", "Offsite", "off site", "caf\u{e9}", "admin", "../x", &"x".repeat(65)] {
        let issue = grace.post(&server, &grace.shares(theirs), &wants(wrong)).error(400)["data"]["issues"][0].take();
        assert_eq!(issue["path"], json!(["word"]), "{wrong}");
    }
    assert_eq!(grace.get(&server, &grace.shares(theirs)).good(), Value::Null);

    let renewed = format!("{}/{}/new-link", ada.shares(chat), ada.share(&server, chat, &json!({}))["id"]);
    assert_eq!(ada.post(&server, &renewed, &json!({})).good()["share"]["word"], Value::Null);
    grace.share(&server, theirs, &wants("offsite"));
}

#[test]
fn whoever_guesses_words_is_slowed_and_others_are_not() {
    let (server, ada, chat) = world();
    ada.share(&server, chat, &json!({ "word": "offsite", "is_word_public": true }));
    let mut guesser = server.connect();
    let mut tried = |word: &str| guesser.request("GET", &format!("/s/{word}"), &[], b"");
    for _ in 0..100 {
        assert_eq!(tried("offsite").status, 302, "links that there are don't count");
    }
    let statuses: Vec<u16> = (0..80).map(|number| tried(&format!("guess-{number}")).status).collect();
    let taken = statuses.iter().filter(|status| **status == 404).count();
    // A moment may have passed, in which one more is.
    assert!((60..70).contains(&taken) && statuses.ends_with(&[429]), "{statuses:?}");
    let refused = tried("offsite");
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some() && refused.body.starts_with(b"<!doctype html>"));

    let mut other = Connection::from([127, 77, 0, 1], server.address());
    assert_eq!(other.request("GET", "/s/offsite", &[], b"").status, 302);
}

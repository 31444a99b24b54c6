//! People who are named on a link: invited, let in, and in front of what is shared with them.

use serde_json::{Value, json};

use crate::support::people::{PASSWORD, api, secret};
use crate::support::{Person, Server, world};

const GRACE: &str = "grace@example.com";

fn shared_with(server: &Server, person: &Person) -> Value {
    person.get(server, &person.at("/shared-with-me")).good()
}

fn people(server: &Server, ada: &Person, chat: i64, share: &Value) -> Value {
    ada.get(server, &format!("{}/{}/whitelist-entries?include=people", ada.shares(chat), share["id"])).good()
}

#[test]
fn who_has_no_account_is_invited_with_the_link_and_becomes_a_reader() {
    let (server, ada, chat) = world();
    let answer = ada.post(&server, &ada.shares(chat), &json!({ "emails": ["Grace@example.com", GRACE] })).good();
    let (share, invited) = (&answer["share"], answer["invited"].as_array().expect("a list"));
    assert_eq!((share["has_whitelist"].clone(), invited.len()), (json!(true), 1));
    let token = secret(&invited[0]["url"]);
    server.get(&api(share)).error(401);
    let listed = people(&server, &ada, chat, share);
    assert_eq!(listed["invited"][0]["email"], "Grace@example.com");
    assert_eq!(listed["shareWhitelistEntries"].as_array().map(Vec::len), Some(1));

    // Named on a second link, the invitation that they have holds for both.
    let other = ada.chat(&server);
    let again = ada.post(&server, &ada.shares(other), &json!({ "emails": [GRACE] })).good();
    assert_eq!(again["invited"][0]["url"], json!(null));
    assert_eq!(again["invited"][0]["share_ids"].as_array().map(Vec::len), Some(2));

    let body = json!({ "token": token, "password": PASSWORD });
    let grace = Person::from(server.post("/api/auth/invitations/accept", &body), GRACE);
    for share in [share, &again["share"]] {
        grace.get(&server, &api(share)).good();
    }
    let listed = people(&server, &ada, chat, share);
    assert_eq!(listed["invited"], json!([]));
    assert_eq!(listed["shareWhitelistEntries"][1]["last_viewed_at"], json!(null));
    let unnamed = ada.post(&server, &ada.shares(chat), &json!({})).good();
    assert!(unnamed.get("invited").is_none());
}

#[test]
fn the_owner_sees_who_has_read_where_that_is_recorded() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, GRACE);
    let share = ada.share(&server, chat, &json!({ "emails": [GRACE], "records_visitors": true }));
    let last = || people(&server, &ada, chat, &share)["shareWhitelistEntries"][1]["last_viewed_at"].clone();
    assert!(last().is_null());
    grace.post(&server, &format!("{}/views", api(&share)), &json!({})).good();
    assert!(last().is_string());
}

#[test]
fn a_reader_finds_what_others_share_with_them_and_whether_it_is_new_or_has_ended() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, GRACE);
    assert_eq!(shared_with(&server, &grace), json!({ "shared": [], "total": 0 }));
    let share =
        ada.share(&server, chat, &json!({ "emails": [GRACE], "redactions": { "kinds": [], "words": ["chat"] } }));
    let entry = |person: &Person| shared_with(&server, person)["shared"][0].clone();
    let seen = entry(&grace);
    assert_eq!((&seen["uuid"], &seen["url"]), (&share["uuid"], &share["url"]));
    assert_eq!((&seen["shared_by"], &seen["state"]), (&json!("ada@example.com"), &json!("active")));
    assert_eq!(seen["is_new"], true);
    assert!(seen["name"].as_str().is_some_and(|name| name.starts_with("A ") && name != "A chat"), "{seen}");
    assert_eq!(shared_with(&server, &ada)["total"], 0, "what is one's own is not shared with oneself");

    grace.post(&server, &format!("{}/views", api(&share)), &json!({})).good();
    assert_eq!(entry(&grace)["is_new"], false);
    ada.share(&server, chat, &json!({ "is_shared": false }));
    let ended = entry(&grace);
    assert_eq!((&ended["state"], &ended["name"]), (&json!("ended"), &json!(null)));
    ada.delete(&server, &format!("{}/{chat}", ada.chats())).good();
    assert_eq!(shared_with(&server, &grace)["total"], 0);
}

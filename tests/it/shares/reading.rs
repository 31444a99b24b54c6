//! What readers and the owner get.

use serde_json::json;

use crate::support::people::{api, basic};
use crate::support::world;

#[test]
fn an_owner_reads_by_the_same_rules_as_everybody() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &list, &json!({ "emails": ["nobody@example.com"] })).good();
    assert_eq!(ada.get(&server, &api(&share)).status, 401);
    let both = [("Cookie", ada.cookie.as_str()), ("Authorization", &basic("secret"))];
    assert_eq!(server.request("GET", &api(&share), &both, b"").status, 200);
}

#[test]
fn a_page_that_is_still_fresh_keeps_the_policy_that_lets_its_scripts_run() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let page = api(&share).replace("/api", "");
    for path in ["/", &page] {
        let first = server.get(path);
        let etag = first.header("etag").expect("an entity tag");
        let again = server.request("GET", path, &[("If-None-Match", etag)], b"");
        assert_eq!(again.status, 304);
        assert_eq!(again.header("content-security-policy"), first.header("content-security-policy"), "{path}");
    }
}

#[test]
fn long_messages_arrive_whole() {
    let (server, ada, chat) = world();
    let long = "0123456789abcdef".repeat(60_000);
    let path = format!("{}/{chat}/messages", ada.chats());
    ada.post(&server, &path, &json!({ "message": long, "actor": "user" })).good();
    let share = ada.share(&server, chat, &json!({}));
    assert_eq!(server.get(&api(&share)).good()["chatMessages"][2]["content"], long);
}

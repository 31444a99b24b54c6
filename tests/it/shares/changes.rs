//! Changes that hold for the very next reader.

use std::collections::HashSet;
use std::thread;

use serde_json::{Value, json};

use super::read;
use crate::support::people::{api, basic};
use crate::support::{Person, Server, world};

#[test]
fn fifty_clients_that_share_one_chat_at_once_get_the_same_link() {
    let (server, ada, chat) = world();
    let links: HashSet<(i64, String)> = thread::scope(|scope| {
        let clients: Vec<_> = (0..50).map(|_| scope.spawn(|| ada.share(&server, chat, &json!({})))).collect();
        let shares = clients.into_iter().map(|client| client.join().expect("a share"));
        shares.map(|share| (share["id"].as_i64().expect("an id"), share["uuid"].to_string())).collect()
    });
    assert_eq!(links.len(), 1);
}

#[test]
fn switching_a_share_off_holds_for_the_next_request_of_an_open_connection() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut reader = server.connect();
    assert_eq!(read(&mut reader, &share, &[]), 200);

    let off = ada.share(&server, chat, &json!({ "is_shared": false }));
    assert_eq!(read(&mut reader, &share, &[]), 404);

    let on = ada.share(&server, chat, &json!({ "is_shared": true }));
    assert_eq!(read(&mut reader, &share, &[]), 200);
    assert_eq!((&off["uuid"], &on["uuid"]), (&share["uuid"], &share["uuid"]));
}

#[test]
fn a_link_that_is_there_again_opens_for_who_saw_that_it_was_gone() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut reader = server.connect();
    for _ in 0..3 {
        assert_eq!(read(&mut reader, &share, &[]), 200);
        ada.delete(&server, &format!("{}/{chat}", ada.chats())).good();
        assert_eq!([read(&mut reader, &share, &[]), read(&mut reader, &share, &[])], [404, 404]);
        ada.post(&server, &format!("{}/restore", ada.chats()), &json!({ "chat_ids": [chat] })).good();
    }
    assert_eq!(read(&mut reader, &share, &[]), 200);
}

#[test]
fn a_share_that_is_off_is_not_modified_for_nobody() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut reader = server.connect();
    let etag = reader.request("GET", &api(&share), &[], b"").header("etag").expect("an entity tag").to_owned();
    assert_eq!(read(&mut reader, &share, &[("If-None-Match", &etag)]), 304);

    ada.share(&server, chat, &json!({ "is_shared": false }));
    assert_eq!(read(&mut reader, &share, &[("If-None-Match", &etag)]), 404);
}

#[test]
fn a_new_password_makes_the_old_one_worthless_at_once() {
    let (server, ada, chat) = world();
    let protect = |password: &str| json!({ "is_protected": true, "hashed_password": password });
    let share = ada.share(&server, chat, &protect("old"));
    let (old, new) = (basic("old"), basic("new"));
    let mut reader = server.connect();
    // Twice: the second time the server remembers that it is right.
    assert_eq!(read(&mut reader, &share, &[("Authorization", &old)]), 200);
    assert_eq!(read(&mut reader, &share, &[("Authorization", &old)]), 200);

    ada.share(&server, chat, &protect("new"));
    assert_eq!(read(&mut reader, &share, &[("Authorization", &old)]), 401);
    assert_eq!(read(&mut reader, &share, &[("Authorization", &new)]), 200);
}

#[test]
fn a_removed_whitelist_entry_locks_out_at_once() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let share = ada.share(&server, chat, &json!({}));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let entries = ada.post(&server, &list, &json!({ "emails": ["Grace@Example.com"] })).good();
    let entry = entries["shareWhitelistEntries"].as_array().expect("a list").iter();
    let entry = entry.filter(|entry| entry["whitelisted_neptun_user_id"] == grace.id).map(|entry| &entry["id"]).next();
    let mut reader = server.connect();
    assert_eq!(read(&mut reader, &share, &[("Cookie", &grace.cookie)]), 200);

    ada.delete(&server, &format!("{list}/{}", entry.expect("an entry"))).good();
    assert_eq!(read(&mut reader, &share, &[("Cookie", &grace.cookie)]), 403);
    assert_eq!(read(&mut reader, &share, &[("Cookie", &ada.cookie)]), 200);
    assert_eq!(read(&mut reader, &share, &[]), 401);
}

#[test]
fn a_change_through_another_process_holds_for_the_next_request() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let other = Server::on(server.database(), &[]);
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "old" }));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let entries = ada.post(&server, &list, &json!({ "emails": [grace.email] })).good();
    let entry = &entries["shareWhitelistEntries"][1]["id"];
    let (old, new) = (basic("old"), basic("new"));
    let mut reader = server.connect();
    let mut get = |password: &str| read(&mut reader, &share, &[("Authorization", password), ("Cookie", &grace.cookie)]);
    assert_eq!(get(&old), 200);

    ada.share(&other, chat, &json!({ "hashed_password": "new" }));
    assert_eq!((get(&old), get(&new)), (401, 200));
    ada.delete(&other, &format!("{list}/{entry}")).good();
    assert_eq!(get(&new), 403);
    ada.share(&other, chat, &json!({ "is_shared": false }));
    assert_eq!(get(&new), 404);
}

#[test]
fn new_messages_are_there_for_the_next_reader_whichever_process_took_them() {
    let (server, ada, chat) = world();
    let other = Server::on(server.database(), &[]);
    let share = ada.share(&server, chat, &json!({}));
    let count = || server.get(&api(&share)).good()["chatMessages"].as_array().map(Vec::len);
    assert_eq!(count(), Some(2));
    let more = json!({ "message": "And at night?", "actor": "user" });
    ada.post(&other, &format!("{}/{chat}/messages", ada.chats()), &more).good();
    assert_eq!(count(), Some(3));
}

#[test]
fn deleting_a_share_and_sharing_again_makes_a_new_link() {
    let (server, ada, chat) = world();
    let first = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    ada.delete(&server, &format!("{}/{}", ada.shares(chat), first["id"])).good();
    assert_eq!(ada.get(&server, &ada.shares(chat)).good(), Value::Null);

    let second = ada.share(&server, chat, &json!({}));
    assert_ne!(first["uuid"], second["uuid"]);
    assert_eq!(second["is_protected"], false);
    server.get(&api(&first)).error(404);
    server.get(&api(&second)).good();
}

#[test]
fn taking_everybody_off_a_whitelist_opens_nothing_and_removing_the_list_does() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let entries = ada.post(&server, &list, &json!({ "emails": ["ada@example.com"] })).good();
    let own = &entries["shareWhitelistEntries"][0]["id"];
    ada.delete(&server, &format!("{list}/{own}")).good();
    server.get(&api(&share)).error(401);
    ada.get(&server, &api(&share)).error(403);

    ada.delete(&server, &list).good();
    server.get(&api(&share)).good();
}

//! What a share promises its owner: one link, changed by nobody else, and every change holds for
//! the very next reader.

use std::collections::HashSet;
use std::thread;

use serde_json::{Value, json};

use crate::support::people::{api, basic};
use crate::support::{Connection, Person, Server, world};

/// What a reader on an open connection gets now.
fn read(connection: &mut Connection, share: &Value, headers: &[(&str, &str)]) -> u16 {
    connection.request("GET", &api(share), headers, b"").status
}

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
fn passwords_may_hold_anything_that_people_type() {
    let (server, ada, chat) = world();
    let longest = "🔑".repeat(128);
    for password in ["a:b:c", ":", "pässwörd", "🔑", " leading and trailing ", "$ecret", "nul\0nul", &longest] {
        let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": password }));
        let right = server.request("GET", &api(&share), &[("Authorization", &basic(password))], b"");
        assert_eq!(right.status, 200, "{password:?}");
        assert!(
            share["hashed_password"].as_str().is_some_and(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"))
        );
    }
}

#[test]
fn authorization_is_read_as_browsers_and_curl_write_it() {
    use base64::Engine;
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let encode = |text: &str| base64::prelude::BASE64_STANDARD.encode(text);
    for right in [format!("bAsIc {}", encode(":secret")), format!("Basic   {}", encode("anybody:secret"))] {
        assert_eq!(server.request("GET", &api(&share), &[("Authorization", &right)], b"").status, 200, "{right}");
    }
    for wrong in [
        format!("Basic {}", encode("secret")),
        "Basic".into(),
        "Basic !!".into(),
        format!("Digest {}", encode(":secret")),
    ] {
        assert_eq!(server.request("GET", &api(&share), &[("Authorization", &wrong)], b"").status, 401, "{wrong}");
    }
}

#[test]
fn a_challenge_opens_no_browser_dialog_over_our_page() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let challenge =
        |headers| server.request("GET", &api(&share), headers, b"").header("www-authenticate").map(str::to_owned);
    assert_eq!(challenge(&[]).as_deref(), Some("Basic realm=\"shared chat\", charset=\"UTF-8\""));
    assert_eq!(
        challenge(&[("X-Requested-With", "page")]).as_deref(),
        Some("xBasic realm=\"shared chat\", charset=\"UTF-8\"")
    );
}

#[test]
fn a_clients_own_argon2_hash_is_kept_as_it_is_and_readers_send_the_password() {
    let (server, ada, chat) = world();
    // `echo -n password | argon2 somesalt -id -k 256`, by the reference implementation.
    let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": hash }));
    assert_eq!(share["hashed_password"], hash);
    assert_eq!(server.request("GET", &api(&share), &[("Authorization", &basic("password"))], b"").status, 200);
    assert_eq!(server.request("GET", &api(&share), &[("Authorization", &basic(hash))], b"").status, 401);
}

#[test]
fn hashes_that_cannot_or_should_not_be_verified_are_refused_and_change_nothing() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let tail = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    for hash in [
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW".to_owned(),
        "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E".to_owned(),
        format!("$argon2id$v=19$m=2097152,t=1,p=1${tail}"),
        format!("$argon2id$v=19$m=256,t=4000000000,p=1${tail}"),
        format!("$argon2id$v=19$m=256,t=2,p=200${tail}"),
        "$argon2id$v=19$m=256,t=2,p=1$".to_owned(),
    ] {
        let refused = ada.post(&server, &ada.shares(chat), &json!({ "hashed_password": hash })).error(400);
        assert_eq!(refused["data"]["issues"][0]["path"], json!(["hashed_password"]), "{hash}");
    }
    let unchanged = ada.share(&server, chat, &json!({}));
    assert_eq!(unchanged["hashed_password"], share["hashed_password"]);
}

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

//! All links in one list, new links for old ones, and taking a removal back.

use serde_json::{Value, json};

use crate::support::people::api;
use crate::support::{Person, Server, world};

#[test]
fn a_new_link_kills_the_old_one_and_counts_anew() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 2 }));
    let opened = server.request("POST", &format!("{}/views", api(&share)), &[], b"");
    let cookie = opened.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    let address = format!("{}/{}/new-link", ada.shares(chat), share["id"]);
    let renewed = ada.post(&server, &address, &json!({})).good()["share"].take();
    assert_ne!(renewed["uuid"], share["uuid"]);
    assert_eq!((&renewed["views"], &renewed["views_left"], &renewed["id"]), (&json!(0), &json!(2), &share["id"]));
    let read = |share: &Value| server.request("GET", &api(share), &[("Cookie", &cookie)], b"").status;
    assert_eq!((read(&share), read(&renewed)), (404, 403));
}

#[test]
fn what_was_deleted_comes_back_with_its_link_for_ten_minutes() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let other = ada.chat(&server);
    let (one, restore) = (format!("{}/{chat}", ada.chats()), format!("{}/restore", ada.chats()));
    ada.post(&server, &restore, &json!({ "chat_ids": [chat] })).error(404);
    ada.delete(&server, &one).good();
    assert_eq!(server.get(&api(&share)).status, 404);
    ada.get(&server, &format!("{one}/messages")).error(404);
    ada.delete(&server, &one).error(404);
    assert_eq!(ada.get(&server, &ada.at("/shares")).good()["total"], 0);
    // All or none.
    ada.post(&server, &restore, &json!({ "chat_ids": [chat, other] })).error(404);
    assert_eq!(server.get(&api(&share)).status, 404);
    let eve = Person::sign_up(&server, "eve@example.com");
    eve.post(&server, &format!("{}/restore", eve.chats()), &json!({ "chat_ids": [chat] })).error(404);

    let back = ada.post(&server, &restore, &json!({ "chat_ids": [chat] })).good();
    assert_eq!(back["chats"][0]["id"], chat);
    assert_eq!(server.get(&api(&share)).status, 200);
    // An import that comes meanwhile does not find it.
    ada.delete(&server, &one).good();
    assert_eq!(server.sql("update chats set deleted_at = 1 where deleted_at is not null"), 1);
    let again = Server::on(server.database(), &[]);
    crate::support::eventually("it is removed for good", || {
        let count = "select count(*) from chats where deleted_at is not null";
        again.open_database().query_row(count, [], |row| row.get::<_, i64>(0)).expect("a count") == 0
    });
}

#[test]
fn all_links_are_in_one_list_with_their_states() {
    let (server, ada, chat) = world();
    let past = "2020-01-01T00:00:00Z";
    let settings = [
        json!({}),
        json!({ "is_shared": false }),
        json!({ "expires_at": past }),
        json!({ "max_views": 1 }),
        json!({ "is_protected": true, "hashed_password": "sesame" }),
    ];
    let shares: Vec<Value> = settings
        .iter()
        .enumerate()
        .map(|(at, settings)| {
            let chat = if at == 0 { chat } else { ada.chat(&server) };
            let name = json!({ "name": format!("Chat Ö{at}") });
            ada.send(&server, "PATCH", &format!("{}/{chat}", ada.chats()), &name).good();
            ada.share(&server, chat, settings)
        })
        .collect();
    server.request("POST", &format!("{}/views", api(&shares[3])), &[], b"").good();
    let list = |query: &str| ada.get(&server, &ada.at(&format!("/shares{query}"))).good();
    let names = |query: &str| -> Vec<String> {
        let list = list(query);
        let shares = list["shares"].as_array().expect("a list");
        shares.iter().map(|share| share["chat"]["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(list("")["total"], 5);
    assert_eq!(names("?state=paused"), ["Chat Ö1"]);
    assert_eq!(names("?state=expired"), ["Chat Ö2"]);
    assert_eq!(names("?state=used_up"), ["Chat Ö3"]);
    assert_eq!(names("?state=active&order_by=name"), ["Chat Ö0", "Chat Ö4"]);
    assert_eq!(names("?search=%C3%B63"), ["Chat Ö3"]);
    assert_eq!(names("?order_by=views:desc,name&limit=2"), ["Chat Ö3", "Chat Ö0"]);
    assert_eq!(names("?order_by=name&limit=2&offset=4"), ["Chat Ö4"]);
    for wrong in ["?state=nothing", "?limit=0", "?limit=201", "?limit=x", "?offset=-1", "?order_by=uuid"] {
        ada.get(&server, &ada.at(&format!("/shares{wrong}"))).error(400);
    }
    let eve = Person::sign_up(&server, "eve@example.com");
    assert_eq!(eve.get(&server, &eve.at("/shares")).good()["total"], 0);

    let ids: Vec<&Value> = shares.iter().map(|share| &share["id"]).collect();
    let theirs = json!({ "share_ids": ids, "is_shared": true });
    eve.send(&server, "PATCH", &eve.at("/shares"), &theirs).error(404);
    let pause = json!({ "share_ids": ids, "is_shared": false });
    ada.send(&server, "PATCH", &ada.at("/shares"), &pause).good();
    assert_eq!(list("?state=paused")["total"], 5);
    let with_a_wrong_one = json!({ "share_ids": [ids[0], 999_999] });
    ada.send(&server, "DELETE", &ada.at("/shares"), &with_a_wrong_one).error(404);
    assert_eq!(list("")["total"], 5);
    ada.send(&server, "DELETE", &ada.at("/shares"), &json!({ "share_ids": ids })).good();
    assert_eq!(list("")["total"], 0);
}

#[test]
fn ten_thousand_links_are_one_list() {
    let (server, ada, _) = world();
    server
        .open_database()
        .execute_batch(&format!(
            "begin;
             with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
             insert into chats (user_id, name, model, created_at, updated_at)
             select {0}, 'Chat ' || i, 'a-model', i, i from n;
             insert into shares (chat_id, uuid, is_shared, is_protected, created_at, updated_at)
             select id, printf('00000000-0000-4000-8000-%012d', id), 1, 0, created_at, created_at
             from chats where name like 'Chat %';
             commit;",
            ada.id
        ))
        .expect("made");
    let first = ada.get(&server, &ada.at("/shares?order_by=created_at&limit=200")).good();
    assert_eq!((&first["total"], &first["shares"][199]["chat"]["name"]), (&json!(10_000), &json!("Chat 200")));
    let last = ada.get(&server, &ada.at("/shares?order_by=created_at&limit=200&offset=9900")).good();
    assert_eq!(
        (last["shares"].as_array().map(Vec::len), &last["shares"][99]["chat"]["name"]),
        (Some(100), &json!("Chat 10000"))
    );
    let found = ada.get(&server, &ada.at("/shares?search=chat%209999")).good();
    assert_eq!((&found["total"], &found["shares"][0]["chat"]["name"]), (&json!(1), &json!("Chat 9999")));
    let chats =
        ada.get(&server, &format!("{}?limit=50&offset=5000&order_by=id&include=share&search=chat", ada.chats())).good();
    assert_eq!((&chats["total"], &chats["chats"][0]["share"]["state"]), (&json!(10_001), &json!("active")));
}

#[test]
fn an_owner_sees_what_readers_see_without_being_counted() {
    let (server, ada, chat) = world();
    let settings = json!({
        "is_protected": true, "hashed_password": "sesame", "max_views": 1, "redactions": { "words": ["Rayleigh"] },
    });
    let share = ada.share(&server, chat, &settings);
    let preview = ada.get(&server, &format!("{}/{}/preview", ada.shares(chat), share["id"]));
    let text = String::from_utf8_lossy(&preview.body);
    assert!(text.contains("[redacted] scattering") && !text.contains("Rayleigh"), "{text}");
    assert_eq!(preview.header("cache-control"), Some("no-store"));
    let own = ada.get(&server, &format!("{}/{chat}/messages?render=page", ada.chats()));
    assert!(String::from_utf8_lossy(&own.body).contains("Rayleigh"));
    assert_eq!(ada.get(&server, &ada.at("/shares")).good()["shares"][0]["views"], 0);
}

//! What the owner says about it, and from when it holds.

use serde_json::json;

use super::import;
use crate::support::client::TIMEOUT;
use crate::support::forms::{everything, is_nowhere};
use crate::support::people::api;
use crate::support::secrets::planted;
use crate::support::{Person, Server, world};

#[test]
fn single_finds_and_own_words_are_left_out_and_nothing_else() {
    let (server, ada, _) = world();
    let messages = json!([
        { "role": "user", "content": "Write to grace@navy.mil and ada@analytical.engine about Project Ångström." },
        { "role": "assistant", "content": "Dear grace@navy.mil, project ÅNGSTRÖM is done." },
    ]);
    let chat = import(&server, &ada, &messages);
    let check = format!("{}/check", ada.shares(chat));
    let findings = ada.post(&server, &check, &json!({})).good()["findings"].take();
    let of_grace = findings
        .as_array()
        .and_then(|all| all.iter().find(|find| find["count"] == 2))
        .unwrap_or_else(|| panic!("{findings}"));
    assert_eq!((&of_grace["kind"], &of_grace["places"][0]["position"]), (&json!("email"), &json!(1)));

    let wanted = json!({ "redactions": { "finds": [of_grace["id"]], "words": ["project ångström"] } });
    let share = ada.share(&server, chat, &wanted);
    assert_eq!(share["redactions"]["finds"][0]["id"], of_grace["id"]);
    assert!(!share.to_string().contains("grace@navy.mil"));
    let forms = everything(&server, &share);
    for (path, bytes) in &forms {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("grace@") && !text.to_lowercase().contains("ångström"), "{path}");
    }
    assert!(
        String::from_utf8_lossy(&forms[0].1)
            .contains("[redacted: e-mail address] and ada@analytical.engine about [redacted]")
    );

    // What is chosen anew replaces what was chosen before; its ids go on to be known.
    let again = json!({ "redactions": { "finds": [share["redactions"]["finds"][0]["id"]] } });
    ada.share(&server, chat, &again);
    let text = server.get(&api(&share)).good().to_string();
    assert!(text.contains("Ångström") && !text.contains("grace@"));
    ada.post(&server, &ada.shares(chat), &json!({ "redactions": { "finds": ["0000"] } })).error(400);
}

#[test]
fn a_change_of_redactions_holds_for_the_next_reader_also_where_the_last_answer_was_kept() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let page = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    let forms = [api(&share), format!("{}?render=html", api(&share)), page];
    let before: Vec<_> = forms.iter().map(|path| server.get(path)).collect();
    ada.share(&server, chat, &json!({ "redactions": { "words": ["Rayleigh"] } }));
    for (path, before) in forms.iter().zip(before) {
        assert!(String::from_utf8_lossy(&before.body).contains("Rayleigh"));
        let etag = before.header("etag").expect("an entity tag").to_owned();
        let now = server.request("GET", path, &[("If-None-Match", &etag)], b"");
        assert_eq!(now.status, 200, "{path}");
        assert!(!String::from_utf8_lossy(&now.body).contains("Rayleigh"), "{path}");
    }
}

#[test]
fn messages_that_come_later_go_through_the_same_rules() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": ["api_key", "access_token"] } }));
    let key =
        planted().into_iter().find(|planted| planted.kind == "api_key" && planted.stands_alone).expect("one").secret;
    let said = json!({ "message": format!("My key is {key}."), "actor": "user" });
    ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &said).good();
    is_nowhere(&everything(&server, &share), &key);
}

#[test]
fn who_downloads_slowly_gets_nothing_that_was_redacted_meanwhile() {
    let server = Server::with(&["--write-timeout", "10m"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": [] } }));
    // More than is on its way.
    server.sql(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 20)
         insert into messages (chat_id, role, content, created_at, updated_at)
         select {chat}, 'user', replace(hex(zeroblob(100000)), '00', 'blue sky  '), 0, 0 from n"
    ));
    server
        .sql("update messages set content = 'it is called xyzzy, they say' where id = (select max(id) from messages)");
    let uuid = share["uuid"].as_str().expect("a uuid");
    let mut reader = server.connect();
    reader.send(format!("GET /api/shared/chats/{uuid}/export?format=markdown HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assert!(reader.hears_within(TIMEOUT));
    ada.share(&server, chat, &json!({ "redactions": { "kinds": [], "words": ["xyzzy"] } }));
    let text = String::from_utf8(reader.answer().body).expect("text");
    assert!(text.contains("they say") && !text.contains("xyzzy"), "the end of it came");
}

#[test]
fn who_takes_a_page_slowly_gets_nothing_that_was_left_out_meanwhile() {
    // Searching all of it anew takes a while.
    let server = Server::with(&["--write-timeout", "10m"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": [] } }));
    // More than is on its way.
    server.sql(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 24)
         insert into messages (chat_id, role, content, created_at, updated_at)
         select {chat}, 'user', replace(hex(zeroblob(27000)), '00', 'blue sky  '), 0, 0 from n"
    ));
    let uuid = share["uuid"].as_str().expect("a uuid");
    let mut reader = server.connect();
    reader.send(format!("GET /shared/chats/{uuid} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assert!(reader.hears_within(TIMEOUT));
    // As a session that goes on: another last message, and what is found in it is left out from then on.
    server
        .sql("update messages set content = 'it is called xyzzy, they say' where id = (select max(id) from messages)");
    ada.share(&server, chat, &json!({ "redactions": { "kinds": [], "words": ["xyzzy"] } }));
    let page = String::from_utf8(reader.answer().body).expect("text");
    assert!(page.contains("they say") && !page.contains("xyzzy"), "the end of it came");
}

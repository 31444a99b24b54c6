//! A part or a state of a conversation.

use serde_json::{Value, json};

use super::{messages, say};
use crate::support::people::api;
use crate::support::{Server, world};

/// What readers of a share get to read.
fn texts(server: &Server, share: &Value) -> Vec<String> {
    let read = server.get(&api(share)).good();
    let messages = read["chatMessages"].as_array().expect("messages");
    messages.iter().map(|message| message["content"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_share_opens_the_part_that_its_owner_chose_in_every_form() {
    let (server, ada, chat) = world();
    say(&server, &ada, chat, "And at sunset?");
    let ids: Vec<Value> = messages(&server, &ada, chat).iter().map(|message| message["id"].clone()).collect();

    let share = ada.share(&server, chat, &json!({ "until_message_id": ids[1] }));
    assert_eq!(texts(&server, &share), ["Why is the sky blue?", "Because of Rayleigh scattering."]);
    say(&server, &ada, chat, "Later words");
    assert_eq!(texts(&server, &share).len(), 2);

    ada.share(&server, chat, &json!({ "message_ids": [ids[2], ids[0]] }));
    assert_eq!(texts(&server, &share), ["Why is the sky blue?", "And at sunset?"]);
    let page = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    for path in [page, format!("{}?render=html", api(&share)), format!("{}/export?format=json", api(&share))] {
        let body = server.get(&path).body;
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains("And at sunset?") && !text.contains("Rayleigh") && !text.contains("Later"), "{path}");
    }

    // Taking one bound away is no word about the other.
    ada.share(&server, chat, &json!({ "until_message_id": null }));
    assert_eq!(texts(&server, &share).len(), 2);
    ada.share(&server, chat, &json!({ "message_ids": null }));
    assert_eq!(texts(&server, &share).len(), 4);
    for wrong in [
        json!({ "until_message_id": 999_999 }),
        json!({ "message_ids": [] }),
        json!({ "message_ids": [ids[0]], "until_message_id": ids[0] }),
    ] {
        ada.post(&server, &ada.shares(chat), &wrong).error(400);
    }
    let foreign = messages(&server, &ada, ada.chat(&server))[0]["id"].clone();
    ada.post(&server, &ada.shares(chat), &json!({ "message_ids": [foreign] })).error(400);
}

#[test]
fn files_of_messages_that_are_not_shared_are_not_shared() {
    let (server, ada, _) = world();
    let file = |text: &str| {
        use base64::Engine;
        let data = base64::prelude::BASE64_STANDARD.encode(text);
        json!({ "type": "file", "file": { "file_data": format!("data:text/plain;base64,{data}"), "filename": text } })
    };
    let said = |text: &str| json!({ "role": "user", "content": [{ "type": "text", "text": text }, file(text)] });
    let import = json!({ "messages": [said("one"), said("two")] });
    let report = ada.post(&server, &format!("{}/import", ada.chats()), &import).good();
    let chat = report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().expect("a chat");
    let own = messages(&server, &ada, chat);
    let share = ada.share(&server, chat, &json!({ "message_ids": [own[0]["id"]] }));
    let get = |at: usize| {
        let digest = own[at]["parts"][1]["sha256"].as_str().expect("a digest");
        server.get(&format!("{}/attachments/{digest}", api(&share))).status
    };
    assert_eq!((get(0), get(1)), (200, 404));
}

#[test]
fn a_frozen_share_stays_as_it_is_until_it_is_updated() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_frozen": true }));
    assert!(share["frozen_at"].is_string());
    let before = texts(&server, &share);
    say(&server, &ada, chat, "More");
    let rename = json!({ "name": "Another name" });
    ada.send(&server, "PATCH", &format!("{}/{chat}", ada.chats()), &rename).good();
    ada.delete(&server, &format!("{}/{chat}/messages/last", ada.chats())).good();
    ada.delete(&server, &format!("{}/{chat}/messages/last", ada.chats())).good();
    assert!(messages(&server, &ada, chat).is_empty());
    // Said again it stays the same copy.
    ada.share(&server, chat, &json!({ "is_frozen": true }));
    assert_eq!(texts(&server, &share), before);
    assert_eq!(server.get(&api(&share)).good()["chat"]["name"], "A chat");

    say(&server, &ada, chat, "Ask grace@navy-mail.org");
    let address = format!("{}/{}/update", ada.shares(chat), share["id"]);
    let updated = ada.post(&server, &address, &json!({})).good();
    assert_eq!(updated["share"]["uuid"], share["uuid"]);
    assert_eq!(updated["share"]["findings"], json!([{ "kind": "email", "count": 1 }]));
    assert_eq!(texts(&server, &share), ["Ask grace@navy-mail.org"]);
    assert_eq!(server.get(&api(&share)).good()["chat"]["name"], "Another name");

    ada.share(&server, chat, &json!({ "is_frozen": false }));
    say(&server, &ada, chat, "Live");
    assert_eq!(texts(&server, &share), ["Ask grace@navy-mail.org", "Live"]);
    ada.post(&server, &address, &json!({})).error(409);
    // Of its copies nothing is left.
    assert_eq!(server.sql("delete from chats where is_frozen = 1"), 0);
}

#[test]
fn a_copy_is_in_no_list_and_goes_with_its_share() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_frozen": true }));
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"].as_array().map(Vec::len), Some(1));
    let copy: i64 = server
        .open_database()
        .query_row("select id from chats where is_frozen = 1", [], |row| row.get(0))
        .expect("the copy");
    ada.get(&server, &format!("{}/{copy}/messages", ada.chats())).error(404);
    ada.delete(&server, &format!("{}/{}", ada.shares(chat), share["id"])).good();
    assert_eq!(server.sql("delete from chats where is_frozen = 1"), 0);
}

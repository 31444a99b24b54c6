//! What is imported, and what is told of it.

use serde_json::json;

use super::{
    MIB, address, archive, bytes, conversations, counts, folder, left_over, long, server_and_ada, unnamed_files, upload,
};
use crate::support::{Person, Server};

#[test]
fn an_upload_becomes_chats_that_its_owner_can_read() {
    let (server, ada) = server_and_ada();
    let report = upload(&server, &ada, "?name=talk.json", &bytes(&conversations(2, 40))).good();
    let first = &report["report"]["files"][0]["conversations"][0];
    let chat = first["chat_id"].as_i64().expect("a chat");
    assert_eq!(
        report["report"],
        json!({
            "is_dry_run": false, "imported": 2, "updated": 0, "unchanged": 0, "changed_here": 0, "skipped": 0,
            "files": [{ "name": "talk.json", "format": "messages", "conversations": [
                { "chat_id": chat, "name": "Chat 0", "outcome": "imported", "messages": 2, "new_messages": 2,
                  "notes": [] },
                { "chat_id": chat + 1, "name": "Chat 1", "outcome": "imported", "messages": 2, "new_messages": 2,
                  "notes": [] },
            ] }],
            "notes": [], "truncated": false,
        })
    );
    let messages = ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good();
    assert_eq!(messages["chatMessages"][0]["content"], "Question 0?");
}

#[test]
fn an_upload_that_is_too_long_for_memory_is_imported_however_it_is_framed() {
    let (server, ada) = server_and_ada();
    let body = long();
    assert!(body.len() > MIB);
    assert_eq!(counts(&upload(&server, &ada, "", &body)), [30, 0, 0, 0]);

    let mut connection = server.connect();
    let (path, cookie) = (address(&ada, ""), &ada.cookie);
    connection
        .send(format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for chunk in body.chunks(70_000) {
        connection.send([format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    }
    connection.send("0\r\n\r\n");
    assert_eq!(counts(&connection.answer()), [0, 0, 30, 0]);
    assert_eq!((left_over(&server), unnamed_files(&server, folder(&server))), (Vec::new(), 0));
}

#[test]
fn the_same_upload_again_changes_nothing_and_a_later_one_adds_what_is_new() {
    let (server, ada) = server_and_ada();
    let mut conversations = conversations(3, 40);
    assert_eq!(counts(&upload(&server, &ada, "", &bytes(&conversations))), [3, 0, 0, 0]);
    assert_eq!(counts(&upload(&server, &ada, "", &bytes(&conversations))), [0, 0, 3, 0]);

    let more = json!({ "role": "user", "content": "And then?" });
    conversations[1]["messages"].as_array_mut().expect("messages").push(more);
    let again = upload(&server, &ada, "", &bytes(&conversations));
    assert_eq!(counts(&again), [0, 1, 2, 0]);
    let updated = &again.json()["report"]["files"][0]["conversations"][1];
    assert_eq!((&updated["outcome"], &updated["new_messages"]), (&json!("updated"), &json!(1)));
}

#[test]
fn a_dry_run_tells_the_same_and_stores_nothing() {
    let (server, ada) = server_and_ada();
    let dry = upload(&server, &ada, "?dry_run=true", &bytes(&conversations(3, 40)));
    assert_eq!(counts(&dry), [3, 0, 0, 0]);
    let report = &dry.json()["report"];
    assert_eq!(
        (&report["is_dry_run"], &report["files"][0]["conversations"][0]["chat_id"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"], json!([]));
}

#[test]
fn an_archive_is_taken_as_it_was_downloaded() {
    let (server, ada) = server_and_ada();
    let talk = bytes(&conversations(2, 40));
    let zip = archive(&[("export/talk.json", &talk), ("export/user.json", b"{}"), ("../outside.json", &talk)]);
    let answer = upload(&server, &ada, "", &zip);
    assert_eq!(counts(&answer), [2, 0, 0, 0]);
    let report = &answer.json()["report"];
    assert_eq!(report["files"][0]["name"], "export/talk.json");
    assert_eq!(report["notes"].as_array().expect("notes").len(), 2, "{report}");
}

#[test]
fn what_could_not_be_read_is_told_beside_what_could() {
    let (server, ada) = server_and_ada();
    let mut conversations = conversations(2, 40);
    conversations.insert(1, json!({ "title": "Broken", "messages": "none" }));
    let answer = upload(&server, &ada, "", &bytes(&conversations));
    assert_eq!(counts(&answer), [2, 0, 0, 1]);
    let skipped = &answer.json()["report"]["files"][0]["conversations"][1];
    assert_eq!((&skipped["outcome"], &skipped["chat_id"]), (&json!("skipped"), &json!(null)));
    assert!(skipped["name"].as_str().expect("a label").contains("Broken"), "{skipped}");
    assert!(!skipped["reason"].as_str().expect("a reason").is_empty());
}

#[test]
fn several_people_import_at_once() {
    let server = Server::start();
    let body = long();
    std::thread::scope(|scope| {
        for number in 0..6 {
            let (server, body) = (&server, &body);
            scope.spawn(move || {
                let person = Person::sign_up(server, &format!("person{number}@example.com"));
                assert_eq!(counts(&upload(server, &person, "", body)), [30, 0, 0, 0]);
                assert_eq!(person.get(server, &person.chats()).good()["chats"].as_array().map(Vec::len), Some(30));
            });
        }
    });
}

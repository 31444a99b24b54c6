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

#[test]
fn what_became_of_the_last_imports_can_be_looked_at_again() {
    let (server, ada) = server_and_ada();
    let imports = |query: &str| ada.get(&server, &ada.at(&format!("/imports{query}"))).good()["imports"].clone();
    assert_eq!(imports(""), json!([]));
    upload(&server, &ada, "?name=looked-at.json&dry_run=true", &bytes(&conversations(1, 40))).good();
    let mut broken = conversations(1, 40);
    broken.push(json!({ "title": "Broken", "messages": "none" }));
    upload(&server, &ada, "?name=first.json", &bytes(&broken)).good();
    upload(&server, &ada, "?name=none.json", b"[1]").error(400);

    let kept = imports("");
    let names: Vec<_> = kept.as_array().expect("a list").iter().map(|import| import["name"].clone()).collect();
    assert_eq!(names, ["none.json", "first.json"]);
    assert_eq!(imports("?limit=1").as_array().expect("a list").len(), 1);
    let report = &kept[1]["report"];
    assert_eq!((&report["imported"], &report["skipped"]), (&json!(1), &json!(1)));
    let listed = &report["files"][0]["conversations"];
    assert!(listed[0]["chat_id"].is_i64(), "{report}");
    assert_eq!(listed[1]["reason"], "it has no `messages`");
    assert!(kept[0]["report"]["notes"][0].as_str().is_some_and(|note| !note.is_empty()), "{kept}");
    let bob = Person::sign_up(&server, "bob@example.com");
    assert_eq!(bob.get(&server, &bob.at("/imports")).good()["imports"], json!([]));
    server.sql("update import_reports set created_at = created_at - 31 * 86400000");
    upload(&server, &ada, "", &bytes(&conversations(1, 40))).good();
    for _ in 0..25 {
        upload(&server, &ada, "", &bytes(&[])).error(400);
    }
    assert_eq!(imports("").as_array().expect("a list").len(), 20);
}

#[test]
fn the_list_can_begin_with_what_was_imported_last() {
    let (server, ada) = server_and_ada();
    let dated = |name: &str, at: &str| {
        let said = json!({ "role": "user", "content": "Hi", "created_at": at });
        bytes(&[json!({ "id": name, "title": name, "messages": [said] })])
    };
    upload(&server, &ada, "", &dated("new", "2026-01-02T03:04:05Z")).good();
    server.sql("update chats set imported_at = imported_at - 60000");
    upload(&server, &ada, "", &dated("old", "2020-01-02T03:04:05Z")).good();
    ada.post(&server, &ada.chats(), &json!({ "name": "own", "model": "m" })).good();

    let names = |order: &str| {
        let list = ada.get(&server, &format!("{}?order_by={order}", ada.chats())).good();
        let chats = list["chats"].as_array().expect("a list").clone();
        chats.iter().map(|chat| chat["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("imported_at:desc"), ["old", "new", "own"]);
    assert_eq!(names("updated_at:desc"), ["own", "new", "old"]);
}

#[test]
fn a_pasted_text_is_shown_before_it_is_kept() {
    let (server, ada) = server_and_ada();
    let preview = |text: &str| upload(&server, &ada, "/preview?name=Pasted+text", text.as_bytes());
    let found = preview("You said:\nWhy?\n\nChatGPT said:\nBecause of *this*.").good()["preview"].clone();
    assert_eq!((&found["total"], &found["conversations"][0]["messages"]), (&json!(1), &json!(2)));
    let html = found["conversations"][0]["html"].as_str().expect("HTML");
    assert!(html.contains("<em>this</em>") && !html.contains("<time"), "{html}");
    let several = json!([conversations(7, 40), conversations(1, 40)]).to_string();
    let several = preview(&several).good()["preview"].clone();
    assert_eq!(several["conversations"].as_array().expect("a list").len(), 5, "{several}");

    let refused = preview("Only words, and nobody says them.").error(400);
    assert!(refused["message"].as_str().is_some_and(|text| text.contains("nothing says who speaks")), "{refused}");
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"], json!([]));
    assert_eq!(ada.get(&server, &ada.at("/imports")).good()["imports"], json!([]));
}

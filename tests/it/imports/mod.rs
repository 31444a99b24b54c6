//! Uploads of other programs' files: what is imported and told, and what is left of those that fail.

use std::io::Write;
use std::path::Path;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::people::JSON;
use crate::support::{Connection, Person, Response, Server, eventually};

const MIB: usize = 1024 * 1024;

fn server_and_ada() -> (Server, Person) {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    (server, ada)
}

fn address(person: &Person, query: &str) -> String {
    format!("{}/import{query}", person.chats())
}

/// Uploads as `curl --data-binary` does.
fn upload(server: &Server, person: &Person, query: &str, body: &[u8]) -> Response {
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    server.request("POST", &address(person, query), &[form, ("Cookie", &person.cookie)], body)
}

/// A report's counts.
fn counts(response: &Response) -> [u64; 4] {
    let report = &response.good()["report"];
    ["imported", "updated", "unchanged", "skipped"].map(|name| report[name].as_u64().expect("a count"))
}

/// Conversations with a question and an answer of so many bytes each.
fn conversations(count: usize, length: usize) -> Vec<Value> {
    let answer = "It is a long story. ".repeat(length / 20);
    let conversation = |number| {
        json!({ "id": format!("c{number}"), "title": format!("Chat {number}"), "messages": [
            { "role": "user", "content": format!("Question {number}?") },
            { "role": "assistant", "content": answer },
        ] })
    };
    (0..count).map(conversation).collect()
}

fn bytes(conversations: &[Value]) -> Vec<u8> {
    json!(conversations).to_string().into_bytes()
}

/// An upload of more than is kept in memory.
fn long() -> Vec<u8> {
    bytes(&conversations(30, 100_000))
}

/// A ZIP archive with files as they are.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The files of a process that lie in a folder and have no name there.
fn unnamed_files(server: &Server, folder: &Path) -> usize {
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.pid())).expect("open files");
    let names = open.filter_map(|file| std::fs::read_link(file.expect("a file").path()).ok());
    names.filter(|name| name.starts_with(folder) && name.to_string_lossy().ends_with(" (deleted)")).count()
}

fn folder(server: &Server) -> &Path {
    server.database().parent().expect("a folder")
}

/// The names in the database's folder beside the database's own.
fn left_over(server: &Server) -> Vec<String> {
    let names = std::fs::read_dir(folder(server)).expect("a folder");
    let names = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with("test.db")).collect()
}

/// A connection on which a long upload has begun; the server has made a file for it.
fn begun(server: &Server, person: &Person) -> Connection {
    let mut connection = server.connect();
    connection.send(format!(
        "POST {} HTTP/1.1\r\nHost: neptun.test\r\nCookie: {}\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        address(person, ""),
        person.cookie,
        100 * MIB
    ));
    assert_eq!(connection.answer().status, 100);
    connection
}

// What is imported.

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

// What is refused.

#[test]
fn what_is_no_conversation_is_refused_with_what_can_be_read() {
    let (server, ada) = server_and_ada();
    let png = b"\x89PNG\r\n\x1a\n".repeat(10);
    let no_archive = b"PK\x03\x04 and then nothing".to_vec();
    let other_json = br#"{"weather": "fine"}"#.to_vec();
    let long_nonsense = vec![b'x'; 3 * MIB];
    for (body, says) in [
        (png, "an image"),
        (no_archive, "damaged"),
        (other_json, "`weather`"),
        (long_nonsense, "not JSON"),
        (archive(&[("a.txt", b"hello")]), "no JSON file"),
    ] {
        let error = upload(&server, &ada, "", &body).error(400);
        assert_eq!(error["statusMessage"], "Bad Request. The file could not be imported.");
        assert!(error["message"].as_str().expect("a message").contains(says), "{error}");
        assert_eq!(error["data"]["issues"][0]["message"], error["message"]);
    }
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"], json!([]));
}

#[test]
fn an_empty_body_is_told_how_to_send_a_file() {
    let (server, ada) = server_and_ada();
    let error = upload(&server, &ada, "", b"").error(400);
    assert!(error["message"].as_str().expect("a message").contains("--data-binary"), "{error}");
}

#[test]
fn a_query_that_is_wrong_is_refused_before_the_body_is_sent() {
    let (server, ada) = server_and_ada();
    let mut connection = server.connect();
    let path = address(&ada, "?format=telegram&dry_run=perhaps&name=%00");
    let cookie = &ada.cookie;
    connection.send(format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {MIB}\r\n\r\n"));
    let error = connection.answer().error(400);
    let issues = error["data"]["issues"].as_array().expect("issues");
    let paths: Vec<&Value> = issues.iter().map(|issue| &issue["path"][0]).collect();
    assert_eq!(paths, ["dry_run", "format", "name"]);
    assert!(issues[1]["message"].as_str().expect("a message").contains("'chatgpt'"));
}

#[test]
fn only_the_user_uploads_and_an_outsider_is_not_asked_for_a_body() {
    let (server, ada) = server_and_ada();
    let grace = Person::sign_up(&server, "grace@example.com");
    let head = |fields: &str| {
        let path = address(&ada, "");
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\nExpect: 100-continue\r\n{fields}\r\n",
            9 * MIB
        )
    };
    let cookie = |person: &Person| format!("Cookie: {}\r\n", person.cookie);
    for (fields, status) in
        [(String::new(), 401), (cookie(&grace), 404), (cookie(&ada) + "Sec-Fetch-Site: cross-site\r\n", 403)]
    {
        let mut connection = server.connect();
        connection.send(head(&fields));
        connection.answer().error(status);
        assert!(connection.is_closed());
    }
}

#[test]
fn more_than_256_mib_is_refused_before_it_is_sent_and_no_other_route_takes_as_much() {
    let (server, ada) = server_and_ada();
    for (path, length, status) in
        [(address(&ada, ""), 256 * MIB, 100), (address(&ada, ""), 256 * MIB + 1, 413), (ada.chats(), MIB + 1, 413)]
    {
        let mut connection = server.connect();
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n", ada.cookie);
        connection.send(format!("{head}Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n"));
        assert_eq!(connection.answer().status, status);
    }
}

// What is left.

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let (server, ada) = server_and_ada();
    let mut connection = begun(&server, &ada);
    connection.send(long());
    let here = folder(&server);
    assert_eq!((left_over(&server), unnamed_files(&server, here)), (Vec::new(), 1));

    drop(connection);
    eventually("the file to be gone", || unnamed_files(&server, here) == 0);
    assert_eq!(left_over(&server), [] as [String; 0]);
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"], json!([]));
}

#[test]
fn an_upload_that_stops_coming_is_given_up_and_leaves_nothing() {
    let server = Server::with(&["--body-timeout", "300ms"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let mut connection = begun(&server, &ada);
    connection.send(long());
    connection.answer().error(408);
    assert_eq!((left_over(&server), unnamed_files(&server, folder(&server))), (Vec::new(), 0));
}

#[test]
fn one_upload_too_many_is_told_so_and_there_is_room_when_another_ends() {
    let (server, ada) = server_and_ada();
    let mut uploads: Vec<Connection> = (0..8).map(|_| begun(&server, &ada)).collect();
    let refused = upload(&server, &ada, "", &long());
    refused.error(503);
    assert!(refused.header("retry-after").is_some());
    // Short ones need no file.
    assert_eq!(counts(&upload(&server, &ada, "", &bytes(&conversations(1, 40)))), [1, 0, 0, 0]);

    uploads.pop();
    eventually("a place", || upload(&server, &ada, "", &long()).status == 200);
}

#[test]
fn where_the_folder_of_the_database_takes_no_file_the_systems_folder_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on(&folder.path().join("test.db"), &[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    // The database's files are open; the name under which it lies is gone.
    std::fs::rename(folder.path(), folder.path().with_extension("moved")).expect("moved");
    let status = upload(&server, &ada, "?dry_run=true", &long()).status;
    std::fs::rename(folder.path().with_extension("moved"), folder.path()).expect("moved back");
    assert_eq!(status, 200);
}

#[test]
fn a_server_that_is_told_to_stop_finishes_a_short_import_or_says_what_it_has_stored() {
    let mut server = Server::with(&["--drain-timeout", "1h"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let body = bytes(&conversations(3000, 10_000));
    let mut connection = server.connect();
    let (path, cookie) = (address(&ada, ""), &ada.cookie);
    let length = body.len();
    connection.send(format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\r\n"));
    connection.send(&body);
    eventually("the first batch", || ada.get(&server, &ada.chats()).good()["chats"] != json!([]));
    server.signal(Signal::TERM);
    let answer = connection.answer();
    let stored = match answer.status {
        200 => answer.json()["report"].take(),
        _ => answer.error(503)["data"]["report"].take(),
    };
    server.wait();

    let server = Server::on(server.database(), &[]);
    let ada = Person::sign_in(&server, "ada@example.com");
    let here = ada.get(&server, &ada.chats()).good()["chats"].as_array().map(Vec::len);
    assert_eq!(stored["imported"].as_u64(), here.map(|count| count as u64));
}

#[test]
fn no_title_and_no_file_name_is_in_the_log() {
    let mut server = Server::with(&["--log-level", "debug"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let secret = json!([{ "title": "Sesame", "messages": [{ "role": "user", "content": "open" }] }]);
    upload(&server, &ada, "?name=sesame.json", secret.to_string().as_bytes()).good();
    upload(&server, &ada, "?name=sesame.json&format=sesame", b"sesame").error(400);
    upload(&server, &ada, "?name=sesame.json", b"sesame").error(400);
    server.request("POST", &address(&ada, "?name=sesame"), JSON, b"sesame").error(401);
    server.signal(Signal::TERM);
    server.wait();
    eventually("the log's end", || server.log().contains("stopping"));
    assert!(server.log().contains("/api/users/{user_id}/chats/import"));
    assert!(!server.log().to_lowercase().contains("sesame"), "{}", server.log());
}

//! What is left of an upload that ends early, and of the server's files.

use rustix::process::Signal;
use serde_json::json;

use super::{
    MIB, address, bytes, conversations, counts, folder, left_over, long, server_and_ada, unnamed_files, upload,
};
use crate::support::people::JSON;
use crate::support::{Connection, Person, Server, eventually};

/// A connection on which a long upload has begun; the server has made a file for it.
fn begun(server: &Server, person: &Person) -> Connection {
    let mut connection = server.connect();
    connection.send(format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        address(person, ""),
        person.cookie,
        100 * MIB
    ));
    assert_eq!(connection.answer().status, 100);
    connection
}

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

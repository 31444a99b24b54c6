//! How long connections live, and how many there may be.

use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::{A_WHILE, HEALTH, post, statuses};
use crate::support::people::JSON;
use crate::support::server::PROGRAM;
use crate::support::{Connection, Person, Server, eventually, world};

#[test]
fn a_connection_is_used_again() {
    let server = Server::start();
    let mut connection = server.connect();
    for _ in 0..3 {
        let response = connection.request("GET", "/api/health", &[], b"");
        response.good();
        assert_ne!(response.header("connection"), Some("close"));
    }
    let response = connection.request("GET", "/api/health", &[("Connection", "close")], b"");
    assert_eq!(response.header("connection"), Some("close"));
    assert!(connection.is_closed());
}

#[test]
fn http_1_0_needs_no_host_and_is_closed_unless_it_asks_otherwise() {
    let server = Server::start();
    let mut connection = server.connect();
    connection.send("GET /api/health HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /api/health HTTP/1.0\r\n\r\n");
    assert_eq!(statuses(&mut connection), [200, 200]);
}

#[test]
fn head_tells_the_length_and_sends_no_body() {
    let server = Server::start();
    let mut connection = server.connect();
    let length = connection.request("GET", "/api/openapi.json", &[], b"").body.len().to_string();
    let head = connection.request("HEAD", "/api/openapi.json", &[], b"");
    assert_eq!(head.header("content-length"), Some(length.as_str()));
    let missing = connection.request("HEAD", "/nothing", &[], b"");
    assert_eq!(missing.status, 404);
    connection.request("GET", "/api/health", &[], b"").good();
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    let server = Server::with(&["--idle-timeout", "300ms", "--head-timeout", "1h"]);
    let mut connections: Vec<Connection> = (0..20).map(|_| server.connect()).collect();
    for connection in &mut connections {
        connection.request("GET", "/api/health", &[], b"").good();
    }
    let login = post("Content-Length: 2\r\n") + "{}";
    connections[0].send(login);
    connections[0].answer().error(400);
    assert!(connections.iter_mut().all(Connection::is_closed));
}

#[test]
fn between_two_requests_a_client_may_wait_longer_than_within_one() {
    let server = Server::with(&["--head-timeout", "100ms", "--body-timeout", "100ms", "--write-timeout", "100ms"]);
    let mut connection = server.connect();
    connection.send(HEALTH);
    connection.answer().good();
    assert!(!connection.hears_within(A_WHILE));
    connection.request("GET", "/api/health", &[], b"").good();
}

#[test]
fn a_client_that_does_not_take_its_answer_is_cut_off() {
    let (writer, ada, chat) = world();
    let message = json!({ "actor": "assistant", "message": "a".repeat(1_000_000) });
    let path = format!("{}/{chat}/messages", ada.chats());
    for _ in 0..8 {
        ada.post(&writer, &path, &message).good();
    }
    // A server with room for one: another client sees when the first one is gone.
    let server = Server::on(writer.database(), &["--max-connections", "1", "--write-timeout", "300ms"]);
    let mut stuck = server.connect();
    stuck.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n", ada.cookie));
    assert!(stuck.read_some() > 0);
    eventually("room for another client", || server.get("/api/health").status == 200);
    assert!(stuck.try_answer("GET").is_none(), "the answer breaks off");
}

#[test]
fn a_client_that_takes_its_answer_slowly_gets_all_of_it() {
    let (writer, ada, chat) = world();
    let message = json!({ "actor": "assistant", "message": "a".repeat(1_000_000) });
    let path = format!("{}/{chat}/messages", ada.chats());
    for _ in 0..8 {
        ada.post(&writer, &path, &message).good();
    }
    let server = Server::on(writer.database(), &["--write-timeout", "2s"]);
    let mut slow = server.connect().reading_slowly(Duration::from_millis(15));
    let whole = slow.request("GET", &path, &[("Cookie", &ada.cookie)], b"");
    assert_eq!(whole.good()["chatMessages"].as_array().map(Vec::len), Some(10));
}

#[test]
fn one_connection_too_many_is_told_so_and_there_is_room_when_others_leave() {
    let server = Server::with(&["--max-connections", "4"]);
    let mut inside: Vec<Connection> = (0..4).map(|_| server.connect()).collect();
    for connection in &mut inside {
        connection.request("GET", "/api/health", &[], b"").good();
    }

    let mut fifth = server.connect();
    let refusal = fifth.answer();
    refusal.error(503);
    assert!(refusal.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
    assert!(fifth.is_closed());
    inside[0].request("GET", "/api/health", &[], b"").good();

    inside.pop();
    eventually("room for another client", || server.get("/api/health").status == 200);
}

#[test]
fn running_out_of_file_descriptors_keeps_clients_waiting_and_no_longer() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let mut command = Command::new("sh");
    let serve =
        r#"ulimit -n 100 && exec "$0" serve --listen 127.0.0.1:0 --signup open --head-timeout 1h --database "$1""#;
    command.args(["-c", serve, PROGRAM]).arg(&database);
    let server = Server::from(command, &database);
    let ada = Person::sign_up(&server, "ada@example.com");
    let mut early = server.connect();
    early.request("GET", "/api/health", &[], b"").good();

    let crowd: Vec<Connection> = (0..150).map(|_| server.connect()).collect();
    eventually("no file descriptor left", || server.log().contains("cannot accept connections"));
    let body = json!({ "name": "A chat", "model": "a-model" }).to_string();
    for _ in 0..10 {
        let headers = [JSON[0], ("Cookie", &ada.cookie)];
        early.request("POST", &ada.chats(), &headers, body.as_bytes()).good();
        early.request("GET", "/api/health", &[], b"").good();
    }

    drop(crowd);
    server.get("/api/health").good();
    early.request("GET", "/api/health", &[], b"").good();
}

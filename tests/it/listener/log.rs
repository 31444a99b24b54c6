//! What is written down.

use std::process::Command;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::{is_refused, post};
use crate::support::people::{JSON, PASSWORD, api, basic};
use crate::support::server::PROGRAM;
use crate::support::{Person, Server, eventually};

#[test]
fn no_secret_is_ever_in_the_log() {
    for format in ["text", "json"] {
        let mut server = Server::with(&["--log-format", format, "--log-level", "debug"]);
        let ada = Person::sign_up(&server, "ada@example.com");
        let chat = ada.chat(&server);
        let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
        let uuid = share["uuid"].as_str().expect("a uuid");
        let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
        ada.post(&server, &entries, &json!({ "emails": ["bob@example.com", "ada@example.com"] })).good();
        ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good();
        for password in ["open sesame", "opensesame"] {
            server.request("GET", &api(&share), &[("Authorization", &basic(password))], b"");
        }
        for path in [format!("/shared/chats/{uuid}"), format!("/x/{uuid}?email=bob@example.com"), format!("/{uuid}")] {
            ada.get(&server, &path);
        }
        for body in
            [r#"{"email":"ada@example.com","password":"opensesame"}"#, r#"{"password":"open sesame"#, "opensesame"]
        {
            server.request("POST", "/api/auth/login", JSON, body.as_bytes());
        }
        let mut broken = server.connect();
        broken.send(format!(
            "GET /{uuid} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nContent-Length: open sesame\r\n\r\n",
            ada.cookie
        ));
        broken.answer().error(400);
        drop(broken);
        server.signal(Signal::TERM);
        server.wait();
        eventually("the log's end", || server.log().contains("stopping"));

        let log = server.log().to_lowercase();
        let cookie = ada.cookie.split_once('=').map_or("", |(_, token)| token).to_lowercase();
        let password = basic("open sesame").to_lowercase();
        let hash = share["hashed_password"].as_str().expect("a hash").to_lowercase();
        let bare_uuid = uuid.replace('-', "");
        for secret in [
            PASSWORD,
            "sesame",
            password.trim_start_matches("basic "),
            &hash,
            "$argon2",
            &cookie,
            "@example.com",
            "example.com",
            "sky blue",
            "rayleigh",
            "a chat",
            uuid,
            &bare_uuid,
        ] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}

#[test]
fn every_line_of_a_json_log_is_an_object_and_every_request_has_one() {
    let mut server = Server::with(&["--log-format", "json"]);
    server.get("/api/health").good();
    server.get("/shared/chats/not-a-uuid");
    server.get("/nothing\"\\u0000%0a");
    is_refused(&server, post("Content-Length: 100000000000\r\n"), 413);
    is_refused(&server, "no http\r\n\r\n", 400);
    server.signal(Signal::TERM);
    server.wait();
    eventually("the log's end", || server.log().contains("stopping"));

    let lines: Vec<Value> = server.log().lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let statuses: Vec<&Value> = answered.iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, [200, 404, 404, 413, 400]);
    assert_eq!(answered[0]["method"], "GET");
    assert_eq!(answered[1]["route"], "/shared/chats/{uuid}");
    assert!(answered.iter().all(|line| line["micros"].is_number() && line["bytes"].is_number()));
}

#[test]
fn a_log_that_cannot_be_written_ends_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    // As when a log file's disk is full, or the program that read the log is gone.
    let script = r#"exec "$0" serve --listen 127.0.0.1:0 --database "$1" 2>/dev/full"#;
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]).arg(&database);
    let server = Server::from(command, &database);
    for _ in 0..3 {
        server.get("/api/health").good();
    }
}

#[test]
fn a_log_that_nobody_reads_keeps_nobody_waiting_and_does_not_hinder_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, pipe) = (folder.path().join("test.db"), folder.path().join("log"));
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("run").success());
    // Open for reading, and never read.
    let _unread = std::fs::File::options().read(true).write(true).open(&pipe).expect("opened");
    let script = r#"exec "$0" serve --listen 127.0.0.1:0 --database "$1" 2>"$2""#;
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]).arg(&database).arg(&pipe);
    let mut server = Server::from(command, &database);
    let mut connection = server.connect();
    for _ in 0..2000 {
        connection.request("GET", "/api/health", &[], b"").good();
    }
    server.signal(Signal::TERM);
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn who_rotates_logs_does_not_end_the_server() {
    let server = Server::start();
    server.signal(Signal::HUP);
    server.hears("nothing to reload");
    server.get("/api/health").good();
}

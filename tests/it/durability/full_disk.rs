//! A disk on which there is no more room.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::{contents, is_sound, library, must_wait};
use crate::support::people::{JSON, PASSWORD, api};
use crate::support::server::{finish, program};
use crate::support::{Person, Server};

/// A command about the database in that folder, for which the disk is full while there is a file of the name `mark`.
fn command(folder: &Path, mark: &Path, arguments: &[&str]) -> Command {
    let mut command = program();
    command.args(arguments).arg("--database").arg(folder.join("test.db"));
    command.env("LD_PRELOAD", library(folder, "full_disk.c")).env("NO_ROOM_WHILE", mark);
    command
}

/// A server on that disk.
fn on_a_disk_that_fills_up(folder: &Path, mark: &Path) -> Server {
    let serve = command(folder, mark, &["serve", "--listen", "127.0.0.1:0", "--signup", "open"]);
    Server::from(serve, &folder.join("test.db"))
}

#[test]
fn on_a_full_disk_nothing_acknowledged_is_lost_and_writing_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("full");
    let server = on_a_disk_that_fills_up(folder.path(), &mark);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({}));
    let mut kept = contents(&server, &ada, chat);
    let mut say = |text: String| {
        let body = json!({ "actor": "user", "message": text });
        let response = ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &body);
        match response.status {
            200 => kept.push(text),
            _ => must_wait(&response),
        }
        response.status == 200
    };

    File::create(&mark).expect("made");
    let refused = (0..100).filter(|number| !say(format!("{number} {}", "a".repeat(20_000)))).count();
    assert!(refused > 50, "the disk was full: {refused} of 100 refused");
    let login = json!({ "email": ada.email, "password": PASSWORD }).to_string();
    let login = server.request("POST", "/api/auth/login", JSON, login.as_bytes());
    assert!(matches!(login.status, 200 | 503), "{login:?}");
    server.get(&api(&share)).good();
    server.get("/api/health").good();

    fs::remove_file(&mark).expect("removed");
    assert!(say("there is room".to_owned()));
    assert_eq!(contents(&server, &ada, chat), kept);
    assert!(is_sound(server.database()));
    // The cause once, and the line of the request with its route.
    server.get("/robots.txt");
    let log = server.hears("/robots.txt");
    let count = |what: &str| log.lines().filter(|line| line.contains(what)).count();
    assert_eq!(count("the disk that holds the database is full"), count("status=503"), "{log}");
    assert!(count("status=503") >= refused && !log.contains("route=\"-\""), "{log}");
}

#[test]
fn after_a_clean_stop_a_full_disk_is_called_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("full");
    let mut server = on_a_disk_that_fills_up(folder.path(), &mark);
    Person::sign_up(&server, "ada@example.com").chat(&server);
    server.signal(rustix::process::Signal::TERM);
    assert!(server.wait().success());

    // There is no room for the index that SQLite keeps beside an open database.
    File::create(&mark).expect("made");
    for arguments in [&["list"][..], &["link", "list"], &["serve", "--listen", "127.0.0.1:0"]] {
        let (code, _, err) = finish(command(folder.path(), &mark, arguments), "");
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("the disk that holds the database is full"), "{arguments:?}: {err}");
    }
    fs::remove_file(&mark).expect("removed");
    assert_eq!(finish(command(folder.path(), &mark, &["list"]), "").0, 0);
}

#[test]
fn a_server_that_has_accounts_also_starts_on_a_full_disk_and_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("full");
    let mut server = on_a_disk_that_fills_up(folder.path(), &mark);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({}));
    // Whoever opens it first needs a little room for SQLite's index of the log.
    let other = server.open_database();
    other.query_row("select count(*) from users", [], |_| Ok(())).expect("read");
    server.signal(rustix::process::Signal::KILL);
    server.wait();

    File::create(&mark).expect("made");
    let server = on_a_disk_that_fills_up(folder.path(), &mark);
    server.get(&api(&share)).good();
    assert_eq!(contents(&server, &ada, chat).len(), 2);
}

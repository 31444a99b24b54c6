//! The write-ahead log beside the database: it is held back by readers, shrinks again, and is gone when the server ends.

use std::fs;
use std::sync::Mutex;
use std::thread;

use rustix::process::Signal;
use serde_json::json;

use super::kill::write_until_the_end;
use crate::support::{Person, Server, eventually};

/// What is kept of it.
const KEPT: u64 = 16 * 1024 * 1024;

#[test]
fn it_shrinks_again_when_an_outside_reader_that_held_it_back_is_done() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let say = |text: &str| {
        let body = json!({ "message": text, "actor": "user" });
        ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &body).good();
    };
    let length = || fs::metadata(server.database().with_extension("db-wal")).map_or(0, |file| file.len());
    let outside = server.open_database();
    outside.execute_batch("begin; select count(*) from users").expect("read");
    for _ in 0..30 {
        say(&"a ".repeat(450_000));
    }
    assert!(length() > KEPT, "{}", length());

    outside.execute_batch("commit").expect("ended");
    eventually("that it is short again", || {
        say("and another");
        length() <= KEPT
    });
}

#[test]
fn a_server_that_is_stopped_while_people_write_leaves_all_in_the_database_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let mut server = Server::on(&database, &[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let noted = Mutex::default();
    thread::scope(|scope| {
        for writer in 0..4 {
            let (server, ada, noted) = (&server, &ada, &noted);
            scope.spawn(move || write_until_the_end(server, ada, chat, writer, noted));
        }
        eventually("forty answers", || noted.lock().expect("lock").len() >= 40);
        server.signal(Signal::TERM);
    });
    assert!(server.wait().success());

    // As `cp` does, of the one file.
    let copy = folder.path().join("copy.db");
    fs::copy(&database, &copy).expect("copied");
    let copy = rusqlite::Connection::open(&copy).expect("opened");
    for text in noted.into_inner().expect("lock") {
        let found: i64 = copy
            .query_row("select count(*) from messages where content = ?", [&text], |row| row.get(0))
            .expect("counted");
        assert_eq!(found, 1, "{text:?}");
    }
}

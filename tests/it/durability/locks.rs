//! While another process holds the database.

use std::thread;

use rusqlite::Connection as Database;
use serde_json::json;

use super::{contents, must_wait};
use crate::support::people::{JSON, PASSWORD, api};
use crate::support::world;

#[test]
fn while_another_process_holds_the_database_writers_are_told_to_wait_and_readers_read() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let before = contents(&server, &ada, chat);
    let path = format!("{}/{chat}/messages", ada.chats());
    let other = Database::open(server.database()).expect("opened");
    other.execute_batch("begin immediate").expect("locked");

    let several = json!({ "messages": [{ "role": "user", "content": "a" }, { "role": "user", "content": "b" }] });
    let login = json!({ "email": ada.email, "password": PASSWORD }).to_string();
    thread::scope(|scope| {
        let writers = [
            scope.spawn(|| ada.post(&server, &path, &several)),
            scope.spawn(|| ada.post(&server, &ada.shares(chat), &json!({ "is_shared": false }))),
            scope.spawn(|| server.request("POST", "/api/auth/login", JSON, login.as_bytes())),
        ];
        while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
            server.get(&api(&share)).good();
            server.get("/api/health").good();
            assert_eq!(contents(&server, &ada, chat), before);
        }
        for writer in writers {
            must_wait(&writer.join().expect("an answer"));
        }
    });

    other.execute_batch("rollback").expect("released");
    assert_eq!(contents(&server, &ada, chat), before);
    server.get(&api(&share)).good();
    ada.post(&server, &path, &json!({ "message": "again", "actor": "user" })).good();
    assert_eq!(contents(&server, &ada, chat).len(), before.len() + 1);
}

#[test]
fn a_short_lock_is_waited_for() {
    let (server, ada, chat) = world();
    let mut other = Database::open(server.database()).expect("opened");
    let lock = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).expect("locked");
    thread::scope(|scope| {
        let writer = scope.spawn(|| ada.share(&server, chat, &json!({})));
        server.get("/api/health").good();
        assert!(!writer.is_finished());
        lock.rollback().expect("released");
        assert!(writer.join().expect("an answer")["uuid"].is_string());
    });
}

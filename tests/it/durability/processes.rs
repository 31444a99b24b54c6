//! Several processes on one file.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rusqlite::Connection as Database;
use serde_json::json;

use super::is_sound;
use crate::support::people::{PASSWORD, api};
use crate::support::server::run;
use crate::support::{Person, Server, world};

#[test]
fn commands_and_a_server_write_the_same_file_at_once() {
    let (server, ada, chat) = world();
    let database = server.database().to_str().expect("a path");
    // Each another: what is there already is not imported again.
    let conversation = |number| format!(r#"{{"messages":[{{"role":"user","content":"imported {number}"}}]}}"#);
    let stop = AtomicBool::new(false);
    let path = format!("{}/{chat}/messages", ada.chats());
    let message = json!({ "message": "served", "actor": "user" });
    let outcomes = thread::scope(|scope| {
        let served = scope.spawn(|| {
            let answers = std::iter::from_fn(|| {
                (!stop.load(Ordering::Relaxed)).then(|| ada.post(&server, &path, &message).status)
            });
            answers.filter(|status| *status != 200).collect::<Vec<_>>()
        });
        let imports = scope.spawn(|| {
            let import = ["import", "-", "--user", &ada.email, "--database", database];
            [0, 1, 2, 3, 4].map(|number| run(&import, &conversation(number)))
        });
        let accounts = [0, 1, 2, 3, 4].map(|number| {
            run(&["user", "--database", database, "add", &format!("user{number}@example.com")], PASSWORD)
        });
        let imports = imports.join();
        stop.store(true, Ordering::Relaxed);
        assert_eq!(served.join().expect("served"), [] as [u16; 0]);
        [accounts, imports.expect("imported")].concat()
    });
    assert!(outcomes.iter().all(|(code, _, err)| *code == 0 && err.is_empty()), "{outcomes:?}");

    Person::sign_in(&server, "user4@example.com");
    let chats = ada.get(&server, &ada.chats()).good();
    assert_eq!(chats["chats"].as_array().map(Vec::len), Some(6));
    assert!(is_sound(server.database()));
}

#[test]
fn servers_and_commands_that_start_at_once_on_a_fresh_file_all_come_up() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("new/folder/test.db");
        let path = database.to_str().expect("a path");
        let servers: Vec<Server> = thread::scope(|scope| {
            let adds: Vec<_> = (0..6)
                .map(|number| {
                    let email = format!("user{number}@example.com");
                    scope.spawn(move || run(&["user", "--database", path, "add", &email], PASSWORD))
                })
                .collect();
            let servers: Vec<_> = (0..2).map(|_| scope.spawn(|| Server::on(&database, &[]))).collect();
            for add in adds {
                let (code, _, err) = add.join().expect("ended");
                assert_eq!(code, 0, "{err}");
            }
            servers.into_iter().map(|server| server.join().expect("up")).collect()
        });
        let ada = Person::sign_up(&servers[0], "ada@example.com");
        let chat = ada.chat(&servers[1]);
        let share = ada.share(&servers[0], chat, &json!({}));
        servers[1].get(&api(&share)).good();
    }
}

#[test]
fn a_file_that_another_process_is_just_making_is_waited_for() {
    for lock in ["begin; select count(*) from sqlite_schema", "begin immediate", "begin exclusive"] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        let other = Database::open(&path).expect("opened");
        // How far somebody comes who makes the file and has not yet turned to WAL.
        other.execute_batch(&format!("pragma application_id = {}", 0x6e70_746e)).expect("marked");
        other.execute_batch(lock).expect("locked");
        thread::scope(|scope| {
            let server = scope.spawn(|| Server::on(&path, &[]));
            // Nothing shows that it waits; if it is slow to start it need not, and the test is still right.
            thread::sleep(Duration::from_millis(300));
            other.execute_batch("rollback").expect("released");
            Person::sign_up(&server.join().expect(lock), "ada@example.com");
        });
    }
}

//! A database that is taken away from under its server, or damaged.

use std::fs;
use std::path::PathBuf;
use std::thread;

use serde_json::json;

use super::{contents, must_wait};
use crate::support::server::{finish, program};
use crate::support::{Person, Server, eventually};

fn beside(server: &Server, ending: &str) -> PathBuf {
    let mut name = server.database().as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn say(server: &Server, ada: &Person, chat: i64) -> crate::support::Response {
    ada.post(server, &format!("{}/{chat}/messages", ada.chats()), &json!({ "message": "there?", "actor": "user" }))
}

#[test]
fn a_file_that_is_taken_away_is_noticed_and_nothing_more_is_answered_with_200_until_it_is_back() {
    let take_away = |ending: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::on(&folder.path().join("test.db"), &[]);
        let ada = Person::sign_up(&server, "ada@example.com");
        let chat = ada.chat(&server);
        let kept = contents(&server, &ada, chat);
        let (file, aside) = (beside(&server, ending), folder.path().join("aside"));
        fs::rename(&file, &aside).expect("moved");
        eventually("that it is noticed", || server.get("/api/health").status == 503);
        let error = server.get("/api/health").error(503);
        assert!(error["message"].as_str().is_some_and(|text| text.contains("removed or replaced")), "{error}");
        must_wait(&say(&server, &ada, chat));
        ada.get(&server, &ada.chats()).error(503);
        server.hears("removed or replaced");

        fs::rename(&aside, &file).expect("moved back");
        eventually("that it is back", || server.get("/api/health").status == 200);
        say(&server, &ada, chat).good();
        assert_eq!(contents(&server, &ada, chat).len(), kept.len() + 1);
    };
    thread::scope(|scope| {
        for ending in ["", "-wal", "-shm"] {
            scope.spawn(move || take_away(ending));
        }
    });
}

#[test]
fn a_file_that_is_replaced_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on(&folder.path().join("test.db"), &[]);
    let copy = folder.path().join("copy");
    fs::copy(server.database(), &copy).expect("copied");
    fs::rename(&copy, server.database()).expect("replaced");
    eventually("that it is noticed", || server.get("/api/health").status == 503);
}

#[test]
fn a_file_that_is_cut_is_noticed_and_nothing_is_written_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.db");
    let mut first = Server::on(&path, &[]);
    let ada = Person::sign_up(&first, "ada@example.com");
    let chat = ada.chat(&first);
    first.signal(rustix::process::Signal::TERM);
    first.wait();
    let server = Server::on(&path, &[]);
    let file = fs::OpenOptions::new().write(true).open(&path).expect("opened");
    file.set_len(file.metadata().expect("there").len() / 2).expect("cut");
    eventually("that it is noticed", || server.get("/api/health").status == 503);
    let error = server.get("/api/health").error(503);
    assert!(error["message"].as_str().is_some_and(|text| text.contains("damaged")), "{error}");
    must_wait(&say(&server, &ada, chat));
}

#[test]
fn a_file_that_is_emptied_or_cut_to_nearly_nothing_is_noticed_and_the_server_lives() {
    let cut = |ending: &str, length: u64| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut server = Server::on(&folder.path().join("test.db"), &[]);
        let ada = Person::sign_up(&server, "ada@example.com");
        let chat = ada.chat(&server);
        let log = fs::metadata(beside(&server, "-wal")).expect("there").len();
        let file = fs::OpenOptions::new().write(true).open(beside(&server, ending)).expect("opened");
        file.set_len(length).expect("cut");
        eventually("that it is noticed", || server.get("/api/health").status == 503);
        let error = server.get("/api/health").error(503);
        assert!(error["message"].as_str().is_some_and(|text| text.contains("damaged")), "{ending} {length}: {error}");
        must_wait(&say(&server, &ada, chat));
        if ending.is_empty() {
            assert_eq!(fs::metadata(beside(&server, "-wal")).expect("still there").len(), log, "what is left is left");
        }
        server.get("/robots.txt");
        server.hears("/robots.txt");
        assert!(server.is_running() && !server.log().contains("panic"), "{}", server.log());
    };
    thread::scope(|scope| {
        for (ending, length) in [("", 0), ("", 1024), ("-wal", 0), ("-wal", 1024)] {
            scope.spawn(move || cut(ending, length));
        }
    });
}

/// Without room behind it, what is mapped into memory ends a process that looks at it, which SQLite can't prevent.
#[test]
fn a_server_whose_index_of_the_log_is_cut_may_end_and_has_lost_nothing_when_it_starts_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.db");
    let mut server = Server::on(&path, &[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    say(&server, &ada, chat).good();
    let kept = contents(&server, &ada, chat);
    let index = fs::OpenOptions::new().write(true).open(beside(&server, "-shm")).expect("opened");
    index.set_len(0).expect("cut");
    let request =
        format!("GET {}/{chat}/messages HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n", ada.chats(), ada.cookie);
    server.connect().send(request);
    server.signal(rustix::process::Signal::TERM);
    server.wait();
    assert_eq!(contents(&Server::on(&path, &[]), &ada, chat), kept);
}

#[test]
fn a_server_does_not_start_on_a_file_that_is_damaged_anywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.db");
    let mut server = Server::on(&path, &[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    ada.chat(&server);
    server.signal(rustix::process::Signal::TERM);
    server.wait();
    let mut bytes = fs::read(&path).expect("read");
    let pages = bytes.len() / 4096;
    // What no start reads by itself: the tables in the middle.
    bytes[4096 * (pages / 2)..4096 * (pages / 2 + 3)].fill(0xff);
    fs::write(&path, bytes).expect("written");
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(&path);
    let (code, out, err) = finish(command, "");
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("test.db") && err.contains("damaged") && err.contains("neptun-share restore"), "{err}");
}

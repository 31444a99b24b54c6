//! A server that is killed.

use std::sync::Mutex;
use std::thread;

use rustix::process::Signal;
use serde_json::json;

use super::{contents, is_sound};
use crate::support::{Person, Server, eventually};

/// Adds messages until the connection ends, and notes those that were answered with 200.
pub fn write_until_the_end(server: &Server, ada: &Person, chat: i64, writer: usize, noted: &Mutex<Vec<String>>) {
    let mut connection = server.connect();
    for number in 0.. {
        let text = format!("{number} of {writer}");
        let body = json!({ "message": text, "actor": "user" }).to_string();
        let (path, cookie, length) = (ada.chats(), &ada.cookie, body.len());
        let head = format!(
            "POST {path}/{chat}/messages HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        if !connection.try_send((head + &body).as_bytes()) {
            return;
        }
        let Some(response) = connection.try_answer("POST") else { return };
        response.good();
        noted.lock().expect("lock").push(text);
    }
}

#[test]
fn what_was_answered_with_200_survives_a_kill_in_the_middle_of_many_writers() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let mut server = Server::on(&database, &[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    for round in 1..=3 {
        let noted = Mutex::default();
        thread::scope(|scope| {
            for writer in 0..8 {
                let (server, ada, noted) = (&server, &ada, &noted);
                scope.spawn(move || write_until_the_end(server, ada, chat, 8 * round + writer, noted));
            }
            eventually("forty answers", || noted.lock().expect("lock").len() >= 40);
            server.signal(Signal::KILL);
        });
        assert!(!server.wait().success());

        server = Server::on(&database, &[]);
        let found = contents(&server, &ada, chat);
        for text in noted.into_inner().expect("lock") {
            assert_eq!(found.iter().filter(|content| **content == text).count(), 1, "{text:?}");
        }
        assert!(is_sound(&database));
    }
}

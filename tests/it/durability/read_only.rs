//! A disk that can be read, and no longer written to: as the kernel leaves one on which it met a fault.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use rustix::process::Signal;
use serde_json::json;

use super::{contents, is_sound, library, must_wait};
use crate::support::people::{JSON, PASSWORD, api};
use crate::support::server::{finish, program};
use crate::support::{Person, Server};

/// A command about the database in that folder, in which nothing can be written while there is a file of the name `mark` in it.
fn command(folder: &Path, built: &Path, arguments: &[&str]) -> Command {
    let mut command = program();
    command.args(arguments).arg("--database").arg(folder.join("test.db"));
    command.env("LD_PRELOAD", library(built, "read_only.c")).env("READ_ONLY_WHILE", folder.join("mark"));
    command
}

fn serve(folder: &Path, built: &Path) -> Server {
    let serve = command(folder, built, &["serve", "--listen", "127.0.0.1:0", "--signup", "open"]);
    Server::from(serve, &folder.join("test.db"))
}

#[test]
fn on_a_disk_that_turns_read_only_reading_goes_on_and_a_start_reads_what_a_killed_server_left() {
    let (built, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let folder = folder.path().canonicalize().expect("its path");
    let mark = folder.join("mark");
    let mut server = serve(&folder, built.path());
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({}));
    let kept = contents(&server, &ada, chat);
    let say = |server: &Server| {
        let body = json!({ "actor": "user", "message": "there?" });
        ada.post(server, &format!("{}/{chat}/messages", ada.chats()), &body)
    };

    File::create(&mark).expect("made");
    for again in [false, true] {
        if again {
            server.signal(Signal::KILL);
            server.wait();
            server = serve(&folder, built.path());
        }
        let refused = say(&server);
        must_wait(&refused);
        assert!(refused.json()["message"].as_str().is_some_and(|text| text.contains("can't write to its disk")));
        let login = json!({ "email": ada.email, "password": PASSWORD }).to_string();
        must_wait(&server.request("POST", "/api/auth/login", JSON, login.as_bytes()));
        server.get(&api(&share)).good();
        assert_eq!(contents(&server, &ada, chat), kept, "{again}");
        assert!(server.is_running());
    }

    fs::remove_file(&mark).expect("removed");
    if say(&server).status != 200 {
        // One that began without being able to write has to begin anew.
        drop(server);
        server = serve(&folder, built.path());
        say(&server).good();
    }
    assert_eq!(contents(&server, &ada, chat).len(), kept.len() + 1);
    assert!(is_sound(server.database()));
}

#[test]
fn after_a_clean_stop_it_is_said_what_sqlite_needs_to_read() {
    let (built, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let folder = folder.path().canonicalize().expect("its path");
    let mut server = serve(&folder, built.path());
    Person::sign_up(&server, "ada@example.com").chat(&server);
    server.signal(Signal::TERM);
    assert!(server.wait().success());
    // The last one that has it open puts those files away; a server may end before it has come to that.
    assert_eq!(finish(command(&folder, built.path(), &["list"]), "").0, 0);
    File::create(folder.join("mark")).expect("made");
    for arguments in [&["list"][..], &["link", "list"], &["status"], &["serve", "--listen", "127.0.0.1:0"]] {
        let (code, out, err) = finish(command(&folder, built.path(), arguments), "");
        assert_eq!(code, 1, "{out}{err}");
        assert!(format!("{out}{err}").contains("the folder has to be writable"), "{arguments:?}: {out}{err}");
    }
}

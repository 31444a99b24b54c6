//! A disk on which there is no more room.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;
use tempfile::TempDir;

use super::{contents, is_sound, must_wait};
use crate::support::people::{JSON, PASSWORD, api};
use crate::support::server::PROGRAM;
use crate::support::{Person, Server};

/// A server whose database is on a disk of 2 MiB, which only it sees, and that disk's folder as we see it. `None`
/// where nobody may make one.
fn on_a_small_disk(folder: &TempDir) -> Option<(Server, PathBuf)> {
    let as_root = ["--mount"];
    let as_anybody = ["--user", "--map-root-user", "--mount"];
    let works = |flags: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(flags).args(["mount", "-t", "tmpfs", "tmpfs"]).arg(folder.path());
        command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let flags = [&as_root[..], &as_anybody].into_iter().find(|flags| works(flags))?;
    let script = r#"mount -t tmpfs -o size=2m tmpfs "$1" &&
        exec "$0" serve --listen 127.0.0.1:0 --signup open --database "$1/test.db""#;
    let mut command = Command::new("unshare");
    command.args(flags).args(["sh", "-c", script, PROGRAM]).arg(folder.path());
    let server = Server::from(command, &folder.path().join("test.db"));
    let seen = format!("/proc/{}/root{}", server.pid(), folder.path().display());
    Some((server, seen.into()))
}

/// Takes all the room that is left.
fn fill(disk: &Path) -> PathBuf {
    let filler = disk.join("filler");
    let mut file = File::create(&filler).expect("created");
    while file.write(&[0; 4096]).is_ok_and(|written| written > 0) {}
    filler
}

#[test]
fn on_a_full_disk_nothing_acknowledged_is_lost_and_writing_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let (server, disk) =
        on_a_small_disk(&folder).expect("root, or a user who may make namespaces, to mount a small disk");
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({}));
    let mut kept = contents(&server, &ada, chat);
    let mut say = |text: String| {
        let body = json!({ "actor": "user", "message": text });
        let response = ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &body);
        match response.status {
            200 => kept.push(text),
            500 => drop(response.error(500)),
            _ => must_wait(&response),
        }
        response.status == 200
    };

    let filler = fill(&disk);
    let refused = (0..100).filter(|number| !say(format!("{number} {}", "a".repeat(20_000)))).count();
    assert!(refused > 50, "the disk was full: {refused} of 100 refused");
    let login = json!({ "email": ada.email, "password": PASSWORD }).to_string();
    let login = server.request("POST", "/api/auth/login", JSON, login.as_bytes());
    assert!(matches!(login.status, 200 | 500 | 503), "{login:?}");
    server.get(&api(&share)).good();
    server.get("/api/health").good();

    fs::remove_file(filler).expect("removed");
    assert!(say("there is room".to_owned()));
    assert_eq!(contents(&server, &ada, chat), kept);
    assert!(is_sound(&disk.join("test.db")));
}

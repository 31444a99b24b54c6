//! What is left of the data when something goes wrong: a lock, a full disk, a killed process, another process,
//! somebody else's file.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection as Database;
use rustix::process::Signal;
use serde_json::json;
use tempfile::TempDir;

use crate::support::people::{JSON, PASSWORD, api};
use crate::support::server::{PROGRAM, program, run};
use crate::support::{Person, Response, Server, eventually, world};

/// What the owner reads of a chat, message by message.
fn contents(server: &Server, owner: &Person, chat: i64) -> Vec<String> {
    let answer = owner.get(server, &format!("{}/{chat}/messages", owner.chats())).good();
    let messages = answer["chatMessages"].as_array().expect("messages").iter();
    messages.map(|message| message["content"].as_str().expect("a text").to_owned()).collect()
}

fn is_sound(database: &Path) -> bool {
    let database = Database::open(database).expect("opened");
    let check = |pragma| database.pragma_query_value(None, pragma, |row| row.get::<_, String>(0));
    check("integrity_check").expect("checked") == "ok" && check("foreign_key_check").is_err()
}

/// A write that could not be made now, said in the way of all errors.
#[track_caller]
fn must_wait(response: &Response) {
    response.error(503);
    assert!(response.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
}

// A lock.

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

// A full disk.

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

// A killed process.

/// Adds messages until the connection ends, and notes those that were answered with 200.
fn write_until_the_end(server: &Server, ada: &Person, chat: i64, writer: usize, noted: &Mutex<Vec<String>>) {
    let mut connection = server.connect();
    for number in 0.. {
        let text = format!("{number} of {writer}");
        let body = json!({ "message": text, "actor": "user" }).to_string();
        let (path, cookie, length) = (ada.chats(), &ada.cookie, body.len());
        let head = format!(
            "POST {path}/{chat}/messages HTTP/1.1\r\nHost: neptun.test\r\nCookie: {cookie}\r\n\
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

// Another process.

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
            let lists: Vec<_> =
                (0..6).map(|_| scope.spawn(|| run(&["user", "--database", path, "list"], ""))).collect();
            let servers: Vec<_> = (0..2).map(|_| scope.spawn(|| Server::on(&database, &[]))).collect();
            for list in lists {
                assert_eq!(list.join().expect("ended"), (0, String::new(), String::new()));
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

// Somebody else's file.

/// Runs a command; one that does not fail, and serves, is ended.
fn run_to_the_end(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = program();
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let deadline = Instant::now() + Duration::from_secs(30);
    while child.try_wait().expect("a state").is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let output = child.wait_with_output().expect("ended");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Every command that opens a database refuses this one, says so, and changes nothing in its folder.
#[track_caller]
fn is_left_untouched(database: &Path, because: &str) {
    let folder = database.parent().expect("a folder");
    let state = || -> Vec<(PathBuf, Option<Vec<u8>>)> {
        let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
        let mut files: Vec<_> = files.map(|path| (path.clone(), fs::read(path).ok())).collect();
        files.sort();
        files
    };
    let before = state();
    let path = database.to_str().expect("a path");
    let database = ["--database", path];
    for command in [
        [&["user"][..], &database, &["list"]].concat(),
        [&["user"][..], &database, &["remove", "ada@example.com"]].concat(),
        [&["serve", "--listen", "127.0.0.1:0"][..], &database].concat(),
    ] {
        let (code, out, err) = run_to_the_end(&command);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{command:?}: {err}");
        assert!(err.contains(because) && err.contains(path), "{command:?}: {err}");
        assert!(!err.contains("panicked"), "{err}");
    }
    assert_eq!(state(), before);
}

#[test]
fn files_that_are_no_database_of_ours_are_refused_and_left_untouched() {
    let folder = || tempfile::tempdir().expect("a folder");
    let text = folder();
    fs::write(text.path().join("notes.txt"), "my notes").expect("written");
    is_left_untouched(&text.path().join("notes.txt"), "not a neptun-share database");

    let theirs = folder();
    let database = Database::open(theirs.path().join("theirs.db")).expect("opened");
    database.execute_batch("pragma journal_mode = wal; create table users (id integer)").expect("made");
    drop(database);
    is_left_untouched(&theirs.path().join("theirs.db"), "not a neptun-share database");

    let directory = folder();
    fs::create_dir(directory.path().join("test.db")).expect("made");
    is_left_untouched(&directory.path().join("test.db"), "cannot use the database");
}

#[test]
fn a_database_of_a_later_version_is_refused_and_left_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.db");
    drop(Server::on(&path, &[]));
    let database = Database::open(&path).expect("opened");
    database.pragma_update(None, "user_version", 999).expect("set");
    database.pragma_update(None, "wal_checkpoint", "truncate").ok();
    drop(database);
    is_left_untouched(&path, "later version");
}

#[test]
fn a_damaged_database_is_a_failure_that_names_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.db");
    drop(Server::on(&path, &[]));
    drop(Database::open(&path).and_then(|database| database.execute_batch("vacuum")));
    let mut bytes = fs::read(&path).expect("read");
    bytes.iter_mut().skip(100).for_each(|byte| *byte = !*byte);
    fs::write(&path, bytes).expect("written");
    let path = path.to_str().expect("a path");
    let (code, _, err) = run_to_the_end(&["serve", "--listen", "127.0.0.1:0", "--database", path]);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("test.db") && !err.contains("panicked"), "{err}");
}

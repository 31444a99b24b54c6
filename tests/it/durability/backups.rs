//! Backups, and putting them back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rusqlite::Connection as Database;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::{contents, is_sound};
use crate::support::server::run;
use crate::support::{CliSandbox, Person, Server, eventually, world};

fn command(database: &Path, arguments: &[&str]) -> (i32, String, String) {
    let database = database.to_str().expect("UTF-8");
    run(&[&arguments[..1], &["--database", database], &arguments[1..]].concat(), "")
}

fn message(text: &str) -> Value {
    json!({ "message": text, "actor": "user" })
}

#[test]
fn a_backup_ends_while_people_write_and_holds_all_that_was_answered_before() {
    let (server, ada, chat) = world();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copy.db");
    let path = format!("{}/{chat}/messages", ada.chats());
    let stop = AtomicBool::new(false);
    let before = contents(&server, &ada, chat);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    ada.post(&server, &path, &message("meanwhile")).good();
                }
            });
        }
        let (code, out, err) = command(server.database(), &["backup", file.to_str().expect("UTF-8")]);
        stop.store(true, Ordering::Relaxed);
        assert_eq!(code, 0, "{err}");
        assert!(out.starts_with(&format!("backed up to {}", file.display())), "{out}");
    });
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing lies beside it");
    assert!(is_sound(&file));
    let copy = Server::on(&file, &[]);
    let kept = contents(&copy, &ada, chat);
    assert_eq!(kept[..before.len()], before);
}

#[test]
fn a_backup_takes_the_place_of_a_database_that_a_killed_server_left_with_its_changes_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, file) = (folder.path().join("test.db"), folder.path().join("copy.db"));
    let mut server = Server::on(&database, &[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let early = contents(&server, &ada, chat);
    let file_name = file.to_str().expect("UTF-8");
    assert_eq!(command(&database, &["backup", file_name]).0, 0);
    let path = format!("{}/{chat}/messages", ada.chats());
    for number in 0..50 {
        ada.post(&server, &path, &message(&format!("{number} {}", "x".repeat(5000)))).good();
    }
    let late = contents(&server, &ada, chat);

    let (code, _, err) = command(&database, &["restore", file_name]);
    assert_eq!((code, err.contains("a server is running"), is_sound(&database)), (1, true, true), "{err}");
    server.signal(Signal::KILL);
    server.wait();
    assert!(folder.path().join("test.db-wal").exists());
    let (code, out, err) = command(&database, &["restore", file_name]);
    assert_eq!(code, 0, "{err}");

    let former = out.lines().find_map(|line| line.strip_prefix("the former database is ")).expect("it is named");
    assert_eq!(fs::metadata(&database).expect("there").permissions().mode() & 0o777, 0o600);
    let restored = Server::on(&database, &[]);
    assert_eq!(contents(&restored, &ada, chat), early);
    let kept = Server::on(Path::new(former), &[]);
    assert_eq!(contents(&kept, &ada, chat), late, "with its latest changes");
    assert!(is_sound(&database) && is_sound(Path::new(former)));
    assert!(file.exists());
}

#[test]
fn what_is_no_backup_is_not_put_back_and_nothing_changes() {
    let cli = CliSandbox::new();
    let database = cli.path("test.db");
    let before = fs::read(&database).expect("read");
    let foreign = cli.path("foreign.db");
    Database::open(&foreign).and_then(|other| other.execute_batch("create table theirs (x)")).expect("made");
    cli.good(&["backup", &cli.path("newer.db")]);
    Database::open(cli.path("newer.db")).and_then(|copy| copy.pragma_update(None, "user_version", 999)).expect("set");
    cli.good(&["backup", &cli.path("torn.db")]);
    let mut torn = fs::read(cli.path("torn.db")).expect("read");
    torn.truncate(torn.len() / 2);
    fs::write(cli.path("torn.db"), torn).expect("written");
    fs::hard_link(&database, cli.path("twin.db")).expect("linked");
    let live = Server::on(Path::new(&cli.path("live.db")), &[]);

    for (file, because) in [
        (cli.file("notes.txt", "my notes"), "is not a backup"),
        (cli.file("empty.db", ""), "is not a backup"),
        (foreign, "is not a backup"),
        (cli.path("newer.db"), "later version"),
        (cli.path("torn.db"), "damaged"),
        (cli.path("twin.db"), "the database itself"),
        (cli.path("test.db"), "the database itself"),
        (live.database().to_str().expect("UTF-8").to_owned(), "a server is running"),
    ] {
        let err = cli.refused(&["restore", &file]);
        assert!(err.contains(because), "{file}: {err}");
        assert_eq!(fs::read(&database).expect("read"), before, "{file}");
    }
    let leftovers = fs::read_dir(cli.path("")).expect("a folder").map(|file| file.expect("a file").file_name());
    let leftovers: Vec<_> = leftovers.filter(|name| name.to_string_lossy().contains("partial")).collect();
    assert_eq!(leftovers, [] as [&str; 0]);
    assert_eq!(cli.run(&["restore", &cli.path("nothing.db")], "").0, 2);
    cli.refused(&["restore", "1", &cli.path("newer.db")]);
}

#[test]
fn a_database_that_another_command_has_open_is_not_replaced() {
    let cli = CliSandbox::new();
    cli.good(&["backup", &cli.path("copy.db")]);
    let other = Database::open(cli.path("test.db")).expect("opened");
    other.query_row("select count(*) from users", [], |_| Ok(())).expect("read");
    let err = cli.refused(&["restore", &cli.path("copy.db")]);
    assert!(err.contains("in use") && err.to_lowercase().matches("nothing was changed").count() == 1, "{err}");
    drop(other);
    cli.good(&["restore", &cli.path("copy.db")]);
}

#[test]
fn a_backup_makes_a_database_where_there_is_none() {
    let cli = CliSandbox::new();
    cli.good(&["backup", &cli.path("copy.db")]);
    let elsewhere = cli.path("new/folder/other.db");
    cli.good(&["restore", &cli.path("copy.db"), "--database", &elsewhere]);
    assert!(cli.good(&["user", "list", "--database", &elsewhere]).contains("ada@example.com"));
}

#[test]
fn files_are_overwritten_only_if_they_are_backups_and_that_was_said() {
    let cli = CliSandbox::new();
    let file = cli.path("copy.db");
    cli.good(&["backup", &file]);
    assert!(cli.refused(&["backup", &file]).contains("--force"));
    cli.good(&["backup", &file, "--force"]);
    let notes = cli.file("notes.txt", "my notes");
    cli.refused(&["backup", &notes, "--force"]);
    assert_eq!(fs::read(&notes).expect("there"), b"my notes");
    assert!(cli.refused(&["backup", &cli.path("test.db"), "--force"]).contains("the database itself"));
    let err = cli.refused(&["backup", &cli.path("no/such/folder/copy.db")]);
    assert!(err.ends_with(&format!("there is no folder {}\n", cli.path("no/such/folder"))), "{err}");
    cli.refused(&["backup", &file, "--keep", "3"]);
    cli.refused(&["backup", &cli.path("copy2.db"), "--database", &cli.path("nothing.db")]);
    assert!(!Path::new(&cli.path("nothing.db")).exists());
}

#[test]
fn a_server_makes_its_own_backups_and_the_state_names_the_last() {
    let cli = CliSandbox::new();
    let database = cli.path("test.db");
    assert!(cli.good(&["status"]).contains("none is known"));
    let server = Server::on(Path::new(&database), &["--backup-every", "1d", "--backup-keep", "2"]);
    eventually("a backup", || server.log().contains("made a backup"));
    let state: Value = serde_json::from_str(&cli.good(&["status", "--json"])).expect("JSON");
    let file = Path::new(state["last_backup"]["file"].as_str().expect("a file"));
    assert!(is_sound(file) && file.starts_with(cli.path("backups")), "{state}");
    assert_eq!(state["server"]["listen"], server.address().to_string());
    assert_eq!((&state["database"]["accounts"], &state["problems"]), (&json!(1), &json!([])));
    // One that starts again finds that none is due.
    let again = Server::on(Path::new(&database), &["--backup-every", "1d", "--backup-keep", "2"]);
    again.get("/api/health").good();
    assert_eq!(fs::read_dir(cli.path("backups")).expect("a folder").count(), 1);
}

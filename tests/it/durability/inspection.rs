//! `check` and `status`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection as Database;
use serde_json::Value;

use crate::support::CliSandbox;
use crate::support::cli_sandbox::MESSAGES;

#[test]
fn a_sound_database_is_said_to_be_sound_with_what_is_in_it() {
    let cli = CliSandbox::new();
    cli.good(&["import", &cli.file("stars.json", MESSAGES)]);
    let out = cli.good(&["check"]);
    assert!(out.contains(": sound\n") && out.contains("1 account, 1 conversation, 2 messages, 0 links"), "{out}");
    assert!(!out.contains("--compact"), "a new file shrinks by itself: {out}");
}

#[test]
fn rows_that_do_not_fit_together_are_found() {
    let cli = CliSandbox::new();
    cli.good(&["import", &cli.file("stars.json", MESSAGES)]);
    let database = Database::open(cli.path("test.db")).expect("opened");
    database.execute_batch("pragma foreign_keys = off; delete from users").expect("deleted");
    database
        .execute(
            "insert into attachments (sha256, media_type, size, created_at) values (zeroblob(32), 'a/b', 5, 0)",
            [],
        )
        .expect("added");
    let (code, out, err) = cli.run(&["check"], "");
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("a row of chats belongs to a row of users that is not there"), "{out}");
    assert!(out.contains("1 files belong to no conversation") && out.contains("1 files are not complete"), "{out}");
    assert!(err.contains("neptun-share restore FILE"), "{err}");
}

#[test]
fn a_damaged_database_is_found() {
    let cli = CliSandbox::new();
    cli.good(&["import", &cli.file("stars.json", MESSAGES)]);
    let mut bytes = fs::read(cli.path("test.db")).expect("read");
    bytes.iter_mut().skip(4096).for_each(|byte| *byte = !*byte);
    fs::write(cli.path("test.db"), bytes).expect("written");
    let length = fs::metadata(cli.path("test.db")).expect("there").len();
    for length in [length, 20_000, 4096] {
        fs::OpenOptions::new()
            .write(true)
            .open(cli.path("test.db"))
            .and_then(|file| file.set_len(length))
            .expect("cut");
        // Where it cannot even be opened, advice to check it would lead in a circle.
        let (code, out, err) = cli.run(&["check"], "");
        assert_eq!(code, 1, "{err}");
        assert!(err.ends_with("is damaged; restore a backup with: neptun-share restore FILE\n"), "{err}");
        assert!(!(out + &err).contains("neptun-share check"));
    }
    assert_eq!(cli.run(&["check", "--database", &cli.path("nothing.db")], "").0, 1);
}

#[test]
fn an_older_file_learns_to_shrink() {
    let cli = CliSandbox::new();
    cli.good(&["import", &cli.file("stars.json", MESSAGES)]);
    let database = Database::open(cli.path("test.db")).expect("opened");
    database.execute_batch("pragma auto_vacuum = none; vacuum").expect("as files were made before");
    database
        .execute_batch("create table filler (x); insert into filler values (zeroblob(5000000)); drop table filler")
        .expect("grown");
    drop(database);
    assert!(cli.good(&["check"]).contains("neptun-share check --compact"));
    let out = cli.good(&["check", "--compact"]);
    assert!(out.contains("compacted from 5"), "{out}");
    assert!(fs::metadata(cli.path("test.db")).expect("there").len() < 1_000_000);
    assert!(!cli.good(&["check"]).contains("--compact"));
    assert_eq!(cli.list().len(), 1);
}

#[test]
fn the_state_says_what_is_wrong_and_fails_then() {
    let cli = CliSandbox::new();
    let out = cli.good(&["status"]);
    assert!(out.contains("server       not running") && out.contains("1 account"), "{out}");
    fs::set_permissions(cli.path("test.db"), fs::Permissions::from_mode(0o644)).expect("set");
    let (code, out, err) = cli.run(&["status"], "");
    assert_eq!((code, err.as_str()), (1, "neptun-share: 1 problem found\n"));
    assert!(out.contains("problem      others on this machine can read"), "{out}");
    let (code, out, _) = cli.run(&["status", "--json", "--database", &cli.path("nothing.db")], "");
    let state: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, state["problems"].as_array().map(Vec::len)), (1, Some(1)), "{state}");
    assert!(!std::path::Path::new(&cli.path("nothing.db")).exists());
}

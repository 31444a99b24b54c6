//! Files that are no database of this program, or none any more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection as Database;

use crate::support::server::program;
use crate::support::{CliSandbox, Server};

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
fn whose_file_is_another_programs_is_told_nothing_about_its_mode() {
    use std::os::unix::fs::PermissionsExt;

    let cli = CliSandbox::empty();
    let notes = cli.file("notes.txt", "my notes");
    fs::set_permissions(&notes, fs::Permissions::from_mode(0o644)).expect("set");
    let (code, out, _) = cli.run(&["status", "--database", &notes], "");
    assert!(code == 1 && out.contains("not a neptun-share database") && !out.contains("chmod"), "{out}");
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

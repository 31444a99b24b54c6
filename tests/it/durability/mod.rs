//! What is left of the data when something goes wrong: a lock, a full disk, a killed process, another process, a file
//! that is not ours.

mod backups;
mod clock;
mod downloads;
mod foreign_files;
mod full_disk;
mod inspection;
mod kill;
mod locks;
mod lost_files;
mod power_cut;
mod processes;
mod read_only;
mod upgrades;
mod write_ahead_log;

use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection as Database;

use crate::support::{Person, Response, Server};

/// The C source of that name as a library in a folder, for `LD_PRELOAD`: what it replaces of the system misbehaves.
fn library(folder: &Path, source: &str) -> PathBuf {
    let library = folder.join(source).with_extension("so");
    if !library.exists() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/durability").join(source);
        let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").status();
        assert!(built.expect("a C compiler").success());
    }
    library
}

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

//! The program itself.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::memory::memory;

/// Makes a new database, in which somebody has an account.
pub fn make_account(database: &Path) {
    let mut account = program(database).args(["user", "add", "ada@example.com"]).spawn().expect("the program");
    std::io::Write::write_all(&mut account.stdin.take().expect("stdin"), b"a long password\n").expect("written");
    assert!(account.wait().expect("an end").success());
}

/// Imports the file for them; the most memory that was resident, in MiB.
pub fn import(file: &Path, database: &Path, conversations: u64) -> u64 {
    let arguments = ["import", "--user", "ada@example.com"];
    let mut import = program(database).args(arguments).arg(file).spawn().expect("the program");
    let mut most = 0;
    let mut lines = 0;
    let mut last = String::new();
    for line in BufReader::new(import.stdout.take().expect("stdout")).lines() {
        last = line.expect("a line");
        lines += 1;
        // The kernel keeps the highest value; it is gone with the process.
        if lines % 1000 == 0 {
            most = memory(import.id(), "VmHWM").unwrap_or(most);
        }
    }
    assert!(import.wait().expect("an end").success());
    assert!(last.contains(&format!(" {conversations} conversations: ")), "the last line: {last}");
    most
}

fn program(database: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_neptun-share"));
    program.env("NEPTUN_SHARE_DATABASE", database).stdin(Stdio::piped()).stdout(Stdio::piped());
    program
}

//! The server under test.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use rusqlite::Connection as Database;
use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;

use super::client::{Connection, Response, TIMEOUT};
use super::people::JSON;
use super::process::Process;

/// The executable.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_neptun-share");

/// A command of it that the tester's own configuration does not reach.
pub fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NEPTUN_SHARE_")) {
        command.env_remove(name);
    }
    command
}

/// A running server with a database of its own. Ends with the test.
pub struct Server {
    process: Process,
    address: SocketAddr,
    database: PathBuf,
    folder: Option<TempDir>,
}

impl Server {
    /// With open sign-up and a fresh database.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// The same with more flags.
    pub fn with(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = folder.path().join("test.db");
        let mut server = Self::on(&database, flags);
        server.folder = Some(folder);
        server
    }

    /// On a database that is the caller's.
    pub fn on(database: &Path, flags: &[&str]) -> Self {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database).args(flags);
        if !flags.contains(&"--signup") {
            command.args(["--signup", "open"]);
        }
        Self::from(command, database)
    }

    /// From a command that runs `serve` in its own way.
    pub fn from(command: Command, database: &Path) -> Self {
        let mut process = Process::start(command);
        let line = process.line();
        let address = line.strip_prefix("listening on http://").and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{line:?}; log: {}", process.said()));
        Self { process, address, database: database.to_owned(), folder: None }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn database(&self) -> &Path {
        &self.database
    }

    /// The process id, of a process that this test started.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    pub fn connect(&self) -> Connection {
        Connection::open(self.address)
    }

    /// One request on a connection of its own.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        self.connect().request(method, path, headers, body)
    }

    /// Sends JSON as nobody.
    pub fn post(&self, path: &str, body: &Value) -> Response {
        self.request("POST", path, JSON, body.to_string().as_bytes())
    }

    pub fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[], b"")
    }

    /// The database, for what no route does: time that passes, mostly.
    pub fn open_database(&self) -> Database {
        let database = Database::open(&self.database).expect("opened");
        database.busy_timeout(TIMEOUT).expect("set");
        database
    }

    /// Changes rows of it; how many.
    pub fn sql(&self, statement: &str) -> usize {
        self.open_database().execute(statement, []).expect("changed")
    }

    /// Waits until it has logged that; all that it logged.
    #[track_caller]
    pub fn hears(&self, text: &str) -> String {
        self.process.hears(text)
    }

    /// What the server has logged so far.
    pub fn log(&self) -> String {
        self.process.said()
    }

    pub fn signal(&self, signal: Signal) {
        self.process.signal(signal);
    }

    /// Waits for the process to end.
    pub fn wait(&mut self) -> ExitStatus {
        self.process.wait().0
    }

    /// Whether the process has not ended.
    pub fn is_running(&mut self) -> bool {
        self.process.is_running()
    }
}

/// Runs a command of the program to its end with that standard input.
pub fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = program();
    command.args(arguments);
    finish(command, input)
}

/// Runs a command to its end with that standard input.
pub fn finish(mut command: Command, input: &str) -> (i32, String, String) {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    // Not everything is read by a command that fails.
    let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("ended");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

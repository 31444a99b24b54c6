//! A person at the command line: a home folder with a database in it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::process::Process;
use super::server::{PROGRAM, Server, finish, program};

pub const MESSAGES: &str = r#"{"title": "Stars", "model": "gpt-5.1", "messages": [
    {"role": "user", "content": "How many are there?"},
    {"role": "assistant", "content": "Many."}
]}"#;

/// A line as Claude Code adds it: who says what, behind which.
pub fn claude_code_line(number: usize, role: &str, content: &Value) -> String {
    let message = json!({ "role": role, "content": content, "model": "claude-opus-4-5" });
    let line = json!({
        "type": role, "uuid": format!("u{number}"), "parentUuid": format!("u{}", number - 1), "sessionId": "0e1f2a3b",
        "timestamp": format!("2026-01-02T03:05:{number:02}.000Z"), "cwd": "/home/ada/sky", "version": "2.0.0",
        "userType": "external", "isSidechain": false, "message": message,
    });
    line.to_string() + "\n"
}

/// A session as Claude Code keeps it.
pub const CLAUDE_CODE: &str = r#"{"type":"user","uuid":"u1","parentUuid":null,"sessionId":"0e1f2a3b","timestamp":"2026-01-02T03:04:05.000Z","cwd":"/home/ada/sky","version":"2.0.0","userType":"external","isSidechain":false,"message":{"role":"user","content":"Why is the sky blue?"}}
{"type":"assistant","uuid":"u2","parentUuid":"u1","sessionId":"0e1f2a3b","timestamp":"2026-01-02T03:04:09.000Z","cwd":"/home/ada/sky","version":"2.0.0","userType":"external","isSidechain":false,"message":{"id":"m1","type":"message","role":"assistant","model":"claude-opus-4-5","content":[{"type":"text","text":"Because of Rayleigh scattering."}],"stop_reason":"end_turn"}}
"#;

/// A home folder.
pub struct CliSandbox {
    folder: tempfile::TempDir,
}

impl CliSandbox {
    /// With a database that has one account.
    pub fn new() -> Self {
        let cli = Self::empty();
        cli.add("ada@example.com");
        cli
    }

    /// Before the first command.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn add(&self, email: &str) {
        assert_eq!(self.run(&["user", "add", email], "a long password\n").0, 0);
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, content).expect("written");
        self.path(name)
    }

    /// A command that finds nothing but what is in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.at_home(program(), arguments)
    }

    fn at_home(&self, mut command: Command, arguments: &[&str]) -> Command {
        command.args(arguments).env("NEPTUN_SHARE_DATABASE", self.path("test.db")).env("HOME", self.folder.path());
        for name in
            ["CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DISPLAY", "WAYLAND_DISPLAY"]
        {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        finish(self.command(arguments), input)
    }

    /// Runs it where no password can be asked for.
    pub fn without_terminal(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut command = Command::new("setsid");
        command.args(["--wait", PROGRAM]);
        finish(self.at_home(command, arguments), input)
    }

    /// Runs it on a terminal on which somebody has typed ahead; its exit code, and all that is seen there.
    pub fn on_terminal(&self, arguments: &[&str], typed: &str) -> (i32, String) {
        self.on_terminal_after(arguments, "", typed)
    }

    /// The same, typed once that was seen there.
    pub fn on_terminal_after(&self, arguments: &[&str], prompt: &str, typed: &str) -> (i32, String) {
        let quoted: Vec<String> = arguments.iter().map(|word| format!("'{word}'")).collect();
        let mut process = self.terminal(&format!("{PROGRAM} {}", quoted.join(" ")));
        let first = process.printed(prompt).replace('\r', "");
        // Its input stays open: the terminal would be closed with it.
        process.send(typed.as_bytes());
        let (status, seen) = process.wait();
        (status.code().expect("a code"), first + &seen.replace('\r', ""))
    }

    /// Starts a line of the shell on a terminal.
    pub fn terminal(&self, line: &str) -> Process {
        let mut command = self.at_home(Command::new("script"), &["-q", "-e", "-c", line, "/dev/null"]);
        command.env("SHELL", "/bin/sh").env("TERM", "dumb");
        Process::start(command)
    }

    /// What a command prints that does not fail.
    #[track_caller]
    pub fn good(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments, "");
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    }

    /// What a command that fails says, having printed nothing.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments, "");
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}: {err}");
        err
    }

    /// Starts a command that goes on for a while.
    pub fn start(&self, arguments: &[&str]) -> Process {
        Process::start(self.command(arguments))
    }

    pub fn import(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        self.run(&[&["import", "--user", "ada@example.com"], arguments].concat(), input)
    }

    pub fn serve(&self) -> Server {
        Server::on(Path::new(&self.path("test.db")), &[])
    }

    /// What `list --json` prints.
    #[track_caller]
    pub fn list(&self) -> Vec<Value> {
        let (code, out, err) = self.run(&["list", "--json"], "");
        assert_eq!(code, 0, "{err}");
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }

    /// Where readers read the first conversation of the list.
    #[track_caller]
    pub fn shared_path(&self) -> String {
        format!("/api/shared/chats/{}", self.list()[0]["share"]["uuid"].as_str().expect("a link"))
    }
}

/// The API's path for the link that a command printed.
#[track_caller]
pub fn printed_share(out: &str) -> String {
    let link = out.split_whitespace().find(|word| word.starts_with("http")).unwrap_or_else(|| panic!("no link: {out}"));
    let at = link.find("/shared/").unwrap_or_else(|| panic!("no link: {link}"));
    format!("/api{}", &link[at..])
}

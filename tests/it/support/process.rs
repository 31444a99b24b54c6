//! A command of the program that runs next to its test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use rustix::process::{Pid, Signal, kill_process};

use super::client::{Connection, Response};
use super::eventually;

/// The command. Ends with the test.
pub struct Process {
    child: Child,
    input: ChildStdin,
    out: BufReader<ChildStdout>,
    err: Arc<Mutex<String>>,
    /// Takes what it says on standard error, to its end.
    listener: Option<JoinHandle<()>>,
}

impl Process {
    pub fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let err = Arc::new(Mutex::new(String::new()));
        let stderr = BufReader::new(child.stderr.take().expect("standard error"));
        let sink = Arc::clone(&err);
        let listener = thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                sink.lock().expect("lock").push_str(&(line + "\n"));
            }
        });
        let out = BufReader::new(child.stdout.take().expect("standard output"));
        let input = child.stdin.take().expect("standard input");
        Self { child, input, out, err, listener: Some(listener) }
    }

    /// Writes to its standard input; false when it does not read any more.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        self.input.write_all(bytes).and_then(|()| self.input.flush()).is_ok()
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }

    /// All that it prints until it has printed that, which need not end a line.
    #[track_caller]
    pub fn printed(&mut self, text: &str) -> String {
        let (mut seen, mut byte) = (Vec::new(), [0]);
        while !String::from_utf8_lossy(&seen).contains(text) {
            assert_eq!(self.out.read(&mut byte).expect("bytes"), 1, "{text}: {}", String::from_utf8_lossy(&seen));
            seen.extend(byte);
        }
        String::from_utf8_lossy(&seen).into_owned()
    }

    /// The link that it prints on its next line.
    #[track_caller]
    pub fn link(&mut self) -> String {
        let line = self.line();
        if !line.starts_with("http://") {
            panic!("{line:?}; {}", self.hears("neptun-share:"));
        }
        line
    }

    /// Waits until it has said that on standard error; all that it said.
    #[track_caller]
    pub fn hears(&self, text: &str) -> String {
        eventually(text, || self.said().contains(text));
        self.said()
    }

    /// What it has said on standard error so far.
    pub fn said(&self) -> String {
        self.err.lock().expect("lock").clone()
    }

    /// Its id, of a process that this test started.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a state").is_none()
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process id");
        kill_process(pid, signal).expect("signalled");
    }

    /// Waits for its end, and until all that it said was taken; the rest of what it printed.
    pub fn wait(&mut self) -> (ExitStatus, String) {
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("text");
        self.listener.take().map(JoinHandle::join);
        (self.child.wait().expect("ended"), rest)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Fetches what a link shows from the very address that it names.
#[track_caller]
pub fn fetch(link: &str) -> Response {
    let (host, path) = link.trim_start_matches("http://").split_once('/').expect("a link");
    let address: SocketAddr = host.parse().expect("an address");
    Connection::open(address).request("GET", &format!("/api/{path}"), &[], b"")
}

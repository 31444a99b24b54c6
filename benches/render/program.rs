//! The program itself, as a server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::computed::ticks;
use crate::memory::memory;

/// With a database of its own.
pub struct Program {
    folder: PathBuf,
}

/// A running server, which ends when this is dropped.
pub struct Server {
    child: Child,
    address: String,
}

impl Program {
    /// With the database in that folder.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Shares what is in a file; the path of its link.
    pub fn share(&self, file: &str) -> String {
        let _running = self.serve();
        let path = self.folder.join("conversation.json");
        std::fs::write(&path, file).expect("a file");
        let output = self.command("share").arg(path).stderr(Stdio::inherit()).output().expect("the program");
        let link = String::from_utf8(output.stdout).expect("a link");
        let (_, path) = link.trim().split_once("/shared/").expect("a link");
        format!("/shared/{path}")
    }

    /// A server that has read nothing yet.
    pub fn serve(&self) -> Server {
        let mut child = self
            .command("serve")
            .args(["--listen", "127.0.0.1:0", "--log-level", "error"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on http://").expect("an address").to_owned();
        Server { child, address }
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_neptun-share"));
        command.arg(name).env("NEPTUN_SHARE_DATABASE", self.folder.join("bench.db"));
        command
    }
}

impl Server {
    /// The bytes of an answer, its head included.
    pub fn get(&self, path: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        assert!(
            answer.starts_with(b"HTTP/1.1 200 "),
            "{path}: {}",
            String::from_utf8_lossy(&answer[..answer.len().min(300)])
        );
        answer
    }

    /// The time that its threads have computed, in hundredths of a second.
    pub fn computed(&self) -> u64 {
        ticks(self.child.id())
    }

    /// The most memory that was resident so far, in MiB.
    pub fn memory(&self) -> u64 {
        memory(self.child.id(), "VmHWM").expect("a process")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

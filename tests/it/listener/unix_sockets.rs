//! A server behind a Unix socket, its own or one that the service manager has opened.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::Signal;
use serde_json::json;
use tempfile::TempDir;

use crate::support::process::Process;
use crate::support::server::{PROGRAM, program, run};

/// A server at a socket in a folder of its own.
struct Behind {
    folder: TempDir,
    process: Process,
}

impl Behind {
    fn start(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = Self::serve(folder.path(), flags);
        Self { folder, process }
    }

    fn serve(folder: &Path, flags: &[&str]) -> Process {
        let mut command = program();
        command.args(["serve", "--public-url", "https://share.example.com", "--signup", "open", "--database"]);
        command.arg(folder.join("test.db")).arg("--listen").arg(listen(folder)).args(flags);
        let mut process = Process::start(command);
        assert_eq!(process.line(), format!("listening on {}", listen(folder)), "{}", process.said());
        process
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("http.sock")
    }
}

fn listen(folder: &Path) -> String {
    format!("unix:{}", folder.join("http.sock").display())
}

/// Sends a request as the proxy does for a client; the status.
fn ask(socket: &Path, client: &str, method: &str, path: &str, body: &str) -> u16 {
    let mut stream = UnixStream::connect(socket).expect("connected");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: share.example.com\r\nX-Forwarded-For: {client}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
}

fn health(socket: &Path) -> u16 {
    ask(socket, "203.0.113.1", "GET", "/api/health", "")
}

/// Whether that client may still guess passwords, after so many guesses.
fn guesses(socket: &Path, client: &str, count: usize) -> Vec<u16> {
    let body = json!({ "email": "ada@example.com", "password": "a wrong password" }).to_string();
    (0..count).map(|_| ask(socket, client, "POST", "/api/auth/login", &body)).collect()
}

#[test]
fn clients_behind_a_socket_are_told_apart_by_what_a_trusted_proxy_says() {
    let behind = Behind::start(&["--trusted-proxy", "127.0.0.1"]);
    assert_eq!(guesses(&behind.socket(), "203.0.113.1", 12).last(), Some(&429));
    assert_eq!(guesses(&behind.socket(), "203.0.113.2", 1), [401]);

    let mut untrusting = Behind::start(&[]);
    assert_eq!(guesses(&untrusting.socket(), "203.0.113.1", 12).last(), Some(&429));
    assert_eq!(guesses(&untrusting.socket(), "203.0.113.2", 1), [429]);
    assert!(untrusting.process.said().contains("--trusted-proxy 127.0.0.1"), "it says what to do");
    untrusting.process.signal(Signal::TERM);
    assert!(untrusting.process.wait().0.success());
}

#[test]
fn a_socket_has_its_mode_and_goes_with_its_server() {
    let mut behind = Behind::start(&["--socket-mode", "600"]);
    let (folder, socket) = (behind.folder.path().to_owned(), behind.socket());
    assert_eq!(std::fs::metadata(&socket).expect("a socket").permissions().mode() & 0o777, 0o600);
    let database = folder.join("test.db").display().to_string();
    let (code, out, err) = run(&["status", "--database", &database], "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains(&format!("listening on {}", listen(&folder))), "{out}");

    // A second one does not take the place of the first.
    let other = folder.join("other.db").display().to_string();
    let second = ["serve", "--public-url", "http://x", "--database", &other, "--listen", &listen(&folder)];
    let (code, _, err) = run(&second, "");
    assert_eq!(code, 1);
    assert!(err.contains("a program listens there already"), "{err}");
    assert_eq!(health(&socket), 200);

    behind.process.signal(Signal::KILL);
    behind.process.wait();
    assert!(socket.exists(), "nobody removed it");
    let mut again = Behind::serve(&folder, &[]);
    assert_eq!(health(&socket), 200);
    again.signal(Signal::TERM);
    assert!(again.wait().0.success());
    assert!(!socket.exists());
}

#[test]
fn what_is_no_place_for_a_socket_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db").display().to_string();
    std::fs::write(&database, "").expect("written");
    let serve =
        |listen: &str| run(&["serve", "--public-url", "http://x", "--database", &database, "--listen", listen], "");
    for (listen, code, words) in [
        ("unix:http.sock".to_owned(), 2, "a path from the root"),
        ("unix:/nowhere/at/all.sock".to_owned(), 1, "choose another path"),
        (format!("unix:{database}"), 1, "no socket"),
    ] {
        let (found, _, err) = serve(&listen);
        assert!(found == code && err.contains(words), "{listen}: {found} {err}");
    }
    let nameless = ["serve", "--database", &database, "--listen", &listen(folder.path())];
    let (code, _, err) = run(&nameless, "");
    assert!(code == 1 && err.contains("--public-url"), "{err}");
}

#[test]
fn a_socket_of_the_service_manager_is_taken_and_left_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("http.sock");
    let listener = UnixListener::bind(&socket).expect("bound");
    // As systemd does it: the socket is number 3, and the process knows that it is meant.
    let script = "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\"";
    let mut child = Command::new("sh")
        .args([
            "-c",
            script,
            PROGRAM,
            "serve",
            "--public-url",
            "https://share.example.com",
            "--listen",
            "127.0.0.1:0",
            "--database",
        ])
        .arg(folder.path().join("test.db"))
        .stdin(OwnedFd::from(listener))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("standard output")).read_line(&mut line).expect("text");
    assert_eq!(line.trim_end(), format!("listening on {}", listen(folder.path())));
    assert_eq!(health(&socket), 200);
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, Signal::TERM).expect("sent");
    assert!(child.wait().expect("ended").success());
    assert!(socket.exists(), "it is not the server's to remove");
}

//! How the server ends.

use std::net::TcpStream;

use rustix::process::Signal;
use serde_json::json;

use super::{HEALTH, post};
use crate::support::people::PASSWORD;
use crate::support::server::PROGRAM;
use crate::support::{CliSandbox, Connection, Server, eventually};

/// A sign-up whose head the server has read and whose body it waits for, and that body.
fn begun_sign_up(server: &Server) -> (Connection, String) {
    let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
    let head = post(&format!("Content-Length: {}\r\nExpect: 100-continue\r\n", body.len()));
    let mut connection = server.connect();
    connection.send(head.replace("login", "sign-up"));
    assert_eq!(connection.answer().status, 100);
    (connection, body)
}

fn refuses_connections(server: &Server) -> bool {
    TcpStream::connect(server.address()).is_err()
}

#[test]
fn a_server_that_is_told_to_stop_finishes_what_runs() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut server = Server::start();
        let (mut running, body) = begun_sign_up(&server);
        server.signal(signal);
        eventually("no new connections", || refuses_connections(&server));
        running.send(body);
        assert_eq!(running.answer().good()["user"]["primary_email"], "ada@example.com");
        assert!(running.is_closed());
        assert_eq!(server.wait().code(), Some(0));
    }
}

#[test]
fn a_server_that_is_told_to_stop_closes_idle_connections() {
    let mut server = Server::with(&["--drain-timeout", "1h"]);
    let mut silent = server.connect();
    let mut used = server.connect();
    used.request("GET", "/api/health", &[], b"").good();
    let mut half = server.connect();
    half.send(format!("{HEALTH}GET / HT"));
    half.answer().good();
    server.signal(Signal::TERM);
    assert!(silent.is_closed());
    assert!(used.is_closed());
    assert!(half.is_closed());
    drop((silent, used, half));
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn a_request_that_never_ends_does_not_keep_the_server() {
    let mut server = Server::with(&["--drain-timeout", "300ms", "--body-timeout", "1h"]);
    let (mut endless, _) = begun_sign_up(&server);
    server.signal(Signal::TERM);
    eventually("the server's end", || !server.is_running());
    assert_eq!(server.wait().code(), Some(0));
    assert!(endless.is_closed());
}

#[test]
fn who_asks_twice_does_not_wait() {
    let mut server = Server::with(&["--drain-timeout", "1h", "--body-timeout", "1h"]);
    let (_endless, _) = begun_sign_up(&server);
    server.signal(Signal::TERM);
    eventually("no new connections", || refuses_connections(&server));
    server.signal(Signal::INT);
    eventually("the server's end", || !server.is_running());
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn a_server_ends_with_its_terminal() {
    let cli = CliSandbox::new();
    let file = cli.file("why.json", r#"[{"role": "user", "content": "Why?"}]"#);
    for command in ["serve", &format!("share '{file}' --yes"), "demo"] {
        let mut terminal = cli.terminal(&format!("exec {PROGRAM} {command} --listen 127.0.0.1:0"));
        terminal.printed("http://127.0.0.1:");
        let port: String = terminal.printed("\n").chars().take_while(char::is_ascii_digit).collect();
        let address = format!("127.0.0.1:{port}");
        eventually("a connection", || TcpStream::connect(&address).is_ok());
        terminal.signal(Signal::KILL);
        eventually("no new connections", || TcpStream::connect(&address).is_err());
    }
}

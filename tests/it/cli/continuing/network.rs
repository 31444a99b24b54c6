//! Networks that fail, and servers that mean harm.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{command, files};
use crate::support::CliSandbox;
use crate::support::server::finish;

const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";

/// A server that treats each connection like that; its port.
fn server<T>(treat: impl Fn(TcpStream) -> T + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || listener.incoming().for_each(|connection| drop(treat(connection.expect("a connection")))));
    port
}

/// Reads a request's head, answers, and returns the head.
fn answer(mut connection: impl Read + Write, bytes: &[u8]) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && connection.read(&mut byte).is_ok_and(|length| length > 0) {
        head.push(byte[0]);
    }
    // Who asks may have gone.
    let _ = connection.write_all(bytes).and_then(|()| connection.flush());
    String::from_utf8_lossy(&head).into_owned()
}

fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

fn continuing(cli: &CliSandbox, url: &str) -> Command {
    command(cli, &[&format!("{url}/shared/chats/{UUID}"), "--in", "claude-code"])
}

#[track_caller]
fn fails(cli: &CliSandbox, url: &str, why: &str) {
    let (code, out, err) = finish(continuing(cli, url), "");
    assert!((code, out.as_str()) == (1, "") && err.contains(why), "{url}: {why:?} in {err}");
    assert!(files(&cli.path(".claude")).is_empty(), "nothing was written");
}

#[test]
fn each_way_in_which_a_network_fails_has_its_words() {
    let cli = CliSandbox::empty();
    let closed = TcpListener::bind("127.0.0.1:0").expect("bound").local_addr().expect("an address").port();
    fails(&cli, &format!("http://127.0.0.1:{closed}"), "refuses the connection");
    fails(&cli, "http://nowhere.invalid", "there is no host nowhere.invalid");
    let closes = server(drop);
    fails(&cli, &format!("http://127.0.0.1:{closes}"), "ended the connection");
    let half = server(|connection| answer(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"));
    fails(&cli, &format!("http://127.0.0.1:{half}"), "ended the connection");
    let other = server(|connection| answer(connection, b"SSH-2.0-nothing\r\n\r\n"));
    fails(&cli, &format!("http://127.0.0.1:{other}"), "does not speak HTTP");
    let plain = server(|mut connection| {
        // No head of HTTP comes.
        let _ = connection.read(&mut [0; 4096]);
        connection.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    });
    let mut trusting = continuing(&cli, &format!("https://127.0.0.1:{plain}"));
    trusting.env("SSL_CERT_FILE", tls("authority"));
    let (_, _, err) = finish(trusting, "");
    assert!(err.contains("does not speak TLS"), "{err}");
    let broken = server(|connection| answer(connection, b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));
    fails(&cli, &format!("http://127.0.0.1:{broken}"), "answers with the status 502");
    let page = server(|connection| answer(connection, &ok("<html>hello</html>")));
    fails(&cli, &format!("http://127.0.0.1:{page}"), "is no conversation");
}

#[test]
fn an_answer_that_leads_to_another_host_or_never_ends_is_not_followed() {
    let cli = CliSandbox::empty();
    let target = server(|connection| answer(connection, &ok("{}")));
    // Another port is another server.
    for host in ["localhost", "127.0.0.1"] {
        let elsewhere =
            format!("HTTP/1.1 302 Found\r\nLocation: http://{host}:{target}/x\r\nContent-Length: 0\r\n\r\n");
        let leads = server(move |connection| answer(connection, elsewhere.as_bytes()));
        fails(&cli, &format!("http://127.0.0.1:{leads}"), "leads to another address, which is not followed");
    }
    let circle =
        server(|connection| answer(connection, b"HTTP/1.1 307 x\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"));
    fails(&cli, &format!("http://127.0.0.1:{circle}"), "leads in a circle");
    let endless = server(|mut connection| {
        let mut head = [0; 4096];
        let _ = connection.read(&mut head);
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let piece = vec![b' '; 1 << 20];
        while connection.write_all(&piece).is_ok() {}
    });
    fails(&cli, &format!("http://127.0.0.1:{endless}"), "is longer than 64 MiB");
}

#[test]
fn a_server_decides_neither_where_a_file_lies_nor_what_a_terminal_does() {
    let cli = CliSandbox::empty();
    let body = r#"{"chat": {"name": "../../../\u001b]0;x\u0007\u001b[2J", "model": "/etc/passwd", "id": "../x"}, "chatMessages": [
        {"id": "../../y", "role": "user", "content": "a\u001b[31mred\u0000\u009b2J"},
        {"id": "2", "role": "assistant", "content": "", "parts": [
            {"type": "tool_call", "id": "../../z", "name": "../../../../bin/sh", "input": {"cwd": "/evil/\u001b[2Jx", "path": "../../.bashrc"}},
            {"type": "tool_result", "id": "../../z", "text": "\u001b[2Jgone", "is_error": false}]}]}"#;
    let port = server(move |connection| answer(connection, &ok(body)));
    let (code, out, err) = finish(continuing(&cli, &format!("http://127.0.0.1:{port}")), "");
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains('\u{1b}') && !err.chars().any(|c| c.is_control() && c != '\n'), "{err:?}");
    let written = files(&cli.path(""));
    assert_eq!(written.len(), 1, "{written:?}");
    assert!(written[0].starts_with(cli.path(".claude/projects")), "{written:?}");
    let text = std::fs::read_to_string(&written[0]).expect("a session");
    assert!(
        text.contains("ared") && !text.contains(r"\u001b") && !text.contains(r"\u0000") && !text.contains('\u{9b}'),
        "{text}"
    );
}

fn tls(name: &str) -> String {
    format!("{}/tests/fixtures/tls/{name}.pem", env!("CARGO_MANIFEST_DIR"))
}

/// A server that speaks TLS with that certificate.
fn encrypted(name: &str) -> u16 {
    let pem = std::fs::read(Path::new(&tls(name))).expect("a certificate");
    let certificate = CertificateDer::from_pem_slice(&pem).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(&pem).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = config.with_no_client_auth().with_single_cert(vec![certificate], key).expect("a configuration");
    let config = Arc::new(config);
    let body = r#"{"chat": {"name": "Sky"}, "chatMessages": [{"id": "1", "role": "user", "content": "Why?"}]}"#;
    server(move |connection| {
        let session = ServerConnection::new(Arc::clone(&config)).expect("a session");
        let mut stream = StreamOwned::new(session, connection);
        answer(&mut stream, &ok(body));
        stream.conn.send_close_notify();
        let _ = stream.flush();
    })
}

#[test]
fn certificates_are_checked_also_those_of_ones_own_authority() {
    let cli = CliSandbox::empty();
    let trusting = |name: &str| {
        let mut command = continuing(&cli, &format!("https://localhost:{}", encrypted(name)));
        command.env("SSL_CERT_FILE", tls("authority"));
        finish(command, "")
    };
    let (code, out, err) = trusting("localhost");
    assert!(code == 0 && out.starts_with("claude --resume "), "{err}");
    for (name, why) in [("expired", "has expired"), ("other", "is for another name")] {
        let (code, _, err) = trusting(name);
        assert!(code == 1 && err.contains(why), "{err}");
    }
    let mut command = continuing(&cli, &format!("https://localhost:{}", encrypted("localhost")));
    command.env("SSL_CERT_FILE", tls("expired"));
    let (code, _, err) = finish(command, "");
    assert!(code == 1 && err.contains("signed by an authority that this machine does not know"), "{err}");
    let mut command = continuing(&cli, "https://localhost:1");
    command.env("SSL_CERT_FILE", cli.path("none.pem"));
    let (code, _, err) = finish(command, "");
    assert!(code == 1 && err.contains("SSL_CERT_FILE names") && err.contains("which is not there"), "{err}");
    let mut command = continuing(&cli, "https://localhost:1");
    command.env("SSL_CERT_FILE", cli.file("none.pem", "nothing"));
    let (code, _, err) = finish(command, "");
    assert!(code == 1 && err.contains("no certificate authorities are known"), "{err}");
}

#[test]
fn a_proxy_is_asked_to_connect() {
    let cli = CliSandbox::empty();
    let asked = Arc::new(std::sync::Mutex::new(String::new()));
    let heard = Arc::clone(&asked);
    let proxy = server(move |connection| {
        let head = answer(connection, b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        heard.lock().expect("a lock").push_str(&head);
    });
    let mut command = continuing(&cli, "https://share.example.com");
    command.env("HTTPS_PROXY", format!("http://127.0.0.1:{proxy}")).env("SSL_CERT_FILE", tls("authority"));
    let (code, _, err) = finish(command, "");
    assert!(code == 1 && err.contains("the proxy does not connect to share.example.com"), "{err}");
    assert!(asked.lock().expect("a lock").starts_with("CONNECT share.example.com:443 "));
}

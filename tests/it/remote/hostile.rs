//! Servers that mean ill, are none, or are not there.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;

use crate::support::cli_sandbox::CliSandbox;

/// A server that answers every request with these bytes, again and again where it is `endless`, until the client goes.
pub fn answering(answer: String, endless: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut length = 0;
            // The first byte of TLS, which has no lines.
            let is_tls = reader.fill_buf().is_ok_and(|bytes| bytes.first() == Some(&0x16));
            for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !is_tls && !line.is_empty()) {
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
            }
            let _ = std::io::copy(&mut reader.take(length), &mut std::io::sink());
            let mut stream = stream;
            while stream.write_all(answer.as_bytes()).is_ok() && endless {}
        }
    });
    address
}

pub fn json(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// What `login` says, which fails.
#[track_caller]
fn refused(url: &str) -> String {
    let cli = CliSandbox::empty();
    let (code, out, err) = cli.run(&["login", url, "--token", "-"], "nsh_made-up\n");
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(!err.chars().any(|c| c.is_control() && c != '\n'), "{err:?}");
    assert_eq!(cli.good(&["servers"]), "");
    err
}

#[test]
fn each_way_in_which_a_network_fails_has_its_words() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    assert!(refused(&format!("http://{closed}")).contains("no server is listening there"));
    let no_tls = answering(json("200 OK", "{}"), false);
    assert!(refused(&format!("https://{no_tls}")).contains("http"));
    let cut = answering(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{".to_owned(),
        false,
    );
    assert!(refused(&format!("http://{cut}")).contains("ended the connection"));
}

#[test]
fn another_program_is_known_to_be_none_of_ours() {
    let page = answering(json("200 OK", "<html>").replace("application/json", "text/html"), false);
    assert!(refused(&format!("http://{page}")).contains("not a neptun-share server"));
    let nothing = answering(json("404 Not Found", "{}"), false);
    assert!(refused(&format!("http://{nothing}")).contains("not a neptun-share server"));
    let other = answering(json("200 OK", r#"{"user": {"id": "x"}}"#), false);
    assert!(refused(&format!("http://{other}")).contains("not a neptun-share server"));
    let proxy = answering(json("502 Bad Gateway", ""), false);
    assert!(refused(&format!("http://{proxy}")).contains("does not answer"));
}

#[test]
fn a_token_never_follows_to_another_host() {
    let trap = TcpListener::bind("127.0.0.1:0").expect("a port");
    let target = format!("http://{}/", trap.local_addr().expect("an address"));
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    assert!(refused(&format!("http://{}", answering(answer, false))).contains("which is not followed"));
    trap.set_nonblocking(true).expect("set");
    assert!(trap.accept().is_err(), "nobody came");
}

#[test]
fn endless_answers_end_and_nothing_controls_the_terminal() {
    let endless = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".to_owned() + &" ".repeat(1 << 20);
    assert!(refused(&format!("http://{}", answering(endless, true))).contains("was not read on"));
    let said = r#"{"statusCode": 403, "statusMessage": "no", "message": "\u001b[2J\u001b]0;x\u0007\u202egood"}"#;
    assert!(refused(&format!("http://{}", answering(json("403 Forbidden", said), false))).contains("good"));
}

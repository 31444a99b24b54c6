//! Bodies: how long they may be, how long they may take, and who is asked for one.

use std::time::Duration;

use serde_json::json;

use super::{HEALTH, is_refused, post, statuses};
use crate::support::{Person, Server};

#[test]
fn a_body_that_is_announced_too_long_is_refused_before_it_is_sent() {
    let server = Server::start();
    is_refused(&server, post("Content-Length: 65537\r\n"), 413);
    is_refused(&server, post("Content-Length: 100000000000\r\n"), 413);
    is_refused(&server, post("Content-Length: 18446744073709551613\r\n"), 413);
}

#[test]
fn even_the_longest_length_is_refused_as_everything_else() {
    let server = Server::start();
    for length in ["18446744073709551614", "18446744073709551615"] {
        let mut connection = server.connect();
        connection.send(post(&format!("Content-Length: {length}\r\n")));
        let response = connection.answer();
        assert!(matches!(response.status, 400 | 413), "{response:?}");
        response.error(response.status);
    }
}

#[test]
fn a_body_of_exactly_the_limit_is_read() {
    let server = Server::with(&["--max-body-bytes", "2048"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let body = |length: usize| format!("{:length$}", json!({ "name": "A chat", "model": "a-model" }).to_string());
    ada.post_raw(&server, &ada.chats(), body(2048).as_bytes()).good();
    ada.post_raw(&server, &ada.chats(), body(2049).as_bytes()).error(413);
}

#[test]
fn a_chunked_body_is_read_and_ends_the_connection() {
    let server = Server::start();
    let mut connection = server.connect();
    connection
        .send(post("Transfer-Encoding: chunked\r\n") + "1;a=b\r\n{\r\n1\r\n}\r\n0\r\nTrailer: x\r\n\r\n" + HEALTH);
    let body = connection.answer().error(400);
    assert_eq!(body["data"]["issues"][0]["path"], json!(["email"]));
    assert_eq!(statuses(&mut connection), [] as [u16; 0]);
}

#[test]
fn a_chunked_body_that_grows_too_long_is_refused_while_it_is_read() {
    let server = Server::with(&["--body-timeout", "1h"]);
    let mut connection = server.connect();
    connection.send(post("Transfer-Encoding: chunked\r\n"));
    let chunk = format!("4000\r\n{}\r\n", " ".repeat(0x4000));
    for _ in 0..5 {
        connection.send(&chunk);
    }
    connection.answer().error(413);
    assert!(connection.is_closed());
}

#[test]
fn chunks_that_are_none_are_refused() {
    let server = Server::start();
    for chunk in ["x\r\n{}\r\n", "-2\r\n{}\r\n", "FFFFFFFFFFFFFFFFFF\r\n{}\r\n", "2\r\n{}XX", "\r\n\r\n"] {
        is_refused(&server, post("Transfer-Encoding: chunked\r\n") + chunk, 400);
    }
}

#[test]
fn a_client_that_sends_everything_before_it_reads_still_gets_its_413() {
    let server = Server::start();
    for fields in ["Content-Length: 5242880\r\n", "Transfer-Encoding: chunked\r\n"] {
        let mut connection = server.connect();
        connection.send(post(fields));
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        for _ in 0..80 {
            connection.send(&chunk);
        }
        connection.answer().error(413);
    }
}

#[test]
fn without_a_session_no_body_is_asked_for() {
    let server = Server::start();
    for fields in ["", "Expect: 100-continue\r\n"] {
        let head = "POST /api/users/1/chats HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000000\r\n";
        is_refused(&server, format!("{head}{fields}\r\n"), 401);
    }
    is_refused(&server, "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n", 404);
    is_refused(&server, "PUT /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n", 405);
}

#[test]
fn who_asks_before_sending_a_body_is_told_to_go_on_or_why_not() {
    let server = Server::start();
    let mut connection = server.connect();
    connection.send(post("Content-Length: 2\r\nExpect: 100-continue\r\n"));
    assert_eq!(connection.answer().status, 100);
    connection.send("{}");
    connection.answer().error(400);
    connection.request("GET", "/api/health", &[], b"").good();
    is_refused(&server, post("Content-Length: 10000000\r\nExpect: 100-continue\r\n"), 413);
}

#[test]
fn a_body_that_does_not_arrive_in_time_is_answered_with_408() {
    let server = Server::with(&["--body-timeout", "300ms"]);
    is_refused(&server, post("Content-Length: 10\r\n") + "{", 408);
    is_refused(&server, post("Transfer-Encoding: chunked\r\n") + "5\r\n{", 408);

    let mut trickle = server.connect();
    trickle.send(post("Content-Length: 60000\r\n"));
    while !trickle.hears_within(Duration::from_millis(20)) {
        trickle.send(" ");
    }
    trickle.answer().error(408);
}

#[test]
fn a_body_that_breaks_off_is_answered_with_400() {
    let server = Server::start();
    for request in [post("Content-Length: 10\r\n") + "{", post("Transfer-Encoding: chunked\r\n") + "5\r\n{"] {
        let mut connection = server.connect();
        connection.send(request);
        connection.finish_sending();
        connection.answer().error(400);
    }
}

//! Where one request ends and the next begins.

use super::{HEALTH, LAST, is_refused, post, statuses};
use crate::support::Server;

#[test]
fn a_length_that_is_no_plain_number_is_refused() {
    let server = Server::start();
    for length in ["+2", "-2", "0x2", "2 2", "2,2", "2;", "two", "2.0", "1e1", "18446744073709551616", ""] {
        is_refused(&server, post(&format!("Content-Length: {length}\r\n")) + "{}" + HEALTH, 400);
    }
}

#[test]
fn a_request_with_two_lengths_is_never_read_as_two() {
    let server = Server::start();
    let hidden = format!("0\r\n\r\n{HEALTH}");
    let length = hidden.len();
    for fields in [
        format!("Content-Length: {length}\r\nContent-Length: {length}\r\n"),
        format!("Content-Length: 0\r\nContent-Length: {length}\r\n"),
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
        format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n"),
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n".to_owned(),
        "Transfer-Encoding: gzip, chunked\r\n".to_owned(),
        "Transfer-Encoding: chunked, identity\r\n".to_owned(),
        "Transfer-Encoding: xchunked\r\n".to_owned(),
        "Transfer-Encoding: \"chunked\"\r\n".to_owned(),
        "Transfer-Encoding:\r\n".to_owned(),
        "Transfer-Encoding : chunked\r\n".to_owned(),
    ] {
        let mut connection = server.connect();
        connection.send(post(&fields) + &hidden);
        assert_eq!(statuses(&mut connection), [400], "{fields:?}");
    }
}

#[test]
fn http_1_0_has_no_chunks() {
    let server = Server::start();
    let head = "POST /api/auth/login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n";
    is_refused(&server, format!("{head}0\r\n\r\n{HEALTH}"), 400);
}

#[test]
fn a_body_that_the_route_does_not_want_is_no_second_request() {
    let server = Server::start();
    for (method, path, status) in [("GET", "/api/health", 200), ("DELETE", "/api/health", 405), ("GET", "/x", 404)] {
        let mut connection = server.connect();
        let length = HEALTH.len();
        connection.send(format!("{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{HEALTH}"));
        assert_eq!(connection.answer().status, status);
        // Read over or unread: in both cases nothing but the end may follow it.
        assert!(connection.try_send(LAST.as_bytes()));
        assert!(statuses(&mut connection).len() <= 1);
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = Server::start();
    let mut connection = server.connect();
    let login = post("Content-Length: 2\r\n") + "{}";
    let head = HEALTH.replace("GET", "HEAD");
    let nothing = HEALTH.replace("/api/health", "/nothing");
    connection.send([HEALTH, &login, &nothing, &head, &login, LAST].concat());
    let methods = ["GET", "POST", "GET", "HEAD", "POST", "GET"];
    let answered = methods.map(|method| connection.try_answer(method).map(|response| response.status));
    assert_eq!(answered, [200, 400, 404, 200, 400, 200].map(Some));
    assert!(connection.is_closed());
}

#[test]
fn a_thousand_pipelined_requests_are_all_answered() {
    let server = Server::start();
    let mut connection = server.connect();
    connection.send(HEALTH.repeat(999) + LAST);
    assert_eq!(statuses(&mut connection), vec![200; 1000]);
}

#[test]
fn a_bad_request_behind_good_ones_is_answered_in_its_turn() {
    let server = Server::start();
    let mut connection = server.connect();
    let login = post("Content-Length: 2\r\n") + "{}";
    connection.send([&login, HEALTH, &post("Content-Length: +2\r\n"), HEALTH].concat());
    assert_eq!(statuses(&mut connection), [400, 200, 400]);
}

#[test]
fn a_client_that_says_it_is_done_still_gets_its_answers() {
    let server = Server::start();
    for round in 0..60 {
        let requests = 1 + round % 3;
        let mut connection = server.connect();
        connection.send(HEALTH.repeat(requests));
        connection.finish_sending();
        assert_eq!(statuses(&mut connection), vec![200; requests]);
    }
}

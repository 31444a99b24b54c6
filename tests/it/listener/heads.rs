//! Heads: how long they may be, how long they may take, and what stands in them.

use std::time::Duration;

use serde_json::json;

use super::{HEALTH, get, is_refused};
use crate::support::people::api;
use crate::support::{Server, world};

#[test]
fn a_head_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() {
    let server = Server::start();
    let head = |length: usize| get(&format!("X: {}\r\n", "a".repeat(length - get("X: \r\n").len())));
    let mut connection = server.connect();
    connection.send(head(32 * 1024));
    connection.answer().good();
    is_refused(&server, head(32 * 1024 + 1), 431);
    is_refused(&server, head(1024 * 1024), 431);
}

#[test]
fn a_head_that_never_ends_is_refused_at_the_limit() {
    let server = Server::with(&["--head-timeout", "1h"]);
    is_refused(&server, get(&format!("X: {}", "a".repeat(64 * 1024))), 431);
    is_refused(&server, "\r\n".repeat(32 * 1024), 431);
}

#[test]
fn a_hundred_fields_are_taken_and_one_more_is_not() {
    let server = Server::start();
    let mut connection = server.connect();
    connection.send(get(&"X: a\r\n".repeat(99)));
    connection.answer().good();
    is_refused(&server, get(&"X: a\r\n".repeat(100)), 431);
}

#[test]
fn the_limits_of_a_head_have_flags() {
    let server = Server::with(&["--max-head-bytes", "2048", "--max-head-fields", "20"]);
    server.get("/api/health").good();
    is_refused(&server, get(&format!("X: {}\r\n", "a".repeat(2048))), 431);
    is_refused(&server, get(&"X: a\r\n".repeat(20)), 431);
}

#[test]
fn a_head_may_arrive_byte_by_byte() {
    let server = Server::start();
    let mut connection = server.connect();
    for byte in HEALTH.bytes() {
        connection.send([byte]);
    }
    connection.answer().good();
}

#[test]
fn a_head_that_does_not_arrive_in_time_is_answered_with_408() {
    let server = Server::with(&["--head-timeout", "300ms"]);
    is_refused(&server, "GET / HT", 408);

    let mut trickle = server.connect();
    trickle.send("GET /");
    while !trickle.hears_within(Duration::from_millis(20)) {
        trickle.send("a");
    }
    trickle.answer().error(408);
}

#[test]
fn a_connection_on_which_nothing_is_said_is_closed_without_a_word() {
    let server = Server::with(&["--head-timeout", "300ms"]);
    assert!(server.connect().is_closed());
}

#[test]
fn the_head_of_a_later_request_has_the_same_time() {
    let server = Server::with(&["--head-timeout", "300ms", "--idle-timeout", "1h"]);
    let mut connection = server.connect();
    connection.send(HEALTH);
    connection.answer().good();
    connection.send("GET / HT");
    connection.answer().error(408);
    assert!(connection.is_closed());
}

#[test]
fn a_head_that_begins_together_with_the_request_before_it_has_no_more_time() {
    let server = Server::with(&["--head-timeout", "300ms", "--idle-timeout", "1h"]);
    let mut connection = server.connect();
    connection.send(format!("{HEALTH}GET / HT"));
    connection.answer().good();
    connection.answer().error(408);
    assert!(connection.is_closed());
}

#[test]
fn what_is_no_http_is_refused() {
    let server = Server::start();
    for head in [
        "hello\r\n\r\n",
        "GET /api/health\r\n\r\n",
        "GET /api/health HTTP/1.2\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET  /api/health HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/health HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /api/health HTTP/1.1\r\nHost: x\rX: y\r\n\r\n",
        "GET /api/health HTTP/1.1\r\nHost: x\0\r\n\r\n",
        "GET /api/health HTTP/1.1\r\nHost: x\r\nX: a\r\n folded\r\n\r\n",
        "GET /api/health HTTP/1.1\r\n folded\r\nHost: x\r\n\r\n",
        "\x16\x03\x01\x02\0\x01\0\x01\u{fc}\x03\x03 a TLS client\r\n\r\n",
    ] {
        is_refused(&server, head, 400);
    }
}

#[test]
fn a_target_that_is_no_address_is_refused_as_everything_else() {
    let server = Server::start();
    for target in ["/<b>", "/`id`", "/api/health?\"", "?x", "http:///api/health", "http://[::1/", "x:/y", "://"] {
        let mut connection = server.connect();
        connection.send(format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        let response = connection.answer();
        assert_eq!(response.header("content-type"), Some("application/json"), "{target}: {response:?}");
        assert!(matches!(response.status, 400 | 404), "{target}: {response:?}");
        response.error(response.status);
    }
}

#[test]
fn a_target_without_a_path_is_not_the_home_page() {
    let server = Server::start();
    for target in ["nothing", "mailto:x", "h:80", ":80"] {
        is_refused(&server, format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 400);
    }
}

#[test]
fn a_request_names_its_host_once() {
    let server = Server::start();
    is_refused(&server, "GET /api/health HTTP/1.1\r\n\r\n", 400);
    is_refused(&server, get("Host: localhost\r\n"), 400);
    is_refused(&server, get("hOsT: other.test\r\n"), 400);
}

#[test]
fn bytes_that_are_no_text_in_a_field_harm_nothing() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut connection = server.connect();
    for field in ["X", "Cookie", "Authorization", "Accept-Encoding", "If-None-Match", "Content-Type", "X-Forwarded-For"]
    {
        let start = format!("GET {} HTTP/1.1\r\nHost: localhost\r\n{field}: ", api(&share));
        connection.send([start.as_bytes(), b"\xff\xfe\x80 \xc3\r\n\r\n"].concat());
        connection.answer().good();
    }
}

#[test]
fn junk_in_a_path_names_nothing() {
    let server = Server::start();
    let mut connection = server.connect();
    let long = "/a".repeat(15_000);
    for path in [
        "/%",
        "/%zz",
        "/%00",
        "/%ff%fe",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/assets/../../schema.sql",
        "/assets/x/..%2f..%2fCargo.toml",
        "//api/health",
        "/api//health",
        "/api/health/",
        "/api/health%20",
        "/API/HEALTH",
        "/api/%68ealth",
        "/api/shared/chats/%ff",
        "/\\..\\",
        "/api/shared/chats/\u{fc}",
        &long,
    ] {
        let response = connection.request("GET", path, &[], b"");
        assert_eq!(response.status, 404, "{path}");
        response.error(404);
    }
}

#[test]
fn a_target_may_be_a_whole_url() {
    let server = Server::start();
    let mut connection = server.connect();
    connection.request("GET", "http://neptun.test/api/health?x=1", &[], b"").good();
    connection.request("GET", "http://neptun.test/nothing", &[], b"").error(404);
}

#[test]
fn options_are_told_for_an_address_and_the_whole_server_has_an_answer() {
    let server = Server::start();
    let mut connection = server.connect();
    let response = connection.request("OPTIONS", "/api/auth/login", &[], b"");
    assert_eq!((response.status, response.header("allow")), (204, Some("POST, OPTIONS")));
    assert!(connection.request("OPTIONS", "*", &[], b"").status < 500);
    connection.request("GET", "/api/health", &[], b"").good();
}

#[test]
fn methods_that_nobody_knows_are_refused_and_the_connection_lives() {
    let server = Server::start();
    let mut connection = server.connect();
    for method in ["TRACE", "CONNECT", "PURGE", "get", "G~T", &"A".repeat(5000)] {
        assert_eq!(
            connection.request(method, "/api/health", &[], b"").error(405)["message"],
            "This address takes GET, HEAD, OPTIONS"
        );
    }
    connection.request("GET", "/api/health", &[], b"").good();
}

#[test]
fn a_name_that_is_not_the_servers_is_misdirected() {
    let server = Server::with(&["--public-url", "https://share.example.com", "--allowed-host", "other.example.com"]);
    let ask = |host: &str, method: &str, path: &str| {
        let mut connection = server.connect();
        connection.send(format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ));
        connection.answer()
    };
    for host in ["share.example.com", "other.example.com:443", "127.0.0.1:8080", "[::1]", "localhost", "nas"] {
        let answer = ask(host, "GET", "/api/health");
        assert_eq!(answer.status, 200, "{host}");
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=63072000"));
        // A browser keeps no page of another site beside ours, and gives ours nothing that it does not need.
        let page = ask(host, "GET", "/account");
        assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
        assert!(page.header("permissions-policy").is_some_and(|policy| policy.contains("camera=()")));
    }
    for (method, path) in [("GET", "/"), ("GET", "/api/auth/me"), ("POST", "/api/auth/login"), ("GET", "/nothing")] {
        let answer = ask("rebind.example.net", method, path);
        assert_eq!(answer.error(421)["statusMessage"], "Misdirected Request", "{method} {path}");
        assert!(answer.json()["message"].as_str().is_some_and(|message| message.contains("--allowed-host")));
    }
}

//! What clients meet at the door, whatever is behind it: limits, framing, connections, the end.

mod support;

use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};
use support::people::{JSON, PASSWORD, api, basic};
use support::server::PROGRAM;
use support::{Connection, Person, Server, eventually, world};

const HEALTH: &str = "GET /api/health HTTP/1.1\r\nHost: neptun.test\r\n\r\n";
const LAST: &str = "GET /api/health HTTP/1.1\r\nHost: neptun.test\r\nConnection: close\r\n\r\n";

/// Longer than any time-out that these tests set.
const A_WHILE: Duration = Duration::from_millis(600);

fn get(fields: &str) -> String {
    format!("GET /api/health HTTP/1.1\r\nHost: neptun.test\r\n{fields}\r\n")
}

fn post(fields: &str) -> String {
    format!("POST /api/auth/login HTTP/1.1\r\nHost: neptun.test\r\nContent-Type: application/json\r\n{fields}\r\n")
}

/// Sends bytes on a connection of their own: they are answered with that error, and it is closed.
#[track_caller]
fn is_refused(server: &Server, bytes: impl AsRef<[u8]>, status: u16) {
    let mut connection = server.connect();
    connection.send(bytes);
    connection.answer().error(status);
    assert!(connection.is_closed());
}

/// The statuses of everything that is answered before the connection is closed.
fn statuses(connection: &mut Connection) -> Vec<u16> {
    std::iter::from_fn(|| connection.try_answer("GET")).map(|response| response.status).collect()
}

// Heads.

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
    is_refused(&server, get("Host: neptun.test\r\n"), 400);
    is_refused(&server, get("hOsT: other.test\r\n"), 400);
}

#[test]
fn bytes_that_are_no_text_in_a_field_harm_nothing() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut connection = server.connect();
    for field in ["X", "Cookie", "Authorization", "Accept-Encoding", "If-None-Match", "Content-Type", "X-Forwarded-For"]
    {
        let start = format!("GET {} HTTP/1.1\r\nHost: neptun.test\r\n{field}: ", api(&share));
        connection.send([start.as_bytes(), b"\xff\xfe\x80 \xc3\r\n\r\n"].concat());
        connection.answer().good();
    }
}

// Addresses.

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
        assert_eq!(connection.request(method, "/api/health", &[], b"").error(405)["statusCode"], 405);
    }
    connection.request("GET", "/api/health", &[], b"").good();
}

// Bodies.

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

// Where one request ends and the next begins.

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

// Connections.

#[test]
fn a_connection_is_used_again() {
    let server = Server::start();
    let mut connection = server.connect();
    for _ in 0..3 {
        let response = connection.request("GET", "/api/health", &[], b"");
        response.good();
        assert_ne!(response.header("connection"), Some("close"));
    }
    let response = connection.request("GET", "/api/health", &[("Connection", "close")], b"");
    assert_eq!(response.header("connection"), Some("close"));
    assert!(connection.is_closed());
}

#[test]
fn http_1_0_needs_no_host_and_is_closed_unless_it_asks_otherwise() {
    let server = Server::start();
    let mut connection = server.connect();
    connection.send("GET /api/health HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /api/health HTTP/1.0\r\n\r\n");
    assert_eq!(statuses(&mut connection), [200, 200]);
}

#[test]
fn head_tells_the_length_and_sends_no_body() {
    let server = Server::start();
    let mut connection = server.connect();
    let length = connection.request("GET", "/api/openapi.json", &[], b"").body.len().to_string();
    let head = connection.request("HEAD", "/api/openapi.json", &[], b"");
    assert_eq!(head.header("content-length"), Some(length.as_str()));
    let missing = connection.request("HEAD", "/nothing", &[], b"");
    assert_eq!(missing.status, 404);
    connection.request("GET", "/api/health", &[], b"").good();
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    let server = Server::with(&["--idle-timeout", "300ms", "--head-timeout", "1h"]);
    let mut connections: Vec<Connection> = (0..20).map(|_| server.connect()).collect();
    for connection in &mut connections {
        connection.request("GET", "/api/health", &[], b"").good();
    }
    let login = post("Content-Length: 2\r\n") + "{}";
    connections[0].send(login);
    connections[0].answer().error(400);
    assert!(connections.iter_mut().all(Connection::is_closed));
}

#[test]
fn between_two_requests_a_client_may_wait_longer_than_within_one() {
    let server = Server::with(&["--head-timeout", "100ms", "--body-timeout", "100ms", "--write-timeout", "100ms"]);
    let mut connection = server.connect();
    connection.send(HEALTH);
    connection.answer().good();
    assert!(!connection.hears_within(A_WHILE));
    connection.request("GET", "/api/health", &[], b"").good();
}

#[test]
fn a_client_that_does_not_take_its_answer_is_cut_off() {
    let (writer, ada, chat) = world();
    let message = json!({ "actor": "assistant", "message": "a".repeat(1_000_000) });
    let path = format!("{}/{chat}/messages", ada.chats());
    for _ in 0..8 {
        ada.post(&writer, &path, &message).good();
    }
    // A server with room for one: another client sees when the first one is gone.
    let server = Server::on(writer.database(), &["--max-connections", "1", "--write-timeout", "300ms"]);
    let mut stuck = server.connect();
    stuck.send(format!("GET {path} HTTP/1.1\r\nHost: neptun.test\r\nCookie: {}\r\n\r\n", ada.cookie));
    assert!(stuck.read_some() > 0);
    eventually("room for another client", || server.get("/api/health").status == 200);
    assert!(stuck.try_answer("GET").is_none(), "the answer breaks off");
}

#[test]
fn a_client_that_takes_its_answer_slowly_gets_all_of_it() {
    let (writer, ada, chat) = world();
    let message = json!({ "actor": "assistant", "message": "a".repeat(1_000_000) });
    let path = format!("{}/{chat}/messages", ada.chats());
    for _ in 0..8 {
        ada.post(&writer, &path, &message).good();
    }
    let server = Server::on(writer.database(), &["--write-timeout", "2s"]);
    let mut slow = server.connect().reading_slowly(Duration::from_millis(15));
    let whole = slow.request("GET", &path, &[("Cookie", &ada.cookie)], b"");
    assert_eq!(whole.good()["chatMessages"].as_array().map(Vec::len), Some(10));
}

#[test]
fn one_connection_too_many_is_told_so_and_there_is_room_when_others_leave() {
    let server = Server::with(&["--max-connections", "4"]);
    let mut inside: Vec<Connection> = (0..4).map(|_| server.connect()).collect();
    for connection in &mut inside {
        connection.request("GET", "/api/health", &[], b"").good();
    }

    let mut fifth = server.connect();
    let refusal = fifth.answer();
    refusal.error(503);
    assert!(refusal.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
    assert!(fifth.is_closed());
    inside[0].request("GET", "/api/health", &[], b"").good();

    inside.pop();
    eventually("room for another client", || server.get("/api/health").status == 200);
}

#[test]
fn running_out_of_file_descriptors_keeps_clients_waiting_and_no_longer() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let mut command = Command::new("sh");
    let serve =
        r#"ulimit -n 100 && exec "$0" serve --listen 127.0.0.1:0 --signup open --head-timeout 1h --database "$1""#;
    command.args(["-c", serve, PROGRAM]).arg(&database);
    let server = Server::from(command, &database);
    let ada = Person::sign_up(&server, "ada@example.com");
    let mut early = server.connect();
    early.request("GET", "/api/health", &[], b"").good();

    let crowd: Vec<Connection> = (0..150).map(|_| server.connect()).collect();
    eventually("no file descriptor left", || server.log().contains("cannot accept connections"));
    let body = json!({ "name": "A chat", "model": "a-model" }).to_string();
    for _ in 0..10 {
        let headers = [JSON[0], ("Cookie", &ada.cookie)];
        early.request("POST", &ada.chats(), &headers, body.as_bytes()).good();
        early.request("GET", "/api/health", &[], b"").good();
    }

    drop(crowd);
    server.get("/api/health").good();
    early.request("GET", "/api/health", &[], b"").good();
}

// The end.

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

// Whose request it is.

/// Guesses a share's password for a client that a proxy names.
fn guess(server: &Server, share: &Value, client: &str) -> u16 {
    let headers = [("Authorization", basic("wrong")), ("X-Forwarded-For", client.to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    server.request("GET", &api(share), &headers, b"").status
}

fn guarded(flags: &[&str]) -> (Server, Value) {
    let server = Server::with(flags);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    (server, share)
}

#[test]
fn behind_a_trusted_proxy_each_client_guesses_for_itself() {
    for proxy in ["127.0.0.1", "10.0.0.0/8,127.0.0.0/8"] {
        let (server, share) = guarded(&["--trusted-proxy", proxy]);
        assert!((0..40).any(|_| guess(&server, &share, "203.0.113.1") == 429));
        assert_eq!(guess(&server, &share, "203.0.113.2"), 401);
        // The proxy appends; what stands before it is the client's own invention.
        assert_eq!(guess(&server, &share, "203.0.113.9, 203.0.113.1"), 429);
    }
}

#[test]
fn whom_nobody_trusts_cannot_speak_for_others() {
    for flags in [&[][..], &["--trusted-proxy", "10.0.0.0/8"]] {
        let (server, share) = guarded(flags);
        assert!((0..40).any(|client| guess(&server, &share, &format!("203.0.113.{client}")) == 429));
        assert_eq!(guess(&server, &share, "198.51.100.7"), 429);
    }
}

// What is written down.

#[test]
fn no_secret_is_ever_in_the_log() {
    for format in ["text", "json"] {
        let mut server = Server::with(&["--log-format", format, "--log-level", "debug"]);
        let ada = Person::sign_up(&server, "ada@example.com");
        let chat = ada.chat(&server);
        let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
        let uuid = share["uuid"].as_str().expect("a uuid");
        let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
        ada.post(&server, &entries, &json!({ "emails": ["bob@example.com", "ada@example.com"] })).good();
        ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good();
        for password in ["open sesame", "opensesame"] {
            server.request("GET", &api(&share), &[("Authorization", &basic(password))], b"");
        }
        for path in [format!("/shared/chats/{uuid}"), format!("/x/{uuid}?email=bob@example.com"), format!("/{uuid}")] {
            ada.get(&server, &path);
        }
        for body in
            [r#"{"email":"ada@example.com","password":"opensesame"}"#, r#"{"password":"open sesame"#, "opensesame"]
        {
            server.request("POST", "/api/auth/login", JSON, body.as_bytes());
        }
        let mut broken = server.connect();
        broken.send(format!(
            "GET /{uuid} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nContent-Length: open sesame\r\n\r\n",
            ada.cookie
        ));
        broken.answer().error(400);
        drop(broken);
        server.signal(Signal::TERM);
        server.wait();
        eventually("the log's end", || server.log().contains("stopping"));

        let log = server.log().to_lowercase();
        let cookie = ada.cookie.split_once('=').map_or("", |(_, token)| token).to_lowercase();
        let password = basic("open sesame").to_lowercase();
        let hash = share["hashed_password"].as_str().expect("a hash").to_lowercase();
        let bare_uuid = uuid.replace('-', "");
        for secret in [
            PASSWORD,
            "sesame",
            password.trim_start_matches("basic "),
            &hash,
            "$argon2",
            &cookie,
            "@example.com",
            "example.com",
            "sky blue",
            "rayleigh",
            "a chat",
            uuid,
            &bare_uuid,
        ] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}

#[test]
fn every_line_of_a_json_log_is_an_object_and_every_request_has_one() {
    let mut server = Server::with(&["--log-format", "json"]);
    server.get("/api/health").good();
    server.get("/shared/chats/not-a-uuid");
    server.get("/nothing\"\\u0000%0a");
    is_refused(&server, post("Content-Length: 100000000000\r\n"), 413);
    is_refused(&server, "no http\r\n\r\n", 400);
    server.signal(Signal::TERM);
    server.wait();
    eventually("the log's end", || server.log().contains("stopping"));

    let lines: Vec<Value> = server.log().lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let statuses: Vec<&Value> = answered.iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, [200, 200, 404, 413, 400]);
    assert_eq!(answered[0]["method"], "GET");
    assert_eq!(answered[1]["route"], "/shared/chats/{uuid}");
    assert!(answered.iter().all(|line| line["micros"].is_number() && line["bytes"].is_number()));
}

#[test]
fn a_log_that_cannot_be_written_ends_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    // As when a log file's disk is full, or the program that read the log is gone.
    let script = r#"exec "$0" serve --listen 127.0.0.1:0 --database "$1" 2>/dev/full"#;
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]).arg(&database);
    let server = Server::from(command, &database);
    for _ in 0..3 {
        server.get("/api/health").good();
    }
}

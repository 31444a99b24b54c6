//! What others meet while one client takes as much as it can.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use serde_json::{Value, json};

use super::post;
use crate::support::people::{JSON, PASSWORD, api};
use crate::support::{Connection, Person, Server};

/// Two addresses that are not the usual one of this machine, which may take all.
const ATTACKER: [u8; 4] = [127, 77, 0, 1];
const BYSTANDER: [u8; 4] = [127, 77, 0, 2];

#[test]
fn whoever_opens_all_connections_they_can_leaves_some_for_others() {
    // A quarter, but never fewer than 64.
    let server = Server::with(&["--max-connections", "200", "--head-timeout", "1h", "--idle-timeout", "1h"]);
    let attack = || Connection::from(ATTACKER, server.address());
    let mut crowd: Vec<Connection> = (0..64).map(|_| attack()).collect();
    for connection in &mut crowd {
        connection.request("GET", "/api/health", &[], b"").good();
    }
    for _ in 0..20 {
        let refusal = attack().answer();
        refusal.error(503);
        assert!(refusal.header("retry-after").is_some());
    }
    let mut others: Vec<Connection> = (0..60).map(|_| Connection::from(BYSTANDER, server.address())).collect();
    for connection in &mut others {
        connection.request("GET", "/api/health", &[], b"").good();
    }
    drop(crowd);
    crate::support::eventually("room for the first", || attack().request("GET", "/api/health", &[], b"").status == 200);
}

#[test]
fn behind_a_proxy_a_client_that_keeps_requests_open_leaves_places_for_others() {
    let server = Server::with(&["--max-connections", "200", "--trusted-proxy", "127.0.0.1", "--body-timeout", "1h"]);
    let begin = |client: &str| {
        let mut connection = server.connect();
        let fields = format!("Content-Length: 50\r\nExpect: 100-continue\r\nX-Forwarded-For: {client}\r\n");
        connection.send(post(&fields));
        let status = connection.answer().status;
        (status, connection)
    };
    let crowd: Vec<(u16, Connection)> = (0..64).map(|_| begin("203.0.113.1")).collect();
    assert!(crowd.iter().all(|(status, _)| *status == 100));
    assert_eq!(begin("203.0.113.1").0, 503);
    let of = |client| server.request("GET", "/api/health", &[("X-Forwarded-For", client)], b"").status;
    assert_eq!((of("203.0.113.1"), of("203.0.113.2")), (503, 200));
    let one_customer: Vec<(u16, Connection)> =
        (0..150).map(|number| begin(&format!("2001:db8:0:{number:x}::1"))).collect();
    assert_eq!(one_customer.iter().filter(|(status, _)| *status == 100).count(), 100, "half, for all of a /56");
}

/// The most memory that the server has had, in MiB.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("read");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

#[test]
fn a_crowd_that_reads_one_long_conversation_has_it_in_memory_once() {
    let server = Server::with(&["--max-connections", "400"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": [] } }));
    // 20 MB, of which no answer is kept for the next reader.
    server.sql(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 400)
         insert into messages (chat_id, role, content, created_at, updated_at)
         select {chat}, 'user', replace(hex(zeroblob(10000)), '00', 'blue ') || i, 0, 0 from n"
    ));
    let own = format!("{}/{chat}/messages", ada.chats());
    for path in [api(&share), format!("{}?render=html", api(&share)), own.clone()] {
        // They take the beginning, and leave the rest.
        let read = || {
            let mut reader = Connection::from(ATTACKER, server.address());
            reader.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n", ada.cookie));
            reader
        };
        let mut first = read();
        assert!(first.read_some() > 0);
        let one = peak(&server);
        let mut crowd: Vec<Connection> = (0..60).map(|_| read()).collect();
        assert!(crowd.iter_mut().all(|reader| reader.read_some() > 0));
        Connection::from(BYSTANDER, server.address()).request("GET", "/api/health", &[], b"").good();
        let all = peak(&server);
        assert!(all < one + 100, "{path}: {one} MiB for one, {all} MiB for sixty more");
    }
    let list = ada.get(&server, &own).good();
    // Behind the question and the answer that it had.
    let long = list["chatMessages"].as_array().expect("messages").iter().skip(2).zip(1..=400);
    let is_of = |message: &Value, number: u32| {
        message["content"].as_str().is_some_and(|text| text.ends_with(&format!("blue {number}")))
    };
    assert_eq!(list["chatMessages"].as_array().map(Vec::len), Some(402));
    assert_eq!(long.filter(|(message, number)| is_of(message, *number)).count(), 400);
}

#[test]
fn slow_uploads_of_one_address_leave_places_for_those_of_others() {
    let server = Server::with(&["--body-timeout", "1h"]);
    let (ada, grace) = (Person::sign_up(&server, "ada@example.com"), Person::sign_up(&server, "grace@example.com"));
    let begin = || {
        let mut connection = Connection::from(ATTACKER, server.address());
        connection.send(format!(
            "POST {}/import HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\nContent-Type: application/json\r\n\
             Content-Length: 200000000\r\nExpect: 100-continue\r\n\r\n",
            ada.chats(),
            ada.cookie
        ));
        (connection.answer().status, connection)
    };
    let slow: Vec<(u16, Connection)> = (0..8).map(|_| begin()).collect();
    assert_eq!(slow.iter().filter(|(status, _)| *status == 100).count(), 4);
    assert_eq!(slow.iter().filter(|(status, _)| *status == 503).count(), 4);

    let text = "x".repeat(1_500_000);
    let conversation = json!({ "messages": [{ "role": "user", "content": text }] }).to_string();
    let mut bystander = Connection::from(BYSTANDER, server.address());
    let headers = [JSON[0], ("Cookie", &grace.cookie)];
    bystander.request("POST", &format!("{}/import", grace.chats()), &headers, conversation.as_bytes()).good();
}

#[test]
fn while_one_address_guesses_on_many_connections_others_sign_in() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let (stop, guesses) = (AtomicBool::new(false), AtomicU32::new(0));
    let login = json!({ "email": ada.email, "password": PASSWORD }).to_string();
    thread::scope(|scope| {
        for guesser in 0..40 {
            let (server, stop, guesses) = (&server, &stop, &guesses);
            scope.spawn(move || {
                let mut connection = server.connect();
                for number in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let body = json!({ "email": format!("{guesser}-{number}@example.com"), "password": "guessed it" });
                    connection.request("POST", "/api/auth/login", JSON, body.to_string().as_bytes());
                    guesses.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        crate::support::eventually("a flood", || guesses.load(Ordering::Relaxed) > 40);
        let mut bystander = Connection::from(BYSTANDER, server.address());
        let statuses: Vec<u16> =
            (0..5).map(|_| bystander.request("POST", "/api/auth/login", JSON, login.as_bytes()).status).collect();
        stop.store(true, Ordering::Relaxed);
        assert_eq!(statuses, [200; 5]);
    });
}

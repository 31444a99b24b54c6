//! What is refused.

use serde_json::{Value, json};

use super::{MIB, address, archive, server_and_ada, upload};
use crate::support::Person;

#[test]
fn what_is_no_conversation_is_refused_with_what_can_be_read() {
    let (server, ada) = server_and_ada();
    let png = b"\x89PNG\r\n\x1a\n".repeat(10);
    let no_archive = b"PK\x03\x04 and then nothing".to_vec();
    let other_json = br#"{"weather": "fine"}"#.to_vec();
    let long_nonsense = vec![b'x'; 3 * MIB];
    for (body, says) in [
        (png, "an image"),
        (no_archive, "damaged"),
        (other_json, "`weather`"),
        (long_nonsense, "nothing says who speaks"),
        (archive(&[("a.txt", b"hello")]), "No conversation in a.txt"),
    ] {
        let error = upload(&server, &ada, "", &body).error(400);
        assert_eq!(error["statusMessage"], "Bad Request. The file could not be imported.");
        assert!(error["message"].as_str().expect("a message").contains(says), "{error}");
        assert_eq!(error["data"]["issues"][0]["message"], error["message"]);
    }
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"], json!([]));
}

#[test]
fn an_empty_body_is_told_how_to_send_a_file() {
    let (server, ada) = server_and_ada();
    let error = upload(&server, &ada, "", b"").error(400);
    assert!(error["message"].as_str().expect("a message").contains("--data-binary"), "{error}");
}

#[test]
fn a_query_that_is_wrong_is_refused_before_the_body_is_sent() {
    let (server, ada) = server_and_ada();
    let mut connection = server.connect();
    let path = address(&ada, "?format=telegram&dry_run=perhaps&name=%00");
    let cookie = &ada.cookie;
    connection.send(format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {MIB}\r\n\r\n"));
    let error = connection.answer().error(400);
    let issues = error["data"]["issues"].as_array().expect("issues");
    let paths: Vec<&Value> = issues.iter().map(|issue| &issue["path"][0]).collect();
    assert_eq!(paths, ["dry_run", "format", "name"]);
    assert!(issues[1]["message"].as_str().expect("a message").contains("'chatgpt'"));
}

#[test]
fn only_the_user_uploads_and_an_outsider_is_not_asked_for_a_body() {
    let (server, ada) = server_and_ada();
    let grace = Person::sign_up(&server, "grace@example.com");
    let head = |fields: &str| {
        let path = address(&ada, "");
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\nExpect: 100-continue\r\n{fields}\r\n",
            9 * MIB
        )
    };
    let cookie = |person: &Person| format!("Cookie: {}\r\n", person.cookie);
    for (fields, status) in
        [(String::new(), 401), (cookie(&grace), 404), (cookie(&ada) + "Sec-Fetch-Site: cross-site\r\n", 403)]
    {
        let mut connection = server.connect();
        connection.send(head(&fields));
        connection.answer().error(status);
        assert!(connection.is_closed());
    }
}

#[test]
fn more_than_256_mib_is_refused_before_it_is_sent_and_no_other_route_takes_as_much() {
    let (server, ada) = server_and_ada();
    for (path, length, status) in
        [(address(&ada, ""), 256 * MIB, 100), (address(&ada, ""), 256 * MIB + 1, 413), (ada.chats(), MIB + 1, 413)]
    {
        let mut connection = server.connect();
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n", ada.cookie);
        connection.send(format!("{head}Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n"));
        assert_eq!(connection.answer().status, status);
    }
}

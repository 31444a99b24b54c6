//! `HEAD`: what `GET` would have in its header fields, and nothing of a conversation is read for it.

use serde_json::{Value, json};

use crate::support::people::{Person, api};
use crate::support::{Response, Server, world};

/// All that shows a conversation, to readers of its link and to its owner.
fn forms(ada: &Person, chat: i64, share: &Value) -> Vec<String> {
    let (shared, own) = (api(share), format!("{}/{chat}", ada.chats()));
    let page = shared.replace("/api", "");
    let mut forms = vec![
        format!("{shared}?render=html"),
        format!("{shared}?render=page"),
        shared.replace("/shared/chats/", "/share/") + "/data",
        format!("{page}/preview.png"),
        format!("{own}/messages"),
        format!("{own}/messages?render=page"),
        format!("{own}/shares/{}/preview", share["id"]),
    ];
    for format in ["markdown", "json", "html", "messages"] {
        forms.extend([&shared, &own].map(|of| format!("{of}/export?format={format}")));
    }
    forms.extend([shared, page]);
    forms
}

/// What a client learns from the head of an answer, but for the moment at which it was made and how it is framed.
fn fields(response: &Response) -> Vec<(&str, &str)> {
    let framing = ["connection", "content-length", "date", "transfer-encoding"];
    let fields = response.headers.iter().filter(|(name, _)| !framing.contains(&name.as_str()));
    let mut fields: Vec<(&str, &str)> = fields.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.sort_unstable();
    fields
}

fn ask(server: &Server, method: &str, path: &str, ada: &Person, encoding: &str) -> Response {
    server.request(method, path, &[("Cookie", &ada.cookie), ("Accept-Encoding", encoding)], b"")
}

#[test]
fn head_has_the_fields_of_get_and_a_length_only_where_the_bytes_stand_ready() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    for path in forms(&ada, chat, &share) {
        for encoding in ["identity", "br"] {
            let head = ask(&server, "HEAD", &path, &ada, encoding);
            assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, None), "{path}");
            let get = ask(&server, "GET", &path, &ada, encoding);
            assert_eq!((get.status, fields(&head)), (200, fields(&get)), "{path} {encoding}");

            let tag = [("Cookie", ada.cookie.as_str()), ("If-None-Match", get.header("etag").unwrap_or("\"none\""))];
            let known = server.request("HEAD", &path, &[&tag[..], &[("Accept-Encoding", encoding)]].concat(), b"");
            assert_eq!(known.status, if get.header("etag").is_some() { 304 } else { 200 }, "{path} {encoding}");
        }
    }
    let (json, length) = (api(&share), server.get(&api(&share)).body.len());
    let ready = ask(&server, "HEAD", &json, &ada, "identity");
    assert_eq!(ready.header("content-length"), Some(length.to_string().as_str()));
}

#[test]
fn head_reads_no_message_and_the_connection_goes_on() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    // Whoever reads one fails.
    server.open_database().execute_batch("alter table messages rename to put_away").expect("renamed");
    let mut connection = server.connect();
    for path in forms(&ada, chat, &share) {
        let head = connection.request("HEAD", &path, &[("Cookie", &ada.cookie)], b"");
        assert_eq!(head.status, 200, "{path}");
        let mut other = server.connect();
        other.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n", ada.cookie));
        assert!(other.try_answer("GET").is_none_or(|answer| answer.status != 200), "{path}");
    }
}

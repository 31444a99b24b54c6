//! Answers that stand ready: the same bytes as those that were made, and never those of a moment that is past.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::json;

use super::read;
use crate::support::people::{api, basic};
use crate::support::{Response, world};

/// The page of a share, and its conversation in the other forms.
fn forms(path: &str) -> [String; 4] {
    [path.to_owned(), format!("{path}?render=html"), format!("{path}?render=page"), path.replace("/api", "")]
}

fn decoded(response: &Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut body = response.body.as_slice();
    match response.header("content-encoding") {
        Some("br") => brotli::Decompressor::new(body, 4096).read_to_end(&mut bytes),
        Some("gzip") => flate2::read::GzDecoder::new(body).read_to_end(&mut bytes),
        _ => body.read_to_end(&mut bytes),
    }
    .expect("decoded");
    bytes
}

#[test]
fn every_form_is_the_same_when_it_stands_ready_in_each_encoding() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    for path in forms(&api(&share)) {
        let plain = server.get(&path);
        assert_eq!(plain.status, 200);
        for encoding in ["identity", "br", "gzip"] {
            let get = || server.request("GET", &path, &[("Accept-Encoding", encoding)], b"");
            let (made, ready) = (get(), get());
            assert_eq!(made.header("content-encoding").unwrap_or("identity"), encoding, "{path}");
            assert!(made.header("vary").is_some_and(|vary| vary.contains("Accept-Encoding")), "{path}");
            for name in ["content-encoding", "content-type", "etag", "cache-control", "content-security-policy"] {
                assert_eq!(made.header(name), ready.header(name), "{path} {encoding} {name}");
            }
            assert!(made.body == ready.body && decoded(&ready) == decoded(&plain), "{path} {encoding}");
            // A page is a stream for everybody, so that nothing tells how often it was read.
            let is_page = path.ends_with("render=page") || !path.starts_with("/api");
            let length = (!is_page).then(|| ready.body.len().to_string());
            let head = server.request("HEAD", &path, &[("Accept-Encoding", encoding)], b"");
            for answer in [&made, &ready, &head] {
                assert_eq!(answer.header("content-length"), length.as_deref(), "{path} {encoding}");
            }
            assert!(head.body.is_empty());
        }
    }
}

#[test]
fn what_changes_is_seen_by_the_very_next_reader_in_every_form() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let path = format!("{}/{chat}/messages", ada.chats());
    let shows = |text: &str| {
        let shown = forms(&api(&share)).map(|path| {
            let get = || server.request("GET", &path, &[("Accept-Encoding", "br")], b"");
            get();
            String::from_utf8_lossy(&decoded(&get())).contains(text)
        });
        shown.iter().filter(|shown| **shown).count()
    };
    assert_eq!(shows("newly said"), 0);
    ada.post(&server, &path, &json!({ "message": "newly said", "actor": "user" })).good();
    assert_eq!(shows("newly said"), 4);
    ada.post(&server, &ada.shares(chat), &json!({ "redactions": { "kinds": [], "words": ["newly"] } })).good();
    assert_eq!((shows("newly said"), shows("[redacted] said")), (0, 4));
    ada.delete(&server, &format!("{path}/last")).good();
    assert_eq!(shows("[redacted] said"), 0);
}

#[test]
fn what_another_process_changes_under_load_holds_for_the_very_next_reader() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let (id, uuid) = (&share["id"], share["uuid"].as_str().expect("a uuid"));
    let database = server.open_database();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut reader = server.connect();
                while !is_over.load(Ordering::Relaxed) {
                    read(&mut reader, &share, &[]);
                }
            });
        }
        let mut reader = server.connect();
        let mut signed_in = server.connect();
        let cookie = [("Cookie", ada.cookie.as_str())];
        let mut judge = |statement: String, status: (u16, u16)| {
            database.execute_batch(&statement).expect("changed");
            let seen = (read(&mut reader, &share, &[]), read(&mut signed_in, &share, &cookie));
            assert_eq!(seen, status, "right after: {statement}");
        };
        for round in 0..60 {
            judge(format!("update shares set is_shared = 0 where uuid = '{uuid}'"), (404, 404));
            judge(format!("update shares set is_shared = 1 where uuid = '{uuid}'"), (200, 200));
            judge(format!("update shares set has_whitelist = 1 where id = {id}"), (401, 403));
            let entry = format!(
                "insert into whitelist_entries (share_id, user_id, created_at, updated_at) select {id}, id, 0, 0 from users"
            );
            judge(entry, (401, 200));
            judge(format!("delete from whitelist_entries where share_id = {id}"), (401, 403));
            judge(format!("update shares set has_whitelist = 0 where id = {id}"), (200, 200));
            judge(format!("update shares set expires_at = 1 where id = {id}"), (404, 404));
            judge(format!("update shares set expires_at = null where id = {id}"), (200, 200));
            if round % 20 == 0 {
                let mode = if round == 0 { "passive" } else { "truncate" };
                database.query_row(&format!("pragma wal_checkpoint({mode})"), [], |_| Ok(())).expect("checkpoint");
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_link_expires_and_a_password_is_asked_for_also_where_the_link_is_known() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "sesame" }));
    let mut reader = server.connect();
    let right = basic("sesame");
    for _ in 0..3 {
        assert_eq!(read(&mut reader, &share, &[]), 401);
        assert_eq!(read(&mut reader, &share, &[("Authorization", &right)]), 200);
        assert_eq!(read(&mut reader, &share, &[("Authorization", &basic("other"))]), 401);
    }
    let soon = jiff::Timestamp::now() + std::time::Duration::from_millis(1500);
    ada.post(&server, &ada.shares(chat), &json!({ "expires_at": soon.to_string() })).good();
    assert_eq!(read(&mut reader, &share, &[("Authorization", &right)]), 200);
    while jiff::Timestamp::now() <= soon {
        thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(read(&mut reader, &share, &[("Authorization", &right)]), 404, "time alone ends it");
}

//! Downloads of a conversation that is being written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::json;

use crate::support::client::TIMEOUT;
use crate::support::people::api;
use crate::support::world;

/// What was said before anybody downloads: so much that it is read in many pieces.
const MESSAGES: usize = 3000;

#[test]
fn every_download_is_whole_while_people_write() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": [] } }));
    server.sql(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < {MESSAGES})
         insert into messages (chat_id, role, content, created_at, updated_at)
         select {chat}, 'user', replace(hex(zeroblob(100)), '00', 'blue ') || 'said before: ' || i, 0, 0 from n"
    ));
    let stop = AtomicBool::new(false);
    let written = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                let body = json!({ "message": "meanwhile", "actor": "user" });
                ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &body).good();
                written += 1;
            }
            written
        });
        let read = scope.spawn(|| {
            for format in ["html", "markdown", "json", "html", "markdown", "json"] {
                // What breaks off is no answer.
                let read = server.get(&format!("{}/export?format={format}", api(&share)));
                assert_eq!(read.status, 200, "{format}");
                let text = String::from_utf8_lossy(&read.body);
                assert_eq!(text.matches("said before: ").count(), MESSAGES, "{format}");
                match format {
                    "html" => assert!(text.trim_end().ends_with("</html>")),
                    "json" => drop(read.json()),
                    _ => {}
                }
            }
        });
        let read = read.join();
        stop.store(true, Ordering::Relaxed);
        let written = writer.join().expect("all was answered");
        assert!(read.is_ok());
        written
    });
    assert!(written > 0);
}

#[test]
fn a_download_of_which_the_last_message_is_changed_meanwhile_breaks_off() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": [] } }));
    // More than is on its way.
    server.sql(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 20)
         insert into messages (chat_id, role, content, created_at, updated_at)
         select {chat}, 'user', replace(hex(zeroblob(100000)), '00', 'blue sky  '), 0, 0 from n"
    ));
    let mut reader = server.connect();
    reader.send(format!("GET {}/export HTTP/1.1\r\nHost: localhost\r\n\r\n", api(&share)));
    assert!(reader.hears_within(TIMEOUT));
    server.sql("update messages set content = 'otherwise' where id = (select max(id) from messages)");
    // It would have the new words without what is redacted of them.
    assert!(reader.try_answer("GET").is_none());
    let now = server.get(&format!("{}/export", api(&share))).good();
    assert_eq!(now["messages"].as_array().and_then(|all| all.last()).expect("a message")["content"], "otherwise");
}

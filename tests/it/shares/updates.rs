//! What readers get who have a part of a conversation on their page already.

use serde_json::{Value, json};

use crate::support::people::api;
use crate::support::{Person, Server, world};

/// A page as it was sent.
struct Page {
    revision: String,
    /// The first message, where others are before it.
    from: Option<String>,
    html: String,
}

/// The page of somebody who has that one.
fn page(server: &Server, share: &Value, has: Option<&Page>) -> Page {
    let since = has.map_or_else(String::new, |page| format!("&since={}", page.revision));
    let answer = server.get(&format!("{}?render=page{since}", api(share)));
    assert_eq!(answer.status, 200);
    let html = String::from_utf8(answer.body).expect("UTF-8");
    let attribute = |name: &str| {
        let (_, rest) = html.split_once(&format!(" {name}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    Page { revision: attribute("data-revision").expect("a revision"), from: attribute("data-from"), html }
}

fn say(server: &Server, ada: &Person, chat: i64, words: &str) {
    let message = json!({ "message": words, "actor": "user" });
    ada.post(server, &format!("{}/{chat}/messages", ada.chats()), &message).good();
}

fn long() -> (Server, Person, i64, Value) {
    let (server, ada, chat) = world();
    let said: Vec<Value> = (0..60).map(|n| json!({ "role": "user", "content": format!("word{n}.") })).collect();
    ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &json!({ "messages": said })).good();
    let share = ada.share(&server, chat, &json!({}));
    (server, ada, chat, share)
}

#[test]
fn only_the_end_comes_to_whoever_has_the_beginning() {
    let (server, ada, chat, share) = long();
    let mut has = page(&server, &share, None);
    assert!(has.from.is_none() && has.html.matches("<article").count() == 62);
    for n in 60..70 {
        say(&server, &ada, chat, &format!("word{n}."));
        let next = page(&server, &share, Some(&has));
        let from = format!("id=\"{}\"", next.from.as_deref().expect("an update"));
        assert!(has.html.contains(&from) && next.html.contains(&from), "{n}");
        assert!(next.html.contains(&format!("word{n}.")) && next.html.matches("<article").count() < 25, "{n}");
        assert!(next.html.contains(&format!("{} messages", n + 3)), "{n}");
        // The same for whoever asks the same.
        assert_eq!(page(&server, &share, Some(&has)).html, next.html);
        has = next;
    }
}

#[test]
fn everything_comes_once_more_than_the_end_has_changed() {
    let (server, ada, chat, share) = long();
    let all = |has: &Page| {
        let next = page(&server, &share, Some(has));
        assert_eq!((next.from, next.html.matches("<article").count() > 50), (None, true));
    };
    let has = page(&server, &share, None);
    let database = rusqlite::Connection::open(server.database()).expect("the database");
    let of_chat = format!("chat_id = {chat} order by id");
    let change = |which: &str| {
        let sql = format!(
            "update messages set content = 'other' where id = (select id from messages where {of_chat} {which})"
        );
        assert_eq!(database.execute(&sql, []).expect("changed"), 1);
    };
    change("limit 1 offset 60");
    let next = page(&server, &share, Some(&has));
    assert!(next.from.is_some() && next.html.contains("other"), "near the end");
    change("limit 1 offset 30");
    all(&next);

    let has = page(&server, &share, None);
    let sql = format!("delete from messages where id = (select max(id) from messages where chat_id = {chat})");
    database.execute(&sql, []).expect("deleted");
    all(&has);

    let has = page(&server, &share, None);
    ada.share(&server, chat, &json!({ "redactions": { "words": ["word3"] } }));
    all(&has);

    for stranger in ["0123456789abcdef-0", "x", ""] {
        all(&Page { revision: stranger.to_owned(), from: None, html: String::new() });
    }
}

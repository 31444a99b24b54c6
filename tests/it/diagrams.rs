//! Mermaid diagrams: drawn by the server, each in a separate process.

use serde_json::json;

use crate::support::people::api;
use crate::support::{Person, Server};

const FLOW: &str = "```mermaid\nflowchart TD\n  A[Start] --> B{Works?}\n```\n";
/// Every day is left out, so that ten of them never come.
const ENDLESS: &str = "```mermaid\ngantt\n dateFormat YYYY-MM-DD\n \
                       excludes monday,tuesday,wednesday,thursday,friday,saturday,sunday\n section a\n x: 2026-01-01, 10d\n```\n";

#[test]
fn a_diagram_is_a_picture_on_the_page_and_in_files_and_one_without_end_stays_code() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let messages = json!({ "messages": [
        { "role": "user", "content": ENDLESS },
        { "role": "assistant", "content": format!("{FLOW}\n{FLOW}") },
    ] });
    ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &messages).good();
    let share = ada.share(&server, chat, &json!({}));
    let page = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    for path in [page, format!("{}/export?format=html", api(&share))] {
        let answer = server.get(&path);
        assert_eq!(answer.status, 200);
        let html = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(html.matches("<figure class=\"diagram\">").count(), 2, "{path}");
        assert_eq!(html.matches(">Start</text>").count(), 2, "{path}");
        assert!(html.contains("A[Start] --&gt; B{Works?}"), "the source is there, too: {path}");
        assert!(html.contains("excludes monday"), "{path}");
    }
}

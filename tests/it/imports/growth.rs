//! A conversation that is here and goes on in its program: what is behind its first messages comes, and the same again
//! changes nothing.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Person, Response, Server, world};

fn file(said: &[(&str, &str)]) -> Value {
    let messages: Vec<Value> = said.iter().map(|(role, content)| json!({ "role": role, "content": content })).collect();
    json!({ "format": "neptun-share/1", "chat": { "name": "Night sky", "model": "m", "source_id": "s" }, "messages": messages })
}

/// As the API describes it.
fn digest(said: &[(&str, &str)]) -> String {
    let mut hasher = Sha256::new();
    for (role, content) in said {
        for field in [role, content, &""] {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field);
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Scene {
    server: Server,
    ada: Person,
    chat: i64,
}

impl Scene {
    fn new(said: &[(&str, &str)]) -> Self {
        let (server, ada, _) = world();
        let report = ada.post(&server, &ada.at("/chats/import"), &file(said)).good();
        let chat = report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().expect("a chat");
        Self { server, ada, chat }
    }

    fn grow(&self, query: &str, said: &[(&str, &str)]) -> Response {
        self.ada.post(&self.server, &format!("{}/{}/import{query}", self.ada.chats(), self.chat), &file(said))
    }

    fn texts(&self) -> Vec<String> {
        let read = self.ada.get(&self.server, &format!("{}/{}/messages", self.ada.chats(), self.chat)).good();
        let messages = read["chatMessages"].as_array().expect("messages").iter();
        messages.map(|message| message["content"].as_str().expect("text").to_owned()).collect()
    }
}

const BEGINNING: [(&str, &str); 2] = [("user", "Why is it dark?"), ("assistant", "It is night.")];

#[test]
fn what_is_new_comes_alone_and_the_same_again_changes_nothing() {
    let scene = Scene::new(&BEGINNING);
    let query = format!("?kept=2&digest={}", digest(&BEGINNING));
    for outcome in ["updated", "unchanged"] {
        let answer = scene.grow(&query, &[("user", "And the stars?")]).good();
        assert_eq!(answer["outcome"], outcome);
        assert_eq!(scene.texts(), ["Why is it dark?", "It is night.", "And the stars?"]);
    }
    // What was taken back in its program goes here, too; the last message that stays has grown.
    let query = format!("?kept=1&digest={}", digest(&BEGINNING[..1]));
    assert_eq!(scene.grow(&query, &[("assistant", "It is night, and late.")]).good()["new_messages"], 1);
    assert_eq!(scene.texts(), ["Why is it dark?", "It is night, and late."]);
    // All of it.
    assert_eq!(scene.grow("", &BEGINNING).good()["new_messages"], 1);
    assert_eq!(scene.texts(), ["Why is it dark?", "It is night."]);
}

#[test]
fn another_beginning_is_refused_and_one_that_is_not_named_as_well() {
    let scene = Scene::new(&BEGINNING);
    let more = [("user", "And the stars?")];
    let other = digest(&[("user", "Why is it light?"), ("assistant", "It is night.")]);
    for query in [format!("?kept=2&digest={other}"), format!("?kept=3&digest={}", digest(&BEGINNING))] {
        let refused = scene.grow(&query, &more);
        assert_eq!(refused.status, 409, "{query}");
    }
    for query in ["?kept=2", "?kept=2&digest=abc", "?kept=-1", "?kept=x"] {
        assert_eq!(scene.grow(query, &more).status, 400, "{query}");
    }
    let path = format!("{}/{}/import", scene.ada.chats(), scene.chat);
    let two = json!([{ "role": "user", "content": "Another program's." }]);
    assert_eq!(scene.ada.post(&scene.server, &path, &two).status, 400, "only this program's own form");
    assert_eq!(scene.texts().len(), 2);
}

#[test]
fn what_is_new_is_searched_and_redacted_as_the_link_says() {
    let scene = Scene::new(&BEGINNING);
    let share = scene.ada.share(&scene.server, scene.chat, &json!({}));
    let query = format!("?kept=2&digest={}", digest(&BEGINNING));
    scene.grow(&query, &[("user", "My key is AKIAQX3MPLE7RTZ2WKLB. Done.")]).good();
    let uuid = share["uuid"].as_str().expect("a uuid");
    let shown = scene.server.get(&format!("/api/shared/chats/{uuid}")).good().to_string();
    assert!(shown.contains("Done.") && !shown.contains("AKIAQX3MPLE7RTZ2WKLB"), "{shown}");
}

#[test]
fn one_follows_at_a_time_and_the_page_is_live_meanwhile() {
    let scene = Scene::new(&BEGINNING);
    let path = format!("{}/{}/followers", scene.ada.chats(), scene.chat);
    let [first, second] = ["7f3b1c52-6a0e-4f0e-9d1c-2b8a5e4f6c7d", "00000000-0000-4000-8000-000000000001"];
    let hold = |follower: &str| scene.ada.post(&scene.server, &path, &json!({ "follower": follower }));
    assert!(hold(first).good()["expires_at"].is_string());
    hold(first).good();
    assert_eq!(hold(second).status, 409);
    assert_eq!(hold("me").status, 400);
    scene.ada.delete(&scene.server, &format!("{path}/{second}")).error(404);
    assert_eq!(hold(second).status, 409, "only who follows can end it");
    scene.ada.delete(&scene.server, &format!("{path}/{first}")).good();
    hold(second).good();
    // Of which nothing was heard for a while.
    scene.server.sql("update followers set expires_at = 0");
    hold(first).good();
}

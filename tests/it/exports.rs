//! Conversations as files, for their owner and for readers: what is in them, and who gets them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::client::TIMEOUT;
use crate::support::people::basic;
use crate::support::{Person, Response, Server};

/// A picture of one dot and a script, in base64.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const SCRIPT: &str = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==";

const FORMATS: [(&str, &str, &str); 4] = [
    ("markdown", "text/markdown; charset=utf-8", "md"),
    ("json", "application/json", "json"),
    ("html", "text/html; charset=utf-8", "html"),
    ("messages", "application/json", "messages.json"),
];

struct SharedChat {
    server: Server,
    owner: Person,
    chat: i64,
    share: String,
}

/// A server whose owner has shared that conversation.
fn scene(messages: &Value, settings: &Value) -> SharedChat {
    let server = Server::start();
    let owner = Person::sign_up(&server, "ada@example.com");
    let conversation = json!({ "title": "Größe <b>: a talk", "model": "a-model", "messages": messages });
    let chat = import(&server, &owner, &conversation);
    let share = owner.share(&server, chat, settings)["uuid"].as_str().expect("a uuid").to_owned();
    SharedChat { server, owner, chat, share }
}

fn import(server: &Server, owner: &Person, conversation: &Value) -> i64 {
    let report = owner.post(server, &format!("{}/import", owner.chats()), conversation).good();
    report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().expect("a chat")
}

/// A picture twice, a script that calls itself one, and one on the web.
fn files() -> Value {
    let picture = json!({ "type": "image_url", "image_url": { "url": format!("data:image/png;base64,{DOT}") } });
    let script = json!({ "type": "image_url", "image_url": { "url": format!("data:text/html;base64,{SCRIPT}") } });
    let far = json!({ "type": "image_url", "image_url": { "url": "https://example.com/far.png" } });
    let words = json!({ "type": "text", "text": "What are *these*? <script>alert(1)</script>" });
    json!([
        { "role": "user", "content": [picture, script, far, words], "created_at": "2026-01-02T03:04:05Z" },
        { "role": "assistant", "content": "Dots." },
        { "role": "user", "content": [picture] },
    ])
}

impl SharedChat {
    fn read(&self, query: &str, headers: &[(&str, &str)]) -> Response {
        self.server.request("GET", &format!("/api/shared/chats/{}/export{query}", self.share), headers, b"")
    }

    fn own(&self, query: &str) -> Response {
        self.owner.get(&self.server, &format!("{}/{}/export{query}", self.owner.chats(), self.chat))
    }

    fn page(&self) -> String {
        let page = self.read("?format=html", &[]);
        assert_eq!(page.status, 200);
        String::from_utf8(page.body).expect("UTF-8")
    }
}

#[test]
fn a_reader_gets_the_file_that_its_owner_gets_under_the_name_of_the_conversation() {
    let scene = scene(&files(), &json!({}));
    for (format, media_type, extension) in FORMATS {
        let (read, own) = (scene.read(&format!("?format={format}"), &[]), scene.own(&format!("?format={format}")));
        assert_eq!((read.status, own.status), (200, 200));
        assert!(read.body == own.body, "{format}");
        let disposition = format!(
            "attachment; filename=\"Gr__e b a talk.{extension}\"; \
             filename*=UTF-8''Gr%C3%B6%C3%9Fe%20b%20a%20talk.{extension}"
        );
        for reply in [&read, &own] {
            assert_eq!(reply.header("content-type"), Some(media_type));
            assert_eq!(reply.header("content-disposition"), Some(disposition.as_str()));
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        }
        assert_eq!(read.header("cache-control"), Some("no-cache"));
        assert_eq!(own.header("cache-control"), Some("no-store"));
        assert_eq!(read.header("access-control-allow-origin"), None);
    }
    assert_eq!(scene.read("", &[]).good(), scene.read("?format=json", &[]).good());
    for response in [scene.read("?format=pdf", &[]), scene.own("?format=pdf")] {
        assert_eq!(response.error(400)["data"]["issues"][0]["path"], json!(["format"]));
    }
}

#[test]
fn of_a_model_that_nobody_knows_nothing_is_said() {
    let server = Server::start();
    let owner = Person::sign_up(&server, "ada@example.com");
    let talk = json!({ "title": "Bees", "messages": [{ "role": "user", "content": "Why?" }] });
    let chat = import(&server, &owner, &talk);
    let share = owner.share(&server, chat, &json!({}))["uuid"].as_str().expect("a uuid").to_owned();
    let scene = SharedChat { server, owner, chat, share };

    let text = |response: Response| String::from_utf8(response.body).expect("UTF-8");
    assert!(text(scene.read("?format=markdown", &[])).starts_with("# Bees\n\n## User\n"));
    let page = text(scene.server.request("GET", &format!("/shared/chats/{}", scene.share), &[], b""));
    assert!(page.contains("<meta property=\"og:image:alt\" content=\"Bees\">"), "{page}");
    assert!(!scene.page().contains("unknown"));
}

#[test]
fn what_a_reader_saved_is_imported_again_and_tells_nothing_of_its_owner() {
    let scene = scene(&files(), &json!({}));
    let json = scene.read("?format=json", &[]).good();
    let names: Vec<&String> = json.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["format", "chat", "messages", "attachments"]);
    assert_eq!(json["chat"].as_object().expect("an object").len(), 4, "name, model, two times");

    let grace = Person::sign_up(&scene.server, "grace@example.com");
    let copy = import(&scene.server, &grace, &json);
    let again = grace.get(&scene.server, &format!("{}/{copy}/export", grace.chats())).good();
    assert_eq!((&again["messages"], &again["attachments"]), (&json["messages"], &json["attachments"]));
}

#[test]
fn a_saved_page_needs_nothing_else_and_runs_nothing() {
    let scene = scene(&files(), &json!({}));
    let page = scene.page();
    assert!(page.contains("<title>Größe &lt;b&gt;: a talk</title>"), "{page}");
    for foreign in ["<script", "<link", "src=\"http", "src=\"/", "href=\"/", "<b>: a talk", &scene.share] {
        assert!(!page.contains(foreign), "{foreign}: {page}");
    }
    assert!(!page.contains("Open to"), "it is no share any more");

    let styles = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("styles").0;
    let digest = BASE64_STANDARD.encode(Sha256::digest(styles));
    assert!(page.contains(&format!("default-src 'none'; style-src 'sha256-{digest}' 'sha256-")), "{page}");
    assert!(page.find("Content-Security-Policy") < page.find("<style>"));

    let link = page.split_once("message-link\" href=\"#").and_then(|(_, rest)| rest.split_once('"')).expect("a link").0;
    assert!(page.contains(&format!("id=\"{link}\"")), "{link}");
    assert!(page.contains("<use href=\"#icon-user\">") && page.contains("<symbol id=\"icon-user\""), "{page}");
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn a_saved_page_holds_each_file_once_and_opens_none_but_pictures() {
    let page = scene(&files(), &json!({})).page();
    assert_eq!(page.matches(&format!("src=\"data:image/png;base64,{DOT}\"")).count(), 1, "{page}");
    assert!(page.contains(&format!("href=\"data:application/octet-stream;base64,{SCRIPT}\" download=")), "{page}");
    assert_eq!(page.matches("data:").count(), 4, "the policy (for fonts and pictures), the picture and the file");
    assert!(page.contains(">shown above</a>"), "{page}");
    assert!(page.contains("href=\"https://example.com/far.png\"") && page.contains("Open it at example.com"), "{page}");
}

#[test]
fn the_messages_alone_are_what_models_take() {
    let said = json!([
        { "role": "system", "content": "Be brief." },
        { "role": "user", "content": "Why \"blue\"?" },
        { "role": "assistant", "content": "Rayleigh." },
    ]);
    let scene = scene(&said, &json!({}));
    assert_eq!(scene.read("?format=messages", &[]).good(), json!({ "model": "a-model", "messages": said }));
}

#[test]
fn what_a_message_leaves_open_does_not_swallow_the_rest_of_the_markdown() {
    let said = json!([
        { "role": "user", "content": "```\nunclosed" },
        { "role": "assistant", "content": "<!-- unclosed" },
        { "role": "user", "content": "after" },
    ]);
    let file = scene(&said, &json!({})).read("?format=markdown", &[]);
    let text = String::from_utf8(file.body).expect("UTF-8");
    let (_, messages) = text.split_once("## User").expect("a message");
    assert_eq!(messages, "\n\n```\nunclosed\n```\n\n## Assistant\n\n<!-- unclosed\n-->\n\n## User\n\nafter\n");
}

#[test]
fn a_picture_is_put_in_whole_and_one_of_more_than_8_mib_not_at_all() {
    let dot = BASE64_STANDARD.decode(DOT).expect("base64");
    let picture = |length: usize| BASE64_STANDARD.encode([&dot[..], &vec![7; length - dot.len()]].concat());
    let said =
        |bytes: &str| json!({ "type": "image_url", "image_url": { "url": format!("data:image/png;base64,{bytes}") } });
    let large = picture(1024 * 1024);
    let too_large = picture(8 * 1024 * 1024 + 1);
    let page = scene(&json!([{ "role": "user", "content": [said(&large), said(&too_large)] }]), &json!({})).page();
    assert!(page.contains(&format!("src=\"data:image/png;base64,{large}\"")));
    assert_eq!(page.matches("src=\"data:").count(), 1);
    assert!(page.contains("8.3 MB, not in this file"));
}

#[test]
fn the_shares_own_rules_hold_for_its_exports() {
    let scene = scene(&files(), &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let right = basic("open sesame");
    let mut tags = Vec::new();
    for (format, ..) in FORMATS {
        let query = format!("?format={format}");
        assert_eq!(scene.read(&query, &[]).error(401)["data"]["shareInfo"]["shareHasPassword"], true);
        assert_eq!(scene.read(&query, &[("Authorization", &basic("wrong"))]).status, 401);
        for encoding in ["br", "gzip", "identity"] {
            let headers = [("Authorization", right.as_str()), ("Accept-Encoding", encoding)];
            let read = scene.read(&query, &headers);
            assert_eq!((read.status, read.header("cache-control")), (200, Some("private, no-cache")));
            assert_eq!(read.header("content-encoding"), (encoding != "identity").then_some(encoding));
            let vary: Vec<&str> =
                read.headers.iter().filter(|(name, _)| name == "vary").map(|(_, value)| value.as_str()).collect();
            assert_eq!(vary.join(", "), "Accept-Encoding, Authorization, Cookie");

            let tag = read.header("etag").expect("an entity tag").to_owned();
            let again = scene.read(&query, &[headers[0], headers[1], ("If-None-Match", &tag)]);
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())));
            assert_eq!(scene.read(&query, &[("If-None-Match", &tag)]).status, 401);
            assert!(!tags.contains(&tag), "{tag}");
            tags.push(tag);
        }
    }
    let path = format!("/api/shared/chats/{}/export", scene.share);
    let head = scene.server.request("HEAD", &path, &[("Authorization", &right)], b"");
    assert_eq!((head.status, head.body.len(), head.header("content-type")), (200, 0, Some("application/json")));

    scene.owner.share(&scene.server, scene.chat, &json!({ "is_shared": false }));
    let gone = scene.read("", &[("Authorization", &right), ("If-None-Match", &tags[0])]);
    assert_eq!((gone.status, gone.header("cache-control")), (404, Some("no-store")));
}

#[test]
fn an_export_is_of_one_state_and_never_holds_what_was_taken_back() {
    let picture = json!({ "type": "image_url", "image_url": { "url": format!("data:image/png;base64,{DOT}") } });
    let said = json!([{ "role": "user", "content": "a".repeat(1 << 20) }, { "role": "assistant", "content": "b" }]);
    let mut messages: Vec<&Value> = said.as_array().expect("a list").iter().cycle().take(20).collect();
    let last_words = json!({ "role": "user", "content": [picture] });
    messages.push(&last_words);
    let scene = scene(&json!(messages), &json!({}));
    assert_eq!(scene.read("", &[]).good()["attachments"][0]["data"], DOT);

    // Another state while it is on its way: it breaks off.
    let mut reader = scene.server.connect();
    reader.send(format!("GET /api/shared/chats/{}/export HTTP/1.1\r\nHost: localhost\r\n\r\n", scene.share));
    assert!(reader.hears_within(TIMEOUT));
    let last = format!("{}/{}/messages/last", scene.owner.chats(), scene.chat);
    assert_eq!(scene.owner.delete(&scene.server, &last).status, 200);
    assert!(reader.try_answer("GET").is_none());

    let json = scene.read("", &[]).good();
    assert_eq!(json["messages"].as_array().expect("a list").len(), 20);
    assert_eq!(json["attachments"], json!([]), "a file of a message that is no more");
}

fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

#[test]
fn a_message_whose_time_nobody_said_has_none_and_each_answer_its_model() {
    let said = json!([
        { "role": "user", "content": "When?" },
        { "role": "assistant", "content": "Then.", "model": "a-model" },
        { "role": "assistant", "content": "Now.", "model": "another-model", "created_at": "2025-02-03T04:05:06Z" },
    ]);
    let scene = scene(&said, &json!({}));
    let SharedChat { server, owner, chat, share } = &scene;
    let at = |path: &str| format!("{}/{chat}{path}", owner.chats());
    let chat = owner.get(server, &at("")).good()["chat"].clone();

    let shared = server.request("GET", &format!("/api/shared/chats/{share}"), &[], b"").good();
    let facts =
        |message: &Value| (message["timestamp"].clone(), message["is_undated"].clone(), message["model"].clone());
    let messages = shared["chatMessages"].as_array().expect("messages");
    assert_eq!(facts(&messages[0]), (chat["created_at"].clone(), json!(true), Value::Null));
    assert_eq!(facts(&messages[1]), (chat["created_at"].clone(), json!(true), json!("a-model")));
    assert_eq!(facts(&messages[2]), (json!("2025-02-03T04:05:06Z"), Value::Null, json!("another-model")));

    let html = text(&server.request("GET", &format!("/shared/chats/{share}"), &[], b""));
    assert_eq!(html.matches("class=\"message-link\"").count(), 1);
    assert!(html.contains(">another-model</span>"), "{html}");
    let markdown = text(&scene.read("?format=markdown", &[]));
    assert!(
        markdown.contains("## Assistant\n\nThen.") && markdown.contains("## Assistant (another-model)"),
        "{markdown}"
    );
    let json = scene.read("?format=json", &[]).good();
    assert_eq!((json["messages"][0].get("created_at"), &json["messages"][2]["model"]), (None, &json!("another-model")));
    assert_eq!(json["messages"][2]["created_at"], json!("2025-02-03T04:05:06Z"));
}

//! Files of conversations: who may read them, and that no browser runs them.

use std::path::Path;

use crate::support::people::basic;
use crate::support::server::run;
use crate::support::{Person, Response, Server};

/// A picture of one dot, a script, and a page that calls itself a picture; in base64.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const SCRIPT: &str = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==";

/// A server whose owner has shared a conversation with two files.
struct SharedFiles {
    _folder: tempfile::TempDir,
    server: Server,
    owner: Person,
    share: String,
    chat: i64,
    /// The digests of the picture and the script.
    files: Vec<String>,
}

fn scene(settings: &serde_json::Value) -> SharedFiles {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let server = Server::on(&database, &["--signup", "open"]);
    let owner = Person::sign_up(&server, "ada@example.com");
    let file = folder.path().join("files.json");
    let conversation = format!(
        r#"{{"title": "Files", "messages": [{{"role": "user", "content": [
            {{"type": "image_url", "image_url": {{"url": "data:image/png;base64,{DOT}"}}}},
            {{"type": "image_url", "image_url": {{"url": "data:text/html;base64,{SCRIPT}"}}}},
            {{"type": "image_url", "image_url": {{"url": "https://example.com/far.png"}}}},
            {{"type": "text", "text": "What are these?"}}
        ]}}]}}"#
    );
    std::fs::write(&file, conversation).expect("written");
    import(&database, &file);
    let chats = owner.get(&server, &owner.chats()).good();
    let chat = chats["chats"][0]["id"].as_i64().expect("an id");
    let messages = owner.get(&server, &format!("{}/{chat}/messages", owner.chats())).good();
    let parts = messages["chatMessages"][0]["parts"].as_array().expect("parts").clone();
    let files = parts.iter().filter_map(|part| part["sha256"].as_str()).map(str::to_owned).collect();
    let share = owner.share(&server, chat, settings)["uuid"].as_str().expect("a uuid").to_owned();
    SharedFiles { _folder: folder, server, owner, share, chat, files }
}

fn import(database: &Path, file: &Path) {
    let (database, file) = (database.to_str().expect("UTF-8"), file.to_str().expect("UTF-8"));
    let (code, _, err) = run(&["import", "--database", database, "--user", "ada@example.com", file], "");
    assert_eq!(code, 0, "{err}");
}

impl SharedFiles {
    fn read(&self, file: &str, headers: &[(&str, &str)]) -> Response {
        self.server.request("GET", &format!("/api/shared/chats/{}/attachments/{file}", self.share), headers, b"")
    }
}

#[test]
fn a_reader_of_an_open_share_gets_its_pictures() {
    let scene = scene(&serde_json::json!({}));
    let picture = scene.read(&scene.files[0], &[]);
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")));
    assert!(picture.body.starts_with(b"\x89PNG"));
    let etag = picture.header("etag").expect("an entity tag");
    assert_eq!(scene.read(&scene.files[0], &[("If-None-Match", etag)]).status, 304);
    assert_eq!(scene.files.len(), 2, "what lies on the web is not fetched");
}

#[test]
fn a_file_is_never_something_that_a_browser_would_run() {
    let scene = scene(&serde_json::json!({}));
    let script = scene.read(&scene.files[1], &[]);
    assert_eq!(script.status, 200);
    assert_eq!(script.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(script.header("x-content-type-options"), Some("nosniff"));
    let policy = script.header("content-security-policy").expect("a policy");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
    let count = script.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-security-policy")).count();
    assert_eq!(count, 1);
}

#[test]
fn the_shares_own_rules_hold_for_its_files() {
    let scene = scene(&serde_json::json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let file = scene.files[0].as_str();
    assert_eq!(scene.read(file, &[]).status, 401);
    assert_eq!(scene.read(file, &[("Authorization", &basic("wrong"))]).status, 401);
    let read = scene.read(file, &[("Authorization", &basic("open sesame"))]);
    assert_eq!((read.status, read.header("cache-control")), (200, Some("private, no-cache")));
    let etag = read.header("etag").expect("an entity tag");
    assert_eq!(scene.read(file, &[("If-None-Match", etag)]).status, 401);

    scene.owner.share(&scene.server, scene.chat, &serde_json::json!({ "is_shared": false }));
    assert_eq!(scene.read(file, &[("Authorization", &basic("open sesame"))]).status, 404);
}

#[test]
fn a_file_is_read_through_a_conversation_that_has_it_and_no_other() {
    let scene = scene(&serde_json::json!({}));
    let other = scene.owner.chat(&scene.server);
    let share = scene.owner.share(&scene.server, other, &serde_json::json!({}));
    let uuid = share["uuid"].as_str().expect("a uuid");
    let file = &scene.files[0];
    let path = format!("/api/shared/chats/{uuid}/attachments/{file}");
    assert_eq!(scene.server.request("GET", &path, &[], b"").status, 404);
    assert_eq!(scene.read(&file.to_uppercase(), &[]).status, 404, "one file, one address");

    let own = |chat| format!("{}/{chat}/attachments/{file}", scene.owner.chats());
    assert_eq!(scene.owner.get(&scene.server, &own(scene.chat)).status, 200);
    assert_eq!(scene.owner.get(&scene.server, &own(other)).status, 404);
}

#[test]
fn an_export_holds_everything_and_says_when_there_is_no_such_format() {
    let scene = scene(&serde_json::json!({}));
    let export =
        |query: &str| scene.owner.get(&scene.server, &format!("{}/{}/export{query}", scene.owner.chats(), scene.chat));
    let json = export("?format=json").good();
    assert_eq!(json["format"], "neptun-share/1");
    assert_eq!(json["messages"][0]["parts"].as_array().expect("parts").len(), 4);
    assert_eq!(json["attachments"][0]["data"], DOT);
    assert_eq!(export("").good(), json);

    let markdown = export("?format=markdown");
    assert_eq!(markdown.header("content-type"), Some("text/markdown; charset=utf-8"));
    let text = String::from_utf8(markdown.body).expect("UTF-8");
    assert!(text.starts_with("# Files\n") && text.contains("## User\n\n[image]"), "{text}");
    assert_eq!(export("?format=pdf").status, 400);
}

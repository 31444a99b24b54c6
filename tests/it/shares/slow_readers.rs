//! What a reader still gets who began before the owner changed something, and takes it slowly.

use serde_json::{Value, json};

use crate::support::client::TIMEOUT;
use crate::support::people::{api, basic};
use crate::support::{Connection, Person, Server};

/// The digest of a file, which says nothing of it here.
const FILE: &str = "1111111111111111111111111111111111111111111111111111111111111111";

/// More than is on its way, in bytes; each form has much more.
const ON_ITS_WAY: usize = 12_000_000;

struct Scene {
    server: Server,
    ada: Person,
    chat: i64,
    share: Value,
}

impl Scene {
    fn new() -> Self {
        let server = Server::with(&["--write-timeout", "10m"]);
        let ada = Person::sign_up(&server, "ada@example.com");
        let chat = ada.chat(&server);
        let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": [] } }));
        server.sql(&format!(
            "insert into attachments (id, sha256, media_type, size, created_at)
             values (1, x'{FILE}', 'application/octet-stream', 80 * 255 * 1024, 0)"
        ));
        server.sql(&format!("insert into chat_attachments (chat_id, attachment_id) values ({chat}, 1)"));
        server.sql(
            "with recursive n (i) as (select 0 union all select i + 1 from n where i < 79)
             insert into attachment_chunks (attachment_id, number, bytes) select 1, i, zeroblob(255 * 1024) from n",
        );
        Self { server, ada, chat, share }
    }

    /// Adds messages to the file.
    fn with_messages(self) -> Self {
        self.server.sql(&format!(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < 200)
             insert into messages (chat_id, role, content, created_at, updated_at)
             select {}, 'user', replace(hex(zeroblob(10000)), '00', 'blue sky  '), 0, 0 from n",
            self.chat
        ));
        self
    }

    fn set(&self, settings: &Value) {
        self.ada.share(&self.server, self.chat, settings);
    }

    fn begin(&self, path: &str) -> Connection {
        self.begin_with(path, &[])
    }

    fn begin_with(&self, path: &str, headers: &[(&str, &str)]) -> Connection {
        let mut reader = self.server.connect();
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        reader.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"));
        assert!(reader.hears_within(TIMEOUT));
        reader
    }
}

/// How many bytes still come until the connection ends.
fn taken(mut reader: Connection) -> usize {
    std::iter::from_fn(|| Some(reader.read_some()).filter(|length| *length > 0)).sum()
}

#[test]
fn once_the_link_is_off_the_rest_does_not_come() {
    let scene = Scene::new().with_messages();
    let (api, uuid) = (api(&scene.share), scene.share["uuid"].as_str().expect("a uuid"));
    let forms = [
        format!("/shared/chats/{uuid}"),
        format!("{api}/export?format=markdown"),
        format!("{api}/export?format=json"),
        format!("{api}/attachments/{FILE}"),
    ];
    let readers = forms.each_ref().map(|path| scene.begin(path));
    scene.set(&json!({ "is_shared": false }));
    for (path, reader) in forms.iter().zip(readers) {
        let taken = taken(reader);
        assert!(taken < ON_ITS_WAY, "{path}: {taken} bytes");
    }
}

#[test]
fn whoever_would_not_be_let_in_any_more_does_not_get_the_rest() {
    let scene = Scene::new().with_messages();
    let grace = Person::sign_up(&scene.server, "grace@example.com");
    let path = format!("{}/export?format=markdown", api(&scene.share));
    let password = basic("blue sky");
    let credentials = [("Authorization", password.as_str()), ("Cookie", &grace.cookie)];
    let entries = format!("{}/{}/whitelist-entries", scene.ada.shares(scene.chat), scene.share["id"]);
    let ends = |reader: Connection, why: &str| {
        let taken = taken(reader);
        assert!(taken < ON_ITS_WAY, "{why}: {taken} bytes");
    };

    let nobody = scene.begin(&path);
    scene.set(&json!({ "is_protected": true, "hashed_password": "blue sky" }));
    ends(nobody, "without the password");
    let right = scene.begin_with(&path, &credentials[..1]);
    let listed = scene.ada.post(&scene.server, &entries, &json!({ "emails": [grace.email] })).good();
    ends(right, "not on the list");

    let listed =
        listed["shareWhitelistEntries"].as_array().and_then(|list| list.last()).expect("an entry")["id"].clone();
    let removed = scene.begin_with(&path, &credentials);
    scene.ada.delete(&scene.server, &format!("{entries}/{listed}")).good();
    ends(removed, "removed from the list");
    scene.ada.post(&scene.server, &entries, &json!({ "emails": [grace.email] })).good();

    let expired = scene.begin_with(&path, &credentials);
    scene.server.sql(&format!("update shares set expires_at = 1 where id = {}", scene.share["id"]));
    ends(expired, "expired");
    scene.server.sql(&format!("update shares set expires_at = null where id = {}", scene.share["id"]));
    let live = scene.begin_with(&path, &credentials);
    scene.set(&json!({ "is_frozen": true }));
    ends(live, "another state of the conversation");
}

#[test]
fn who_was_let_in_takes_all_of_it_whatever_else_changes() {
    let scene = Scene::new().with_messages();
    let grace = Person::sign_up(&scene.server, "grace@example.com");
    scene.set(&json!({ "is_protected": true, "hashed_password": "blue sky" }));
    let entries = format!("{}/{}/whitelist-entries", scene.ada.shares(scene.chat), scene.share["id"]);
    scene.ada.post(&scene.server, &entries, &json!({ "emails": [grace.email] })).good();
    let path = format!("{}/export?format=markdown", api(&scene.share));
    let password = basic("blue sky");
    let mut reader = scene.begin_with(&path, &[("Authorization", &password), ("Cookie", &grace.cookie)]);
    scene.set(&json!({ "is_protected": true, "expires_at": "2100-01-01T00:00:00Z", "may_be_continued": false }));
    scene.ada.post(&scene.server, &entries, &json!({ "emails": ["linus@example.com"] })).good();
    grace.post(&scene.server, "/api/auth/logout", &Value::Null).good();
    assert!(reader.answer().body.len() > ON_ITS_WAY);
}

#[test]
fn once_a_file_is_left_out_the_rest_of_it_does_not_come() {
    let scene = Scene::new();
    let file = format!("{}/attachments/{FILE}", api(&scene.share));
    let [mut changed, left_out] = [(); 2].map(|()| scene.begin(&file));
    scene.set(&json!({ "redactions": { "kinds": [], "words": ["red sky"] } }));
    assert_eq!(changed.answer().body.len(), 80 * 255 * 1024, "for its readers it is the same");
    scene.set(&json!({ "redactions": { "kinds": ["unsearched_file"] } }));
    let taken = taken(left_out);
    assert!(taken < ON_ITS_WAY, "{taken} bytes");
}

//! Everything that somebody can have, one of each kind.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::people::{PASSWORD, secret};
use crate::support::{Person, Server};

/// Stands in every text of these people.
pub const MARK: &str = "xylophone";

/// One of each kind.
pub struct Resources {
    pub person: Person,
    /// What stands in a path, by the name of its place.
    places: BTreeMap<&'static str, String>,
    /// What stands in a body, by the name of its field.
    fields: BTreeMap<&'static str, Value>,
}

impl Resources {
    /// Those of a new person: a chat with a file, shared with named people.
    pub fn of(server: &Server, email: &str) -> Self {
        let person = Person::sign_up(server, email);
        let post = |path: &str, body: &Value| person.post(server, path, body).good();

        let file = format!("{MARK} of {email}");
        let data = format!("data:text/plain;base64,{}", base64(file.as_bytes()));
        let content = json!([
            { "type": "text", "text": format!("A {MARK}?") },
            { "type": "file", "file": { "filename": "a.txt", "file_data": data } },
        ]);
        let conversation =
            json!({ "title": format!("A {MARK}"), "messages": [{ "role": "user", "content": content }] });
        let report = post(&person.at("/chats/import"), &conversation);
        let chat = report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().expect("a chat");
        let messages = person.get(server, &format!("{}/{chat}/messages", person.chats())).good();
        let message = &messages["chatMessages"][0];
        let parts = message["parts"].as_array().expect("parts");
        let sha256 = parts.iter().find_map(|part| part["sha256"].as_str()).expect("a file").to_owned();

        let follower = format!("00000000-0000-4000-8000-{chat:012}");
        post(&format!("{}/{chat}/followers", person.chats()), &json!({ "follower": follower }));
        let share = person.share(server, chat, &json!({}));
        let entries = format!("{}/{}/whitelist-entries", person.shares(chat), share["id"]);
        let entry = post(&entries, &json!([email]))["shareWhitelistEntries"][0]["id"].clone();
        let session = person.get(server, "/api/auth/me").good()["session"]["id"].clone();
        let wish = json!({ "current_password": PASSWORD, "name": MARK, "scope": "write" });
        let token = post(&person.at("/tokens"), &wish)["token"].clone();
        let wish = json!({ "email": format!("friend-of-{email}"), "share_ids": [share["id"]] });
        let invitation = post(&person.at("/invitations"), &wish)["invitation"].clone();
        assert_eq!(secret(&invitation["url"]).len(), 43);

        server.sql(&format!(
            "insert into harmless_values (user_id, kind, text, created_at) values ({}, 'email', '{email}', 0)",
            person.id
        ));
        let finding = person.get(server, &person.at("/harmless-findings")).good()["findings"][0]["id"].clone();

        let places = BTreeMap::from([
            ("user_id", person.id.to_string()),
            ("account_id", person.id.to_string()),
            ("chat_id", chat.to_string()),
            ("share_id", share["id"].to_string()),
            ("entry_id", entry.to_string()),
            ("session_id", session.to_string()),
            ("token_id", token["id"].to_string()),
            // In an address, one that is not made for that does nothing.
            ("token", token["secret"].as_str().expect("a secret").to_owned()),
            ("sync", "s".repeat(43)),
            ("invitation_id", invitation["id"].to_string()),
            ("finding_id", finding.as_str().expect("an id").to_owned()),
            ("follower", follower),
            ("sha256", sha256),
            ("slug", share["short_url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a slug").to_owned()),
            ("uuid", share["uuid"].as_str().expect("a uuid").to_owned()),
        ]);
        let fields = BTreeMap::from([
            ("chat_id", json!(chat)),
            ("chat_ids", json!([chat])),
            ("share_ids", json!([share["id"]])),
            ("message_ids", json!([message["id"]])),
            ("until_message_id", message["id"].clone()),
            // By which a model knows the answer.
            ("id", json!(1)),
            // Which program asks, in words of its own.
            ("client_id", json!("something")),
        ]);
        Self { person, places, fields }
    }

    /// What stands in that place of a path.
    #[track_caller]
    pub fn in_path(&self, place: &str) -> &str {
        self.places.get(place).unwrap_or_else(|| panic!("a route with {{{place}}}: say here what Ada has of that kind"))
    }

    /// What stands in that field of a body or a query, where the field holds ids.
    #[track_caller]
    pub fn in_body(&self, field: &str) -> Option<&Value> {
        let holds_ids = field == "id" || field.ends_with("_id") || field.ends_with("_ids");
        let value = self.fields.get(field);
        assert!(!holds_ids || value.is_some(), "a field `{field}`: say here what Ada has of that kind");
        value
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::prelude::BASE64_STANDARD.encode(bytes)
}

//! OpenCode's own protocol for shares, as version 1.18 speaks it: what it sends, in its order, and what somebody else
//! may send.

mod hostile;
mod protocol;

use serde_json::{Value, json};

use crate::support::people::JSON;
use crate::support::{Person, Response, Server};

pub const SESSION: &str = "ses_ddab48f10ffeMsQGz2y0tqr0SU";

/// A program that shares sessions with somebody's token.
pub struct Agent<'s> {
    server: &'s Server,
    base: String,
}

/// A share that it made.
pub struct Shared {
    pub id: String,
    pub secret: String,
    pub url: String,
}

impl<'s> Agent<'s> {
    pub fn of(server: &'s Server, owner: &Person) -> Self {
        Self { server, base: format!("/t/{}", owner.token(server, "publish")) }
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Response {
        self.server.request(method, &format!("{}/api/share{path}", self.base), JSON, body.to_string().as_bytes())
    }

    #[track_caller]
    pub fn share(&self, session: &str) -> Shared {
        let made = self.send("POST", "", &json!({ "sessionID": session })).good();
        let text = |name: &str| made[name].as_str().expect("a text").to_owned();
        Shared { id: text("id"), secret: text("secret"), url: text("url") }
    }

    pub fn try_sync(&self, shared: &Shared, data: &[Value]) -> Response {
        let body = json!({ "secret": shared.secret, "data": data });
        self.send("POST", &format!("/{}/sync", shared.id), &body)
    }

    #[track_caller]
    pub fn sync(&self, shared: &Shared, data: &[Value]) {
        self.try_sync(shared, data).good();
    }

    pub fn remove(&self, shared: &Shared) -> Response {
        self.send("DELETE", &format!("/{}", shared.id), &json!({ "secret": shared.secret }))
    }
}

impl Shared {
    /// The link's name.
    pub fn uuid(&self) -> &str {
        self.url.rsplit('/').next().expect("a uuid")
    }

    /// What anybody reads: the texts of the messages, with who said them.
    #[track_caller]
    pub fn texts(&self, server: &Server) -> Vec<String> {
        let read = server.get(&format!("/api/shared/chats/{}", self.uuid())).good();
        let messages = read["chatMessages"].as_array().expect("messages").iter();
        let text = |name: &str, message: &Value| message[name].as_str().expect("a text").to_owned();
        messages.map(|message| format!("{}: {}", text("role", message), text("content", message))).collect()
    }

    #[track_caller]
    pub fn title(&self, server: &Server) -> Value {
        server.get(&format!("/api/shared/chats/{}", self.uuid())).good()["chat"]["name"].clone()
    }
}

pub fn session(more: &Value) -> Value {
    let mut data = json!({ "id": SESSION, "slug": "quick-rocket", "title": "Sky", "time": { "created": 1_000, "updated": 2_000 } });
    data.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    json!({ "type": "session", "data": data })
}

/// A message of that number, said then.
pub fn asked(number: i64) -> Value {
    json!({ "type": "message", "data": {
        "id": format!("msg_{number:03}"), "role": "user", "sessionID": SESSION, "time": { "created": number * 1_000 },
        "model": { "providerID": "fake", "modelID": "fake-model" },
    } })
}

pub fn answered(number: i64, finish: Option<&str>) -> Value {
    let mut time = json!({ "created": number * 1_000 });
    if finish.is_some() {
        time["completed"] = json!(number * 1_000 + 500);
    }
    json!({ "type": "message", "data": {
        "id": format!("msg_{number:03}"), "role": "assistant", "sessionID": SESSION, "time": time, "finish": finish,
        "modelID": "fake-model", "providerID": "fake",
    } })
}

pub fn text(number: i64, text: &str) -> Value {
    part(number, &json!({ "id": format!("prt_{number:03}_text"), "type": "text", "text": text }))
}

pub fn part(number: i64, more: &Value) -> Value {
    let mut data = json!({ "messageID": format!("msg_{number:03}"), "sessionID": SESSION });
    data.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    json!({ "type": "part", "data": data })
}

pub const UNFINISHED: &str = "system: Not finished: what follows was not sent yet.";

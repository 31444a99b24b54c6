//! The people who use the server: with sessions, speaking JSON.

use serde_json::{Value, json};

use super::{Response, Server};

pub const PASSWORD: &str = "correct horse battery";

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Person {
    pub id: i64,
    pub email: String,
    pub cookie: String,
}

/// Two people and a chat of the first, in most tests' beginning.
pub fn world() -> (Server, Person, i64) {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    (server, ada, chat)
}

impl Person {
    pub fn sign_up(server: &Server, email: &str) -> Self {
        let body = json!({ "email": email, "password": PASSWORD });
        Self::from(server.request("POST", "/api/auth/sign-up", JSON, body.to_string().as_bytes()), email)
    }

    pub fn sign_in(server: &Server, email: &str) -> Self {
        Self::sign_in_with(server, email, PASSWORD)
    }

    pub fn sign_in_with(server: &Server, email: &str, password: &str) -> Self {
        let body = json!({ "email": email, "password": password });
        Self::from(server.request("POST", "/api/auth/login", JSON, body.to_string().as_bytes()), email)
    }

    #[track_caller]
    pub fn from(response: Response, email: &str) -> Self {
        let body = response.good();
        let cookie = response.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
        Self { id: body["user"]["id"].as_i64().expect("an id"), email: email.to_owned(), cookie: cookie.to_owned() }
    }

    pub fn get(&self, server: &Server, path: &str) -> Response {
        server.request("GET", path, &[("Cookie", &self.cookie)], b"")
    }

    pub fn delete(&self, server: &Server, path: &str) -> Response {
        server.request("DELETE", path, &[("Cookie", &self.cookie)], b"")
    }

    /// Any request, with a JSON body unless that is null.
    pub fn send(&self, server: &Server, method: &str, path: &str, body: &Value) -> Response {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        server.request(method, path, &[JSON[0], ("Cookie", &self.cookie)], body.as_bytes())
    }

    pub fn post(&self, server: &Server, path: &str, body: &Value) -> Response {
        self.post_raw(server, path, body.to_string().as_bytes())
    }

    pub fn post_raw(&self, server: &Server, path: &str, body: &[u8]) -> Response {
        server.request("POST", path, &[JSON[0], ("Cookie", &self.cookie)], body)
    }

    /// The address of everything of theirs.
    pub fn at(&self, below: &str) -> String {
        format!("/api/users/{}{below}", self.id)
    }

    /// The secret of a new token of theirs.
    pub fn token(&self, server: &Server, scope: &str) -> String {
        self.token_with(server, PASSWORD, scope)
    }

    /// The same where they have another password than the usual one.
    pub fn token_with(&self, server: &Server, password: &str, scope: &str) -> String {
        let body = json!({ "current_password": password, "name": "A script", "scope": scope });
        let made = self.post(server, &self.at("/tokens"), &body).good();
        made["token"]["secret"].as_str().expect("a secret").to_owned()
    }

    /// Invites somebody; the secret of the link.
    pub fn invite(&self, server: &Server, email: &str, shares: &[&Value]) -> String {
        let ids: Vec<&Value> = shares.iter().map(|share| &share["id"]).collect();
        let body = json!({ "email": email, "share_ids": ids });
        secret(&self.post(server, &self.at("/invitations"), &body).good()["invitation"]["url"])
    }

    /// The address of their chats.
    pub fn chats(&self) -> String {
        format!("/api/users/{}/chats", self.id)
    }

    pub fn shares(&self, chat: i64) -> String {
        format!("{}/{chat}/shares", self.chats())
    }

    /// Makes a chat with a question and an answer.
    pub fn chat(&self, server: &Server) -> i64 {
        let chat = self.post(server, &self.chats(), &json!({ "name": "A chat", "model": "a-model" })).good();
        let id = chat["chat"]["id"].as_i64().expect("an id");
        let messages = json!({ "messages": [
            { "role": "user", "content": "Why is the sky blue?" },
            { "role": "assistant", "content": "Because of Rayleigh scattering." },
        ] });
        self.post(server, &format!("{}/{id}/messages", self.chats()), &messages).good();
        id
    }

    /// Shares a chat; the share as it is answered.
    pub fn share(&self, server: &Server, chat: i64, settings: &Value) -> Value {
        self.post(server, &self.shares(chat), settings).good()["share"].take()
    }
}

/// What stands behind the `#` of a link.
pub fn secret(url: &Value) -> String {
    url.as_str().and_then(|url| url.split_once('#')).expect("a link with a secret").1.to_owned()
}

/// `Authorization` with that token.
pub fn bearer(secret: &str) -> String {
    format!("Bearer {secret}")
}

/// Where readers read a share.
pub fn api(share: &Value) -> String {
    format!("/api/shared/chats/{}", share["uuid"].as_str().expect("a uuid"))
}

/// `Authorization` with that password.
pub fn basic(password: &str) -> String {
    use base64::Engine;
    format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(format!(":{password}")))
}

pub const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];

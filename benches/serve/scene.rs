//! What is read: three shared chats, made through the API as any client would, and the requests of their readers.

use std::{io, net::SocketAddr};

use serde_json::{Value, json};

use crate::client::{Answer, Connection, get, post};

pub const MESSAGES: usize = 20;
pub const MESSAGE_CHARACTERS: usize = 500;

/// Prose with what costs a JSON writer something: quotes, line ends, letters beyond ASCII.
const PROSE: &str =
    "A share is a link. Whoever has it reads the \"conversation\" as it was,\nnothing more – naïve, but often enough. ";

/// One kind of read, with the server's own answer to it and the share of the floor's speed that it should reach.
pub struct Cell {
    pub name: &'static str,
    pub request: Vec<u8>,
    pub answer: Answer,
    pub goal: f64,
}

impl Cell {
    /// Asks once, which also brings the server to where a reader's second request finds it: the password is verified by now.
    async fn new(
        connection: &mut Connection,
        name: &'static str,
        goal: f64,
        status: u16,
        request: Vec<u8>,
    ) -> io::Result<Self> {
        let answer = connection.read(&request).await?;
        expect(&answer, status, name)?;
        Ok(Self { name, request, answer, goal })
    }
}

pub async fn prepare(server: SocketAddr) -> io::Result<Vec<Cell>> {
    let mut connection = Connection::open(server).await?;
    let owner = Person::sign_up(&mut connection, "owner@example.com").await?;
    let reader = Person::sign_up(&mut connection, "reader@example.com").await?;

    let public = owner.share(&mut connection, &json!({})).await?;
    let password = json!({ "is_protected": true, "hashed_password": "open sesame" });
    let password = owner.share(&mut connection, &password).await?;
    let whitelist = owner.share(&mut connection, &json!({})).await?;
    let entries = format!("{}/{}/whitelist-entries", whitelist.route, whitelist.id);
    owner.post(&mut connection, &entries, &json!({ "emails": ["reader@example.com"] })).await?;

    let request = get(&public.path, &[]);
    let open_cell = Cell::new(&mut connection, "open", 0.8, 200, request).await?;
    // base64(":open sesame"): the user name does not matter.
    let request = get(&password.path, &[("Authorization", "Basic Om9wZW4gc2VzYW1l")]);
    let password_cell = Cell::new(&mut connection, "password", 0.75, 200, request).await?;
    let request = get(&whitelist.path, &[("Cookie", &reader.cookie)]);
    let people_cell = Cell::new(&mut connection, "people", 0.75, 200, request).await?;
    let request = get(&public.path, &[("If-None-Match", open_cell.answer.header("etag")?)]);
    let unchanged_cell = Cell::new(&mut connection, "304", 1.0, 304, request).await?;

    let page = public.path.trim_start_matches("/api").to_owned();
    let mut pages = Vec::new();
    for (name, coding) in [("page br", "br"), ("page gzip", "gzip"), ("page plain", "identity")] {
        let request = get(&page, &[("Accept", "text/html"), ("Accept-Encoding", coding)]);
        // The first reader of a page gets it as it is made. What is measured are those after.
        connection.read(&request).await?;
        pages.push(Cell::new(&mut connection, name, 0.7, 200, request).await?);
    }

    // A share that is open by mistake would be measured as a fast one.
    for closed in [&password, &whitelist] {
        expect(&connection.read(&get(&closed.path, &[])).await?, 401, "a stranger")?;
    }
    Ok([open_cell, password_cell, people_cell, unchanged_cell].into_iter().chain(pages).collect())
}

struct Person {
    id: u64,
    cookie: String,
}

struct Share {
    id: u64,
    /// Where its owner changes it.
    route: String,
    /// Where others read it.
    path: String,
}

impl Person {
    async fn sign_up(connection: &mut Connection, email: &str) -> io::Result<Self> {
        let request = post("/api/auth/sign-up", None, &json!({ "email": email, "password": "correct horse battery" }));
        let answer = connection.read(&request).await?;
        expect(&answer, 200, "sign-up")?;
        let cookie = answer.header("set-cookie")?.split(';').next().unwrap_or_default().to_owned();
        let id = number(&serde_json::from_slice(&answer.body)?, "/user/id")?;
        Ok(Self { id, cookie })
    }

    /// A new chat with its messages, shared under these rules.
    async fn share(&self, connection: &mut Connection, rules: &Value) -> io::Result<Share> {
        let chats = format!("/api/users/{}/chats", self.id);
        let chat = self.post(connection, &chats, &json!({ "name": "A chat", "model": "gpt-4o" })).await?;
        let chat = format!("{chats}/{}", number(&chat, "/chat/id")?);
        self.post(connection, &format!("{chat}/messages"), &json!({ "messages": messages() })).await?;
        let route = format!("{chat}/shares");
        let share = self.post(connection, &route, rules).await?;
        let uuid = share.pointer("/share/uuid").and_then(Value::as_str);
        let uuid = uuid.ok_or_else(|| io::Error::other(format!("a share without uuid: {share}")))?;
        Ok(Share { id: number(&share, "/share/id")?, route, path: format!("/api/shared/chats/{uuid}") })
    }

    async fn post(&self, connection: &mut Connection, path: &str, body: &Value) -> io::Result<Value> {
        let answer = connection.read(&post(path, Some(&self.cookie), body)).await?;
        expect(&answer, 200, path)?;
        Ok(serde_json::from_slice(&answer.body)?)
    }
}

fn messages() -> Vec<Value> {
    let content: String = PROSE.chars().cycle().take(MESSAGE_CHARACTERS).collect();
    let roles = ["user", "assistant"].iter().cycle();
    roles.take(MESSAGES).map(|role| json!({ "content": content, "role": role })).collect()
}

fn number(value: &Value, pointer: &str) -> io::Result<u64> {
    let number = value.pointer(pointer).and_then(Value::as_u64);
    number.ok_or_else(|| io::Error::other(format!("no number at {pointer} in {value}")))
}

fn expect(answer: &Answer, status: u16, what: &str) -> io::Result<()> {
    if answer.status == status {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{what}: {} instead of {status}: {}",
        answer.status,
        String::from_utf8_lossy(&answer.body)
    )))
}

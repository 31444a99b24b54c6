//! The program itself, and what it takes of a core.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::computed::ticks;
use crate::memory::memory;

/// Somebody who is signed in.
pub struct Account {
    pub id: i64,
    cookie: String,
}

/// A running server, which ends when this is dropped.
pub struct Server {
    child: Child,
    address: String,
}

/// Two accounts in a new database.
pub fn accounts(database: &Path) -> (Account, Account) {
    let server = Server::start(database);
    (server.sign_up("many@example.com"), server.sign_up("few@example.com"))
}

/// Fills the index of the search, as a search at the command line does when it is asked to.
pub fn index(database: &Path) {
    let server = Server::start(database);
    let account = server.sign_up("third@example.com");
    let path = format!("/api/users/{}/search?q=nothing", account.id);
    while String::from_utf8_lossy(&server.ask("GET", &path, Some(&account), "")).contains("\"indexing\"") {
        std::thread::sleep(Duration::from_millis(500));
    }
}

impl Server {
    pub fn start(database: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_neptun-share"))
            .args(["serve", "--listen", "127.0.0.1:0", "--signup", "open", "--log-level", "error"])
            .env("NEPTUN_SHARE_DATABASE", database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on http://").expect("an address").to_owned();
        Self { child, address }
    }

    fn sign_up(&self, email: &str) -> Account {
        let person = json!({ "email": email, "password": "correct horse battery" }).to_string();
        let answer = self.ask("POST", "/api/auth/sign-up", None, &person);
        let text = String::from_utf8_lossy(&answer);
        let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
        let cookie = head.lines().find_map(|line| line.to_lowercase().strip_prefix("set-cookie: ").map(|_| line));
        let cookie = cookie.and_then(|line| line[12..].split(';').next()).expect("a cookie").to_owned();
        let id = serde_json::from_str::<Value>(body).expect("JSON")["user"]["id"].as_i64().expect("a number");
        Account { id, cookie }
    }

    /// What a request takes, repeated for at least so long, at least once.
    pub fn computed(&self, account: Option<&Account>, path: &str, repeated: Duration) -> Duration {
        self.computed_for(repeated, || drop(self.ask("GET", path, account, "")))
    }

    /// What a message takes from when its author sends it until a reader has it who has the page of that revision, and was
    /// told that there is another one; repeated as above.
    pub fn computed_live(&self, author: &Account, chat: i64, link: &str, repeated: Duration) -> Duration {
        let page = format!("/api/shared/chats/{link}?render=page");
        let mut revision = self.revision(&page);
        let messages = format!("/api/users/{}/chats/{chat}/messages", author.id);
        let message = json!({ "message": "A **new** one.\n\n- with\n- some `words`", "actor": "user" }).to_string();
        self.computed_for(repeated, || {
            self.ask("POST", &messages, Some(author), &message);
            self.ask("HEAD", &page, None, "");
            revision = self.revision(&format!("{page}&since={revision}"));
        })
    }

    /// The revision that a page names.
    fn revision(&self, path: &str) -> String {
        let page = self.ask("GET", path, None, "");
        let page = String::from_utf8_lossy(&page);
        let (_, rest) = page.split_once("data-revision=\"").expect("a revision");
        rest.split('"').next().expect("its end").to_owned()
    }

    fn computed_for(&self, repeated: Duration, mut request: impl FnMut()) -> Duration {
        let (start, before) = (Instant::now(), ticks(self.child.id()));
        let mut requests = 0;
        while requests == 0 || start.elapsed() < repeated {
            request();
            requests += 1;
        }
        Duration::from_millis(10 * (ticks(self.child.id()) - before)) / requests
    }

    /// The bytes of an answer, its head included.
    fn ask(&self, method: &str, path: &str, account: Option<&Account>, body: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let cookie = account.map_or_else(String::new, |account| format!("Cookie: {}\r\n", account.cookie));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{cookie}\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let beginning = String::from_utf8_lossy(&answer[..answer.len().min(300)]);
        assert!(beginning.starts_with("HTTP/1.1 200 "), "{path}: {beginning}");
        answer
    }

    /// Memory that it holds now, in MiB.
    pub fn resident(&self) -> u64 {
        memory(self.child.id(), "VmRSS").expect("a process")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

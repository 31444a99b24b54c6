//! A server that upgrades its database before it can serve it.

use std::net::SocketAddr;
use std::path::Path;

use rusqlite::Connection as Database;
use serde_json::json;

use crate::support::process::Process;
use crate::support::server::program;
use crate::support::{Connection, Response};

/// A database as an earlier version has left it.
fn earlier(path: &Path) -> Database {
    let database = Database::open(path).expect("opened");
    database
        .execute_batch(&format!(
            "pragma application_id = {}; pragma journal_mode = wal; {} pragma user_version = 3;",
            0x6e70_746e,
            include_str!("../../fixtures/schema-3.sql")
        ))
        .expect("made");
    database
}

fn ask(address: SocketAddr, method: &str, path: &str, accept: &str) -> Response {
    Connection::open(address).request(method, path, &[("Accept", accept)], b"")
}

#[test]
fn who_asks_while_the_database_is_upgraded_is_told_that_the_server_is_not_ready() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.db");
    let other = earlier(&path);
    // As long as somebody else writes, the upgrade waits.
    other.execute_batch("begin immediate").expect("begun");
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(&path);
    let mut server = Process::start(command);
    let said = server.hears("until the database is upgraded");
    let address = said.split_once("address=").and_then(|(_, rest)| rest.split_whitespace().next());
    let address: SocketAddr = address.and_then(|address| address.parse().ok()).expect("an address");

    let mut connection = Connection::open(address);
    for (method, path) in [("GET", "/api/health"), ("HEAD", "/api/health"), ("POST", "/api/auth/login"), ("GET", "/x")]
    {
        let answer = connection.request(method, path, &[], b"");
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{method} {path}");
        if method != "HEAD" {
            assert_eq!(answer.error(503)["data"], json!({ "ready": false }));
        }
    }
    let page = ask(address, "GET", "/shared/chats/7f3b1c52-6a0e-4f0e-9d1c-2b8a5e4f6c7d", "text/html");
    assert_eq!(page.status, 503);
    let text = String::from_utf8_lossy(&page.body);
    assert!(text.contains("upgrading its database") && text.contains("<h1>"), "{text}");
    ask(address, "GET", "/api/users/1/chats", "text/html").error(503);

    other.execute_batch("rollback").expect("ended");
    assert_eq!(server.line(), format!("listening on http://{address}"));
    assert_eq!(ask(address, "GET", "/api/health", "*/*").good(), json!({ "status": "ok" }));
    // Lines of the log go out together, a moment later.
    let log = server.hears("upgraded the database");
    assert!(log.contains("status=503") && !log.contains("ERROR"), "nothing was wrong: {log}");
}

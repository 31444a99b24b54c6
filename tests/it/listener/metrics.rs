//! What Prometheus and systemd are told.

use std::os::unix::net::UnixDatagram;

use serde_json::json;

use crate::support::server::program;
use crate::support::{Connection, Server};

#[test]
fn metrics_are_served_on_an_address_of_their_own_and_nowhere_else() {
    let server = Server::with(&["--metrics", "127.0.0.1:0"]);
    let log = server.hears("serving metrics");
    let address = log.lines().find_map(|line| line.split_once("serving metrics address=")).expect("an address").1;
    let address = address.split_whitespace().next().and_then(|address| address.parse().ok()).expect("an address");
    server.get("/api/health").good();
    server.get("/nothing").error(404);
    let guess = json!({ "email": "ada@example.com", "password": "not a guess" });
    server.post("/api/auth/login", &guess).error(401);

    let fetch = |path: &str| {
        let mut connection = Connection::open(address);
        let answer = connection.request("GET", path, &[], b"");
        (answer.status, String::from_utf8(answer.body).expect("text"))
    };
    let (status, text) = fetch("/metrics");
    assert_eq!(status, 200);
    for line in [
        "neptun_share_http_requests_total{status=\"2xx\"} 1",
        "neptun_share_http_request_duration_seconds_count 3",
        "neptun_share_http_request_duration_seconds_bucket{le=\"+Inf\"} 3",
        "neptun_share_failed_sign_ins_total 1",
        "neptun_share_connections_refused_total 0",
        "# TYPE neptun_share_database_bytes gauge",
        "process_open_fds ",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for name in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()) {
        assert!(text.contains(&format!("# HELP {name} ")), "{name} says what it counts: {text}");
    }
    assert_eq!(fetch("/").0, 404);
    server.get("/metrics").error(404);
}

#[test]
fn the_service_manager_is_told_when_the_server_is_ready() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = UnixDatagram::bind(folder.path().join("notify")).expect("bound");
    let database = folder.path().join("test.db");
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(&database);
    command.env("NOTIFY_SOCKET", folder.path().join("notify"));
    let server = Server::from(command, &database);
    let mut heard = [0; 32];
    let length = socket.recv(&mut heard).expect("heard");
    assert_eq!(&heard[..length], b"READY=1");
    server.get("/api/health").good();
}

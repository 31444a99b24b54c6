//! Whose request it is.

use serde_json::{Value, json};

use crate::support::people::{api, basic};
use crate::support::{Person, Server};

/// Guesses a share's password for a client that a proxy names.
fn guess(server: &Server, share: &Value, client: &str) -> u16 {
    let headers = [("Authorization", basic("wrong")), ("X-Forwarded-For", client.to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    server.request("GET", &api(share), &headers, b"").status
}

fn guarded(flags: &[&str]) -> (Server, Value) {
    let server = Server::with(flags);
    let ada = Person::sign_up(&server, "ada@example.com");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    (server, share)
}

#[test]
fn behind_a_trusted_proxy_each_client_guesses_for_itself() {
    for proxy in ["127.0.0.1", "10.0.0.0/8,127.0.0.0/8"] {
        let (server, share) = guarded(&["--trusted-proxy", proxy]);
        assert!((0..40).any(|_| guess(&server, &share, "203.0.113.1") == 429));
        assert_eq!(guess(&server, &share, "203.0.113.2"), 401);
        // The proxy appends; what stands before it is the client's own invention.
        assert_eq!(guess(&server, &share, "203.0.113.9, 203.0.113.1"), 429);
    }
}

#[test]
fn whom_nobody_trusts_cannot_speak_for_others() {
    for flags in [&[][..], &["--trusted-proxy", "10.0.0.0/8"]] {
        let (server, share) = guarded(flags);
        assert!((0..40).any(|client| guess(&server, &share, &format!("203.0.113.{client}")) == 429));
        assert_eq!(guess(&server, &share, "198.51.100.7"), 429);
    }
}

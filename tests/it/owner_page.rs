//! The owner's page as it comes over the wire: one document at each of its addresses, the same for everybody, and what it
//! asks about new passwords.

use serde_json::json;

use crate::support::{Server, world};

const ADDRESSES: [&str; 7] =
    ["/", "/shares", "/account", "/conversations/1", "/conversations/x", "/set-up", "/invitation"];

#[test]
fn every_address_is_answered_with_the_same_document_for_everybody() {
    let (server, ada, _) = world();
    let cookie = [("Cookie", ada.cookie.as_str())];
    let first = server.request("GET", "/", &[], b"");
    assert_eq!((first.status, first.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(String::from_utf8_lossy(&first.body).contains("index.js"));
    for address in ADDRESSES {
        for headers in [&[][..], &cookie] {
            let page = server.request("GET", address, headers, b"");
            assert_eq!((page.status, &page.body), (200, &first.body), "{address}");
            assert_eq!(page.header("cache-control"), Some("no-cache"));
        }
    }
    for missing in ["/shares/", "/conversations/", "/conversations/1/messages", "/accounts"] {
        assert_eq!(server.request("GET", missing, &[], b"").status, 404, "{missing}");
    }
    // A browser gets the page, which says so; a program the error of the API.
    let page = server.request("GET", "/accounts", &[("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")], b"");
    assert_eq!((page.status, &page.body), (404, &first.body));
    server.request("GET", "/accounts", &[("Accept", "*/*")], b"").error(404);
    server.request("GET", "/api/accounts", &[("Accept", "text/html")], b"").error(404);
    let icon = server.request("GET", "/favicon.ico", &[], b"");
    assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/svg+xml")));
}

#[test]
fn no_other_page_can_frame_it_and_nothing_foreign_can_run_in_it() {
    let server = Server::start();
    for address in ADDRESSES {
        let page = server.request("GET", address, &[], b"");
        let policy = page.header("content-security-policy").expect("a policy");
        for rule in
            ["frame-ancestors 'none'", "script-src 'self'", "default-src 'none'", "require-trusted-types-for 'script'"]
        {
            assert!(policy.split("; ").any(|own| own == rule), "{address}: {rule}");
        }
        assert!(!policy.contains("unsafe"), "{address}");
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"), "a token in an address stays there");
    }
}

#[test]
fn a_password_is_estimated_for_who_has_no_account_yet() {
    let server = Server::start();
    let estimate = |body| server.post("/api/password-strength", &body).good();
    let weak = estimate(json!({ "password": "password1" }));
    assert!(weak["score"].as_u64().is_some_and(|score| score <= 1), "{weak}");
    assert!(weak["warning"].is_string() && weak["suggestions"].is_array(), "{weak}");
    let strong = estimate(json!({ "password": "copper-lantern-acorn-gravel" }));
    assert_eq!((&strong["score"], &strong["warning"]), (&json!(4), &json!(null)));
    let own = estimate(json!({ "password": "ada@example.com", "email": "ada@example.com" }));
    assert!(own["score"].as_u64().is_some_and(|score| score <= 1), "{own}");
}

#[test]
fn what_is_no_password_is_not_estimated() {
    let server = Server::start();
    for body in [json!({}), json!({ "password": "" }), json!({ "password": 1 }), json!({ "password": "x".repeat(129) })]
    {
        server.post("/api/password-strength", &body).error(400);
    }
    let long = json!({ "password": "x", "more": "y".repeat(70_000) });
    server.post("/api/password-strength", &long).error(413);
    let foreign = [("Content-Type", "application/json"), ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(server.request("POST", "/api/password-strength", &foreign, b"{\"password\":\"x\"}").status, 403);
}

#[test]
fn the_log_holds_nothing_of_a_password_that_is_estimated() {
    let server = Server::start();
    server.post("/api/password-strength", &json!({ "password": "xyzzy-plugh", "email": "ada@example.com" })).good();
    let log = server.hears("/api/password-strength");
    assert!(!log.contains("xyzzy") && !log.contains("ada@"), "{log}");
}

//! Devices that are signed in: they ask, their owner decides in a browser, and they get a token.

use serde_json::{Value, json};

use super::at_once;
use crate::support::people::{JSON, PASSWORD, bearer};
use crate::support::{Person, Response, Server, world};

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn post(server: &Server, path: &str, body: &Value) -> Response {
    server.request("POST", path, JSON, body.to_string().as_bytes())
}

fn start(server: &Server) -> Value {
    post(server, "/api/auth/device", &json!({ "client_id": "laptop", "scope": "write" })).good()
}

fn ask(server: &Server, started: &Value) -> Response {
    post(server, "/api/auth/device/token", &json!({ "grant_type": GRANT_TYPE, "device_code": started["device_code"] }))
}

fn decide(server: &Server, person: &Person, started: &Value, is_approved: bool) -> Response {
    let mut body = json!({ "user_code": started["user_code"], "is_approved": is_approved });
    if is_approved {
        body["current_password"] = json!(PASSWORD);
    }
    person.post(server, &person.at("/devices"), &body)
}

#[test]
fn a_device_is_signed_in_once_its_owner_approves_and_signs_itself_out() {
    let (server, ada, chat) = world();
    let started = start(&server);
    let code = started["user_code"].as_str().expect("a code");
    assert!(
        started["verification_uri_complete"].as_str().is_some_and(|uri| uri.ends_with(&format!("/device?code={code}")))
    );
    assert_eq!(ask(&server, &started).error(400)["error"], "authorization_pending");
    assert_eq!(ask(&server, &started).error(400)["error"], "slow_down");

    let typed = json!({ "user_code": code.to_lowercase().replace('-', " ") });
    let device = ada.post(&server, &ada.at("/devices/look"), &typed).good()["device"].take();
    assert_eq!((&device["name"], &device["scope"]), (&json!("laptop"), &json!("write")));
    assert_eq!(device["address"], "127.0.0.1");
    decide(&server, &ada, &started, true).good();

    let granted = ask(&server, &started).good();
    let secret = granted["access_token"].as_str().expect("a secret");
    assert_eq!((&granted["token_type"], &granted["scope"]), (&json!("Bearer"), &json!("write")));
    assert_eq!(ask(&server, &started).error(400)["error"], "invalid_grant", "it is told once");
    let authorization: &[(&str, &str)] = &[("Authorization", &bearer(secret))];
    server.request("GET", &format!("{}/{chat}", ada.chats()), authorization, b"").good();
    let listed = ada.get(&server, &ada.at("/tokens")).good();
    assert_eq!(listed["tokens"][0]["name"], "laptop");

    assert_eq!(server.request("DELETE", "/api/auth/token", authorization, b"").good(), true);
    server.request("GET", &ada.chats(), authorization, b"").error(401);
    server.request("DELETE", "/api/auth/token", authorization, b"").error(401);
    assert_eq!(ada.get(&server, &ada.at("/tokens")).good()["tokens"], json!([]));
}

#[test]
fn a_refused_device_is_told_so_and_gets_nothing() {
    let (server, ada, _) = world();
    let started = start(&server);
    decide(&server, &ada, &started, false).good();
    decide(&server, &ada, &started, true).error(404);
    assert_eq!(ask(&server, &started).error(400)["error"], "access_denied");
    assert_eq!(ada.get(&server, &ada.at("/tokens")).good()["tokens"], json!([]));
}

#[test]
fn a_device_is_approved_only_with_the_password_and_refused_without() {
    let (server, ada, _) = world();
    let (started, other) = (start(&server), start(&server));
    let decide = |started: &Value, is_approved: bool, password: &Value| {
        let body =
            json!({ "user_code": started["user_code"], "is_approved": is_approved, "current_password": password });
        ada.post(&server, &ada.at("/devices"), &body)
    };
    let without = json!({ "user_code": started["user_code"], "is_approved": true });
    ada.post(&server, &ada.at("/devices"), &without).error(400);
    assert_eq!(decide(&started, true, &json!("a guess")).error(403)["message"], "Wrong password");
    assert_eq!(ask(&server, &started).error(400)["error"], "authorization_pending", "it waits still");
    decide(&started, true, &json!(PASSWORD)).good();
    ask(&server, &started).good();
    decide(&other, false, &Value::Null).good();
    assert_eq!(ask(&server, &other).error(400)["error"], "access_denied");
}

#[test]
fn only_a_person_in_a_browser_approves_and_no_page_of_another_site() {
    let (server, ada, _) = world();
    let started = start(&server);
    let approval = json!({ "user_code": started["user_code"], "is_approved": true, "current_password": PASSWORD });
    let body = approval.to_string();
    let token = bearer(&ada.token(&server, "write"));
    let path = ada.at("/devices");
    server.request("POST", &path, &[JSON[0], ("Authorization", &token)], body.as_bytes()).error(403);
    server.request("POST", &path, JSON, body.as_bytes()).error(401);
    let foreign = [JSON[0], ("Cookie", ada.cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    server.request("POST", &path, &foreign, body.as_bytes()).error(403);
    let grace = Person::sign_up(&server, "grace@example.com");
    grace.post(&server, &path, &approval).error(404);
    assert_eq!(ask(&server, &started).error(400)["error"], "authorization_pending");

    let page = server.request("GET", "/device", &[], b"");
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("frame-ancestors 'none'")));
}

#[test]
fn codes_are_not_guessed_and_devices_that_wait_are_bounded() {
    let (server, ada, _) = world();
    let path = ada.at("/devices/look");
    let guess = || ada.post(&server, &path, &json!({ "user_code": "BBBB-BBBB" })).status;
    assert_eq!((0..10).map(|_| guess()).collect::<Vec<_>>(), [404; 10]);
    assert_eq!(guess(), 429);

    let statuses = at_once(25, || post(&server, "/api/auth/device", &json!({})).status);
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 20);
    assert!(statuses.iter().all(|status| [200, 429].contains(status)), "{statuses:?}");
}

#[test]
fn forms_are_taken_too_and_what_is_no_request_of_a_device_is_refused() {
    let (server, _, _) = world();
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let started = server.request("POST", "/api/auth/device", &form, b"client_id=box&scope=read").good();
    let body = format!(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code={}&client_id=box",
        started["device_code"].as_str().expect("a code")
    );
    let refused = server.request("POST", "/api/auth/device/token", &form, body.as_bytes()).error(400);
    assert_eq!(refused["error"], "authorization_pending");

    let other = json!({ "grant_type": "password", "device_code": "x" });
    assert_eq!(post(&server, "/api/auth/device/token", &other).error(400)["error"], "unsupported_grant_type");
    assert!(post(&server, "/api/auth/device/token", &json!({})).error(400)["data"]["issues"].is_array());
    post(&server, "/api/auth/device", &json!({ "scope": "everything" })).error(400);
    post(&server, "/api/auth/device", &json!({ "client_id": "two\nlines" })).error(400);
}

#[test]
fn tokens_of_any_scope_can_end_themselves() {
    let (server, ada, _) = world();
    let secret = bearer(&ada.token(&server, "read"));
    server.request("DELETE", "/api/auth/token", &[("Authorization", &secret)], b"").good();
    server.request("GET", "/api/auth/me", &[("Authorization", &secret)], b"").error(401);
    // A session is no token.
    ada.delete(&server, "/api/auth/token").error(401);
    ada.get(&server, "/api/auth/me").good();
}

//! A proxy in front of the server that signs people in.

use serde_json::{Value, json};

use super::passwords::login;
use crate::support::people::{JSON, PASSWORD, api, bearer};
use crate::support::server::run;
use crate::support::{Person, Response, Server};

const NAME: &str = "X-Forwarded-Email";

/// The connections of these tests come from the proxy.
fn behind_proxy(flags: &[&str]) -> Server {
    Server::with(&[&["--auth-header", NAME, "--trusted-proxy", "127.0.0.1"], flags].concat())
}

fn whom(server: &Server, fields: &[(&str, &str)]) -> Response {
    server.request("GET", "/api/auth/me", fields, b"")
}

#[test]
fn whom_a_trusted_proxy_names_is_signed_in_and_nobody_else() {
    let server = behind_proxy(&["--auth-sign-out", "/oauth2/sign_out"]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let me = whom(&server, &[(NAME, "ADA@example.com")]).good();
    assert_eq!((&me["user"]["id"], &me["session"]), (&json!(ada.id), &Value::Null));
    assert_eq!(me["sign_out_url"], "/oauth2/sign_out");
    server.request("GET", &ada.chats(), &[(NAME, "ada@example.com")], b"").good();
    whom(&server, &[]).error(401);
    for wrong in ["", "ada", "ada@example.com, eve@example.com", "ada@example.com;x"] {
        whom(&server, &[(NAME, wrong)]).error(401);
    }
    // The proxy did not overwrite what the client sent, but added to it.
    whom(&server, &[(NAME, "ada@example.com"), (NAME, "eve@example.com")]).error(401);
    whom(&server, &[(NAME, "eve@example.com"), (NAME, "ada@example.com")]).error(401);
    // Whom the proxy names, that one it is, whatever session comes along; not so a script with its token.
    let eve = Person::sign_up(&server, "eve@example.com");
    let me = whom(&server, &[(NAME, "ada@example.com"), ("Cookie", &eve.cookie)]).good();
    assert_eq!(me["user"]["id"], ada.id);
    let token = bearer(&eve.token(&server, "read"));
    let me = whom(&server, &[(NAME, "ada@example.com"), ("Authorization", &token)]).good();
    assert_eq!(me["user"]["id"], eve.id);
    assert!(!server.log().contains("ada@example.com"), "{}", server.log());
}

#[test]
fn from_who_is_no_trusted_proxy_it_is_nothing() {
    for flags in [&["--auth-header", NAME, "--trusted-proxy", "10.0.0.0/8"][..], &["--trusted-proxy", "127.0.0.1"], &[]]
    {
        let server = Server::with(flags);
        let ada = Person::sign_up(&server, "ada@example.com");
        whom(&server, &[(NAME, "ada@example.com")]).error(401);
        whom(&server, &[(NAME, "ada@example.com"), ("X-Forwarded-For", "10.0.0.1")]).error(401);
        let eve = Person::sign_up(&server, "eve@example.com");
        let me = whom(&server, &[(NAME, "ada@example.com"), ("Cookie", &eve.cookie)]).good();
        assert_eq!(me["user"]["id"], eve.id);
        assert_ne!(ada.id, eve.id);
    }
}

#[test]
fn an_account_is_made_only_where_that_is_allowed_or_its_owner_invited() {
    for (sign_up, status) in [("closed", 401), ("proxy", 200), ("open", 200)] {
        let server = behind_proxy(&["--signup", sign_up]);
        assert_eq!(whom(&server, &[(NAME, "grace@example.com")]).status, status, "{sign_up}");
        let body = json!({ "email": "eve@example.com", "password": PASSWORD });
        let signed_up = server.post("/api/auth/sign-up", &body).status;
        assert_eq!(signed_up, if sign_up == "open" { 200 } else { 403 }, "{sign_up}");
    }

    let server = behind_proxy(&["--signup", "closed"]);
    let database = server.database().to_str().expect("UTF-8");
    assert_eq!(run(&["user", "add", "ada@example.com", "--database", database], "a long password\n").0, 0);
    let ada = Person::sign_in_with(&server, "ada@example.com", "a long password");
    let chat = ada.chat(&server);
    let share = ada.share(&server, chat, &json!({ "emails": ["grace@example.com"] }));
    let refused = whom(&server, &[(NAME, "eve@example.com")]).error(401);
    assert_eq!(refused["data"]["proxy"]["email"], "eve@example.com");
    let me = whom(&server, &[(NAME, "grace@example.com")]).good();
    assert_eq!(me["user"]["is_admin"], false);
    // What waited for her is hers, and she reads it as whom the proxy names.
    server.request("GET", &api(&share), &[(NAME, "grace@example.com")], b"").good();
    server.request("GET", &api(&share), &[(NAME, "eve@example.com")], b"").error(401);
    server.request("POST", &format!("{}/views", api(&share)), &[JSON[0], (NAME, "grace@example.com")], b"{}").good();
    let path = format!("/api/users/{}/shared-with-me", me["user"]["id"]);
    let listed = server.request("GET", &path, &[(NAME, "grace@example.com")], b"").good();
    assert_eq!((&listed["total"], &listed["shared"][0]["is_new"]), (&json!(1), &json!(false)));
}

/// Some proxies know people by their network: then a browser carries no cookie that the page of another site could lack.
#[test]
fn a_page_of_another_site_is_nobody_whatever_the_proxy_says() {
    let server = behind_proxy(&[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let named = (NAME, "ada@example.com");
    for foreign in [
        &[named, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")][..],
        &[named, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")],
        &[named, ("Origin", "https://evil.example.com")],
        &[named, ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example.com")],
    ] {
        whom(&server, foreign).error(401);
        let fields = [foreign, JSON].concat();
        let body = br#"{"name": "x", "model": "y"}"#;
        server.request("POST", &ada.chats(), &fields, body).error(403);
    }
    let follows =
        [named, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    whom(&server, &follows).good();
    whom(&server, &[named, ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors")]).good();
}

#[test]
fn a_disabled_account_stays_out_and_a_password_still_counts_without_the_proxy() {
    let server = behind_proxy(&["--signup", "proxy"]);
    whom(&server, &[(NAME, "ada@example.com")]).good();
    let database = server.database().to_str().expect("UTF-8");
    let added = run(&["user", "add", "eve@example.com", "--database", database], &format!("{PASSWORD}\n"));
    assert_eq!(added.0, 0, "{}", added.2);
    let user =
        |arguments: &[&str]| run(&[&["user"], arguments, &["--database", database]].concat(), "a long password\n");
    assert_eq!(user(&["password", "ada@example.com"]).0, 0);
    login(&server, "ada@example.com", "a long password").good();
    assert_eq!(user(&["disable", "ada@example.com"]).0, 0);
    let cookie = Person::sign_in_with(&server, "eve@example.com", PASSWORD).cookie;
    for fields in [&[(NAME, "ada@example.com")][..], &[(NAME, "ada@example.com"), ("Cookie", &cookie)]] {
        assert_eq!(whom(&server, fields).error(401)["data"]["proxy"]["email"], "ada@example.com");
    }
    assert_eq!(user(&["enable", "ada@example.com"]).0, 0);
    whom(&server, &[(NAME, "ada@example.com")]).good();
}

#[test]
fn twenty_first_requests_at_once_make_one_account() {
    let server = behind_proxy(&["--signup", "proxy"]);
    let statuses = super::at_once(20, || whom(&server, &[(NAME, "ada@example.com")]).status);
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    let count: i64 =
        server.open_database().query_row("select count(*) from users", [], |row| row.get(0)).expect("a count");
    assert_eq!(count, 1);
}

#[test]
fn what_would_let_anybody_be_anybody_is_refused_at_the_start() {
    for (flags, said) in [
        (&["--auth-header", NAME][..], "--trusted-proxy"),
        (&["--auth-header", NAME, "--trusted-proxy", "0.0.0.0/0"], "anybody"),
        (&["--signup", "proxy"], "--auth-header"),
        (&["--auth-sign-out", "/out"], "--auth-header"),
        (&["--auth-header", "Cookie", "--trusted-proxy", "127.0.0.1"], "X-Forwarded-Email"),
        (&["--auth-header", "a b", "--trusted-proxy", "127.0.0.1"], "X-Forwarded-Email"),
        (
            &["--auth-header", NAME, "--trusted-proxy", "127.0.0.1", "--auth-sign-out", "javascript:x"],
            "/oauth2/sign_out",
        ),
        (&["--auth-header", NAME, "--trusted-proxy", "127.0.0.1", "--auth-sign-out", "//evil"], "/oauth2/sign_out"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", database.to_str().expect("UTF-8")];
        let (code, out, err) = run(&[&arguments[..], flags].concat(), "");
        assert!(code != 0 && out.is_empty() && err.contains(said), "{flags:?}: {code} {err}");
    }
}

#[test]
fn whom_a_proxy_names_makes_tokens_without_a_password() {
    let server = behind_proxy(&[]);
    let ada = Person::sign_up(&server, "ada@example.com");
    let wish = json!({ "name": "A script", "scope": "read" }).to_string();
    let made =
        server.request("POST", &ada.at("/tokens"), &[JSON[0], (NAME, "ada@example.com")], wish.as_bytes()).good();
    let token = bearer(made["token"]["secret"].as_str().expect("a secret"));
    whom(&server, &[("Authorization", &token)]).good();
    // A session of this server's own has a password.
    ada.post(&server, &ada.at("/tokens"), &json!({ "name": "A script", "scope": "read" })).error(400);
}

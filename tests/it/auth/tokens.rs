//! Tokens of scripts: how far they reach, and when they end.

use serde_json::{Value, json};

use crate::support::people::{JSON, PASSWORD, api, bearer};
use crate::support::server::run;
use crate::support::{Person, Response, Server, world};

/// A request with a token and no cookie.
fn script(server: &Server, secret: &str, method: &str, path: &str, body: &Value) -> Response {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    server.request(method, path, &[JSON[0], ("Authorization", &bearer(secret))], body.as_bytes())
}

fn read(server: &Server, secret: &str, path: &str) -> Response {
    script(server, secret, "GET", path, &Value::Null)
}

fn wish(name: &str, scope: &str) -> Value {
    json!({ "current_password": PASSWORD, "name": name, "scope": scope })
}

fn tokens(server: &Server, person: &Person) -> Vec<Value> {
    person.get(server, &person.at("/tokens")).good()["tokens"].as_array().expect("a list").clone()
}

#[test]
fn a_token_is_shown_once_and_works_until_it_is_removed() {
    let (server, ada, _) = world();
    let made = ada.post(&server, &ada.at("/tokens"), &wish(" Backup ", "write")).good();
    let token = &made["token"];
    let secret = token["secret"].as_str().expect("a secret");
    assert!(secret.starts_with("nsh_"), "so that programs that look for leaks know it");
    assert_eq!((&token["name"], &token["scope"]), (&json!("Backup"), &json!("write")));
    assert_eq!(token["last_used_at"], Value::Null);

    let chat = json!({ "name": "By a script", "model": "a-model" });
    script(&server, secret, "POST", &ada.chats(), &chat).good();
    let listed = tokens(&server, &ada);
    assert_eq!(listed.len(), 1);
    assert!(listed[0].get("secret").is_none() && listed[0]["last_used_at"].is_string(), "{}", listed[0]);

    let path = ada.at(&format!("/tokens/{}", token["id"]));
    assert_eq!(ada.delete(&server, &path).good(), true);
    assert_eq!(ada.delete(&server, &path).error(404)["data"]["message"], "Token not found");
    read(&server, secret, &ada.chats()).error(401);
}

#[test]
fn a_token_is_made_only_with_the_password_which_is_not_guessed() {
    let (server, ada, _) = world();
    let make = |body: &Value| ada.post(&server, &ada.at("/tokens"), body);
    let missing = make(&json!({ "name": "x", "scope": "read" })).error(400);
    assert_eq!(missing["data"]["issues"][0]["path"], json!(["current_password"]));
    let with = |password: &Value| make(&json!({ "current_password": password, "name": "x", "scope": "read" }));
    for wrong in [Value::Null, json!(true), json!([PASSWORD])] {
        with(&wrong).error(400);
    }
    for wrong in [String::new(), PASSWORD.to_uppercase(), "x".repeat(10_000)] {
        assert_eq!(with(&json!(wrong)).error(403)["message"], "Wrong password");
    }
    // Ten at once as at sign-in, and a few more where the machine is slow.
    let guesses = (0..100).map(|_| with(&json!("a guess")).status).take_while(|status| *status == 403).count();
    assert!((7..100).contains(&guesses), "{guesses}");
    assert_eq!(tokens(&server, &ada), Vec::<Value>::new());
}

#[test]
fn who_asks_with_a_token_is_told_which() {
    let (server, ada, _) = world();
    let secret = ada.token(&server, "read");
    let me = read(&server, &secret, "/api/auth/me").good();
    assert_eq!(me["user"]["id"], ada.id);
    assert_eq!((&me["session"], &me["token"]["scope"]), (&Value::Null, &json!("read")));
    let me = ada.get(&server, "/api/auth/me").good();
    assert_eq!((&me["token"], &me["sign_up"]), (&Value::Null, &json!("open")));
    assert!(me["session"]["id"].is_i64());
}

#[test]
fn a_read_token_changes_nothing_whatever_its_body_is() {
    let (server, ada, chat) = world();
    let secret = ada.token(&server, "read");
    read(&server, &secret, &format!("{}/{chat}/messages", ada.chats())).good();
    let head = server.request("HEAD", &ada.chats(), &[("Authorization", &bearer(&secret))], b"");
    assert_eq!(head.status, 200);
    for (method, path) in [
        ("POST", ada.chats()),
        ("DELETE", ada.chats()),
        ("POST", format!("{}/import", ada.chats())),
        ("PATCH", format!("{}/{chat}", ada.chats())),
        ("DELETE", format!("{}/{chat}", ada.chats())),
        ("POST", ada.shares(chat)),
    ] {
        let refused = script(&server, &secret, method, &path, &json!({ "name": "Changed" })).error(403);
        assert!(refused["message"].as_str().is_some_and(|why| why.contains("only read")), "{method} {path}: {refused}");
    }
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"][0]["name"], "A chat");
}

#[test]
fn it_is_refused_before_its_body_is_read() {
    let (server, ada, _) = world();
    let authorization = bearer(&ada.token(&server, "read"));
    let mut connection = server.connect();
    connection.send(format!(
        "POST {}/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\nContent-Length: 1000000\r\n\r\n",
        ada.chats()
    ));
    connection.answer().error(403);
}

#[test]
fn no_token_reaches_what_is_for_people_in_browsers() {
    let (server, ada, _) = world();
    for scope in ["read", "write"] {
        let secret = ada.token(&server, scope);
        for (method, below) in [
            ("DELETE", ""),
            ("POST", "/password"),
            ("GET", "/sessions"),
            ("DELETE", "/sessions"),
            ("DELETE", "/sessions/1"),
            ("GET", "/tokens"),
            ("POST", "/tokens"),
            ("DELETE", "/tokens/1"),
            ("GET", "/invitations"),
            ("POST", "/invitations"),
            ("DELETE", "/invitations/1"),
        ] {
            let refused = script(&server, &secret, method, &ada.at(below), &json!({})).error(403);
            assert!(
                refused["message"].as_str().is_some_and(|why| why.contains("Sign in")),
                "{method} {below}: {refused}"
            );
        }
    }
    assert_eq!(tokens(&server, &ada).len(), 2);
    ada.get(&server, "/api/auth/check");
}

#[test]
fn a_token_that_is_not_valid_is_nobodys_also_beside_a_good_cookie() {
    let (server, ada, _) = world();
    let secret = ada.token(&server, "write");
    let expired = ada.token(&server, "write");
    assert_eq!(server.sql("update api_tokens set expires_at = 1 where id = (select max(id) from api_tokens)"), 1);
    for wrong in [expired.as_str(), "", "nsh_", "x", &secret[4..], &secret.to_uppercase()] {
        let fields = [("Authorization", bearer(wrong)), ("Cookie", ada.cookie.clone())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        for path in [ada.chats(), "/api/auth/me".to_owned(), "/api/auth/check".to_owned()] {
            let refused = server.request("GET", &path, &fields, b"");
            refused.error(401);
            assert_eq!(refused.header("www-authenticate"), Some("Bearer error=\"invalid_token\""), "{wrong:?}");
        }
    }
    assert_eq!(tokens(&server, &ada).len(), 1, "what has expired is in no list");
    for scheme in ["bearer", "BEARER"] {
        let field = format!("{scheme}  {secret}");
        server.request("GET", &ada.chats(), &[("Authorization", &field)], b"").good();
    }
}

#[test]
fn a_token_is_its_owners_alone() {
    let (server, ada, chat) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let secret = eve.token(&server, "write");
    read(&server, &secret, &ada.chats()).error(404);
    read(&server, &secret, &format!("{}/{chat}/messages", eve.chats())).error(404);
    let id = &tokens(&server, &eve)[0]["id"];
    ada.delete(&server, &ada.at(&format!("/tokens/{id}"))).error(404);
    read(&server, &secret, &eve.chats()).good();
}

#[test]
fn a_token_of_somebody_on_the_list_opens_the_share() {
    let (server, ada, chat) = world();
    let (grace, eve) = (Person::sign_up(&server, "grace@example.com"), Person::sign_up(&server, "eve@example.com"));
    let share = ada.share(&server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.post(&server, &entries, &json!([grace.email])).good();
    let secret = grace.token(&server, "read");
    let path = api(&share);
    let answer = read(&server, &secret, &path);
    answer.good();
    assert_eq!(answer.header("vary").map(|vary| vary.contains("Authorization")), Some(true));
    read(&server, &eve.token(&server, "write"), &path).error(403);
    let wrong = [("Authorization", "Bearer nsh_wrong"), ("Cookie", grace.cookie.as_str())];
    server.request("GET", &path, &wrong, b"").error(401);
    server.request("GET", &path, &wrong[1..], b"").good();
    assert_eq!(server.sql("update api_tokens set expires_at = 1 where scope = 'read'"), 1);
    read(&server, &secret, &path).error(401);
}

#[test]
fn a_token_has_a_name_a_scope_and_an_end_within_a_year() {
    let (server, ada, _) = world();
    let make = |body: &Value| ada.post(&server, &ada.at("/tokens"), body);
    let in_days = |days: i64| {
        let seconds = std::time::UNIX_EPOCH.elapsed().expect("a time").as_secs();
        rfc3339(seconds + u64::try_from(days * 86_400).expect("to come"))
    };
    let until = |expires_at: Value| {
        let mut wish = wish("x", "read");
        wish["expires_at"] = expires_at;
        wish
    };
    for wrong in [
        json!({ "current_password": PASSWORD }),
        wish("", "read"),
        wish("x\ny", "read"),
        wish("x", "admin"),
        until(json!("soon")),
        until(json!("2020-01-01T00:00:00Z")),
        until(json!(in_days(367))),
    ] {
        make(&wrong).error(400);
    }
    make(&until(json!(in_days(365)))).good();
    make(&until(Value::Null)).good();
    assert_eq!(tokens(&server, &ada).len(), 2);
}

#[test]
fn use_is_noted_at_most_once_an_hour_and_whatever_the_clock_said_before() {
    let (server, ada, _) = world();
    let secret = ada.token(&server, "read");
    let used = || -> i64 {
        let query = "select last_used_at from api_tokens";
        server.open_database().query_row(query, [], |row| row.get(0)).expect("a time")
    };
    read(&server, &secret, &ada.chats()).good();
    let first = used();
    server.sql(&format!("update api_tokens set last_used_at = {}", first - 59 * 60_000));
    read(&server, &secret, &ada.chats()).good();
    assert_eq!(used(), first - 59 * 60_000);
    server.sql(&format!("update api_tokens set last_used_at = {}", first - 61 * 60_000));
    read(&server, &secret, &ada.chats()).good();
    assert!(used() >= first);
    server.sql(&format!("update api_tokens set last_used_at = {}", first + 86_400_000));
    script(&server, &secret, "POST", &ada.chats(), &json!({})).error(403);
    assert!((first..first + 60_000).contains(&used()), "also what it was refused is a use");
}

/// RFC 3339 of a time in seconds since the epoch, in the calendar that SQLite knows.
fn rfc3339(seconds: u64) -> String {
    let database = rusqlite::Connection::open_in_memory().expect("memory");
    let query = "select strftime('%Y-%m-%dT%H:%M:%SZ', ?1, 'unixepoch')";
    database.query_row(query, [i64::try_from(seconds).expect("a time")], |row| row.get(0)).expect("a time")
}

#[test]
fn a_new_password_ends_tokens_only_if_that_is_asked_for() {
    let (server, ada, _) = world();
    let secret = ada.token(&server, "read");
    let works =
        |secret: &str| server.request("GET", &ada.chats(), &[("Authorization", &bearer(secret))], b"").status == 200;
    let change = |current: &str, new: &str, end_tokens: Value| {
        let body = json!({ "current_password": current, "new_password": new, "end_tokens": end_tokens });
        ada.post(&server, &ada.at("/password"), &body)
    };
    change(PASSWORD, "second password", json!(false)).good();
    assert!(works(&secret));
    change("second password", "third password", json!("yes")).error(400);
    change("second password", "third password", json!(true)).good();
    assert!(!works(&secret));

    let secret = ada.token_with(&server, "third password", "read");
    let database = server.database().to_str().expect("UTF-8");
    let reset = |flags: &[&str]| {
        run(&[&["user", "--database", database, "password", "ada@example.com"], flags].concat(), "fourth password\n")
    };
    let (code, _, err) = reset(&[]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Tokens that still work: A script."), "{err}");
    assert!(works(&secret));
    assert_eq!(reset(&["--end-tokens"]).2, "");
    assert!(!works(&secret));
}

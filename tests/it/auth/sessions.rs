//! Sessions: the cookie, the list of them, and their end.

use serde_json::{Value, json};

use crate::support::people::{JSON, PASSWORD};
use crate::support::{Person, Server, eventually, world};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn sessions(server: &Server, person: &Person) -> Vec<Value> {
    person.get(server, &person.at("/sessions")).good()["sessions"].as_array().expect("a list").clone()
}

/// Signs in with that browser.
fn sign_in_with(server: &Server, email: &str, user_agent: &str) -> Person {
    let body = json!({ "email": email, "password": PASSWORD }).to_string();
    Person::from(
        server.request("POST", "/api/auth/login", &[JSON[0], ("User-Agent", user_agent)], body.as_bytes()),
        email,
    )
}

#[test]
fn a_session_ends_on_the_server_when_its_owner_signs_out() {
    let (server, ada, _) = world();
    assert_eq!(ada.get(&server, "/api/auth/check").status, 204);
    let out = ada.post(&server, "/api/auth/logout", &json!({}));
    assert_eq!(out.good(), true);
    assert!(
        out.header("set-cookie")
            .is_some_and(|cookie| cookie.starts_with("neptun-session=;") && cookie.contains("Max-Age=0"))
    );
    assert_eq!(out.header("clear-site-data"), Some("\"cache\""), "what was kept of what they read goes, too");
    ada.get(&server, "/api/auth/check").error(401);
    assert_eq!(ada.post(&server, "/api/auth/logout", &json!({})).good(), false);
}

#[test]
fn every_login_has_a_token_of_its_own_and_the_old_one_of_that_browser_dies() {
    let (server, ada, _) = world();
    let again = Person::sign_in(&server, "ada@example.com");
    assert_ne!(ada.cookie, again.cookie);
    assert_eq!(ada.get(&server, "/api/auth/check").status, 204, "another browser stays signed in");

    let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
    server.request("POST", "/api/auth/login", &[JSON[0], ("Cookie", &ada.cookie)], body.as_bytes()).good();
    ada.get(&server, "/api/auth/check").error(401);
}

#[test]
fn the_cookie_is_secure_exactly_when_readers_come_by_https() {
    for (flags, secure) in [(&[][..], false), (&["--public-url", "https://share.example.com"][..], true)] {
        let server = Server::with(flags);
        let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
        let response = server.request("POST", "/api/auth/sign-up", JSON, body.as_bytes());
        let cookie = response.header("set-cookie").expect("a cookie");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
    }
}

#[test]
fn of_two_cookies_of_the_name_the_first_counts_alone() {
    let (server, ada, _) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let asked_with = |cookie: &str| server.request("GET", "/api/auth/me", &[("Cookie", cookie)], b"");
    // Browsers send first what was set for the longer path, and then the older one (RFC 6265, 5.4).
    for (first, second) in [(&ada, &eve), (&eve, &ada)] {
        let both = asked_with(&format!("{}; {}", first.cookie, second.cookie));
        assert_eq!(both.good()["user"]["id"], asked_with(&first.cookie).good()["user"]["id"]);
    }
    for nobody in ["neptun-session=", "neptun-session=abc"] {
        asked_with(&format!("{nobody}; {}", ada.cookie)).error(401);
    }
}

#[test]
fn the_database_holds_neither_tokens_nor_passwords() {
    let (server, ada, chat) = world();
    ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "a share's password" }));
    let mut bytes = std::fs::read(server.database()).expect("read");
    bytes.extend(std::fs::read(server.database().with_extension("db-wal")).unwrap_or_default());
    let token = ada.cookie.strip_prefix("neptun-session=").expect("a token");
    for secret in [token, PASSWORD, "a share's password"] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn the_list_of_sessions_tells_browsers_apart_and_marks_the_one_that_asks() {
    let (server, ada, _) = world();
    let firefox = sign_in_with(&server, "ada@example.com", FIREFOX);
    sign_in_with(&server, "ada@example.com", &"<script>".repeat(100));
    let listed = sessions(&server, &firefox);
    let clients: Vec<&str> = listed.iter().filter_map(|session| session["client"].as_str()).collect();
    assert_eq!(clients, ["", "Firefox on Windows", ""]);
    let current: Vec<bool> = listed.iter().filter_map(|session| session["is_current"].as_bool()).collect();
    assert_eq!(current, [false, true, false]);
    for session in &listed {
        assert!(session["last_used_at"].as_str() >= session["created_at"].as_str(), "{session}");
        assert!(session["expires_at"].as_str() > session["last_used_at"].as_str(), "{session}");
    }
    assert_eq!(listed[1]["id"], firefox.get(&server, "/api/auth/me").good()["session"]["id"]);
    assert_eq!(sessions(&server, &ada).len(), 3);
}

#[test]
fn one_session_can_be_ended_from_another() {
    let (server, ada, _) = world();
    let lost = Person::sign_in(&server, "ada@example.com");
    let id = |person: &Person| person.get(&server, "/api/auth/me").good()["session"]["id"].clone();
    let path = ada.at(&format!("/sessions/{}", id(&lost)));
    let ended = ada.delete(&server, &path);
    assert_eq!(ended.good(), true);
    assert_eq!(ended.header("set-cookie"), None);
    lost.get(&server, "/api/auth/check").error(401);
    assert_eq!(ada.delete(&server, &path).error(404)["data"]["message"], "Session not found");

    let own = ada.delete(&server, &ada.at(&format!("/sessions/{}", id(&ada))));
    assert_eq!(own.good(), true);
    assert!(own.header("set-cookie").is_some_and(|cookie| cookie.starts_with("neptun-session=;")));
    ada.get(&server, "/api/auth/check").error(401);
}

#[test]
fn signing_out_everywhere_ends_the_others_or_all() {
    let (server, ada, _) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let others = [Person::sign_in(&server, "ada@example.com"), Person::sign_in(&server, "ada@example.com")];
    ada.delete(&server, &ada.at("/sessions?current=perhaps")).error(400);
    assert_eq!(sessions(&server, &ada).len(), 3);
    assert_eq!(ada.delete(&server, &ada.at("/sessions")).good(), true);
    for other in &others {
        other.get(&server, "/api/auth/check").error(401);
    }
    assert_eq!(sessions(&server, &ada).len(), 1);

    // Also when use would have prolonged it.
    server.sql("update sessions set expires_at = expires_at - 2 * 86400000");
    let out = ada.delete(&server, &ada.at("/sessions?current=true"));
    assert_eq!(out.good(), true);
    let cookies: Vec<_> = out.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).collect();
    assert!(cookies.len() == 1 && cookies[0].1.starts_with("neptun-session=;"), "{cookies:?}");
    ada.get(&server, "/api/auth/check").error(401);
    eve.get(&server, "/api/auth/me").good();
}

#[test]
fn a_session_that_is_over_opens_nothing_and_is_in_no_list() {
    let (server, ada, _) = world();
    let over = Person::sign_in(&server, "ada@example.com");
    let last = "update sessions set expires_at = created_at where id = (select max(id) from sessions)";
    assert_eq!(server.sql(last), 1);
    over.get(&server, "/api/auth/check").error(401);
    over.get(&server, &over.chats()).error(401);
    assert_eq!(sessions(&server, &ada).len(), 1);
}

#[test]
fn what_is_over_is_forgotten_when_a_server_starts() {
    let (server, ada, _) = world();
    ada.token(&server, "read");
    ada.invite(&server, "grace@example.com", &[]);
    for table in ["sessions", "api_tokens", "account_links"] {
        server.sql(&format!("update {table} set expires_at = 1"));
    }
    let next = Server::on(server.database(), &[]);
    let count = || -> i64 {
        let tables = "select id from sessions
                      union all select id from api_tokens
                      union all select id from account_links where invited_by is not null";
        let query = format!("select count(*) from ({tables})");
        next.open_database().query_row(&query, [], |row| row.get(0)).expect("a count")
    };
    eventually("nothing of it is left", || count() == 0);
}

#[test]
fn use_prolongs_a_session_once_a_day() {
    let (server, ada, _) = world();
    assert_eq!(ada.get(&server, &ada.chats()).header("set-cookie"), None);
    server.sql("update sessions set expires_at = expires_at - 2 * 86400000, created_at = created_at - 2 * 86400000");
    let used = |session: &Value| session["last_used_at"].as_str().expect("a time").to_owned();
    let other = Person::sign_in(&server, "ada@example.com");
    let before = used(&sessions(&server, &other)[1]);
    let prolonged = ada.get(&server, &ada.chats());
    assert!(prolonged.header("set-cookie").is_some_and(|cookie| cookie.starts_with(&ada.cookie)));
    let after: Vec<String> = sessions(&server, &other).iter().map(used).collect();
    assert!(after.iter().all(|used| *used > before), "{after:?}, {before}");
}

#[test]
fn no_use_keeps_a_session_longer_than_ninety_days() {
    let (server, ada, _) = world();
    let day = 86_400_000;
    // As if it had been used now and then for 89 days, and had half a day left.
    server.sql(&format!(
        "update sessions set created_at = created_at - 89 * {day}, expires_at = expires_at - 59 * {day} / 2"
    ));
    assert!(ada.get(&server, &ada.chats()).header("set-cookie").is_some(), "it is prolonged");
    let left: i64 = server
        .open_database()
        .query_row("select expires_at - created_at from sessions", [], |row| row.get(0))
        .expect("a time");
    assert_eq!(left, 90 * day);
    assert_eq!(ada.get(&server, &ada.chats()).header("set-cookie"), None, "but never beyond");
    server.sql(&format!("update sessions set created_at = created_at - {day}, expires_at = expires_at - {day}"));
    ada.get(&server, &ada.chats()).error(401);
}

#[test]
fn a_session_that_was_planted_in_the_browser_ends_at_sign_up() {
    let server = Server::start();
    let eve = Person::sign_up(&server, "eve@example.com");
    let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
    let fields = [JSON[0], ("Cookie", eve.cookie.as_str())];
    let ada = Person::from(server.request("POST", "/api/auth/sign-up", &fields, body.as_bytes()), "ada@example.com");
    assert_ne!(ada.cookie, eve.cookie);
    eve.get(&server, "/api/auth/check").error(401);
    ada.get(&server, &ada.chats()).good();
}

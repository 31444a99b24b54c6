//! Accounts, sessions, and the slowing of guesses.

mod support;

use serde_json::json;
use support::people::{JSON, PASSWORD, api, basic};
use support::server::run;
use support::{Person, Response, Server, world};

fn login(server: &Server, email: &str, password: &str) -> Response {
    let body = json!({ "email": email, "password": password });
    server.request("POST", "/api/auth/login", JSON, body.to_string().as_bytes())
}

fn seconds(response: &Response) -> u64 {
    response.header("retry-after").and_then(|value| value.parse().ok()).expect("seconds")
}

#[test]
fn the_eleventh_wrong_login_must_wait_and_other_accounts_need_not() {
    let server = Server::start();
    Person::sign_up(&server, "ada@example.com");
    Person::sign_up(&server, "grace@example.com");
    for _ in 0..10 {
        let refused = login(&server, "ada@example.com", "wrong password").error(401);
        assert_eq!(refused["statusMessage"], "Invalid email or password");
    }
    let slowed = login(&server, "ADA@example.com", "wrong password");
    slowed.error(429);
    assert!((1..=7).contains(&seconds(&slowed)));
    assert_eq!(login(&server, "ada@example.com", PASSWORD).status, 429, "else guessing would go on");
    login(&server, "grace@example.com", PASSWORD).good();
}

#[test]
fn unknown_accounts_are_slowed_like_known_ones() {
    let server = Server::start();
    for _ in 0..10 {
        login(&server, "nobody@example.com", "wrong password").error(401);
    }
    login(&server, "nobody@example.com", "wrong password").error(429);
}

#[test]
fn right_passwords_are_never_slowed() {
    let server = Server::start();
    for _ in 0..2 {
        login(&server, "ada@example.com", "wrong password").error(401);
    }
    Person::sign_up(&server, "ada@example.com");
    for _ in 0..15 {
        login(&server, "ada@example.com", PASSWORD).good();
    }
}

#[test]
fn the_eleventh_wrong_password_of_a_share_must_wait_and_asking_without_one_is_no_guess() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let other = ada.chat(&server);
    let other = ada.share(&server, other, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let read = |share, password: &str| server.request("GET", &api(share), &[("Authorization", &basic(password))], b"");
    for _ in 0..15 {
        server.get(&api(&share)).error(401);
    }
    for _ in 0..10 {
        read(&share, "wrong").error(401);
    }
    let slowed = read(&share, "wrong");
    slowed.error(429);
    assert!((1..=7).contains(&seconds(&slowed)));
    read(&share, "secret").error(429);
    read(&other, "secret").good();
    server.get(&api(&share)).error(401);
}

#[test]
fn a_hundred_wrong_passwords_at_once_are_not_a_hundred_guesses() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let wrong = basic("wrong");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guess = || server.request("GET", &api(&share), &[("Authorization", &wrong)], b"").status;
        let guesses: Vec<_> = (0..100).map(|_| scope.spawn(guess)).collect();
        guesses.into_iter().map(|guess| guess.join().expect("an answer")).collect()
    });
    let taken = statuses.iter().filter(|&&status| status == 401).count();
    assert!(taken <= 11, "{taken} were taken");
    assert!(statuses.iter().all(|status| [401, 429, 503].contains(status)), "{statuses:?}");
}

#[test]
fn fifty_readers_with_the_right_password_at_once_all_read() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let right = basic("secret");
    std::thread::scope(|scope| {
        let read = || server.request("GET", &api(&share), &[("Authorization", &right)], b"").status;
        let readers: Vec<_> = (0..50).map(|_| scope.spawn(read)).collect();
        for reader in readers {
            assert_eq!(reader.join().expect("an answer"), 200);
        }
    });
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
fn sign_up_is_closed_unless_the_owner_opens_it() {
    let server = Server::with(&["--signup", "closed"]);
    let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
    server.request("POST", "/api/auth/sign-up", JSON, body.as_bytes()).error(403);
}

#[test]
fn accounts_are_kept_from_the_command_line_beside_a_running_server() {
    let server = Server::start();
    let database = server.database().to_str().expect("UTF-8").to_owned();
    let user =
        |arguments: &[&str], input: &str| run(&[&["user"], arguments, &["--database", &database]].concat(), input);

    assert_eq!(user(&["add", "ada@example.com"], "first password\n").0, 0);
    login(&server, "ada@example.com", "first password").good();
    let (code, _, message) = user(&["add", "ADA@example.com"], "another password\n");
    assert_eq!(code, 1);
    assert!(message.contains("already"), "{message}");
    let (_, listed, _) = user(&["list"], "");
    assert_eq!(listed.lines().count(), 1);
    assert!(listed.contains("ada@example.com"));

    let session = login(&server, "ada@example.com", "first password");
    let cookie = session.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    assert_eq!(user(&["password", "ada@example.com"], "second password\n").0, 0);
    server.request("GET", "/api/auth/check", &[("Cookie", &cookie)], b"").error(401);
    login(&server, "ada@example.com", "first password").error(401);
    login(&server, "ada@example.com", "second password").good();

    assert_eq!(user(&["remove", "ada@example.com"], "").0, 0);
    login(&server, "ada@example.com", "second password").error(401);
    assert_eq!(user(&["remove", "ada@example.com"], "").0, 1);
}

#[test]
fn a_short_password_is_refused_with_its_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("test.db");
    let (code, _, message) =
        run(&["user", "--database", database.to_str().expect("UTF-8"), "add", "ada@example.com"], "short\n");
    assert_eq!(code, 1);
    assert!(message.contains("at least 8"), "{message}");
}

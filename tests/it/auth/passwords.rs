//! Passwords of accounts and shares, and the slowing of guesses.

use serde_json::json;

use crate::support::people::{PASSWORD, api, basic};
use crate::support::{Person, Response, Server, world};

pub fn login(server: &Server, email: &str, password: &str) -> Response {
    server.post("/api/auth/login", &json!({ "email": email, "password": password }))
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

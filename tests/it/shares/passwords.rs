//! Passwords of shares: what they may hold, how they are sent, and how they are kept.

use serde_json::json;

use crate::support::people::{api, basic};
use crate::support::world;

#[test]
fn passwords_may_hold_anything_that_people_type() {
    let (server, ada, chat) = world();
    let longest = "🔑".repeat(128);
    for password in ["a:b:c", ":", "pässwörd", "🔑", " leading and trailing ", "$ecret", "nul\0nul", &longest] {
        let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": password }));
        let right = server.request("GET", &api(&share), &[("Authorization", &basic(password))], b"");
        assert_eq!(right.status, 200, "{password:?}");
        assert!(
            share["hashed_password"].as_str().is_some_and(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"))
        );
    }
}

#[test]
fn authorization_is_read_as_browsers_and_curl_write_it() {
    use base64::Engine;
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let encode = |text: &str| base64::prelude::BASE64_STANDARD.encode(text);
    for right in [format!("bAsIc {}", encode(":secret")), format!("Basic   {}", encode("anybody:secret"))] {
        assert_eq!(server.request("GET", &api(&share), &[("Authorization", &right)], b"").status, 200, "{right}");
    }
    for wrong in [
        format!("Basic {}", encode("secret")),
        "Basic".into(),
        "Basic !!".into(),
        format!("Digest {}", encode(":secret")),
    ] {
        assert_eq!(server.request("GET", &api(&share), &[("Authorization", &wrong)], b"").status, 401, "{wrong}");
    }
}

#[test]
fn a_challenge_opens_no_browser_dialog_over_our_page() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let challenge =
        |headers| server.request("GET", &api(&share), headers, b"").header("www-authenticate").map(str::to_owned);
    assert_eq!(challenge(&[]).as_deref(), Some("Basic realm=\"shared chat\", charset=\"UTF-8\""));
    assert_eq!(
        challenge(&[("X-Requested-With", "page")]).as_deref(),
        Some("xBasic realm=\"shared chat\", charset=\"UTF-8\"")
    );
}

#[test]
fn a_clients_own_argon2_hash_is_kept_as_it_is_and_readers_send_the_password() {
    let (server, ada, chat) = world();
    // `echo -n password | argon2 somesalt -id -k 256`, by the reference implementation.
    let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": hash }));
    assert_eq!(share["hashed_password"], hash);
    assert_eq!(server.request("GET", &api(&share), &[("Authorization", &basic("password"))], b"").status, 200);
    assert_eq!(server.request("GET", &api(&share), &[("Authorization", &basic(hash))], b"").status, 401);
}

#[test]
fn hashes_that_cannot_or_should_not_be_verified_are_refused_and_change_nothing() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let tail = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    for hash in [
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW".to_owned(),
        "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E".to_owned(),
        format!("$argon2id$v=19$m=2097152,t=1,p=1${tail}"),
        format!("$argon2id$v=19$m=256,t=4000000000,p=1${tail}"),
        format!("$argon2id$v=19$m=256,t=2,p=200${tail}"),
        "$argon2id$v=19$m=256,t=2,p=1$".to_owned(),
    ] {
        let refused = ada.post(&server, &ada.shares(chat), &json!({ "hashed_password": hash })).error(400);
        assert_eq!(refused["data"]["issues"][0]["path"], json!(["hashed_password"]), "{hash}");
    }
    let unchanged = ada.share(&server, chat, &json!({}));
    assert_eq!(unchanged["hashed_password"], share["hashed_password"]);
}

//! What messengers and crawlers get of a share: the picture of an open one, and nothing of others.

use serde_json::{Value, json};

use crate::support::people::basic;
use crate::support::{Person, Response, Server, world};

fn page(share: &Value) -> String {
    format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"))
}

fn picture(server: &Server, share: &Value, headers: &[(&str, &str)]) -> Response {
    server.request("GET", &format!("{}/preview.png", page(share)), headers, b"")
}

#[test]
fn an_open_share_has_a_picture_that_other_sites_may_show() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let answer = picture(&server, &share, &[]);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/png")));
    assert_eq!(answer.body[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(answer.body[16..24], [1200_u32.to_be_bytes(), 630_u32.to_be_bytes()].concat());
    assert!(answer.body.len() < 60_000);
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("cross-origin"));
    assert_eq!(answer.header("x-robots-tag"), Some("noindex"));
    assert_eq!(answer.header("set-cookie"), None);
    // The second time it is drawn alike.
    assert_eq!(picture(&server, &share, &[]).body, answer.body);
}

#[test]
fn the_picture_changes_with_the_title_and_is_not_sent_twice() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let first = picture(&server, &share, &[]);
    let etag = first.header("etag").expect("an entity tag");
    assert_eq!(picture(&server, &share, &[("If-None-Match", etag)]).status, 304);

    let rename = json!({ "name": "Another name" }).to_string();
    let headers = [("Content-Type", "application/json"), ("Cookie", ada.cookie.as_str())];
    server.request("PATCH", &format!("{}/{chat}", ada.chats()), &headers, rename.as_bytes()).good();
    let second = picture(&server, &share, &[("If-None-Match", etag)]);
    assert_eq!(second.status, 200);
    assert_ne!(second.body, first.body);
}

#[test]
fn a_protected_share_has_no_picture_also_for_those_who_may_read_it() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "secret" }));
    let nothing = picture(&server, &share, &[]).error(404);
    assert_eq!(picture(&server, &share, &[("Authorization", &basic("secret"))]).error(404), nothing);

    let share = ada.share(&server, chat, &json!({ "is_protected": false }));
    assert_eq!(picture(&server, &share, &[]).status, 200);

    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let grace = Person::sign_up(&server, "grace@example.com");
    ada.post(&server, &list, &json!({ "emails": ["grace@example.com"] })).good();
    for cookie in [&grace.cookie, &ada.cookie] {
        assert_eq!(picture(&server, &share, &[("Cookie", cookie)]).error(404), nothing);
    }

    let unknown = json!({ "uuid": "550e8400-e29b-41d4-a716-446655440000" });
    assert_eq!(picture(&server, &unknown, &[]).error(404), nothing);
}

#[test]
fn a_share_that_is_off_or_past_its_time_has_no_picture_any_more() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let seen = picture(&server, &share, &[]);
    let etag = seen.header("etag").expect("an entity tag");

    ada.share(&server, chat, &json!({ "is_shared": false }));
    assert_eq!(picture(&server, &share, &[("If-None-Match", etag)]).status, 404);

    ada.share(&server, chat, &json!({ "is_shared": true, "expires_at": "2020-01-01T00:00:00Z" }));
    assert_eq!(picture(&server, &share, &[]).status, 404);
}

#[test]
fn crawlers_are_kept_out_and_programs_that_show_a_link_are_let_in() {
    let server = Server::start();
    let answer = server.request("GET", "/robots.txt", &[], b"");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/plain; charset=utf-8")));
    let text = String::from_utf8(answer.body).expect("UTF-8");
    let group = |agent: &str| {
        let group = text.split("\n\n").find(|group| group.lines().any(|line| line == format!("User-agent: {agent}")));
        let group = group.unwrap_or_else(|| panic!("no group for {agent}"));
        group.lines().filter(|line| line.contains("llow: ")).collect::<Vec<_>>()
    };
    assert_eq!(group("*"), ["Disallow: /shared/", "Disallow: /s/", "Disallow: /api/"]);
    for agent in ["Twitterbot", "facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding", "WhatsApp"] {
        assert_eq!(group(agent), ["Allow: /shared/", "Allow: /s/", "Disallow: /api/"], "{agent}");
    }
}

#[test]
fn a_link_with_a_slash_behind_it_leads_to_the_page() {
    let (server, ada, chat) = world();
    let page = page(&ada.share(&server, chat, &json!({})));
    let answer = server.request("GET", &format!("{page}/"), &[], b"");
    assert_eq!((answer.status, answer.header("location")), (308, Some(page.as_str())));
    assert_eq!(server.request("GET", &page, &[], b"").status, 200);
    for wrong in ["/shared/chats//", "/shared/chats/evil.example.com/", "/shared/chats//evil.example.com"] {
        assert_eq!(server.request("GET", wrong, &[], b"").status, 404, "{wrong}");
    }
}

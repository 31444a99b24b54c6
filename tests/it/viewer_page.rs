//! The page behind a link, as a browser without scripts gets it: the conversation for those who may read it, and
//! nothing of it for anybody else.

use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::support::people::{api, basic};
use crate::support::{Person, Response, Server, world};

fn page(server: &Server, share: &serde_json::Value, headers: &[(&str, &str)]) -> Response {
    let path = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    server.request("GET", &path, headers, b"")
}

fn text(response: &Response) -> &str {
    std::str::from_utf8(&response.body).expect("UTF-8")
}

/// What of the conversation that `world` makes must not reach others.
const WORDS: [&str; 4] = ["A chat", "a-model", "blue", "Rayleigh"];

#[test]
fn the_page_of_an_open_share_holds_the_conversation() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let page = page(&server, &share, &[]);
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    for words in WORDS {
        assert!(text(&page).contains(words), "{words}");
    }
    assert!(text(&page).contains("data-state=\"conversation\""));
    assert_eq!(text(&page).matches("<article").count(), 2);
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("frame-src 'self'")));
}

#[test]
fn a_compressed_page_is_the_same_page() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let plain = page(&server, &share, &[]);
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("Accept-Encoding")));
    for (encoding, accepted) in [("br", "gzip, deflate, br"), ("gzip", "gzip;q=0.5, br;q=0")] {
        let small = page(&server, &share, &[("Accept-Encoding", accepted)]);
        assert_eq!((small.header("content-encoding"), small.header("vary")), (Some(encoding), Some("Accept-Encoding")));
        assert!(small.body.len() < plain.body.len());
        let mut whole = Vec::new();
        match encoding {
            "br" => brotli::Decompressor::new(small.body.as_slice(), 4096).read_to_end(&mut whole),
            _ => flate2::read::GzDecoder::new(small.body.as_slice()).read_to_end(&mut whole),
        }
        .expect("decompressed");
        assert!(whole == plain.body, "{encoding}");
    }
}

/// Bytes of an answer, with its head.
fn weight(response: &Response) -> usize {
    let fields = response.headers.iter().map(|(name, value)| name.len() + value.len() + ": \r\n".len());
    "HTTP/1.1 200 OK\r\n\r\n".len() + fields.sum::<usize>() + response.body.len()
}

#[test]
fn twenty_messages_come_in_45_kib_and_two_round_trips() {
    let (server, ada, _) = world();
    let chat = ada.post(&server, &ada.chats(), &json!({ "name": "A chat", "model": "a-model" })).good();
    let chat = chat["chat"]["id"].as_i64().expect("an id");
    // 900 words, all different: what people write compresses better.
    let mut state: u32 = 7;
    let mut word = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let at = |shift: u32| char::from(b"etaoinshrdlucmfw"[(state >> shift) as usize % 16]);
        [at(28), at(24), at(20), at(16), ' '].into_iter().collect::<String>()
    };
    let messages: Vec<_> = (0..20)
        .map(|n| {
            let (role, length) = if n % 2 == 0 { ("user", 20) } else { ("assistant", 70) };
            json!({ "role": role, "content": (0..length).map(|_| word()).collect::<String>() })
        })
        .collect();
    ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &json!({ "messages": messages })).good();
    let share = ada.share(&server, chat, &json!({}));
    let asks = &[("Accept-Encoding", "gzip, deflate, br")];
    let whole = page(&server, &share, &[]);

    let files: Vec<&str> = text(&whole).split('"').filter(|text| text.starts_with("/assets/")).collect();
    let files: std::collections::BTreeSet<&str> = files.into_iter().collect();
    assert!(files.iter().any(|file| file.ends_with(".css")) && files.iter().any(|file| file.ends_with(".js")));
    for file in &files {
        // What it names would be one more round trip; fonts come where there are formulas.
        let content = server.request("GET", file, &[], b"");
        let content = text(&content);
        assert!(!content.contains("@import") && !content.contains("import "), "{file}");
    }
    let loaded: usize = files.iter().map(|file| weight(&server.request("GET", file, asks, b""))).sum();
    let total = weight(&page(&server, &share, asks)) + loaded;
    assert!(total <= 45 * 1024, "{total} bytes");
}

#[test]
fn a_page_says_nothing_of_a_conversation_to_who_may_not_read_it() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    let says_nothing = |page: &Response, status: u16, state: &str| {
        let all = format!("{:?}{}", page.headers, text(page));
        assert_eq!(page.status, status);
        assert!(all.contains(&format!("data-state=\"{state}\"")), "{all}");
        assert_eq!((page.header("cache-control"), page.header("etag")), (Some("no-store"), None));
        for words in WORDS {
            assert!(!all.contains(words), "{words}: {all}");
        }
    };
    let known = page(&server, &share, &[("Authorization", &basic("open sesame"))]);
    assert_eq!((known.status, known.header("cache-control")), (200, Some("private, no-cache")));
    assert!(text(&known).contains("Rayleigh"));
    let tag = known.header("etag").expect("an entity tag");
    says_nothing(&page(&server, &share, &[]), 200, "password");
    says_nothing(&page(&server, &share, &[("Authorization", &basic("wrong"))]), 200, "password");
    says_nothing(&page(&server, &share, &[("If-None-Match", tag)]), 200, "password");

    let list = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    ada.share(&server, chat, &json!({ "is_protected": false }));
    ada.post(&server, &list, &json!({ "emails": [ada.email] })).good();
    let grace = Person::sign_up(&server, "grace@example.com");
    says_nothing(&page(&server, &share, &[]), 200, "signIn");
    says_nothing(&page(&server, &share, &[("Cookie", &grace.cookie)]), 200, "forbidden");
    assert!(text(&page(&server, &share, &[("Cookie", &ada.cookie)])).contains("Rayleigh"));

    ada.share(&server, chat, &json!({ "is_shared": false }));
    says_nothing(&page(&server, &share, &[("Cookie", &ada.cookie)]), 404, "missing");
    says_nothing(&page(&server, &json!({ "uuid": "nothing" }), &[]), 404, "missing");
}

#[test]
fn every_form_of_a_conversation_is_asked_for_again_by_a_tag_of_its_own() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let of_page = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    let paths = [api(&share), api(&share) + "?render=html", api(&share) + "?render=page", of_page];
    let mut tags: Vec<String> = Vec::new();
    for path in &paths {
        for encoding in ["br", "gzip", "identity"] {
            let read = |headers: &[(&str, &str)]| {
                server.request("GET", path, &[headers, &[("Accept-Encoding", encoding)]].concat(), b"")
            };
            let first = read(&[]);
            let tag = first.header("etag").expect("an entity tag").to_owned();
            let again = read(&[("If-None-Match", &tag)]);
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())), "{path}");
            assert_eq!(again.header("vary"), first.header("vary"), "{path}");
            assert_eq!(again.header("content-security-policy"), first.header("content-security-policy"), "{path}");
            let head = server.request("HEAD", path, &[("Accept-Encoding", encoding)], b"");
            assert_eq!((head.status, head.header("etag")), (200, Some(tag.as_str())), "{path}");
            assert!(!tags.contains(&tag), "a tag for each form and encoding");
            tags.push(tag);
        }
    }
    ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &json!({ "message": "More", "actor": "user" }))
        .good();
    for (path, tag) in paths.iter().flat_map(|path| tags.iter().map(move |tag| (path, tag))) {
        assert_eq!(server.request("GET", path, &[("If-None-Match", tag)], b"").status, 200, "{path}");
    }
}

#[test]
fn a_link_that_was_made_anew_leads_to_its_own_files() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let picture = json!({ "type": "image_url", "image_url": { "url": "data:image/gif;base64,R0lGODlhAQABAAAAADs=" } });
    let conversation = json!({ "messages": [{ "role": "user", "content": [picture] }] });
    let report = ada.post(&server, &format!("{}/import", ada.chats()), &conversation).good();
    let chat = report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().expect("a chat");
    let html = |share: &serde_json::Value| {
        let read = server.get(&(api(share) + "?render=html")).good();
        read["chatMessages"][0]["html"].as_str().expect("HTML").to_owned()
    };
    let first = ada.share(&server, chat, &json!({}));
    assert!(html(&first).contains(&api(&first)));
    ada.delete(&server, &format!("{}/{}", ada.shares(chat), first["id"]));
    let second = ada.share(&server, chat, &json!({}));
    assert!(html(&second).contains(&api(&second)), "{}", html(&second));
}

#[test]
fn a_strangers_picture_comes_in_a_frame_of_our_page_and_nowhere_else() {
    let server = Server::start();
    let url = "/shared/picture?url=https%3A%2F%2Fexample.com%3A8443%2Fa%22%3E%3Cb%3E.png%3Fq%3D1%2B1%23x";
    let frame = |headers: &[(&str, &str)]| server.request("GET", url, headers, b"");
    let own = [("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "same-origin")];
    for headers in [&own[..], &[]] {
        let frame = frame(headers);
        assert_eq!((frame.status, frame.header("content-type")), (200, Some("text/html; charset=utf-8")));
        let policies: Vec<&str> = frame
            .headers
            .iter()
            .filter(|(name, _)| name == "content-security-policy")
            .map(|(_, value)| value.as_str())
            .collect();
        let [policy] = policies[..] else { panic!("{policies:?}") };
        assert!(
            policy.starts_with("default-src 'none'; img-src https://example.com:8443; style-src 'sha256-"),
            "{policy}"
        );
        assert!(policy.ends_with("frame-ancestors 'self'; sandbox"), "{policy}");
        assert_eq!(frame.header("referrer-policy"), Some("no-referrer"));
        let picture =
            "<img src=\"https://example.com:8443/a%22%3E%3Cb%3E.png?q=1+1\" alt=\"\" referrerpolicy=\"no-referrer\">";
        assert!(text(&frame).contains(&format!("<body>{picture}</body>")), "{}", text(&frame));
        assert_eq!(text(&frame).matches("example.com").count(), 1);
        let style =
            text(&frame).split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
        let digest = BASE64_STANDARD.encode(Sha256::digest(style));
        assert!(policy.contains(&digest), "{policy}");
    }
    for headers in [
        [("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "none")],
        [("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "same-origin")],
        [("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "same-site")],
        [("Sec-Fetch-Dest", "embed"), ("Sec-Fetch-Site", "same-origin")],
    ] {
        frame(&headers).error(403);
    }
    for wrong in ["", "?url=", "?url=javascript:alert(1)", "?url=http://127.0.0.1/", "?url=https://ada:x@example.com/"]
    {
        let refusal = server.get(&format!("/shared/picture{wrong}")).error(400);
        assert_eq!(refusal["data"]["issues"][0]["path"], json!(["url"]), "{wrong}");
    }
}

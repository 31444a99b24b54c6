//! View limits, and the counting of views without one.

use std::thread;

use serde_json::{Value, json};

use crate::support::people::{api, basic};
use crate::support::{Person, Response, Server, world};

/// Uses a view of a share; what the cookie brings along is in `headers`.
fn open(server: &Server, share: &Value, headers: &[(&str, &str)]) -> Response {
    server.request("POST", &format!("{}/views", api(share)), headers, b"")
}

/// The cookie that a view gave.
fn visit(opened: &Response) -> String {
    assert_eq!(opened.good()["view"]["counted"], true);
    opened.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned()
}

fn views(server: &Server, owner: &Person, share: &Value) -> i64 {
    let list = owner.get(server, &owner.at("/shares?limit=200")).good();
    let shares = list["shares"].as_array().expect("a list");
    shares.iter().find(|own| own["id"] == share["id"]).and_then(|own| own["views"].as_i64()).expect("a number")
}

#[test]
fn of_fifty_readers_of_the_last_view_one_reads() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 3 }));
    for _ in 0..2 {
        visit(&open(&server, &share, &[]));
    }
    let opened: Vec<Response> = thread::scope(|scope| {
        let readers: Vec<_> = (0..50).map(|_| scope.spawn(|| open(&server, &share, &[]))).collect();
        readers.into_iter().map(|reader| reader.join().expect("an answer")).collect()
    });
    let (good, late): (Vec<&Response>, Vec<&Response>) = opened.iter().partition(|answer| answer.status == 200);
    assert_eq!((good.len(), late.len()), (1, 49));
    assert!(late.iter().all(|answer| answer.status == 404));
    assert_eq!(views(&server, &ada, &share), 3);

    let cookie = visit(good[0]);
    assert_eq!(server.request("GET", &api(&share), &[("Cookie", &cookie)], b"").status, 200);
    assert_eq!(server.get(&api(&share)).status, 404);
}

#[test]
fn looking_at_a_link_uses_no_view() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 1 }));
    let page = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    let bot = [("User-Agent", "Twitterbot/1.0"), ("Sec-Purpose", "prefetch")];
    for path in [&page, &format!("{page}/preview.png"), &api(&share), &format!("{}/export", api(&share))] {
        for method in ["HEAD", "GET", "OPTIONS"] {
            let answer = server.request(method, path, &bot, b"");
            let text = String::from_utf8_lossy(&answer.body);
            assert!(!text.contains("Rayleigh") && !text.contains("A chat"), "{method} {path}");
        }
    }
    let refused = server.get(&api(&share)).error(403);
    assert_eq!(refused["statusMessage"], "Forbidden (opening required)");
    assert_eq!(
        (&refused["data"]["viewsLeft"], &refused["data"]["shareInfo"]["shareExists"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(views(&server, &ada, &share), 0);
    visit(&open(&server, &share, &[]));
}

#[test]
fn a_reader_and_the_owner_are_not_counted_again() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let cookie = visit(&open(&server, &share, &[]));
    assert!(cookie.starts_with("neptun-view="));
    for again in [("Cookie", cookie.as_str()), ("Cookie", ada.cookie.as_str())] {
        let answer = open(&server, &share, &[again]);
        assert_eq!(answer.good()["view"]["counted"], false);
        assert!(answer.header("set-cookie").is_none());
    }
    assert_eq!(views(&server, &ada, &share), 1);
    // What one share gave is worth nothing at another.
    let other = ada.share(&server, ada.chat(&server), &json!({ "max_views": 1 }));
    assert_eq!(server.request("GET", &api(&other), &[("Cookie", &cookie)], b"").status, 403);
    // Two lines, one for the page and one for the API of this share alone.
    let opened = open(&server, &share, &[]);
    let lines: Vec<&str> = opened
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .map(|(_, v)| v.as_str())
        .collect();
    let uuid = share["uuid"].as_str().expect("a uuid");
    assert_eq!(lines.len(), 2);
    for (line, path) in lines.iter().zip(["/shared/chats", "/api/shared/chats"]) {
        assert!(line.contains("HttpOnly; SameSite=Lax") && line.contains(&format!("Path={path}/{uuid};")), "{line}");
    }
}

#[test]
fn a_wrong_password_uses_no_view() {
    let (server, ada, chat) = world();
    let settings = json!({ "max_views": 1, "is_protected": true, "hashed_password": "sesame" });
    let share = ada.share(&server, chat, &settings);
    assert_eq!(open(&server, &share, &[]).status, 401);
    assert_eq!(open(&server, &share, &[("Authorization", &basic("guess"))]).status, 401);
    assert_eq!(views(&server, &ada, &share), 0);

    let cookie = visit(&open(&server, &share, &[("Authorization", &basic("sesame"))]));
    // A view is no password.
    assert_eq!(server.request("GET", &api(&share), &[("Cookie", &cookie)], b"").status, 401);
    let both = [("Cookie", cookie.as_str()), ("Authorization", &basic("sesame"))];
    assert_eq!(server.request("GET", &api(&share), &both, b"").status, 200);
}

#[test]
fn a_view_holds_for_an_hour_and_ends_with_the_share() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 1 }));
    let cookie = visit(&open(&server, &share, &[]));
    let read = || server.request("GET", &api(&share), &[("Cookie", &cookie)], b"").status;
    assert_eq!(read(), 200);
    ada.share(&server, chat, &json!({ "is_shared": false }));
    assert_eq!(read(), 404);
    ada.share(&server, chat, &json!({ "is_shared": true }));
    assert_eq!(read(), 200);
    server.sql("update share_visits set expires_at = 1");
    assert_eq!(read(), 404);
}

#[test]
fn a_limit_that_is_raised_brings_a_used_up_link_back() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 1 }));
    visit(&open(&server, &share, &[]));
    // Said again it changes nothing.
    assert_eq!(ada.share(&server, chat, &json!({ "max_views": 1 }))["state"], "used_up");
    assert_eq!(open(&server, &share, &[]).status, 404);
    let raised = ada.share(&server, chat, &json!({ "max_views": 3 }));
    assert_eq!((&raised["state"], &raised["views_left"], &raised["views"]), (&json!("active"), &json!(2), &json!(1)));
    // A limit that is new begins when it is set.
    ada.share(&server, chat, &json!({ "max_views": null }));
    assert_eq!(ada.share(&server, chat, &json!({ "max_views": 1 }))["views_left"], 1);
}

#[test]
fn who_opened_is_noted_only_where_the_owner_wants_it() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let share = ada.share(&server, chat, &json!({}));
    let visitors = format!("{}/{}/visitors", ada.shares(chat), share["id"]);
    let firefox = ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    visit(&open(&server, &share, &[firefox]));
    assert_eq!(ada.get(&server, &visitors).good()["visitors"], json!([]));
    assert_eq!(server.sql("delete from visitors"), 0);

    ada.share(&server, chat, &json!({ "records_visitors": true }));
    visit(&open(&server, &share, &[firefox]));
    visit(&open(&server, &share, &[("Cookie", &grace.cookie)]));
    let noted = ada.get(&server, &visitors).good();
    assert_eq!(noted["visitors"][0]["email"], "grace@example.com");
    assert_eq!(
        (&noted["visitors"][1]["email"], &noted["visitors"][1]["client"]),
        (&Value::Null, &json!("Firefox on Linux"))
    );
    assert_eq!(noted["visitors"][1]["address"], "127.0.0.1");

    ada.delete(&server, &visitors).good();
    assert_eq!(ada.get(&server, &visitors).good()["visitors"], json!([]));
    assert_eq!(views(&server, &ada, &share), 3);
}

#[test]
fn a_clock_that_jumps_back_neither_opens_nor_breaks_anything() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "max_views": 2 }));
    let cookie = visit(&open(&server, &share, &[]));
    // As if all of it had happened in the future.
    server.sql("update shares set last_viewed_at = 32503680000000, created_at = 32503680000000");
    server.sql("update share_visits set expires_at = 32503680000000");
    assert_eq!(server.request("GET", &api(&share), &[("Cookie", &cookie)], b"").status, 200);
    visit(&open(&server, &share, &[]));
    assert_eq!(open(&server, &share, &[]).status, 404);
}

#[test]
fn of_any_number_of_visitors_the_latest_thousand_are_kept() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "records_visitors": true }));
    visit(&open(&server, &share, &[]));
    // As if many had come, the last of whom has a number at which the table is looked through.
    server.sql(
        "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 2998)
         insert into visitors (share_id, opened_at, address, client)
         select share_id, opened_at, '192.0.2.1', client from visitors, numbers",
    );
    visit(&open(&server, &share, &[]));
    let kept: i64 =
        server.open_database().query_row("select count(*) from visitors", [], |row| row.get(0)).expect("counted");
    assert_eq!(kept, 1000);
    let shown = ada.get(&server, &format!("{}/{}/visitors", ada.shares(chat), share["id"])).good();
    assert_eq!(shown["visitors"][0]["address"], "127.0.0.1");
}

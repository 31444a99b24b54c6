//! A server that a proxy has put below a path.

use serde_json::json;

use crate::support::people::{JSON, PASSWORD};
use crate::support::{Person, Server};

const FLAGS: &[&str] = &["--public-url", "http://127.0.0.1/share"];

#[test]
fn all_that_a_server_below_a_path_gives_out_is_below_it() {
    let server = Server::with(FLAGS);
    let body = json!({ "email": "ada@example.com", "password": PASSWORD }).to_string();
    let signed_up = server.request("POST", "/share/api/auth/sign-up", JSON, body.as_bytes());
    assert!(signed_up.header("set-cookie").expect("a cookie").contains("; Path=/share;"));
    let ada = Person::from(signed_up, "ada@example.com");
    let chat = ada.chat(&server);
    let rules = json!({ "is_protected": true, "hashed_password": "open sesame", "emails": ["grace@example.com"] });
    let answer = ada.post(&server, &format!("/share{}", ada.shares(chat)), &rules).good();
    let share = &answer["share"];
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let page = format!("/share/shared/chats/{}", text(&share["uuid"]));
    assert_eq!(share["url"], format!("http://127.0.0.1{page}"));
    assert!(text(&answer["invited"][0]["url"]).starts_with("http://127.0.0.1/share/invitation#"));
    let short = text(&share["short_url"]);
    let short = short.strip_prefix("http://127.0.0.1").expect("this server");
    assert!(short.starts_with("/share/s/"), "{short}");
    assert_eq!(server.get(short).header("location"), Some(page.as_str()));
    assert_eq!(server.get(&format!("{page}/")).header("location"), Some(page.as_str()));

    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let entered = server.request("POST", &page, &form, b"password=open+sesame");
    assert_eq!((entered.status, entered.header("location")), (303, Some(page.as_str())));
    let cookies = entered.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    assert!(cookies.clone().count() == 2 && cookies.clone().all(|(_, value)| value.contains("; Path=/share/")));
    assert_eq!(server.get("/share/api/openapi.json").good()["servers"][0]["url"], "/share/");
}

#[test]
fn pages_below_a_path_refer_to_nothing_beside_it() {
    let server = Server::with(FLAGS);
    let ada = Person::sign_up(&server, "ada@example.com");
    let share = ada.share(&server, ada.chat(&server), &json!({}));
    let open = format!("/share/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    for path in ["/share", "/share/", "/share/account", &open, "/share/s/nothing"] {
        let page = String::from_utf8(server.get(path).body).expect("text");
        assert!(page.starts_with("<!doctype html>"), "{path}");
        let addresses: Vec<&str> = page.split("=\"").skip(1).filter(|value| value.starts_with('/')).collect();
        assert!(!addresses.is_empty() && addresses.iter().all(|value| value.starts_with("/share/")), "{addresses:?}");
        let script = addresses.iter().find(|value| value.contains(".js\"")).expect("a script");
        assert_eq!(server.get(script.split('"').next().expect("an address")).status, 200);
    }
    // A check of the machine's own needs no path; what only begins with the same letters is something else.
    server.get("/api/health").good();
    assert_eq!(server.get("/shares").status, 200);
    assert_eq!(server.get("/share/nothing").status, 404);
    assert_eq!(server.get("/sharex/api/health").status, 404);
}

//! Bodies of any kind, for every route.

use serde_json::json;

use super::issue_at;
use crate::support::{Connection, Person, Server, world};

#[test]
fn a_thousand_addresses_are_taken_and_one_more_is_not() {
    let (server, ada, chat) = world();
    Person::sign_up(&server, "bob@example.com");
    let share = ada.share(&server, chat, &json!({}));
    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let spellings = ["bob@example.com", " BOB@example.com ", "nobody@example.com", "ada@example.com"];
    let emails: Vec<&str> = spellings.into_iter().cycle().take(1001).collect();
    let answer = ada.post(&server, &entries, &json!({ "emails": emails[..1000] })).good();
    assert_eq!(answer["shareWhitelistEntries"].as_array().map(Vec::len), Some(2));
    let body = ada.post(&server, &entries, &json!({ "emails": emails })).error(400);
    assert!(issue_at(&body, json!(["emails"])));
    let body = ada.post(&server, &entries, &json!({ "emails": vec![7; 1000] })).error(400);
    assert_eq!(body["data"]["issues"].as_array().map(Vec::len), Some(1000));
}

/// Every route that the OpenAPI document describes, with ids that exist.
fn routes(server: &Server, ada: &Person, chat: i64) -> Vec<(String, String)> {
    let share = ada.share(server, chat, &json!({}));
    let document = server.get("/api/openapi.json").good();
    let paths = document["paths"].as_object().expect("paths");
    let mut routes = Vec::new();
    for (path, item) in paths {
        let path = path
            .replace("{user_id}", &ada.id.to_string())
            .replace("{chat_id}", &chat.to_string())
            .replace("{share_id}", &share["id"].to_string())
            .replace("{entry_id}", "1")
            .replace("{uuid}", share["uuid"].as_str().expect("a uuid"));
        let methods = item.as_object().expect("methods").keys().map(|method| method.to_uppercase());
        let methods = methods.filter(|method| method != "PARAMETERS");
        routes.extend(methods.map(|method| (method, path.clone())));
    }
    // What deletes comes last, so that the others find something.
    routes.sort_by_key(|(method, path)| (method == "DELETE", std::cmp::Reverse(path.len())));
    routes
}

#[test]
fn no_body_whatever_makes_any_route_fail() {
    let (server, ada, chat) = world();
    let odd = [
        "",
        " ",
        "{",
        "[",
        "]",
        "null",
        "true",
        "0",
        "-0.0e-1",
        "\"\"",
        "[]",
        "[[]]",
        "[null]",
        "{}",
        "{\"\":\"\"}",
        "\0",
        "\u{feff}",
        "email",
        "=",
        "&&&",
        "email=%ff&password=%00",
        "name=&model=",
        "name=a&name=b",
        "<a/>",
        r#"{"name":{},"model":[],"email":1,"password":null,"chat_ids":{},"emails":{},"message":1,"messages":1}"#,
        r#"{"name":"","model":"","email":"","password":"","chat_ids":[],"emails":[],"message":"","messages":[]}"#,
        r#"{"chat_ids":[null,{},[],"1",true,1.5],"emails":[null,{},[],1,""],"messages":[null,1,"",[],{}]}"#,
        r#"{"is_shared":"true","is_protected":1,"hashed_password":[]}"#,
        r#"{"is_shared":null,"is_protected":null,"hashed_password":""}"#,
        r#"{"hashed_password":"$argon2id$v=19$m=8,t=1,p=1,data=AAAA$c29tZXNhbHQ$"}"#,
        r#"{"messages":[{"content":"a","role":"USER"}],"message":"a","actor":"user","content":"b","role":"tool"}"#,
    ];
    let mut connection: Option<Connection> = None;
    // A stream of events has no end.
    let ends = |(method, path): &(String, String)| method != "GET" || !path.ends_with("/events");
    for (method, path) in routes(&server, &ada, chat).into_iter().filter(ends) {
        for media_type in ["application/json", "application/x-www-form-urlencoded", "text/plain; charset=\"", ""] {
            for body in odd {
                let headers = [("Content-Type", media_type), ("Cookie", ada.cookie.as_str())];
                let mut open = connection.take().unwrap_or_else(|| server.connect());
                let response = open.request(&method, &path, &headers, body.as_bytes());
                let case = format!("{method} {path} {media_type:?} {body:?}: {response:?}");
                assert!((200..500).contains(&response.status), "{case}");
                // The form of a page without scripts is answered with that page, and so is a short link that leads nowhere.
                let is_page = path.starts_with("/s/") || method == "POST" && path.starts_with("/shared/");
                if response.status >= 400 && method != "HEAD" && !is_page {
                    response.error(response.status);
                }
                if response.header("connection") != Some("close") {
                    connection = Some(open);
                }
            }
        }
    }
    assert!(!server.log().contains("ERROR"), "{}", server.log());
    server.get("/api/health").good();
}

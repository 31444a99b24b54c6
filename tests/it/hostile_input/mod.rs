//! Input that no honest client sends: it is taken as it is or refused, and breaks nothing.

use serde_json::{Value, json};

use crate::support::people::{JSON, PASSWORD, api, basic};
use crate::support::server::run;
use crate::support::{Connection, Person, Server, world};

const SQL: &str = "'; drop table users; --\" or 1=1 /*";
const HTML: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u{202e}";

/// The JSON text of a request to make a chat of that name, a JSON text itself.
fn named(name: &str) -> String {
    format!(r#"{{"name":{name},"model":"a-model"}}"#)
}

/// Makes a chat from raw bytes.
fn make_chat(server: &Server, ada: &Person, body: impl AsRef<[u8]>) -> crate::support::Response {
    ada.post_raw(server, &ada.chats(), body.as_ref())
}

fn issue_at(body: &Value, path: Value) -> bool {
    body["data"]["issues"].as_array().is_some_and(|issues| issues.iter().any(|issue| issue["path"] == path))
}

// JSON.

#[test]
fn of_a_repeated_key_the_last_value_counts() {
    let (server, ada, _) = world();
    let body = r#"{"name":"first","model":"a-model","name":7,"name":"last"}"#;
    assert_eq!(make_chat(&server, &ada, body).good()["chat"]["name"], "last");
}

#[test]
fn a_hundred_thousand_nested_lists_are_refused() {
    let (server, ada, chat) = world();
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        make_chat(&server, &ada, &deep).error(400);
        make_chat(&server, &ada, named(&deep)).error(400);
        ada.post_raw(&server, &ada.shares(chat), &deep.as_bytes()[..150_000]).error(400);
    }
    server.get("/api/health").good();
}

/// JSON that serde_json with its feature `raw_value` parses again inside its texts, each time with a depth of its own:
/// deep enough to end any stack.
fn unfolding_json() -> String {
    let mut bomb = "1".to_owned();
    for _ in 0..60 {
        let text = bomb.replace('\\', r"\u005c").replace('"', r"\u0022");
        let (open, close) = ("[".repeat(120), "]".repeat(120));
        bomb = format!(r#"{open}{{"$serde_json::private::RawValue":"{text}"}}{close}"#);
    }
    bomb
}

#[test]
fn json_that_unfolds_while_it_is_parsed_ends_nothing() {
    let server = Server::start();
    let bomb = unfolding_json();
    let mut connection = server.connect();
    connection.send(format!(
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{bomb}",
        bomb.len()
    ));
    connection.try_answer("POST").expect("an answer").error(400);
    server.get("/api/health").good();
}

#[test]
fn a_file_that_unfolds_while_it_is_read_ends_nothing() {
    let (server, ada, _) = world();
    let database = server.database().to_str().expect("a path");
    let message = format!(r#"{{"messages":[{{"role":"user","content":{}}}]}}"#, unfolding_json());
    for text in [unfolding_json(), message] {
        let (code, _, err) = run(&["import", "-", "--user", &ada.email, "--database", database], &text);
        assert!(matches!(code, 0 | 1), "{code}: {err}");
    }
}

#[test]
fn an_object_with_a_name_of_the_parsers_own_is_an_object_like_any() {
    let (server, ada, _) = world();
    for name in ["$serde_json::private::RawValue", "$serde_json::private::Number"] {
        let body = make_chat(&server, &ada, named(&json!({ name: "\"smuggled\"" }).to_string())).error(400);
        assert_eq!(body["data"]["issues"][0]["message"], "Expected string, received object", "{name}");
    }
}

#[test]
fn texts_that_are_no_text_are_refused() {
    let (server, ada, _) = world();
    for name in
        [r#""\ud800""#, r#""\udc00\ud800""#, r#""\ud83d\ud83d""#, r#""\u00""#, r#""\x00""#, "\"\0\"", "\"a\nb\""]
    {
        make_chat(&server, &ada, named(name)).error(400);
    }
    for bytes in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"] {
        let body = [br#"{"model":"a-model","name":"a"#, bytes, b"\"}"].concat();
        make_chat(&server, &ada, body).error(400);
    }
    let emoji = make_chat(&server, &ada, named(r#""\ud83d\ude00""#)).good();
    assert_eq!(emoji["chat"]["name"], "😀");
}

#[test]
fn a_byte_order_mark_is_passed_over_and_other_encodings_are_refused() {
    let (server, ada, _) = world();
    let body = named("\"a name\"");
    make_chat(&server, &ada, format!("\u{feff}{body}")).good();
    make_chat(&server, &ada, format!("\u{feff}\u{feff}{body}")).error(400);
    let utf_16: Vec<u16> = body.encode_utf16().collect();
    let little: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    make_chat(&server, &ada, [b"\xff\xfe", little.as_slice()].concat()).error(400);
    make_chat(&server, &ada, [b"\xfe\xff", big.as_slice()].concat()).error(400);
    make_chat(&server, &ada, little).error(400);
    make_chat(&server, &ada, big).error(400);
}

#[test]
fn what_follows_the_json_or_misses_in_it_is_no_json() {
    let (server, ada, _) = world();
    let good = named("\"a name\"");
    for body in [format!("{good} {good}"), format!("{good},"), format!("{good}\0"), good[..good.len() - 1].to_owned()] {
        make_chat(&server, &ada, body).error(400);
    }
    for name in ["NaN", "Infinity", "'a'", "a", "0x10", "01", ".5", "1.", "+1", "TRUE", "undefined", ""] {
        make_chat(&server, &ada, named(name)).error(400);
    }
}

#[test]
fn numbers_of_any_size_are_refused_where_they_do_not_fit() {
    let (server, ada, _) = world();
    let delete = |numbers: &str| {
        let headers = [JSON[0], ("Cookie", &ada.cookie)];
        let body = format!(r#"{{"chat_ids":[{numbers}]}}"#);
        server.request("DELETE", &ada.chats(), &headers, body.as_bytes())
    };
    let long = "9".repeat(100_000);
    let exact = format!("0.{}1", "0".repeat(100_000));
    for number in ["1e400", "-1e400", "1e308", "1.5", "9223372036854775808", "18446744073709551616", &long] {
        delete(number).error(400);
    }
    // Read as 0, by the rules of floating point.
    assert!(matches!(delete(&exact).status, 400 | 404));
    for number in ["-1", "0", "-9223372036854775808", "9223372036854775807"] {
        delete(number).error(404);
    }
    make_chat(&server, &ada, named("1e400")).error(400);
    make_chat(&server, &ada, named(&long)).error(400);
}

// Texts.

#[test]
fn nul_is_refused_where_it_has_no_place_and_kept_in_messages_and_passwords() {
    let (server, ada, chat) = world();
    let nul = "a\0b@example.com";
    for path in ["/api/auth/sign-up", "/api/auth/login"] {
        let body = json!({ "email": nul, "password": PASSWORD }).to_string();
        let body = server.request("POST", path, JSON, body.as_bytes()).error(400);
        assert!(issue_at(&body, json!(["email"])));
    }
    for field in ["name", "model"] {
        let mut body = json!({ "name": "A chat", "model": "a-model" });
        body[field] = json!("a\0b");
        let body = ada.post(&server, &ada.chats(), &body).error(400);
        assert!(issue_at(&body, json!([field])));
    }

    let messages = format!("{}/{chat}/messages", ada.chats());
    ada.post(&server, &messages, &json!({ "message": "\0a\0", "actor": "user\0" })).error(400);
    ada.post(&server, &messages, &json!({ "message": "\0a\0", "actor": "user" })).good();
    assert_eq!(ada.get(&server, &messages).good()["chatMessages"][2]["content"], "\0a\0");

    let share = ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "a\0b" }));
    let status = |password| server.request("GET", &api(&share), &[("Authorization", &basic(password))], b"").status;
    assert_eq!([status("a\0b"), status("a"), status("a\0c")], [200, 401, 401]);

    let entries = format!("{}/{}/whitelist-entries", ada.shares(chat), share["id"]);
    let body = ada.post(&server, &entries, &json!({ "emails": [ada.email, nul] })).error(400);
    assert!(issue_at(&body, json!(["emails", "1"])));
}

#[test]
fn sql_and_html_come_back_as_they_were_and_harm_nothing() {
    let (server, ada, _) = world();
    for text in [SQL, HTML] {
        let new = json!({ "name": text, "model": text });
        let chat = ada.post(&server, &ada.chats(), &new).good()["chat"].take();
        assert_eq!((&chat["name"], &chat["model"]), (&json!(text), &json!(text)));
        let path = format!("{}/{}", ada.chats(), chat["id"]);
        let headers = [JSON[0], ("Cookie", &ada.cookie)];
        server.request("PATCH", &path, &headers, json!({ "name": text }).to_string().as_bytes()).good();
        ada.post(&server, &format!("{path}/messages"), &json!({ "message": text, "actor": "user" })).good();
        ada.post(&server, &format!("{path}/messages"), &json!({ "message": "a", "actor": text })).error(400);
        let share = ada.post(&server, &format!("{path}/shares"), &json!({})).good()["share"].take();
        let read = server.get(&api(&share));
        assert_eq!(read.header("x-content-type-options"), Some("nosniff"));
        let read = read.good();
        assert_eq!((&read["chat"]["name"], &read["chatMessages"][0]["content"]), (&json!(text), &json!(text)));

        let guard = json!({ "is_protected": true, "hashed_password": text });
        ada.post(&server, &format!("{path}/shares"), &guard).good();
        server.request("GET", &api(&share), &[("Authorization", &basic(text))], b"").good();
        server.request("GET", &api(&share), &[("Authorization", &basic("' or '1'='1"))], b"").error(401);
    }
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"].as_array().map(Vec::len), Some(3));
}

#[test]
fn sql_in_an_address_is_an_address_of_nobody() {
    let (server, ada, _) = world();
    let o_brien = Person::sign_up(&server, "o'brien--@example.com");
    Person::sign_in(&server, "O'Brien--@example.com");
    assert_ne!(o_brien.id, ada.id);
    for email in ["' or 1=1 --@example.com", "'or'1'='1@example.com", "%@example.com", "a_a@example.com"] {
        let body = json!({ "email": email, "password": PASSWORD }).to_string();
        let status = server.request("POST", "/api/auth/login", JSON, body.as_bytes()).status;
        assert!(matches!(status, 400 | 401), "{email}: {status}");
    }
}

// Addresses.

#[test]
fn an_id_is_plain_digits_that_fit_and_nothing_else() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let mut connection = server.connect();
    let mut get = |path: String| connection.request("GET", &path, &[("Cookie", &ada.cookie)], b"");
    get(format!("/api/users/{}/chats/{chat}/shares/{}/whitelist-entries", ada.id, share["id"])).good();
    for spell in [
        |id: &str| format!("-{id}"),
        |id: &str| format!("+{id}"),
        |id: &str| format!("{id}.0"),
        |id: &str| format!("{id}e0"),
        |id: &str| format!("0x{id}"),
        |id: &str| format!("%3{id}"),
        |id: &str| format!("{id}%20"),
        |id: &str| format!("{id}%00"),
        |id: &str| format!("{id};"),
        |id: &str| format!("{id} or 1=1").replace(' ', "%20"),
        |_: &str| "\u{661}".to_owned(),
        |_: &str| "\u{ff11}".to_owned(),
        |_: &str| "18446744073709551617".to_owned(),
        |_: &str| "9223372036854775808".to_owned(),
        |_: &str| "9223372036854775807".to_owned(),
        |_: &str| "9".repeat(5000),
        |_: &str| "null".to_owned(),
        |_: &str| "{chat_id}".to_owned(),
    ] {
        let (user, share) = (ada.id.to_string(), share["id"].to_string());
        for path in [
            format!("/api/users/{}/chats", spell(&user)),
            format!("/api/users/{user}/chats/{}/messages", spell(&chat.to_string())),
            format!("/api/users/{user}/chats/{chat}/shares/{}/whitelist-entries", spell(&share)),
        ] {
            let response = get(path.clone());
            assert_eq!(response.status, 404, "{path}");
            response.error(404);
        }
    }
}

#[test]
fn leading_zeros_name_nothing_new() {
    let (server, ada, chat) = world();
    for path in [format!("/api/users/0{}/chats", ada.id), format!("{}/000{chat}/messages", ada.chats())] {
        let status = ada.get(&server, &path).status;
        assert!(matches!(status, 200 | 404), "{path}: {status}");
    }
}

#[test]
fn a_share_has_one_address_in_either_case() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let uuid = share["uuid"].as_str().expect("a uuid");
    let unknown = server.get("/api/shared/chats/00000000-0000-4000-8000-000000000000").error(404);
    let mut connection = server.connect();
    let mut get = |uuid: &str| connection.request("GET", &format!("/api/shared/chats/{uuid}"), &[], b"");
    get(&uuid.to_uppercase()).good();
    for wrong in [
        format!("{{{uuid}}}"),
        format!("urn:uuid:{uuid}"),
        uuid.replace('-', ""),
        uuid.replace('-', "%2d"),
        uuid.replacen('-', "_", 1),
        format!("{uuid}%20"),
        format!("{uuid}%00"),
        format!("{uuid}a"),
        uuid[..35].to_owned(),
        format!("{}-", &uuid[..35]),
        "\u{fc}".repeat(18),
        "%".repeat(36),
        "'".repeat(36),
        "0".repeat(8000),
    ] {
        assert_eq!(get(&wrong).error(404), unknown, "{wrong}");
    }
}

#[test]
fn query_strings_of_any_depth_are_refused_or_passed_over() {
    let (server, ada, _) = world();
    let mut connection = server.connect();
    let mut list = |query: &str| {
        let path = format!("{}?{query}", ada.chats());
        connection.request("GET", &path, &[("Cookie", &ada.cookie)], b"")
    };
    for query in [
        &"a=1&".repeat(5000),
        &format!("a{}=1", "[b]".repeat(5000)),
        &format!("a={}", "%00".repeat(5000)),
        &"&".repeat(20_000),
        &"?".repeat(20_000),
        &"=".repeat(20_000),
        "%",
        "%%%ff=%zz",
        "order%5Fby=name",
        "order_by=name:desc,id",
    ] {
        list(query).good();
    }
    for order in [
        "",
        "%",
        "%ff",
        "%00",
        "password_hash",
        "rowid",
        "id;drop%20table%20users",
        "id%20desc",
        "(select%201)",
        "id,id",
        "id:asc:desc",
        &"id,".repeat(5000),
        &"x".repeat(20_000),
    ] {
        let body = list(&format!("order_by={order}")).error(400);
        assert!(issue_at(&body, json!(["order_by"])), "{order}");
    }
}

// Much.

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
    for (method, path) in routes(&server, &ada, chat) {
        for media_type in ["application/json", "application/x-www-form-urlencoded", "text/plain; charset=\"", ""] {
            for body in odd {
                let headers = [("Content-Type", media_type), ("Cookie", ada.cookie.as_str())];
                let mut open = connection.take().unwrap_or_else(|| server.connect());
                let response = open.request(&method, &path, &headers, body.as_bytes());
                let case = format!("{method} {path} {media_type:?} {body:?}: {response:?}");
                assert!((200..500).contains(&response.status), "{case}");
                if response.status >= 400 && method != "HEAD" {
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

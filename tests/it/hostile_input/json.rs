//! JSON that is broken, deep, or more than it seems.

use serde_json::json;

use super::{make_chat, named};
use crate::support::people::JSON;
use crate::support::server::run;
use crate::support::{Server, world};

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

//! Paths and query strings.

use serde_json::json;

use super::issue_at;
use crate::support::world;

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

//! Secrets in messages.

use serde_json::json;

use super::{all, file, import};
use crate::support::forms::{everything, is_nowhere};
use crate::support::people::api;
use crate::support::secrets::{planted, private_key};
use crate::support::world;

#[test]
fn planted_secrets_of_every_kind_are_in_no_byte_that_a_visitor_gets() {
    let (server, ada, _) = world();
    let planted = planted();
    assert!(planted.len() >= 30);
    let texts: Vec<&str> = planted.iter().map(|planted| planted.text.as_str()).collect();
    let (prose, code) = (texts.join("\n\n"), format!("```sh\n{}\n```", texts.join("\n")));
    let arguments =
        json!({ "environment": texts, "nested": { "json": json!({ "keys": texts }).to_string() } }).to_string();
    let messages = json!([
        { "role": "user", "content": [{ "type": "text", "text": prose }, file("keys.txt", "text/plain", prose.as_bytes())] },
        { "role": "assistant", "content": code, "reasoning_content": texts.join(" , "),
          "tool_calls": [{ "id": "call_1", "type": "function", "function": { "name": "env", "arguments": arguments } }] },
        { "role": "tool", "tool_call_id": "call_1", "content": texts.join("\n") },
        { "role": "assistant", "content": "Done." },
    ]);
    let chat = import(&server, &ada, &messages);
    let title =
        planted.iter().map(|planted| planted.text.as_str()).find(|text| text.len() < 100 && !text.contains('\n'));
    let name = json!({ "name": format!("My key {}", title.expect("a short one")) });
    ada.send(&server, "PATCH", &format!("{}/{chat}", ada.chats()), &name).good();

    let check = ada.post(&server, &format!("{}/check", ada.shares(chat)), &json!({})).good();
    let report = check.to_string();
    for planted in &planted {
        assert!(!report.contains(&planted.secret), "{} in the report", planted.name);
    }
    let share = ada.share(&server, chat, &all());
    let forms = everything(&server, &share);
    for planted in &planted {
        is_nowhere(&forms, &planted.secret);
    }
    // It is left out, and not everything.
    let text = String::from_utf8_lossy(&forms[0].1);
    assert!(text.contains("[redacted: API key]") && text.contains("[redacted: private key]") && text.contains("Done."));
    // The owner has it all.
    let own = ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good().to_string();
    assert!(own.contains(&planted[0].secret));
}

#[test]
fn hostile_placements_do_not_help() {
    let (server, ada, _) = world();
    let key = planted()
        .into_iter()
        .find(|planted| planted.stands_alone && planted.secret.starts_with("sk-ant-"))
        .expect("one")
        .secret;
    let (begin, end) = key.split_at(30);
    let messages = json!([
        { "role": "user", "content": format!("{}**{}**{}", &key[..10], &key[10..30], end) },
        { "role": "user", "content": format!("`{begin}`{end}") },
        { "role": "user", "content": format!("{begin}\u{200b}{end}, {begin}&shy;{end}, &#115;{}", &key[1..]) },
        { "role": "user", "content": format!("[{key}](https://example.com/?k={key})") },
        { "role": "user", "content": format!("| a | {key} |\n|---|---|\n| {} | b |", key.replace('-', "\\-")) },
        { "role": "user", "content": [{ "type": "text", "text": begin }, { "type": "text", "text": end }] },
        { "role": "assistant", "content": format!("> {begin}\n> {end}") },
        { "role": "user", "content": [{ "type": "text", "text": "See" }, file(&format!("{key}.txt"), "text/plain", b"nothing")] },
        { "role": "user", "content": [{ "type": "text", "text": "Wide" },
          file("wide.txt", "text/plain", &[&[0xff, 0xfe][..], &key.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat())] },
    ]);
    let share = ada.share(&server, import(&server, &ada, &messages), &all());
    let forms = everything(&server, &share);
    for piece in [&key[12..30], &end[..20], &end[30..60]] {
        is_nowhere(&forms, piece);
    }
}

#[test]
fn what_goes_over_the_edge_of_a_selection_is_left_out_on_this_side_too() {
    let (server, ada, _) = world();
    let pem = private_key();
    let (first, second) = pem.split_at(pem.len() / 2);
    let messages = json!([
        { "role": "user", "content": format!("Here it is:\n{first}") },
        { "role": "user", "content": format!("{second}\nThat was it.") },
        { "role": "assistant", "content": "Thank you." },
    ]);
    let chat = import(&server, &ada, &messages);
    let list = ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good();
    let id = |at: usize| list["chatMessages"][at]["id"].clone();
    for part in [json!({ "message_ids": [id(1), id(2)] }), json!({ "message_ids": null, "until_message_id": id(0) })] {
        for is_frozen in [false, true] {
            let mut settings = all();
            settings["is_frozen"] = json!(is_frozen);
            for (name, value) in part.as_object().expect("fields") {
                settings[name] = value.clone();
            }
            let share = ada.share(&server, chat, &settings);
            let forms = everything(&server, &share);
            is_nowhere(&forms, &pem);
        }
    }
}

#[test]
fn what_is_known_in_one_message_is_left_out_of_all() {
    let (server, ada, _) = world();
    let messages = json!([
        { "role": "user", "content": "The database is postgres://ada:Vk9-qz7Lmw2x@db.internal/stars" },
        { "role": "assistant", "content": "Noted." },
        { "role": "user", "content": "No, it is not. Say it again." },
        { "role": "assistant", "content": "I meant Vk9-qz7Lmw2x, of course." },
    ]);
    let chat = import(&server, &ada, &messages);
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": ["password"] } }));
    assert_eq!(share["redactions"], json!({ "kinds": ["password"], "finds": [], "harmless": [], "words": [] }));
    is_nowhere(&everything(&server, &share), "Vk9-qz7Lmw2x");
    let preview = ada.get(&server, &format!("{}/{}/preview", ada.shares(chat), share["id"])).body;
    assert!(!String::from_utf8_lossy(&preview).contains("Vk9-qz7Lmw2x"));
    // Said again it changes nothing, and taken back it is there again.
    let again = ada.share(&server, chat, &json!({ "redactions": { "kinds": ["password"] } }));
    assert_eq!(again["updated_at"], share["updated_at"]);
    ada.share(&server, chat, &json!({ "redactions": null }));
    assert!(server.get(&api(&share)).good().to_string().contains("I meant Vk9-qz7Lmw2x"));
}

//! What a share leaves out is in no byte that its readers get, whatever they ask for.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::support::forms::{everything, is_nowhere};
use crate::support::people::api;
use crate::support::secrets::{planted, private_key};
use crate::support::{Person, Server, world};

/// A chat out of a file, with parts and attachments; its number.
fn import(server: &Server, owner: &Person, messages: &Value) -> i64 {
    let conversation = json!({ "title": "An import", "messages": messages });
    let path = format!("{}/import", owner.chats());
    let report = owner.post(server, &path, &conversation).good();
    report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().unwrap_or_else(|| panic!("{report}"))
}

fn data_url(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes))
}

fn file(name: &str, media_type: &str, bytes: &[u8]) -> Value {
    json!({ "type": "file", "file": { "file_data": data_url(media_type, bytes), "filename": name } })
}

fn all() -> Value {
    json!({ "redactions": { "kinds": "all" } })
}

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
fn single_finds_and_own_words_are_left_out_and_nothing_else() {
    let (server, ada, _) = world();
    let messages = json!([
        { "role": "user", "content": "Write to grace@example.org and ada@example.org about Project Ångström." },
        { "role": "assistant", "content": "Dear grace@example.org, project ÅNGSTRÖM is done." },
    ]);
    let chat = import(&server, &ada, &messages);
    let check = format!("{}/check", ada.shares(chat));
    let findings = ada.post(&server, &check, &json!({})).good()["findings"].take();
    let of_grace = findings
        .as_array()
        .and_then(|all| all.iter().find(|find| find["count"] == 2))
        .unwrap_or_else(|| panic!("{findings}"));
    assert_eq!((&of_grace["kind"], &of_grace["places"][0]["position"]), (&json!("email"), &json!(1)));

    let wanted = json!({ "redactions": { "finds": [of_grace["id"]], "words": ["project ångström"] } });
    let share = ada.share(&server, chat, &wanted);
    assert_eq!(share["redactions"]["finds"][0]["id"], of_grace["id"]);
    assert!(!share.to_string().contains("grace@example.org"));
    let forms = everything(&server, &share);
    for (path, bytes) in &forms {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("grace@") && !text.to_lowercase().contains("ångström"), "{path}");
    }
    assert!(
        String::from_utf8_lossy(&forms[0].1)
            .contains("[redacted: e-mail address] and ada@example.org about [redacted]")
    );

    // What is chosen anew replaces what was chosen before; its ids go on to be known.
    let again = json!({ "redactions": { "finds": [share["redactions"]["finds"][0]["id"]] } });
    ada.share(&server, chat, &again);
    let text = server.get(&api(&share)).good().to_string();
    assert!(text.contains("Ångström") && !text.contains("grace@"));
    ada.post(&server, &ada.shares(chat), &json!({ "redactions": { "finds": ["0000"] } })).error(400);
}

#[test]
fn a_change_of_redactions_holds_for_the_next_reader_also_where_the_last_answer_was_kept() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({}));
    let page = format!("/shared/chats/{}", share["uuid"].as_str().expect("a uuid"));
    let forms = [api(&share), format!("{}?render=html", api(&share)), page];
    let before: Vec<_> = forms.iter().map(|path| server.get(path)).collect();
    ada.share(&server, chat, &json!({ "redactions": { "words": ["Rayleigh"] } }));
    for (path, before) in forms.iter().zip(before) {
        assert!(String::from_utf8_lossy(&before.body).contains("Rayleigh"));
        let etag = before.header("etag").expect("an entity tag").to_owned();
        let now = server.request("GET", path, &[("If-None-Match", &etag)], b"");
        assert_eq!(now.status, 200, "{path}");
        assert!(!String::from_utf8_lossy(&now.body).contains("Rayleigh"), "{path}");
    }
}

#[test]
fn messages_that_come_later_go_through_the_same_rules() {
    let (server, ada, chat) = world();
    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": ["api_key", "access_token"] } }));
    let key =
        planted().into_iter().find(|planted| planted.kind == "api_key" && planted.stands_alone).expect("one").secret;
    let said = json!({ "message": format!("My key is {key}."), "actor": "user" });
    ada.post(&server, &format!("{}/{chat}/messages", ada.chats()), &said).good();
    is_nowhere(&everything(&server, &share), &key);
}

#[test]
fn files_that_can_not_be_searched_are_told_and_can_be_left_out() {
    let (server, ada, _) = world();
    let packed = [b"PK\x03\x04".as_slice(), &[7; 200]].concat();
    let messages = json!([{ "role": "user", "content": [
        { "type": "text", "text": "Look" }, file("all.zip", "application/zip", &packed), file("a.txt", "text/plain", b"plain words"),
    ] }]);
    let chat = import(&server, &ada, &messages);
    let check = ada.post(&server, &format!("{}/check", ada.shares(chat)), &json!({})).good();
    assert_eq!(check["searched"], json!({ "messages": 1, "files": 2 }));
    assert_eq!(
        (&check["findings"][0]["kind"], &check["findings"][0]["masked"]),
        (&json!("unsearched_file"), &json!("all.zip"))
    );

    let share = ada.share(&server, chat, &json!({ "redactions": { "kinds": ["unsearched_file"] } }));
    let read = server.get(&api(&share)).good();
    let parts = read["chatMessages"][0]["parts"].as_array().expect("parts");
    let names: Vec<&str> = parts.iter().filter_map(|part| part["name"].as_str()).collect();
    assert_eq!(names, ["[redacted: file]", "a.txt"]);
    let own = ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good();
    let digest = own["chatMessages"][0]["parts"][1]["sha256"].as_str().expect("a digest").to_owned();
    server.get(&format!("{}/attachments/{digest}", api(&share))).error(404);
}

#[test]
fn an_export_with_redacted_files_can_be_taken_back() {
    let (server, ada, _) = world();
    let messages = json!([{ "role": "user", "content": [
        { "type": "text", "text": "Look" }, file("a.txt", "text/plain", b"to grace@example.org, with words"),
    ] }]);
    let share = ada.share(&server, import(&server, &ada, &messages), &all());
    let export = server.get(&format!("{}/export?format=json", api(&share))).good();
    let report = ada.post(&server, &format!("{}/import", ada.chats()), &export).good();
    let chat = &report["report"]["files"][0]["conversations"][0]["chat_id"];
    let copy = ada.get(&server, &format!("{}/{chat}/messages", ada.chats())).good();
    let digest = copy["chatMessages"][0]["parts"][1]["sha256"].as_str().expect("the file").to_owned();
    let file = ada.get(&server, &format!("{}/{chat}/attachments/{digest}", ada.chats()));
    assert_eq!(String::from_utf8_lossy(&file.body), "to [redacted: e-mail address], with words");
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
    assert_eq!(share["redactions"], json!({ "kinds": ["password"], "finds": [], "words": [] }));
    is_nowhere(&everything(&server, &share), "Vk9-qz7Lmw2x");
    let preview = ada.get(&server, &format!("{}/{}/preview", ada.shares(chat), share["id"])).body;
    assert!(!String::from_utf8_lossy(&preview).contains("Vk9-qz7Lmw2x"));
    // Said again it changes nothing, and taken back it is there again.
    let again = ada.share(&server, chat, &json!({ "redactions": { "kinds": ["password"] } }));
    assert_eq!(again["updated_at"], share["updated_at"]);
    ada.share(&server, chat, &json!({ "redactions": null }));
    assert!(server.get(&api(&share)).good().to_string().contains("I meant Vk9-qz7Lmw2x"));
}

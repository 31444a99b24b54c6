//! Secrets in files.

use serde_json::json;

use super::{all, file, import};
use crate::support::people::api;
use crate::support::world;

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
        { "type": "text", "text": "Look" }, file("a.txt", "text/plain", b"to grace@navy.mil, with words"),
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

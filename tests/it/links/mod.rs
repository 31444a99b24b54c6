//! What an owner does with links: sharing a part or a frozen state of a conversation, listing all links, renewing one,
//! and undoing a deletion.

mod list;
mod selection;

use serde_json::{Value, json};

use crate::support::{Person, Server};

fn messages(server: &Server, owner: &Person, chat: i64) -> Vec<Value> {
    let list = owner.get(server, &format!("{}/{chat}/messages", owner.chats())).good();
    list["chatMessages"].as_array().expect("a list").clone()
}

fn say(server: &Server, owner: &Person, chat: i64, text: &str) {
    let said = json!({ "message": text, "actor": "user" });
    owner.post(server, &format!("{}/{chat}/messages", owner.chats()), &said).good();
}

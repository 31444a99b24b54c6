//! What an owner does with links: a part or a state of a conversation, all links in one list, a new
//! link for an old one, and taking a removal back.

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

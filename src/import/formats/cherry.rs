//! Backups of Cherry Studio: topics whose messages name their blocks, which are in a list of their own, and titles
//! in JSON within JSON.

use std::collections::HashMap;

use serde_json::{Map, json};

use crate::import::conversation::{LenientFields, Value, tools};

/// The store of the program's assistants, which know the topics' titles.
const STORE: &str = "persist:cherry-studio";

/// The topics of a backup as conversations of plain messages; `None` when it is none.
pub fn conversations(backup: &Value) -> Option<Vec<Value>> {
    let database = &backup["indexedDB"];
    let topics = database["topics"].as_array().filter(|_| database["message_blocks"].is_array())?;
    let blocks = database.list("message_blocks").iter();
    // Each is a block of one message.
    let mut blocks: HashMap<&str, &Value> = blocks.filter_map(|block| Some((block.text("id")?, block))).collect();
    let titles = titles(&backup["localStorage"][STORE]);
    let mut conversation = |topic: &Value| {
        let title = topic.string("name").or_else(|| titles.get(topic.text("id")?).cloned());
        let messages: Vec<Value> = topic.list("messages").iter().map(|said| message(said, &mut blocks)).collect();
        json!({"id": topic["id"], "title": title, "messages": messages})
    };
    Some(topics.iter().map(&mut conversation).collect())
}

/// The titles of topics by their identifiers.
fn titles(store: &Value) -> HashMap<String, String> {
    let assistants = tools::input(&tools::input(store)["assistants"]);
    let topics = assistants.list("assistants").iter().flat_map(|assistant| assistant.list("topics"));
    topics.filter_map(|topic| Some((topic.string("id")?, topic.string("name")?))).collect()
}

fn message(message: &Value, blocks: &mut HashMap<&str, &Value>) -> Value {
    let names = message.list("blocks").iter().filter_map(Value::as_str);
    let content: Vec<Value> = names.filter_map(|name| blocks.remove(name)).map(read_block).collect();
    let mut said = Map::new();
    said.insert("role".to_owned(), message["role"].clone());
    said.insert("content".to_owned(), if content.is_empty() { message["content"].clone() } else { json!(content) });
    said.insert("created_at".to_owned(), message["createdAt"].clone());
    let model = message["model"].any_text(&["id", "name"]).or_else(|| message.text("modelId"));
    said.extend(model.map(|model| ("model".to_owned(), Value::from(model))));
    Value::Object(said)
}

/// A block as the APIs write it.
fn read_block(block: &Value) -> Value {
    let file = &block["file"];
    match block.text("type").unwrap_or_default() {
        "main_text" | "translation" => json!({"type": "text", "text": block["content"]}),
        "code" => json!({"type": "text", "text": block["content"]}),
        "thinking" => json!({"type": "thinking", "thinking": block["content"]}),
        "image" => json!({"type": "image", "url": block["url"], "name": file["origin_name"]}),
        "file" => json!({"type": "file", "file": {"filename": file["origin_name"]}}),
        "error" => json!({"type": "text", "text": block["error"]["message"]}),
        "tool" => json!({
            "type": "tool-call", "id": block["toolId"], "name": block["toolName"], "args": block["arguments"],
            "result": block["content"],
        }),
        _ => block.clone(),
    }
}

//! Joins the events of OpenAI's Responses API: of those that repeat what came before, the last one counts.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use crate::import::conversation::{LenientFields, Value};

/// Events with a piece of a text, and the item and field that it belongs to.
const DELTAS: [(&str, &str, &str); 6] = [
    ("response.output_text.delta", "message", "text"),
    ("response.refusal.delta", "message", "text"),
    ("response.reasoning_summary_text.delta", "reasoning", "text"),
    ("response.reasoning_text.delta", "reasoning", "text"),
    ("response.function_call_arguments.delta", "function_call", "arguments"),
    ("response.custom_tool_call_input.delta", "custom_tool_call", "input"),
];
/// The most items of an answer.
const MAX_NUMBER: u64 = 1000;

/// What came so far.
#[derive(Default)]
pub struct Events {
    /// What was said of the whole answer last.
    about: Map<String, Value>,
    /// Its items, by their numbers: as they began, or as they are.
    items: BTreeMap<u64, Value>,
    /// What came of those that are not whole: of which kind, and in which field.
    texts: BTreeMap<u64, (&'static str, &'static str, String)>,
}

impl Events {
    /// Nothing came yet.
    pub fn is_empty(&self) -> bool {
        self.about.is_empty() && self.items.is_empty() && self.texts.is_empty()
    }

    /// One more event.
    pub fn take(&mut self, event: &Value) {
        let kind = event.text("type").unwrap_or_default();
        let number = event["output_index"].as_u64().unwrap_or_default().min(MAX_NUMBER);
        if let Some(about) = event["response"].as_object() {
            self.about.extend(about.iter().map(|(name, value)| (name.clone(), value.clone())));
        } else if let Some(item) = event.get("item").filter(|item| item.is_object()) {
            if kind == "response.output_item.done" {
                self.texts.remove(&number);
            }
            self.items.insert(number, item.clone());
        } else if let Some((_, item, field)) = DELTAS.iter().find(|(delta, ..)| *delta == kind) {
            let text = self.texts.entry(number).or_insert((item, field, String::new()));
            text.2.push_str(event.text("delta").unwrap_or_default());
        }
    }

    /// The answer.
    pub fn response(mut self) -> Value {
        if self.about.get("output").and_then(Value::as_array).is_none_or(Vec::is_empty) {
            for (number, (kind, field, text)) in self.texts {
                let item = self.items.entry(number).or_insert_with(|| json!({"type": kind}));
                match kind {
                    "message" => {
                        item["role"] = Value::from("assistant");
                        item["content"] = json!([{"type": "output_text", "text": text}]);
                    }
                    "reasoning" => item["summary"] = json!([{"type": "summary_text", "text": text}]),
                    _ => item[field] = Value::from(text),
                }
            }
            self.about.insert("output".to_owned(), self.items.into_values().collect());
        }
        self.about.insert("object".to_owned(), Value::from("response"));
        Value::Object(self.about)
    }
}

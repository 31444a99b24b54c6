//! Messages as other libraries and APIs put them, in the shape of plain ones: what an API of OpenAI's kind, Ollama or
//! Gemini answered, and LangChain's messages.

use serde_json::{Map, json};

use crate::import::conversation::{LenientFields, Value};

/// What is known of an answer besides its words.
const ABOUT: [&str; 6] = ["id", "model", "title", "created", "created_at", "system"];

/// The conversation that an answer of an API is, with what was asked where that stands beside it; `None` where it is none.
pub fn answered(object: &Value) -> Option<Value> {
    let contents: Vec<&Value> = object.list("candidates").iter().map(|answer| &answer["content"]).collect();
    if contents.iter().any(|content| content["parts"].is_array()) {
        return Some(json!({"model": object["modelVersion"], "contents": contents}));
    }
    let messages = answers(object)?;
    let about = ABOUT.iter().filter_map(|name| Some(((*name).to_owned(), object.get(*name)?.clone())));
    let mut conversation: Map<String, Value> = about.collect();
    let all: Vec<&Value> = object.list("messages").iter().chain(messages).collect();
    conversation.insert("messages".to_owned(), json!(all));
    Some(Value::Object(conversation))
}

/// The messages that an API answered: OpenAI's `choices`, or Ollama's one.
pub fn answers(object: &Value) -> Option<Vec<&Value>> {
    let choices = object.list("choices").iter().map(|choice| &choice["message"]);
    let said = choices.chain(Some(&object["message"]).filter(|_| object["done"] == true));
    let is_said = |message: &&Value| {
        let has_words = message.text("content").is_some() || !message.list("content").is_empty();
        message.text("role").is_some() && (has_words || !message.list("tool_calls").is_empty())
    };
    let said: Vec<&Value> = said.filter(is_said).collect();
    (!said.is_empty()).then_some(said)
}

/// A message of LangChain's as a plain one: `{type, content}`, `{type, data}`, or a constructor with its arguments.
pub fn of_langchain(message: &Value) -> Option<Value> {
    if message.has("role") {
        return None;
    }
    let class = message.list("id").last().and_then(Value::as_str).filter(|_| message["type"] == "constructor");
    let kind = class.or_else(|| message.text("type"))?;
    let kind = kind.strip_suffix("Chunk").unwrap_or(kind);
    let kind = kind.strip_suffix("Message").unwrap_or(kind).to_ascii_lowercase();
    let role = Some(kind).filter(|kind| ["human", "ai", "system", "tool", "function"].contains(&kind.as_str()))?;
    let inner = ["data", "kwargs"].iter().map(|name| &message[*name]).find(|inner| inner.is_object());
    let fields = inner.unwrap_or(message).as_object()?;
    let content = fields.get("content").filter(|content| content.is_string() || content.is_array())?;
    let mut plain: Map<String, Value> =
        fields.iter().filter(|(name, _)| *name != "type").map(|(name, value)| (name.clone(), value.clone())).collect();
    let model = fields.get("response_metadata").and_then(|about| about.any_string(&["model_name", "model"]));
    plain.extend(model.map(|model| ("model".to_owned(), Value::from(model))));
    // Anthropic's content has the calls already.
    if content.as_array().is_some_and(|blocks| blocks.iter().any(|block| block["type"] == "tool_use")) {
        plain.shift_remove("tool_calls");
    }
    plain.insert("role".to_owned(), Value::from(role));
    Some(Value::Object(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_langchain_are_plain_in_each_of_its_shapes() {
        for message in [
            json!({"type": "ai", "content": "So."}),
            json!({"type": "ai", "data": {"content": "So.", "type": "ai"}}),
            json!({"lc": 1, "type": "constructor", "id": ["langchain_core", "messages", "AIMessageChunk"], "kwargs": {"content": "So."}}),
        ] {
            assert_eq!(of_langchain(&message), Some(json!({"content": "So.", "role": "ai"})), "{message}");
        }
        for other in [
            json!({"type": "ai"}),
            json!({"type": "message", "content": "x"}),
            json!("ai"),
            json!({"type": "ai", "role": "x", "content": ""}),
        ] {
            assert_eq!(of_langchain(&other), None, "{other}");
        }
    }

    #[test]
    fn what_an_api_answered_is_a_conversation_with_what_was_asked() {
        let answer = json!({"role": "assistant", "content": "So."});
        let asked = json!({"role": "user", "content": "Why?"});
        let openai = json!({"object": "chat.completion", "model": "m", "choices": [{"message": answer}]});
        assert_eq!(answered(&openai), Some(json!({"model": "m", "messages": [answer]})));
        let both = json!({"messages": [asked], "choices": [{"message": answer}]});
        assert_eq!(answered(&both), Some(json!({"messages": [asked, answer]})));
        assert_eq!(answered(&json!({"message": answer, "done": true})), Some(json!({"messages": [answer]})));
        for other in [json!({"message": answer, "done": false}), json!({"choices": [{"delta": answer}]}), json!([])] {
            assert_eq!(answered(&other), None, "{other}");
        }
    }
}

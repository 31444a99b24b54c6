//! What of a message is searched: its words, and on demand thoughts and what tools were given and said.

use serde_json::Value;

use crate::domain::message::Role;
use crate::domain::part::Part;

/// The text of a message, in two kinds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SearchText {
    /// What was said.
    pub words: String,
    /// What was thought, and the work of tools.
    pub more: String,
}

/// That of a message, from its columns.
pub fn of_message(role: &str, content: &str, parts: Option<&str>) -> SearchText {
    let parts = parts.and_then(|parts| serde_json::from_str::<Vec<Value>>(parts).ok());
    let mut text = SearchText::default();
    match parts {
        Some(parts) => parts.iter().filter_map(Part::read).for_each(|part| text.add(&part)),
        None if role == Role::Tool.as_str() => text.more.push_str(content),
        None => text.words.push_str(content),
    }
    text
}

impl SearchText {
    fn add(&mut self, part: &Part) {
        let (words, more) = (&mut self.words, &mut self.more);
        match part {
            Part::Text { text } => add(words, text),
            Part::Attachment(file) => add(words, file.name.as_deref().unwrap_or_default()),
            Part::Citation { title, url } => {
                add(words, title.as_deref().unwrap_or_default());
                add(more, url.as_deref().unwrap_or_default());
            }
            Part::Reasoning { text } => add(more, text),
            Part::ToolCall { name, input, .. } => {
                add(more, name);
                add_strings(more, input);
            }
            Part::ToolResult { text, .. } => add(more, text),
            Part::Data { value } => add_strings(more, value),
        }
    }
}

fn add(to: &mut String, text: &str) {
    if !text.is_empty() {
        to.push_str(text);
        to.push('\n');
    }
}

/// The texts within a value.
fn add_strings(to: &mut String, value: &Value) {
    match value {
        Value::String(text) => add(to, text),
        Value::Array(items) => items.iter().for_each(|item| add_strings(to, item)),
        Value::Object(fields) => fields.values().for_each(|field| add_strings(to, field)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_and_tools_are_apart_from_what_was_said() {
        let parts = r#"[{"type": "reasoning", "text": "Hm."}, {"type": "text", "text": "Blue."},
            {"type": "tool_call", "name": "shell", "input": {"command": ["ls", "-l"], "n": 1}},
            {"type": "tool_result", "text": "a.txt", "is_error": false},
            {"type": "attachment", "kind": "file", "name": "b.txt"}]"#;
        let text = of_message("assistant", "Hm. Blue.", Some(parts));
        assert_eq!(
            text,
            SearchText { words: "Blue.\nb.txt\n".to_owned(), more: "Hm.\nshell\nls\n-l\na.txt\n".to_owned() }
        );
        assert_eq!(of_message("tool", "a.txt", None).more, "a.txt");
        assert_eq!(of_message("user", "Why?", None).words, "Why?");
    }
}

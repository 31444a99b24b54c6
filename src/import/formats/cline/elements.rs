//! The elements with which a model calls Cline's tools: `<read_file><path>a.rs</path></read_file>`.

use std::collections::HashSet;

use serde_json::Map;

use crate::import::conversation::{Part, Value, tools};

/// The tools. Other elements in an answer are words.
const TOOLS: [&str; 26] = [
    "execute_command",
    "read_file",
    "write_to_file",
    "replace_in_file",
    "apply_diff",
    "insert_content",
    "edit_file",
    "search_and_replace",
    "search_files",
    "list_files",
    "list_code_definition_names",
    "browser_action",
    "use_mcp_tool",
    "access_mcp_resource",
    "ask_followup_question",
    "attempt_completion",
    "new_task",
    "plan_mode_respond",
    "switch_mode",
    "update_todo_list",
    "fetch_instructions",
    "codebase_search",
    "web_fetch",
    "condense",
    "act_mode_respond",
    "run_slash_command",
];
/// The tools by which the model speaks, and the field that has its words.
const SPEAKING: [(&str, &str); 4] = [
    ("attempt_completion", "result"),
    ("ask_followup_question", "question"),
    ("plan_mode_respond", "response"),
    ("act_mode_respond", "response"),
];

/// An answer with calls for such elements.
pub fn read(parts: Vec<Part>) -> Vec<Part> {
    parts
        .into_iter()
        .flat_map(|part| match part {
            Part::Text { text } if text.contains("</") => calls(&text),
            other => vec![other],
        })
        .collect()
}

fn calls(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    // Of these there is no end from here on.
    let mut unclosed: HashSet<&str> = HashSet::new();
    while let Some(start) = text[at..].find('<').map(|step| at + step) {
        at = start + 1;
        let is_first = text[..start].trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| c == '\n');
        let tool = TOOLS.iter().find(|tool| text[at..].strip_prefix(**tool).is_some_and(|rest| rest.starts_with('>')));
        let Some(tool) = tool.filter(|tool| is_first && !unclosed.contains(**tool)) else { continue };
        let inner = &text[at + tool.len() + 1..];
        let Some((inner, _)) = inner.split_once(&format!("</{tool}>")) else {
            unclosed.insert(tool);
            continue;
        };
        words(&text[from..start], &mut parts);
        parts.push(call(tool, inner));
        at += 2 * tool.len() + inner.len() + 4;
        from = at;
    }
    words(&text[from..], &mut parts);
    parts
}

fn words(text: &str, parts: &mut Vec<Part>) {
    if !text.trim().is_empty() {
        parts.push(Part::text(text.trim()));
    }
}

fn call(tool: &str, inner: &str) -> Part {
    let fields = fields(inner);
    let speaking = SPEAKING.iter().find(|(name, _)| *name == tool);
    match speaking.and_then(|(_, field)| fields.get(*field)?.as_str()) {
        Some(said) => Part::text(said),
        None => tools::call(None, Some(tool), Value::Object(fields)),
    }
}

/// The elements directly within.
fn fields(mut inner: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    while let Some((_, rest)) = inner.split_once('<') {
        let Some((name, rest)) = rest.split_once('>') else { break };
        let Some((value, rest)) = rest.split_once(&format!("</{name}>")) else { break };
        fields.insert(name.to_owned(), Value::from(value.trim_matches('\n')));
        inner = rest;
    }
    fields
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_of_tools_are_calls_and_others_are_words() {
        let text = "I look.\n\n<read_file>\n<path>a.rs</path>\n</read_file>\n\nThen <b>this</b>.\n<attempt_completion>\n<result>\nDone.\n</result>\n</attempt_completion>";
        let call = tools::call(None, Some("read_file"), json!({"path": "a.rs"}));
        assert_eq!(calls(text), [Part::text("I look."), call, Part::text("Then <b>this</b>."), Part::text("Done.")]);
        for words in ["<read_file>\n<path>never ends", "the tool <read_file></read_file> is one"] {
            assert_eq!(calls(words), [Part::text(words)]);
        }
    }
}

//! What a call is about, in a line.

use std::borrow::Cow;

use serde_json::Value;

use super::edits::{PATHS, text};
use super::names::Doing;
use crate::render::words::line;

/// The fields of a command or a program.
pub const COMMANDS: &[&str] = &["command", "cmd", "commands", "script", "code"];
/// The fields that say in words what a call is for.
pub const TITLES: &[&str] = &["description", "title", "explanation", "subject"];
/// The fields with the work for another agent.
pub const TASKS: &[&str] = &["prompt", "task", "message", "instructions", "query", "description"];
/// The fields that name the other agent.
pub const AGENTS: &[&str] = &["subagent_type", "agent_type", "agent_name", "agentName", "agent"];
/// The fields of a plan.
pub const PLANS: &[&str] = &["plan", "response", "overview", "spec", "plan_text"];
/// The fields that say what is looked for.
const QUERIES: &[&str] =
    &["pattern", "query", "q", "regex", "queries", "search_term", "searchTerm", "glob_pattern", "symbol"];
const URLS: &[&str] = &["url", "uri", "urls", "href", "prompt"];

/// The fields that tell best what a call is about, the best first.
const TELLING: &[&[&str]] = &[
    &["command", "cmd", "file_path", "path", "filename", "query", "q", "queries"],
    &["pattern", "url", "uri", "code", "script", "description", "prompt", "title"],
    &["name"],
];

/// What a call is about.
pub fn of(input: &Value) -> Option<String> {
    if is_empty(input) {
        return None;
    }
    let told = match input {
        Value::Object(fields) => {
            let telling = TELLING.iter().copied().flatten().filter_map(|name| fields.get(*name)).find_map(plain);
            telling.or_else(|| fields.values().find_map(plain))
        }
        Value::Array(_) => None,
        input => plain(input),
    };
    Some(line(&told.unwrap_or_else(|| input.to_string().into()), super::GIST))
}

/// The command of a call: a text, the words of a command line, or several commands.
pub fn command(input: &Value) -> Option<Cow<'_, str>> {
    let value = match input {
        Value::Object(fields) => COMMANDS.iter().find_map(|name| fields.get(*name))?,
        input => input,
    };
    match value {
        // Codex's shell gets its command behind another's.
        Value::Array(words) => match words.as_slice() {
            [Value::String(shell), Value::String(option), Value::String(command)]
                if option.starts_with('-') && option.ends_with('c') && shell.ends_with("sh") =>
            {
                Some(command.into())
            }
            words if words.iter().any(Value::is_object) => {
                let commands: Vec<&str> = words.iter().filter_map(|word| text(word, COMMANDS)).collect();
                (!commands.is_empty()).then(|| commands.join("\n").into())
            }
            words if input.get("commands").is_some() => {
                let commands: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                (!commands.is_empty()).then(|| commands.join("\n").into())
            }
            _ => plain(value),
        },
        // Codex's local shell.
        Value::Object(_) => command(value),
        value => plain(value),
    }
}

/// The language of what a tool of that name runs.
pub fn language(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let languages = [
        ("python", "python"),
        ("ipython", "python"),
        ("powershell", "powershell"),
        ("repl", "javascript"),
        ("javascript", "javascript"),
    ];
    languages.into_iter().find(|(part, _)| name.contains(part)).map(|(_, language)| language)
}

/// What was read, searched or fetched.
pub fn looked(doing: Doing, input: &Value) -> Option<String> {
    let first = |names: &[&str]| names.iter().filter_map(|name| input.get(*name)).find_map(plain);
    let path = first(PATHS).or_else(|| listed(input));
    let gist = match doing {
        Doing::Read => format!("{}{}", path?, range(input)),
        Doing::List => first(&["dir_path", "dirpath", "directory", "dir", "target_directory"])
            .or(path)
            .unwrap_or_else(|| ".".into())
            .into_owned(),
        Doing::Search => match (first(QUERIES), first(&["path", "dir_path", "include", "glob", "directory"])) {
            (Some(query), Some(path)) => format!("{query} in {path}"),
            (Some(query), None) => query.into_owned(),
            (None, _) => return of(input),
        },
        Doing::Web => first(QUERIES)
            .or_else(|| input.get("action").and_then(|action| text(action, QUERIES)).map(Cow::Borrowed))
            .or_else(|| plain(input))?
            .into_owned(),
        _ => first(URLS).or_else(|| plain(input))?.into_owned(),
    };
    Some(line(&gist, super::GIST))
}

/// What a person was asked.
pub fn asked(input: &Value) -> Option<String> {
    let words = |question: &Value| {
        question.as_str().or_else(|| text(question, &["question", "text", "prompt"])).map(str::to_owned)
    };
    let several: Vec<String> = input.get("questions")?.as_array()?.iter().take(10).filter_map(words).collect();
    (!several.is_empty()).then(|| line(&several.join(" "), super::GIST))
}

/// The first of several files.
fn listed(input: &Value) -> Option<Cow<'_, str>> {
    let list = ["paths", "files", "file_paths", "filePaths", "targets"]
        .iter()
        .find_map(|name| input.get(*name)?.as_array())?;
    let path = |value: &Value| value.as_str().or_else(|| text(value, PATHS)).map(str::to_owned);
    let paths: Vec<String> = list.iter().take(10).filter_map(path).collect();
    (!paths.is_empty()).then(|| paths.join(", ").into())
}

/// `, lines 10 to 29`.
fn range(input: &Value) -> String {
    let number = |names: &[&str]| names.iter().find_map(|name| input.get(*name)?.as_u64());
    let from = number(&["offset", "start_line", "startLine", "start", "line_start", "start_line_one_indexed"]);
    let (from, to) = match input
        .get("view_range")
        .or_else(|| input.get("read_range"))
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([from, to]) => (from.as_u64(), to.as_u64()),
        _ => {
            let to = number(&["end_line", "endLine", "end", "line_end", "end_line_one_indexed_inclusive"]);
            (from, to.or_else(|| Some(from.unwrap_or(1).max(1).saturating_add(number(&["limit"])?).saturating_sub(1))))
        }
    };
    match (from, to) {
        (from, Some(to)) => format!(", lines {} to {to}", from.unwrap_or(1).max(1)),
        (Some(from), None) => format!(", from line {from}"),
        (None, None) => String::new(),
    }
}

/// The first words of Markdown, without its marks.
pub fn of_markdown(text: &str) -> String {
    let begin: String = text.trim_start().chars().take(1000).collect();
    let plain: Vec<String> = begin
        .lines()
        .map(|line| line.trim_start_matches(['#', '>', ' ', '\t', '*', '_']).replace(['*', '`'], ""))
        .map(|line| line.trim_end_matches('_').to_owned())
        .collect();
    line(&plain.join(" "), super::GIST)
}

/// A text, or the words of a command line; `None` for what is more than words, or says nothing.
fn plain(value: &Value) -> Option<Cow<'_, str>> {
    let text: Cow<'_, str> = match value {
        Value::String(text) => text.into(),
        Value::Number(number) => number.to_string().into(),
        Value::Bool(is) => is.to_string().into(),
        Value::Array(words) => words.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join(" ").into(),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Whether a call was given nothing.
pub fn is_empty(input: &Value) -> bool {
    match input {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_gist_is_what_tells_best_what_a_call_is_about() {
        let cases = [
            (json!({ "timeout": 60, "command": "cargo test\necho done" }), Some("cargo test echo done")),
            (json!({ "description": "runs", "cmd": ["bash", "-lc", "ls"] }), Some("bash -lc ls")),
            (json!({ "query": "", "n": 3, "lines": true }), Some("3")),
            (json!({ "edits": [{ "old": 1 }] }), Some("{\"edits\":[{\"old\":1}]}")),
            (json!({ "command": " \n", "path": "a.txt" }), Some("a.txt")),
            (json!("print(1)\nprint(2)"), Some("print(1) print(2)")),
            (json!([1, "two"]), Some("[1,\"two\"]")),
            (json!(false), Some("false")),
            (json!({}), None),
            (json!([]), None),
            (json!(""), None),
            (Value::Null, None),
        ];
        for (input, expected) in cases {
            assert_eq!(of(&input).as_deref(), expected, "{input}");
        }
        assert_eq!(of(&json!("words".repeat(1000))).expect("a gist").chars().count(), 160);
        assert!(!of(&json!("a\u{202e}b")).expect("a gist").contains('\u{202e}'));
    }

    #[test]
    fn what_was_looked_at_has_its_place() {
        let cases = [
            (Doing::Read, json!({"file_path": "a.py", "offset": 10, "limit": 20}), "a.py, lines 10 to 29"),
            (Doing::Read, json!({"path": "a.py", "view_range": [1, 5]}), "a.py, lines 1 to 5"),
            (Doing::Read, json!({"target_file": "a.py", "start_line": 7}), "a.py, from line 7"),
            (Doing::Read, json!({"files": [{"path": "a"}, {"path": "b"}]}), "a, b"),
            (Doing::Search, json!({"pattern": "fn main", "path": "src"}), "fn main in src"),
            (Doing::Search, json!({"pattern": "*.rs"}), "*.rs"),
            (Doing::List, json!({}), "."),
            (Doing::List, json!({"dirpath": "/sea"}), "/sea"),
            (Doing::Fetch, json!({"url": "https://one.example/", "prompt": "sum"}), "https://one.example/"),
            (Doing::Web, json!({"action": {"type": "search", "query": "sea"}}), "sea"),
        ];
        for (doing, input, expected) in cases {
            assert_eq!(looked(doing, &input).as_deref(), Some(expected), "{input}");
        }
    }

    #[test]
    fn commands_are_found_in_every_form() {
        let cases = [
            (json!({"command": "ls -l"}), "ls -l"),
            (json!({"command": ["bash", "-lc", "ls; pwd"]}), "ls; pwd"),
            (json!({"commands": ["ls", "pwd"]}), "ls\npwd"),
            (json!({"command": ["git", "log"]}), "git log"),
            (json!("ls"), "ls"),
        ];
        for (input, expected) in cases {
            assert_eq!(command(&input).as_deref(), Some(expected), "{input}");
        }
        assert_eq!(command(&json!({"session_id": 3})), None);
    }

    #[test]
    fn the_gist_of_markdown_has_no_marks() {
        let text = "**Four** is a special case:\nthe `snake_case` pairs";
        assert_eq!(of_markdown(text), "Four is a special case: the snake_case pairs");
        assert_eq!(of_markdown("## Plan\n> _first_\n* then"), "Plan first then");
        assert_eq!(of_markdown(&"long ".repeat(500_000)).chars().count(), 160);
    }
}

//! A tool that was used: one folded line, and below it what it was given and what it answered.

use std::borrow::Cow;

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::Renderer;
use super::fold::{FoldLine, fold};
use super::sources;
use super::tool_pairing::ToolUse;
use super::words::line;

/// More fields than these are no longer a list that anybody reads.
const FIELDS_LISTED: usize = 30;

/// The fields that tell best what a call is about, the best first.
const TELLING: &[&[&str]] = &[
    &["command", "cmd", "file_path", "path", "filename", "query", "q", "queries"],
    &["pattern", "url", "uri", "code", "script", "description", "prompt", "title"],
    &["name"],
];

/// The fold of a tool.
pub fn tool(renderer: &Renderer, tool: &ToolUse) -> Markup {
    let ToolUse { name, call, result, pages, .. } = tool;
    let known = name.as_deref().map(|name| line(name, 60)).filter(|name| !name.is_empty());
    let label = match (call, known) {
        (Some(_), known) => known.unwrap_or_else(|| "Tool".to_owned()),
        (None, Some(known)) => format!("Result of {known}"),
        (None, None) => "Result".to_owned(),
    };
    let gist = match (call, result) {
        (Some(call), _) => gist(&call.input),
        (None, result) => result.as_ref().map(|result| line(&result.text, 160)),
    };
    let content = html! {
        @if let Some(call) = call.as_ref().filter(|call| !is_empty(&call.input)) {
            (section("Input", call.language.as_deref(), &input(renderer, &call.input, call.language.as_deref())))
        }
        @if let Some(result) = result {
            (section("Result", None, &printed(renderer, &result.text)))
        }
        @if !pages.is_empty() { (section("Pages found", None, &sources::list(&sources::once(pages)))) }
    };
    let is_error = result.as_ref().is_some_and(|result| result.is_error);
    let gist = gist.filter(|gist| !gist.is_empty());
    let warning = is_error.then_some("failed");
    fold(&FoldLine { sign: "tool", label: &label, gist: gist.as_deref(), warning, ..FoldLine::default() }, &content)
}

/// Text that a program printed, as it stands.
pub fn printed(renderer: &Renderer, text: &str) -> Markup {
    html! {
        @if text.is_empty() { p.message-nothing { "(nothing)" } } @else { (PreEscaped(renderer.code("", text))) }
    }
}

/// JSON to be read.
pub fn json(renderer: &Renderer, value: &Value) -> Markup {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    PreEscaped(renderer.code("json", &text).to_string())
}

fn section(name: &str, detail: Option<&str>, content: &Markup) -> Markup {
    html! {
        div.fold-part role="group" aria-label=(name) {
            p.fold-section { (name) @if let Some(detail) = detail { span { " · " (line(detail, 30)) } } }
            (content)
        }
    }
}

fn input(renderer: &Renderer, input: &Value, language: Option<&str>) -> Markup {
    let code = |value: &Value| match value {
        Value::String(text) => PreEscaped(renderer.code(language.unwrap_or_default(), text).to_string()),
        Value::Object(_) | Value::Array(_) => json(renderer, value),
        plain => PreEscaped(renderer.code("", &plain.to_string()).to_string()),
    };
    match input {
        // As JSON, a program of several lines would stand in one, full of \n.
        Value::Object(fields) if fields.len() <= FIELDS_LISTED => html! {
            dl.fields { @for (name, value) in fields { div { dt { bdi { (line(name, 200)) } } dd { (code(value)) } } } }
        },
        value => code(value),
    }
}

/// What a call is about, in a line.
fn gist(input: &Value) -> Option<String> {
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
    Some(line(&told.unwrap_or_else(|| input.to_string().into()), 160))
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

fn is_empty(input: &Value) -> bool {
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
    use crate::render::tool_pairing::{ToolCall, ToolOutput};

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
            assert_eq!(gist(&input).as_deref(), expected, "{input}");
        }
        assert_eq!(gist(&json!("words".repeat(1000))).expect("a gist").chars().count(), 160);
        assert!(!gist(&json!("a\u{202e}b")).expect("a gist").contains('\u{202e}'));
    }

    fn shown(call: Option<Value>, result: Option<(&str, bool)>, name: Option<&str>) -> String {
        let call = call.map(|input| ToolCall { input, language: Some("python".to_owned()) });
        let result = result.map(|(text, is_error)| ToolOutput { text: text.to_owned(), is_error });
        let used = ToolUse { name: name.map(str::to_owned), call, result, ..ToolUse::default() };
        tool(&Renderer::new(), &used).into_string()
    }

    #[test]
    fn a_tool_is_called_by_what_is_known_of_it() {
        let label = |html: &str| {
            let (_, rest) = html.split_once("fold-label\">").expect("a label");
            rest.split_once('<').expect("its end").0.to_owned()
        };
        assert_eq!(label(&shown(Some(json!({})), None, Some("bash"))), "bash");
        assert_eq!(label(&shown(Some(json!({})), None, Some(" \u{202e}"))), "Tool");
        assert_eq!(label(&shown(None, Some(("x", false)), Some("bash"))), "Result of bash");
        assert_eq!(label(&shown(None, Some(("x", false)), None)), "Result");
    }

    #[test]
    fn fields_are_listed_and_programs_keep_their_lines() {
        let html = shown(Some(json!({ "command": "a\nb", "deep": { "x": [1] } })), Some(("", true)), Some("bash"));
        assert!(html.contains("<dt><bdi>command</bdi></dt>"));
        assert!(html.contains("a\nb</code>"));
        assert!(html.contains("failed"));
        assert!(html.contains("(nothing)"));
        let many: serde_json::Map<String, Value> = (0..31).map(|n| (n.to_string(), json!(n))).collect();
        assert!(!shown(Some(Value::Object(many)), None, None).contains("<dt>"));
    }

    #[test]
    fn an_input_that_holds_nothing_is_not_shown() {
        for input in [json!({}), json!([]), json!(""), Value::Null] {
            assert!(!shown(Some(input), None, Some("bash")).contains("Input"));
        }
        assert!(shown(Some(json!(0)), None, Some("bash")).contains("Input"));
    }
}

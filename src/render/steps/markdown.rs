//! A step as Markdown, for a file: as short as on the page, and complete.

use super::names::Doing;
use super::{changes, doing, edits, gist, outcome};
use crate::render::diff;
use crate::render::tool_pairing::{ToolCall, ToolUse};
use crate::render::words::line;

/// What a step did, its call and its result.
pub fn markdown(tool: &ToolUse) -> String {
    let result = tool.result.as_ref();
    let Some(call) = &tool.call else {
        let name = tool.name.as_deref().map_or_else(String::new, |name| format!(" of {}", code(name)));
        return format!("**Result**{name}{}", block("", result.map_or("", |result| &result.text)));
    };
    let doing = doing(tool.name.as_deref(), call);
    let failed = if result.is_some_and(|result| result.is_error) { " (failed)" } else { "" };
    let edits = changes(tool, doing);
    if !edits.is_empty() {
        let files = edits.iter().map(|edit| {
            let mut lines = String::new();
            diff::write_plain(&edit.hunks, &mut lines);
            format!("**{}** {}{failed}{}", edits::verb(edit), code(&edit.path), block("diff", &lines))
        });
        let error =
            result.filter(|result| result.is_error).map(|result| block("", &result.text).trim_start().to_owned());
        return files.chain(error).collect::<Vec<_>>().join("\n\n");
    }
    match (doing, gist::command(&call.input), gist::looked(doing, &call.input)) {
        (Doing::Run, Some(command), _) => {
            let outcome = result.map(|result| outcome::read(&result.text));
            let status = outcome.as_ref().and_then(|outcome| outcome.status.as_deref());
            let status = status
                .filter(|status| *status != "0")
                .map_or_else(String::new, |status| format!(", exit status {status}"));
            let printed = outcome.map_or_else(String::new, |outcome| block("", &outcome.printed));
            format!("**{}**{failed}{status}{}{printed}", doing.verb(), block("sh", &command))
        }
        (Doing::Read | Doing::List | Doing::Search | Doing::Fetch | Doing::Web, _, Some(gist)) => {
            let printed = result.map_or_else(String::new, |result| block("", &result.text));
            format!("**{}** {}{failed}{printed}", doing.verb(), code(&gist))
        }
        _ => other(tool, call, failed),
    }
}

fn other(tool: &ToolUse, call: &ToolCall, failed: &str) -> String {
    let input = match &call.input {
        input if gist::is_empty(input) => String::new(),
        serde_json::Value::String(text) => block(call.language.as_deref().unwrap_or_default(), text),
        input => block("json", &serde_json::to_string_pretty(input).unwrap_or_default()),
    };
    let printed =
        tool.result.as_ref().map_or_else(String::new, |result| format!("\n\nResult:{}", block("", &result.text)));
    format!("**Tool** {}{failed}{input}{printed}", code(tool.name.as_deref().unwrap_or("unnamed")))
}

/// A word or two as code.
fn code(text: &str) -> String {
    let text = line(text, 200).replace('`', "'");
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

/// A block in a fence that is longer than any run of backticks in it, behind a blank line; nothing where there is nothing.
pub fn block(language: &str, text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-#._".contains(c);
    let language = if language.chars().all(is_plain) { language } else { "" };
    format!("\n\n{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

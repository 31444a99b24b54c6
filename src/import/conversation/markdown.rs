//! The Markdown that stands for what is not plain text: code, JSON, links, quotes, and files that did
//! not come along.

use std::borrow::Cow;

use serde_json::Value;

use crate::domain::part::Part;
use crate::domain::text::one_line;

/// Sources of one message that are looked for in its text.
const MOST_LOOKED_FOR: usize = 200;

/// A message's text, complete for those who know no parts.
pub fn content(parts: &[Part]) -> String {
    let mut text = String::new();
    let mut sources: Vec<String> = Vec::new();
    let mut looked_for = 0;
    for part in parts {
        if let Part::Citation { title, url } = part {
            // Most programs name their sources within the text already. Each is a search through it.
            looked_for += 1;
            let is_named = looked_for <= MOST_LOOKED_FOR
                && url.as_ref().or(title.as_ref()).is_some_and(|name| text.contains(name.as_str()));
            sources.extend(link(title.as_deref(), url.as_deref()).filter(|_| !is_named));
            continue;
        }
        append(&mut text, &sources_line(&mut sources));
        append(&mut text, &shown(part));
    }
    append(&mut text, &sources_line(&mut sources));
    text
}

fn append(text: &mut String, paragraph: &str) {
    if !text.is_empty() && !paragraph.trim().is_empty() {
        text.push_str("\n\n");
    }
    if !paragraph.trim().is_empty() || text.is_empty() {
        text.push_str(paragraph);
    }
}

fn sources_line(sources: &mut Vec<String>) -> String {
    sources.dedup();
    let links = std::mem::take(sources);
    if links.is_empty() { String::new() } else { format!("Sources: {}", links.join(", ")) }
}

fn shown(part: &Part) -> Cow<'_, str> {
    let made = match part {
        Part::Text { text } => return text.into(),
        Part::Reasoning { text } if text.trim().is_empty() => String::new(),
        Part::Reasoning { text } => quoted(&format!("*Reasoning*\n\n{text}")),
        Part::ToolCall { name, input: Value::String(program), language: Some(language), .. } => {
            format!("Tool call: `{}`\n\n{}", one_line(name, 100).replace('`', "'"), fenced(language, program))
        }
        Part::ToolCall { name, input, .. } => tool_call(name, input),
        Part::ToolResult { text, is_error, .. } => {
            let label = if *is_error { "Tool error" } else { "Tool result" };
            // What a tool printed is not Markdown.
            if text.trim().is_empty() { label.to_owned() } else { format!("{label}:\n\n{}", fenced("", text)) }
        }
        Part::Attachment(file) => placeholder(file.kind.as_str(), file.name.as_deref().or(file.url.as_deref())),
        Part::Citation { .. } => String::new(),
        Part::Data { value } => json(value),
    };
    made.into()
}

/// A fenced block whose fence is longer than any run of backticks in the text.
pub fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-#._".contains(c);
    let language = if language.chars().all(is_plain) && language != "unknown" { language } else { "" };
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

/// A value that no format understands, kept readable.
pub fn json(value: &Value) -> String {
    fenced("json", &serde_json::to_string_pretty(value).unwrap_or_default())
}

/// A tool's name and what the model gave it.
fn tool_call(name: &str, input: &Value) -> String {
    let name = one_line(name, 100).replace('`', "'");
    match input {
        Value::Null => format!("Tool call: `{name}`"),
        Value::String(text) => format!("Tool call: `{name}`\n\n{}", fenced("", text)),
        value => format!("Tool call: `{name}`\n\n{}", json(value)),
    }
}

/// The line that stands for a file that did not come along: `[image]` or `[image: name]`.
pub fn placeholder(kind: &str, name: Option<&str>) -> String {
    match name.map(|name| one_line(name, 200)).filter(|name| !name.is_empty()) {
        Some(name) => format!("[{kind}: {name}]"),
        None => format!("[{kind}]"),
    }
}

/// Whether an address is of the web.
pub fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A link, or the bare title where the address is not of the web; `None` when there is neither.
pub fn link(title: Option<&str>, url: Option<&str>) -> Option<String> {
    let url = url.map(str::trim).filter(|url| is_web(url));
    let title = title.or(url)?;
    let Some(url) = url else {
        return Some(one_line(title, 200));
    };
    let mut text = String::new();
    for c in one_line(title, 200).chars() {
        if matches!(c, '[' | ']' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    // In angle brackets an address may hold blanks and parentheses (CommonMark 6.3).
    let is_bare = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>".contains(c));
    Some(if is_bare {
        format!("[{text}]({url})")
    } else {
        let url: String = url.chars().filter(|c| !c.is_control() && !"<>".contains(*c)).collect();
        format!("[{text}](<{url}>)")
    })
}

/// A block quote.
pub fn quoted(text: &str) -> String {
    text.trim().lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_any_in_the_text() {
        assert_eq!(fenced("rust", "fn main() {}\n"), "```rust\nfn main() {}\n```");
        assert_eq!(fenced("bad`\nname", "a ```` b"), "`````\na ```` b\n`````");
    }

    #[test]
    fn links_hold_any_title_and_only_addresses_of_the_web() {
        assert_eq!(link(Some("a]b"), Some("https://x.y/z")).as_deref(), Some("[a\\]b](https://x.y/z)"));
        assert_eq!(link(None, Some("http://x/(a) b>")).as_deref(), Some("[http://x/(a) b>](<http://x/(a) b>)"));
        assert_eq!(link(Some("a"), Some("javascript:alert(1)")).as_deref(), Some("a"));
        assert_eq!(link(None, Some("file:///etc")), None);
    }
}

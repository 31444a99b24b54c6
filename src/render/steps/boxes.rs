//! The boxes below a step's line: what was printed, a call's input, what changed in a file.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::file_edit::{FileEdit, How};
use super::tally;
use crate::render::diff;
use crate::render::fold::clamped;
use crate::render::visible::as_written;
use crate::render::words::line;
use crate::render::{Renderer, code};

/// More fields than these are no longer a list that anybody reads.
const FIELDS_LISTED: usize = 30;

/// Text that a program printed, as a terminal shows it.
pub fn printed(renderer: &Renderer, text: &str) -> Markup {
    if text.is_empty() {
        return html! { p.message-nothing { "(nothing)" } };
    }
    clamped(text, &PreEscaped(renderer.printed(text).to_string()))
}

/// JSON to be read.
pub fn json(renderer: &Renderer, value: &Value) -> Markup {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    clamped(&text, &PreEscaped(renderer.code("json", &text).to_string()))
}

/// Markdown, whose ids begin with `ids`.
pub fn words(renderer: &Renderer, text: &str, ids: &str) -> Markup {
    html! { div.message-text dir="auto" { (PreEscaped(renderer.markdown(&as_written(text), ids))) } }
}

/// A part below a step's line, with its name.
pub fn section(name: &str, detail: Option<&str>, content: &Markup) -> Markup {
    html! {
        div.fold-part role="group" aria-label=(name) {
            p.fold-section { (name) @if let Some(detail) = detail { span { " · " (line(detail, 60)) } } }
            (content)
        }
    }
}

/// What a call was given, without the fields that are shown elsewhere.
pub fn input(renderer: &Renderer, input: &Value, language: Option<&str>, shown: &[&str]) -> Markup {
    let coded = |language: &str, text: &str| clamped(text, &PreEscaped(renderer.code(language, text).to_string()));
    let code = |value: &Value| match value {
        Value::String(text) => coded(language.unwrap_or_default(), text),
        Value::Object(_) | Value::Array(_) => json(renderer, value),
        plain => coded("", &plain.to_string()),
    };
    match input {
        // As JSON, a program of several lines would stand in one, full of \n.
        Value::Object(fields) if fields.len() <= FIELDS_LISTED => html! {
            dl.fields {
                @for (name, value) in fields.iter().filter(|(name, _)| !shown.contains(&name.as_str())) {
                    div { dt { bdi { (line(name, 200)) } } dd { (code(value)) } }
                }
            }
        },
        value => code(value),
    }
}

/// What changed in one file.
pub fn file_diff(edit: &FileEdit<'_>) -> Markup {
    let (added, removed) = diff::counts(&edit.hunks);
    let caption = html! {
        bdi.diff-path { (line(&edit.path, 250)) }
        @match edit.how { How::Created => { " new" } How::Deleted => { " deleted" } How::Changed => {} }
        @if added + removed > 0 { " " (tally::plus_minus(added, removed)) }
    };
    let text: String = "\n".repeat(edit.hunks.iter().map(|hunk| hunk.lines.len() + 1).sum());
    let figure = PreEscaped(code::diff(&caption.into_string(), &edit.hunks));
    clamped(&text, &figure)
}

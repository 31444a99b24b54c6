//! What a message holds, in order: words, thoughts, tools, sources, files.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::Renderer;
use super::attachments::attachment;
use super::desk::{Piece, Shown};
use super::files::Files;
use super::fold::{Line, fold};
use super::sources;
use super::tools::{self, printed};
use super::words::line;
use crate::domain::message::Role;

/// With more, a list of sources is folded.
const SOURCES_SHOWN: usize = 5;

/// The body of a message. Every id in it begins with `ids`.
pub fn body(renderer: &Renderer, shown: &Shown, ids: &str, files: &Files) -> Markup {
    html! {
        @if shown.pieces.is_empty() { p.message-nothing { "(empty)" } }
        @for (number, piece) in shown.pieces.iter().enumerate() {
            (element(renderer, piece, shown.message.role, &format!("{ids}{number}-"), files))
        }
    }
}

fn element(renderer: &Renderer, piece: &Piece, role: Role, ids: &str, files: &Files) -> Markup {
    match piece {
        // What a tool has printed is no Markdown.
        Piece::Text(text) if role == Role::Tool => printed(renderer, text),
        Piece::Text(text) => words(renderer, text, ids),
        Piece::Reasoning(text) => {
            let gist = gist(text);
            let line =
                Line { sign: "thought", label: "Reasoning", gist: Some(&gist), is_quiet: true, ..Line::default() };
            fold(&line, &words(renderer, text, ids))
        }
        Piece::Tool(tool) => html! {
            (tools::tool(renderer, tool))
            @for file in &tool.files { (attachment(file, files)) }
        },
        Piece::Sources(list) => {
            let list = sources::once(list);
            let label = format!("{} ({})", if list.len() == 1 { "Source" } else { "Sources" }, list.len());
            let is_open = list.len() <= SOURCES_SHOWN;
            let line = Line { sign: "sources", label: &label, is_quiet: true, is_open, ..Line::default() };
            fold(&line, &sources::list(&list))
        }
        Piece::File(file) => attachment(file, files),
        Piece::Data(value) => {
            let kind = ["type", "kind"].iter().find_map(|name| value.get(name).and_then(Value::as_str));
            let label =
                kind.map_or_else(|| "Not understood".to_owned(), |kind| format!("Not understood: {}", line(kind, 60)));
            fold(&Line { sign: "data", label: &label, ..Line::default() }, &tools::json(renderer, value))
        }
    }
}

/// The first words of Markdown, without its marks.
fn gist(text: &str) -> String {
    let begin: String = text.trim_start().chars().take(1000).collect();
    let plain: Vec<String> = begin
        .lines()
        .map(|line| line.trim_start_matches(['#', '>', ' ', '\t', '*', '_']).replace(['*', '`'], ""))
        .map(|line| line.trim_end_matches('_').to_owned())
        .collect();
    line(&plain.join(" "), 160)
}

fn words(renderer: &Renderer, text: &str, ids: &str) -> Markup {
    html! { div.message-text dir="auto" { (PreEscaped(renderer.markdown(text, ids))) } }
}

#[cfg(test)]
mod tests;

//! What a message holds, in order: words, thoughts, tools, sources, files.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::Renderer;
use super::attachments::attachment;
use super::files::Files;
use super::fold::{FoldLine, fold};
use super::sources;
use super::tool_pairing::{ContentBlock, ShownMessage};
use super::tools::{self, printed};
use super::words::line;
use crate::domain::message::Role;

/// With more, a list of sources is folded.
const SOURCES_SHOWN: usize = 5;

/// The body of a message. Every id in it begins with `ids`.
pub fn body(renderer: &Renderer, shown: &ShownMessage, ids: &str, files: &Files) -> Markup {
    html! {
        @if shown.pieces.is_empty() { p.message-nothing { "(empty)" } }
        @for (number, piece) in shown.pieces.iter().enumerate() {
            (element(renderer, piece, shown.message.role, &format!("{ids}{number}-"), files))
        }
    }
}

fn element(renderer: &Renderer, piece: &ContentBlock, role: Role, ids: &str, files: &Files) -> Markup {
    match piece {
        // What a tool has printed is no Markdown.
        ContentBlock::Text(text) if role == Role::Tool => printed(renderer, text),
        ContentBlock::Text(text) => words(renderer, text, ids),
        ContentBlock::Reasoning(text) => {
            let gist = gist(text);
            let line = FoldLine {
                sign: "thought",
                label: "Reasoning",
                gist: Some(&gist),
                is_quiet: true,
                ..FoldLine::default()
            };
            fold(&line, &words(renderer, text, ids))
        }
        ContentBlock::Tool(tool) => html! {
            (tools::tool(renderer, tool))
            @for file in &tool.files { (attachment(file, files)) }
        },
        ContentBlock::Sources(list) => {
            let list = sources::once(list);
            let label = format!("{} ({})", if list.len() == 1 { "Source" } else { "Sources" }, list.len());
            let is_open = list.len() <= SOURCES_SHOWN;
            let line = FoldLine { sign: "sources", label: &label, is_quiet: true, is_open, ..FoldLine::default() };
            fold(&line, &sources::list(&list))
        }
        ContentBlock::File(file) => attachment(file, files),
        ContentBlock::Data(value) => {
            let kind = ["type", "kind"].iter().find_map(|name| value.get(name).and_then(Value::as_str));
            let label =
                kind.map_or_else(|| "Not understood".to_owned(), |kind| format!("Not understood: {}", line(kind, 60)));
            fold(&FoldLine { sign: "data", label: &label, ..FoldLine::default() }, &tools::json(renderer, value))
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

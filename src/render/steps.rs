//! A step of an agent: one folded line that says what it did, and below it the call and its result as people know them.

mod boxes;
mod edits;
mod file_edit;
mod gist;
mod markdown;
mod names;
mod outcome;
mod patch;
pub mod tally;
#[cfg(test)]
mod tests;
mod todo;
mod told;

use maud::{Markup, html};

use super::Renderer;
use super::diff;
use super::fold::{FoldLine, fold};
use super::sources;
use super::tool_pairing::{ToolCall, ToolUse};
use super::words::line;
use boxes::{input, section};
pub use boxes::{json, printed};
use file_edit::FileEdit;
pub use gist::of_markdown as gist_of_markdown;
pub use markdown::{block, markdown};
use names::Doing;
pub use outcome::said;
use tally::Tally;
use told::{ALL, GIST, Told, by_kind, changed, result_alone};

/// A step as it is shown, and what it counts for.
pub struct Step {
    pub html: Markup,
    pub tally: Tally,
}

/// The fold of a step. `id` is that of its element; all in it begin with it.
pub fn step(renderer: &Renderer, tool: &ToolUse, id: &str) -> Step {
    let ToolUse { name, call, result, pages, .. } = tool;
    let known = name.as_deref().map(|name| line(name, 60)).filter(|name| !name.is_empty());
    let has_failed = result.as_ref().is_some_and(|result| result.is_error);
    let doing = call.as_ref().map_or(Doing::Other, |call| doing(known.as_deref(), call));
    let edits = changes(tool, doing);
    let told = match call {
        None => result_alone(renderer, tool, known.as_deref()),
        Some(call) if !edits.is_empty() => changed(&edits, &call.input, doing, has_failed),
        Some(call) => by_kind(renderer, tool, call, doing, id),
    };
    let mut tally = Tally::of(doing, has_failed || told.warning.is_some());
    if !has_failed {
        tally.change(edits.iter().map(|edit| (&*edit.path, diff::counts(&edit.hunks))));
    }
    let body = html! {
        @if let Some(body) = &told.body { (body) }
        @if let (true, false, Some(result)) = (has_failed, told.shows_result, result) {
            (section("Result", None, &printed(renderer, &result.text)))
        }
        @if let Some(call) = call { (rest(renderer, tool, call, &told, has_failed)) }
        @if !pages.is_empty() { (section("Pages found", None, &sources::list(&sources::once(pages)))) }
    };
    let warning = told.warning.or_else(|| has_failed.then(|| "failed".to_owned()));
    let fold_line = FoldLine {
        sign: sign(doing),
        label: if told.label.is_empty() { known.as_deref().unwrap_or("Tool") } else { &told.label },
        gist: told.gist.as_deref().filter(|gist| !gist.is_empty()),
        amount: told.amount,
        warning: warning.as_deref(),
        class: "step",
        id: tally.has_changes().then_some(id),
        ..FoldLine::default()
    };
    Step { html: fold(&fold_line, &body), tally }
}

/// What a call does; some tools do one thing or another.
fn doing(name: Option<&str>, call: &ToolCall) -> Doing {
    let doing = name.map_or(Doing::Other, names::doing);
    let command = edits::text(&call.input, &["command"]);
    match (doing, command) {
        (Doing::Editor, Some("view" | "read")) => Doing::Read,
        (Doing::Editor, _) => Doing::Edit,
        (doing, _) => doing,
    }
}

/// What a step that does so has changed.
fn changes(tool: &ToolUse, doing: Doing) -> Vec<FileEdit<'_>> {
    let has_patch = || tool.call.as_ref().is_some_and(|call| edits::patch_in(&call.input).is_some());
    match doing {
        Doing::Edit | Doing::Delete => edits::edits(tool),
        Doing::Run if has_patch() => edits::edits(tool),
        _ => Vec::new(),
    }
}

const fn sign(doing: Doing) -> &'static str {
    match doing {
        Doing::Edit | Doing::Editor | Doing::Delete | Doing::Read | Doing::List => "file",
        Doing::Search => "find",
        Doing::Fetch | Doing::Web => "link",
        Doing::Todo | Doing::Plan => "contents",
        Doing::Agent => "assistant",
        _ => "tool",
    }
}

/// What the call has beside, folded: nothing of it is out of reach.
fn rest(renderer: &Renderer, tool: &ToolUse, call: &ToolCall, told: &Told, has_failed: bool) -> Markup {
    if told.shown.contains(&ALL) {
        return html! {};
    }
    let result =
        tool.result.as_ref().filter(|result| !told.shows_result && !has_failed && !result.text.trim().is_empty());
    let fields = call.input.as_object();
    let left = fields.is_some_and(|fields| fields.keys().any(|name| !told.shown.contains(&name.as_str())));
    let name = tool.name.as_deref().map_or_else(|| "Tool".to_owned(), |name| line(name, 60));
    if !left && result.is_none() {
        return html! { p.fold-section { span { bdi { (name) } } } };
    }
    let content = html! {
        @if left { (input(renderer, &call.input, None, &told.shown)) }
        @if let Some(result) = result { (section("Result", None, &printed(renderer, &result.text))) }
    };
    let gist = result.map(|result| line(&result.text, GIST));
    fold(
        &FoldLine {
            sign: "tool",
            label: &name,
            gist: gist.as_deref(),
            class: "fold-quiet rest",
            ..FoldLine::default()
        },
        &content,
    )
}

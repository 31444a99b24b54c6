//! A step of an agent: one folded line that says what it did, and below it the call and its result as people know them.

mod boxes;
pub mod diff;
mod edits;
mod gist;
mod markdown;
mod names;
mod outcome;
mod patch;
pub mod tally;
#[cfg(test)]
mod tests;
mod todo;

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::Renderer;
use super::fold::{FoldLine, clamped, fold};
use super::sources;
use super::tool_pairing::{ToolCall, ToolUse};
use super::words::{count, line};
use boxes::{file_diff, input, section, words};
pub use boxes::{json, printed};
use edits::FileEdit;
pub use gist::of_markdown as gist_of_markdown;
pub use markdown::{block, markdown};
use names::Doing;
pub use outcome::said;
use tally::Tally;

/// So many characters of a line's gist are kept.
const GIST: usize = 160;

/// A step as it is shown, and what it counts for.
pub struct Step {
    pub html: Markup,
    pub tally: Tally,
}

/// What a line says of a step, and what is below it.
#[derive(Default)]
struct Told {
    label: String,
    gist: Option<String>,
    amount: Option<Markup>,
    warning: Option<String>,
    body: Option<Markup>,
    /// The fields of the input that the body shows, or the line.
    shown: Vec<&'static str>,
    /// Whether the body shows the result.
    shows_result: bool,
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

/// A result whose call is not there.
fn result_alone(renderer: &Renderer, tool: &ToolUse, name: Option<&str>) -> Told {
    let result = tool.result.as_ref();
    Told {
        label: name.map_or_else(|| "Result".to_owned(), |name| format!("Result of {name}")),
        gist: result.map(|result| line(&result.text, GIST)),
        body: result.map(|result| section("Result", None, &printed(renderer, &result.text))),
        shows_result: true,
        ..Told::default()
    }
}

fn changed(edits: &[FileEdit<'_>], input: &Value, doing: Doing, has_failed: bool) -> Told {
    let label = match edits {
        [edit] if doing != Doing::Delete => edits::verb(edit),
        _ if doing == Doing::Delete => "Deleted",
        _ => "Edited",
    };
    let gist = match edits {
        [edit] => line(&edit.path, GIST),
        edits => format!("{}: {}", count(edits.len(), "file", "files"), line(&paths(edits), GIST)),
    };
    let (added, removed) =
        edits.iter().map(|edit| diff::counts(&edit.hunks)).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    Told {
        label: label.to_owned(),
        gist: Some(gist),
        amount: (!has_failed && added + removed > 0).then(|| tally::plus_minus(added, removed)),
        body: Some(html! { @for edit in edits { (file_diff(edit)) } }),
        shown: edits::told(input),
        ..Told::default()
    }
}

fn paths(edits: &[FileEdit<'_>]) -> String {
    edits.iter().take(20).map(|edit| &*edit.path).collect::<Vec<_>>().join(", ")
}

fn by_kind(renderer: &Renderer, tool: &ToolUse, call: &ToolCall, doing: Doing, id: &str) -> Told {
    let input = &call.input;
    let result = tool.result.as_ref();
    // A picture that was read says enough.
    let output = || {
        let result = result.filter(|result| !result.text.is_empty() || tool.files.is_empty());
        result.map(|result| printed(renderer, &result.text))
    };
    let lines = || {
        let lines = result.filter(|result| !result.is_error).map_or(0, |result| result.text.lines().count());
        (lines > 1).then(|| html! { (count(lines, "line", "lines")) })
    };
    let label = doing.verb().to_owned();
    let shown = |names: &[&'static str]| first(input, names).into_iter().collect();
    match doing {
        Doing::Run => match gist::command(input) {
            Some(command) => ran(renderer, tool, call, &command),
            None => other(renderer, tool, call),
        },
        Doing::Read | Doing::List | Doing::Search | Doing::Fetch | Doing::Web => {
            let Some(gist) = gist::looked(doing, input) else { return other(renderer, tool, call) };
            let body = output().map(|output| section("Result", None, &output));
            Told { label, gist: Some(gist), amount: lines(), body, shows_result: true, ..Told::default() }
        }
        Doing::Todo => match todo::items(input) {
            items if items.is_empty() => other(renderer, tool, call),
            items => Told {
                label,
                gist: Some(todo::gist(&items)),
                body: Some(todo::list(&items)),
                shown: if todo::is_told(input) { shown(todo::LISTS) } else { Vec::new() },
                ..Told::default()
            },
        },
        Doing::Plan => match edits::text(input, gist::PLANS) {
            Some(plan) => Told {
                label,
                gist: Some(gist::of_markdown(plan)),
                body: Some(clamped(plan, &words(renderer, plan, &format!("{id}-plan-")))),
                shown: shown(gist::PLANS),
                ..Told::default()
            },
            None => other(renderer, tool, call),
        },
        Doing::Agent => match edits::text(input, gist::TASKS) {
            Some(task) => {
                let report = result.filter(|result| !result.is_error && !result.text.trim().is_empty());
                let report = report.map(|result| {
                    section(
                        "Report",
                        None,
                        &clamped(&result.text, &words(renderer, &result.text, &format!("{id}-report-"))),
                    )
                });
                let asked = clamped(task, &words(renderer, task, &format!("{id}-task-")));
                Told {
                    label,
                    gist: Some(line(edits::text(input, gist::TITLES).unwrap_or(task), GIST)),
                    body: Some(html! {
                        (section("Task", edits::text(input, gist::AGENTS), &asked))
                        @if let Some(report) = &report { (report) }
                    }),
                    shown: [gist::TASKS, gist::AGENTS].iter().filter_map(|names| first(input, names)).collect(),
                    shows_result: report.is_some(),
                    ..Told::default()
                }
            }
            None => other(renderer, tool, call),
        },
        Doing::Ask | Doing::Skill => Told { label, gist: gist::of(input), ..other(renderer, tool, call) },
        Doing::Edit | Doing::Editor | Doing::Delete | Doing::Other => other(renderer, tool, call),
    }
}

/// The first of these fields that is there: the others say something else.
fn first(input: &Value, names: &[&'static str]) -> Option<&'static str> {
    names.iter().copied().find(|name| input.get(*name).is_some())
}

/// A command with what it printed, as in a terminal.
fn ran(renderer: &Renderer, tool: &ToolUse, call: &ToolCall, command: &str) -> Told {
    let outcome = tool.result.as_ref().map(|result| outcome::read(&result.text));
    let status = outcome.as_ref().and_then(|outcome| outcome.status.clone());
    let took = outcome.as_ref().and_then(|outcome| outcome.took.clone()).filter(|took| !took.is_empty());
    let exit = status.as_ref().map(|status| match status.starts_with("signal") {
        true => status.clone(),
        false => format!("exit status {status}"),
    });
    let language = call.language.as_deref().or_else(|| tool.name.as_deref().and_then(gist::language)).unwrap_or("bash");
    let output = outcome.as_ref().map(|outcome| printed(renderer, outcome.printed.trim_end_matches('\n')));
    let detail = [exit.clone(), took.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Told {
        label: Doing::Run.verb().to_owned(),
        gist: Some(line(command, GIST)),
        amount: took.map(|took| html! { (took) }),
        warning: exit.filter(|_| status.as_deref() != Some("0")),
        body: Some(html! {
            @if let Some(why) = edits::text(&call.input, gist::TITLES) { p.fold-note { bdi { (why) } } }
            div.term-in { (clamped(command, &PreEscaped(renderer.code(language, command).to_string()))) }
            @if let Some(output) = &output {
                (section("Output", Some(&*detail).filter(|detail| !detail.is_empty()), output))
            }
        }),
        shown: [gist::COMMANDS, gist::TITLES].iter().filter_map(|names| first(&call.input, names)).collect(),
        shows_result: outcome.is_some(),
    }
}

/// A call of which no more is known than its name.
fn other(renderer: &Renderer, tool: &ToolUse, call: &ToolCall) -> Told {
    let result = tool.result.as_ref();
    Told {
        gist: gist::of(&call.input),
        body: Some(html! {
            @if !gist::is_empty(&call.input) {
                (section("Input", call.language.as_deref(), &input(renderer, &call.input, call.language.as_deref(), &[])))
            }
            @if let Some(result) = result { (section("Result", None, &printed(renderer, &result.text))) }
        }),
        shown: vec![ALL],
        shows_result: true,
        ..Told::default()
    }
}

/// Stands for all fields.
const ALL: &str = "*";

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

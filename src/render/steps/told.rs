//! What a step says of itself in its line, and what is below it, by what the tool does.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::boxes::{file_diff, input, printed, section, words};
use super::edits;
use super::file_edit::FileEdit;
use super::names::Doing;
use super::{gist, outcome, tally, todo};
use crate::render::Renderer;
use crate::render::diff;
use crate::render::fold::clamped;
use crate::render::tool_pairing::{ToolCall, ToolUse};
use crate::render::words::{count, line};

/// So many characters of a line's gist are kept.
pub const GIST: usize = 160;

/// What a line says of a step, and what is below it.
#[derive(Default)]
pub struct Told {
    pub label: String,
    pub gist: Option<String>,
    pub amount: Option<Markup>,
    pub warning: Option<String>,
    pub body: Option<Markup>,
    /// The fields of the input that the body shows, or the line.
    pub shown: Vec<&'static str>,
    /// Whether the body shows the result.
    pub shows_result: bool,
}

/// A result whose call is not there.
pub fn result_alone(renderer: &Renderer, tool: &ToolUse, name: Option<&str>) -> Told {
    let result = tool.result.as_ref();
    Told {
        label: name.map_or_else(|| "Result".to_owned(), |name| format!("Result of {name}")),
        gist: result.map(|result| line(&result.text, GIST)),
        body: result.map(|result| section("Result", None, &printed(renderer, &result.text))),
        shows_result: true,
        ..Told::default()
    }
}

pub fn changed(edits: &[FileEdit<'_>], input: &Value, doing: Doing, has_failed: bool) -> Told {
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

pub fn by_kind(renderer: &Renderer, tool: &ToolUse, call: &ToolCall, doing: Doing, id: &str) -> Told {
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
        Doing::Ask => {
            Told { label, gist: gist::asked(input).or_else(|| gist::of(input)), ..other(renderer, tool, call) }
        }
        Doing::Skill => Told { label, gist: gist::of(input), ..other(renderer, tool, call) },
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
            div.term-in { (clamped(command, &PreEscaped(renderer.command(language, command).to_string()))) }
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
pub const ALL: &str = "*";

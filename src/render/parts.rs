//! What a turn holds, in order: words, thoughts, steps, sources, files. Steps that follow each other are one fold.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::Renderer;
use super::attachments::attachment;
use super::changed_files::ChangedFiles;
use super::files::Files;
use super::fold::{FoldLine, clamped, fold, long};
use super::sources;
use super::steps::tally::Tally;
use super::steps::{self, gist_of_markdown, printed};
use super::tool_pairing::{ContentBlock, ShownMessage};
use super::words::{count, line, thought};
use crate::domain::message::Role;

/// With more, a list of sources is folded.
const SOURCES_SHOWN: usize = 5;
/// So many steps have a fold around them.
const RUN: usize = 2;

/// A turn as it is shown.
pub struct TurnBody {
    pub html: String,
    /// Whether nothing in it is said to the person.
    pub is_steps_only: bool,
}

/// The body of a turn. Every id in it begins with that of its message, `m-17`; each message but the first has an element
/// with its own.
pub fn body(renderer: &Renderer, turn: &[ShownMessage], files: &Files, changed: &mut ChangedFiles) -> TurnBody {
    let mut rows = Rows { html: String::new(), run: StepRun::default(), is_steps_only: true };
    let is_alone = turn.len() == 1;
    for (number, shown) in turn.iter().enumerate() {
        let id = format!("m-{}", shown.message.id.get());
        let mut anchor = (number > 0).then(|| html! { span.anchor id=(id) {} });
        if shown.pieces.is_empty() && is_alone {
            rows.words(&html! { p.message-nothing { "(empty)" } });
        }
        for (number, piece) in shown.pieces.iter().enumerate() {
            let ids = format!("{id}-{number}-");
            let (html, tally) = element(renderer, piece, shown.message.role, &ids, files);
            if let Some(tally) = &tally {
                changed.add(&step_id(&ids), tally.changes());
            }
            let html = html! { @if let Some(anchor) = anchor.take() { (anchor) } (html) };
            match piece {
                ContentBlock::Tool(_) | ContentBlock::Reasoning(_) | ContentBlock::Data(_) => rows.step(&html, tally),
                _ => rows.words(&html),
            }
        }
        if let Some(anchor) = anchor {
            rows.step(&anchor, None);
        }
    }
    rows.end_run();
    TurnBody { html: rows.html, is_steps_only: rows.is_steps_only && !turn.iter().all(|shown| shown.pieces.is_empty()) }
}

/// The id of a step's element.
fn step_id(ids: &str) -> String {
    ids.trim_end_matches('-').to_owned()
}

/// What has been written of a turn.
struct Rows {
    html: String,
    run: StepRun,
    is_steps_only: bool,
}

/// Steps without words between them.
#[derive(Default)]
struct StepRun {
    html: String,
    tally: Tally,
}

impl Rows {
    fn words(&mut self, html: &Markup) {
        self.end_run();
        self.is_steps_only = false;
        self.html.push_str(&html.0);
    }

    fn step(&mut self, html: &Markup, tally: Option<Tally>) {
        self.run.html.push_str(&html.0);
        if let Some(tally) = tally {
            self.run.tally.add(tally);
        }
    }

    fn end_run(&mut self) {
        let StepRun { html, tally } = std::mem::take(&mut self.run);
        if tally.steps() < RUN {
            self.html.push_str(&html);
            return;
        }
        let (gist, warning) = (tally.gist(), tally.warning());
        let line = FoldLine {
            sign: "tool",
            label: &count(tally.steps(), "step", "steps"),
            gist: Some(gist.as_str()).filter(|gist| !gist.is_empty()),
            amount: tally.amount(),
            warning: warning.as_deref(),
            class: "steps",
            ..FoldLine::default()
        };
        self.html.push_str(&fold(&line, &PreEscaped(html)).0);
    }
}

fn element(renderer: &Renderer, piece: &ContentBlock, role: Role, ids: &str, files: &Files) -> (Markup, Option<Tally>) {
    let html = match piece {
        // What a tool has printed is no Markdown.
        ContentBlock::Text(text) if role == Role::Tool => printed(renderer, text),
        // What a person pastes is often long, an answer is there to be read.
        ContentBlock::Text(text) if role == Role::User => clamped(text, &words(renderer, text, ids)),
        ContentBlock::Text(text) => words(renderer, text, ids),
        ContentBlock::Reasoning(text) => {
            let gist = gist_of_markdown(text);
            let line = FoldLine {
                sign: "thought",
                label: thought(role),
                gist: Some(&gist),
                amount: long(text).map(|size| html! { (size) }),
                class: "fold-quiet thought",
                ..FoldLine::default()
            };
            fold(&line, &words(renderer, text, ids))
        }
        ContentBlock::Tool(tool) => {
            let step = steps::step(renderer, tool, &step_id(ids));
            let html = html! {
                (step.html)
                @if !tool.files.is_empty() { div.step-files { @for file in &tool.files { (attachment(file, files)) } } }
            };
            return (html, Some(step.tally));
        }
        ContentBlock::Sources(list) => {
            let list = sources::once(list);
            let label = format!("{} ({})", if list.len() == 1 { "Source" } else { "Sources" }, list.len());
            let is_open = list.len() <= SOURCES_SHOWN;
            let line = FoldLine { sign: "sources", label: &label, class: "fold-quiet", is_open, ..FoldLine::default() };
            fold(&line, &sources::list(&list))
        }
        ContentBlock::File(file) => attachment(file, files),
        ContentBlock::Data(value) => {
            let kind = ["type", "kind"].iter().find_map(|name| value.get(name).and_then(Value::as_str));
            let label =
                kind.map_or_else(|| "Not understood".to_owned(), |kind| format!("Not understood: {}", line(kind, 60)));
            fold(
                &FoldLine { sign: "data", label: &label, class: "step", ..FoldLine::default() },
                &steps::json(renderer, value),
            )
        }
    };
    (html, None)
}

fn words(renderer: &Renderer, text: &str, ids: &str) -> Markup {
    html! { div.message-text dir="auto" { (PreEscaped(renderer.markdown(text, ids))) } }
}

#[cfg(test)]
mod tests;

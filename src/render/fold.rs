//! Folds: a line that says what is in it, and the rest, which opens below it at a press.

use maud::{Markup, html};

/// The line of a fold.
#[derive(Default)]
pub struct FoldLine<'a> {
    /// The icon before it.
    pub sign: &'static str,
    /// What is in the fold.
    pub label: &'a str,
    /// A few words of the content, in grey.
    pub gist: Option<&'a str>,
    /// A word of warning.
    pub warning: Option<&'static str>,
    /// Whether it is shown without a box.
    pub is_quiet: bool,
    /// Whether it is open from the start.
    pub is_open: bool,
}

/// A fold around that content. The texts of its line keep to their own direction.
pub fn fold(line: &FoldLine<'_>, content: &Markup) -> Markup {
    let FoldLine { sign, label, gist, warning, is_quiet, is_open } = line;
    html! {
        details.fold.fold-quiet[*is_quiet].fold-wrong[warning.is_some()] open[*is_open] {
            summary {
                (icon("fold")) (icon(sign)) " " bdi.fold-label { (label) }
                @if let Some(gist) = gist { " " bdi.fold-gist { (gist) } }
                @if let Some(warning) = warning { " " span.fold-state { (warning) } }
            }
            div.fold-body { (content) }
        }
    }
}

/// A sign that a page has drawn once, under the id `icon-` and its name. It repeats what a word
/// beside it says, so screen readers skip it.
pub fn icon(name: &str) -> Markup {
    html! { svg.icon aria-hidden="true" { use href=(format_args!("#icon-{name}")) {} } }
}

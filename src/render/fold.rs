//! Folds: a line that says what is in it, and the rest, which opens below it at a press.

use maud::{Markup, html};

use super::words::count;

/// Longer texts are folded: of a little more, nothing would be saved.
const LINES_SHOWN: usize = 24;
/// A line of more characters takes several.
const WIDTH: usize = 100;

/// The line of a fold.
#[derive(Default)]
pub struct FoldLine<'a> {
    /// The icon before it.
    pub sign: &'static str,
    /// What is in the fold.
    pub label: &'a str,
    /// A few words of the content, in grey.
    pub gist: Option<&'a str>,
    /// How much there is.
    pub amount: Option<Markup>,
    /// A word of warning.
    pub warning: Option<&'a str>,
    /// What kind of fold it is, for the style sheet.
    pub class: &'static str,
    /// By which links lead here.
    pub id: Option<&'a str>,
    /// Whether it is open from the start.
    pub is_open: bool,
}

/// A fold around that content. The texts of its line keep to their own direction.
pub fn fold(line: &FoldLine<'_>, content: &Markup) -> Markup {
    let FoldLine { sign, label, gist, amount, warning, class, id, is_open } = line;
    let wrong = if warning.is_some() { " fold-wrong" } else { "" };
    let blank = if class.is_empty() { "" } else { " " };
    html! {
        details class=(format_args!("fold{blank}{class}{wrong}")) id=[id] open[*is_open] {
            summary {
                (icon("fold")) (icon(sign)) " " (words("fold-label", label))
                @if let Some(gist) = gist { " " (words("fold-gist", gist)) }
                @if let Some(amount) = amount { " " span.fold-amount { (amount) } }
                @if let Some(warning) = warning { " " span.fold-state { (warning) } }
            }
            div.fold-body { (content) }
        }
    }
}

/// Words of a fold's line. Where there is no room for the whole of a path, its end stays: that tells files apart.
fn words(class: &str, text: &str) -> Markup {
    let is_path = text.contains(['/', '\\']) && !text.contains(char::is_whitespace) && !text.contains("://");
    html! {
        @if is_path {
            bdi class=(format_args!("path {class}")) { bdi dir="ltr" { (text) } }
        } @else {
            bdi class=(class) { (text) }
        }
    }
}

/// The content, of which only the beginning is shown at first when its text is long.
pub fn clamped(text: &str, content: &Markup) -> Markup {
    let Some(size) = long(text) else { return content.clone() };
    html! {
        div.clamp {
            (content)
            // A box to tick needs no script.
            label.clamp-more { input type="checkbox" autocomplete="off"; span { "Show all " (size) } }
        }
    }
}

/// How much a text is, when it is long: `214 lines`, or `900 words` in a few lines.
pub fn long(text: &str) -> Option<String> {
    let rows = |line: &str| line.len().div_ceil(WIDTH).max(1);
    let is_long = text.lines().scan(0, |sum, line| {
        *sum += rows(line);
        Some(*sum)
    });
    if !is_long.into_iter().any(|sum| sum > LINES_SHOWN) {
        return None;
    }
    let lines = text.lines().count();
    Some(if lines > LINES_SHOWN {
        count(lines, "line", "lines")
    } else {
        count(text.split_whitespace().count(), "word", "words")
    })
}

/// A sign that a page has drawn once, under the id `icon-` and its name. It repeats what a word
/// beside it says, so screen readers skip it.
pub fn icon(name: &str) -> Markup {
    html! { svg.icon aria-hidden="true" { use href=(format_args!("#icon-{name}")) {} } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_other_words() {
        let html = |text| words("a", text).into_string();
        assert_eq!(html("/b/c.rs"), "<bdi class=\"path a\"><bdi dir=\"ltr\">/b/c.rs</bdi></bdi>");
        for text in ["c.rs", "cat /b/c.rs", "https://b.example/c"] {
            assert_eq!(html(text), format!("<bdi class=\"a\">{text}</bdi>"));
        }
    }

    #[test]
    fn a_long_text_is_folded_and_says_how_long_it_is() {
        assert_eq!(long(&"line\n".repeat(24)), None);
        assert_eq!(long(&"line\n".repeat(214)).as_deref(), Some("214 lines"));
        assert_eq!(long(&"word ".repeat(600)).as_deref(), Some("600 words"));
        assert_eq!(long(""), None);
    }
}

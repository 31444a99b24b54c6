//! Blocks that are called by a name: `:::writing{subject="Review"}`, `:::tip[Title]`, `::: details Title`.

use std::fmt::{self, Write};

use super::{Writing, direction};
use crate::render::html::escaped;
use crate::render::visible::visible;
use comrak::nodes::Node;

/// Names that say how urgent a block is, with the kind of alert that looks like it.
const ALERTS: &[(&str, &str)] = &[
    ("note", "note"),
    ("info", "note"),
    ("abstract", "note"),
    ("tip", "tip"),
    ("hint", "tip"),
    ("success", "tip"),
    ("important", "important"),
    ("warning", "warning"),
    ("attention", "warning"),
    ("caution", "caution"),
    ("danger", "caution"),
    ("error", "caution"),
];

/// Names of blocks that unfold.
const FOLDS: &[&str] = &["details", "spoiler", "collapse", "toggle", "fold", "expand"];

/// Attributes that have a title in them, the best first.
const TITLES: &[&str] = &["title", "subject", "label", "name"];

/// What stands behind the colons.
struct Directive<'t> {
    name: &'t str,
    title: Option<&'t str>,
}

impl<'t> Directive<'t> {
    fn parse(info: &'t str) -> Self {
        let end = info.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(info.len());
        let (name, rest) = info.split_at(end);
        let rest = rest.trim();
        let label = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (label, rest) = label.map_or((None, rest), |(label, rest)| (Some(label), rest));
        let attributes = rest.strip_prefix('{').map(|rest| rest.trim_end_matches('}'));
        let class = attributes.and_then(|attributes| attributes.trim_start().strip_prefix('.'));
        let class = class.map(|class| class.split([' ', '.', '#']).next().unwrap_or_default());
        let words = Some(rest).filter(|rest| attributes.is_none() && !rest.is_empty());
        let named = TITLES.iter().find_map(|title| attribute(attributes?, title));
        Self { name: if name.is_empty() { class.unwrap_or_default() } else { name }, title: label.or(named).or(words) }
    }
}

/// The value of an attribute, in quotes or without.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes;
    while let Some(at) = rest.find(name) {
        let is_begun = rest[..at].chars().next_back().is_none_or(char::is_whitespace);
        let value = rest[at + name.len()..].strip_prefix('=');
        rest = &rest[at + name.len()..];
        let Some(value) = value.filter(|_| is_begun) else { continue };
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        return match quote {
            Some(quote) => quoted(&value[1..], quote),
            None => value.split([' ', '}']).next(),
        }
        .filter(|value| !value.is_empty());
    }
    None
}

/// What stands before the quote that ends a value: the parser has taken the backslashes away from those within.
fn quoted(value: &str, quote: char) -> Option<&str> {
    let is_end = |at: &usize| {
        let behind = &value[at + 1..];
        let next = behind.trim_start().split(char::is_whitespace).next().unwrap_or_default();
        next.is_empty() || next.starts_with('}') || (behind.starts_with(char::is_whitespace) && next.contains('='))
    };
    let mut quotes = value.match_indices(quote).map(|(at, _)| at);
    let end = quotes.clone().find(is_end).or_else(|| quotes.next());
    end.and_then(|end| value.get(..end))
}

/// A block in a frame, with its title; its markers are never shown.
pub fn directive(to: &mut Writing<'_, '_, '_>, node: Node<'_>, info: &str, entering: bool) -> fmt::Result {
    let info = to.user.source.restored(info);
    let Directive { name, title } = Directive::parse(&info);
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let is_fold = FOLDS.iter().any(|fold| is(fold));
    if !entering {
        return to.write_str(if is_fold { "</details>\n" } else { "</div>\n" });
    }
    let title = title.map_or_else(|| capitalized(name), visible);
    let title = escaped(if title.is_empty() { "Details" } else { &title });
    let dir = direction::of_box(to, node);
    let own = direction::of_title(to);
    let alert = ALERTS.iter().find(|(known, _)| is(known));
    match alert {
        _ if is_fold => writeln!(to, "<details>\n<summary dir=\"auto\">{title}</summary>"),
        Some((_, kind)) => {
            writeln!(
                to,
                "<div class=\"alert alert-{kind}\" role=\"note\"{dir}>\n<p class=\"alert-title\"{own}>{title}</p>"
            )
        }
        None => writeln!(
            to,
            "<div class=\"frame\" role=\"group\" aria-label=\"{title}\"{dir}>\n<p class=\"frame-title\"{own}>{title}</p>"
        ),
    }
}

fn capitalized(name: &str) -> String {
    let name = visible(&name.replace(['-', '_'], " "));
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

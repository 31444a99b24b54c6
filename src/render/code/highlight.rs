//! Tells the parts of code apart by classes.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference};
use syntect::util::LinesWithEndings;

use super::languages::GRAMMARS;
use crate::render::html::push_text;
use crate::render::patience::Patience;

/// Longer lines are data, and some grammars (C++, say) take a time over them that grows faster than their length. In bytes.
const LONGEST_LINE: usize = 300;

/// The class of each scope (<https://www.sublimetext.com/docs/scope_naming.html>). Of two that fit, the first counts.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "comment"),
    ("punctuation.definition.comment", "comment"),
    ("constant.character.escape", "constant"),
    ("constant.numeric", "number"),
    ("constant", "constant"),
    ("string", "string"),
    ("punctuation.definition.string", "string"),
    ("keyword.operator", "operator"),
    ("keyword", "keyword"),
    ("storage", "keyword"),
    ("variable.language", "keyword"),
    ("entity.name.function", "function"),
    ("support.function", "function"),
    ("variable.function", "function"),
    ("entity.name.tag", "tag"),
    ("entity.other.attribute-name", "attribute"),
    ("support.type.property-name", "property"),
    ("meta.mapping.key", "property"),
    ("entity.name.section", "heading"),
    ("markup.heading", "heading"),
    ("entity.name", "type"),
    ("entity.other.inherited-class", "type"),
    ("support", "type"),
    ("variable.parameter", "variable"),
    ("markup.inserted", "inserted"),
    ("markup.deleted", "deleted"),
    ("meta.diff.header", "heading"),
    ("meta.diff.range", "heading"),
];

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect());

/// The code as HTML. Its text is the code's, whatever becomes of the spans.
pub fn highlight(grammar: &SyntaxReference, code: &str, patience: &Patience, html: &mut String) {
    patience.colour(|left| write(grammar, code, left, html));
}

fn write(grammar: &SyntaxReference, code: &str, left: Duration, html: &mut String) {
    let start = Instant::now();
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    // What is shown in each scope of the stack.
    let mut classes: Vec<&'static str> = Vec::new();
    let mut spans = Spans { html, class: "", blanks: String::new() };
    for line in LinesWithEndings::from(code) {
        let is_read = line.len() <= LONGEST_LINE && start.elapsed() < left;
        let changes = if is_read { state.parse_line(line, &GRAMMARS).unwrap_or_default() } else { Vec::new() };
        let mut from = 0;
        for (at, change) in changes {
            if let Some(piece) = line.get(from..at).filter(|piece| !piece.is_empty()) {
                spans.put(innermost(&classes), piece);
                from = at;
            }
            // A grammar that takes away more than there is goes on with what is left.
            let _ = stack.apply_with_hook(&change, |change, _| match change {
                BasicScopeStackOp::Push(scope) => classes.push(class(scope).unwrap_or_else(|| innermost(&classes))),
                BasicScopeStackOp::Pop => drop(classes.pop()),
            });
        }
        spans.put(if is_read { innermost(&classes) } else { "" }, &line[from..]);
    }
    // Ends the last span, and writes the blanks behind it.
    spans.put("", "");
}

/// What a scope is shown as; `None` where it has no colour of its own.
fn class(scope: Scope) -> Option<&'static str> {
    SCOPES.iter().find(|(known, _)| known.is_prefix_of(scope)).map(|(_, class)| *class)
}

fn innermost(classes: &[&'static str]) -> &'static str {
    classes.last().copied().unwrap_or("")
}

/// A span is open as long as its class goes on. Blanks have no colour, so none begins or ends with them.
struct Spans<'a> {
    html: &'a mut String,
    class: &'static str,
    blanks: String,
}

impl Spans<'_> {
    fn put(&mut self, class: &'static str, piece: &str) {
        if !piece.is_empty() && piece.trim().is_empty() {
            self.blanks.push_str(piece);
            return;
        }
        if class == self.class {
            push_text(self.html, &self.blanks);
        } else {
            if !self.class.is_empty() {
                self.html.push_str("</span>");
            }
            push_text(self.html, &self.blanks);
            if !class.is_empty() {
                self.html.push_str("<span class=\"hl-");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.class = class;
        }
        self.blanks.clear();
        push_text(self.html, piece);
    }
}

//! The text as the parser gets it: formulas stand aside, where no `_`, `|` or `-` of theirs is taken for Markdown,
//! no tag at the beginning of a line starts an HTML block, which would swallow the Markdown behind it, addresses end
//! where their sentence does, and a single `~` is one: it stands for "about" far more often than for a line through words.
//!
//! All of that leaves marks that [`MarkedText::restored`] takes back wherever they turn out to stand in code or in an address:
//! what is read here is a guess at what the parser will find, and a wrong one costs nothing but the formula.

mod bare_links;
mod directives;
mod fences;
mod formulas;
mod guards;
mod indents;
mod lines;
mod open_ends;
mod special_names;
mod table_code;

use std::borrow::Cow;

use comrak::nodes::{Node, NodeValue};

pub use open_ends::self_contained;

/// Stands before a `<`.
const GUARD: char = '\u{fdd0}';
/// Around the number of a formula.
const OPEN: char = '\u{fdd1}';
const CLOSE: char = '\u{fdd2}';
/// In place of a `~` by itself.
const TILDE: char = '\u{fdd3}';
/// Behind an address.
const END: &str = "<!--\u{fdd4}-->";
const IN_END: char = '\u{fdd4}';
/// In place of a `*` between digits.
const TIMES: char = '\u{fdd6}';
/// In place of each `_` around a name of Python's.
const UNDERSCORE: char = '\u{fdd7}';
/// In place of a `:` behind the colons that a block begins with: the parser takes none there.
const COLON: char = '\u{fdd5}';
/// What stands in a text only because it was put there.
const MARKS: [char; 6] = [GUARD, TILDE, IN_END, COLON, TIMES, UNDERSCORE];

/// A text whose formulas are numbered.
pub struct MarkedText {
    pub text: String,
    formulas: Vec<Formula>,
}

/// A formula as it was typed.
pub struct Formula {
    /// With what it was delimited by.
    pub typed: String,
    pub tex: String,
    pub is_display: bool,
}

/// A piece of a text that was parsed.
pub enum ProsePiece<'s> {
    Text(&'s str),
    Formula(&'s Formula),
}

impl MarkedText {
    pub fn new(text: &str) -> Self {
        let text = normalized(text);
        let mut formulas = Vec::new();
        let text = formulas::set_aside(&fences::repaired(&text), &mut formulas);
        let text =
            table_code::escaped(&special_names::marked(&lone_signs(&bare_links::ended(&directives::nested(&text)))));
        Self { text: guards::guarded(&indents::kept(&text)), formulas }
    }

    /// Whether a line begins with more marks of quotes than that, which are slow to parse.
    pub fn has_deeper_quotes(&self, depth: usize) -> bool {
        let marks = |line: &str| line[..lines::prefix(line)].bytes().filter(|byte| *byte == b'>').count();
        self.text.lines().any(|line| marks(line) > depth)
    }

    /// A text as it was typed, that the parser found to be no prose.
    pub fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.contains(OPEN) && !text.contains(MARKS) {
            return Cow::Borrowed(text);
        }
        let pieces = self.pieces(text).map(|piece| match piece {
            ProsePiece::Text(text) => without_marks(text),
            ProsePiece::Formula(formula) => formula.typed.clone(),
        });
        Cow::Owned(pieces.collect())
    }

    /// Prose, and the formulas in it.
    pub fn pieces<'s>(&'s self, text: &'s str) -> impl Iterator<Item = ProsePiece<'s>> {
        let mut rest = text;
        std::iter::from_fn(move || {
            if let Some((formula, behind)) = self.formula_at(rest) {
                rest = behind;
                return Some(ProsePiece::Formula(formula));
            }
            let first = rest.chars().next()?.len_utf8();
            let end = rest[first..].find(OPEN).map_or(rest.len(), |at| first + at);
            let (text, behind) = rest.split_at(end);
            rest = behind;
            Some(ProsePiece::Text(text))
        })
    }

    fn formula_at<'s, 't>(&'s self, text: &'t str) -> Option<(&'s Formula, &'t str)> {
        let (number, behind) = text.strip_prefix(OPEN)?.split_once(CLOSE)?;
        Some((self.formulas.get(number.parse::<usize>().ok()?)?, behind))
    }

    /// The formula that a text is.
    pub fn only_formula(&self, text: &str) -> Option<&Formula> {
        self.formula_at(text.trim()).filter(|(_, behind)| behind.is_empty()).map(|(formula, _)| formula)
    }

    /// Whether a text begins or ends with a formula on lines of its own.
    pub fn has_display_at(&self, text: &str, is_end: bool) -> bool {
        let text = text.trim_matches(' ');
        let start = if is_end { text.ends_with(CLOSE).then(|| text.rfind(OPEN)).flatten() } else { Some(0) };
        start.and_then(|at| self.formula_at(&text[at..])).is_some_and(|(formula, _)| formula.is_display)
    }
}

/// Takes the marks out of prose.
pub fn unguard(root: Node) {
    for node in root.descendants().collect::<Vec<_>>() {
        let is_empty = match &mut node.data_mut().value {
            NodeValue::Text(text) if text.contains(MARKS) => {
                *text = without_marks(text).into();
                text.is_empty()
            }
            NodeValue::HtmlInline(tag) if tag.contains(MARKS) => {
                *tag = without_marks(tag);
                tag.is_empty()
            }
            NodeValue::FootnoteReference(note) => {
                note.name = without_marks(&note.name);
                false
            }
            NodeValue::FootnoteDefinition(note) => {
                note.name = without_marks(&note.name);
                false
            }
            _ => false,
        };
        if is_empty {
            node.detach();
        }
    }
}

fn without_marks(text: &str) -> String {
    text.replace(GUARD, "")
        .replace(TILDE, "~")
        .replace(END, "")
        .replace(COLON, ":")
        .replace(TIMES, "*")
        .replace(UNDERSCORE, "_")
}

/// With a mark in the place of each `~` that stands by itself, and of each `*` that multiplies two numbers.
fn lone_signs(text: &str) -> Cow<'_, str> {
    if !text.contains(['~', '*']) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len() + 16);
    let mut last = '\n';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or('\n');
        let is_single = c == '~' && !matches!(last, '~' | '\\') && next != '~';
        let is_times = c == '*' && last.is_ascii_digit() && next.is_ascii_digit();
        marked.push(match (is_single, is_times) {
            (true, _) => TILDE,
            (_, true) => TIMES,
            _ => c,
        });
        last = c;
    }
    Cow::Owned(marked)
}

/// Line ends as `\n`; no NUL, no character that marks something here, and none that turns what follows around.
///
/// Embeddings and isolates end with their block, and right-to-left text may need them; an override only deceives.
fn normalized(text: &str) -> Cow<'_, str> {
    let is_strange = |c: char| matches!(c, '\r' | '\0' | '\u{fdd0}'..='\u{fdd7}' | '\u{202d}' | '\u{202e}');
    if !text.contains(is_strange) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => kept.push('\n'),
            c if is_strange(c) => kept.push(char::REPLACEMENT_CHARACTER),
            c => kept.push(c),
        }
    }
    Cow::Owned(kept)
}

//! The text as the parser gets it: formulas stand aside, where no `_`, `|` or `-` of theirs is taken for Markdown,
//! and no tag at the beginning of a line starts an HTML block, which would swallow the Markdown behind it.
//!
//! Both leave marks that [`MarkedText::restored`] takes back wherever they turn out to stand in code or in an address:
//! what is read here is a guess at what the parser will find, and a wrong one costs nothing but the formula.

mod formulas;
mod guards;
mod lines;

use std::borrow::Cow;

use comrak::nodes::{Node, NodeValue};

/// Stands before a `<`.
const GUARD: char = '\u{fdd0}';
/// Around the number of a formula.
const OPEN: char = '\u{fdd1}';
const CLOSE: char = '\u{fdd2}';

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
        let text = formulas::set_aside(&text, &mut formulas);
        Self { text: guards::guarded(&text), formulas }
    }

    /// Whether a line begins with more marks of quotes than that, which are slow to parse.
    pub fn has_deeper_quotes(&self, depth: usize) -> bool {
        let marks = |line: &str| line[..lines::prefix(line)].bytes().filter(|byte| *byte == b'>').count();
        self.text.lines().any(|line| marks(line) > depth)
    }

    /// A text as it was typed, that the parser found to be no prose.
    pub fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.contains([GUARD, OPEN]) {
            return Cow::Borrowed(text);
        }
        let pieces = self.pieces(text).map(|piece| match piece {
            ProsePiece::Text(text) => text.replace(GUARD, ""),
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

    fn formula_at<'s>(&'s self, text: &'s str) -> Option<(&'s Formula, &'s str)> {
        let (number, behind) = text.strip_prefix(OPEN)?.split_once(CLOSE)?;
        Some((self.formulas.get(number.parse::<usize>().ok()?)?, behind))
    }

    /// Whether a text begins or ends with a formula on lines of its own.
    pub fn has_display_at(&self, text: &str, is_end: bool) -> bool {
        let text = text.trim_matches(' ');
        let start = if is_end { text.ends_with(CLOSE).then(|| text.rfind(OPEN)).flatten() } else { Some(0) };
        start.and_then(|at| self.formula_at(&text[at..])).is_some_and(|(formula, _)| formula.is_display)
    }
}

/// Takes the guards out of prose.
pub fn unguard(root: Node) {
    for node in root.descendants().collect::<Vec<_>>() {
        let is_empty = match &mut node.data_mut().value {
            NodeValue::Text(text) if text.contains(GUARD) => {
                *text = text.replace(GUARD, "").into();
                text.is_empty()
            }
            NodeValue::HtmlInline(tag) if tag.contains(GUARD) => {
                *tag = tag.replace(GUARD, "");
                false
            }
            _ => false,
        };
        if is_empty {
            node.detach();
        }
    }
}

/// Line ends as `\n`; no NUL, no character that marks something here, and none that turns what follows around.
///
/// Embeddings and isolates end with their block, and right-to-left text may need them; an override only deceives.
fn normalized(text: &str) -> Cow<'_, str> {
    let is_strange = |c: char| matches!(c, '\r' | '\0' | GUARD | OPEN | CLOSE | '\u{202d}' | '\u{202e}');
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

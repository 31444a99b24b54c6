//! Which way a block reads. `dir="auto"` looks past what has a direction of its own, so that a list of such items, a quote
//! or a table would always be left-to-right: where a message has right-to-left letters, it is decided here.

use comrak::nodes::{Node, NodeValue};

use super::Writing;

/// Letters of a block that are looked at.
const MOST: usize = 2_000;

/// Which way words run.
#[derive(Clone, Copy, PartialEq)]
pub enum Direction {
    Left,
    Right,
}

impl Direction {
    const fn attribute(self) -> &'static str {
        match self {
            Self::Left => " dir=\"ltr\"",
            Self::Right => " dir=\"rtl\"",
        }
    }
}

/// Whether any letter of a text reads right to left.
pub fn has_right(text: &str) -> bool {
    // All of them begin with one of these bytes in UTF-8.
    text.bytes().any(|byte| matches!(byte, 0xd6..=0xdf | 0xe0 | 0xe2 | 0xef | 0xf0)) && text.chars().any(is_right)
}

/// The attribute of a list, a quote, a table or another block around blocks.
pub fn of_container(to: &Writing<'_, '_, '_>, node: Node<'_>) -> &'static str {
    let decided = if to.user.has_right { of(to, node) } else { None };
    decided.map_or(" dir=\"auto\"", Direction::attribute)
}

/// The attribute of an alert, a frame or the list of footnotes: what is in them has its own.
pub fn of_box(to: &Writing<'_, '_, '_>, node: Node<'_>) -> &'static str {
    let decided = if to.user.has_right { of(to, node) } else { None };
    decided.map_or("", Direction::attribute)
}

/// The attribute of what names a box: it reads as the box does.
pub fn of_title(to: &Writing<'_, '_, '_>) -> &'static str {
    if to.user.has_right { "" } else { " dir=\"auto\"" }
}

/// The attribute of an item, a cell, or a paragraph in one: only where it reads another way than what is around it.
pub fn of_item(to: &Writing<'_, '_, '_>, node: Node<'_>) -> &'static str {
    if !to.user.has_right {
        return " dir=\"auto\"";
    }
    let around = node
        .ancestors()
        .skip(1)
        .find(|above| !matches!(above.data().value, NodeValue::TableRow(_) | NodeValue::Paragraph));
    let around =
        around.filter(|above| !matches!(above.data().value, NodeValue::Document)).and_then(|above| of(to, above));
    match of(to, node) {
        Some(own) if Some(own) != around => own.attribute(),
        _ => "",
    }
}

/// The attribute of a footnote: only where it reads another way than the first one.
pub fn of_note(to: &Writing<'_, '_, '_>, node: Node<'_>) -> &'static str {
    match of(to, node) {
        _ if !to.user.has_right => " dir=\"auto\"",
        Some(own) if to.user.first_note.is_some_and(|first| first != own) => own.attribute(),
        _ => "",
    }
}

/// Which way the first footnote reads, and so the list of them.
pub fn of_first_note(to: &Writing<'_, '_, '_>, node: Node<'_>) -> Option<Direction> {
    if to.user.has_right { of(to, node) } else { None }
}

/// As its first letter reads, unless most of them read right to left: a word of another script often comes first.
fn of(to: &Writing<'_, '_, '_>, node: Node<'_>) -> Option<Direction> {
    // Asked for again by each item of a list, which may have any number.
    let key = std::ptr::from_ref(node).addr();
    if let Some(known) = to.user.directions.borrow().get(&key) {
        return *known;
    }
    let decided = decide(node);
    to.user.directions.borrow_mut().insert(key, decided);
    decided
}

fn decide(node: Node<'_>) -> Option<Direction> {
    let (mut left, mut right) = (0_usize, 0_usize);
    for below in node.descendants() {
        if let NodeValue::Text(text) = &below.data().value {
            for c in text.split_whitespace().filter(|word| !is_address(word)).flat_map(str::chars) {
                if is_right(c) {
                    right += 1;
                } else if c.is_alphabetic() {
                    left += 1;
                }
                if left == 0 && right > 0 {
                    return Some(Direction::Right);
                }
            }
        }
        if left + right >= MOST {
            break;
        }
    }
    match (left, right) {
        (0, 0) => None,
        (left, right) if right > left => Some(Direction::Right),
        _ => Some(Direction::Left),
    }
}

/// Whether a word says nothing about the language around it.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Letters of the scripts that read right to left (Unicode's bidirectional classes R and AL), and the mark that stands
/// for one.
fn is_right(c: char) -> bool {
    let is_in_range = matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    c == '\u{200f}' || (is_in_range && c.is_alphabetic())
}

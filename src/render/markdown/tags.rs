//! HTML in Markdown. A few tags without attributes work, where both ends of them stand in the same place; everything
//! else is text as it was typed, and so is a tag that is never closed.
//!
//! A program that is talked about (`Vec<T>`, `<div>`) stays readable, and no tag reaches outside of its message.

mod folds;

use std::collections::HashMap;

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeValue};

pub use folds::{is_fold, open_blocks};

use super::source;

/// Elements that mark a piece of a line.
const INLINE: &[&str] =
    &["b", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "strong", "sub", "sup", "u"];

/// Open at once within one piece of text, or folded into one another.
const DEEPEST: usize = 20;

/// A tag that works.
enum Tag {
    Begin(&'static str),
    End(&'static str),
    Break,
    Rule,
    Paragraph { is_end: bool },
    Other,
}

pub fn text_node<'a>(arena: &'a Arena<'a>, text: String) -> Node<'a> {
    arena.alloc(AstNode::from(NodeValue::Text(text.into())))
}

/// Gives both ends of folded texts and of marked pieces to each other, and makes text of all other tags.
pub fn pair<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let parents: Vec<Node> = root.descendants().filter(|node| node.first_child().is_some()).collect();
    for parent in parents {
        folds::pair(arena, parent);
        pair_inline(parent);
    }
}

fn pair_inline(parent: Node) {
    let mut open: Vec<(&str, Node)> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut has_paragraph = None;
    for node in parent.children().collect::<Vec<_>>() {
        let literal = match &mut node.data_mut().value {
            NodeValue::HtmlInline(literal) => std::mem::take(literal),
            _ => continue,
        };
        let mut value = NodeValue::Text(literal.clone().into());
        match parsed(&literal) {
            Tag::Begin(name) if open.len() < DEEPEST => {
                open.push((name, node));
                *counts.entry(name).or_default() += 1;
            }
            Tag::End(name) if counts.get(name).is_some_and(|count| *count > 0) => {
                // What was opened since and not closed stays text.
                while let Some((opened, begin)) = open.pop() {
                    *counts.entry(opened).or_default() -= 1;
                    if opened == name {
                        begin.data_mut().value = NodeValue::Raw(format!("<{name}>"));
                        value = NodeValue::Raw(format!("</{name}>"));
                        break;
                    }
                }
            }
            Tag::Break => value = NodeValue::LineBreak,
            Tag::Rule if is_alone(node, parent) => {
                parent.data_mut().value = NodeValue::ThematicBreak;
                parent.children().for_each(|child| child.detach());
            }
            Tag::Paragraph { is_end: false } if is_first(node) => has_paragraph = Some(node),
            Tag::Paragraph { is_end: true } if node.next_sibling().is_none() => {
                let is_block = matches!(parent.data().value, NodeValue::Paragraph);
                if let Some(begin) = has_paragraph.take().filter(|_| is_block) {
                    // The paragraph is one already.
                    begin.detach();
                    node.detach();
                }
            }
            _ => {}
        }
        node.data_mut().value = value;
    }
}

fn is_alone(node: Node, parent: Node) -> bool {
    matches!(parent.data().value, NodeValue::Paragraph) && node.next_sibling().is_none() && is_first(node)
}

/// Whether nothing but a guard stands before a node.
fn is_first(node: Node) -> bool {
    let is_guard =
        |node: Node| matches!(&node.data().value, NodeValue::Text(text) if text.chars().all(source::is_guard));
    node.previous_sibling().is_none_or(|before| before.previous_sibling().is_none() && is_guard(before))
}

fn parsed(literal: &str) -> Tag {
    let Some(inner) = literal.strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) else {
        return Tag::Other;
    };
    let (is_end, name) = inner.strip_prefix('/').map_or((false, inner), |name| (true, name));
    let name = name.trim_ascii_end();
    let (is_empty, name) = name.strip_suffix('/').map_or((false, name), |name| (true, name.trim_ascii_end()));
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if !is_end && is("br") {
        return Tag::Break;
    }
    if !is_end && is("hr") {
        return Tag::Rule;
    }
    if !is_empty && is("p") {
        return Tag::Paragraph { is_end };
    }
    match INLINE.iter().find(|known| is(known)).filter(|_| !is_empty) {
        Some(name) if is_end => Tag::End(name),
        Some(name) => Tag::Begin(name),
        None => Tag::Other,
    }
}

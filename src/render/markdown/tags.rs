//! HTML in Markdown. A few tags without attributes work, where both ends of them stand in the same place; everything
//! else is text as it was typed, and so is a tag that is never closed.
//!
//! A program that is talked about (`Vec<T>`, `<div>`) stays readable, and no tag reaches outside of its message.

mod folds;

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeCodeBlock, NodeValue};

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
    folds::split(arena, root);
    for node in root.descendants().collect::<Vec<_>>() {
        folds::pair(arena, node);
        pair_inline(node);
        block(node);
    }
}

/// Shows an HTML block, which begins with a tag that no guard was put before, as code.
fn block(node: Node) {
    let value = &mut node.data_mut().value;
    if let NodeValue::HtmlBlock(html) = value {
        let literal = std::mem::take(&mut html.literal);
        *value = NodeValue::CodeBlock(Box::new(NodeCodeBlock {
            info: "html".to_owned(),
            literal,
            ..NodeCodeBlock::default()
        }));
    }
}

fn pair_inline(parent: Node) {
    let mut open: Vec<(&str, Node)> = Vec::new();
    let mut paragraph = None;
    let is_paragraph = matches!(parent.data().value, NodeValue::Paragraph);
    for node in parent.children().collect::<Vec<_>>() {
        let literal = match &mut node.data_mut().value {
            NodeValue::HtmlInline(literal) => std::mem::take(literal),
            _ => continue,
        };
        let (is_first, is_last) = (node.previous_sibling().is_none(), node.next_sibling().is_none());
        let mut value = NodeValue::Text(literal.clone().into());
        match parsed(&literal) {
            Tag::Begin(name) if open.len() < DEEPEST => open.push((name, node)),
            Tag::End(name) => {
                if let Some(at) = open.iter().rposition(|(opened, _)| *opened == name) {
                    open[at].1.data_mut().value = NodeValue::Raw(format!("<{name}>"));
                    value = NodeValue::Raw(format!("</{name}>"));
                    // What was opened since and not closed stays text.
                    open.truncate(at);
                }
            }
            Tag::Break => value = NodeValue::LineBreak,
            Tag::Rule if is_paragraph && is_first && is_last => {
                parent.data_mut().value = NodeValue::ThematicBreak;
                node.detach();
            }
            Tag::Paragraph { is_end: false } if is_paragraph && is_first => paragraph = Some(node),
            Tag::Paragraph { is_end: true } if is_last => {
                // The paragraph is one already.
                if let Some(begin) = paragraph.take() {
                    begin.detach();
                    node.detach();
                }
            }
            _ => {}
        }
        node.data_mut().value = value;
    }
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

//! Folded texts (`<details>`): their tags stand at the ends of lines, between blocks.

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeValue};

use super::{DEEPEST, text_node};

/// A tag of a folded text.
#[derive(PartialEq)]
enum FoldTag {
    Begin { is_open: bool },
    End,
    Summary,
    SummaryEnd,
}

/// What an inline tag is, with nothing in it but what is harmless.
fn fold_tag(node: Node) -> Option<FoldTag> {
    let inner = match &node.data().value {
        NodeValue::HtmlInline(tag) => tag.strip_prefix('<')?.strip_suffix('>')?.to_ascii_lowercase(),
        _ => return None,
    };
    let mut words = inner.split_ascii_whitespace();
    let name = words.next()?;
    let mut is_open = false;
    for attribute in words {
        match (name, attribute) {
            ("details", "open" | "open=\"\"" | "open=\"open\"") => is_open = true,
            ("details", "markdown" | "markdown=\"1\"") => {}
            _ => return None,
        }
    }
    match name {
        "details" => Some(FoldTag::Begin { is_open }),
        "/details" => Some(FoldTag::End),
        "summary" => Some(FoldTag::Summary),
        "/summary" => Some(FoldTag::SummaryEnd),
        _ => None,
    }
}

/// Takes the tags of folded texts out of the paragraphs in which they stand.
pub fn split<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let has_fold = |node: &Node| {
        matches!(node.data().value, NodeValue::Paragraph) && node.children().any(|child| fold_tag(child).is_some())
    };
    let mut open = 0;
    for paragraph in root.descendants().filter(has_fold).collect::<Vec<_>>() {
        split_paragraph(arena, paragraph, &mut open);
    }
}

/// `open` is how many folded texts have begun and not ended before.
fn split_paragraph<'a>(arena: &'a Arena<'a>, paragraph: Node<'a>, open: &mut usize) {
    let mut part = block(arena, NodeValue::Paragraph);
    let mut next = paragraph.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        let begins_line = part.last_child().is_none_or(is_break);
        let made = match fold_tag(node) {
            Some(FoldTag::Begin { is_open }) if begins_line => {
                *open += 1;
                Some(marker(arena, if is_open { "<details open=\"\">" } else { "<details>" }))
            }
            Some(FoldTag::End) if *open > 0 && (begins_line || next.is_none_or(is_break)) => {
                *open -= 1;
                Some(marker(arena, "</details>"))
            }
            Some(FoldTag::Summary) if begins_line && paragraph.previous_sibling().is_some_and(is_begin) => {
                let end = node.following_siblings().find(|node| fold_tag(node) == Some(FoldTag::SummaryEnd));
                end.map(|end| {
                    let title = block(arena, NodeValue::CalloutTitle);
                    title.extend(
                        node.following_siblings().skip(1).take_while(|node| !node.same_node(end)).collect::<Vec<_>>(),
                    );
                    next = end.next_sibling();
                    title
                })
            }
            _ => None,
        };
        match made {
            Some(made) => {
                put_before(paragraph, part);
                paragraph.insert_before(made);
                part = block(arena, NodeValue::Paragraph);
            }
            None => part.append(node),
        }
    }
    put_before(paragraph, part);
    paragraph.detach();
}

/// Puts a part of a paragraph before it, without the line ends around it.
fn put_before<'a>(paragraph: Node<'a>, part: Node<'a>) {
    while let Some(end) = [part.first_child(), part.last_child()].into_iter().flatten().find(|node| is_break(node)) {
        end.detach();
    }
    if part.first_child().is_some() {
        paragraph.insert_before(part);
    }
}

fn block<'a>(arena: &'a Arena<'a>, value: NodeValue) -> Node<'a> {
    arena.alloc(AstNode::from(value))
}

fn marker<'a>(arena: &'a Arena<'a>, tag: &str) -> Node<'a> {
    block(arena, NodeValue::Raw(tag.to_owned()))
}

fn is_break(node: Node) -> bool {
    matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
}

fn is_begin(node: Node) -> bool {
    matches!(&node.data().value, NodeValue::Raw(tag) if tag.starts_with("<details"))
}

/// Makes text of the ends of folded texts that miss the other end among the blocks beside them.
pub fn pair<'a>(arena: &'a Arena<'a>, parent: Node<'a>) {
    let mut open = Vec::new();
    let mut lost = Vec::new();
    for node in parent.children().filter(|node| matches!(node.data().value, NodeValue::Raw(_))) {
        let is_begin = is_begin(node);
        if is_begin && open.len() < DEEPEST {
            open.push(node);
        } else if is_begin || open.pop().is_none() {
            lost.push(node);
        }
    }
    for node in lost.into_iter().chain(open) {
        let title = node.next_sibling().filter(|next| matches!(next.data().value, NodeValue::CalloutTitle));
        if let Some(title) = title {
            title.data_mut().value = NodeValue::Paragraph;
            title.prepend(text_node(arena, "<summary>".to_owned()));
            title.append(text_node(arena, "</summary>".to_owned()));
        }
        let tag = match std::mem::replace(&mut node.data_mut().value, NodeValue::Paragraph) {
            NodeValue::Raw(tag) => tag,
            _ => continue,
        };
        node.append(text_node(arena, tag));
    }
}

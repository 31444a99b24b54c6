//! Markdown as models write it, where CommonMark sees none: `##Title`, and `**Note:**text`.

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeHeading, NodeValue};

use super::tags::text_node;

pub fn repair<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    for node in root.descendants().filter(|node| node.first_child().is_some()).collect::<Vec<_>>() {
        let is_paragraph = matches!(node.data().value, NodeValue::Paragraph);
        if is_paragraph {
            heading(arena, node);
        }
        if matches!(node.data().value, NodeValue::Paragraph | NodeValue::TableCell) {
            strong(arena, node);
        }
    }
}

/// Makes a heading of the first line of a paragraph that begins with two or more `#` and a letter. A single one
/// begins many other things.
fn heading<'a>(arena: &'a Arena<'a>, paragraph: Node<'a>) {
    let Some(first) = paragraph.first_child() else { return };
    let level = match &mut first.data_mut().value {
        NodeValue::Text(text) => {
            let title = text.trim_start_matches('#');
            let level = text.len() - title.len();
            if !(2..=6).contains(&level) || !title.starts_with(char::is_alphabetic) {
                return;
            }
            *text = title.to_owned().into();
            level
        }
        _ => return,
    };
    let level = u8::try_from(level).unwrap_or(6);
    let heading = arena.alloc(AstNode::from(NodeValue::Heading(NodeHeading { level, ..NodeHeading::default() })));
    paragraph.insert_before(heading);
    while let Some(child) = paragraph.first_child() {
        let is_end = matches!(child.data().value, NodeValue::SoftBreak | NodeValue::LineBreak);
        child.detach();
        if is_end {
            return;
        }
        heading.append(child);
    }
    paragraph.detach();
}

/// Makes strong what stands between `**` at the beginning of a word and `**` between a mark and a letter, which
/// CommonMark takes for another beginning.
fn strong<'a>(arena: &'a Arena<'a>, parent: Node<'a>) {
    // Where one began: the node of its text, and where in it.
    let mut begun: Option<(Node<'a>, usize)> = None;
    let mut next = parent.first_child();
    let mut from = 0;
    while let Some(node) = next {
        let found = match &node.data().value {
            NodeValue::Text(text) => stars(text, from),
            NodeValue::SoftBreak | NodeValue::LineBreak => {
                begun = None;
                None
            }
            _ => None,
        };
        let Some((at, is_begin, is_end)) = found else {
            (next, from) = (node.next_sibling(), 0);
            continue;
        };
        match begun.take() {
            Some(begin) if is_end => {
                next = Some(put_strong(arena, begin, (node, at)));
                from = 0;
                continue;
            }
            _ if is_begin => begun = Some((node, at)),
            _ => {}
        }
        from = at + 2;
    }
}

/// The next `**` in a text, and what it can be.
fn stars(text: &str, from: usize) -> Option<(usize, bool, bool)> {
    let mut from = from;
    loop {
        let at = from + text.get(from..)?.find("**")?;
        let end = text[at..].find(|c| c != '*').map_or(text.len(), |length| at + length);
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        if end == at + 2 {
            let is_begin = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_alphanumeric);
            let is_end = before.is_some_and(|c| c.is_ascii_punctuation()) && after.is_some_and(char::is_alphanumeric);
            return Some((at, is_begin, is_end));
        }
        from = end;
    }
}

/// Puts what lies between two places of a line into a node of its own; returns what follows it.
fn put_strong<'a>(arena: &'a Arena<'a>, begin: (Node<'a>, usize), end: (Node<'a>, usize)) -> Node<'a> {
    let behind = split(arena, end.0, end.1);
    let inner = split(arena, begin.0, begin.1);
    let strong = arena.alloc(AstNode::from(NodeValue::Strong));
    begin.0.insert_after(strong);
    let mut next = Some(inner);
    while let Some(node) = next.filter(|node| !node.same_node(behind)) {
        next = node.next_sibling();
        strong.append(node);
    }
    behind
}

/// Cuts a text before two stars, and puts what is behind them into a node of its own.
fn split<'a>(arena: &'a Arena<'a>, node: Node<'a>, at: usize) -> Node<'a> {
    let behind = match &mut node.data_mut().value {
        NodeValue::Text(text) => {
            let (before, behind) = (text[..at].to_owned(), text[at + 2..].to_owned());
            *text = before.into();
            behind
        }
        _ => String::new(),
    };
    let behind = text_node(arena, behind);
    node.insert_after(behind);
    behind
}

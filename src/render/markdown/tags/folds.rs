//! Folded texts (`<details>`), and what else begins an HTML block.

use std::cell::Cell;

use comrak::nodes::{AstNode, Node, NodeCodeBlock, NodeValue};
use comrak::{Arena, Options};

use super::{DEEPEST, source, text_node};

/// Pieces of HTML blocks that are parsed for themselves.
const MOST_PARSED: usize = 500;

const FOLD: [&str; 4] = ["<details", "</details", "<summary", "</summary"];

/// Whether a line begins with a tag of a folded text.
pub fn is_fold(line: &str) -> bool {
    fold_tag(line).is_some()
}

/// The tag of a folded text at the beginning, with nothing in it but what is harmless: its length and what it is.
fn fold_tag(text: &str) -> Option<(usize, Fold)> {
    let name = FOLD.into_iter().find(|name| {
        text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
            && text[name.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace())
    })?;
    let end = text.bytes().take(100).position(|byte| byte == b'>')?;
    let mut is_open = false;
    for attribute in text[name.len()..end].split_ascii_whitespace() {
        match (name, attribute) {
            ("<details", "open" | "open=\"\"" | "open=\"open\"") => is_open = true,
            ("<details", "markdown" | "markdown=\"1\"") => {}
            _ => return None,
        }
    }
    let fold = match name {
        "<details" => Fold::Begin { is_open },
        "</details" => Fold::End,
        "<summary" => Fold::Summary,
        _ => Fold::SummaryEnd,
    };
    Some((end + 1, fold))
}

#[derive(Clone, Copy, PartialEq)]
enum Fold {
    Begin { is_open: bool },
    End,
    Summary,
    SummaryEnd,
}

/// Takes the HTML blocks apart: into folded texts, code, and text that is parsed for itself.
pub fn open_blocks<'a>(arena: &'a Arena<'a>, root: Node<'a>, options: &Options) {
    let parser = Parser { arena, options, left: Cell::new(MOST_PARSED) };
    let blocks: Vec<Node> =
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::HtmlBlock(_))).collect();
    for block in blocks {
        let literal = match &mut block.data_mut().value {
            NodeValue::HtmlBlock(html) => std::mem::take(&mut html.literal),
            _ => continue,
        };
        if source::is_closed_verbatim(&literal) {
            let code = NodeCodeBlock { info: "html".to_owned(), literal, ..NodeCodeBlock::default() };
            block.data_mut().value = NodeValue::CodeBlock(Box::new(code));
            continue;
        }
        parser.open(block, &literal);
        block.detach();
    }
}

struct Parser<'a, 'o> {
    arena: &'a Arena<'a>,
    options: &'o Options<'o>,
    left: Cell<usize>,
}

impl<'a> Parser<'a, '_> {
    /// Puts what is in an HTML block before it.
    fn open(&self, block: Node<'a>, literal: &str) {
        let mut text_from = 0;
        let mut at = 0;
        let mut fence: Option<source::Fence> = None;
        let mut summary_ends = true;
        let mut line_end = 0;
        while at < literal.len() {
            if at >= line_end {
                line_end = literal[at..].find('\n').map_or(literal.len(), |length| at + length + 1);
            }
            let line = &literal[at..line_end];
            let inner = line.trim_start();
            let indent = line.len() - inner.len();
            if let Some(open) = &fence {
                if open.is_closed_by(inner) {
                    fence = None;
                }
                at += line.len();
                continue;
            }
            if let Some((length, fold)) = fold_tag(inner) {
                let end = at + indent + length;
                let mut next = end;
                let node = match fold {
                    Fold::Begin { .. } | Fold::End => Some(marker(self.arena, fold)),
                    Fold::Summary if summary_ends => match literal[end..].find("</summary>") {
                        Some(closing) => {
                            next = end + closing + "</summary>".len();
                            Some(self.summary(&literal[end..end + closing]))
                        }
                        None => {
                            summary_ends = false;
                            None
                        }
                    },
                    _ => None,
                };
                if let Some(node) = node {
                    self.parse_before(block, &literal[text_from..at]);
                    block.insert_before(node);
                    (at, text_from) = (next, next);
                    continue;
                }
            }
            fence = source::Fence::opened_by(inner, false);
            // `text</details>` at the end of a line.
            let body = line.trim_end();
            if let Some(before) = body
                .len()
                .checked_sub("</details>".len())
                .filter(|cut| body.is_char_boundary(*cut) && &body[*cut..] == "</details>")
            {
                self.parse_before(block, &literal[text_from..at + before]);
                block.insert_before(marker(self.arena, Fold::End));
                text_from = at + body.len();
            }
            at += line.len();
        }
        self.parse_before(block, &literal[text_from..]);
    }

    /// Parses a text and puts what it makes before a node.
    fn parse_before(&self, before: Node<'a>, text: &str) {
        if text.trim_ascii().is_empty() {
            return;
        }
        let document = self.parsed(text);
        while let Some(node) = document.first_child() {
            // What no guard was put before, as behind the label of a footnote.
            let literal = match &mut node.data_mut().value {
                NodeValue::HtmlBlock(html) => Some(std::mem::take(&mut html.literal)),
                _ => None,
            };
            if let Some(literal) = literal {
                node.data_mut().value = NodeValue::Paragraph;
                node.append(text_node(self.arena, literal));
            }
            before.insert_before(node);
        }
    }

    /// What a folded text is called while it is folded.
    fn summary(&self, text: &str) -> Node<'a> {
        let summary = self.arena.alloc(AstNode::from(NodeValue::CalloutTitle));
        let document = self.parsed(text.trim());
        for block in document.children().collect::<Vec<_>>() {
            let is_text = matches!(block.data().value, NodeValue::Paragraph | NodeValue::Heading(_));
            if is_text {
                summary.extend(block.children().collect::<Vec<_>>());
            } else {
                summary.append(text_node(self.arena, block.collect_text()));
            }
        }
        summary
    }

    /// A text parsed for itself, or as one paragraph of text where there were too many.
    fn parsed(&self, text: &str) -> Node<'a> {
        if let Some(left) = self.left.get().checked_sub(1) {
            self.left.set(left);
            return comrak::parse_document(self.arena, &source::without_html_blocks(text), self.options);
        }
        let document = self.arena.alloc(AstNode::from(NodeValue::Document));
        let paragraph = self.arena.alloc(AstNode::from(NodeValue::Paragraph));
        paragraph.append(text_node(self.arena, text.to_owned()));
        document.append(paragraph);
        document
    }
}
fn marker<'a>(arena: &'a Arena<'a>, fold: Fold) -> Node<'a> {
    let tag = match fold {
        Fold::Begin { is_open: true } => "<details open=\"\">",
        Fold::Begin { is_open: false } => "<details>",
        _ => "</details>",
    };
    arena.alloc(AstNode::from(NodeValue::Raw(tag.to_owned())))
}

/// Gives both ends of folded texts to each other; those that miss the other are text.
pub fn pair<'a>(arena: &'a Arena<'a>, parent: Node<'a>) {
    let folds: Vec<Node> = parent
        .children()
        .filter(|node| matches!(node.data().value, NodeValue::Raw(_) | NodeValue::CalloutTitle))
        .collect();
    if folds.is_empty() || matches!(parent.data().value, NodeValue::Paragraph) {
        return;
    }
    let mut open = Vec::new();
    let mut lost = Vec::new();
    for node in folds {
        let is_begin = match &node.data().value {
            NodeValue::Raw(tag) => tag.starts_with("<details"),
            _ => continue,
        };
        if is_begin && open.len() < DEEPEST {
            open.push(node);
        } else if is_begin || open.pop().is_none() {
            lost.push(node);
        }
    }
    for node in lost.into_iter().chain(open) {
        let tag = match &node.data().value {
            NodeValue::Raw(tag) => tag.clone(),
            _ => continue,
        };
        node.data_mut().value = NodeValue::Paragraph;
        node.append(text_node(arena, tag));
    }
    for node in parent.children().collect::<Vec<_>>() {
        let is_summary = matches!(node.data().value, NodeValue::CalloutTitle);
        let is_first = || {
            let before = node.previous_sibling();
            before.is_some_and(|node| matches!(&node.data().value, NodeValue::Raw(tag) if tag.starts_with("<details")))
        };
        if is_summary && !is_first() {
            node.data_mut().value = NodeValue::Paragraph;
            node.prepend(text_node(arena, "<summary>".to_owned()));
            node.append(text_node(arena, "</summary>".to_owned()));
        }
    }
}

//! The parsed text as HTML. All elements and attributes that a message can have are written here, and listed once
//! more in `sanitize`.
//!
//! Every block with text has a direction, its own (`dir="auto"`) or that of what it stands in: right-to-left text reads right
//! to left, and what turns the direction around ends with its block.

mod blocks;
mod direction;
mod directives;
mod inlines;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{self, Write};

use comrak::Options;
use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{Node, NodeValue};
use comrak::options::Plugins;

use self::direction::Direction;
use super::source::MarkedText;
use crate::render::patience::Patience;
use crate::render::set_aside::SetAside;

/// What is known while the nodes of one message are written.
struct WriteState<'s> {
    source: &'s MarkedText,
    ids: &'s str,
    /// The end of the link that is being written.
    link: Option<String>,
    /// Pictures inside of it, which follow it: a link holds no other.
    images: Vec<String>,
    /// Of the table's row that is being written.
    column: usize,
    /// Of the footnote that is being written, from 1.
    footnote: u32,
    has_way_back: bool,
    /// Which way the first footnote reads.
    first_note: Option<Direction>,
    /// Of its blocks of code.
    patience: Patience,
    aside: SetAside,
    /// The levels of the headings that the next one may stand below.
    headings: Vec<u8>,
    /// Whether any letter reads right to left.
    has_right: bool,
    /// Which way blocks read whose direction was asked for, by their address.
    directions: RefCell<HashMap<usize, Option<Direction>>>,
}

type Writing<'o, 'c, 's> = Context<'o, 'c, WriteState<'s>>;

/// The HTML of a document, in which ids begin with `ids`; and its blocks of code, of which it has only the marks.
pub fn write(
    root: Node<'_>,
    options: &Options,
    source: &MarkedText,
    ids: &str,
) -> Result<(String, SetAside), fmt::Error> {
    let state = WriteState {
        source,
        ids,
        link: None,
        images: Vec::new(),
        column: 0,
        footnote: 0,
        has_way_back: false,
        first_note: None,
        patience: Patience::new(),
        aside: SetAside::default(),
        headings: Vec::new(),
        has_right: direction::has_right(&source.text),
        directions: RefCell::default(),
    };
    let mut html = String::new();
    let state = format_document_with_formatter(root, options, &mut html, &Plugins::default(), write_node, state)?;
    Ok((html, state.aside))
}

fn write_node(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> Result<ChildRendering, fmt::Error> {
    match &node.data().value {
        NodeValue::Document => return format_node_default(to, node, entering),
        NodeValue::BlockQuote => blocks::quote(to, node, entering)?,
        NodeValue::BlockDirective(block) => directives::directive(to, node, &block.info, entering)?,
        NodeValue::Heading(heading) => blocks::heading(to, heading.level, entering)?,
        NodeValue::Paragraph => {
            if let Some(formula) = inlines::long_source(to, node) {
                if entering {
                    blocks::formula_source(to, formula)?;
                }
                return Ok(ChildRendering::Skip);
            }
            blocks::paragraph(to, node, entering)?;
        }
        NodeValue::List(list) => blocks::list(to, node, list, entering)?,
        NodeValue::Item(_) => blocks::item(to, node, entering)?,
        NodeValue::TaskItem(task) => blocks::task(to, node, task.symbol.is_some(), entering)?,
        NodeValue::Alert(alert) => blocks::alert(to, node, alert, entering)?,
        NodeValue::CalloutTitle => around(to, entering, "<summary dir=\"auto\">", "</summary>\n")?,
        NodeValue::Table(_) => blocks::table(to, node, entering)?,
        NodeValue::TableRow(is_head) => blocks::table_row(to, node, *is_head, entering)?,
        NodeValue::TableCell => blocks::table_cell(to, node, entering)?,
        NodeValue::FootnoteDefinition(note) => blocks::footnote(to, node, note.total_references, entering)?,
        NodeValue::Link(link) => inlines::link(to, node, &link.url, &link.title, entering)?,
        NodeValue::Emph => around(to, entering, "<em>", "</em>")?,
        NodeValue::Strong => around(to, entering, "<strong>", "</strong>")?,
        NodeValue::Strikethrough => around(to, entering, "<del>", "</del>")?,
        leaf => {
            if entering {
                write_leaf(to, node, leaf)?;
            }
            return Ok(ChildRendering::Skip);
        }
    }
    Ok(ChildRendering::HTML)
}

/// Writes a node whose children, if it has any, are written with it.
fn write_leaf(to: &mut Writing<'_, '_, '_>, node: Node<'_>, value: &NodeValue) -> fmt::Result {
    match value {
        NodeValue::ThematicBreak => to.write_str("<hr>\n"),
        NodeValue::CodeBlock(code) => blocks::code(to, &code.info, &code.literal),
        NodeValue::HtmlBlock(html) => inlines::text(to, &html.literal),
        NodeValue::FootnoteReference(reference) => inlines::footnote(to, reference.ix, reference.ref_num),
        NodeValue::Text(text) => inlines::text(to, text),
        NodeValue::HtmlInline(tag) => inlines::text(to, tag),
        NodeValue::SoftBreak => inlines::soft_break(to, node),
        NodeValue::LineBreak => to.write_str("<br>\n"),
        NodeValue::Code(code) => inlines::code(to, &code.literal),
        NodeValue::Raw(tag) => to.write_str(tag),
        NodeValue::Image(image) => inlines::image(to, node, &image.url, &image.title),
        // Of extensions that are not used.
        _ => Ok(()),
    }
}

/// Writes what stands around the children of a node.
fn around(to: &mut Writing<'_, '_, '_>, entering: bool, begin: &str, end: &str) -> fmt::Result {
    to.write_str(if entering { begin } else { end })
}

//! Messages of a conversation, written in Markdown by people and models, as HTML that is safe in anybody's page.
//!
//! CommonMark and GFM by comrak, with what chat programs add: formulas, visible line ends, and emphasis beside
//! Chinese, Japanese and Korean. The text is hostile: HTML of its own is text but for a few harmless tags, addresses
//! of other schemes than the web's are no links, ids begin with the prefix that the caller gives, and all of it
//! passes the allow-list of `sanitize` last, but for blocks of code, which have one of their own (`set_aside`). What
//! can't be rendered within bounds is shown as it was typed.

mod footnotes;
mod links;
mod plain;
mod repairs;
mod source;
mod tags;
mod write;

pub use plain::{plain_text, plain_title};
pub use source::self_contained;

use std::time::{Duration, Instant};

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options};

use self::source::MarkedText;
use super::html::escaped;
use super::sanitize;
use super::set_aside::SetAside;
use super::visible::in_order;

/// Bytes of a text that is rendered.
const LONGEST: usize = 1 << 20;
/// Blocks and emphasis within each other.
const DEEPEST: usize = 100;
/// Elements of the HTML, about; a table's missing cells count, which cost no text.
const MOST_ELEMENTS: usize = 150_000;
/// Bytes of HTML.
const LONGEST_HTML: usize = 16 << 20;
/// For what no bound foresees: a mebibyte takes a second at most on a core of its own.
const LONGEST_PARSE: Duration = Duration::from_secs(10);
/// Bytes of a paragraph of text that is not rendered.
const PLAIN_PARAGRAPH: usize = 4_000;

/// The HTML of a message. Ids and what points to them begin with `ids`, as in `m-17-`.
///
/// A text longer than 1 MiB or nested deeper than 100 is escaped in `<div class="plain">`.
pub fn to_html(text: &str, ids: &str) -> String {
    match (text.len() <= LONGEST).then(|| rendered(text, ids)).flatten() {
        Some((html, aside)) => aside.put_back(&sanitize::clean(&html, ids)),
        None => sanitize::clean(&plain(text), ids),
    }
}

fn rendered(text: &str, ids: &str) -> Option<(String, SetAside)> {
    let source = MarkedText::new(text);
    if source.has_deeper_quotes(DEEPEST) {
        return None;
    }
    let arena = Arena::new();
    let options = options();
    let deadline = Instant::now() + LONGEST_PARSE;
    let root = comrak::try_parse_document(&arena, &source.text, &options, &|| Instant::now() > deadline).ok()?;
    if !is_modest(root) {
        return None;
    }
    source::unguard(root);
    footnotes::arrange(&arena, root);
    tags::pair(&arena, root);
    repairs::repair(&arena, root);
    if !is_modest(root) {
        return None;
    }
    write::write(root, &options, &source, ids).ok().filter(|(html, aside)| html.len() + aside.bytes() <= LONGEST_HTML)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.alerts = true;
    options.extension.autolink = true;
    options.extension.block_directive = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    // Those that nothing refers to would be dropped.
    options.parse.leave_footnote_definitions = true;
    options
}

/// Whether a tree can be written and sanitized in good time.
fn is_modest(root: Node<'_>) -> bool {
    let mut elements = 0_usize;
    let mut depth = 0_usize;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                depth += 1;
                elements += match node.data().value {
                    NodeValue::CodeBlock(_) => 6,
                    NodeValue::Link(_) | NodeValue::Image(_) | NodeValue::FootnoteReference(_) => 4,
                    NodeValue::TableCell | NodeValue::TaskItem(_) => 2,
                    _ => 1,
                }
            }
            NodeEdge::End(_) => depth -= 1,
        }
        if elements > MOST_ELEMENTS || depth > DEEPEST {
            return false;
        }
    }
    true
}

/// The text as it was typed.
fn plain(text: &str) -> String {
    let mut html = String::from("<div class=\"plain\">\n");
    let mut paragraph = String::new();
    for line in text.split_inclusive('\n') {
        paragraph.push_str(line);
        if paragraph.len() >= PLAIN_PARAGRAPH && line.trim_ascii().is_empty() {
            push_plain(&mut html, &paragraph);
            paragraph.clear();
        }
    }
    push_plain(&mut html, &paragraph);
    html.push_str("</div>\n");
    html
}

fn push_plain(html: &mut String, paragraph: &str) {
    let paragraph = paragraph.trim_end();
    if !paragraph.is_empty() {
        html.push_str(&format!("<p dir=\"auto\">{}</p>\n", escaped(&in_order(paragraph))));
    }
}

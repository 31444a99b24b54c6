//! What stands within a line.

use std::fmt::{self, Write};

use comrak::nodes::{Node, NodeValue};

use super::Writing;
use crate::render::html::escaped;
use crate::render::markdown::links::{self, RenderedLink};
use crate::render::markdown::source::{Formula, ProsePiece};
use crate::render::math;
use crate::render::visible::in_order;

/// Bytes of a formula's source that fit in a line.
const LONG_SOURCE: usize = 80;

/// Prose, and the formulas in it.
pub fn text(to: &mut Writing<'_, '_, '_>, text: &str) -> fmt::Result {
    let source = to.user.source;
    for piece in source.pieces(text) {
        match piece {
            ProsePiece::Text(text) if to.user.link.is_some() => to.escape(&in_order(text))?,
            ProsePiece::Text(text) => to.escape(text)?,
            ProsePiece::Formula(found) => formula(to, found)?,
        }
    }
    Ok(())
}

/// A formula as MathML, or its source where it is not understood.
pub fn formula(to: &mut Writing<'_, '_, '_>, formula: &Formula) -> fmt::Result {
    let Some(mathml) = math::to_mathml(formula.tex.trim_ascii(), formula.is_display) else {
        let source = format!("<code class=\"math-source\" dir=\"ltr\">{}</code>", escaped(&in_order(&formula.typed)));
        return match formula.typed.len() > LONG_SOURCE {
            true => write!(to, "<span class=\"math-long\" tabindex=\"0\">{source}</span>"),
            false => to.write_str(&source),
        };
    };
    to.write_str(&mathml)
}

/// The formula that is all of a paragraph, if it is long and has to be shown by its source.
pub fn long_source<'s>(to: &Writing<'_, '_, 's>, paragraph: Node<'_>) -> Option<&'s Formula> {
    let only = paragraph.first_child().filter(|child| child.next_sibling().is_none())?;
    let source = to.user.source;
    let found = match &only.data().value {
        NodeValue::Text(text) => source.only_formula(text)?,
        _ => return None,
    };
    let is_long = found.typed.len() > LONG_SOURCE;
    (is_long && math::to_mathml(found.tex.trim_ascii(), found.is_display).is_none()).then_some(found)
}

/// A line end that was typed is shown: chat programs do, and models mean them.
pub fn soft_break(to: &mut Writing<'_, '_, '_>, node: Node<'_>) -> fmt::Result {
    let is_display = |node: Option<Node<'_>>, is_end| {
        node.is_some_and(|node| match &node.data().value {
            NodeValue::Text(text) => to.user.source.has_display_at(text, is_end),
            _ => false,
        })
    };
    let is_broken = node.previous_sibling().is_some_and(|node| matches!(node.data().value, NodeValue::LineBreak));
    let is_beside_display = is_display(node.previous_sibling(), true) || is_display(node.next_sibling(), false);
    to.write_str(match (is_broken, is_beside_display) {
        (true, _) => "",
        (false, true) => "\n",
        (false, false) => "<br>\n",
    })
}

pub fn code(to: &mut Writing<'_, '_, '_>, text: &str) -> fmt::Result {
    let text = to.user.source.restored(text);
    write!(to, "<code dir=\"ltr\">{}</code>", escaped(&in_order(&text)))
}

pub fn link(to: &mut Writing<'_, '_, '_>, node: Node<'_>, address: &str, title: &str, entering: bool) -> fmt::Result {
    if entering {
        let source = to.user.source;
        let text = node.collect_text();
        let [address, title, text] = [address, title, &text].map(|text| source.restored(text));
        let (begin, end) = match links::link(&address, &title, &text, to.user.has_right) {
            RenderedLink::Live { begin, behind } => (begin, format!("</a>{behind}")),
            RenderedLink::Dead { behind } => ("<span class=\"dead-link\">".to_owned(), format!("{behind}</span>")),
        };
        to.user.link = Some(end);
        to.write_str(&begin)?;
    } else {
        let end = to.user.link.take().unwrap_or_default();
        to.write_str(&end)?;
        for image in std::mem::take(&mut to.user.images) {
            write!(to, " {image}")?;
        }
    }
    Ok(())
}

/// Never loaded: a stranger would learn who reads.
pub fn image(to: &mut Writing<'_, '_, '_>, node: Node<'_>, address: &str, title: &str) -> fmt::Result {
    let source = to.user.source;
    let text = node.collect_text();
    let alt = source.restored(&text);
    match links::remote_image(&source.restored(address), &source.restored(title), &alt) {
        Some(image) if to.user.link.is_some() => {
            to.escape(&in_order(&alt))?;
            to.user.images.push(image);
            Ok(())
        }
        Some(image) => to.write_str(&image),
        None if alt.trim().is_empty() => to.write_str("[image]"),
        None => write!(to, "[image: {}]", escaped(&in_order(&alt))),
    }
}

pub fn footnote(to: &mut Writing<'_, '_, '_>, number: u32, nth: u32) -> fmt::Result {
    let ids = to.user.ids;
    write!(to, "<sup class=\"footnote-ref\" id=\"{ids}fnref-{number}-{nth}\">")?;
    match to.user.link {
        Some(_) => write!(to, "{number}")?,
        None => write!(to, "<a href=\"#{ids}fn-{number}\" aria-label=\"Footnote {number}\">{number}</a>")?,
    }
    to.write_str("</sup>")
}

//! What stands within a line.

use std::fmt::{self, Write};

use comrak::nodes::{Node, NodeValue};

use super::Writing;
use crate::render::html::escaped;
use crate::render::markdown::links::{self, Link};
use crate::render::markdown::source::{Formula, Piece};
use crate::render::math;
use crate::render::visible::in_order;

/// Prose, and the formulas in it.
pub fn text(to: &mut Writing<'_, '_, '_>, text: &str, entering: bool) -> Result<bool, fmt::Error> {
    if !entering {
        return Ok(true);
    }
    let source = to.user.source;
    for piece in source.pieces(text) {
        match piece {
            Piece::Text(text) if to.user.link.is_some() => to.escape(&in_order(text))?,
            Piece::Text(text) => to.escape(text)?,
            Piece::Formula(found) => formula(to, found)?,
        }
    }
    Ok(true)
}

/// A formula as MathML, or its source where it is not understood.
pub fn formula(to: &mut Writing<'_, '_, '_>, formula: &Formula) -> fmt::Result {
    let Some(mathml) = math::to_mathml(formula.tex.trim_ascii(), formula.is_display) else {
        return write!(to, "<code class=\"math-source\" dir=\"ltr\">{}</code>", escaped(&in_order(&formula.typed)));
    };
    to.write_str(&mathml)
}

/// A line end that was typed is shown: chat programs do, and models mean them.
pub fn soft_break(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> Result<bool, fmt::Error> {
    if entering {
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
        })?;
    }
    Ok(true)
}

pub fn code(to: &mut Writing<'_, '_, '_>, text: &str, entering: bool) -> Result<bool, fmt::Error> {
    if entering {
        let text = to.user.source.restored(text);
        write!(to, "<code dir=\"ltr\">{}</code>", escaped(&in_order(&text)))?;
    }
    Ok(true)
}

pub fn link(
    to: &mut Writing<'_, '_, '_>,
    node: Node<'_>,
    address: &str,
    title: &str,
    entering: bool,
) -> Result<bool, fmt::Error> {
    if entering {
        let source = to.user.source;
        let text = node.collect_text();
        let (begin, end) =
            match links::link(&source.restored(address), &source.restored(title), &source.restored(&text)) {
                Link::Live { begin, behind } => (begin, format!("</a>{behind}")),
                Link::Dead { behind } => ("<span class=\"dead-link\">".to_owned(), format!("{behind}</span>")),
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
    Ok(false)
}

/// Never loaded: a stranger would learn who reads.
pub fn image(
    to: &mut Writing<'_, '_, '_>,
    node: Node<'_>,
    address: &str,
    title: &str,
    entering: bool,
) -> Result<bool, fmt::Error> {
    if !entering {
        return Ok(true);
    }
    let source = to.user.source;
    let text = node.collect_text();
    let alt = source.restored(&text);
    let image = links::remote_image(&source.restored(address), &source.restored(title), &alt);
    match image {
        Some(image) if to.user.link.is_some() => {
            to.escape(&in_order(&alt))?;
            to.user.images.push(image);
        }
        Some(image) => to.write_str(&image)?,
        None if alt.trim().is_empty() => to.write_str("[image]")?,
        None => write!(to, "[image: {}]", escaped(&in_order(&alt)))?,
    }
    Ok(true)
}

pub fn footnote(to: &mut Writing<'_, '_, '_>, number: u32, nth: u32, entering: bool) -> Result<bool, fmt::Error> {
    if entering {
        let ids = to.user.ids;
        write!(to, "<sup class=\"footnote-ref\" id=\"{ids}fnref-{number}-{nth}\">")?;
        match to.user.link {
            Some(_) => write!(to, "{number}")?,
            None => write!(to, "<a href=\"#{ids}fn-{number}\" aria-label=\"Footnote {number}\">{number}</a>")?,
        }
        to.write_str("</sup>")?;
    }
    Ok(true)
}

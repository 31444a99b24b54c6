//! Paragraphs, lists, tables and what else stands on lines of its own.

use std::fmt::{self, Write};

use comrak::nodes::{AlertType, ListType, Node, NodeAlert, NodeList, NodeValue, TableAlignment};

use super::{Writing, around, direction, inlines};
use crate::render::code;
use crate::render::html::escaped;
use crate::render::markdown::source::Formula;
use crate::render::visible::in_order;

/// Bytes of a code block's language that are shown.
const LONGEST_LANGUAGE: usize = 40;

/// The page's own headings are the title and the authors; those of a message follow without a gap, and look as their
/// author meant them.
pub fn heading(to: &mut Writing<'_, '_, '_>, level: u8, entering: bool) -> fmt::Result {
    if entering {
        while to.user.headings.last().is_some_and(|above| *above >= level) {
            to.user.headings.pop();
        }
        to.user.headings.push(level);
    }
    let place = u8::try_from(to.user.headings.len()).unwrap_or(u8::MAX).saturating_add(2).min(6);
    let look = level.saturating_add(2).min(6);
    match entering {
        true if place == look => write!(to, "<h{place} dir=\"auto\">"),
        true => write!(to, "<h{place} class=\"like-h{look}\" dir=\"auto\">"),
        false => writeln!(to, "</h{place}>"),
    }
}

pub fn quote(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    match entering {
        true => writeln!(to, "<blockquote{}>", direction::of_container(to, node)),
        false => to.write_str("</blockquote>\n"),
    }
}

/// A long formula that can't be drawn, as code that scrolls and can be copied.
pub fn formula_source(to: &mut Writing<'_, '_, '_>, formula: &Formula) -> fmt::Result {
    let html = code::block("latex", &in_order(formula.typed.trim()), &to.user.patience);
    writeln!(to, "{}", html.replacen("code-block", "code-block math-box", 1))
}

pub fn paragraph(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    let parent = node.parent();
    let is_tight = parent
        .and_then(|parent| parent.parent())
        .is_some_and(|list| matches!(&list.data().value, NodeValue::List(list) if list.tight));
    if is_tight {
        // The text of an item, and behind it only what the repair of a list has left.
        if entering && node.previous_sibling().is_some_and(|node| matches!(node.data().value, NodeValue::Paragraph)) {
            to.write_str("<br>\n")?;
        }
        return Ok(());
    }
    if !entering {
        let is_last = node.next_sibling().is_none();
        if is_last && let Some(references) = parent.and_then(references) {
            to.write_str(" ")?;
            ways_back(to, references)?;
        }
    }
    match entering {
        true if parent.is_some_and(is_item) => write!(to, "<p{}>", direction::of_item(to, node)),
        true => to.write_str("<p dir=\"auto\">"),
        false => to.write_str("</p>\n"),
    }
}

fn is_item(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Item(_) | NodeValue::TaskItem(_) | NodeValue::FootnoteDefinition(_))
}

fn references(node: Node<'_>) -> Option<u32> {
    match &node.data().value {
        NodeValue::FootnoteDefinition(note) => Some(note.total_references),
        _ => None,
    }
}

pub fn list(to: &mut Writing<'_, '_, '_>, node: Node<'_>, list: &NodeList, entering: bool) -> fmt::Result {
    let dir = direction::of_container(to, node);
    match (list.list_type, entering) {
        (ListType::Bullet, true) => writeln!(to, "<ul{dir}>"),
        (ListType::Bullet, false) => to.write_str("</ul>\n"),
        (ListType::Ordered, true) if list.start == 1 => writeln!(to, "<ol{dir}>"),
        (ListType::Ordered, true) => writeln!(to, "<ol{dir} start=\"{}\">", list.start),
        (ListType::Ordered, false) => to.write_str("</ol>\n"),
    }
}

pub fn item(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    match entering {
        true => write!(to, "<li{}>", direction::of_item(to, node)),
        false => to.write_str("</li>\n"),
    }
}

/// A task's box is text that is read out, not a control that could be used.
pub fn task(to: &mut Writing<'_, '_, '_>, node: Node<'_>, is_done: bool, entering: bool) -> fmt::Result {
    if !entering {
        return to.write_str("</li>\n");
    }
    let (class, label, sign) = if is_done { ("task-done", "done", '☑') } else { ("task-open", "to do", '☐') };
    let dir = direction::of_item(to, node);
    write!(to, "<li class=\"task\"{dir}><span class=\"{class}\" role=\"img\" aria-label=\"{label}\">{sign}</span> ")
}

pub fn code(to: &mut Writing<'_, '_, '_>, info: &str, text: &str) -> fmt::Result {
    let source = to.user.source;
    let info = source.restored(info);
    let language = info.split_whitespace().next().unwrap_or_default();
    let language = language.trim_start_matches(['{', '.']).trim_end_matches('}');
    let end = language.char_indices().nth(LONGEST_LANGUAGE).map_or(language.len(), |(at, _)| at);
    let text = source.restored(text);
    if language == "math" {
        let formula = Formula { typed: text.to_string(), tex: text.into_owned(), is_display: true };
        to.write_str("<p dir=\"auto\">")?;
        inlines::formula(to, &formula)?;
        to.write_str("</p>\n")
    } else {
        // As the allow-list's parser reads the ends of lines.
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text };
        let html = code::block(&in_order(&language[..end]), &in_order(&text), &to.user.patience);
        let html = to.user.aside.put(html);
        writeln!(to, "{html}")
    }
}

pub fn alert(to: &mut Writing<'_, '_, '_>, node: Node<'_>, alert: &NodeAlert, entering: bool) -> fmt::Result {
    if !entering {
        return to.write_str("</div>\n");
    }
    let kind = match alert.alert_type {
        AlertType::Note => "note",
        AlertType::Tip => "tip",
        AlertType::Important => "important",
        AlertType::Warning => "warning",
        AlertType::Caution => "caution",
    };
    let title = alert.title.as_deref().map(|title| to.user.source.restored(title));
    let title = escaped(title.as_deref().unwrap_or(alert.alert_type.default_title()));
    let (dir, own) = (direction::of_box(to, node), direction::of_title(to));
    writeln!(to, "<div class=\"alert alert-{kind}\" role=\"note\"{dir}>")?;
    writeln!(to, "<p class=\"alert-title\"{own}>{title}</p>")
}

/// A table in a box, where it scrolls without the page.
pub fn table(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    if entering {
        let dir = direction::of_container(to, node);
        return writeln!(
            to,
            "<div class=\"table-box\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table{dir}>"
        );
    }
    let has_body = node.first_child().is_some_and(|head| head.next_sibling().is_some());
    to.write_str(if has_body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" })
}

pub fn table_row(to: &mut Writing<'_, '_, '_>, node: Node<'_>, is_head: bool, entering: bool) -> fmt::Result {
    to.user.column = 0;
    let is_first = node.previous_sibling().is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    match is_head {
        true => around(to, entering, "<thead>\n<tr>", "</tr>\n</thead>\n"),
        false if is_first => around(to, entering, "<tbody>\n<tr>", "</tr>\n"),
        false => around(to, entering, "<tr>", "</tr>\n"),
    }
}

pub fn table_cell(to: &mut Writing<'_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    let row = node.parent();
    let is_head = row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    if !entering {
        to.user.column += 1;
        return to.write_str(if is_head { "</th>" } else { "</td>" });
    }
    let column = to.user.column;
    let alignment = row.and_then(|row| row.parent()).and_then(|table| match &table.data().value {
        NodeValue::Table(table) => table.alignments.get(column).copied(),
        _ => None,
    });
    let dir = direction::of_item(to, node);
    write!(to, "{}{dir}{}", if is_head { "<th" } else { "<td" }, if is_head { " scope=\"col\"" } else { "" })?;
    to.write_str(match alignment {
        Some(TableAlignment::Left) => " class=\"align-left\">",
        Some(TableAlignment::Center) => " class=\"align-center\">",
        Some(TableAlignment::Right) => " class=\"align-right\">",
        Some(TableAlignment::None) | None => ">",
    })
}

/// Footnotes are the last nodes of a document, in the order of their numbers.
pub fn footnote(to: &mut Writing<'_, '_, '_>, node: Node<'_>, references: u32, entering: bool) -> fmt::Result {
    if entering {
        to.user.footnote += 1;
        to.user.has_way_back = false;
        let (ids, number) = (to.user.ids, to.user.footnote);
        if number == 1 {
            // All of them read as the first does; those that don't say so.
            to.user.first_note = direction::of_first_note(to, node);
            writeln!(to, "<div class=\"footnotes\">\n<ol{}>", direction::of_box(to, node))?;
        }
        writeln!(to, "<li{} id=\"{ids}fn-{number}\">", direction::of_note(to, node))?;
    } else {
        if !to.user.has_way_back {
            ways_back(to, references)?;
        }
        to.write_str("</li>\n")?;
        if node.next_sibling().is_none() {
            to.write_str("</ol>\n</div>\n")?;
        }
    }
    Ok(())
}

fn ways_back(to: &mut Writing<'_, '_, '_>, references: u32) -> fmt::Result {
    to.user.has_way_back = true;
    let (ids, number) = (to.user.ids, to.user.footnote);
    for nth in 1..=references {
        let space = if nth > 1 { " " } else { "" };
        write!(
            to,
            "{space}<a class=\"footnote-back\" href=\"#{ids}fnref-{number}-{nth}\" aria-label=\"Back to reference {number}\">↩</a>"
        )?;
    }
    Ok(())
}

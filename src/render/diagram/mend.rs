//! What the drawing library does not take as people write it, and what it draws so that it can't be read.

use std::borrow::Cow;

/// Stands for words that are not there.
const NOTHING: &str = "\u{200b}";

/// Prefixes of icons of a font that no page of ours has.
const ICONS: &[&str] = &["fa:fa-", "fab:fa-", "fas:fa-", "far:fa-"];

/// Rough width of a character of the dates along an axis, and the least room between two dates.
const CHARACTER: f64 = 6.2;
const APART: f64 = 8.0;

/// A line of that kind of diagram in a form that the library takes.
pub fn line<'l>(kind: &str, line: &'l str) -> Cow<'l, str> {
    match (kind, line.trim()) {
        ("sequenceDiagram", "par" | "and") => Cow::Owned(format!("{line} {NOTHING}")),
        ("flowchart" | "graph", text) if ICONS.iter().any(|icon| text.contains(icon)) => {
            Cow::Owned(without_icons(line))
        }
        _ => Cow::Borrowed(line),
    }
}

/// With words in quotes in one line.
pub fn words_in_one_line(source: &str) -> String {
    let mut is_quoted = false;
    let mut joined = String::with_capacity(source.len() + 16);
    for c in source.chars() {
        is_quoted ^= c == '"';
        match c {
            '\n' if is_quoted => joined.push_str("<br/>"),
            c => joined.push(c),
        }
    }
    joined
}

/// With the words beside an icon, or the name of one that stands alone.
fn without_icons(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let next = |rest: &str| ICONS.iter().filter_map(|icon| Some((rest.find(icon)?, icon.len()))).min();
    while let Some((at, length)) = next(rest) {
        out.push_str(&rest[..at]);
        rest = &rest[at + length..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        match rest[end..].strip_prefix(' ').filter(|words| words.starts_with(char::is_alphanumeric)) {
            Some(words) => rest = words,
            None => {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The picture of that kind, without brackets around nothing, and with as many dates along an axis as have room.
pub fn picture(kind: &str, svg: String) -> String {
    match kind {
        "sequenceDiagram" => svg.replace(&format!("[{NOTHING}]"), ""),
        "gantt" => with_room_for_dates(&svg).unwrap_or(svg),
        _ => svg,
    }
}

/// The dates are the texts before the first box; the title has no line before it.
fn with_room_for_dates(svg: &str) -> Option<String> {
    let (begin, rest) = svg.split_at(svg.find("<line ")?);
    let (dates, end) = rest.split_at(rest.find("<rect ")?);
    let mut thinned = String::with_capacity(dates.len());
    let mut free = f64::NEG_INFINITY;
    for piece in dates.split_inclusive("</text>") {
        let text = piece.find("<text x=\"").map(|at| &piece[at + 9..]).and_then(|text| text.split_once('"'));
        let Some((x, words)) = text.and_then(|(x, rest)| Some((x.parse::<f64>().ok()?, rest.split_once('>')?.1)))
        else {
            thinned.push_str(piece);
            continue;
        };
        let length = words.trim_end_matches("</text>").chars().count();
        if x >= free {
            thinned.push_str(piece);
            free = x + f64::from(u32::try_from(length).ok()?) * CHARACTER + APART;
        } else {
            thinned.push_str(&piece[..piece.find("<text ")?]);
        }
    }
    Some([begin, &thinned, end].concat())
}

/// Left, top, right and bottom of what a picture shows: its view, and the boxes that lie outside of it, with a margin. The
/// library does not count the labels of lines, or what is within groups.
pub fn view(svg: &str, [left, top, width, height]: [f64; 4]) -> [f64; 4] {
    let mut view = [left, top, left + width, top + height];
    // Boxes that are moved stand elsewhere than they say.
    if svg.contains(" transform=\"") {
        return view;
    }
    for piece in svg.split("<rect ").skip(1) {
        let tag = piece.split_once('>').map_or("", |(tag, _)| tag);
        let side = |name: &str| tag.split_once(name)?.1.split_once('"')?.0.parse::<f64>().ok();
        let (Some(x), Some(y), Some(width), Some(height)) =
            (side("x=\""), side(" y=\""), side(" width=\""), side(" height=\""))
        else {
            continue;
        };
        let (right, bottom) = (x + width, y + height);
        if x < view[0] {
            view[0] = x - APART;
        }
        if y < view[1] {
            view[1] = y - APART;
        }
        if right > view[2] {
            view[2] = right + APART;
        }
        if bottom > view[3] {
            view[3] = bottom + APART;
        }
    }
    view
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_give_way_to_the_words_beside_them() {
        assert_eq!(line("graph", "F[fa:fa-car Car] --> G(fab:fa-github)"), "F[Car] --> G(github)");
        assert_eq!(line("sequenceDiagram", "A->>B: fa:fa-car Car"), "A->>B: fa:fa-car Car");
    }

    #[test]
    fn words_in_quotes_come_in_one_line() {
        assert_eq!(words_in_one_line("a[\"b\nc\"]\nd"), "a[\"b<br/>c\"]\nd");
    }

    #[test]
    fn dates_that_would_touch_are_left_out() {
        let date = |x: u32| format!("<text x=\"{x}\" y=\"1\">2026-01-0{}</text>", x / 40);
        let svg =
            format!("<svg><text x=\"0\">T</text><line x1=\"0\"/>{}{}{}<rect /></svg>", date(0), date(40), date(80));
        let expected = format!("<svg><text x=\"0\">T</text><line x1=\"0\"/>{}{}<rect /></svg>", date(0), date(80));
        assert_eq!(picture("gantt", svg), expected);
    }

    #[test]
    fn a_picture_shows_what_lies_outside_of_its_view() {
        let view_of = |svg| view(svg, [0.0, 0.0, 100.0, 50.0]);
        assert_eq!(view_of("<rect x=\"90\" y=\"10\" width=\"30\" height=\"10\"/>"), [0.0, 0.0, 128.0, 50.0]);
        assert_eq!(view_of("<rect x=\"-20\" y=\"10\" width=\"30\" height=\"10\"/>"), [-28.0, 0.0, 100.0, 50.0]);
        assert_eq!(view_of("<rect x=\"0\" y=\"0\" width=\"100\" height=\"50\"/>"), [0.0, 0.0, 100.0, 50.0]);
        assert_eq!(
            view_of("<g transform=\"x\"><rect x=\"90\" y=\"0\" width=\"30\" height=\"9\"/></g>"),
            [0.0, 0.0, 100.0, 50.0]
        );
    }
}

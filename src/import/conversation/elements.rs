//! Elements that models write into their texts for the page that shows them: `<name attribute="value">...</name>`.

/// A stretch of a text.
pub enum MarkupSegment<'a> {
    /// Words.
    Text(&'a str),
    /// An element: its attributes, and what is in it.
    Element(&'a str, &'a str),
}

/// Cuts a text at the elements of that name. One that does not end is text.
pub fn pieces<'a>(text: &'a str, name: &str) -> Vec<MarkupSegment<'a>> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut pieces, mut begin, mut from) = (Vec::new(), 0, 0);
    while let Some(start) = text[from..].find(&open).map(|at| from + at) {
        let after = &text[start + open.len()..];
        if !after.starts_with(|c: char| c == '>' || c.is_whitespace()) {
            from = start + open.len();
            continue;
        }
        let Some((head, (inner, rest))) =
            after.split_once('>').and_then(|(head, rest)| Some((head, rest.split_once(&close)?)))
        else {
            break;
        };
        pieces.push(MarkupSegment::Text(&text[begin..start]));
        pieces.push(MarkupSegment::Element(head, inner));
        begin = text.len() - rest.len();
        from = begin;
    }
    pieces.push(MarkupSegment::Text(&text[begin..]));
    pieces
}

/// An attribute's value.
pub fn attribute<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let rest = head.match_indices(name).find_map(|(at, _)| {
        let is_apart = head[..at].chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-');
        head[at + name.len()..].strip_prefix("=\"").filter(|_| is_apart)
    })?;
    rest.split_once('"').map(|(value, _)| value)
}

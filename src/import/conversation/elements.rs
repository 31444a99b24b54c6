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
        let Some((head, (inner, rest))) = head(after).and_then(|(head, rest)| Some((head, rest.split_once(&close)?)))
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

/// What stands before an element of that name without an end, its attributes, and what is in it.
pub fn cut_off<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (said, after) = text.split_once(&format!("<{name}"))?;
    let (head, inner) = head(after).filter(|_| after.starts_with(|c: char| c == '>' || c.is_whitespace()))?;
    Some((said, head, inner))
}

/// The attributes up to the end of a tag, and what follows it. A quoted value may hold what ends one.
fn head(after: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 4096;
    let mut quote = None;
    let end = after.char_indices().take(LONGEST).find(|(_, c)| {
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            Some(open) if open == *c => quote = None,
            _ => {}
        }
        quote.is_none() && *c == '>'
    });
    let (at, _) = end.or_else(|| after.char_indices().find(|(_, c)| *c == '>'))?;
    Some((&after[..at], &after[at + 1..]))
}

/// An attribute's value.
pub fn attribute<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let (quote, rest) = head.match_indices(name).find_map(|(at, _)| {
        let is_apart = head[..at].chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-');
        let rest = head[at + name.len()..].strip_prefix('=').filter(|_| is_apart)?;
        ['"', '\''].into_iter().find_map(|quote| Some((quote, rest.strip_prefix(quote)?)))
    })?;
    rest.split_once(quote).map(|(value, _)| value)
}

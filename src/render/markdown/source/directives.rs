//! Blocks between `:::name` and `:::`, as chat programs write them. The parser takes any three colons for the beginning of
//! one, and the first end for that of the outermost.

use std::borrow::Cow;

use super::lines::{self, Fence};
use super::{COLON, GUARD};

/// Blocks within each other; further colons are text.
const DEEPEST: usize = 20;

struct Colons<'t> {
    line: usize,
    indent: &'t str,
    length: usize,
}

/// The text in which each block has more colons than those in it, and colons that begin or end none are text.
pub fn nested(text: &str) -> Cow<'_, str> {
    if !text.contains(":::") {
        return Cow::Borrowed(text);
    }
    let mut lines: Vec<Cow<'_, str>> = text.split_inclusive('\n').map(Cow::Borrowed).collect();
    let mut fence: Option<Fence> = None;
    // Each with how many blocks within each other it has in it.
    let mut open: Vec<(Colons<'_>, usize)> = Vec::new();
    for (line, text) in text.split_inclusive('\n').enumerate() {
        let (indent, rest) = text.split_at(lines::prefix(text));
        if let Some(opened) = &fence {
            if opened.is_closed_by(rest) {
                fence = None;
            }
            continue;
        }
        fence = Fence::opened_by(rest, false);
        let info = rest.trim_start_matches(':');
        let colons = Colons { line, indent, length: rest.len() - info.len() };
        if colons.length < 3 {
            continue;
        }
        let info = info.trim();
        let is_begin = info.starts_with(|c: char| c.is_alphabetic() || c == '{') && open.len() < DEEPEST;
        let is_end = info.is_empty() && open.last().is_some_and(|(begin, _)| begin.length <= colons.length);
        if is_begin {
            if info.contains(':') {
                let info = rest[colons.length..].replace(':', COLON.encode_utf8(&mut [0; 4]));
                lines[line] = Cow::Owned(format!("{indent}{}{info}", ":".repeat(colons.length)));
            }
            open.push((colons, 0));
        } else if let Some((begin, depth)) = is_end.then(|| open.pop()).flatten() {
            if let Some((_, outer)) = open.last_mut() {
                *outer = (*outer).max(depth + 1);
            }
            for colons in [&begin, &colons] {
                set_length(&mut lines[colons.line], colons, 3 + depth);
            }
        } else {
            lines[line] = Cow::Owned(format!("{indent}{GUARD}{rest}"));
        }
    }
    // Those that end with the text.
    let mut inner = 0;
    for (begin, depth) in open.iter().rev() {
        inner = inner.max(*depth);
        set_length(&mut lines[begin.line], begin, 3 + inner);
        inner += 1;
    }
    Cow::Owned(lines.concat())
}

fn set_length(line: &mut Cow<'_, str>, colons: &Colons<'_>, length: usize) {
    let (indent, rest) = line.split_at(colons.indent.len());
    *line = Cow::Owned(format!("{indent}{}{}", ":".repeat(length), rest.trim_start_matches(':')));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_around_others_has_more_colons() {
        assert_eq!(nested(":::a\n:::b\n:::\n:::\n"), "::::a\n:::b\n:::\n::::\n");
        assert_eq!(nested("::::a\n:::b\n:::\n::::\n"), "::::a\n:::b\n:::\n::::\n");
        assert_eq!(nested(":::a\n:::b\nc"), "::::a\n:::b\nc");
        assert_eq!(nested("```\n:::\n```\n"), "```\n:::\n```\n");
        assert_eq!(nested("a\n:::\nb"), format!("a\n{GUARD}:::\nb"));
        assert_eq!(nested(":::a[b: c]\n:::"), format!(":::a[b{COLON} c]\n:::"));
    }
}

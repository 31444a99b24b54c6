//! Markup of Markdown and HTML, as what is to be left out of a text: emphasis, code ticks, tags and
//! comments, brackets and addresses of links, marks of footnotes. More is left out than a parser of
//! Markdown would, which does no harm: the text is searched with it, too.

use memchr::memmem;

use super::projection::Edit;

/// The longest tag that is left out, in bytes.
const LONGEST_TAG: usize = 4096;
/// The longest mark of a footnote.
const LONGEST_MARK: usize = 64;

/// Everything but underscores, which most keys have of their own.
pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits: Vec<Edit> = Vec::new();
    let mut comments_end = 0;
    let mut at = 0;
    let is_mark = |byte: &u8| matches!(byte, b'*' | b'`' | b'~' | b'!' | b'<' | b'[' | b']');
    while let Some(skipped) = bytes[at..].iter().position(is_mark) {
        at += skipped;
        let end = match &bytes[at] {
            b'*' | b'`' => at + 1,
            b'~' if bytes.get(at + 1) == Some(&b'~') => at + 2,
            b'!' if bytes.get(at + 1) == Some(&b'[') => at + 1,
            b'<' => tag_end(text, at, &mut comments_end),
            b'[' => mark_end(bytes, at).unwrap_or(at + 1),
            b']' => address_end(bytes, at).unwrap_or(at + 1),
            _ => at,
        };
        match edits.last_mut() {
            _ if end == at => {}
            Some(last) if last.range.end == at => last.range.end = end,
            _ => edits.push(Edit { range: at..end, with: None }),
        }
        at = end.max(at + 1);
    }
    edits
}

/// Underscores that emphasize: those that do not stand within a word.
pub fn underscores(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let mut edits: Vec<Edit> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'_', &bytes[at..]) {
        let start = at + found;
        at = start + bytes[start..].iter().take_while(|byte| **byte == b'_').count();
        if !(is_word(start.checked_sub(1)) && is_word(Some(at))) {
            edits.push(Edit { range: start..at, with: None });
        }
    }
    edits
}

/// The end of a tag or comment; `start` where none begins.
fn tag_end(text: &str, start: usize, comments_end: &mut usize) -> usize {
    let rest = &text.as_bytes()[start + 1..];
    if rest.starts_with(b"!--") {
        // Of many comments without an end, the rest of the text is looked through once.
        if *comments_end < start {
            *comments_end = memmem::find(&rest[3..], b"-->").map_or(usize::MAX, |at| start + 4 + at + 3);
        }
        return if *comments_end == usize::MAX { start } else { *comments_end };
    }
    if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?')) {
        return start;
    }
    let name =
        rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-')).count();
    let end = memchr::memchr2(b'<', b'>', &rest[..rest.len().min(LONGEST_TAG)]).filter(|at| rest[*at] == b'>');
    match (end, rest.get(name)) {
        // `<https://...>` and `<alice@example.com>` are seen, `<ns:name>` is not.
        (Some(end), Some(b':')) if rest[name + 1..end].iter().all(is_name) => start + 1 + end + 1,
        (_, Some(b':' | b'@')) | (None, _) => start,
        (Some(end), _) => start + 1 + end + 1,
    }
}

const fn is_name(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-')
}

/// The end of `[^1]`.
fn mark_end(bytes: &[u8], start: usize) -> Option<usize> {
    let label = bytes.get(start + 1..)?.strip_prefix(b"^")?;
    let length =
        label.iter().take(LONGEST_MARK).take_while(|byte| !byte.is_ascii_whitespace()).position(|b| *b == b']')?;
    Some(start + 2 + length + 1)
}

/// The end of what follows the text of a link: `](address "title")` or `][reference]`.
fn address_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start + 1..];
    let mut depth = 0_usize;
    for (at, byte) in rest.iter().enumerate() {
        match (byte, rest.first()) {
            (b'(', Some(b'(')) => depth += 1,
            (b')', Some(b'(')) if depth == 1 => return Some(start + 1 + at + 1),
            (b')', Some(b'(')) => depth -= 1,
            (b'[', Some(b'[')) if at == 0 => {}
            (b']', Some(b'[')) => return Some(start + 1 + at + 1),
            // What begins the next link ends this search: each byte is looked at once.
            (b'[' | b']' | b'\n', _) => return None,
            (_, Some(b'(' | b'[')) => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::projection::Projection;
    use super::*;

    fn bare(text: &str) -> String {
        Projection::of(text).edited(&edits(text)).text.into_owned()
    }

    #[test]
    fn markup_is_left_out_and_words_stay() {
        for (text, expected) in [
            ("a **b** *c* `d` ~~e~~ ~f", "a b c d e ~f"),
            ("a<b>b</b>c<!-- d <e> -->f<br/>", "abcf"),
            ("[a](https://x/(y) \"t\")b![c](d)e[f][g]h[^1]i", "abcefhi"),
            ("<https://x/y> <a@b.c> 1 < 2 > 0", "<https://x/y> <a@b.c> 1 < 2 > 0"),
            ("<ns:a>b</ns:a> <mailto:a@b.c> <tel:1>", "b <mailto:a@b.c> <tel:1>"),
            ("[a](b", "a(b"),
            ("<!-- <!-- <b>", "<!-- <!-- "),
            ("!", "!"),
            ("", ""),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }

    #[test]
    fn underscores_within_words_stay() {
        let text = "_a_ b_c __d__ sk-_e_-f g__h";
        assert_eq!(Projection::of(text).edited(&underscores(text)).text, "a b_c d sk-e-f g__h");
    }
}

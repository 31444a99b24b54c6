//! Strings that a program puts together from pieces: `"ab" + "cd"`, `'ab' . 'cd'`, and pieces on lines of their own, as
//! Python and C take them.

use super::lines::is_key;
use super::projection::Edit;

/// The most blanks between two pieces.
const APART: usize = 80;
/// Characters of a piece that is joined without a sign between.
const SHORTEST_PIECE: usize = 8;

/// What stands between two pieces, their quotes included.
pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    for at in memchr::memchr2_iter(b'"', b'\'', bytes) {
        if at > 0 && is_key(bytes[at - 1]) {
            let range = next_piece(bytes, at).map(|next| at..next);
            edits.extend(range.map(|range| Edit { range, with: None }));
        }
    }
    edits
}

/// Where the next piece begins behind the quote that closes one.
fn next_piece(bytes: &[u8], close: usize) -> Option<usize> {
    let mut at = close + 1;
    let mut ends = 0;
    let mut is_added = false;
    let limit = bytes.len().min(at + APART);
    while at < limit {
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\\' => {}
            b'\n' if ends == 0 => ends += 1,
            b'+' | b'.' | b'&' => is_added = true,
            _ => break,
        }
        at += 1;
    }
    // Of a kind, as in `f"X"`.
    at += usize::from(at > close + 1 && matches!(bytes.get(at), Some(b'b' | b'f' | b'r' | b'u')));
    let is_piece = |bytes: &mut dyn Iterator<Item = &u8>| {
        bytes.take_while(|byte| is_key(**byte)).take(SHORTEST_PIECE).count() == SHORTEST_PIECE
    };
    let is_joined = is_added
        || (ends > 0 && is_piece(&mut bytes[..close].iter().rev()) && is_piece(&mut bytes.get(at + 1..)?.iter()));
    let is_next = bytes.get(at) == Some(&bytes[close]) && bytes.get(at + 1).copied().is_some_and(is_key);
    (is_joined && is_next).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::projection::Projection;
    use super::*;

    #[test]
    fn pieces_are_put_together() {
        for (text, expected) in [
            ("'ab' + 'cd'", "'abcd'"),
            ("\"ab\" +\n  \"cd\"", "\"abcd\""),
            ("\"ab\"\n  . \"cd\"", "\"abcd\""),
            ("(\"abcdefgh\"\n b\"ijklmnop\")", "(\"abcdefghijklmnop\")"),
            ("\"ab\"\n\"cd\"", "\"ab\"\n\"cd\""),
            ("'ab', 'cd'", "'ab', 'cd'"),
            ("'ab' 'cd'", "'ab' 'cd'"),
            ("'ab' + \"cd\"", "'ab' + \"cd\""),
            ("'ab ' + 'cd'", "'ab ' + 'cd'"),
            ("'a", "'a"),
        ] {
            assert_eq!(Projection::of(text).edited(&edits(text)).text, expected);
        }
    }
}

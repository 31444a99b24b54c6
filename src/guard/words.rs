//! The words of the guard's own: what stands in the place of what was taken out, and the names of
//! characters in HTML.

use std::borrow::Cow;

use crate::domain::redaction::SecretKind;

/// What the searched text holds in the place of what was taken out before: no rule reads across it. As
/// a control character it stands in no text that somebody reads.
pub const BARRIER: char = '\u{1}';

/// How each replacement begins.
pub const OPENING: &[u8] = b"[redacted";

/// What a reader finds in the place of a secret of that kind, or of a word of the owner's.
pub fn replacement(kind: Option<SecretKind>) -> Cow<'static, str> {
    match kind {
        Some(kind) => kind.replacement(),
        None => Cow::Borrowed("[redacted]"),
    }
}

/// Where the replacement ends that begins here, if one does.
pub fn replacement_at(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix("[redacted")?;
    let end = |rest: &str| text.len() - rest.len();
    if let Some(rest) = rest.strip_prefix(']') {
        return Some(end(rest));
    }
    let rest = rest.strip_prefix(": ")?;
    SecretKind::ALL.into_iter().find_map(|kind| rest.strip_prefix(kind.label())?.strip_prefix(']')).map(end)
}

/// The character of this name in HTML, of those that may stand in a secret, or within one unseen.
pub fn entity(name: &str) -> Option<char> {
    NAMES.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| NAMES[at].1)
}

/// Sorted. <https://html.spec.whatwg.org/multipage/named-characters.html>
const NAMES: [(&str, char); 71] = [
    ("AMP", '&'),
    ("GT", '>'),
    ("Hat", '^'),
    ("InvisibleComma", '\u{2063}'),
    ("InvisibleTimes", '\u{2062}'),
    ("LT", '<'),
    ("NewLine", '\n'),
    ("NoBreak", '\u{2060}'),
    ("NonBreakingSpace", ' '),
    ("QUOT", '"'),
    ("Tab", '\t'),
    ("UnderBar", '_'),
    ("VerticalLine", '|'),
    ("ZeroWidthSpace", '\u{200B}'),
    ("amp", '&'),
    ("apos", '\''),
    ("ast", '*'),
    ("auml", 'ä'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dash", '-'),
    ("dollar", '$'),
    ("emsp", ' '),
    ("ensp", ' '),
    ("equals", '='),
    ("excl", '!'),
    ("grave", '`'),
    ("gt", '>'),
    ("hyphen", '-'),
    ("lbrace", '{'),
    ("lbrack", '['),
    ("lcub", '{'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lrm", '\u{200E}'),
    ("lsqb", '['),
    ("lt", '<'),
    ("mdash", '-'),
    ("midast", '*'),
    ("minus", '-'),
    ("nbsp", ' '),
    ("ndash", '-'),
    ("num", '#'),
    ("ouml", 'ö'),
    ("percnt", '%'),
    ("period", '.'),
    ("plus", '+'),
    ("quest", '?'),
    ("quot", '"'),
    ("rbrace", '}'),
    ("rbrack", ']'),
    ("rcub", '}'),
    ("rlm", '\u{200F}'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("semi", ';'),
    ("shy", '\u{AD}'),
    ("sol", '/'),
    ("szlig", 'ß'),
    ("tab", '\t'),
    ("thinsp", ' '),
    ("tilde", '~'),
    ("uuml", 'ü'),
    ("verbar", '|'),
    ("vert", '|'),
    ("wedge", '^'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
    ("zwsp", '\u{200B}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_characters_are_found() {
        assert!(NAMES.is_sorted());
        assert_eq!(entity("lowbar"), Some('_'));
        assert_eq!(entity("nothing"), None);
    }

    #[test]
    fn each_replacement_is_known_again() {
        let in_words = |kind: &SecretKind| *kind != SecretKind::HomeFolder;
        for kind in SecretKind::ALL.into_iter().filter(in_words).map(Some).chain([None]) {
            let text = format!("é{}é", replacement(kind));
            assert_eq!(replacement_at(&text, 2), Some(text.len() - 2), "{text}");
        }
        for other in ["[redacted", "[redacted:]", "[redacted: API key", "[redacted: key]"] {
            assert_eq!(replacement_at(other, 0), None, "{other}");
        }
    }
}

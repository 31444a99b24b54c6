//! From the bytes of one text to what a parser takes: other programs cut emoji in two.

use std::borrow::Cow;

/// The bytes as JSON text, and whether some were not UTF-8 and have been replaced.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    // Nearly always it is, and that is seen in a third of the time.
    let text = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let was_replaced = matches!(text, Cow::Owned(_));
    (without_lone_surrogates(text), was_replaced)
}

/// Replaces `\uD83D` without its other half by `\uFFFD`: Python writes one where an emoji was cut
/// in two, and the parser would refuse the file for it.
fn without_lone_surrogates(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut lone = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += step;
        at += match (surrogate(bytes, at), surrogate(bytes, at + 6)) {
            (Some(Half::High), Some(Half::Low)) => 12,
            (Some(_), _) => {
                lone.push(at);
                6
            }
            (None, _) => 2,
        };
    }
    if lone.is_empty() {
        return text;
    }
    let mut text = text.into_owned();
    for at in lone {
        text.replace_range(at..at + 6, "\\ufffd");
    }
    Cow::Owned(text)
}

enum Half {
    High,
    Low,
}

fn surrogate(bytes: &[u8], at: usize) -> Option<Half> {
    let [b'\\', b'u', b'd' | b'D', third, fourth, fifth] = bytes.get(at..at + 6)? else {
        return None;
    };
    if !fourth.is_ascii_hexdigit() || !fifth.is_ascii_hexdigit() {
        return None;
    }
    match third {
        b'8' | b'9' | b'a' | b'b' | b'A' | b'B' => Some(Half::High),
        b'c'..=b'f' | b'C'..=b'F' => Some(Half::Low),
        _ => None,
    }
}

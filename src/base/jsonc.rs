//! JSON as people write settings: with comments, and commas behind the last item.

use serde_json::Value;

use super::json;

/// Parses a text; `None` where it is none.
pub fn parse(text: &str) -> Option<Value> {
    json::parse(blanked(text).as_bytes()).ok()
}

/// The text with blanks in place of comments and of commas that nothing follows: what is left stands where it stood.
pub fn blanked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let (mut at, mut comma) = (0, None);
    while let Some(&byte) = bytes.get(at) {
        let end = match (byte, bytes.get(at + 1)) {
            (b'"', _) => string_end(&bytes, at),
            (b'/', Some(b'/')) => blank(&mut bytes, at, |rest| rest.first() == Some(&b'\n'), 0),
            (b'/', Some(b'*')) => blank(&mut bytes, at, |rest| rest.starts_with(b"*/"), 2),
            _ => at + 1,
        };
        match byte {
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(last) = comma.take().and_then(|at| bytes.get_mut(at)) {
                    *last = b' ';
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' | b'/' => {}
            _ => comma = None,
        }
        at = end;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The place behind a string.
pub fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Blanks a comment, from its beginning to where `is_end` says, and so many bytes more; the place behind it.
fn blank(bytes: &mut [u8], start: usize, is_end: fn(&[u8]) -> bool, more: usize) -> usize {
    let length = bytes.get(start + 2..).into_iter().flat_map(|rest| (0..=rest.len()).map(move |at| (at, rest)));
    let found =
        length.into_iter().find(|(at, rest)| rest.get(*at..).is_none_or(is_end)).map(|(at, _)| start + 2 + at + more);
    let end = found.unwrap_or(bytes.len()).min(bytes.len());
    for byte in bytes.get_mut(start..end).into_iter().flatten().filter(|byte| **byte != b'\n') {
        *byte = b' ';
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn comments_and_last_commas_are_blanks() {
        for (text, expected) in [
            ("{\"a\": 1, // one\n \"b\": [1, 2,], /* } */ }", json!({"a": 1, "b": [1, 2]})),
            (
                "{\"url\": \"https://x//y /* no */\", \"q\": \"\\\"//\"}",
                json!({"url": "https://x//y /* no */", "q": "\"//"}),
            ),
            ("// only\n{}", json!({})),
            ("{\"a\": 1, /* last */ // more\n}", json!({"a": 1})),
            ("{}/*", json!({})),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
            assert_eq!(blanked(text).len(), text.len());
        }
        for wrong in ["", "{", "{\"a\" 1}", "/", "{,,}", "{\"a"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}

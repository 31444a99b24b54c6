//! What can be had of a text that is not JSON as it stands: numbers that JSON does not have, raw control characters
//! in strings, and lines on which one record ends up behind, or within, another.

use std::fmt::Write;

use crate::import::conversation::Value;

/// How often a line is tried in vain to be read from somewhere within it.
const MAX_TRIES: usize = 16;
/// The longest token that may be a number, in bytes.
const MAX_NUMBER: usize = 400;

/// The text with `null` for what is no number in JSON, as Python writes it, and with control characters escaped;
/// `None` where it has neither.
pub fn repaired(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut kept, mut at, mut in_string) = (0, 0, false);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let rest = &text[at..];
        let (length, instead) = match byte {
            b'\\' if in_string => (2, None),
            b'"' => {
                in_string = !in_string;
                (1, None)
            }
            0..0x20 if in_string => (1, Some(format!("\\u{byte:04x}"))),
            b'N' | b'I' | b'-' | b'0'..=b'9' if !in_string => {
                let is_token = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                let length = rest.find(|c| !is_token(c)).unwrap_or(rest.len()).max(1);
                (length, is_no_number(&rest[..length]).then(|| "null".to_owned()))
            }
            _ => (rest.chars().next().map_or(1, char::len_utf8), None),
        };
        if let Some(instead) = instead {
            out.push_str(&text[kept..at]);
            let _ = write!(out, "{instead}");
            kept = at + length;
        }
        // An escape at the end of a text may be cut off.
        at = (at + length).min(bytes.len());
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    (kept > 0).then(|| out + &text[kept..])
}

/// Whether it is `NaN` or the like, or more than a number can be.
fn is_no_number(token: &str) -> bool {
    let name = token.trim_start_matches('-');
    ["NaN", "Infinity"].contains(&name)
        || token.len() <= MAX_NUMBER && token.parse::<f64>().is_ok_and(|number| !number.is_finite())
}

/// The objects that can be read on a line that is not one, in their order: one behind the other, or whole ones behind
/// the beginning of one that was never finished.
pub fn objects(line: &str) -> SavedObjects {
    let mut saved = SavedObjects::default();
    // Records begin alike; what is in one mostly begins otherwise.
    let Some(beginning) = line.get(..line.find(':').unwrap_or_default()) else { return saved };
    let (mut rest, mut tries, mut is_behind) = (line, 0, false);
    while tries < MAX_TRIES {
        // Behind a whole one another may begin otherwise.
        let next = Some(rest.len() - rest.trim_start().len()).filter(|at| is_behind && rest[*at..].starts_with("{\""));
        let found = next.or_else(|| rest.find(beginning).filter(|_| beginning.starts_with("{\"")));
        let Some(start) = found else { break };
        saved.has_lost |= !rest[..start].trim().is_empty();
        rest = &rest[start..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let next = values.next();
        is_behind = matches!(next, Some(Ok(_)));
        match next {
            Some(Ok(value)) if value.as_object().is_some_and(|fields| fields.len() > 1) => {
                rest = &rest[values.byte_offset()..];
                saved.objects.push(value);
            }
            _ => {
                (saved.has_lost, is_behind) = (true, false);
                tries += 1;
                rest = &rest[1..];
            }
        }
    }
    saved.has_lost |= !rest.trim().is_empty();
    saved
}

/// What could be read on a line.
#[derive(Default)]
pub struct SavedObjects {
    /// In their order.
    pub objects: Vec<Value>,
    /// There is more on it.
    pub has_lost: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_number_is_null() {
        let text = r#"{"a": NaN, "b": [-Infinity, 1e999, -1.5], "c": "NaN \" NaN", "d": Infinity}"#;
        let repaired = repaired(text).expect("repaired");
        let value: Value = serde_json::from_str(&repaired).expect("JSON");
        assert_eq!(value, json!({"a": null, "b": [null, null, -1.5], "c": "NaN \" NaN", "d": null}));
    }

    #[test]
    fn control_characters_in_strings_are_escaped() {
        assert_eq!(repaired("{\t\"a\": \"b\tc\nd\"}").as_deref(), Some("{\t\"a\": \"b\\u0009c\\u000ad\"}"));
        assert_eq!(repaired(r#"{"a": 1, "ä": "b\"#), None);
        assert_eq!(repaired("\"\\ä\t").as_deref(), Some("\"\\ä\\u0009"));
    }

    #[test]
    fn records_on_one_line_are_told_apart() {
        let (a, b) = (json!({"type": "a", "n": 1}), json!({"type": "b", "n": {"m": 2}}));
        let check = |line: &str, expected: &[&Value], has_lost| {
            let saved = objects(line);
            assert_eq!(
                (saved.objects.iter().collect::<Vec<_>>().as_slice(), saved.has_lost),
                (expected, has_lost),
                "{line}"
            );
        };
        check(&format!("{a} {b}"), &[&a, &b], false);
        check(&format!("{{\"type\": \"torn\", \"p\": {{\"{b}"), &[&b], true);
        check(&format!("{a}{{\"type\": \"torn"), &[&a], true);
        check(&format!("{a}{}", json!({"n": 1, "type": "c"})), &[&a, &json!({"n": 1, "type": "c"})], false);
        check(&a.to_string().repeat(40), &[&a; 40], false);
        check(&"{\"".repeat(100_000), &[], true);
    }
}

//! Text without what controls a terminal: agents print what tools said as it stands in the session.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Value};

const ESCAPE: char = '\u{1b}';

/// The text without control characters and the sequences that they begin; line breaks and tabs stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_control) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ESCAPE => skip_sequence(&mut chars),
            // The same as ESC and `[`, in one character.
            '\u{9b}' => skip_to_final(&mut chars),
            '\r' if chars.peek() != Some(&'\n') => kept.push('\n'),
            c if is_control(c) => {}
            c => kept.push(c),
        }
    }
    kept.into()
}

/// The same for all texts and names in a value.
pub fn plain_value(value: &mut Value, turn: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = turn(text),
        Value::Array(items) => items.iter_mut().for_each(|item| plain_value(item, turn)),
        Value::Object(fields) => {
            let old = std::mem::replace(fields, Map::new());
            fields.extend(old.into_iter().map(|(name, mut value)| {
                plain_value(&mut value, turn);
                (plain(&name).into_owned(), value)
            }));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// Skips what follows ESC (ECMA-48, 5.3 to 5.6).
fn skip_sequence(chars: &mut Peekable<Chars<'_>>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_to_final(chars);
        }
        // A string: a title, a link, an image. To its end, or to the end of the line, where it has none.
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            while let Some(c) = chars.next_if(|c| *c != '\n') {
                if c == '\u{7}' || c == '\u{9c}' {
                    break;
                }
                if c == ESCAPE {
                    chars.next_if(|c| *c == '\\');
                    break;
                }
            }
        }
        Some(' '..='~') => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
        _ => {}
    }
}

/// Skips parameters up to the letter that ends a control sequence.
fn skip_to_final(chars: &mut Peekable<Chars<'_>>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_controls_a_terminal_is_left() {
        for (text, expected) in [
            ("Größe\n\ttab 👩\u{200d}🔬", "Größe\n\ttab 👩\u{200d}🔬"),
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("a\u{9b}2Jb", "ab"),
            ("\u{1b}]0;title\u{7}b", "b"),
            ("\u{1b}]8;;https://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}Pq no end\nnext", "\nnext"),
            ("\u{1b}(Bplain\u{1b}c", "plain"),
            ("10%\r20%\r\nend\0\u{7}\u{8}\u{7f}", "10%\n20%\nend"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
        let mut value = serde_json::json!({"a\u{1b}[1m": ["\u{7}x", 1, null, {"b": "\u{1b}[2J"}]});
        plain_value(&mut value, &|text| plain(text).into_owned());
        assert_eq!(value, serde_json::json!({"a": ["x", 1, null, {"b": ""}]}));
    }
}

//! Values in a block of settings behind their name, among what else is said about it: the default of a parameter, the
//! value of an element within the named one, and how PHP prints and stores a field.

use super::cursor::{Cursor, line_start};
use super::names::Name;
use super::opening::Found;
use super::values::Notation;

/// The lines of a block that are read, and the longest of them.
const MOST_LINES: usize = 8;
const LONGEST_LINE: usize = 300;

/// The value in the block that this name begins.
pub fn value(text: &str, name: &Name) -> Option<Found> {
    if !name.is_last || !name.is_clear {
        return None;
    }
    php(text, name).or_else(|| nested(text, name)).or_else(|| element(text, name))
}

fn quoted(range: std::ops::Range<usize>) -> Found {
    Found { range, notation: Notation::Quoted, is_loose: false }
}

/// `["password"]=>\n  string(12) "X"`, `s:8:"password";s:12:"X";`
fn php(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.eat_one(&["\"]=>", "\\\";", "\";"])?;
    cursor.skip(40, |byte| byte.is_ascii_whitespace());
    cursor.eat_one(&["string(", "s:"])?;
    cursor.skip(6, |byte| byte.is_ascii_digit());
    cursor.eat_one(&[") \"", ":\"", ":\\\""])?;
    let start = cursor.at;
    cursor.skip(LONGEST_LINE, |byte| !matches!(byte, b'"' | b'\\' | b'\n' | b' ' | 1));
    (cursor.at > start && matches!(cursor.byte(), b'"' | b'\\')).then(|| quoted(start..cursor.at))
}

/// `DBPassword:` with `Default: X` below it, in YAML or JSON.
fn nested(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.skip(2, |byte| matches!(byte, b'"' | b'\''));
    cursor.eat(":").then_some(())?;
    cursor.skip(4, |byte| matches!(byte, b' ' | b'{' | b'\r'));
    cursor.eat("\n").then_some(())?;
    let start = line_start(text, name.range.start)?;
    let indent = text[start..name.range.start].trim_end_matches(['"', '\'']).len();
    let is_indent = |before: &str| before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'+'));
    is_indent(&text[start..start + indent]).then_some(())?;
    for line in cursor.rest().split('\n').take(MOST_LINES) {
        let field = line.trim_start_matches([' ', '\t', '+']);
        let is_inside = line.len() - field.len() > indent && line.len() <= LONGEST_LINE;
        if !is_inside && !line.trim().is_empty() {
            break;
        }
        let Some((key, value)) = field.split_once(':') else { continue };
        let key = key.trim_matches(['"', '\'']);
        if ["default", "value", "plain", "plaintext"].iter().any(|word| key.eq_ignore_ascii_case(word)) {
            let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
            let at = value.as_ptr() as usize - text.as_ptr() as usize;
            let is_value = !value.is_empty() && !value.contains([' ', '\u{1}', '!']);
            return is_value.then(|| quoted(at..at + value.len()));
        }
    }
    None
}

/// `<AdministratorPassword><Value>X</Value>`
fn element(text: &str, name: &Name) -> Option<Found> {
    text[..name.range.start].ends_with(['<', ':']).then_some(())?;
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.eat(">").then_some(())?;
    cursor.skip(40, |byte| byte.is_ascii_whitespace());
    cursor.eat_one(&["<Value>", "<value>", "<string>", "<String>"])?;
    let start = cursor.at;
    cursor.skip(LONGEST_LINE, |byte| !matches!(byte, b'<' | b'\n' | b' ' | 1));
    (cursor.at > start && cursor.byte() == b'<').then(|| quoted(start..cursor.at))
}

//! Where a name and its value do not stand beside each other: pairs of `name` and `value`, elements, the
//! next line, what stands in for a value that nobody gave.

use std::ops::Range;

use super::cursor::{Cursor, line_start};
use super::names::{Name, NameKind};
use super::opening::{Found, is_passphrase};
use super::values::Notation;

/// How far apart the two of a pair may stand.
const APART: usize = 200;

/// The value that these notations give the name.
pub fn value(text: &str, name: &Name) -> Option<Found> {
    let found = element(text, name).or_else(|| sibling(text, name)).or_else(|| pair(text, name));
    let found = found.or_else(|| pair_before(text, name)).or_else(|| next_line(text, name));
    found.or_else(|| fallback(text, name))
}

fn quoted(range: Range<usize>) -> Found {
    Found { range, notation: Notation::Quoted, is_loose: false }
}

/// `<apiToken>X</apiToken>`, on one line or more, with attributes before it.
fn element(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    let before = &text[..name.range.start];
    // The kind of a field of a form says nothing of what follows the field.
    let is_type = before.trim_end_matches(['"', '\'', '\\']).ends_with("type=");
    if is_type || !before.ends_with(['<', ':', '"', '\'']) {
        return None;
    }
    cursor.skip(80, |byte| !matches!(byte, b'>' | b'<' | b'\n' | b'/' | b'{' | b','));
    if !cursor.eat(">") {
        return None;
    }
    cursor.skip(40, |byte| byte.is_ascii_whitespace());
    cursor.eat("<![CDATA[");
    let start = cursor.at;
    cursor.skip(300, |byte| !matches!(byte, b'<' | b'\n' | 1 | b']'));
    cursor.at = start + text[start..cursor.at].trim_end().len();
    if text[start..cursor.at].contains(' ') && !is_passphrase(name, &text[start..cursor.at]) {
        return None;
    }
    let end = cursor.at;
    cursor.skip(40, |byte| byte.is_ascii_whitespace() || matches!(byte, b']' | b'>'));
    (end > start && cursor.rest().starts_with('<')).then(|| quoted(start..end))
}

/// What stands beside a name, and what it may stand in there.
const CELLS: [&str; 10] = ["td", "dd", "string", "value", "data", "val", "code", "span", "b", "kbd"];

/// `<td>Password</td><td>X</td>`, `<key>Token</key><string>X</string>`.
fn sibling(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.eat(":");
    let is_element = text[..name.range.start].ends_with('>') && cursor.eat("</");
    let is_tag = |byte: u8| !matches!(byte, b'>' | b'<' | b'\n' | 1);
    if !is_element || cursor.skip(20, is_tag) == 0 || !cursor.eat(">") {
        return None;
    }
    cursor.skip(40, |byte| byte.is_ascii_whitespace());
    for _ in 0..2 {
        if cursor.rest().starts_with("</") || !cursor.eat("<") {
            break;
        }
        let element = cursor.word();
        let is_cell = CELLS.iter().any(|cell| cell.eq_ignore_ascii_case(element));
        cursor.skip(80, is_tag);
        (is_cell && cursor.eat(">")).then_some(())?;
    }
    let start = cursor.at;
    cursor.skip(300, |byte| !matches!(byte, b'<' | b'\n' | 1 | b' '));
    (cursor.at > start && cursor.byte() == b'<').then(|| quoted(start..cursor.at))
}

/// Whether the name is itself the value of a `name` or `key`, and where what says so begins.
fn label(text: &str, name: &Name) -> Option<usize> {
    let before = text[..name.range.start].trim_end_matches([' ', '\t', '"', '\'', '\\', '>', ':', '=', '/']);
    let word = before.bytes().rev().take(16).take_while(u8::is_ascii_alphabetic).count();
    let is_option = before[..before.len() - word].ends_with('-');
    if !is_option && !text[before.len()..name.range.start].contains([':', '=', '>', '"', '\'']) {
        return None;
    }
    let last = before[before.len() - word..].to_ascii_lowercase();
    let is_label = ["name", "key", "variable", "id", "setting", "env", "field", "property", "path"]
        .iter()
        .any(|label| last.ends_with(label));
    is_label.then_some(before.len() - word)
}

/// `name: API_TOKEN`, `"value": "X"` behind it; a default in the block behind it.
fn pair(text: &str, name: &Name) -> Option<Found> {
    label(text, name)?;
    let limit = text.floor_char_boundary(text.len().min(name.range.end + APART));
    let region = &text[name.range.end..limit];
    let region = &region[..region.find('\u{1}').unwrap_or(region.len())];
    // The next pair's name ends this one.
    let lower = region.to_ascii_lowercase();
    let at = ["value", "val", "default", "content", ">"].iter().find_map(|word| {
        let at = lower.find(word)?;
        let between = &lower[..at];
        let is_next = between.contains("name") || between.contains('}') || between.contains("variable");
        let is_far = *word == ">" && (at > 40 || between.contains([',', '=', ';', '(', '<']));
        (!is_next && !is_far).then_some((at, *word))
    })?;
    let (at, word) = at;
    let mut cursor = Cursor::new(text, name.range.end + at + word.len());
    if word != ">" {
        let is_option = region[..at].ends_with('-');
        cursor.skip(2, |byte| matches!(byte, b'"' | b'\'' | b'\\'));
        cursor.blanks();
        (cursor.eat_one(&["=>", ":", "=", ">"]).is_some() || is_option).then_some(())?;
    }
    cursor.skip(40, |byte| byte.is_ascii_whitespace());
    pair_value(cursor, name)
}

/// What programs take where nobody gave the name a value, or write into its field: `get("token", default="X")`,
/// `ENV.fetch("TOKEN") { "X" }`, `find('password').send_keys('X')`.
fn fallback(text: &str, name: &Name) -> Option<Found> {
    const LEADS: [&str; 18] = [
        "default=",
        "default =",
        "default: ",
        "default_value=",
        "default_value = ",
        "fallback=",
        "orelse(",
        "unwrap_or(",
        ") { ",
        "{\"value\":",
        // What programs that drive a browser write into a field.
        ").send_keys(",
        ").sendkeys(",
        ").type(",
        ").fill(",
        ").setvalue(",
        ").val(",
        "].value = ",
        " with: ",
    ];
    let line =
        text[name.range.end..text.floor_char_boundary(text.len().min(name.range.end + 80))].split('\n').next()?;
    let lower = line.to_ascii_lowercase();
    let end = LEADS.iter().filter_map(|lead| lower.find(lead).map(|at| at + lead.len())).min()?;
    let mut cursor = Cursor::new(text, name.range.end + end);
    cursor.blanks();
    let is_other = line[..end].contains([';', '#']) || !matches!(cursor.byte(), b'"' | b'\'');
    (!is_other).then(|| pair_value(cursor, name)).flatten()
}

/// The same the other way round: `"value": "X", "name": "API_TOKEN"`.
fn pair_before(text: &str, name: &Name) -> Option<Found> {
    let label = label(text, name)?;
    let from = text.ceil_char_boundary(label.saturating_sub(APART));
    let region = text[from..label].to_ascii_lowercase();
    let at = region.rfind("value")?;
    let mut cursor = Cursor::new(text, from + at + "value".len());
    cursor.skip(2, |byte| matches!(byte, b'"' | b'\'' | b'\\'));
    cursor.blanks();
    cursor.eat_one(&["=>", ":", "="])?;
    cursor.blanks();
    let found = pair_value(cursor, name)?;
    let between = text.get(found.range.end..label)?;
    let is_close = between.bytes().all(|byte| byte.is_ascii_whitespace() || b"\"',;\\-".contains(&byte));
    is_close.then_some(found)
}

fn pair_value(mut cursor: Cursor<'_>, name: &Name) -> Option<Found> {
    let is_element = cursor.text[..cursor.at].trim_end().ends_with('>');
    let quote = cursor.eat_one(&["\\\"", "\"", "'"]);
    let start = cursor.at;
    let stop = quote.and_then(|quote| quote.bytes().next()).unwrap_or(b'<');
    let is_inner = |byte: u8| byte != stop && !matches!(byte, b'\n' | b'\r' | 1 | b'<');
    if quote.is_some() || is_element {
        cursor.skip(300, is_inner);
        if cursor.text[start..cursor.at].contains(' ') && !is_passphrase(name, cursor.text[start..cursor.at].trim_end())
        {
            return None;
        }
    }
    cursor.skip(300, |byte| is_inner(byte) && byte != b' ');
    let value = cursor.text.get(start..cursor.at)?.trim_end_matches([',', ';', '}']);
    (!value.is_empty()).then(|| quoted(start..start + value.len()))
}

/// `password: >-`, `Password`, with the value alone on the next line.
fn next_line(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.skip(4, |byte| b"\"'`*_".contains(&byte));
    cursor.blanks();
    let has_colon = cursor.eat_one(&[":", "：", "=", "is:"]).is_some();
    cursor.skip(5, |byte| b" *_>|-+\\(".contains(&byte));
    here_document(&mut cursor);
    let rest = cursor.rest();
    let line = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
    let head =
        text[line_start(text, name.range.start)?..name.range.start].trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = &text[name.range.clone()];
    if (!has_colon && !head.is_empty()) || !name.is_clear || ["pass", "pwd"].contains(&word) {
        return None;
    }
    let mut start = text.len() - line.len();
    let mut cursor = Cursor::new(text, start);
    let mut ends = 0;
    cursor.skip(60, |byte| byte.is_ascii_whitespace() || b"-*>`\"'|+".contains(&byte));
    ends += text[start..cursor.at].matches('\n').count();
    // A block that holds nothing but the value.
    if has_colon && cursor.eat_one(&["value:", "val:", "default:", "plain:"]).is_some() {
        cursor.blanks();
        cursor.skip(1, |byte| matches!(byte, b'"' | b'\''));
    }
    start = cursor.at;
    let line = text[start..text.floor_char_boundary(text.len().min(start + 128))]
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    if has_colon && line.contains(' ') && is_passphrase(name, line) {
        return Some(quoted(start..start + line.len()));
    }
    cursor.skip(300, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | 1 | b'<'));
    let value = &text[start..cursor.at];
    let value = value.trim_end_matches([',', ';', '*', '.']);
    cursor.skip(8, |byte| matches!(byte, b'"' | b'\'' | b'`' | b',' | b';' | b'*' | b' ' | b'\r'));
    let is_alone = cursor.rest().is_empty() || cursor.rest().starts_with('\n');
    // The next name of a list of settings is no value.
    let is_name = value.contains([':', '=']) && name.kind != NameKind::Password || value.ends_with([':', '=', '{']);
    let is_code = value.contains(['(', ')', '{', '}', '[', ']', ';', ',', '<', '>']);
    let found = Found { range: start..start + value.len(), notation: Notation::Bare, is_loose: !has_colon };
    (is_alone && ends <= 3 && !value.is_empty() && !is_name && !is_code).then_some(found)
}

/// Goes over the mark of a text that follows on the next lines: `<<EOF`, `<<~'EOT'`.
fn here_document(cursor: &mut Cursor<'_>) {
    if cursor.eat("<<") {
        cursor.skip(3, |byte| b"<-~".contains(&byte));
        cursor.skip(24, |byte| byte.is_ascii_alphanumeric() || b"_'\"".contains(&byte));
    }
}

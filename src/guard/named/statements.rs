//! Rows that a statement of SQL inserts: `INSERT INTO users (name, password) VALUES ('ada', 'X')`.

use std::ops::Range;

use super::cursor::Cursor;
use super::names::Name;
use super::opening::Found;
use super::values::Notation;

/// The longest list of columns on each side of a name, in bytes.
const LONGEST_LIST: usize = 400;
/// The rows that are read, and how much of them.
const MOST_ROWS: usize = 50;
const LARGEST: usize = 8 << 10;

/// What the rows hold in the column of this name.
pub fn inserted(text: &str, name: &Name) -> Vec<Found> {
    let Some((column, mut cursor)) = place(text, name) else { return Vec::new() };
    let limit = text.floor_char_boundary(text.len().min(cursor.at + LARGEST));
    cursor.text = &text[..limit];
    let mut found = Vec::new();
    for _ in 0..MOST_ROWS {
        cursor.skip(40, |byte| byte.is_ascii_whitespace() || byte == b',');
        let Some(field) = row(&mut cursor, column) else { break };
        found.extend(field.map(|range| Found { range, notation: Notation::Quoted, is_loose: false }));
    }
    found
}

/// Which column a name in a list of them is, and where the rows begin.
fn place<'a>(text: &'a str, name: &Name) -> Option<(usize, Cursor<'a>)> {
    let is_list = |byte: u8| byte.is_ascii_alphanumeric() || b"_ \t\r\n,.`\"[]".contains(&byte);
    let before = &text.as_bytes()[..name.range.start];
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.skip(3, |byte| b"`\"] ".contains(&byte));
    if !matches!(cursor.byte(), b',' | b')') {
        return None;
    }
    let length = before.iter().rev().take(LONGEST_LIST).take_while(|byte| is_list(**byte)).count();
    let list = &before[before.len() - length..];
    if before[..before.len() - length].last() != Some(&b'(') {
        return None;
    }
    cursor.skip(LONGEST_LIST, is_list);
    cursor.eat(")").then_some(())?;
    cursor.skip(40, |byte| byte.is_ascii_whitespace());
    let is_values = cursor.rest().get(.."values".len()).is_some_and(|word| word.eq_ignore_ascii_case("values"));
    cursor.at += "values".len();
    is_values.then_some((list.iter().filter(|byte| **byte == b',').count(), cursor))
}

/// Goes over a row; what is between quotes in that column of it, if anything.
fn row(cursor: &mut Cursor<'_>, column: usize) -> Option<Option<Range<usize>>> {
    cursor.eat("(").then_some(())?;
    let mut found = None;
    for at in 0.. {
        cursor.skip(40, |byte| byte.is_ascii_whitespace());
        // Of a kind, as in `N'X'`.
        cursor.skip(1, |byte| matches!(byte, b'N' | b'E' | b'B' | b'x'));
        if cursor.eat("'") {
            let start = cursor.at;
            while cursor.skip(1024, |byte| byte != b'\'') < 1024 && cursor.rest().starts_with("''") {
                cursor.at += 2;
            }
            if at == column {
                found = Some(start..cursor.at).filter(|range| !range.is_empty());
            }
            cursor.eat("'").then_some(())?;
        }
        cursor.skip(200, |byte| !matches!(byte, b',' | b')' | b'\'' | 1));
        if cursor.eat(")") {
            return Some(found);
        }
        cursor.eat(",").then_some(())?;
    }
    None
}

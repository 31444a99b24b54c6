//! What stands between a name and its value in programs and settings: an operator, with a type before it or behind its
//! colon.

use super::cursor::Cursor;

/// Longest first. A colon pair is none: `Token::new`.
const OPERATORS: [&str; 40] = [
    ":::=", "::=", "||=", "??=", "===", "!==", "<<<", "=>", "->", "<-", ":=", ":-", "?=", "+=", ".=", "|=", "==", "!=",
    "=~", "||", "??", "?:", "=", ":", "：", "＝", "→", "←", "➜", "➔", "➡", "⇒", "|", ",", ";", ">", "、", "—", "–",
    "=3D",
];

/// An equals sign behind a type.
pub const TYPED: &str = ": type =";

/// The operator, with a type before it or behind its colon.
pub fn operator(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let start = cursor.at;
    // Of Lisp: `(token . "X")`.
    if cursor.rest().starts_with(". \"") && cursor.text[..start].ends_with(' ') {
        cursor.at += 1;
        return Some("=>");
    }
    // Between blanks, and no option.
    if cursor.rest().starts_with("- ") && cursor.text[..start].ends_with(' ') {
        cursor.at += 1;
        return Some("-");
    }
    // As `reg query` prints a value.
    if cursor.eat_one(&["REG_SZ ", "REG_EXPAND_SZ "]).is_some() {
        return Some("=");
    }
    let is_sign = !cursor.byte().is_ascii() || cursor.byte().is_ascii_punctuation();
    if let Some(found) = is_sign.then(|| cursor.eat_one(&OPERATORS)).flatten() {
        if found == ":" && matches!(cursor.byte(), b':' | b'/') {
            return None;
        }
        let after = cursor.at;
        if matches!(found, ":" | "|") && typed(cursor) {
            return Some(TYPED);
        }
        cursor.at = after;
        return Some(found);
    }
    // An attribute behind that of the name is no type: `id="password" type="text"`.
    let is_quoted = cursor.text[..start].trim_end().ends_with(['"', '\'']);
    if !is_quoted && typed(cursor) {
        return Some(TYPED);
    }
    cursor.at = start;
    None
}

/// Goes over a type and the equals sign behind it: `string = `, ` &'static str = `, ` As String = `.
fn typed(cursor: &mut Cursor<'_>) -> bool {
    let near = &cursor.rest().as_bytes()[..cursor.rest().len().min(160)];
    // Most names are in sentences, or far from it.
    if !near.iter().take_while(|byte| **byte != b'\n').any(|byte| *byte == b'=') {
        return false;
    }
    cursor.blanks();
    for _ in 0..3 {
        cursor.skip(3, |byte| matches!(byte, b'&' | b'*' | b'[' | b']'));
        cursor.eat("'static ");
        let word = cursor.word();
        let generic = cursor.skip(24, |byte| byte.is_ascii_alphanumeric() || b"<>[]?|&'".contains(&byte));
        // `NVARCHAR(50)`
        if !word.is_empty() && cursor.eat("(") {
            cursor.skip(8, |byte| byte.is_ascii_digit() || byte == b',');
            cursor.eat(")");
        }
        cursor.blanks();
        // `string | undefined = `
        if !word.is_empty() && cursor.rest().starts_with("| ") {
            cursor.at += 1;
            cursor.blanks();
            continue;
        }
        if (!word.is_empty() || generic > 0)
            && !cursor.rest().starts_with("==")
            && cursor.eat_one(&[":=", "="]).is_some()
        {
            return !matches!(cursor.byte(), b'>' | b'=' | b'~');
        }
        if word.is_empty() {
            return false;
        }
    }
    false
}

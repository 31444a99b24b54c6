//! What stands between a name and its value, as people and programs write it: marks that close the name, a
//! type, an operator, marks that open the value. One reading for all languages: what no language has does no
//! harm, as the value is judged afterwards.

use super::cursor::{Cursor, line_start};
use super::names::{Name, NameKind};
use super::opening::{Found, opened};
use super::values::Notation;

/// Longest first. A colon pair is none: `Token::new`.
const OPERATORS: [&str; 29] = [
    ":::=", "::=", "||=", "??=", "===", "!==", "=>", "->", "<-", ":=", "?=", "+=", ".=", "|=", "==", "!=", "=~", "=",
    ":", "：", "＝", "→", "|", ",", ">", "、", "—", "–", "=3D",
];

/// Verbs and particles that lead to a value in a sentence.
const VERBS: [&str; 29] = [
    "is",
    "ist",
    "lautet",
    "are",
    "was",
    "es",
    "est",
    "é",
    "è",
    "jest",
    "to",
    "und",
    "war",
    "er",
    "är",
    "on",
    "це",
    "это",
    "является",
    "是",
    "为",
    "為",
    "は",
    "는",
    "은",
    "का",
    "--body",
    "-b",
    "--value",
];

/// Commands before which a name and its value stand beside each other.
const COMMANDS: [&str; 14] = [
    "env", "arg", "setx", "set", "export", "define", "setenv", "-x", "-gx", "-ux", "-x -g", "set-env", "secret",
    "password",
];

/// The value behind this name on its line.
pub fn value(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    let closed = cursor.skip(5, |byte| b"\"'`*])}\\?!_".contains(&byte));
    if let Some(purpose) = purpose(&cursor) {
        cursor.at = purpose;
    }
    let tabs = cursor.rest().starts_with('\t');
    let blanks = cursor.blanks();
    let before = cursor.at;
    let is_env = is_shouted(&text[name.range.clone()]);
    if let Some(operator) = operator(&mut cursor) {
        let spaced = cursor.blanks();
        cursor.skip(4, |byte| matches!(byte, b'*' | b'(' | b'_'));
        let is_tight = blanks == 0 && closed == 0 && spaced == 0 && operator == "=";
        let starts_line = closed == 0 && is_line_start(text, name.range.start);
        let is_setting = is_tight && (is_env || starts_line)
            || (starts_line && operator == ":" && spaced > 0 && (is_env || is_yaml(text, name.range.start)));
        let mut found = opened(cursor, name, is_setting && is_env)?;
        if is_setting && found.notation == Notation::Bare {
            found.notation = Notation::Setting;
        }
        found.is_loose = matches!(operator, "," | "|" | ">" | "、");
        let is_whole = is_env && is_tight || is_line_end(text, found.range.end);
        if found.notation == Notation::Setting && !is_whole {
            found.notation = Notation::Bare;
        }
        // `f(token, x)` and lists of names are none; `set("token", "X")` is.
        let is_led = operator != ","
            || (found.notation == Notation::Quoted
                && name.is_last
                && is_first_argument(text, name.range.start, closed));
        return (is_led && (operator != ">" || found.notation == Notation::Quoted)).then_some(found);
    }
    cursor.at = before;
    if (blanks > 0 || !cursor.rest().is_char_boundary(1)) && verb(&mut cursor) {
        cursor.skip(4, |byte| matches!(byte, b' ' | b'\t' | b':' | b'*'));
        return opened(cursor, name, false);
    }
    cursor.at = before;
    if blanks == 0 && closed == 0 && matches!(cursor.rest().as_bytes(), [b'(' | b'{', b'"' | b'\'', ..]) {
        cursor.at += 1;
        let name_text = text[name.range.clone()].to_ascii_lowercase();
        let is_setter =
            name.kind != NameKind::Password || name_text.starts_with("set") || name_text.starts_with("with");
        return opened(cursor, name, false).filter(|_| is_setter && name.is_last);
    }
    let is_led = tabs || is_option(text, name.range.start) || is_commanded(text, name.range.start);
    // One is asked to pass `x`.
    let is_code = cursor.byte() == b'`' && name.kind == NameKind::Password && !is_led;
    let mut found = if blanks > 0 && !is_code { opened(cursor, name, false)? } else { return None };
    found.is_loose = !is_led;
    if is_led && found.notation == Notation::Bare && name.kind != NameKind::Password {
        found.notation = Notation::Quoted;
    }
    Some(found)
}

/// The end of ` for the staging server` between a name and its verb.
fn purpose(cursor: &Cursor<'_>) -> Option<usize> {
    const LEADS: [&str; 13] = [
        " for ", " of ", " to ", " für ", " von ", " de ", " del ", " da ", " do ", " pour ", " per ", " для ", " от ",
    ];
    let rest = cursor.rest();
    let lead = LEADS.iter().find(|lead| rest.starts_with(**lead))?;
    let stop = |c: char| matches!(c, '\n' | '\u{1}' | ';' | '(' | '{' | '"' | '<');
    let most = rest.floor_char_boundary(rest.len().min(48));
    let phrase = &rest[lead.len()..most];
    let phrase = &phrase[..phrase.find(stop).unwrap_or(phrase.len())];
    let ends = [": ", " is ", " ist ", " lautet ", " = ", " es ", " est ", " é "];
    let end = ends.iter().filter_map(|end| phrase.find(end)).min()?;
    Some(cursor.at + lead.len() + end)
}

/// The operator, with a type before it or behind its colon.
fn operator(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let start = cursor.at;
    if let Some(found) = cursor.eat_one(&OPERATORS) {
        if found == ":" && matches!(cursor.byte(), b':' | b'/') {
            return None;
        }
        let after = cursor.at;
        if matches!(found, ":" | "|") && typed(cursor) {
            return Some("=");
        }
        cursor.at = after;
        return Some(found);
    }
    if typed(cursor) {
        return Some("=");
    }
    cursor.at = start;
    None
}

/// Goes over a type and the equals sign behind it: `string = `, ` &'static str = `, ` As String = `.
fn typed(cursor: &mut Cursor<'_>) -> bool {
    cursor.blanks();
    for _ in 0..3 {
        cursor.skip(3, |byte| matches!(byte, b'&' | b'*' | b'[' | b']'));
        cursor.eat("'static ");
        let word = cursor.word();
        let generic = cursor.skip(24, |byte| byte.is_ascii_alphanumeric() || b"<>[]?|&'".contains(&byte));
        cursor.blanks();
        if (!word.is_empty() || generic > 0) && !cursor.rest().starts_with("==") && cursor.eat("=") {
            return !matches!(cursor.byte(), b'>' | b'=' | b'~');
        }
        if word.is_empty() {
            return false;
        }
    }
    false
}

fn verb(cursor: &mut Cursor<'_>) -> bool {
    let rest = cursor.rest();
    let found = VERBS.iter().find(|verb| {
        rest.strip_prefix(**verb).is_some_and(|after| !verb.is_ascii() || after.starts_with([' ', '\t', ':']))
    });
    cursor.at += found.map_or(0, |verb| verb.len());
    found.is_some()
}

/// `DB_PASSWORD`, as variables of the environment are written.
fn is_shouted(name: &str) -> bool {
    name.len() >= 3 && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a name is the first of what a call or a tuple holds: `set("token", `, `{:token, `.
fn is_first_argument(text: &str, at: usize, closed: usize) -> bool {
    let before = text[..at].trim_end_matches(['"', '\'', '`', ':', ' ', '@']);
    before.ends_with(['(', '{']) && (closed > 0 || text[..at].ends_with([':', '@']))
}

/// Whether the lines around this one are none of a program: in those a comma or a brace ends or begins one.
fn is_yaml(text: &str, at: usize) -> bool {
    let Some(start) = line_start(text, at) else { return false };
    let name = &text[start..at];
    let above = text[text.floor_char_boundary(start.saturating_sub(80))..start].trim_end();
    let behind = &text[at..text.floor_char_boundary(text.len().min(at + 200))];
    let after = behind.find('\n').map_or("", |end| behind[end..].trim_start());
    let is_code = |c: char| matches!(c, ',' | '{' | '(' | ';' | '[' | ')');
    !above.ends_with(is_code) && !after.starts_with(['}', ')', ']']) && !name.contains('#')
}

/// Whether nothing stands before a name on its line but what begins a line of settings.
fn is_line_start(text: &str, at: usize) -> bool {
    let Some(start) = line_start(text, at) else { return false };
    let line = text[start..at].trim_start_matches([' ', '\t', '-', '>', '#']).trim_end();
    line.is_empty() || matches!(line, "export" | "set" | "SET" | "$env:" | "ENV" | "ARG" | "-e" | "e")
}

fn is_line_end(text: &str, at: usize) -> bool {
    let rest = text[at..text.floor_char_boundary(text.len().min(at + 200))].trim_start_matches([' ', '\t', '\r']);
    rest.is_empty() || rest.starts_with(['\n', '#', '\\', '`'])
}

/// Whether a name is that of an option: `--api-token`.
fn is_option(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let starts = bytes.get(at) == Some(&b'-') || text[..at].ends_with('-');
    starts
        && at
            .checked_sub(1)
            .is_none_or(|at| bytes[at].is_ascii_whitespace() || matches!(bytes[at], b'"' | b'\'' | b'-'))
}

/// Whether a command stands before a name that takes it and its value.
fn is_commanded(text: &str, at: usize) -> bool {
    let line = text[text.floor_char_boundary(at.saturating_sub(20))..at].trim_end_matches(['$', '"', '\'']);
    let line = line[line.rfind('\n').map_or(0, |end| end + 1)..].to_ascii_lowercase();
    line.ends_with(' ')
        && COMMANDS.iter().any(|command| {
            let before = line.trim_end().strip_suffix(command);
            before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '#', '\t', '-', '(']))
        })
}

//! What stands between a name and its value, as people and programs write it: marks that close the name, a
//! type, an operator, marks that open the value. One reading for all languages: what no language has does no
//! harm, as the value is judged afterwards.

use super::cursor::{Cursor, line_start};
use super::is_very_random;
use super::names::{Name, NameKind};
use super::opening::{Found, opened};
use super::operators::{TYPED, operator};
use super::sentences::{possessive, purpose, verb};
use super::values::Notation;

/// Commands before which a name and its value stand beside each other.
const COMMANDS: [&str; 14] = [
    "env", "arg", "setx", "set", "export", "define", "setenv", "-x", "-gx", "-ux", "-x -g", "set-env", "secret",
    "password",
];

/// They stand before a password, and in no sentence: of Redis, nslcd and ldap.conf.
const DIRECTIVES: [&str; 3] = ["requirepass", "masterauth", "bindpw"];

/// The value behind this name on its line.
pub fn value(text: &str, name: &Name) -> Option<Found> {
    let mut cursor = Cursor::new(text, name.range.end);
    if possessive(&mut cursor) {
        return opened(cursor, name, false);
    }
    let closed = cursor.skip(5, |byte| b"\"'`*])}\\?!_".contains(&byte));
    if let Some(purpose) = purpose(&cursor) {
        cursor.at = purpose;
    }
    numbered(&mut cursor);
    let tabs = cursor.rest().starts_with('\t');
    let blanks = cursor.blanks();
    // `Token.......: X`
    if cursor.rest().starts_with("...") {
        cursor.skip(60, |byte| byte == b'.');
        cursor.blanks();
    }
    let before = cursor.at;
    let is_env = is_shouted(&text[name.range.clone()]);
    if let Some(operator) = operator(&mut cursor) {
        let spaced = cursor.blanks();
        // In a row of a table: `| Password: | X |`.
        if operator == ":" && cursor.rest().starts_with("| ") && is_row(text, name.range.start) {
            cursor.at += 2;
        }
        cursor.skip(4, |byte| matches!(byte, b'*' | b'(' | b'_'));
        let is_tight = blanks == 0 && closed == 0 && spaced == 0 && operator == "=";
        let starts_line = closed == 0 && is_line_start(text, name.range.start);
        // Of a query or a form, or given to a command: `&password=X`, `--from-literal=password=X`.
        let is_field = text[..name.range.start].ends_with(['&', '?']) || text[..name.range.start].ends_with("literal=");
        let is_setting = is_tight && (is_env || starts_line || is_field)
            || (starts_line && operator == ":" && spaced > 0 && (is_env || is_yaml(text, name.range.start)));
        let mut found = opened(cursor, name, is_setting && is_env)?;
        if is_setting && found.notation == Notation::Bare {
            found.notation = Notation::Setting;
        }
        found.is_loose = matches!(operator, "," | ";" | "|" | ">" | "、");
        let is_whole = (is_env || is_field) && is_tight || is_line_end(text, found.range.end);
        if found.notation == Notation::Setting && !is_whole {
            found.notation = Notation::Bare;
        }
        let is_number = || text[found.range.clone()].bytes().all(|byte| byte.is_ascii_digit());
        let is_led = match operator {
            // Of a kind of numbers, mostly.
            TYPED => found.notation == Notation::Quoted || !is_number(),
            "," | ";" => is_listed(text, name, &found, closed),
            ">" | "||" | "??" | "?:" => found.notation == Notation::Quoted,
            // Of a type that is one of some texts: `'aToken' | 'bToken'`.
            "|" => found.notation != Notation::Quoted || !text[name.range.end..].starts_with(['"', '\'']),
            // Of what a function gives.
            "->" => {
                found.notation == Notation::Quoted || text[found.range.clone()].contains(|c: char| c.is_ascii_digit())
            }
            _ => true,
        };
        return is_led.then_some(found);
    }
    cursor.at = before;
    if (blanks > 0 || !cursor.rest().is_char_boundary(1))
        && let Some(verb) = verb(&mut cursor)
    {
        cursor.skip(4, |byte| matches!(byte, b' ' | b'\t' | b':' | b'*'));
        return opened(cursor, name, false).filter(|found| verb != "or" || found.notation == Notation::Quoted);
    }
    cursor.at = before;
    if blanks == 0 && closed == 0 && matches!(cursor.rest().as_bytes(), [b'(' | b'{', b'"' | b'\'', ..]) {
        cursor.at += 1;
        // In SQL it is `PASSWORD('X')`.
        let path = text[name.range.clone()].to_ascii_lowercase();
        let called = path.rsplit('.').next().unwrap_or_default();
        let is_setter =
            name.kind != NameKind::Password || is_env || called.starts_with("set") || called.starts_with("with");
        let mut found = opened(cursor, name, false).filter(|_| name.is_last && (is_setter || path.contains('.')))?;
        // `builder.password("X")`, where there is no `form.password("Choose")`.
        if !is_setter {
            found.notation = Notation::Bare;
        }
        return Some(found);
    }
    let is_led = tabs || is_option(text, name.range.start) || is_commanded(text, name.range.start);
    let starts_line = closed == 0 && name.kind == NameKind::Password && is_line_start(text, name.range.start);
    // One is asked to pass `x`.
    let is_code = cursor.byte() == b'`' && name.kind == NameKind::Password && !is_led;
    cursor.eat("(");
    let mut found = if blanks > 0 && !is_code { opened(cursor, name, false)? } else { return None };
    // A line of settings without a mark: `requirepass X`.
    let is_known = DIRECTIVES.contains(&&text[name.range.clone()]);
    let is_directive = starts_line && (is_known || found.range.len() >= 8) && is_line_end(text, found.range.end);
    if is_directive && is_known {
        found.notation = Notation::Setting;
    }
    found.is_loose = !is_led && !is_directive;
    // The verb: "pass `typeof`".
    let is_letters = || text[found.range.clone()].chars().all(char::is_alphabetic);
    if found.is_loose && text[name.range.clone()].eq_ignore_ascii_case("pass") && is_letters() {
        return None;
    }
    if is_led && found.notation == Notation::Bare && name.kind != NameKind::Password {
        found.notation = Notation::Quoted;
    }
    Some(found)
}

/// Goes over the number of one of several: `password #1: `.
fn numbered(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    cursor.eat(" ");
    cursor.eat("#");
    if cursor.skip(2, |byte| byte.is_ascii_digit()) == 0 || !cursor.rest().starts_with([':', '=']) {
        cursor.at = start;
    }
}

/// Whether the line of this place is a row of a table in Markdown.
fn is_row(text: &str, at: usize) -> bool {
    line_start(text, at).is_some_and(|start| text[start..at].trim_start().starts_with('|'))
}

/// Whether `f(token, x)` is a name and its value, and no list of names, or of what is given to a call.
fn is_listed(text: &str, name: &Name, found: &Found, closed: usize) -> bool {
    let is_quoted = found.notation == Notation::Quoted;
    let value = &text[found.range.clone()];
    let is_token = matches!(name.kind, NameKind::Token | NameKind::Secret) && is_very_random(value);
    let is_row = is_line_start(text, name.range.start) && is_line_end(text, found.range.end);
    let is_argument = is_first_argument(text, name.range.start, closed) || is_option(text, name.range.start);
    name.is_last && ((is_quoted && (is_argument || is_token)) || (is_row && is_token))
}

/// `DB_PASSWORD`, as variables of the environment are written.
fn is_shouted(name: &str) -> bool {
    name.len() >= 3 && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a name is the first of what a call or a tuple holds: `set("token", `, `{:token, `.
fn is_first_argument(text: &str, at: usize, closed: usize) -> bool {
    let before = text[..at].trim_end_matches(['"', '\'', '`', ':', ' ', '@']);
    // `fill('#password', `, `fill('input[name=password]', `
    let before = before.strip_suffix(['#', '=']).map_or(before, |before| {
        before
            .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '[' | '*' | '^' | '.'))
            .trim_end_matches(['"', '\'', '`'])
    });
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
    let line = text[text.floor_char_boundary(at.saturating_sub(20))..at].trim_end_matches(['$', '"', '\'', ':']);
    if !line.ends_with(' ') {
        return false;
    }
    let line = line[line.rfind('\n').map_or(0, |end| end + 1)..].to_ascii_lowercase();
    !line.is_empty()
        && COMMANDS.iter().any(|command| {
            let before = line.trim_end().strip_suffix(command);
            before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '#', '\t', '-', '(']))
        })
}

//! What a function or a property of a program gives whose body is nothing but a value: `token() { return "X"; }`,
//! `string Token { get; } = "X"`, `val token by lazy { "X" }`.

use super::cursor::Cursor;
use super::names::{Name, NameKind};
use super::opening::Found;
use super::values::Notation;

/// How far behind the name its value may begin, and the longest value, in bytes.
const NEAR: usize = 100;
const LONGEST: usize = 300;

/// The value that the body of this name gives.
pub fn value(text: &str, name: &Name) -> Option<Found> {
    let near = &text[name.range.end..text.floor_char_boundary(text.len().min(name.range.end + NEAR))];
    // Most names are in sentences.
    if !name.is_last || !near.trim_start().starts_with(['(', '{', ':', '-', '=', 'b']) {
        return None;
    }
    // A quote alone is of a type of Rust's.
    let at = near.match_indices(['"', '\'', '`']).map(|(at, _)| at).find(|at| !near[*at..].starts_with("'static "))?;
    is_body(&near[..at]).then_some(())?;
    let quote = near.as_bytes()[at];
    let mut cursor = Cursor::new(text, name.range.end + at + 1);
    let start = cursor.at;
    cursor.skip(LONGEST, |byte| byte != quote && !matches!(byte, b'\n' | 1 | b' '));
    let range = start..cursor.at;
    // What goes on behind it is an expression, or a list.
    let is_closed = cursor.skip(1, |byte| byte == quote) == 1;
    cursor.blanks();
    let is_whole = is_closed && matches!(cursor.byte(), b'\n' | b'\r' | b';' | b'}');
    // Where a password could be, letters alone are a message, mostly.
    let notation = if name.kind == NameKind::Password { Notation::Bare } else { Notation::Quoted };
    (is_whole && !range.is_empty()).then_some(Found { range, notation, is_loose: false })
}

/// Whether this leads from a name up to the value in its body.
fn is_body(lead: &str) -> bool {
    const ACCESSORS: [&str; 8] = ["get", "set", "init", "private", "protected", "internal", "public", ""];
    let lead = lead.trim();
    if let Some(head) = lead.strip_suffix("=>") {
        let head = head.trim().trim_start_matches('=').trim_start();
        let head = head.strip_prefix("async").unwrap_or(head).trim_start();
        return head.starts_with('(') && is_signature(head);
    }
    if let Some(head) = lead.strip_suffix("return") {
        let head = head.trim_end().strip_suffix(['{', ':']).map(str::trim);
        // `{ get { return "X"; } }`
        let head = head.map(|head| head.strip_prefix('{').map_or(head, |head| head.trim().trim_end_matches("get")));
        return head.is_some_and(is_signature);
    }
    if let Some(head) = lead.strip_suffix('{').map(str::trim) {
        return head == "by lazy" || (!head.is_empty() && is_signature(head));
    }
    let block = lead.strip_suffix('=').and_then(|lead| lead.trim_end().strip_prefix('{')?.strip_suffix('}'));
    block.is_some_and(|block| block.split(|c: char| !c.is_alphabetic()).all(|word| ACCESSORS.contains(&word)))
}

/// Whether these are the parameters and the type of a function, or some of it.
fn is_signature(head: &str) -> bool {
    let rest = match head.strip_prefix('(').map(|head| head.split_once(')')) {
        Some(Some((_, rest))) => rest.trim_start(),
        Some(None) => return false,
        None => head,
    };
    let is_type = |kind: &str| {
        let kind = kind.trim();
        !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || "_&'?<>:. ".contains(c))
    };
    rest.is_empty() || rest.strip_prefix("->").or_else(|| rest.strip_prefix(':')).is_some_and(is_type)
}

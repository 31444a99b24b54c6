//! The value itself: between the quotes that open it, or bare up to what can be no part of it.

use std::ops::Range;

use super::super::prose::{is_undivided, is_words};
use super::chosen::is_phrase;
use super::cursor::Cursor;
use super::names::{Name, NameKind};
use super::values::Notation;

/// The longest value that is read, in bytes.
const fn longest(name: &Name) -> usize {
    match name.kind {
        NameKind::Password => 128,
        _ => 512,
    }
}

/// A value behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    pub notation: Notation,
    /// Only blanks lead to it, which less often means what it seems to.
    pub is_loose: bool,
}

/// The value behind the marks that open it.
pub fn opened(mut cursor: Cursor<'_>, name: &Name, is_setting: bool) -> Option<Found> {
    tag(&mut cursor)?;
    let start = cursor.at;
    // Of ODBC: `;Pwd={X};`
    if cursor.text[..name.range.start].ends_with(';') && cursor.eat("{") {
        return quoted(cursor.text, cursor.at, "}", name);
    }
    if let Some((close, notation)) = delimited(&mut cursor)
        && let Some(found) = quoted(cursor.text, cursor.at, close, name)
    {
        return Some(Found { notation, ..found });
    }
    cursor.at = start;
    wrapper(&mut cursor);
    let quotes: [(&'static str, &'static str); 16] = [
        ("\\\"", "\\\""),
        ("\\'", "\\'"),
        ("\"\"\"", "\"\"\""),
        ("'''", "'''"),
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("„", "“"),
        ("“", "”"),
        ("«", "»"),
        ("‘", "’"),
        ("「", "」"),
        ("『", "』"),
        ("”", "”"),
        ("&quot;", "&quot;"),
        ("**", "**"),
    ];
    let start = cursor.at;
    let is_sign = !cursor.byte().is_ascii_alphanumeric();
    if let Some((_, close)) = quotes.iter().find(|(open, _)| is_sign && cursor.eat(open)) {
        return quoted(cursor.text, cursor.at, close, name);
    }
    bare(cursor.text, start, is_setting, name)
}

/// Goes over what opens a text that no quotes enclose: of Perl and Ruby `q{X}`, of C++ `R"(X)"`, of PostgreSQL `$$X$$`. What
/// closes it, and how sure it is that it is one.
fn delimited(cursor: &mut Cursor<'_>) -> Option<(&'static str, Notation)> {
    const PAIRS: [(&str, &str); 4] = [("{", "}"), ("(", ")"), ("[", "]"), ("|", "|")];
    if cursor.eat("$$") {
        return Some(("$$", Notation::Quoted));
    }
    if cursor.eat_one(&["R\"(", "LR\"(", "u8R\"("]).is_some() {
        return Some((")\"", Notation::Quoted));
    }
    let is_sign = cursor.eat("%");
    let is_text = cursor.eat_one(&["qq", "qw", "q", "Q", "w"]).is_some();
    let (open, close) = PAIRS.into_iter().filter(|_| is_text).find(|(open, _)| cursor.eat(open))?;
    // Otherwise it may be a call.
    let is_sure = is_sign || open != "(";
    Some((close, if is_sure { Notation::Quoted } else { Notation::Bare }))
}

/// Goes over a tag or an anchor of YAML: `!vault-plain `, `&name `. There is no value behind one that says where it is.
fn tag(cursor: &mut Cursor<'_>) -> Option<()> {
    const SOURCES: [&str; 12] = [
        "ref",
        "sub",
        "getatt",
        "importvalue",
        "findinmap",
        "join",
        "env",
        "secret",
        "include",
        "input",
        "reference",
        "var",
    ];
    let start = cursor.at;
    let is_tag = cursor.skip(2, |byte| matches!(byte, b'!' | b'&')) > 0;
    let word = cursor.at;
    cursor.skip(40, |byte| byte.is_ascii_alphanumeric() || b"_.-/:".contains(&byte));
    let word = &cursor.text[word..cursor.at];
    if !is_tag || word.is_empty() || cursor.blanks() == 0 {
        cursor.at = start;
        return Some(());
    }
    let is_source = cursor.text[start..].starts_with('!') && SOURCES.contains(&word.to_ascii_lowercase().as_str());
    (!is_source).then_some(())
}

/// Goes over the marks of a string's kind, and over a call or a construction around it.
fn wrapper(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    cursor.eat("new ");
    let word = cursor.word();
    cursor.skip(2, |byte| byte == b':');
    let more = if word.is_empty() { "" } else { cursor.word() };
    let is_made = || {
        let made = format!("{word}{more}").to_ascii_lowercase();
        ["from", "string", "some", "bytes", "secret", "new", "env", "default"].iter().any(|call| made.contains(call))
    };
    let is_call = cursor.byte() == b'(' && is_made() && {
        cursor.at += 1;
        cursor.blanks();
        // As in Swift: `NSString(string: "X")`.
        if cursor.byte().is_ascii_lowercase() && cursor.skip(16, |byte| byte.is_ascii_alphabetic()) > 1 {
            cursor.eat(":");
            cursor.blanks();
        }
        matches!(cursor.byte(), b'"' | b'\'' | b'`')
    };
    let is_prefix = word.len() <= 2 && more.is_empty() && matches!(cursor.byte(), b'"' | b'\'' | b'`');
    let is_raw = matches!(cursor.rest().as_bytes(), [b'@' | b'$' | b'#', b'"' | b'\'', ..]);
    // Of Erlang: `<<"X">>`.
    if cursor.rest().starts_with("<<\"") {
        cursor.at += 2;
    } else if is_raw {
        cursor.at += 1;
    } else if !(is_call || is_prefix) {
        cursor.at = start;
        if matches!(cursor.rest().as_bytes(), [b'@' | b'$' | b'#' | b'[', b'"' | b'\'', ..]) {
            cursor.at += 1;
        }
    }
}

fn quoted(text: &str, start: usize, close: &str, name: &Name) -> Option<Found> {
    let rest = text.get(start..)?;
    let rest = &rest[..rest.floor_char_boundary(longest(name))];
    let line = &rest[..rest.find(['\n', '\u{1}']).unwrap_or(rest.len())];
    let mut end = None;
    let mut from = 0;
    while let Some(at) = line[from..].find(close).map(|at| from + at) {
        let slashes = line[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        // An apostrophe closes nothing: `'Ada's text'`, once its backslash is gone.
        let is_within = close == "'" && line[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if (slashes % 2 == 0 && !is_within) || close.starts_with('\\') {
            end = Some(at);
            break;
        }
        from = at + close.len();
    }
    let mut start = start;
    let mut value = &line[..end?];
    if let Some((scheme, token)) = value.split_once(' ').filter(|_| name.kind == NameKind::Header) {
        start += scheme.len() + 1;
        value = token;
    }
    // Quotes within quotes, as of what is written into another program.
    for mark in ["\\\"", "\"", "'"] {
        if let Some(inner) = value.strip_prefix(mark).and_then(|inner| inner.strip_suffix(mark)) {
            start += mark.len();
            value = inner;
        }
    }
    let has_blanks = value.contains([' ', '\t']);
    // Salts of WordPress hold blanks.
    let is_salt = value.len() >= 48 && name.kind != NameKind::Password && !value.contains("  ") && {
        let symbols = value.bytes().filter(u8::is_ascii_punctuation).count();
        symbols * 6 > value.len() && value.split(' ').any(|word| word.len() > 12)
    };
    // Behind `pass` it is what applications show.
    if value.is_empty() || (has_blanks && !is_salt && !is_passphrase(name, value)) {
        return None;
    }
    Some(Found { range: start..start + value.len(), notation: Notation::Quoted, is_loose: false })
}

/// Whether a value with blanks is a password. Behind `pass` it is what applications show.
pub fn is_passphrase(name: &Name, value: &str) -> bool {
    name.kind == NameKind::Password && name.is_last && name.range.len() > 4 && is_phrase(value)
}

fn bare(text: &str, start: usize, is_setting: bool, name: &Name) -> Option<Found> {
    let rest = text.get(start..)?;
    let rest = &rest[..rest.floor_char_boundary(longest(name))];
    // A phrase has blanks without quotes, too.
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let is_assigned = text[name.range.end..start].contains([':', '=']);
    if is_assigned
        && text[name.range.clone()].to_ascii_lowercase().ends_with("phrase")
        && line.contains(' ')
        && is_passphrase(name, line)
    {
        return Some(Found { range: start..start + line.len(), notation: Notation::Quoted, is_loose: false });
    }
    let stops = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | '\u{1}' | '。' | '，' | '；' | '、' | '“' | '”' | '»')
            || (!is_setting && matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '{' | '}' | '[' | ']' | '|'))
            || (c == '<' && is_setting)
    };
    let length = rest.find(stops).unwrap_or(rest.len());
    // In the query of an address, and in a form's fields.
    let mut value = &rest[..length];
    if !is_setting {
        value = &value[..next_field(text, value, name)];
        // `Xです`: where no blank divides words, the sentence goes on at once.
        if value.bytes().take(4).all(|byte| byte.is_ascii_graphic()) || value.starts_with(|c: char| c.is_ascii_digit())
        {
            value = &value[..value.find(is_undivided).unwrap_or(value.len())];
        }
    }
    let value = value.trim_end_matches(['.', ',', ';', ':', '?', '\\', '*', ')', ']', '}']);
    let next = text[start + value.len()..].chars().next();
    if value.is_empty() || matches!(next, Some('(' | '[' | '{')) {
        return None;
    }
    if !is_setting && is_expression(value, name.kind) {
        return None;
    }
    let notation = if is_setting { Notation::Setting } else { Notation::Bare };
    Some(Found { range: start..start + value.len(), notation, is_loose: false })
}

/// Where the next field of a query begins: at a `&` that a name follows, or at any in a query.
fn next_field(text: &str, value: &str, name: &Name) -> usize {
    let is_query = text[..name.range.start].ends_with(['&', '?']);
    let is_field = |at: usize| {
        let rest =
            value[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        is_query || rest.starts_with(['=', ';'])
    };
    value.match_indices('&').map(|(at, _)| at).find(|at| is_field(*at)).unwrap_or(value.len())
}

/// `name=value`, `module.item`, `item->name`.
fn is_expression(value: &str, kind: NameKind) -> bool {
    let is_name = |word: &str| {
        word.len() <= 40
            && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let is_short = |word: &str| word.len() <= 19 && is_name(word) || is_words(word);
    let named = value.split_once('=').is_some_and(|(name, rest)| is_name(name) && !rest.is_empty() && rest != "=");
    (named && kind == NameKind::Password)
        || (value.contains('.') && value.split('.').all(is_short))
        || value.contains("->")
}

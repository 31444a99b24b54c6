//! What a file without conversations is, in words for the person who chose it.

use crate::domain::text::one_line;
use crate::import::conversation::Value;

/// How files begin that people choose by mistake, and what they are.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"%PDF", "a PDF document"),
    (
        b"SQLite format 3\0",
        "an SQLite database; only OpenCode's is read, by `import` and `share` on the machine where it is. Export the \
         conversations from other programs",
    ),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
];

/// What a file that begins like this is, with its article; `None` when it may hold conversations.
pub fn kind(start: &[u8]) -> Option<&'static str> {
    // POSIX.1-1988, ustar: the mark stands behind the first file's name and rights.
    if start.get(257..262) == Some(b"ustar") {
        return Some("a tar archive; unpack it first, and import the folder");
    }
    FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, what)| *what)
}

/// What a JSON text that no format recognises is, with its article.
pub fn describe(value: &Value) -> String {
    match value {
        Value::Object(fields) if fields.is_empty() => "an object without fields".to_owned(),
        Value::Object(fields) => {
            let names: Vec<String> = fields.keys().take(6).map(|name| format!("`{}`", one_line(name, 40))).collect();
            let more = if fields.len() > names.len() { ", ..." } else { "" };
            format!("an object with the fields {}{more}", names.join(", "))
        }
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::Bool(_) => "a truth value".to_owned(),
        Value::Null => "null".to_owned(),
    }
}

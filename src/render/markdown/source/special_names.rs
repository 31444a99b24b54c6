//! Names of Python and others between two underscores each, `__init__`, which Markdown would make bold.

use std::borrow::Cow;

use super::UNDERSCORE;

/// Those that nobody means to be bold.
const SPECIAL_NAMES: &[&str] = &[
    "add",
    "all",
    "annotations",
    "bases",
    "bool",
    "builtins",
    "call",
    "class",
    "contains",
    "del",
    "delitem",
    "dict",
    "dirname",
    "doc",
    "enter",
    "eq",
    "exit",
    "file",
    "filename",
    "future",
    "ge",
    "getattr",
    "getitem",
    "gt",
    "hash",
    "import",
    "init",
    "iter",
    "le",
    "len",
    "lt",
    "main",
    "module",
    "name",
    "ne",
    "new",
    "next",
    "package",
    "post_init",
    "proto",
    "pycache",
    "qualname",
    "repr",
    "setattr",
    "setitem",
    "slots",
    "str",
    "sub",
    "test",
    "tests",
    "typename",
    "version",
];

/// With marks in place of the underscores around each such name.
pub fn marked(text: &str) -> Cow<'_, str> {
    if !text.contains("__") {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("__") {
        marked.push_str(before);
        let name = SPECIAL_NAMES.iter().find(|name| {
            let end = behind.strip_prefix(**name).and_then(|behind| behind.strip_prefix("__"));
            end.is_some_and(|end| !end.starts_with('_'))
        });
        let is_begin = !before.ends_with(['_', '\\']);
        match name.filter(|_| is_begin) {
            Some(name) => {
                marked.extend([UNDERSCORE, UNDERSCORE]);
                marked.push_str(name);
                marked.extend([UNDERSCORE, UNDERSCORE]);
                rest = &behind[name.len() + 2..];
            }
            None => {
                marked.push_str("__");
                rest = behind;
            }
        }
    }
    marked.push_str(rest);
    Cow::Owned(marked)
}

//! Which texts are words, and which names are of fields that hold none that somebody would miss.

/// How much of a text is looked at, in bytes.
const BEGINNING: usize = 2048;
const END: usize = 256;
/// How many words are looked for.
const WORDS: usize = 6;
/// So many letters of a script that has no capitals, and mostly no spaces, are words.
const LETTERS: usize = 4;
/// With more digits than that, a name is an identifier.
const MAX_DIGITS: usize = 3;
const MAX_NAME: usize = 40;

/// The last words of names that say what a thing is, where and when it was, and how something is set.
const NO_WORDS: &[&str] = &[
    "account",
    "address",
    "agent",
    "at",
    "author",
    "avatar",
    "branch",
    "by",
    "capabilities",
    "category",
    "color",
    "config",
    "configuration",
    "cost",
    "country",
    "created",
    "cwd",
    "date",
    "device",
    "digest",
    "dir",
    "directory",
    "domain",
    "edited",
    "editor",
    "effort",
    "email",
    "encoding",
    "endpoint",
    "expires",
    "extension",
    "filename",
    "flags",
    "folder",
    "followups",
    "font",
    "format",
    "functions",
    "hash",
    "height",
    "hostname",
    "href",
    "icon",
    "id",
    "ids",
    "ip",
    "key",
    "keys",
    "kind",
    "lang",
    "language",
    "license",
    "locale",
    "location",
    "meta",
    "metadata",
    "mime",
    "mode",
    "model",
    "models",
    "modified",
    "name",
    "names",
    "options",
    "origin",
    "os",
    "owner",
    "parameters",
    "params",
    "path",
    "paths",
    "permissions",
    "platform",
    "preferences",
    "provider",
    "queries",
    "regex",
    "region",
    "repository",
    "role",
    "schema",
    "scope",
    "sender",
    "settings",
    "sha",
    "shell",
    "signature",
    "size",
    "slug",
    "source",
    "stats",
    "status",
    "suggestions",
    "tags",
    "theme",
    "thumbnail",
    "time",
    "timestamp",
    "timezone",
    "title",
    "token",
    "tokens",
    "tools",
    "topic",
    "type",
    "updated",
    "uri",
    "url",
    "urls",
    "usage",
    "user",
    "username",
    "uuid",
    "version",
    "voice",
    "width",
    "workspace",
];

/// Whether a text may be words: a quick look.
pub fn may_be_words(text: &str) -> bool {
    let start = &text.as_bytes()[..text.len().min(256)];
    memchr::memchr(b' ', start).is_some() || !start.is_ascii()
}

/// Some words of a text, between which nothing stands that an import changes: the first that are several in a row, and
/// the last near its end, because what a program put around them may not be imported.
pub fn some_words(text: &str) -> impl Iterator<Item = &str> {
    let beginning = &text[..boundary(text, text.len().min(BEGINNING))];
    let first = runs(beginning).find(|run| is_several(run)).or_else(|| runs(beginning).next());
    let end = &text[boundary(text, text.len().saturating_sub(END))..];
    let last = first.and_then(|_| runs(end).filter(|run| is_several(run)).last()).filter(|last| Some(*last) != first);
    first.into_iter().chain(last)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The stretches of a text that are at least two words.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            at += match first {
                // A character of JSON within JSON.
                '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                '<' if rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => {
                    rest.find('>').map_or(1, |end| end + 1)
                }
                letter if letter.is_alphabetic() => {
                    let run = run(rest);
                    if run.contains(' ') || is_several(run) {
                        at += run.len();
                        return Some(run);
                    }
                    run.len()
                }
                other => other.len_utf8(),
            };
        }
        None
    })
}

/// Whether there are more than two words.
fn is_several(run: &str) -> bool {
    run.split(' ').nth(2).is_some() || run.chars().filter(|c| is_caseless(*c)).count() >= LETTERS
}

/// The words at the beginning of a text, with single spaces between them.
fn run(text: &str) -> &str {
    let (mut end, mut words, mut is_gap) = (0, 1, false);
    for (at, c) in text.char_indices() {
        match c {
            ' ' if !is_gap && words < WORDS => is_gap = true,
            letter if letter.is_alphabetic() => {
                words += usize::from(is_gap);
                is_gap = false;
                end = at + letter.len_utf8();
            }
            _ => break,
        }
    }
    &text[..end]
}

/// A letter as of Chinese, Hindi or Thai.
fn is_caseless(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Whether a field's name is an identifier, a place, or what a tree or a change is made of.
pub fn is_no_name(name: &str) -> bool {
    name == "children"
        || name.starts_with('$')
        || name.len() > MAX_NAME
        || name.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS
        || name.contains(|c: char| !c.is_alphanumeric() && !"_-@ ".contains(c))
        || name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a field of that name holds no words that somebody would miss.
pub fn hold_no_words(name: &str) -> bool {
    let is_last = |word: &&str| {
        let Some(before) = name.len().checked_sub(word.len()) else { return false };
        let Some((before, last)) = name.split_at_checked(before) else { return false };
        let is_own = before.is_empty()
            || before.ends_with(['_', '-', '$', '@', ' '])
            || before.ends_with(char::is_lowercase) && last.starts_with(char::is_uppercase)
            || before.ends_with(|c: char| c.is_ascii_digit());
        last.eq_ignore_ascii_case(word) && (is_own || word.len() > 6)
    };
    NO_WORDS.iter().any(is_last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_other_texts() {
        for (text, words) in [
            ("a cat sat on the mat today", Some("a cat sat on the mat")),
            ("  - **Two** words.", None),
            ("some words", Some("some words")),
            ("see: the red house", Some("the red house")),
            (r#"{"a":"x\nthe red house"}"#, Some("the red house")),
            ("<div class=\"the red house\">a blue house</div>", Some("a blue house")),
            ("今天天气很好", Some("今天天气很好")),
            ("ok", None),
            ("2024-05-01 10:00:00", None),
            ("550e8400 e29b", None),
            ("a, b, c", None),
        ] {
            assert_eq!(some_words(text).next(), words, "{text}");
        }
        let both: Vec<&str> = some_words("Exit code of it: 1. What it printed: rain, and no snow").collect();
        assert_eq!(both, ["Exit code of it", "and no snow"]);
        assert!(!may_be_words("550e8400-e29b-41d4") && may_be_words("今天天气很好"));
    }

    #[test]
    fn names_that_hold_no_words_are_known_by_their_end() {
        for name in ["id", "_id", "messageId", "created_at", "createdAt", "model_slug", "fileName", "timestamp_2date"] {
            assert!(hold_no_words(name), "{name}");
        }
        for name in ["memo", "format_note", "chat", "beat", "paid", "thoughts", "caption", "wit"] {
            assert!(!hold_no_words(name), "{name}");
        }
    }

    #[test]
    fn identifiers_are_no_names() {
        for name in ["550e8400-e29b", "12", "src/main.rs", "files:x", "$set"] {
            assert!(is_no_name(name), "{name}");
        }
        assert!(!is_no_name("files_v2") && !is_no_name("my note"));
    }
}

//! From a file's bytes to the JSON texts of its conversations, each to be parsed on its own: one
//! that is broken, or nested too deeply, costs no other, and only one at a time is held as a tree.

mod outline;

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use super::error::{ImportError, JsonFault, problem};
use super::markdown::one_line;
use outline::Outline;

/// How files begin that people choose by mistake, and what they are.
const FOREIGN: [(&[u8], &str); 9] = [
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xfe", "text in UTF-16; save it as UTF-8 first"),
    (b"\xfe\xff", "text in UTF-16; save it as UTF-8 first"),
    (b"<", "a web page; an export has a conversations.json beside it"),
];

/// A file's bytes as text that JSON strings can be made of, and a sentence about what was
/// replaced to get there.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<String>), ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(ImportError::Empty);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Err(ImportError::Zip);
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(ImportError::Foreign(what));
    }
    let text = String::from_utf8_lossy(bytes);
    let note = matches!(text, Cow::Owned(_))
        .then(|| "The file is not all UTF-8: each byte that is none is imported as “\u{fffd}”.".to_owned());
    Ok((without_lone_surrogates(text), note))
}

/// Replaces `\uD83D` without its other half by `\uFFFD`: Python writes one where an emoji was cut
/// in two, and the parser would refuse the file for it.
fn without_lone_surrogates(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut lone = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += step;
        at += match (surrogate(bytes, at), surrogate(bytes, at + 6)) {
            (Some(Half::High), Some(Half::Low)) => 12,
            (Some(_), _) => {
                lone.push(at);
                6
            }
            (None, _) => 2,
        };
    }
    if lone.is_empty() {
        return text;
    }
    let mut text = text.into_owned();
    for at in lone {
        text.replace_range(at..at + 6, "\\ufffd");
    }
    Cow::Owned(text)
}

enum Half {
    High,
    Low,
}

fn surrogate(bytes: &[u8], at: usize) -> Option<Half> {
    let [b'\\', b'u', b'd' | b'D', third, fourth, fifth] = bytes.get(at..at + 6)? else {
        return None;
    };
    if !fourth.is_ascii_hexdigit() || !fifth.is_ascii_hexdigit() {
        return None;
    }
    match third {
        b'8' | b'9' | b'a' | b'b' | b'A' | b'B' => Some(Half::High),
        b'c'..=b'f' | b'C'..=b'F' => Some(Half::Low),
        _ => None,
    }
}

/// The JSON texts that a file is made of.
pub struct Document<'a> {
    /// The elements of its list, its lines, or the one value that it is.
    pub items: Vec<Item<'a>>,
    /// Where it stops to be JSON, when that is behind the items.
    pub stopped: Option<JsonFault>,
}

/// One JSON text and where it stands.
pub struct Item<'a> {
    place: Place,
    json: &'a str,
}

enum Place {
    Element(usize),
    Line(usize),
    Only,
}

impl Item<'_> {
    /// The value, or half a sentence why there is none.
    pub fn parse(&self) -> Result<Value, String> {
        crate::json::parse(self.json.as_bytes()).map_err(|error| format!("it can't be read ({})", problem(&error)))
    }

    /// How a report names the item: by its line, or as a numbered `noun`.
    pub fn label(&self, noun: &str) -> String {
        match self.place {
            Place::Element(number) => format!("{noun} {number}"),
            Place::Line(number) => format!("Line {number}"),
            Place::Only => "The conversation".to_owned(),
        }
    }
}

impl<'a> Document<'a> {
    /// Takes a list, an object that wraps one as `conversations`, a single value, or several one
    /// after the other. What breaks off is taken as far as it goes.
    pub fn of(text: &'a str) -> Result<Self, ImportError> {
        let Outline { is_list, elements, is_complete, fault } = Outline::of(text);
        let list = |stopped| Self { items: numbered(&elements), stopped };
        match fault {
            None if is_list => Ok(list(None)),
            None => Ok(Self { items: vec![Item { place: Place::Only, json: text }], stopped: None }),
            Some(fault) if !is_complete && !elements.is_empty() => Ok(list(Some(JsonFault::of(&fault)))),
            Some(_) if is_one_value_a_line(text) => Ok(Self { items: lines(text), stopped: None }),
            Some(_) if is_complete => {
                let sequence = Self::sequence(text);
                let is_alone = sequence.items.len() == 1;
                Ok(if is_alone && is_list { list(sequence.stopped) } else { sequence })
            }
            Some(fault) => Err(ImportError::NotJson(JsonFault::of(&fault))),
        }
    }

    /// Values one after the other, however they are laid out.
    fn sequence(text: &'a str) -> Self {
        let mut values = Vec::new();
        let mut stopped = None;
        for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
            match value {
                Ok(value) => values.push(value),
                Err(fault) => {
                    stopped = Some(JsonFault::of(&fault));
                    break;
                }
            }
        }
        Self { items: numbered(&values), stopped }
    }

    /// The error for a document in which no format recognises anything.
    pub fn unrecognised(self) -> ImportError {
        if let Some(fault) = self.stopped {
            return ImportError::NotJson(fault);
        }
        let [first, rest @ ..] = self.items.as_slice() else {
            return ImportError::Unrecognised("an empty list".to_owned());
        };
        match first.parse() {
            Ok(value) if matches!(first.place, Place::Only) => ImportError::Unrecognised(describe(&value)),
            Ok(value) => {
                ImportError::Unrecognised(format!("a list of {}, the first is {}", 1 + rest.len(), describe(&value)))
            }
            Err(reason) => ImportError::NothingRead(vec![format!("{}: {reason}.", first.label("Conversation"))]),
        }
    }
}

fn numbered<'a>(values: &[&'a RawValue]) -> Vec<Item<'a>> {
    (1..).zip(values).map(|(number, value)| Item { place: Place::Element(number), json: value.get() }).collect()
}

fn lines(text: &str) -> Vec<Item<'_>> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| Item { place: Place::Line(number), json: line })
        .collect()
}

/// Whether each line is meant to be a value of its own. The first or the last one tells: laid-out
/// JSON that is broken somewhere begins and ends with a lone bracket.
fn is_one_value_a_line(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_value =
        |line: &str| line.len() > 2 && line.starts_with(['{', '[']) && serde_json::from_str::<&RawValue>(line).is_ok();
    match (lines.next(), lines.next_back()) {
        (Some(first), Some(last)) => is_value(first) || is_value(last),
        _ => false,
    }
}

fn describe(value: &Value) -> String {
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

//! Nothing that can be made from the fixtures, by cutting and mixing their bytes or by putting the
//! wrong values in their places, panics; and what is imported can be seen.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::{fixtures, read};
use crate::domain::part::{Attachment, Part};

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    match read(bytes, "file name") {
        Ok(import) => {
            prop_assert!(!import.chats.is_empty());
            for chat in import.chats {
                prop_assert!(chat.updated_at >= chat.created_at);
                let kept: Vec<_> = chat.attachments.iter().map(|file| file.sha256).collect();
                for part in chat.messages.iter().flat_map(|message| &message.parts) {
                    if let Part::Attachment(Attachment { sha256: Some(digest), .. }) = part {
                        prop_assert!(kept.contains(digest));
                    }
                }
            }
            prop_assert!(import.skipped.iter().all(|line| !line.is_empty()));
        }
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

fn fixture() -> impl Strategy<Value = Vec<u8>> {
    let files: Vec<Vec<u8>> =
        fixtures().iter().flat_map(|path| files(path)).filter_map(|path| std::fs::read(path).ok()).collect();
    let files: Vec<Vec<u8>> = files.into_iter().filter(|bytes| !bytes.is_empty()).collect();
    proptest::sample::select(files)
}

/// The file, or those in the folder.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = path.read_dir() else {
        return vec![path.to_owned()];
    };
    entries.flat_map(|entry| files(&entry.expect("an entry").path())).collect()
}

/// Values that stand where nobody expects them.
fn strange_value() -> impl Strategy<Value = Value> {
    let deep = (0..200).fold(json!([]), |inner, _| json!([inner]));
    prop_oneof![
        any::<String>().prop_map(Value::from),
        "[\u{e1ff}-\u{e203}【】†0-9:a \"\\[\\]`]{0,30}".prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        proptest::sample::select(vec![
            Value::Null,
            json!(true),
            json!([]),
            json!({}),
            json!([[]]),
            json!([null]),
            json!({"type": "text"}),
            json!({"content_type": "text", "parts": [{}]}),
            json!("\u{e200}entity\u{e202}[]\u{e201}"),
            json!("a"),
            json!(""),
            deep,
        ]),
    ]
}

/// Puts `new` somewhere into the tree, as `path` leads.
fn plant(value: &mut Value, path: &[Index], new: Value) {
    let next = match value {
        Value::Array(items) if !items.is_empty() => {
            path.first().map(|index| index.index(items.len())).and_then(|at| items.get_mut(at))
        }
        Value::Object(fields) if !fields.is_empty() => {
            let count = fields.len();
            path.first().and_then(|index| fields.values_mut().nth(index.index(count)))
        }
        _ => None,
    };
    match next {
        Some(next) => plant(next, &path[1..], new),
        None => *value = new,
    }
}

/// What stands where the path leads.
fn part<'a>(value: &'a Value, path: &[Index]) -> &'a Value {
    let Some((first, rest)) = path.split_first() else { return value };
    match value {
        Value::Array(items) if !items.is_empty() => part(&items[first.index(items.len())], rest),
        Value::Object(fields) if !fields.is_empty() => {
            part(fields.values().nth(first.index(fields.len())).unwrap_or(value), rest)
        }
        _ => value,
    }
}

/// Fields in which programs keep conversations, their messages, and what is said about them.
const FIELDS: [&str; 16] = [
    "messages",
    "conversations",
    "history",
    "data",
    "threads",
    "chats",
    "mapping",
    "children",
    "content",
    "parts",
    "message",
    "choices",
    "response",
    "loglines",
    "request",
    "id",
];

/// A value in such fields, beside another.
fn wrapped(value: Value, beside: &Value, ways: &[(usize, usize, u8)]) -> Value {
    ways.iter().fold(value, |inner, (name, other, way)| {
        let (name, other) = (FIELDS[name % FIELDS.len()], FIELDS[other % FIELDS.len()]);
        match way % 5 {
            0 => json!({name: [inner]}),
            1 => json!({name: inner, other: beside}),
            2 => json!({other: [beside], name: [inner, beside]}),
            3 => json!({name: {"a": inner, "b": beside}}),
            _ => json!([inner, beside]),
        }
    })
}

/// The JSON values of a fixture: one, or one a line.
fn values(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(bytes);
    match serde_json::from_str(&text) {
        Ok(value) => vec![value],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        check(&bytes)?;
    }

    #[test]
    fn fixtures_cut_and_mixed_are_read_or_refused(
        (one, other) in (fixture(), fixture()),
        (from, to, at) in any::<(Index, Index, Index)>(),
        noise in prop_oneof![any::<Vec<u8>>(), proptest::sample::select(vec![b"\\ud83d".to_vec(), b"\"".to_vec(), b"}".to_vec(), b"[".to_vec()])],
    ) {
        let mut bytes = one[..from.index(one.len())].to_vec();
        bytes.extend(&noise);
        bytes.extend(&other[to.index(other.len())..]);
        check(&bytes)?;
        let at = at.index(one.len());
        let mut bytes = one.to_vec();
        bytes.splice(at..(at + noise.len()).min(one.len()), noise);
        check(&bytes)?;
    }

    #[test]
    fn lines_left_out_doubled_and_in_any_order_are_read_or_refused(
        bytes in fixture(),
        picks in prop::collection::vec(any::<Index>(), 1..40),
    ) {
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let picked: Vec<&[u8]> = picks.iter().map(|pick| lines[pick.index(lines.len())]).collect();
        check(&picked.join(&b'\n'))?;
    }

    #[test]
    fn fixtures_with_strange_values_are_read_or_refused(
        bytes in fixture(),
        plants in prop::collection::vec((prop::collection::vec(any::<Index>(), 0..8), strange_value()), 1..5),
    ) {
        let mut values = values(&bytes);
        for (path, new) in plants {
            for value in &mut values {
                plant(value, &path, new.clone());
            }
        }
        check(values.iter().map(Value::to_string).collect::<Vec<_>>().join("\n").as_bytes())?;
    }

    #[test]
    fn parts_of_fixtures_within_each_other_are_read_or_refused(
        (one, other) in (fixture(), fixture()),
        (from, to, at) in any::<(Vec<Index>, Vec<Index>, Vec<Index>)>(),
        ways in prop::collection::vec(any::<(usize, usize, u8)>(), 0..5),
    ) {
        let (one, other) = (values(&one), values(&other));
        let grafted: Vec<Value> = one.into_iter().zip(other.iter().cycle()).map(|(mut value, other)| {
            let graft = part(other, &from[..from.len().min(6)]);
            plant(&mut value, &to[..to.len().min(6)], graft.clone());
            wrapped(value, part(other, &at[..at.len().min(3)]), &ways)
        }).take(20).collect();
        check(grafted.iter().map(Value::to_string).collect::<Vec<_>>().join("\n").as_bytes())?;
    }
}

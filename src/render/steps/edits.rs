//! Which files a call changed, and how, from the inputs of all agents' tools.

use std::borrow::Cow;

use serde_json::Value;

use super::file_edit::{FileEdit, How};
use super::patch;
use crate::render::diff::{added, between};
use crate::render::tool_pairing::ToolUse;

/// The fields that name a file, the best first.
pub const PATHS: &[&str] = &[
    "file_path",
    "filePath",
    "path",
    "target_file",
    "targetFile",
    "notebook_path",
    "target_notebook",
    "filepath",
    "filename",
    "file_name",
    "fileName",
    "file",
    "relative_path",
    "relative_workspace_path",
    "absolute_path",
    "uri",
];
/// The fields of a text and what it became.
const PAIRS: &[(&str, &str)] = &[
    ("old_string", "new_string"),
    ("oldString", "newString"),
    ("old_str", "new_str"),
    ("oldText", "newText"),
    ("old_text", "new_text"),
    ("old_source", "new_source"),
    ("old_content", "new_content"),
    ("old", "new"),
    ("search", "replace"),
    ("find", "replace"),
    ("search", "replacement"),
];
/// The fields of what is put into a file, whole or in addition.
const CONTENTS: &[&str] = &[
    "content",
    "contents",
    "file_text",
    "new_source",
    "new_str",
    "new_text",
    "insert_text",
    "text",
    "newCode",
    "new_content",
];
/// The fields of a patch.
const PATCHES: &[&str] = &["patch", "patchText", "patch_text", "input", "diff", "unified_diff", "command", "cmd"];
/// The fields of several changes.
const LISTS: &[&str] = &["edits", "edit", "replacements", "changes", "operations"];

/// What became of a file, as the first word of a line.
pub const fn verb(edit: &FileEdit<'_>) -> &'static str {
    match edit.how {
        How::Changed => "Edited",
        How::Created => "Wrote",
        How::Deleted => "Deleted",
    }
}

/// The fields of an input that its edits tell, of each kind the one that counts.
pub fn told(input: &Value) -> Vec<&'static str> {
    let first = |names: &[&'static str]| names.iter().copied().find(|name| input.get(*name).is_some());
    let pair = PAIRS.iter().find(|(old, _)| input.get(*old).is_some());
    let content = match pair {
        Some((old, new)) => vec![*old, *new],
        None => first(CONTENTS)
            .or_else(|| first(PATCHES).filter(|name| is_patch_alone(input.get(*name))))
            .into_iter()
            .collect(),
    };
    let list = first(LISTS).filter(|name| input.get(*name).is_some_and(is_told));
    first(PATHS).into_iter().chain(content).chain(list).collect()
}

/// Whether there is nothing around a patch, as there is in a command that does more than to apply it.
fn is_patch_alone(value: Option<&Value>) -> bool {
    let text = value.and_then(Value::as_str).map(str::trim);
    text.is_some_and(|text| {
        !text.contains(patch::BEGIN) || text.starts_with(patch::BEGIN) && text.ends_with(patch::END)
    })
}

/// Whether a list of changes says no more than its edits do.
fn is_told(list: &Value) -> bool {
    let known = |name: &str| {
        [PATHS, CONTENTS, PATCHES].iter().any(|names| names.contains(&name))
            || PAIRS.iter().any(|(old, new)| [*old, *new].contains(&name))
    };
    match list {
        Value::Array(changes) => changes.iter().all(is_told),
        Value::Object(fields) => fields.keys().all(|name| known(name)),
        _ => true,
    }
}

/// What a call of a tool that edits has changed. Empty where that can't be told.
pub fn edits(tool: &ToolUse) -> Vec<FileEdit<'_>> {
    let Some(call) = &tool.call else { return Vec::new() };
    let path = text(&call.input, PATHS);
    // The agent's own view has more: numbers and the lines around.
    let seen = tool.result.as_ref().filter(|result| !result.is_error && result.text.starts_with("@@ -"));
    if let (Some(result), Some(_)) = (seen, path) {
        return patch::read(&result.text, path);
    }
    of_input(&call.input, path)
}

/// The patch in a command: some agents have no tool for it.
pub fn patch_in(input: &Value) -> Option<&str> {
    let is_patch = |value: &&str| value.contains(patch::BEGIN) && value.contains(patch::END);
    match input {
        Value::String(text) => Some(text.as_str()).filter(is_patch),
        Value::Object(fields) => PATCHES.iter().filter_map(|name| fields.get(*name)).find_map(patch_in),
        Value::Array(words) => words.iter().find_map(patch_in),
        _ => None,
    }
}

fn of_input<'a>(input: &'a Value, path: Option<&'a str>) -> Vec<FileEdit<'a>> {
    if let Some(text) = patch_in(input) {
        return patch::read(text, path);
    }
    if let Value::String(text) = input {
        return patch::read(text, path);
    }
    // Codex: the changes by their paths.
    if let Some(Value::Object(changes)) = input.get("changes") {
        return changes.iter().flat_map(|(path, change)| of_change(change, Some(path))).collect();
    }
    match LISTS.iter().find_map(|name| input.get(*name).filter(|list| list.is_array() || list.is_object())) {
        Some(Value::Array(list)) => joined(list.iter().flat_map(|change| of_change(change, path))),
        Some(change) => of_change(change, path),
        None => of_change(input, path),
    }
}

fn of_change<'a>(change: &'a Value, path: Option<&'a str>) -> Vec<FileEdit<'a>> {
    let path = text(change, PATHS).or(path);
    let kind = ["type", "kind", "edit_mode", "operation"].iter().find_map(|name| {
        let kind = change.get(*name)?;
        kind.as_str().or_else(|| kind.get("type")?.as_str())
    });
    let how = match (kind, change.as_object().and_then(|fields| fields.keys().next()).map(String::as_str)) {
        (Some("add" | "create"), _) | (None, Some("add")) => How::Created,
        (Some("delete" | "remove"), _) | (None, Some("delete")) => How::Deleted,
        _ => How::Changed,
    };
    let inner = ["add", "update", "delete"].iter().find_map(|name| change.get(*name).filter(|inner| inner.is_object()));
    let change = inner.unwrap_or(change);
    let Some(path) = path.filter(|path| !path.trim().is_empty()) else {
        return text(change, PATCHES).map_or_else(Vec::new, |text| patch::read(text, None));
    };
    if let Some(text) = text(change, &["diff", "unified_diff", "patch"]) {
        let blocks = patch::blocks(text);
        if blocks.is_empty() {
            return patch::read(text, Some(path));
        }
        return vec![FileEdit { path: Cow::Borrowed(path), how: How::Changed, hunks: blocks }];
    }
    let field = |name: &str| change.get(name).and_then(Value::as_str);
    let pair = PAIRS.iter().find_map(|(old, new)| match (field(old), field(new)) {
        (Some(old), new) => Some((old, new.unwrap_or_default())),
        _ => None,
    });
    let (how, hunks) = match (pair, text(change, CONTENTS)) {
        (Some(("", new)), _) => (How::Created, added(new)),
        (Some((old, new)), _) => (how, between(old, new)),
        (None, Some(content)) => {
            let is_part =
                ["insert_line", "line", "new_source", "new_str"].iter().any(|name| change.get(*name).is_some());
            (if is_part || how != How::Changed { how } else { How::Created }, added(content))
        }
        (None, None) => (how, Vec::new()),
    };
    if hunks.is_empty() && how == How::Changed && kind.is_none() {
        return Vec::new();
    }
    vec![FileEdit { path: Cow::Borrowed(path), how, hunks }]
}

/// Edits of the same file one after the other are one.
fn joined<'a>(edits: impl Iterator<Item = FileEdit<'a>>) -> Vec<FileEdit<'a>> {
    let mut files: Vec<FileEdit<'a>> = Vec::new();
    for mut edit in edits {
        match files.last_mut().filter(|file| file.path == edit.path) {
            Some(file) => file.hunks.append(&mut edit.hunks),
            None => files.push(edit),
        }
    }
    files
}

/// The first of these fields that holds a text.
pub fn text<'a>(value: &'a Value, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| value.get(*name).and_then(Value::as_str))
}

#[cfg(test)]
mod tests;

//! Calls of all agents' tools, and what they change.

use serde_json::json;

use super::*;
use crate::render::diff::counts;
use crate::render::tool_pairing::{ToolCall, ToolOutput};

#[track_caller]
fn check(input: Value, result: &str, expected: &[(&str, How, (usize, usize))]) {
    let told = input.to_string();
    let result = Some(ToolOutput { text: result.to_owned(), is_error: false });
    let tool = ToolUse { call: Some(ToolCall { input, language: None }), result, ..ToolUse::default() };
    let edits = edits(&tool);
    let found: Vec<_> = edits.iter().map(|edit| (&*edit.path, edit.how, counts(&edit.hunks))).collect();
    assert_eq!(found, expected, "{told}");
}

#[test]
fn every_agents_edits_are_read() {
    use How::{Changed, Created, Deleted};
    let one = &[("a.py", Changed, (1, 1))][..];
    // Claude Code, Qwen, Gemini; OpenCode; SWE-agent; Pi; Kimi; Continue.
    check(json!({"file_path": "a.py", "old_string": "1\n2", "new_string": "1\n3"}), "ok", one);
    check(json!({"filePath": "a.py", "oldString": "x", "newString": "y", "replaceAll": true}), "", one);
    check(json!({"command": "str_replace", "path": "a.py", "old_str": "x", "new_str": "y"}), "", one);
    check(json!({"path": "a.py", "edits": [{"oldText": "x", "newText": "y"}]}), "", one);
    check(json!({"path": "a.py", "edit": {"old": "x", "new": "y"}}), "", one);
    check(json!({"filepath": "a.py", "old_string": "x", "new_string": "y"}), "", one);
    // MultiEdit, of one file and of several.
    let edits = json!([{"old_string": "x", "new_string": "y"}, {"old_string": "z", "new_string": ""}]);
    check(json!({"file_path": "a.py", "edits": edits}), "", &[("a.py", Changed, (1, 2))]);
    let replacements = json!([{"filePath": "a.py", "oldString": "x", "newString": "y"}, {"filePath": "b.py", "oldString": "x", "newString": "y"}]);
    check(json!({"replacements": replacements}), "", &[one[0], ("b.py", Changed, (1, 1))]);
    // What is written whole, and what is put in.
    check(json!({"file_path": "n.txt", "content": "a\nb\n"}), "", &[("n.txt", Created, (2, 0))]);
    check(json!({"command": "create", "path": "n.txt", "file_text": "a"}), "", &[("n.txt", Created, (1, 0))]);
    check(json!({"path": "n.txt", "new_text": "a"}), "", &[("n.txt", Created, (1, 0))]);
    check(
        json!({"command": "insert", "path": "n.txt", "insert_line": 3, "new_str": "a"}),
        "",
        &[("n.txt", Changed, (1, 0))],
    );
    check(
        json!({"notebook_path": "n.ipynb", "cell_id": "1", "new_source": "a\nb"}),
        "",
        &[("n.ipynb", Changed, (2, 0))],
    );
    check(
        json!({"notebook_path": "n.ipynb", "edit_mode": "delete", "new_source": ""}),
        "",
        &[("n.ipynb", Deleted, (0, 0))],
    );
    // Patches: as a field, as the input, in a command, as Codex tells of them, Cline's blocks.
    let patch = "*** Begin Patch\n*** Update File: a.py\n@@\n-x\n+y\n*** End Patch";
    check(json!({"patchText": patch}), "Success", one);
    check(json!(patch), "Success", one);
    check(json!({"command": ["bash", "-lc", format!("apply_patch <<'EOF'\n{patch}\nEOF")]}), "", one);
    check(
        json!({"changes": {"a.py": {"update": {"unified_diff": "@@ -1,1 +1,1 @@\n-x\n+y"}}, "b": {"delete": {"content": ""}}}}),
        "",
        &[one[0], ("b", Deleted, (0, 0))],
    );
    check(
        json!({"changes": [{"path": "a.py", "kind": "update", "diff": "@@ -1 +1 @@\n-x\n+y"}, {"path": "b", "kind": "add"}]}),
        "",
        &[one[0], ("b", Created, (0, 0))],
    );
    check(json!({"path": "a.py", "diff": "<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE"}), "", one);
    // What the agent shows of it has the lines around.
    check(json!({"file_path": "a.py", "old_string": "x", "new_string": "y"}), "@@ -1,2 +1,2 @@\n a\n-x\n+y", one);
}

#[test]
fn what_is_no_edit_is_none() {
    for input in [
        json!(null),
        json!({}),
        json!({"file_path": "a"}),
        json!({"file_path": 5, "content": "x"}),
        json!([1]),
        json!("words"),
        json!({"edits": [1, {}]}),
    ] {
        check(input, "", &[]);
    }
}

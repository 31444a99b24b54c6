//! Steps as HTML.

use serde_json::{Value, json};

use super::*;
use crate::render::tool_pairing::ToolOutput;

fn shown(call: Option<Value>, result: Option<(&str, bool)>, name: Option<&str>) -> String {
    let call = call.map(|input| ToolCall { input, language: None });
    let result = result.map(|(text, is_error)| ToolOutput { text: text.to_owned(), is_error });
    let used = ToolUse { name: name.map(str::to_owned), call, result, ..ToolUse::default() };
    step(&Renderer::new(), &used, "m-1-0").html.into_string()
}

/// The line of a step, without its tags.
fn told(html: &str) -> String {
    let (line, _) = html.split_once("</summary>").expect("a line");
    let texts = line.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    texts.collect::<String>().trim().to_owned()
}

#[track_caller]
fn check(name: &str, call: Value, result: (&str, bool), expected: &str, holds: &[&str]) {
    let html = shown(Some(call), Some(result), Some(name));
    assert_eq!(told(&html), expected, "{html}");
    for piece in holds {
        assert!(html.contains(piece), "{piece} in {html}");
    }
}

#[test]
fn a_line_says_what_a_step_did() {
    let edit = json!({"file_path": "src/a.py", "old_string": "return 1", "new_string": "return 2"});
    let patch = "@@ -1,2 +1,2 @@\n def f():\n-    return 1\n+    return 2";
    check("Edit", edit.clone(), (patch, false), "Edited src/a.py +1 −1", &["<b>2</b>\n</ins>", "@@ line 1\n"]);
    check("Edit", edit, ("No such file", true), "Edited src/a.py failed", &["No such file"]);
    check(
        "Write",
        json!({"file_path": "n.py", "content": "a\nb\n"}),
        ("created", false),
        "Wrote n.py +2",
        &["<ins>+a\n</ins>", "created"],
    );
    check(
        "AskUserQuestion",
        json!({"questions": [{"question": "Which one?", "options": []}, {"question": "And why?"}]}),
        ("A", false),
        "Asked Which one? And why?",
        &["Which one?"],
    );
    let printed = "\u{1b}[32mok\u{1b}[0m\n";
    check(
        "Bash",
        json!({"command": "cargo test", "description": "Run it", "timeout": 5}),
        (printed, false),
        "Ran cargo test",
        &["<span class=\"t t-2\">ok</span>", "Run it", "<dt><bdi>timeout</bdi></dt>"],
    );
    check(
        "Bash",
        json!({"command": "false"}),
        ("Exit code 3\noops", true),
        "Ran false exit status 3",
        &["Output<span> · exit status 3</span>", "<code>oops</code>"],
    );
    check(
        "shell",
        json!({"command": ["bash", "-lc", "ls"]}),
        ("{\"output\":\"x\",\"metadata\":{\"exit_code\":0,\"duration_seconds\":1.25}}", false),
        "Ran ls 1.2 s",
        &["<code>x</code>"],
    );
    check(
        "Read",
        json!({"file_path": "a.py", "offset": 3, "limit": 2}),
        ("3\tx\n4\ty", false),
        "Read a.py, lines 3 to 4 2 lines",
        &[],
    );
    check("Grep", json!({"pattern": "TODO", "path": "src"}), ("a\nb\nc", false), "Searched TODO in src 3 lines", &[]);
    check(
        "WebFetch",
        json!({"url": "https://one.example/", "prompt": "sum up"}),
        ("It is one.", false),
        "Fetched https://one.example/",
        &["sum up"],
    );
    check(
        "update_plan",
        json!({"plan": [{"step": "a", "status": "completed"}, {"step": "b", "status": "pending"}]}),
        ("ok", false),
        "To-do list 1 of 2 done",
        &["class=\"todo-done\""],
    );
    check(
        "ExitPlanMode",
        json!({"plan": "# The plan\n\n1. **Do** it"}),
        ("ok", false),
        "Plan The plan  1. Do it".replace("  ", " ").as_str(),
        &["<strong>Do</strong>"],
    );
    check(
        "Task",
        json!({"description": "Look around", "prompt": "Find *it*", "subagent_type": "explorer"}),
        ("It is **here**.", false),
        "Agent Look around",
        &["<em>it</em>", "<strong>here</strong>", "explorer"],
    );
    check(
        "apply_patch",
        json!("*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n*** Delete File: b\n*** End Patch"),
        ("Success", false),
        "Edited 2 files: a, b +1 −1",
        &[],
    );
}

#[test]
fn a_tool_that_is_not_known_is_called_by_its_name() {
    check("draw", json!({"shape": "square"}), ("done", false), "draw square", &["<dt><bdi>shape</bdi></dt>"]);
    let label = |html: &str| told(html);
    assert_eq!(label(&shown(Some(json!({})), None, Some("draw"))), "draw");
    assert_eq!(label(&shown(Some(json!({})), None, Some(" \u{202e}"))), "Tool");
    assert_eq!(label(&shown(None, Some(("x", false)), Some("bash"))), "Result of bash x");
    assert_eq!(label(&shown(None, Some(("x", false)), None)), "Result x");
}

#[test]
fn nothing_of_a_call_is_out_of_reach() {
    let inputs = [
        ("Bash", json!({"command": "COMMAND", "extra": {"deep": ["EXTRA"]}})),
        ("Read", json!({"file_path": "COMMAND", "extra": "EXTRA"})),
        ("Edit", json!({"file_path": "COMMAND", "old_string": "a", "new_string": "EXTRA", "x": 1})),
        ("TodoWrite", json!({"todos": [{"content": "COMMAND"}], "x": "EXTRA"})),
        ("Task", json!({"prompt": "COMMAND", "model": "EXTRA"})),
        ("Bash", json!({"command": "COMMAND", "description": "d", "title": "EXTRA"})),
        ("Edit", json!({"file_path": "COMMAND", "old_string": "a", "new_string": "b", "content": "EXTRA"})),
        (
            "MultiEdit",
            json!({"file_path": "COMMAND", "edits": [{"old_string": "a", "new_string": "b", "why": "EXTRA"}]}),
        ),
        ("Task", json!({"prompt": "COMMAND", "description": "d", "title": "EXTRA"})),
        ("TodoWrite", json!({"todos": [{"content": "COMMAND", "priority": "EXTRA"}]})),
        ("TodoWrite", json!({"todos": format!("- [x] {}COMMAND\n\nEXTRA", "long ".repeat(100))})),
        (
            "Bash",
            json!({"command": "COMMAND; apply_patch <<'E'\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nE\nEXTRA"}),
        ),
        ("Whatever", json!({"a": "COMMAND", "b": "EXTRA"})),
        ("write_stdin", json!({"session_id": "COMMAND", "chars": "EXTRA"})),
    ];
    for (name, input) in inputs {
        let html = shown(Some(input), Some(("RESULT", false)), Some(name));
        let html = html.replace("<b>", "").replace("</b>", "");
        for word in ["COMMAND", "EXTRA", "RESULT"] {
            assert!(html.contains(word), "{word} of {name} in {html}");
        }
    }
}

#[test]
fn an_input_that_holds_nothing_is_not_shown() {
    for input in [json!({}), json!([]), json!(""), Value::Null] {
        assert!(!shown(Some(input), None, Some("draw")).contains("Input"));
    }
    assert!(shown(Some(json!(0)), None, Some("draw")).contains("Input"));
    assert!(shown(Some(json!({"a": 1})), Some(("", true)), Some("draw")).contains("(nothing)"));
    let many: serde_json::Map<String, Value> = (0..31).map(|n| (n.to_string(), json!(n))).collect();
    assert!(!shown(Some(Value::Object(many)), None, None).contains("<dt>"));
}

#[test]
fn what_is_long_is_folded_with_how_long_it_is() {
    let text = "line\n".repeat(214);
    for (name, input, result) in [
        ("Bash", json!({"command": "x"}), text.as_str()),
        ("Write", json!({"file_path": "a", "content": text}), ""),
        ("Bash", json!({"command": text}), ""),
        ("other", json!({"field": text}), ""),
    ] {
        assert!(shown(Some(input), Some((result, false)), Some(name)).contains("Show all 21"), "{name}");
    }
}

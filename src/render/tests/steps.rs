//! Whatever a tool is given or prints, its step holds nothing but what is listed here.

use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::hostile::SNIPPETS;
use crate::domain::id::MessageId;
use crate::domain::message::{Message, Role};
use crate::domain::share::ShareUuid;
use crate::domain::timestamp::Timestamp;
use crate::render::{Conversation, Files, Renderer};

/// What steps and the list of files are made of.
const ELEMENTS: &str = "a article b bdi br code dd del details div dl dt em fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr \
                        i input ins kbd label legend li mark math ol p pre section small span strong sub summary sup svg table \
                        tbody td th thead time tr u ul use annotation menclose merror mfrac mi mmultiscripts mn mo mover mpadded \
                        mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder \
                        munderover semantics blockquote s";

fn conversation(parts: Value) -> String {
    let uuid = ShareUuid::parse("00000000-0000-4000-8000-000000000000").expect("a UUID");
    let mut conversation = Conversation::new(std::sync::Arc::new(Renderer::new()), Files::shared(uuid));
    let mut html = String::new();
    let message = Message {
        id: MessageId::new(1),
        role: Role::Assistant,
        content: String::new(),
        parts: Some(to_raw_value(&parts).expect("JSON")),
        model: None,
        created_at: Timestamp::now(),
        updated_at: Timestamp::now(),
        is_undated: false,
    };
    conversation.push(message, &mut html);
    conversation.finish(&mut html);
    html
}

/// That every tag is one of ours, has nothing that runs, and ends.
#[track_caller]
fn check(parts: Value) {
    let told = parts.to_string();
    let html = conversation(parts);
    let mut open: Vec<&str> = vec!["div", "section"];
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("half a tag in {html} of {told}"));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().expect("a name");
        assert!(ELEMENTS.split_whitespace().any(|known| known == name), "<{tag}> of {told}");
        for attribute in tag.split('"').step_by(2).flat_map(str::split_whitespace).skip(1) {
            let attribute = attribute.trim_end_matches('=');
            assert!(
                !attribute.starts_with("on") && !["style", "src", "srcdoc"].contains(&attribute),
                "<{tag}> of {told}"
            );
        }
        if name == "a" {
            assert!(!tag.contains("javascript:") && !tag.contains("data:"), "<{tag}> of {told}");
        }
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "in {html} of {told}"),
            None if ["br", "hr", "input", "mspace", "mprescripts"].contains(&name) && !tag.ends_with('/') => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, [] as [&str; 0], "in {html} of {told}");
    assert!(!html.contains(['\u{1b}', '\u{9b}', '\u{7}', '\0']), "of {told}");
}

#[test]
fn hostile_inputs_and_outputs_are_text() {
    for snippet in SNIPPETS {
        let spread = snippet.chars().flat_map(|c| [c, '\u{1b}', '[', '3', '1', 'm']).collect::<String>();
        let calls = [
            ("Bash", json!({ "command": snippet, "description": snippet })),
            ("Bash", json!({ "command": [snippet, { "command": snippet }] })),
            ("Edit", json!({ "file_path": snippet, "old_string": snippet, "new_string": spread })),
            (
                "Edit",
                json!({ "file_path": "a", "old_string": format!("{snippet} 1"), "new_string": format!("{snippet} 2") }),
            ),
            (
                "MultiEdit",
                json!({ "file_path": snippet, "edits": [{ "old_string": spread, "new_string": snippet }, { "old_string": snippet }] }),
            ),
            ("Write", json!({ "file_path": snippet, "content": snippet })),
            (
                "apply_patch",
                json!(format!(
                    "*** Begin Patch\n*** Update File: {snippet}\n@@ {snippet}\n {snippet}\n-{snippet}\n+{spread}\n*** End Patch"
                )),
            ),
            (
                "apply_diff",
                json!({ "path": snippet, "diff": format!("<<<<<<< SEARCH\n{snippet}\n=======\n{snippet}x\n>>>>>>> REPLACE") }),
            ),
            ("Read", json!({ "file_path": snippet, "offset": snippet })),
            ("Grep", json!({ "pattern": snippet, "path": snippet })),
            ("WebFetch", json!({ "url": snippet })),
            ("TodoWrite", json!({ "todos": [{ "content": snippet, "status": snippet }] })),
            ("ExitPlanMode", json!({ "plan": snippet })),
            ("Task", json!({ "prompt": snippet, "description": snippet, "subagent_type": snippet })),
            ("AskUserQuestion", json!({ "questions": [{ "question": snippet }] })),
            (snippet, json!({ *snippet: snippet })),
            (snippet, json!(snippet)),
        ];
        let outputs = [
            (*snippet).to_owned(),
            format!("\u{1b}[31;1;44m{snippet}\u{1b}[0m\r{snippet}\u{8}\u{1b}]8;;{snippet}\u{7}"),
            spread.clone(),
            format!("Exit code 1\n{snippet}"),
            format!("@@ -1,2 +1,2 @@ {snippet}\n {snippet}\n-{snippet}\n+{spread}"),
            "\u{9b}31m\u{1b}[".to_owned() + &"line\n".repeat(30) + snippet,
        ];
        for (number, (name, input)) in calls.iter().enumerate() {
            let result = &outputs[number % outputs.len()];
            check(json!([
                { "type": "tool_call", "id": "a", "name": name, "input": input },
                { "type": "tool_result", "id": "a", "text": result, "is_error": number % 4 == 3 },
                { "type": "tool_call", "id": "b", "name": "Bash", "input": { "command": "x" } },
                { "type": "tool_result", "id": "b", "text": outputs[(number + 1) % outputs.len()], "is_error": false },
            ]));
        }
    }
}

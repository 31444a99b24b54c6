//! The tools that agents have alike, under the names that each gives them: a model that goes on calls what it sees called.

use serde_json::{Map, Value, json};

use super::Agent;

/// What a tool does, whoever's it is.
#[derive(Clone, Copy, PartialEq)]
enum Deed {
    Run,
    Read,
    Write,
    Edit,
}

/// The tool's names in small letters, and the fields of its input: one of each group, in the order in which `ours` names
/// them.
struct KnownTool {
    deed: Deed,
    names: &'static [&'static str],
    fields: &'static [&'static [&'static str]],
}

const PATH: &[&str] = &["file_path", "filePath", "path", "absolute_path", "target_file"];

const KNOWN: &[KnownTool] = &[
    KnownTool {
        deed: Deed::Run,
        names: &[
            "bash",
            "exec_command",
            "shell",
            "shell_command",
            "run_shell_command",
            "run_terminal_cmd",
            "execute",
            "execute_command",
            "run_command",
            "local_shell",
        ],
        fields: &[&["command", "cmd"]],
    },
    KnownTool { deed: Deed::Read, names: &["read", "read_file", "view"], fields: &[PATH] },
    KnownTool {
        deed: Deed::Write,
        names: &["write", "write_file", "write_to_file", "create_file", "create"],
        fields: &[PATH, &["content", "contents", "file_text"]],
    },
    KnownTool {
        deed: Deed::Edit,
        names: &["edit", "replace", "edit_file", "str_replace"],
        fields: &[
            PATH,
            &["old_string", "oldString", "oldText", "old_str"],
            &["new_string", "newString", "newText", "new_str"],
        ],
    },
];

/// The agent's tool for that, and its fields; `None` where it has none.
fn ours(agent: Agent, deed: Deed) -> Option<(&'static str, &'static [&'static str])> {
    Some(match (agent, deed) {
        (Agent::ClaudeCode, Deed::Run) => ("Bash", &["command"]),
        (Agent::ClaudeCode, Deed::Read) => ("Read", &["file_path"]),
        (Agent::ClaudeCode, Deed::Write) => ("Write", &["file_path", "content"]),
        (Agent::ClaudeCode, Deed::Edit) => ("Edit", &["file_path", "old_string", "new_string"]),
        (Agent::Codex, Deed::Run) => ("exec_command", &["cmd"]),
        (Agent::Codex, _) => return None,
        (Agent::OpenCode, Deed::Run) | (Agent::Pi, Deed::Run) => ("bash", &["command"]),
        (Agent::OpenCode, Deed::Read) => ("read", &["filePath"]),
        (Agent::OpenCode, Deed::Write) => ("write", &["filePath", "content"]),
        (Agent::OpenCode, Deed::Edit) => ("edit", &["filePath", "oldString", "newString"]),
        (Agent::Pi, Deed::Read) => ("read", &["path"]),
        (Agent::Pi, Deed::Write) => ("write", &["path", "content"]),
        (Agent::Pi, Deed::Edit) => ("edit", &["path", "oldText", "newText"]),
    })
}

/// The call as the agent makes it; as it was, where the agent has no such tool, or calls its own like that.
pub fn translate(agent: Agent, name: &str, input: Map<String, Value>) -> (String, Map<String, Value>) {
    let small = name.to_ascii_lowercase();
    let known = KNOWN.iter().find(|known| known.names.contains(&small.as_str()));
    let Some((known, (own_name, own_fields))) = known.and_then(|known| Some((known, ours(agent, known.deed)?))) else {
        return (name.to_owned(), input);
    };
    if own_name == name && own_fields.iter().all(|field| input.contains_key(*field)) {
        return (name.to_owned(), input);
    }
    let texts: Option<Vec<String>> = known.fields.iter().map(|names| text(known.deed, &input, names)).collect();
    let Some(texts) = texts else { return (name.to_owned(), input) };
    let mut fields: Map<String, Value> =
        own_fields.iter().zip(texts).map(|(field, text)| ((*field).to_owned(), text.into())).collect();
    match (agent, known.deed) {
        (Agent::Pi, Deed::Edit) => {
            let edit = json!({ "oldText": fields.remove("oldText"), "newText": fields.remove("newText") });
            fields.insert("edits".to_owned(), json!([edit]));
        }
        // It asks for one.
        (Agent::OpenCode, Deed::Run) => {
            let said = input.get("description").and_then(Value::as_str).unwrap_or("Runs a command");
            fields.insert("description".to_owned(), said.into());
        }
        _ => {}
    }
    (own_name.to_owned(), fields)
}

/// The first field of these names that is a text. A command may be its words, too: those of a shell are in the last one.
fn text(deed: Deed, input: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|name| input.get(*name))?;
    if let (Deed::Run, Some(words)) = (deed, value.as_array()) {
        let words: Option<Vec<&str>> = words.iter().map(Value::as_str).collect();
        return match words?.as_slice() {
            [shell, flag, command] if shell.ends_with("sh") && flag.ends_with('c') => Some((*command).to_owned()),
            words => Some(words.join(" ")),
        };
    }
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_the_agents_own_where_it_has_such_a_tool() {
        let edit = json!({"file_path": "/a", "old_string": "x", "new_string": "y"});
        for (agent, name, input, expected_name, expected) in [
            (Agent::Codex, "Bash", json!({"command": "ls", "description": "d"}), "exec_command", json!({"cmd": "ls"})),
            (Agent::ClaudeCode, "exec_command", json!({"cmd": "ls"}), "Bash", json!({"command": "ls"})),
            (
                Agent::ClaudeCode,
                "shell",
                json!({"command": ["bash", "-lc", "ls -l"]}),
                "Bash",
                json!({"command": "ls -l"}),
            ),
            (
                Agent::OpenCode,
                "shell",
                json!({"command": ["git", "log"]}),
                "bash",
                json!({"command": "git log", "description": "Runs a command"}),
            ),
            (Agent::Codex, "Edit", edit.clone(), "Edit", edit.clone()),
            (
                Agent::OpenCode,
                "Edit",
                edit.clone(),
                "edit",
                json!({"filePath": "/a", "oldString": "x", "newString": "y"}),
            ),
            (Agent::Pi, "Edit", edit, "edit", json!({"path": "/a", "edits": [{"oldText": "x", "newText": "y"}]})),
            (
                Agent::ClaudeCode,
                "Bash",
                json!({"command": "ls", "timeout": 5}),
                "Bash",
                json!({"command": "ls", "timeout": 5}),
            ),
            (Agent::Pi, "read", json!({"path": ["a"]}), "read", json!({"path": ["a"]})),
            (Agent::Pi, "Task", json!({"prompt": "p"}), "Task", json!({"prompt": "p"})),
        ] {
            let Value::Object(input) = input else { panic!("an object") };
            let translated = translate(agent, name, input);
            assert_eq!(
                (translated.0.as_str(), Value::Object(translated.1)),
                (expected_name, expected),
                "{agent:?} {name}"
            );
        }
    }
}

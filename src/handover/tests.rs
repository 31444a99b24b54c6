//! Sessions as they are written, beside the files in `tests/fixtures/handover`, and read back by the import.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::*;
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::{Attachment, AttachmentKind, Part};
use crate::domain::text::ShortText;
use crate::import::{self, ImportEvent, ImportSource, ReadOptions};

fn place() -> Place {
    Place {
        folder: "/work/my proj.x".to_owned(),
        id: Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef),
        now: Timestamp::from_rfc3339("2026-05-06T07:08:09.123Z").expect("a time"),
        model: Some(("anthropic".to_owned(), "claude-opus".to_owned())),
    }
}

fn by(role: Role, parts: Vec<Part>) -> NewMessage {
    NewMessage { parts, ..NewMessage::new(role, String::new()) }
}

fn call(id: &str, name: &str, input: serde_json::Value) -> Part {
    Part::ToolCall { id: Some(id.into()), name: name.into(), input, language: None }
}

fn result(id: &str, text: &str, is_error: bool) -> Part {
    Part::ToolResult { id: Some(id.into()), name: None, text: text.into(), is_error }
}

/// Of a model that thinks, calls two tools at once and then a third, of which one fails and one has no result.
fn talk() -> NewChat {
    let mut chat = NewChat::named(ShortText::fixed("Why \u{202e}blue"), ShortText::fixed("gpt-5"));
    let picture = Attachment { kind: AttachmentKind::Image, name: Some("sky.png".into()), ..Attachment::default() };
    chat.messages = vec![
        NewMessage::new(Role::System, "Be short.".into()),
        by(Role::User, vec![Part::text("Why is /home/ada/sky blue?"), Part::Attachment(picture)]),
        by(
            Role::Assistant,
            vec![
                Part::reasoning("Rayleigh, probably."),
                Part::text("I look."),
                call("a/1", "exec_command", json!({"cmd": "ls /home/ada/sky"})),
                call("b/2", "mcp files.read", json!({"file_path": "/home/ada/sky/why.md"})),
                result("b/2", "no such file", true),
                result("a/1", "\u{1b}[34mblue.txt\u{1b}[0m\n", false),
                call("c", "apply_patch", json!("*** Begin Patch")),
                Part::text("Because of scattering."),
                Part::Data { value: json!({"x": 1}) },
            ],
        ),
        NewMessage::new(Role::User, "Thanks.".into()),
    ];
    chat
}

fn written(agent: Agent, chat: &NewChat) -> Session {
    write(agent, chat, &Folders::new(Some("/home/ada/sky"), "/work/my proj.x"), &place())
}

/// What an import finds in a session.
fn read_back(session: &Session) -> NewChat {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(session.file.file_name().expect("a name"));
    fs::write(&path, &session.text).expect("written");
    let mut chats = Vec::new();
    import::read(&ImportSource::open(&path).expect("a source"), &ReadOptions::default(), &mut |event| {
        if let ImportEvent::Chat { chat, .. } = event {
            chats.push(*chat);
        }
        Ok(())
    })
    .expect("a conversation");
    assert_eq!(chats.len(), 1);
    chats.remove(0)
}

#[test]
fn each_agent_gets_the_file_that_it_takes() {
    for (agent, name, file) in [
        (Agent::ClaudeCode, "claude-code.jsonl", "-work-my-proj-x/12345678-9abc-4def-8123-456789abcdef.jsonl"),
        (
            Agent::Codex,
            "codex.jsonl",
            "2026/05/06/rollout-2026-05-06T07-08-09-12345678-9abc-4def-8123-456789abcdef.jsonl",
        ),
        (
            Agent::Pi,
            "pi.jsonl",
            "--work-my proj.x--/2026-05-06T07-08-09-123Z_12345678-9abc-4def-8123-456789abcdef.jsonl",
        ),
        (Agent::OpenCode, "opencode.json", "ses_203e26fdcfffqRya1ArtxUtlrS.json"),
    ] {
        let session = written(agent, &talk());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/handover").join(name);
        if std::env::var_os("NEPTUN_SHARE_WRITE_EXPECTED").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(&path, &session.text).expect("written");
        }
        assert_eq!(session.text, fs::read_to_string(&path).expect("a file"), "{name}");
        assert_eq!(session.file, Path::new(file));
        assert_eq!(session.left_out, LeftOut { thoughts: 1, files: 1, data: 1 });
    }
}

#[test]
fn an_import_finds_the_whole_conversation_in_what_was_written() {
    for agent in Agent::ALL {
        let chat = read_back(&written(agent, &talk()));
        let all = chat.messages.iter().map(|message| (message.role, &message.content)).collect::<Vec<_>>();
        let words = format!("{all:?}");
        for said in [
            "Be short.",
            "Why is /work/my proj.x blue?",
            "[image: sky.png]",
            "I look.",
            "Because of scattering.",
            "Thanks.",
        ] {
            assert_eq!(words.matches(said).count(), 1, "{agent:?}: {said} in {words}");
        }
        assert!(!words.contains("Rayleigh") && !words.contains('\u{1b}') && !words.contains("/home/ada"), "{words}");
        let parts: Vec<&Part> = chat.messages.iter().flat_map(|message| &message.parts).collect();
        let calls = parts.iter().filter_map(|part| match part {
            Part::ToolCall { id, name, .. } => Some((id.clone().expect("an id"), name.as_str())),
            _ => None,
        });
        let calls = calls.collect::<Vec<_>>();
        let shell = match agent {
            Agent::ClaudeCode => "Bash",
            Agent::Codex => "exec_command",
            Agent::OpenCode | Agent::Pi => "bash",
        };
        assert_eq!(calls.iter().map(|(_, name)| *name).collect::<Vec<_>>(), [shell, "mcp_files_read", "apply_patch"]);
        let outputs = ["blue.txt", "no such file", "(The result was not recorded.)"];
        for ((id, name), output) in calls.iter().zip(outputs) {
            let answered = parts.iter().filter(|part| {
                matches!(part, Part::ToolResult { id: Some(named), text, .. } if named == id && text.contains(output))
            });
            assert_eq!(answered.count(), 1, "{agent:?}: the result of {name}");
        }
    }
}

#[test]
fn calls_and_results_of_any_order_end_as_pairs() {
    let turns = |messages: Vec<NewMessage>| {
        let turns = Turns::of(&messages, &Folders::default(), Agent::ClaudeCode);
        turns
            .list
            .iter()
            .map(|turn| match turn {
                turns::Turn::User(text) => format!("U:{text}"),
                turns::Turn::Assistant { text, calls } => {
                    let calls = calls.iter().map(|call| format!(" {}={}", call.name, call.output));
                    format!("A:{text}{}", calls.collect::<String>())
                }
            })
            .collect::<Vec<_>>()
    };
    let said = |parts| turns(vec![by(Role::Assistant, parts)]);
    let begin = "U:(The conversation begins with the assistant.)";
    let x = || call("1", "x", json!({}));
    // One after the other is not at once.
    let two = vec![x(), result("1", "a", false), call("2", "y", json!({})), result("2", "b", false)];
    assert_eq!(said(two), [begin, "A: x=a", "A: y=b"]);
    // A result twice, one without its call, one behind words.
    assert_eq!(said(vec![x(), result("1", "a", false), result("1", "b", false)]), [begin, "A: x=a", "A: tool=b"]);
    assert_eq!(said(vec![result("9", "a", false)]), [begin, "A: tool=a"]);
    assert_eq!(said(vec![x(), Part::text("hm"), result("1", " ", false)]), [begin, "A: x=(no output)", "A:hm"]);
    // Without identifiers: in order. The output of a tool as a message of its own.
    let nameless = |name: &str| Part::ToolCall { id: None, name: name.into(), input: json!(null), language: None };
    let tool = NewMessage::new(Role::Tool, "out".into());
    let messages = vec![by(Role::Assistant, vec![nameless("x"), nameless("ü y")]), tool.clone(), tool.clone(), tool];
    assert_eq!(turns(messages), [begin, "A: x=out __y=out", "U:[Output of a tool]\n\nout"]);
    assert_eq!(turns(vec![NewMessage::new(Role::User, " \u{7}".into())]), Vec::<String>::new());
}

#[test]
fn no_name_in_a_conversation_decides_where_its_file_lies() {
    let mut chat = talk();
    chat.name = ShortText::parse("../../etc/passwd").expect("a title");
    chat.messages.push(by(Role::Assistant, vec![call("../../../x", "../../y", json!({"../z": "/../"}))]));
    for agent in Agent::ALL {
        assert_eq!(written(agent, &chat).file, written(agent, &talk()).file);
    }
}

#[test]
fn two_sessions_of_one_conversation_share_no_identifier() {
    for agent in Agent::ALL {
        let other = Place { id: Uuid::from_u128(7), ..place() };
        let (one, other) = (written(agent, &talk()), write(agent, &talk(), &Folders::default(), &other));
        assert!(one.file != other.file && one.id != other.id);
        if agent == Agent::OpenCode {
            let ids = |session: &Session| {
                let text = session.text.clone();
                let found = text.match_indices("\"id\":\"").map(|(at, _)| text[at + 6..at + 36].to_owned());
                found.collect::<std::collections::BTreeSet<String>>()
            };
            assert!(ids(&one).is_disjoint(&ids(&other)) && ids(&one).len() > 10);
        }
    }
}

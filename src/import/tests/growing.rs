//! A session that is read as it grows is what a reading of its whole file gives, wherever its program stops writing for a
//! moment, and whatever it does to the file.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::super::{GrowingSession, ImportSource, ReadOptions};
use super::{fixtures_folder, read_source};
use crate::domain::chat::NewChat;

/// A session in a folder that its reader looks into again and again.
struct Written {
    _folder: tempfile::TempDir,
    path: PathBuf,
    session: GrowingSession,
    before: Option<NewChat>,
}

impl Written {
    fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        Self { _folder: folder, path, session: GrowingSession::new(), before: None }
    }

    /// Adds to the file; whether it was read without the whole file's help, and is what that gives.
    fn add(&mut self, bytes: &[u8]) -> bool {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&self.path).expect("opened");
        std::io::Write::write_all(&mut file, bytes).expect("written");
        self.is_right()
    }

    fn is_right(&mut self) -> bool {
        let now = self.session.read_on(&self.path, &ReadOptions::default()).expect("read");
        let Some(now) = now.map(|now| (now.chat.clone(), now.same)) else {
            self.before = None;
            return false;
        };
        let (mut chat, same) = now;
        if let Some(before) = &self.before {
            assert_eq!(before.messages[..same], chat.messages[..same]);
        }
        self.before = Some(chat.clone());
        let mut whole = whole(&self.path);
        for chat in [&mut chat, &mut whole] {
            chat.attachments.sort_by_key(|file| file.sha256.to_string());
        }
        assert!(chat == whole, "{}\n{chat:#?}\n{whole:#?}", self.path.display());
        true
    }
}

/// The one conversation of a file, without the half of a line at its end.
fn whole(path: &Path) -> NewChat {
    let bytes = fs::read(path).expect("read");
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    if serde_json::from_slice::<Value>(&bytes[end..]).is_err() {
        fs::write(path, &bytes[..end]).expect("written");
    }
    let import = read_source(&ImportSource::open(path).expect("opened"));
    fs::OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &bytes))
        .expect("written");
    let mut chats = import.expect("read").chats;
    assert_eq!(chats.len(), 1);
    chats.remove(0)
}

/// Sessions of each program that keeps a line for each entry.
const SESSIONS: [&str; 9] = [
    "claude-code.jsonl",
    "codex.jsonl",
    "codex-events.jsonl",
    "gemini-lines.jsonl",
    "pi.jsonl",
    "qwen-code.jsonl",
    "copilot-cli.jsonl",
    "kimi-wire.jsonl",
    "cursor.jsonl",
];

#[test]
fn a_session_is_read_line_by_line() {
    for name in SESSIONS {
        let mut written = Written::new(name);
        let bytes = fs::read(fixtures_folder().join(name)).expect(name);
        let read = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .map(|line| written.add(line))
            .fold(0, |read, is| read + usize::from(is));
        assert!(read > 1, "{name}");
    }
}

#[test]
fn a_line_that_is_long_and_not_written_to_its_end_is_waited_for() {
    let mut written = Written::new("pi.jsonl");
    written.add(&fs::read(fixtures_folder().join("pi.jsonl")).expect("a session"));
    let message = json!({ "role": "user", "content": [{ "type": "text", "text": "bees ".repeat(60_000) }] });
    let line = json!({ "type": "message", "id": "ffff0001", "parentId": null, "message": message }).to_string();
    let (first, rest) = line.split_at(line.len() - 3);
    for (piece, is_there) in [(first, false), (rest, true), ("  \n", true)] {
        assert!(written.add(piece.as_bytes()));
        let now = written.before.as_ref().expect("read");
        assert_eq!(now.messages.iter().any(|message| message.content.contains("bees")), is_there, "{}", piece.len());
    }
}

#[test]
fn what_agents_did_that_an_agent_has_started_is_taken_from_their_files() {
    let name = "6f0c0b1e-0000-4000-8000-000000000002";
    let folder = fixtures_folder().join("claude-code-session");
    let mut written = Written::new(&format!("{name}.jsonl"));
    copy(&folder.join(name), &written.path.with_extension(""));
    let bytes = fs::read(folder.join(format!("{name}.jsonl"))).expect("the session");
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        written.add(line);
    }
    assert!(written.is_right());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).expect("copied")),
        }
    }
}

/// What an agent writes, or its person has it write.
fn line(program: &str, kind: u8, number: usize, at: Index) -> Value {
    let time = format!("2026-05-01T10:00:{:02}Z", number % 60);
    let other = at.index(number + 1);
    let parent = if kind == 0 { other.checked_sub(1) } else { number.checked_sub(1) };
    let (id, parent) = (format!("u{number}"), parent.map(|parent| format!("u{parent}")));
    let (call, answered) = (format!("call{number}"), format!("call{other}"));
    let text = format!("said {number}");
    match program {
        "claude" => {
            let (role, content) = match kind {
                0 | 1 => ("user", json!(text)),
                2 => ("assistant", json!([{"type": "text", "text": text}])),
                3 => {
                    ("assistant", json!([{"type": "tool_use", "id": call, "name": "Bash", "input": {"command": text}}]))
                }
                4 => ("user", json!([{"type": "tool_result", "tool_use_id": answered, "content": text}])),
                _ => return json!({"type": "ai-title", "aiTitle": text, "sessionId": "s"}),
            };
            let message = json!({"role": role, "content": content, "id": format!("m{}", number / 3), "model": format!("m{}", other % 2)});
            json!({"type": role, "uuid": id, "parentUuid": parent, "sessionId": "s", "timestamp": time, "message": message})
        }
        "pi" => {
            let (role, content) = match kind {
                0 | 1 => ("user", json!([{"type": "text", "text": text}])),
                2 => ("assistant", json!([{"type": "text", "text": text}])),
                3 => (
                    "assistant",
                    json!([{"type": "toolCall", "id": call, "name": "bash", "arguments": {"command": text}}]),
                ),
                4 => {
                    let message = json!({"role": "toolResult", "toolCallId": answered, "toolName": "bash", "content": [{"type": "text", "text": text}]});
                    return json!({"type": "message", "id": id, "parentId": parent, "timestamp": time, "message": message});
                }
                _ => return json!({"type": "session_info", "id": id, "parentId": parent, "name": text}),
            };
            json!({"type": "message", "id": id, "parentId": parent, "timestamp": time, "message": {"role": role, "content": content}})
        }
        "codex" => {
            let item = match kind {
                0 => {
                    return json!({"type": "event_msg", "timestamp": time, "payload": {"type": "thread_rolled_back", "num_turns": 1 + other % 3}});
                }
                1 => json!({"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}),
                2 => {
                    json!({"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]})
                }
                3 => json!({"type": "function_call", "call_id": call, "name": "shell", "arguments": "{}"}),
                4 => json!({"type": "function_call_output", "call_id": answered, "output": text}),
                _ => {
                    return json!({"type": "event_msg", "timestamp": time, "payload": {"type": "user_message", "message": text}});
                }
            };
            json!({"type": "response_item", "timestamp": time, "payload": item})
        }
        _ => match kind {
            0 => json!({"$rewindTo": format!("u{other}")}),
            1 => json!({"id": id, "type": "user", "timestamp": time, "content": [{"text": text}]}),
            2 => json!({"id": id, "type": "gemini", "timestamp": time, "content": text, "model": "a"}),
            3 | 4 => {
                json!({"id": format!("u{other}"), "type": "gemini", "timestamp": time, "content": text, "model": "b"})
            }
            _ => json!({"$set": {"summary": text}}),
        },
    }
}

/// The first line of a session.
fn head(program: &str) -> Value {
    match program {
        "claude" => json!({"type": "mode", "mode": "plan", "sessionId": "s"}),
        "pi" => json!({"type": "session", "id": "s", "cwd": "/src", "timestamp": "2026-05-01T10:00:00Z"}),
        "codex" => json!({"type": "session_meta", "timestamp": "2026-05-01T10:00:00Z", "payload": {"id": "s"}}),
        _ => json!({"sessionId": "s", "projectHash": "p", "startTime": "2026-05-01T10:00:00Z"}),
    }
}

proptest! {
    #[test]
    fn a_session_of_which_more_and_more_is_there_is_what_its_whole_file_is(
        name in select(&SESSIONS[..]),
        cuts in prop::collection::vec(any::<Index>(), 0..8),
    ) {
        let bytes = fs::read(fixtures_folder().join(name)).expect(name);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).chain([0, bytes.len()]).collect();
        cuts.sort_unstable();
        let mut written = Written::new(name);
        for part in cuts.windows(2) {
            written.add(&bytes[part[0]..part[1]]);
        }
    }

    #[test]
    fn whatever_a_person_takes_back_a_session_is_what_its_whole_file_is(
        program in select(vec!["claude", "pi", "codex", "gemini"]),
        lines in prop::collection::vec((prop_oneof![1 => Just(0_u8), 9 => 1_u8..6], any::<Index>(), prop::bool::weighted(0.2)), 1..30),
    ) {
        let mut written = Written::new("session.jsonl");
        let mut text = format!("{}\n", head(program));
        for (number, (kind, at, is_looked_at)) in lines.into_iter().enumerate() {
            text.push_str(&format!("{}\n", line(program, kind, number, at)));
            if is_looked_at {
                written.add(std::mem::take(&mut text).as_bytes());
            }
        }
        written.add(text.as_bytes());
    }

    #[test]
    fn a_file_that_is_written_anew_is_read_anew(
        first in select(&SESSIONS[..]),
        second in select(&SESSIONS[..]),
        cuts in any::<[Index; 2]>(),
        is_moved in any::<bool>(),
    ) {
        let mut written = Written::new("session.jsonl");
        let [first, second] = [(first, cuts[0]), (second, cuts[1])].map(|(name, cut)| {
            let bytes = fs::read(fixtures_folder().join(name)).expect(name);
            bytes[..cut.index(bytes.len() + 1)].to_vec()
        });
        written.add(&first);
        if is_moved {
            let other = written.path.with_extension("tmp");
            fs::write(&other, &second).expect("written");
            fs::rename(&other, &written.path).expect("moved");
        } else {
            fs::write(&written.path, &second).expect("written");
        }
        written.is_right();
    }
}

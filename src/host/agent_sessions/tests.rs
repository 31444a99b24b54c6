//! Sessions as the agents leave them, and as nobody should.

use std::fs;
use std::time::{Duration, SystemTime};

use std::fs::File;
use std::io::Write;

use super::look::title;
use super::*;

/// The longest title, in characters.
const TITLE_CHARS: usize = 200;

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self, path: &str, content: &str, age: u64) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, content).expect("written");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 - age);
        File::options().append(true).open(path).and_then(|file| file.set_modified(time)).expect("dated");
    }

    fn sessions(&self) -> Vec<AgentSession> {
        let homes = AgentFolders(places::all(Some(self.0.path()), &|_| None));
        homes.sessions().into_iter().map(AgentSession::look).collect()
    }

    #[track_caller]
    fn only(&self) -> AgentSession {
        let [session] = <[AgentSession; 1]>::try_from(self.sessions()).expect("one session");
        session
    }
}

#[test]
fn sessions_are_found_the_newest_first() {
    let home = Home::new();
    home.file(
        ".claude/projects/-home-ada-sky/0e1f.jsonl",
        r#"{"type":"user","isMeta":true,"cwd":"/home/ada/sky","message":{"role":"user","content":"Caveat: not this"}}
{"type":"user","message":{"role":"user","content":"<command-name>/clear</command-name>"}}
{"type":"user","message":{"role":"user","content":[{"type":"text","text":"<ide_opened_file>x</ide_opened_file>"},{"type":"text","text":"Why is\nthe sky blue?"}]}}
"#,
        30,
    );
    home.file(".claude/projects/-home-ada-sky/agent-1.jsonl", "{}", 1);
    home.file(
        ".codex/sessions/2026/01/02/rollout-2026-01-02T03-04-05-550e8400-e29b-41d4-a716-446655440000.jsonl",
        r##"{"type":"session_meta","payload":{"id":"550e8400","cwd":"/home/ada/stars"}}
{"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"# AGENTS.md instructions"}]}}
{"type":"event_msg","payload":{"type":"user_message","message":"Count the stars"}}
"##,
        20,
    );
    home.file(
        ".gemini/tmp/moon/chats/session-2026-01-02T03-04-abcd1234.json",
        r#"{"sessionId":"abcd1234-1","messages":[{"type":"info","content":"hi"},{"type":"user","content":"How far is the moon?"}]}"#,
        10,
    );
    let found = home.sessions();
    let short: Vec<_> = found
        .iter()
        .map(|s| (s.program, s.id.as_str(), s.title.as_deref().unwrap_or(""), s.folder.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        short,
        [
            (Program::Gemini, "abcd1234", "How far is the moon?", "moon"),
            (Program::Codex, "550e8400-e29b-41d4-a716-446655440000", "Count the stars", "/home/ada/stars"),
            (Program::ClaudeCode, "0e1f", "Why is the sky blue?", "/home/ada/sky"),
        ]
    );
}

#[test]
fn a_name_that_was_given_stands_before_the_first_words_also_at_the_end_of_a_long_file() {
    let home = Home::new();
    let filler = format!("{{\"type\":\"x\",\"text\":\"{}\"}}\n", "y".repeat(1000)).repeat(600);
    let content = format!(
        "{{\"type\":\"user\",\"message\":{{\"content\":\"First\"}}}}\n{filler}{{\"type\":\"custom-title\",\"customTitle\":\"Given\"}}\n"
    );
    home.file(".claude/projects/p/a.jsonl", &content, 0);
    assert_eq!(home.only().title.as_deref(), Some("Given"));
}

#[test]
fn a_long_session_of_one_object_is_known_by_its_beginning() {
    let home = Home::new();
    let content = format!(
        r#"{{"messages":[{{"type":"user","content":"Early"}},{{"type":"gemini","content":"{}"}}]}}"#,
        "x".repeat(400 * 1024)
    );
    home.file(".gemini/tmp/p/chats/session-1-a.json", &content, 0);
    assert_eq!(home.only().title.as_deref(), Some("Early"));
}

#[test]
fn broken_sessions_are_there_without_a_title() {
    let deep = "[".repeat(100_000);
    for content in ["", "\0\0\0", "{", "null\n[]\n7", r#"{"type":"user","message":7}"#, "\u{feff}{}", &deep] {
        let home = Home::new();
        home.file(".claude/projects/p/a.jsonl", content, 1);
        home.file(".codex/sessions/2026/01/02/rollout-b.jsonl", content, 2);
        home.file(".gemini/tmp/p/chats/session-1-c.json", content, 3);
        let found = home.sessions();
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|session| session.title.is_none()));
    }
}

#[test]
fn a_giant_first_prompt_becomes_a_short_title() {
    for prompt in ["a".repeat(1_000_000), format!("{} {}", "a".repeat(150), "b".repeat(150)), "a ".repeat(1000)] {
        let length = title(&prompt).map_or(0, |title| title.chars().count());
        assert!((TITLE_CHARS / 2..=TITLE_CHARS).contains(&length), "{length}");
    }
    assert_eq!(title(" \n "), None);
}

#[test]
fn sessions_of_every_agent_are_found_where_it_keeps_them() {
    let home = Home::new();
    let line = r#"{"type":"user","message":{"role":"user","parts":[{"text":"Qwen?"}]},"cwd":"/home/ada"}"#;
    let messages = r#"{"messages":[{"role":"user","content":[{"type":"text","text":"<task>Hm?</task>"}]}]}"#;
    let uuid = "550e8400-e29b-41d4-a716-446655440000";
    let transcript =
        r#"{"role":"user","message":{"content":[{"type":"text","text":"<user_query>Cursor?</user_query>"}]}}"#;
    for (path, content, program, id, title) in [
        (".qwen/projects/p/chats/q.jsonl", line, Program::QwenCode, "q", "Qwen?"),
        (
            ".config/claude/projects/p/c.jsonl",
            r#"{"type":"user","message":{"content":"<command-name>/share</command-name><command-args>x</command-args>"}}"#,
            Program::ClaudeCode,
            "c",
            "/share x",
        ),
        (
            &format!(".codex/archived_sessions/rollout-2026-01-02T03-04-05-{uuid}.jsonl"),
            r#"{"type":"event_msg","payload":{"type":"user_message","message":"Codex?"}}"#,
            Program::Codex,
            uuid,
            "Codex?",
        ),
        (
            ".copilot/session-state/u-1/events.jsonl",
            r#"{"type":"user.message","data":{"content":"Copilot?"}}"#,
            Program::CopilotCli,
            "u-1",
            "Copilot?",
        ),
        (
            ".config/Code/User/workspaceStorage/h/chatSessions/v.json",
            r#"{"requests":[{"message":{"text":"VS Code?"}}]}"#,
            Program::VsCode,
            "v",
            "VS Code?",
        ),
        (".cursor/projects/p/agent-transcripts/a.jsonl", transcript, Program::Cursor, "a", "Cursor?"),
        (".cursor/projects/p/agent-transcripts/b/b.jsonl", transcript, Program::Cursor, "b", "Cursor?"),
        (
            ".pi/agent/sessions/p/2026_x-1.jsonl",
            r#"{"type":"message","message":{"role":"user","content":"Pi?"}}"#,
            Program::Pi,
            "x-1",
            "Pi?",
        ),
        (".factory/sessions/p/d.jsonl", r#"{"type":"session_start","title":"Droid?"}"#, Program::Droid, "d", "Droid?"),
        (".local/share/amp/threads/T-1.json", r#"{"title":"Amp?","messages":[]}"#, Program::Amp, "T-1", "Amp?"),
        (".cline/data/sessions/1/1.messages.json", messages, Program::Cline, "1", "Hm?"),
        (
            ".vscode-server/data/User/globalStorage/saoudrizwan.claude-dev/tasks/17/api_conversation_history.json",
            r#"[{"role":"user","content":[{"type":"text","text":"<task>\nCline?\n</task>"}],"ts":1}]"#,
            Program::Cline,
            "17",
            "Cline?",
        ),
        (
            ".config/Code/User/globalStorage/rooveterinaryinc.roo-cline/tasks/r/api_conversation_history.json",
            r#"[{"role":"user","content":[{"type":"text","text":"<user_message>\nRoo?\n</user_message>"}],"ts":1}]"#,
            Program::Roo,
            "r",
            "Roo?",
        ),
        (
            ".continue/sessions/k.json",
            r#"{"title":"Untitled Session","history":[{"message":{"role":"user","content":"Continue?"}}]}"#,
            Program::Continue,
            "k",
            "Continue?",
        ),
        (
            ".kimi-code/sessions/wd_p/session_m/agents/main/wire.jsonl",
            r#"{"type":"context.append_message","message":{"role":"user","content":[{"type":"text","text":"Kimi?"}],"origin":{"kind":"user"}}}"#,
            Program::Kimi,
            "m",
            "Kimi?",
        ),
    ] {
        let home = Home::new();
        home.file(path, content, 1);
        let found = home.only();
        assert_eq!((found.program, found.id.as_str(), found.title.as_deref()), (program, id, Some(title)), "{path}");
    }
    home.file(".continue/sessions/sessions.json", "[]", 1);
    home.file(".kimi-code/sessions/wd_p/session_m/agents/helper/wire.jsonl", "{}", 1);
    assert!(home.sessions().is_empty());
}

#[test]
fn the_sessions_in_opencodes_database_are_there_each() {
    let home = Home::new();
    let path = home.0.path().join(".local/share/opencode/opencode.db");
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let program = rusqlite::Connection::open(&path).expect("a database");
    program
        .execute_batch(
            "pragma journal_mode = wal; create table message (data); create table part (message_id);
            create table session (id, parent_id, directory, title, time_created, time_updated);
            insert into session values ('ses_1', null, '/home/ada/sky', 'Blue?', 1, 1800000000000),
                ('ses_2', 'ses_1', '', '', 1, 0), ('ses_3', null, null, null, 1, 1800000001000);",
        )
        .expect("filled");
    home.file(".local/share/opencode/opencode-next.db", "SQLite format 3\0 and nothing of it", 1);
    let [newer, older] = <[AgentSession; 2]>::try_from(home.sessions()).expect("two sessions");
    assert_eq!((newer.id.as_str(), newer.title, newer.folder), ("ses_3", None, None));
    assert_eq!((older.program, older.title.as_deref()), (Program::OpenCode, Some("Blue?")));
    assert!(older.is_below(Path::new("/home/ada")) && !older.is_below(Path::new("/home/ad")));
    assert!(older.is_named("ses_1") && older.is_named("1") && !older.is_named("ses_2") && !older.is_named(""));
}

#[test]
fn crushs_sessions_are_found_in_the_projects_that_it_lists() {
    let home = Home::new();
    let project = home.0.path().join("code/sky");
    fs::create_dir_all(project.join(".crush")).expect("made");
    let database = |path: &Path, id: &str| {
        let program = rusqlite::Connection::open(path).expect("a database");
        program
            .execute_batch(&format!(
                "create table messages (session_id, parts);
                create table sessions (id, parent_session_id, title, updated_at, created_at);
                insert into sessions values ('{id}', null, 'Blue?', 1800000000, 1), ('title-{id}', '{id}', 'x', 1, 1);"
            ))
            .expect("filled");
    };
    database(&project.join(".crush/crush.db"), "a1");
    let elsewhere = home.0.path().join("data");
    fs::create_dir_all(&elsewhere).expect("made");
    database(&elsewhere.join("crush.db"), "b2");
    let list = serde_json::json!({ "projects": [
        { "path": project, "data_dir": ".crush" }, { "path": "/nowhere", "data_dir": elsewhere }, { "path": "/gone" }, {}
    ] });
    home.file(".local/share/crush/projects.json", &list.to_string(), 1);
    let found = home.sessions();
    let mut ids: Vec<_> = found.iter().map(|session| session.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["a1", "b2"]);
    let session = found.into_iter().find(|session| session.id == "a1").expect("a session");
    assert_eq!((session.program, session.title.as_deref()), (Program::Crush, Some("Blue?")));
    assert!(session.is_below(&project));
}

#[test]
fn where_a_session_was_is_known_without_reading_all_of_it() {
    let home = Home::new();
    let cwd = |folder: &str| format!("{{\"type\":\"x\"}}\n{{\"type\":\"user\",\"cwd\":\"{folder}\"}}\n");
    home.file(".claude/projects/p/a.jsonl", &cwd("/home/ada/sky/blue"), 1);
    home.file(".gemini/tmp/g/chats/session-1-a.json", "{}", 2);
    home.file(".gemini/tmp/g/.project_root", "/home/ada/sky\n", 3);
    home.file(".config/Code/User/workspaceStorage/h/chatSessions/v.json", "{}", 4);
    home.file(".config/Code/User/workspaceStorage/h/workspace.json", r#"{"folder":"file:///home/ada/sky%20x"}"#, 5);
    home.file(".cline/data/sessions/1/1.messages.json", "{}", 6);
    home.file(".cline/data/sessions/1/agent_2_x.messages.json", "{}", 6);
    home.file(".cline/data/sessions/1/1.json", r#"{"cwd":"/home/ada/sea"}"#, 7);
    let extensions = ".config/Code/User/globalStorage";
    home.file(&format!("{extensions}/saoudrizwan.claude-dev/tasks/17/api_conversation_history.json"), "[]", 8);
    let tasks = r#"[{"id":"16"},{"id":"17","cwdOnTaskInitialization":"/home/ada/sand"}]"#;
    home.file(&format!("{extensions}/saoudrizwan.claude-dev/state/taskHistory.json"), tasks, 9);
    home.file(&format!("{extensions}/rooveterinaryinc.roo-cline/tasks/r/api_conversation_history.json"), "[]", 10);
    let about = r#"{"id":"r","workspace":"/home/ada/reef"}"#;
    home.file(&format!("{extensions}/rooveterinaryinc.roo-cline/tasks/r/history_item.json"), about, 11);
    let folders = AgentFolders(places::all(Some(home.0.path()), &|_| None));
    let below = |folder: &str| {
        folders.sessions().iter().filter(|session| session.is_below(Path::new(folder))).map(|one| one.program).collect()
    };
    let (claude, gemini, code, cline) = (Program::ClaudeCode, Program::Gemini, Program::VsCode, Program::Cline);
    for (folder, expected) in [
        ("/home/ada", vec![claude, gemini, code, cline, cline, Program::Roo]),
        ("/home/ada/sky", vec![claude, gemini]),
        ("/home/ada/sky x", vec![code]),
        ("/home/ada/sea", vec![cline]),
        ("/home/ada/sand", vec![cline]),
        ("/home/ada/reef", vec![Program::Roo]),
        ("/home/bob", vec![]),
    ] {
        let found: Vec<Program> = below(folder);
        assert_eq!(found, expected, "{folder}");
    }
}

#[test]
fn a_packed_session_is_looked_at() {
    let home = Home::new();
    let line = r#"{"type":"event_msg","payload":{"type":"user_message","message":"Packed?"}}"#;
    home.file(".codex/sessions/2026/01/02/rollout-a.jsonl.zst", "", 1);
    let path = home.0.path().join(".codex/sessions/2026/01/02/rollout-a.jsonl.zst");
    let packed = ruzstd::encoding::compress_to_vec(line.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    File::create(path).and_then(|mut file| file.write_all(&packed)).expect("written");
    let found = home.only();
    assert_eq!((found.id.as_str(), found.title.as_deref()), ("a", Some("Packed?")));
}

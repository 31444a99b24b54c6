//! Which agents there are, where each keeps its sessions, and which files these are.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::base::json;

/// A coding agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    ClaudeCode,
    Codex,
    Gemini,
    QwenCode,
    CopilotCli,
    VsCode,
    Cursor,
    Pi,
    Droid,
    Amp,
    Cline,
    Roo,
    Continue,
    Kimi,
    OpenCode,
    Crush,
    Goose,
}

impl Program {
    /// As people know it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Claude Code",
            Self::Codex => "Codex",
            Self::Gemini => "Gemini CLI",
            Self::QwenCode => "Qwen Code",
            Self::CopilotCli => "Copilot CLI",
            Self::VsCode => "VS Code",
            Self::Cursor => "Cursor",
            Self::Pi => "Pi",
            Self::Droid => "Droid",
            Self::Amp => "Amp",
            Self::Cline => "Cline",
            Self::Roo => "Roo Code",
            Self::Continue => "Continue",
            Self::Kimi => "Kimi",
            Self::OpenCode => "OpenCode",
            Self::Crush => "Crush",
            Self::Goose => "Goose",
        }
    }

    /// Whether it keeps several sessions in a database.
    pub const fn has_database(self) -> bool {
        matches!(self, Self::OpenCode | Self::Crush | Self::Goose)
    }
}

/// A folder in which an agent keeps sessions.
pub struct AgentPlace {
    pub program: Program,
    pub root: PathBuf,
    /// How many folders below it the files are.
    pub depth: usize,
    /// The identifier that a file's name, or its folder's, gives its session; `None` for other files.
    pub id: IdOf,
}

/// Tells the identifier of a session by its file; `None` for other files.
type IdOf = fn(&Path) -> Option<&str>;

/// The agent, the variable that names its folder, the folder's usual place below the home folder, the one in it that has
/// the sessions, how deep these are, and which files they are.
type UsualPlace = (Program, &'static str, &'static str, &'static str, usize, IdOf);

const KNOWN: &[UsualPlace] = &[
    (Program::ClaudeCode, "CLAUDE_CONFIG_DIR", ".claude", "projects", 1, main_lines),
    (Program::ClaudeCode, "", ".config/claude", "projects", 1, main_lines),
    (Program::Codex, "CODEX_HOME", ".codex", "sessions", 3, rollout),
    (Program::Codex, "CODEX_HOME", ".codex", "archived_sessions", 0, rollout),
    (Program::Gemini, "", ".gemini", "tmp", 2, gemini),
    (Program::QwenCode, "", ".qwen", "projects", 2, main_lines),
    (Program::CopilotCli, "", ".copilot", "session-state", 1, |path| named_after_folder(path, "events.jsonl")),
    (Program::Cursor, "", ".cursor", "projects", 2, transcript),
    (Program::Cursor, "", ".cursor", "projects", 3, transcript),
    (Program::Pi, "PI_CODING_AGENT_DIR", ".pi/agent", "sessions", 1, |path| main_lines(path)?.rsplit('_').next()),
    (Program::Droid, "", ".factory", "sessions", 1, main_lines),
    (Program::Amp, "", ".local/share/amp", "threads", 0, |path| name(path)?.strip_suffix(".json")),
    (Program::Cline, "", ".cline/data", "sessions", 1, cline),
    (Program::Cline, "", ".cline/data", "tasks", 1, task),
    (Program::Continue, "", ".continue", "sessions", 0, |path| {
        name(path)?.strip_suffix(".json").filter(|id| *id != "sessions")
    }),
    (Program::OpenCode, "XDG_DATA_HOME", ".local/share", "opencode", 0, |path| {
        name(path)?.strip_suffix(".db").filter(|name| name.starts_with("opencode"))
    }),
    (Program::Goose, "XDG_DATA_HOME", ".local/share", "goose/sessions", 0, |path| named(path, "sessions.db")),
    (Program::Kimi, "KIMI_CODE_HOME", ".kimi-code", "sessions", 4, |path| {
        named_after_folder(path, "wire.jsonl")
            .filter(|agent| *agent == "main")
            .and_then(|_| path.ancestors().nth(3)?.file_name()?.to_str()?.strip_prefix("session_"))
    }),
];

/// Where VS Code keeps what it and its extensions know of a person: on Linux, on a Mac, and where one works from afar.
const VSCODE_USER: [&str; 3] =
    [".config/Code/User", "Library/Application Support/Code/User", ".vscode-server/data/User"];

/// What is in there, as in `KNOWN`.
const IN_VSCODE: [(Program, &str, usize, IdOf); 3] = [
    (Program::VsCode, "workspaceStorage", 2, vscode),
    (Program::Cline, "globalStorage/saoudrizwan.claude-dev/tasks", 1, task),
    (Program::Roo, "globalStorage/rooveterinaryinc.roo-cline/tasks", 1, task),
];

const UUID_CHARS: usize = 36;

/// The folders of all agents, as these variables say, or else below that home folder.
pub fn all(home: Option<&Path>, variable: &dyn Fn(&str) -> Option<OsString>) -> Vec<AgentPlace> {
    let place = |(program, named, usual, sessions, depth, id): &UsualPlace| {
        let named = Some(*named).filter(|named| !named.is_empty()).and_then(variable);
        let named = named.filter(|value| !value.is_empty()).map(PathBuf::from);
        let root = named.or_else(|| Some(home?.join(usual)))?.join(sessions);
        Some(AgentPlace { program: *program, root, depth: *depth, id: *id })
    };
    let mut all: Vec<AgentPlace> = KNOWN.iter().filter_map(place).collect();
    for user in home.iter().flat_map(|home| VSCODE_USER.iter().map(|user| home.join(user))) {
        let place = |(program, sessions, depth, id)| AgentPlace { program, root: user.join(sessions), depth, id };
        all.extend(IN_VSCODE.map(place));
    }
    let data = variable("XDG_DATA_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    all.extend(data.or_else(|| Some(home?.join(".local/share"))).iter().flat_map(|data| crush(&data.join("crush"))));
    all
}

/// The folders of Crush's databases, which are in the projects: it keeps a list of these.
fn crush(data: &Path) -> Vec<AgentPlace> {
    let list = noted(data.join("projects.json"));
    let place = |project: &Value| {
        let root = Path::new(project["path"].as_str()?).join(project["data_dir"].as_str().unwrap_or(".crush"));
        Some(AgentPlace { program: Program::Crush, root, depth: 0, id: |path| named(path, "crush.db") })
    };
    list.iter().filter_map(|list| list["projects"].as_array()).flatten().filter_map(place).collect()
}

/// What an agent notes in a file of JSON.
pub fn noted(path: PathBuf) -> Option<Value> {
    json::parse(&fs::read(path).ok()?).ok()
}

/// A file's name, where it is text.
pub fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

fn named<'a>(path: &'a Path, file: &str) -> Option<&'a str> {
    name(path).filter(|name| *name == file)
}

/// Files of lines; those of subagents are parts of another session.
fn main_lines(path: &Path) -> Option<&str> {
    name(path)?.strip_suffix(".jsonl").filter(|id| !id.starts_with("agent-"))
}

/// Codex's `rollout-TIME-UUID.jsonl`, packed after some days.
fn rollout(path: &Path) -> Option<&str> {
    let name = name(path)?;
    let name = name.strip_suffix(".zst").unwrap_or(name).strip_prefix("rollout-")?.strip_suffix(".jsonl")?;
    name.len().checked_sub(UUID_CHARS).and_then(|start| name.get(start..)).or(Some(name))
}

/// Gemini CLI's `session-TIME-ID.json`, one object, or a line for each message.
fn gemini(path: &Path) -> Option<&str> {
    let name = name(path)?.strip_prefix("session-")?;
    name.strip_suffix(".json").or_else(|| name.strip_suffix(".jsonl"))?.rsplit('-').next()
}

fn named_after_folder<'a>(path: &'a Path, file: &str) -> Option<&'a str> {
    if name(path)? == file { path.parent()?.file_name()?.to_str() } else { None }
}

/// A session of Cline, named like its folder; those of its subagents stand beside it.
fn cline(path: &Path) -> Option<&str> {
    let id = name(path)?.strip_suffix(".messages.json")?;
    named_after_folder(path, &format!("{id}.messages.json")).filter(|folder| *folder == id)
}

/// What the model was told of a task of Cline or Roo, in the task's folder.
pub fn task(path: &Path) -> Option<&str> {
    named_after_folder(path, "api_conversation_history.json")
}

/// A file in a folder `chatSessions`.
fn vscode(path: &Path) -> Option<&str> {
    let is_chat = path.parent()?.file_name()? == "chatSessions";
    let name = name(path).filter(|_| is_chat)?;
    name.strip_suffix(".json").or_else(|| name.strip_suffix(".jsonl"))
}

/// A file of lines somewhere in a folder `agent-transcripts`.
fn transcript(path: &Path) -> Option<&str> {
    let is_transcript = path
        .ancestors()
        .skip(1)
        .take(2)
        .any(|folder| folder.file_name().is_some_and(|name| name == "agent-transcripts"));
    main_lines(path).filter(|_| is_transcript)
}

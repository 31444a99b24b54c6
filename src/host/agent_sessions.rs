//! The sessions that coding agents have left on this machine: where they are, when they were, and
//! what they are about, from a look at their beginnings. Reading them whole is the import's.

mod claude_code;
mod codex;
mod gemini;
#[cfg(test)]
mod tests;

use std::env;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

use crate::domain::text::opening_words;

/// How much is looked at of a session: its beginning, and of some its end.
const HEAD_BYTES: u64 = 256 * 1024;
const TAIL_BYTES: u64 = 64 * 1024;

/// Longest title, in characters.
const TITLE_CHARS: usize = 200;

/// A coding agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    ClaudeCode,
    Codex,
    Gemini,
}

impl Program {
    /// As people know it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Claude Code",
            Self::Codex => "Codex",
            Self::Gemini => "Gemini CLI",
        }
    }
}

/// Where the agents keep their sessions.
pub struct AgentFolders {
    claude: Option<PathBuf>,
    codex: Option<PathBuf>,
    gemini: Option<PathBuf>,
}

/// A session's file.
#[derive(Clone, Debug)]
pub struct AgentSession {
    /// Whose it is.
    pub program: Program,
    /// Its file.
    pub path: PathBuf,
    /// By which the agent knows it, as far as the file's name tells.
    pub id: String,
    /// When it was last added to.
    pub modified: SystemTime,
    /// The size of its file.
    pub bytes: u64,
    /// What it is about, as whoever wrote it did: it may hold anything.
    pub title: Option<String>,
    /// The folder that it was in.
    pub folder: Option<String>,
}

/// What a look at a session tells.
#[derive(Default)]
struct Glance {
    title: Option<String>,
    folder: Option<String>,
}

impl AgentFolders {
    /// Those of the person who runs this, where the agents' own variables say, or else below the home
    /// folder.
    pub fn of_this_machine() -> Self {
        let home = env::home_dir();
        let place = |variable: &str, usual: &str| {
            let named = env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
            named.or_else(|| Some(home.as_ref()?.join(usual)))
        };
        Self {
            claude: place("CLAUDE_CONFIG_DIR", ".claude").map(|folder| folder.join("projects")),
            codex: place("CODEX_HOME", ".codex").map(|folder| folder.join("sessions")),
            gemini: home.as_ref().map(|home| home.join(".gemini").join("tmp")),
        }
    }

    /// The folders that are looked into.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        [&self.claude, &self.codex, &self.gemini].into_iter().flatten().map(PathBuf::as_path)
    }

    /// All sessions, the newest first, without a look into them.
    pub fn sessions(&self) -> Vec<AgentSession> {
        let mut all = Vec::new();
        let mut gather = |root: &Option<PathBuf>, depth, program, id: fn(&str) -> Option<&str>| {
            if let Some(root) = root {
                walk(root, depth, &mut |path| all.extend(session(path, program, id)));
            }
        };
        gather(&self.claude, 1, Program::ClaudeCode, claude_code::id);
        gather(&self.codex, 3, Program::Codex, codex::id);
        gather(&self.gemini, 2, Program::Gemini, gemini::id);
        // By path where the times are the same, so that the numbers stay.
        all.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
        all
    }
}

impl AgentSession {
    /// The session with its title and folder, as far as its file tells; a broken one has none.
    pub fn look(self) -> Self {
        let glance = match self.program {
            Program::ClaudeCode => claude_code::look(&self.path),
            Program::Codex => codex::look(&self.path),
            Program::Gemini => gemini::look(&self.path),
        };
        let Glance { title, folder } = glance.unwrap_or_default();
        Self { title, folder, ..self }
    }
}

/// Shows `look` the files so many folders below one. What can't be read is not there.
fn walk(folder: &Path, depth: usize, look: &mut dyn FnMut(PathBuf)) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if depth == 0 {
            look(path);
        } else if path.is_dir() {
            walk(&path, depth - 1, look);
        }
    }
}

fn session(path: PathBuf, program: Program, id: fn(&str) -> Option<&str>) -> Option<AgentSession> {
    let id = id(path.file_name()?.to_str()?)?.to_owned();
    let file = path.metadata().ok().filter(|file| file.is_file())?;
    let modified = file.modified().ok()?;
    Some(AgentSession { program, id, modified, bytes: file.len(), title: None, folder: None, path })
}

/// The whole lines at the beginning of a file, as far as they are JSON.
fn head(path: &Path) -> io::Result<Vec<Value>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(HEAD_BYTES).read_to_end(&mut bytes)?;
    Ok(lines(&bytes))
}

/// The whole lines at the end of a file that is longer than its head.
fn tail(path: &Path) -> io::Result<Vec<Value>> {
    let mut file = File::open(path)?;
    let from = file.metadata()?.len().saturating_sub(TAIL_BYTES);
    if from == 0 {
        return Ok(Vec::new());
    }
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
    Ok(lines(&bytes))
}

/// What is cut off at either end is no JSON, and left out like other broken lines.
fn lines(bytes: &[u8]) -> Vec<Value> {
    bytes.split(|byte| *byte == b'\n').filter_map(|line| crate::base::json::parse(line).ok()).collect()
}

/// The first words of a person in what a message holds: a text, or a list of parts with `text`.
/// What agents put before them begins with a tag.
fn prompt(content: &Value) -> Option<String> {
    let texts: Vec<&str> = match content {
        Value::String(text) => vec![text],
        Value::Array(parts) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => Vec::new(),
    };
    let is_words = |text: &&str| !text.is_empty() && !text.starts_with('<') && !text.starts_with("# AGENTS.md");
    texts.into_iter().map(str::trim).find(is_words).and_then(title)
}

/// A text as a title: one line, not too long.
fn title(text: &str) -> Option<String> {
    Some(opening_words(text, TITLE_CHARS)).filter(|line| !line.is_empty())
}

fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

//! Where coding agents take up sessions on this machine, and which of them is at hand.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::agent_sessions::{AgentFolders, Program};
use crate::base::jsonc;
use crate::handover::{self, Agent};
use crate::import::opencode;
use crate::unix::files::{make_private_folder, private_permissions};

/// Variables that agents set for the commands that they run.
const RUNNING: [(&str, Agent); 4] = [
    ("CLAUDECODE", Agent::ClaudeCode),
    ("CODEX_THREAD_ID", Agent::Codex),
    ("OPENCODE", Agent::OpenCode),
    ("PI_CODING_AGENT", Agent::Pi),
];

/// What agents keep in a project's folder.
const MARKS: [(&str, Agent); 7] = [
    (".claude", Agent::ClaudeCode),
    ("CLAUDE.md", Agent::ClaudeCode),
    (".codex", Agent::Codex),
    (".opencode", Agent::OpenCode),
    ("opencode.json", Agent::OpenCode),
    ("opencode.jsonc", Agent::OpenCode),
    (".pi", Agent::Pi),
];

/// The agent that runs this command, or else the only one that has something in this folder; `None` where that is none, or
/// several.
pub fn at_hand(folder: &Path, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<Agent> {
    if let Some((_, agent)) = RUNNING.iter().find(|(name, _)| variable(name).is_some_and(|value| !value.is_empty())) {
        return Some(*agent);
    }
    let mut marked = MARKS.iter().filter(|(name, _)| folder.join(name).exists()).map(|(_, agent)| *agent);
    marked.next().filter(|first| marked.all(|other| other == *first))
}

/// The folder in which an agent looks for sessions. OpenCode takes them from a file; that lies with what can be made again.
/// `None` without a home folder.
pub fn sessions_folder(agent: Agent) -> Option<PathBuf> {
    let program = match agent {
        Agent::ClaudeCode => Program::ClaudeCode,
        Agent::Codex => Program::Codex,
        Agent::Pi => Program::Pi,
        Agent::OpenCode => {
            let named = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
            let cache = named.or_else(|| Some(std::env::home_dir()?.join(".cache")))?;
            return Some(cache.join("neptun-share").join("opencode"));
        }
    };
    AgentFolders::of_this_machine().of(program)
}

/// The provider and the model with which OpenCode works in that folder, as its settings say, or else the one that was
/// chosen last; `None` where nobody said.
pub fn opencode_model(folder: &Path) -> Option<(String, String)> {
    let home = std::env::home_dir();
    let xdg = |variable: &str, usual: &str| {
        let named = std::env::var_os(variable).map(PathBuf::from).filter(|folder| folder.is_absolute());
        Some(named.or_else(|| Some(home.as_ref()?.join(usual)))?.join("opencode"))
    };
    let folders = [Some(folder.to_owned()), xdg("XDG_CONFIG_HOME", ".config")];
    let files = folders
        .into_iter()
        .flatten()
        .flat_map(|folder| ["opencode.json", "opencode.jsonc"].map(|name| folder.join(name)));
    let read = |path: PathBuf| jsonc::parse(&std::fs::read_to_string(path).ok()?);
    let set = files.filter_map(read).find_map(|settings| {
        let (provider, model) = settings["model"].as_str()?.split_once('/')?;
        Some((provider.to_owned(), model.to_owned()))
    });
    let chosen = || {
        let recent = read(xdg("XDG_STATE_HOME", ".local/state")?.join("model.json"))?;
        let text = |name: &str| recent["recent"][0][name].as_str().map(str::to_owned);
        text("providerID").zip(text("modelID"))
    };
    let used = || opencode::last_model(&AgentFolders::of_this_machine().of(Program::OpenCode)?.join("opencode.db"));
    set.or_else(chosen).or_else(used).filter(|(provider, _)| provider != handover::NO_MODEL)
}

/// Writes a new file below a folder, which only this person can read, whole or not at all. Where there is one of that name,
/// it stays, and that is an error.
pub fn write_new(folder: &Path, file: &Path, text: &str) -> io::Result<PathBuf> {
    let path = folder.join(file);
    let parent = path.parent().unwrap_or(folder);
    make_private_folder(parent)?;
    let mut new = Builder::new().prefix(".neptun-share-").permissions(private_permissions()).tempfile_in(parent)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist_noclobber(&path).map_err(|error| error.error)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_agent_at_hand_runs_the_command_or_is_alone_in_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let none = |_: &str| None;
        assert_eq!(at_hand(folder.path(), &none), None);
        std::fs::create_dir(folder.path().join(".opencode")).expect("made");
        std::fs::write(folder.path().join("opencode.json"), "{}").expect("written");
        assert_eq!(at_hand(folder.path(), &none), Some(Agent::OpenCode));
        std::fs::write(folder.path().join("CLAUDE.md"), "").expect("written");
        assert_eq!(at_hand(folder.path(), &none), None);
        let inside = |name: &str| (name == "CODEX_THREAD_ID").then(|| "7".into());
        assert_eq!(at_hand(folder.path(), &inside), Some(Agent::Codex));
    }

    #[test]
    fn a_file_that_is_there_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let written = write_new(folder.path(), Path::new("a/b.jsonl"), "one").expect("written");
        assert_eq!(written.metadata().expect("there").permissions().mode() & 0o777, 0o600);
        let again = write_new(folder.path(), Path::new("a/b.jsonl"), "two").expect_err("there is one");
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&written).expect("there"), "one");
        assert_eq!(written.parent().expect("a").read_dir().expect("a folder").count(), 1);
    }
}

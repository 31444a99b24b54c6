//! Which agent continues, its session's file, and the command that starts it.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use uuid::Uuid;

use super::quoted;
use crate::commands::Failure;
use crate::commands::terminal::{Dialog, display_path, eprint_line, print_line};
use crate::domain::chat::NewChat;
use crate::domain::timestamp::Timestamp;
use crate::handover::{self, Agent, Folders, LeftOut, Place};
use crate::host::agent_homes;
use crate::unix::processes::replace_this;

/// As people know it.
pub const fn name(agent: Agent) -> &'static str {
    match agent {
        Agent::ClaudeCode => "Claude Code",
        Agent::Codex => "Codex",
        Agent::OpenCode => "OpenCode",
        Agent::Pi => "Pi",
    }
}

/// The agent that was named, or is at hand, or is chosen.
pub fn choose(named: Option<Agent>, here: &Path) -> Result<Agent, Failure> {
    if let Some(agent) = named.or_else(|| agent_homes::at_hand(here, &|variable| std::env::var_os(variable))) {
        return Ok(agent);
    }
    let Some(mut dialog) = Dialog::open(false) else {
        return Err(Failure::new(format!("which agent is to continue? Name it with --in: {}", names().join(", "))));
    };
    let list = (1..).zip(Agent::ALL).map(|(number, agent)| format!("  {number}  {}\n", name(agent)));
    dialog.print(&format!("Which agent is to continue?\n{}", list.collect::<String>()))?;
    loop {
        let Some(answer) = dialog.ask("Number or name: ")? else {
            return Err(Failure::new("no agent was chosen; nothing was written"));
        };
        let answer = answer.trim();
        let by_number = answer.parse::<usize>().ok().and_then(|number| Agent::ALL.get(number.checked_sub(1)?).copied());
        if let Some(agent) = by_number.or_else(|| Agent::from_str(answer, true).ok()) {
            return Ok(agent);
        }
    }
}

fn names() -> Vec<String> {
    let values = Agent::ALL.iter().filter_map(Agent::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

/// A session that was written.
pub struct WrittenSession {
    agent: Agent,
    id: String,
    path: PathBuf,
    left_out: LeftOut,
}

/// Writes the conversation as a new session of the agent.
pub fn write(agent: Agent, chat: &NewChat, folders: &Folders, here: &str) -> Result<WrittenSession, Failure> {
    let folder = agent_homes::sessions_folder(agent)
        .ok_or_else(|| Failure::new("there is no home folder in which the agent could have sessions"))?;
    let place = Place {
        folder: here.to_owned(),
        id: Uuid::new_v4(),
        now: Timestamp::now(),
        model: agent_homes::opencode_model(Path::new(here)),
    };
    let session = handover::write(agent, chat, folders, &place);
    let path = agent_homes::write_new(&folder, &session.file, &session.text)
        .map_err(|error| Failure::new(format!("cannot write the session below {}: {error}", display_path(&folder))))?;
    Ok(WrittenSession { agent, id: session.id, path, left_out: session.left_out })
}

impl WrittenSession {
    /// Its file, or what it is known by.
    pub fn shown(&self) -> String {
        display_path(&self.path)
    }

    /// What of the conversation is not in it.
    pub const fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Starts the agent in place of this program, or prints the command that does.
    pub fn finish(&self, is_run: bool) -> Result<(), Failure> {
        let (program, arguments): (&str, [&str; 2]) = match self.agent {
            Agent::ClaudeCode => ("claude", ["--resume", &self.id]),
            Agent::Codex => ("codex", ["resume", &self.id]),
            Agent::OpenCode => ("opencode", ["--session", &self.id]),
            Agent::Pi => ("pi", ["--session", &self.id]),
        };
        if !is_run {
            let import = match self.agent {
                Agent::OpenCode => format!("opencode import {} && ", quoted(&self.path)),
                _ => String::new(),
            };
            eprint_line("To continue, in this folder:");
            return print_line(format_args!("{import}{program} {}", arguments.join(" ")));
        }
        let failed = |error: std::io::Error| {
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => format!("there is no program {program} on this machine's PATH"),
                _ => format!("cannot start {program}: {error}"),
            };
            Failure::new(format!(
                "{why}; the session is there, and is continued with: {program} {}",
                arguments.join(" ")
            ))
        };
        if self.agent == Agent::OpenCode {
            let status = Command::new(program).arg("import").arg(&self.path).status().map_err(failed)?;
            if !status.success() {
                return Err(Failure::new(format!("opencode did not import {}", display_path(&self.path))));
            }
            // It is in the database now.
            let _ = std::fs::remove_file(&self.path);
        }
        Err(failed(replace_this(Command::new(program).args(arguments), None)))
    }
}

//! A conversation as a session of a coding agent, which continues it: the smallest files that each agent accepts,
//! always new and never overwriting another. The conversation is not trusted: nothing in it decides where a file is
//! written, and nothing of it is run. Knows no store, no HTTP and no terminal.

mod claude_code;
mod codex;
mod folders;
mod opencode;
mod pi;
mod plain;
mod prompt;
#[cfg(test)]
mod tests;
mod tools;
mod turns;

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::chat::NewChat;
use crate::domain::timestamp::Timestamp;
pub use folders::{Folders, guess};
pub use plain::plain;
pub use prompt::{cut, messages};
use turns::Turns;

/// A placeholder for an unknown provider and model.
pub const NO_MODEL: &str = "unknown";

/// A coding agent that can continue a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Agent {
    /// Claude Code, by Anthropic.
    ClaudeCode,
    /// Codex, by OpenAI.
    Codex,
    /// OpenCode.
    #[value(name = "opencode")]
    OpenCode,
    /// Pi.
    Pi,
}

impl Agent {
    /// All agents.
    pub const ALL: [Self; 4] = [Self::ClaudeCode, Self::Codex, Self::OpenCode, Self::Pi];
}

/// Where and when the session is continued.
pub struct Place {
    /// The folder in which the agent will work, absolute.
    pub folder: String,
    /// A new identifier, unlike that of any other session.
    pub id: Uuid,
    /// The current time: everything in the session is earlier.
    pub now: Timestamp,
    /// The provider and model with which OpenCode continues: it uses those of the last prompt, and fails if it does
    /// not have them.
    pub model: Option<(String, String)>,
}

/// A session to be written.
#[derive(Debug)]
pub struct Session {
    /// The agent's id for it.
    pub id: String,
    /// Its file, relative to the agent's folder for sessions. It depends only on the place, not on the conversation.
    pub file: PathBuf,
    /// The file's content.
    pub text: String,
    /// What was left out of the conversation.
    pub left_out: LeftOut,
}

/// What an agent does not get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Thoughts, which only the model that had them can verify.
    pub thoughts: usize,
    /// Files, of which only the names are kept.
    pub files: usize,
    /// Blocks that are not understood.
    pub data: usize,
}

/// Writes a conversation as a session of this agent, with its paths translated to the place.
pub fn write(agent: Agent, chat: &NewChat, folders: &Folders, place: &Place) -> Session {
    let turns = Turns::of(&chat.messages, folders, agent);
    let title = plain(chat.name.as_str()).into_owned();
    match agent {
        Agent::ClaudeCode => claude_code::write(&title, turns, place),
        Agent::Codex => codex::write(turns, place),
        Agent::OpenCode => opencode::write(&title, turns, place),
        Agent::Pi => pi::write(&title, turns, place),
    }
}

impl Place {
    /// Bytes that are different for each number and each session: agents keep the identifiers of all sessions in one
    /// table.
    fn bytes(&self, number: usize) -> [u8; 16] {
        let digest = Sha256::new().chain_update(self.id).chain_update(number.to_be_bytes()).finalize();
        std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
    }

    /// An identifier for the line with this number.
    fn uuid(&self, number: usize) -> String {
        uuid::Builder::from_random_bytes(self.bytes(number)).into_uuid().to_string()
    }

    /// When the line with this number, out of this many, was written: one after the other, and all before now.
    fn time(&self, number: usize, count: usize) -> Timestamp {
        self.now.minus(std::time::Duration::from_millis(count.saturating_sub(number) as u64))
    }

    /// The folder's name among an agent's projects: everything but ASCII letters and digits becomes a hyphen.
    fn project(&self) -> String {
        self.folder.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    }
}

/// Lines of JSON.
fn lines(values: impl IntoIterator<Item = serde_json::Value>) -> String {
    values.into_iter().fold(String::new(), |text, value| text + &value.to_string() + "\n")
}

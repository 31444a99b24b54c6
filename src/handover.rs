//! A conversation as a session of a coding agent, in which that agent goes on: the smallest files that each takes, written
//! anew and never over another. Whatever wrote the conversation, and whoever sent it, is not believed: nothing in it
//! decides where a file lies, and nothing of it is run. Knows no store, no HTTP and no terminal.

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

/// Stands for a provider and a model of which nothing is known.
pub const NO_MODEL: &str = "unknown";

/// A coding agent that can go on with a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Agent {
    /// Anthropic's.
    ClaudeCode,
    /// OpenAI's.
    Codex,
    /// OpenCode.
    #[value(name = "opencode")]
    OpenCode,
    /// Pi.
    Pi,
}

impl Agent {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ClaudeCode, Self::Codex, Self::OpenCode, Self::Pi];
}

/// Where and when the session goes on.
pub struct Place {
    /// The folder in which the agent will work, absolute.
    pub folder: String,
    /// A new identifier, by which this session differs from all others.
    pub id: Uuid,
    /// Now: everything in the session was before.
    pub now: Timestamp,
    /// The provider and the model with which OpenCode is to go on: it takes those of the last prompt, and fails with ones
    /// that it does not have.
    pub model: Option<(String, String)>,
}

/// A session to be written.
#[derive(Debug)]
pub struct Session {
    /// By which the agent knows it.
    pub id: String,
    /// Its file, below the folder in which the agent keeps sessions; made of the place alone.
    pub file: PathBuf,
    /// What is in it.
    pub text: String,
    /// What of the conversation is not in it.
    pub left_out: LeftOut,
}

/// What an agent is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// What models thought: only the one that thought it can verify it.
    pub thoughts: usize,
    /// Files, of which only the names come along.
    pub files: usize,
    /// Blocks that nobody here understands.
    pub data: usize,
}

/// Writes a conversation as a session of that agent, with its paths turned to the place.
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
    /// Bytes that differ for each number, and from those of every other session: agents keep identifiers of all sessions
    /// in one table.
    fn bytes(&self, number: usize) -> [u8; 16] {
        let digest = Sha256::new().chain_update(self.id).chain_update(number.to_be_bytes()).finalize();
        std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
    }

    /// An identifier for the line of that number.
    fn uuid(&self, number: usize) -> String {
        uuid::Builder::from_random_bytes(self.bytes(number)).into_uuid().to_string()
    }

    /// When the line of that number of so many was written: one after the other, all of them before now.
    fn time(&self, number: usize, count: usize) -> Timestamp {
        self.now.minus(std::time::Duration::from_millis(count.saturating_sub(number) as u64))
    }

    /// The folder's name among an agent's projects: what is no letter or digit of ASCII is a hyphen.
    fn project(&self) -> String {
        self.folder.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    }
}

/// Lines of JSON.
fn lines(values: impl IntoIterator<Item = serde_json::Value>) -> String {
    values.into_iter().fold(String::new(), |text, value| text + &value.to_string() + "\n")
}

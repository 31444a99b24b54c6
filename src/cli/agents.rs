//! Flags of the commands that work with coding agents.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::count;
use super::{Data, Owner};
use crate::handover::Agent;

/// What to continue, and where.
#[derive(Args)]
pub struct Continue {
    #[command(flatten)]
    pub data: Data,

    /// A link, on whatever server; a stored conversation: its number in `list`; a coding agent's session: its name in
    /// `sessions`, such as s1, or the start of its id; or a file with one conversation, `-` for standard input.
    #[arg(value_name = "LINK|NUMBER|SESSION|FILE")]
    pub what: String,

    /// The agent that continues it.
    /// [default: the one that runs this command or has a folder here; else it asks]
    #[arg(long = "in", env = "NEPTUN_SHARE_IN", value_name = "AGENT", value_enum, conflicts_with = "form")]
    pub agent: Option<Agent>,

    /// Start the agent, in place of printing the command that does.
    #[arg(long, conflicts_with = "form")]
    pub run: bool,

    /// Print the conversation for programs without sessions, in place of writing a session.
    #[arg(long = "as", env = "NEPTUN_SHARE_AS", value_name = "FORM", value_enum)]
    pub form: Option<TakenAs>,

    /// About how long a prompt may be: the newest whole messages that fit.
    #[arg(long, env = "NEPTUN_SHARE_TOKENS", value_name = "N", value_parser = count, default_value = "20000")]
    pub tokens: usize,

    /// The folder in which the conversation was; paths below it become paths below the current folder.
    /// [default: what the session says, or its tools' paths tell]
    #[arg(long, env = "NEPTUN_SHARE_FROM", value_name = "FOLDER")]
    pub from: Option<PathBuf>,

    /// Which conversation of the file, if it holds several.
    #[arg(long, env = "NEPTUN_SHARE_CHAT", value_name = "NUMBER", value_parser = count)]
    pub chat: Option<usize>,

    #[command(flatten)]
    pub owner: Owner,
}

/// How a conversation is taken along.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TakenAs {
    /// Markdown to paste into any program.
    Prompt,
    /// JSON with roles and words, as the APIs of models take it.
    Messages,
}

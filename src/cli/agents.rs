//! Flags of the commands that work with coding agents.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::values::{Expiry, count, email, expiry, public_url};
use super::{Data, Owner, Redact};
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;
use crate::handover::Agent;
use crate::host::agent_setup::SetupAgent;

/// What to continue, and where.
#[derive(Args)]
pub struct Continue {
    #[command(flatten)]
    pub data: Data,

    /// A link, on any server; a stored conversation, by its number in `list`; a coding agent's session, by its name in
    /// `sessions`, such as s1, or the start of its id; or a file with one conversation, `-` for standard input.
    #[arg(value_name = "LINK|NUMBER|SESSION|FILE")]
    pub what: String,

    /// The agent that continues it. [default: the one that runs this command or has a folder here; otherwise it asks]
    #[arg(long = "in", env = "NEPTUN_SHARE_IN", value_name = "AGENT", value_enum, conflicts_with = "form")]
    pub agent: Option<Agent>,

    /// Start the agent instead of printing the command that does.
    #[arg(long, conflicts_with = "form")]
    pub run: bool,

    /// Print the conversation, for programs without sessions, instead of writing a session.
    #[arg(long = "as", env = "NEPTUN_SHARE_AS", value_name = "FORM", value_enum)]
    pub form: Option<TakenAs>,

    /// Limit a prompt to about this many tokens: the newest messages that fit, each complete.
    #[arg(long, env = "NEPTUN_SHARE_TOKENS", value_name = "N", value_parser = count, default_value = "20000")]
    pub tokens: usize,

    /// The folder in which the conversation took place; paths below it become paths below the current folder.
    /// [default: taken from the session, or inferred from its tools' paths]
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
    /// JSON with roles and texts, as the APIs of models accept it.
    Messages,
}

/// Whose conversations the tools of the MCP server are about.
#[derive(Args)]
pub struct Mcp {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub owner: Owner,

    /// The server's public address, for the links.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// What to do with agents' settings.
#[derive(Args)]
pub struct AgentSettings {
    #[command(flatten)]
    pub data: Data,

    #[command(subcommand)]
    pub action: AgentAction,
}

/// What `agent` does.
#[derive(Subcommand)]
pub enum AgentAction {
    /// Add a command to an agent that shares the current session.
    Install(InstallAgent),
    /// Remove what `install` added, and leave everything else as it is.
    Uninstall(UninstallAgent),
    /// Show what is installed in which agent, and where.
    Status,
    /// Share an agent's current session and print its link, without serving it; the added command runs this.
    Share(ShareFromAgent),
    /// Import a finished session; the added hook runs this.
    #[command(hide = true)]
    Finished(FinishedSession),
}

/// Which agent gets what.
#[derive(Args)]
pub struct InstallAgent {
    /// The agent.
    #[arg(value_name = "AGENT", value_enum)]
    pub agent: SetupAgent,

    /// Also add the MCP server, with tools to share, change links and search conversations.
    #[arg(long)]
    pub mcp: bool,

    /// Also add a hook that imports sessions when they end. It shares nothing.
    #[arg(long)]
    pub import: bool,
}

/// The agent to restore to what it was.
#[derive(Args)]
pub struct UninstallAgent {
    /// The agent.
    #[arg(value_name = "AGENT", value_enum)]
    pub agent: SetupAgent,
}

/// What to share from within an agent.
#[derive(Args)]
pub struct ShareFromAgent {
    /// The session, by its name in `sessions` or the start of its id.
    /// [default: the one that runs this command, or else the newest of this folder]
    #[arg(value_name = "SESSION")]
    pub session: Option<String>,

    /// What to redact. [default: credentials; if personal data is found, it shares nothing, and says how to decide]
    #[arg(long, value_enum)]
    pub redact: Option<Redact>,

    /// Only this person may read, signed in to an account here. Repeat the flag for several.
    #[arg(long = "for", env = "NEPTUN_SHARE_FOR", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub people: Vec<Email>,

    /// When the link stops working: 12h, 2d, 1w, a date, or `never`.
    #[arg(long, env = "NEPTUN_SHARE_EXPIRES", value_name = "WHEN", value_parser = expiry)]
    pub expires: Option<Expiry>,

    /// The server's public address, for the link.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,

    #[command(flatten)]
    pub owner: Owner,
}

/// A finished session.
#[derive(Args)]
pub struct FinishedSession {
    /// The agent.
    #[arg(value_name = "AGENT", value_enum)]
    pub agent: SetupAgent,

    /// What the agent says of it, as JSON. [default: standard input]
    #[arg(value_name = "NOTICE")]
    pub notice: Option<String>,

    #[command(flatten)]
    pub owner: Owner,
}

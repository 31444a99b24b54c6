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
    /// Add a command to an agent that shares the present session.
    Install(InstallAgent),
    /// Take out again what `install` added, and leave everything else as it is.
    Uninstall(UninstallAgent),
    /// Show what is added to which agent, and where.
    Status,
    /// Share the present session of an agent and print its link; what the added command runs. Serves nothing.
    Share(ShareFromAgent),
    /// Import a session that is over; what the added hook runs.
    #[command(hide = true)]
    Finished(FinishedSession),
}

/// Which agent gets what.
#[derive(Args)]
pub struct InstallAgent {
    /// The agent.
    #[arg(value_name = "AGENT", value_enum)]
    pub agent: SetupAgent,

    /// Add the MCP server, too, with tools to share, to change links and to search conversations.
    #[arg(long)]
    pub mcp: bool,

    /// Add a hook that imports sessions when they are over, too. Nothing is shared by that.
    #[arg(long)]
    pub import: bool,
}

/// Which agent is to be as it was.
#[derive(Args)]
pub struct UninstallAgent {
    /// The agent.
    #[arg(value_name = "AGENT", value_enum)]
    pub agent: SetupAgent,
}

/// What to share from within an agent.
#[derive(Args)]
pub struct ShareFromAgent {
    /// The session: its name in `sessions`, or the start of its id.
    /// [default: the one that runs this, or else the newest of this folder]
    #[arg(value_name = "SESSION")]
    pub session: Option<String>,

    /// Redact everything that is found, keys and passwords alone, or nothing.
    /// [default: credentials are redacted; where personal data is found, it asks and shares nothing]
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

/// A session that is over.
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

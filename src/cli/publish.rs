//! Flags for how much of a conversation is published, how often it can be viewed, and what is redacted.

use clap::{Args, ValueEnum};

use crate::domain::message_positions::MessagePositions;

use super::values::{Views, count, positions, views, word};

/// How much is published, and how often it can be viewed.
#[derive(Args)]
pub struct Extent {
    /// View limit: how often the link can be viewed in total, or `unlimited`.
    #[arg(long, env = "NEPTUN_SHARE_VIEWS", value_name = "NUMBER", value_parser = views, conflicts_with = "once")]
    pub views: Option<Views>,

    /// Burn after reading: the same as `--views 1`.
    #[arg(long)]
    pub once: bool,

    /// Share only up to this message, counted from 1.
    #[arg(long, env = "NEPTUN_SHARE_UNTIL", value_name = "NUMBER", value_parser = count, conflicts_with = "messages")]
    pub until: Option<usize>,

    /// Share only these messages, counted from 1, such as 1,3-5; or `all`. [default: all, or as before]
    #[arg(long, env = "NEPTUN_SHARE_MESSAGES", value_name = "NUMBERS", value_parser = positions)]
    pub messages: Option<MessagePositions>,

    /// Freeze the conversation as it is now; `link update` brings it up to date.
    #[arg(long, conflicts_with = "live")]
    pub freeze: bool,

    /// Include later messages. [default, unless frozen before]
    #[arg(long)]
    pub live: bool,

    /// Record who views it, for `link visitors`; readers are told.
    #[arg(long, conflicts_with = "no_record_visitors")]
    pub record_visitors: bool,

    /// Stop recording who views it.
    #[arg(long)]
    pub no_record_visitors: bool,

    /// Don't offer readers to continue it in an agent; whoever can read it can still copy it.
    #[arg(long)]
    pub no_continue: bool,

    /// Offer readers to continue it in an agent. [default, unless --no-continue was given before]
    #[arg(long, conflicts_with = "no_continue")]
    pub may_continue: bool,
}

/// What is redacted.
#[derive(Args)]
pub struct Redaction {
    /// What to redact, also in later messages.
    /// [default: credentials, and it asks about personal data; without a terminal, it publishes nothing if there is
    /// personal data]
    // No environment variable: one that was forgotten would publish secrets.
    #[arg(long, value_enum)]
    pub redact: Option<Redact>,

    /// Redact this word wherever it occurs, ignoring case. Repeat the flag for several.
    #[arg(long = "redact-word", env = "NEPTUN_SHARE_REDACT_WORD", value_name = "WORD", value_parser = word)]
    pub words: Vec<String>,
}

/// What to redact.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Redact {
    /// Keys, tokens, passwords, and card and account numbers.
    Credentials,
    /// Everything that is found: credentials and personal data.
    All,
    /// Nothing.
    #[value(name = "none")]
    Nothing,
}

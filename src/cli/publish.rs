//! Flags that say how much of a conversation is published, how often, and without what.

use clap::{Args, ValueEnum};

use crate::domain::message_positions::MessagePositions;

use super::values::{Views, count, positions, views, word};

/// How much is published, and how often.
#[derive(Args)]
pub struct Extent {
    /// How often the link may be opened, all in all; or `unlimited`.
    #[arg(long, env = "NEPTUN_SHARE_VIEWS", value_name = "NUMBER", value_parser = views, conflicts_with = "once")]
    pub views: Option<Views>,

    /// Burn after reading: the link may be opened once, as with `--views 1`.
    #[arg(long)]
    pub once: bool,

    /// Only the conversation up to this message, counted from 1.
    #[arg(long, env = "NEPTUN_SHARE_UNTIL", value_name = "NUMBER", value_parser = count, conflicts_with = "messages")]
    pub until: Option<usize>,

    /// Only these messages, counted from 1, as 1,3-5; or `all`. [default: all, or what it was before]
    #[arg(long, env = "NEPTUN_SHARE_MESSAGES", value_name = "NUMBERS", value_parser = positions)]
    pub messages: Option<MessagePositions>,

    /// The conversation as it is now, whatever is said later; `link update` takes it forward.
    #[arg(long, conflicts_with = "live")]
    pub freeze: bool,

    /// The conversation as it becomes; how it is where nobody froze it.
    #[arg(long)]
    pub live: bool,

    /// Note who opens it, for `link visitors`; readers are told.
    #[arg(long, conflicts_with = "no_record_visitors")]
    pub record_visitors: bool,

    /// Don't note any more who opens it.
    #[arg(long)]
    pub no_record_visitors: bool,
}

/// What is left out.
#[derive(Args)]
pub struct Redaction {
    /// Answers beforehand what to do with keys, passwords, addresses and the like: leave all out, or
    /// none. [default: asks when there are some; without a terminal nothing is published then]
    #[arg(long, env = "NEPTUN_SHARE_REDACT", value_enum)]
    pub redact: Option<Redact>,

    /// Leave this word out wherever it stands, in either case. Repeat the flag for several.
    #[arg(long = "redact-word", env = "NEPTUN_SHARE_REDACT_WORD", value_name = "WORD", value_parser = word)]
    pub words: Vec<String>,
}

/// What to leave out.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Redact {
    /// Whatever the search knows, also in later messages.
    All,
    /// Nothing.
    #[value(name = "none")]
    Nothing,
}

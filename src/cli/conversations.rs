//! Flags of the commands that list, search, change and export stored conversations.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::{ChatName, Restorable, chat_name, count, email, public_url, restorable, title};
use super::{Data, ServerChoice};
use crate::app::export;
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;
use crate::domain::text::ShortText;

/// Whose conversations.
#[derive(Args)]
pub struct Owner {
    /// The account that owns the conversations. [default: the first account, or that of `user default`]
    #[arg(long, env = "NEPTUN_SHARE_USER", value_name = "EMAIL", value_parser = email)]
    pub user: Option<Email>,
}

/// How to list the conversations.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    #[command(flatten)]
    pub owner: Owner,

    /// What to list first.
    #[arg(long, env = "NEPTUN_SHARE_SORT", value_enum, default_value_t = ListOrder::Changed)]
    pub sort: ListOrder,

    /// Print a JSON array.
    #[arg(long)]
    pub json: bool,

    /// The server's public address, for the links.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// What comes first in the list.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListOrder {
    /// The conversation that changed last.
    Changed,
    /// The one that was imported last.
    Imported,
    /// The one that began last.
    Started,
    /// By name.
    Name,
    /// The one whose link was viewed most.
    Views,
    /// The one whose link was viewed last.
    Viewed,
}

/// What to search for.
#[derive(Args)]
pub struct Search {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// The words that a result must contain, ignoring case and accents. A word also matches longer words that begin
    /// with it; words in double quotes must stand next to each other.
    #[arg(value_name = "WORD", required = true)]
    pub words: Vec<String>,

    /// Also search thoughts, tool calls and their results.
    #[arg(long)]
    pub details: bool,

    /// Print at most N results.
    #[arg(long, env = "NEPTUN_SHARE_LIMIT", value_name = "N", default_value = "20", value_parser = count)]
    pub limit: usize,

    /// Print a JSON array.
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which links to pause.
#[derive(Args)]
pub struct Unshare {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// The conversations: their numbers in `list`, their links, or the links' UUIDs.
    #[arg(value_name = "CONVERSATION|LINK", value_parser = chat_name, required = true)]
    pub chats: Vec<ChatName>,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which conversations to export, and how.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// The conversations: their numbers in `list`, their links, or the links' UUIDs. Several go into a folder or an
    /// archive.
    #[arg(value_name = "CONVERSATION|LINK", value_parser = chat_name, required_unless_present = "all")]
    pub chats: Vec<ChatName>,

    /// Export all conversations.
    #[arg(long, conflicts_with = "chats")]
    pub all: bool,

    /// The format to write.
    #[arg(long, env = "NEPTUN_SHARE_EXPORT_FORMAT", value_enum, default_value_t = export::Format::Markdown)]
    pub format: export::Format,

    /// Write to this file, or into this folder. [default: standard output]
    #[arg(long, env = "NEPTUN_SHARE_OUTPUT", value_name = "FILE|FOLDER", group = "place")]
    pub output: Option<PathBuf>,

    /// Write a ZIP archive with one file per conversation.
    #[arg(long, env = "NEPTUN_SHARE_ZIP", value_name = "FILE", group = "place")]
    pub zip: Option<PathBuf>,

    /// Overwrite existing files.
    #[arg(long, requires = "place")]
    pub force: bool,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which conversation to rename.
#[derive(Args)]
pub struct Rename {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// The conversation: its number in `list`, its link, or the link's UUID.
    #[arg(value_name = "CONVERSATION|LINK", value_parser = chat_name)]
    pub chat: ChatName,

    /// The new name, also shown on the link's page.
    #[arg(value_parser = title)]
    pub name: ShortText,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which conversations to delete.
#[derive(Args)]
pub struct Delete {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// The conversations: their numbers in `list`, their links, or the links' UUIDs. If one can't be
    /// deleted, none is.
    #[arg(value_name = "CONVERSATION|LINK", value_parser = chat_name, required = true)]
    pub chats: Vec<ChatName>,

    #[command(flatten)]
    pub owner: Owner,
}

/// What to restore.
#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// The conversations' numbers, as `delete` printed them; if one can't be restored, none is. Or a backup file: it
    /// replaces the database, and the old file is kept. No server may be running.
    #[arg(value_name = "NUMBER|BACKUP", value_parser = restorable, required = true)]
    pub what: Vec<Restorable>,

    #[command(flatten)]
    pub owner: Owner,
}

//! Flags of the commands that take conversations in, share them, and give them out.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::values::{ChatName, Expiry, chat_id, chat_name, count, email, expiry, format, public_url, title};
use super::{Data, Extent, Redact, Redaction};
use crate::app::export;
use crate::domain::email::Email;
use crate::domain::id::ChatId;
use crate::domain::public_url::PublicUrl;
use crate::domain::text::ShortText;
use crate::import::FileFormat;

/// Whose conversations.
#[derive(Args)]
pub struct Owner {
    /// The account whose conversations these are. [default: the only one there is]
    #[arg(long, env = "NEPTUN_SHARE_USER", value_name = "EMAIL", value_parser = email)]
    pub user: Option<Email>,
}

/// What to share, and with whom.
#[derive(Args)]
pub struct Share {
    #[command(flatten)]
    pub data: Data,

    /// A file or folder with one conversation, `-` for standard input, or a session of a coding agent
    /// on this machine: its number or the beginning of its id, as `sessions` shows them.
    #[arg(value_name = "FILE|NUMBER|ID", required_unless_present = "chat")]
    pub what: Option<PathBuf>,

    /// Which of a file's conversations; without a file, the chat of that number in `list`.
    #[arg(long, env = "NEPTUN_SHARE_CHAT", value_name = "NUMBER", value_parser = count)]
    pub chat: Option<usize>,

    /// Protect it with a password; asks for it, or reads it from standard input.
    #[arg(long, conflicts_with = "no_password")]
    pub password: bool,

    /// Don't ask for the password any more.
    #[arg(long)]
    pub no_password: bool,

    /// Only this person may read, signed in with an account here. Repeat the flag, or separate several
    /// with commas.
    #[arg(long = "for", env = "NEPTUN_SHARE_FOR", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub people: Vec<Email>,

    /// Also people who have no account here: prints for each a link with which they make one.
    #[arg(long, requires = "people")]
    pub invite: bool,

    /// When the link stops to work: in a time as 2d, 12h or 1w, at a date as 2030-12-31T18:00:00Z, or
    /// never.
    #[arg(long, env = "NEPTUN_SHARE_EXPIRES", value_name = "WHEN", value_parser = expiry)]
    pub expires: Option<Expiry>,

    #[command(flatten)]
    pub extent: Extent,

    #[command(flatten)]
    pub redaction: Redaction,

    /// What the conversation is called.
    #[arg(long, env = "NEPTUN_SHARE_TITLE", value_name = "TEXT", value_parser = title)]
    pub title: Option<ShortText>,

    /// Share only the last so many messages.
    #[arg(long, env = "NEPTUN_SHARE_LAST", value_name = "NUMBER", value_parser = count, requires = "what")]
    pub last: Option<usize>,

    /// Serve on this machine's address in the local network, so that others in it can read.
    #[arg(long)]
    pub lan: bool,

    /// Address and port to serve on, where no server runs on the database.
    /// [default: 127.0.0.1:8080, or another port where that is taken]
    #[arg(long, env = "NEPTUN_SHARE_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    /// Address under which readers reach the server, for the link.
    /// [default: that of the server that runs, or http:// and the address listened on]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,

    /// Put the link on the clipboard.
    #[arg(long)]
    pub copy: bool,

    /// Print the QR code also where standard error is no terminal.
    #[arg(long)]
    pub qr: bool,

    /// Read the file as this format, whatever it looks like.
    #[arg(long, env = "NEPTUN_SHARE_FORMAT", value_name = "NAME", value_parser = format, requires = "what")]
    pub format: Option<&'static FileFormat>,

    #[command(flatten)]
    pub owner: Owner,
}

/// What to import.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    pub data: Data,

    /// Files and folders to read; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub owner: Owner,

    /// Read the files as this format, whatever they look like.
    #[arg(long, env = "NEPTUN_SHARE_FORMAT", value_name = "NAME", value_parser = format)]
    pub format: Option<&'static FileFormat>,

    /// Only say what would be imported.
    #[arg(long, conflicts_with = "share")]
    pub dry_run: bool,

    /// Share each conversation, and print its link.
    #[arg(long)]
    pub share: bool,

    /// Protect the shares with a password; asks for it, or reads it from standard input.
    #[arg(long, requires = "share")]
    pub password: bool,

    /// Answers beforehand what to do with keys, passwords, addresses and the like in what is shared: leave
    /// all out, or none. [default: what holds some is imported and not shared]
    #[arg(long, env = "NEPTUN_SHARE_REDACT", value_enum)]
    pub redact: Option<Redact>,

    /// Address under which readers reach the server, for the links.
    /// [default: that of the server that runs, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// Which sessions to list.
#[derive(Args)]
pub struct Sessions {
    /// List them all, whatever the limit.
    #[arg(long)]
    pub all: bool,

    /// List so many.
    #[arg(long, env = "NEPTUN_SHARE_LIMIT", value_name = "NUMBER", default_value = "20", value_parser = count)]
    pub limit: usize,
}

/// How to list the chats.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub owner: Owner,

    /// Print a JSON array, for programs.
    #[arg(long)]
    pub json: bool,

    /// Address under which readers reach the server, for the links.
    /// [default: that of the server that runs, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// Which link to switch off.
#[derive(Args)]
pub struct Unshare {
    #[command(flatten)]
    pub data: Data,

    /// The chat: its number in `list`, its link, or the UUID in that.
    #[arg(value_name = "CHAT|LINK", value_parser = chat_name)]
    pub chat: ChatName,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which chat to give out, and how.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    pub data: Data,

    /// The chat: its number in `list`, its link, or the UUID in that.
    #[arg(value_name = "CHAT|LINK", value_parser = chat_name)]
    pub chat: ChatName,

    /// How to write it.
    #[arg(long, env = "NEPTUN_SHARE_EXPORT_FORMAT", value_enum, default_value_t = export::Format::Markdown)]
    pub format: export::Format,

    /// Write to this file. [default: standard output]
    #[arg(long, env = "NEPTUN_SHARE_OUTPUT", value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Replace the file that is there.
    #[arg(long, requires = "output")]
    pub force: bool,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which chat gets another name.
#[derive(Args)]
pub struct Rename {
    #[command(flatten)]
    pub data: Data,

    /// The chat: its number in `list`, its link, or the UUID in that.
    #[arg(value_name = "CHAT|LINK", value_parser = chat_name)]
    pub chat: ChatName,

    /// What it is called from now on, also on its page.
    #[arg(value_parser = title)]
    pub name: ShortText,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which chats to remove.
#[derive(Args)]
pub struct Delete {
    #[command(flatten)]
    pub data: Data,

    /// The chats: their numbers in `list`, their links, or the UUIDs in those. All of them, or none.
    #[arg(value_name = "CHAT|LINK", value_parser = chat_name, required = true)]
    pub chats: Vec<ChatName>,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which removed chats to bring back.
#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    pub data: Data,

    /// The chats' numbers, as `delete` named them. All of them, or none.
    #[arg(value_name = "NUMBER", value_parser = chat_id, required = true)]
    pub chats: Vec<ChatId>,

    #[command(flatten)]
    pub owner: Owner,
}

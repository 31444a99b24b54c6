//! Flags of the commands that bring conversations in: `share`, `import`, and `sessions`, which lists what may be shared.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::values::{Expiry, count, email, expiry, format, format_help, listen, public_url, slug, title};
use super::{Data, Extent, Owner, Redact, Redaction, ServerChoice};
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;
use crate::domain::slug::Slug;
use crate::domain::text::ShortText;
use crate::import::FileFormat;

/// What to share, and with whom.
#[derive(Args)]
pub struct Share {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// A file or folder with one conversation, `-` for standard input; a stored conversation, by its number in `list`
    /// or its link; or a coding agent's session on this machine, by its name in `sessions`, such as s1, or the start of
    /// its id. For a file whose name is a number, write ./1.
    /// [default: what is piped in; on a terminal, it asks which session]
    #[arg(value_name = "FILE|NUMBER|SESSION", group = "source")]
    pub what: Option<PathBuf>,

    /// The newest session of a coding agent in the current folder, or in one below it.
    #[arg(long, conflicts_with = "chat", group = "source")]
    pub here: bool,

    /// Follow the session until Ctrl-C, or until its program ends it: readers see each message as soon as the agent has
    /// written it. Findings in later messages that you have not decided about are redacted.
    #[arg(long, conflicts_with_all = ["freeze", "until", "messages", "last", "once"])]
    pub follow: bool,

    /// Which conversation of the file, if it holds several; without a file, the same as the number alone.
    #[arg(long, env = "NEPTUN_SHARE_CHAT", value_name = "NUMBER", value_parser = count)]
    pub chat: Option<usize>,

    /// Don't ask whether this is the conversation to share.
    #[arg(long, short)]
    pub yes: bool,

    /// Protect the link with a password; prompts for it, or reads it from standard input.
    #[arg(long, conflicts_with = "no_password")]
    pub password: bool,

    /// Remove the password.
    #[arg(long)]
    pub no_password: bool,

    /// Only this person may read, signed in to an account here; prints an invitation link for whoever has none.
    /// Repeat the flag, or separate several addresses with commas.
    #[arg(long = "for", env = "NEPTUN_SHARE_FOR", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub people: Vec<Email>,

    /// Former flag; `--for` does this anyway.
    #[arg(long, requires = "people", hide = true)]
    pub invite: bool,

    /// When the link stops working: a duration such as 30m, 12h, 2d, 1w or 1y, a date such as 2030-12-31,
    /// "2030-12-31 18:00" or 2030-12-31T18:00:00Z, or `never`.
    #[arg(long, env = "NEPTUN_SHARE_EXPIRES", value_name = "WHEN", value_parser = expiry)]
    pub expires: Option<Expiry>,

    /// Your own word in the link, 3 to 64 of a-z, 0-9 and -, in place of random letters. Words can be guessed, so it
    /// needs a password, named people, or --public-word.
    #[arg(long, env = "NEPTUN_SHARE_WORD", value_name = "WORD", value_parser = slug, conflicts_with = "no_word")]
    pub word: Option<Slug>,

    /// Whoever guesses the word may read.
    #[arg(long, conflicts_with = "no_word")]
    pub public_word: bool,

    /// Remove the word: the link has random letters again.
    #[arg(long)]
    pub no_word: bool,

    #[command(flatten)]
    pub extent: Extent,

    #[command(flatten)]
    pub redaction: Redaction,

    /// The conversation's title.
    #[arg(long, env = "NEPTUN_SHARE_TITLE", value_name = "TEXT", value_parser = title)]
    pub title: Option<ShortText>,

    /// Share only the last N messages.
    #[arg(long, env = "NEPTUN_SHARE_LAST", value_name = "N", value_parser = count, requires = "source",
          conflicts_with_all = ["until", "messages"])]
    pub last: Option<usize>,

    /// Don't serve the link if no server is running: print it, and exit.
    #[arg(long, conflicts_with = "lan")]
    pub no_serve: bool,

    /// Serve on this machine's address in the local network, so that others on it can read.
    #[arg(long)]
    pub lan: bool,

    /// Address and port to serve on if no server is running on the database.
    /// [default: 127.0.0.1:8080, or another port if that is taken]
    #[arg(long, alias = "port", env = "NEPTUN_SHARE_LISTEN", value_name = "ADDRESS:PORT", value_parser = listen)]
    pub listen: Option<SocketAddr>,

    /// The server's public address, for the link.
    /// [default: the running server's, or http:// and the listening address]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,

    /// Copy the link to the clipboard.
    #[arg(long)]
    pub copy: bool,

    /// Print the QR code even if standard error is not a terminal.
    #[arg(long)]
    pub qr: bool,

    /// Read the file as this format instead of detecting it.
    #[arg(long, env = "NEPTUN_SHARE_FORMAT", value_name = "NAME", value_parser = format, requires = "source",
          long_help = format_help("Read the file as this format instead of detecting it"))]
    pub format: Option<&'static FileFormat>,

    #[command(flatten)]
    pub owner: Owner,
}

/// What to import.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    /// Files and folders to read; `-` is standard input, where a conversation can be pasted.
    #[arg(required_unless_present = "last", value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Show the report of the last import again: what became of it, and why something was skipped.
    #[arg(long, conflicts_with_all = ["files", "format", "dry_run", "share"])]
    pub last: bool,

    #[command(flatten)]
    pub owner: Owner,

    /// Read the files as this format instead of detecting it.
    #[arg(long, env = "NEPTUN_SHARE_FORMAT", value_name = "NAME", value_parser = format,
          long_help = format_help("Read the files as this format instead of detecting it"))]
    pub format: Option<&'static FileFormat>,

    /// Only show what would be imported.
    #[arg(long, conflicts_with = "share")]
    pub dry_run: bool,

    /// Share each conversation, and print its link.
    #[arg(long)]
    pub share: bool,

    /// Protect the links with a password; prompts for it, or reads it from standard input.
    #[arg(long, requires = "share")]
    pub password: bool,

    /// What to redact in what is shared.
    /// [default: credentials; a conversation with personal data is imported but not shared]
    #[arg(long, value_enum, requires = "share")]
    pub redact: Option<Redact>,

    /// The server's public address, for the links.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// Which sessions to list.
#[derive(Args)]
pub struct Sessions {
    /// Only those of the current folder and the folders below it.
    #[arg(long)]
    pub here: bool,

    /// Print a JSON array.
    #[arg(long)]
    pub json: bool,

    /// List all sessions, ignoring the limit.
    #[arg(long)]
    pub all: bool,

    /// List at most N.
    #[arg(long, env = "NEPTUN_SHARE_LIMIT", value_name = "N", default_value = "20", value_parser = count)]
    pub limit: usize,
}

//! Flags of the commands that sign this machine in to servers, and of those that can work on one.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::{ServerAddress, server_address, title};
use crate::domain::text::ShortText;

/// On which server.
#[derive(Args)]
pub struct ServerChoice {
    /// Work on this server, by its name in `servers`; `local` is the database on this machine.
    /// [default: local, or the server of `login --default`]
    #[arg(long, env = "NEPTUN_SHARE_SERVER", value_name = "NAME|local", global = true)]
    pub server: Option<String>,
}

/// Where to sign in.
#[derive(Args)]
pub struct Login {
    /// The server's address, such as `https://share.example.com`.
    #[arg(value_name = "URL", value_parser = server_address)]
    pub server: ServerAddress,

    /// Read a token, created on the server's account page, from this file, or from standard input with `-`; for
    /// machines without a browser.
    #[arg(long, env = "NEPTUN_SHARE_TOKEN_FILE", value_name = "FILE")]
    pub token: Option<PathBuf>,

    /// What this machine may do there.
    #[arg(long, env = "NEPTUN_SHARE_LOGIN_SCOPE", value_enum, default_value_t = LoginScope::Write, conflicts_with = "token")]
    pub scope: LoginScope,

    /// What this machine is called there. [default: its host name]
    #[arg(long, env = "NEPTUN_SHARE_DEVICE", value_name = "NAME", value_parser = title, conflicts_with = "token")]
    pub device: Option<ShortText>,

    /// Make this the server for commands that name none, instead of the database on this machine.
    #[arg(long)]
    pub default: bool,

    /// Don't open a browser, only print the address.
    #[arg(long)]
    pub no_browser: bool,
}

/// What this machine may do.
#[derive(Clone, Copy, ValueEnum)]
pub enum LoginScope {
    /// Read what the account has.
    Read,
    /// Also change it.
    Write,
}

impl LoginScope {
    /// The API's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// Where to sign out.
#[derive(Args)]
pub struct Logout {
    /// The server, by its name in `servers` or its address. [default: the only one]
    #[arg(value_name = "SERVER")]
    pub server: Option<String>,
}

/// How to list the servers.
#[derive(Args)]
pub struct Servers {
    /// Make this the server for commands that name none: its name in this list, or `local` for the database on this
    /// machine.
    #[arg(long, env = "NEPTUN_SHARE_DEFAULT_SERVER", value_name = "NAME|local")]
    pub default: Option<String>,

    /// Print a JSON array.
    #[arg(long)]
    pub json: bool,
}

//! Flags of `user`.

use clap::{Args, Subcommand};

use super::Data;
use super::values::email;
use crate::domain::email::Email;

/// The accounts.
#[derive(Args)]
pub struct User {
    #[command(flatten)]
    pub data: Data,

    #[command(subcommand)]
    pub action: UserAction,
}

/// What to do with accounts.
#[derive(Subcommand)]
pub enum UserAction {
    /// Make an account; asks for the password, or reads it from standard input.
    Add {
        /// The e-mail address that names the account.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Show all accounts.
    List,
    /// Set an account's password and end its sessions; asks for it, or reads it from standard input.
    Password {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Remove an account with its chats and shares.
    Remove {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
}

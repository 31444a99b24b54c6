//! Flags of `user`.

use clap::{Args, Subcommand};

use super::Data;
use super::values::{ChatName, chat_name, email, public_url, title, token_end};
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::Scope;

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
    /// Print a link with which somebody makes their own account, once, within a week.
    Invite(Invite),
    /// Show the invitations that nobody has accepted yet.
    Invitations,
    /// Take an invitation back: its link does not work any more.
    Uninvite {
        /// The e-mail address that was invited.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Show where somebody is signed in.
    Sessions {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// End all sessions of somebody.
    SignOut {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Make, show and remove the tokens with which scripts act for somebody.
    Token {
        #[command(subcommand)]
        action: TokenAction,
    },
}

/// Whom to invite.
#[derive(Args)]
pub struct Invite {
    /// The e-mail address of whom the link is for.
    #[arg(value_parser = email)]
    pub email: Email,

    /// A chat that is shared with named people, of whom this one becomes one: its number in `list`, its
    /// link, or the UUID in that. Repeat the flag, or separate several with commas.
    #[arg(long = "for", env = "NEPTUN_SHARE_INVITE_FOR", value_name = "CHAT|LINK", value_parser = chat_name,
          value_delimiter = ',')]
    pub chats: Vec<ChatName>,

    /// The account that invites. [default: the only one there is]
    #[arg(long, env = "NEPTUN_SHARE_USER", value_name = "EMAIL", value_parser = email)]
    pub user: Option<Email>,

    /// Address under which people reach the server, for the link.
    /// [default: that of the server that runs, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// What to do with tokens.
#[derive(Subcommand)]
pub enum TokenAction {
    /// Make a token, and print its secret: this once.
    Add(NewToken),
    /// Show somebody's tokens.
    List {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Remove a token: it does not work any more.
    Remove {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,

        /// The token's number in `token list`, or its name.
        #[arg(value_name = "NUMBER|NAME")]
        token: String,
    },
}

/// Which token to make.
#[derive(Args)]
pub struct NewToken {
    /// The e-mail address of the account for which it acts.
    #[arg(value_parser = email)]
    pub email: Email,

    /// What it is called.
    #[arg(value_parser = title)]
    pub name: ShortText,

    /// What it may do.
    #[arg(long, env = "NEPTUN_SHARE_TOKEN_SCOPE", value_enum, default_value_t = Scope::Read)]
    pub scope: Scope,

    /// When it ends: in a time as 2d, 12h or 1w, or at a date as 2030-12-31T18:00:00Z; within 366 days.
    #[arg(long, env = "NEPTUN_SHARE_TOKEN_EXPIRES", value_name = "WHEN", default_value = "90d", value_parser = token_end)]
    pub expires: Timestamp,
}

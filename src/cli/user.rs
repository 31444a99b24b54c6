//! Flags of `user`.

use clap::{Args, Subcommand};

use super::Data;
use super::values::{ChatName, chat_name, email, public_url, title, token_end};
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::Scope;

/// Manage accounts.
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
    /// Create an account; prompts for the password, or reads it from standard input.
    Add {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// List all accounts: number, address, creation, last sign-in, conversations, links, size, and whether the account
    /// is an administrator or disabled.
    List {
        /// Print a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Make an account an administrator of the server; without an address, list the administrators.
    Admin {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Option<Email>,

        /// Make it no longer an administrator.
        #[arg(long, requires = "email")]
        revoke: bool,
    },
    /// Disable an account: nobody can sign in to it, its sessions and tokens end, and its links stop working.
    Disable {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Enable a disabled account: its links work again.
    Enable {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Set the name that readers of an account's links see; without a name, print it.
    Name {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,

        /// The name.
        #[arg(value_parser = title, conflicts_with = "remove")]
        name: Option<ShortText>,

        /// Remove the name: readers see none.
        #[arg(long)]
        remove: bool,
    },
    /// Print a link for somebody who has forgotten their password to choose a new one; it works once, within a day.
    PasswordLink(PasswordLink),
    /// Set an account's password and end its sessions; prompts for it, or reads it from standard input.
    Password {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,

        /// Remove the account's tokens, too.
        #[arg(long)]
        end_tokens: bool,
    },
    /// Set the account that commands without `--user` act for; without an address, print it.
    Default {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Option<Email>,
    },
    /// Remove an account with its conversations and links, permanently; on a terminal it asks first.
    Remove {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,

        /// Don't ask.
        #[arg(short, long)]
        yes: bool,
    },
    /// Print a link for somebody to create their own account; it works once, within a week.
    Invite(Invite),
    /// List the pending invitations.
    Invitations,
    /// Revoke an invitation: its link stops working.
    Uninvite {
        /// The e-mail address that was invited.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// List where somebody is signed in.
    Sessions {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Sign somebody out everywhere.
    SignOut {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Create, list and remove tokens, with which scripts act for an account.
    Token {
        #[command(subcommand)]
        action: TokenAction,
    },
}

/// Whom to invite.
#[derive(Args)]
pub struct Invite {
    /// The e-mail address of the person to invite.
    #[arg(value_parser = email)]
    pub email: Email,

    /// Also let them read this conversation, which is shared with named people: its number in `list`, its
    /// link, or the link's UUID. Repeat the flag, or separate several with commas.
    #[arg(long = "for", env = "NEPTUN_SHARE_INVITE_FOR", value_name = "CONVERSATION|LINK", value_parser = chat_name,
          value_delimiter = ',')]
    pub chats: Vec<ChatName>,

    /// The account that invites. [default: the first account, or that of `user default`]
    #[arg(long, env = "NEPTUN_SHARE_USER", value_name = "EMAIL", value_parser = email)]
    pub user: Option<Email>,

    /// The server's public address, for the link.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// Whose password is forgotten.
#[derive(Args)]
pub struct PasswordLink {
    /// The account's e-mail address.
    #[arg(value_parser = email)]
    pub email: Email,

    /// The server's public address, for the link.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// What to do with tokens.
#[derive(Subcommand)]
pub enum TokenAction {
    /// Create a token, and print its secret, which is shown only once.
    Add(NewToken),
    /// List somebody's tokens.
    List {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Remove a token: it stops working.
    Remove {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,

        /// The token's number in `token list`, or its name.
        #[arg(value_name = "NUMBER|NAME")]
        token: String,
    },
}

/// Which token to create.
#[derive(Args)]
pub struct NewToken {
    /// The e-mail address of the account it acts for.
    #[arg(value_parser = email)]
    pub email: Email,

    /// The token's name.
    #[arg(value_parser = title)]
    pub name: ShortText,

    /// What the token may do.
    #[arg(long, env = "NEPTUN_SHARE_TOKEN_SCOPE", value_enum, default_value_t = Scope::Read)]
    pub scope: Scope,

    /// When the token expires, within 366 days: a duration such as 2d, 12h or 1w, or a date such as
    /// 2030-12-31T18:00:00Z.
    #[arg(long, env = "NEPTUN_SHARE_TOKEN_EXPIRES", value_name = "WHEN", default_value = "90d", value_parser = token_end)]
    pub expires: Timestamp,
}

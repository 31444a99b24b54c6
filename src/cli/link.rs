//! Flags of `link`.

use clap::{Args, Subcommand, ValueEnum};

use super::conversations::Owner;
use super::values::{ChatName, chat_name, email, public_url};
use super::{Data, Redaction, ServerChoice};
use crate::domain::email::Email;
use crate::domain::link_state::LinkState;
use crate::domain::public_url::PublicUrl;

/// Manage links.
#[derive(Args)]
pub struct Links {
    #[command(flatten)]
    pub data: Data,

    #[command(flatten)]
    pub server: ServerChoice,

    #[command(subcommand)]
    pub action: LinkAction,
}

/// What to do with links.
#[derive(Subcommand)]
pub enum LinkAction {
    /// List the links with their state, who may read and how often they were viewed; last changed first.
    List(ListLinks),
    /// Pause links: they stop working until `resume`.
    Pause(SelectedLinks),
    /// Resume paused links.
    Resume(SelectedLinks),
    /// Replace links with new ones and print them; the old ones stop working, and view counts start over.
    Renew(Renew),
    /// Bring frozen links up to date with their conversations.
    Update(Update),
    /// Remove links with all their settings; `share` creates new ones.
    Remove(SelectedLinks),
    /// Show or change which signed-in people may read.
    People(People),
    /// Show who viewed a link, latest first, if visitors are recorded.
    Visitors(Visitors),
    /// Search what a link shows, or would show, for keys, passwords and personal data.
    Check(Check),
    /// List the findings that you marked as harmless in all conversations, or take marks back.
    Harmless(Harmless),
}

/// Which marks to take back.
#[derive(Args)]
pub struct Harmless {
    /// Find and redact these again: their ids in this list, separated by commas.
    #[arg(long, env = "NEPTUN_SHARE_FORGET", value_name = "ID", value_delimiter = ',')]
    pub forget: Vec<String>,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which links to list.
#[derive(Args)]
pub struct ListLinks {
    /// Only links in this state.
    #[arg(long, env = "NEPTUN_SHARE_STATE", value_enum)]
    pub state: Option<StateFilter>,

    /// Print a JSON array.
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub owner: Owner,

    #[command(flatten)]
    pub address: Address,
}

/// The state of a link.
#[derive(Clone, Copy, ValueEnum)]
pub enum StateFilter {
    /// It works.
    Active,
    /// It is paused.
    Paused,
    /// It has expired.
    Expired,
    /// It has reached its view limit.
    UsedUp,
}

impl From<StateFilter> for LinkState {
    fn from(state: StateFilter) -> Self {
        match state {
            StateFilter::Active => Self::Active,
            StateFilter::Paused => Self::Paused,
            StateFilter::Expired => Self::Expired,
            StateFilter::UsedUp => Self::UsedUp,
        }
    }
}

/// The server's public address.
#[derive(Args)]
pub struct Address {
    /// The server's public address, for the links.
    /// [default: the running server's, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// Several links.
#[derive(Args)]
pub struct SelectedLinks {
    /// The conversations: their numbers in `list`, their links, or the links' UUIDs. If one can't be
    /// changed, none is.
    #[arg(value_name = "CONVERSATION|LINK", value_parser = chat_name, required = true)]
    pub chats: Vec<ChatName>,

    #[command(flatten)]
    pub owner: Owner,
}

/// One link.
#[derive(Args)]
pub struct SelectedLink {
    /// The conversation: its number in `list`, its link, or the link's UUID.
    #[arg(value_name = "CONVERSATION|LINK", value_parser = chat_name)]
    pub chat: ChatName,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which links to replace.
#[derive(Args)]
pub struct Renew {
    #[command(flatten)]
    pub which: SelectedLinks,

    #[command(flatten)]
    pub address: Address,
}

/// Which links to bring up to date.
#[derive(Args)]
pub struct Update {
    #[command(flatten)]
    pub which: SelectedLinks,

    #[command(flatten)]
    pub redaction: Redaction,
}

/// Who may read.
#[derive(Args)]
pub struct People {
    #[command(flatten)]
    pub one: SelectedLink,

    /// Let this person read; once there is one, only named people may. Repeat the flag, or separate
    /// several addresses with commas.
    #[arg(long, env = "NEPTUN_SHARE_ADD", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub add: Vec<Email>,

    /// Remove this person; the link stays closed to everyone else. Repeat the flag, or separate several
    /// addresses with commas.
    #[arg(long, env = "NEPTUN_SHARE_REMOVE", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub remove: Vec<Email>,

    /// Let anyone with the link read: removes the list.
    #[arg(long, conflicts_with_all = ["add", "remove"])]
    pub anyone: bool,

    /// Print a JSON array of addresses, or null if no list restricts who may read.
    #[arg(long)]
    pub json: bool,
}

/// Whose visitors.
#[derive(Args)]
pub struct Visitors {
    #[command(flatten)]
    pub one: SelectedLink,

    /// Delete the record; the view count stays.
    #[arg(long)]
    pub forget: bool,

    /// Print a JSON array.
    #[arg(long, conflicts_with = "forget")]
    pub json: bool,
}

/// Which link to search.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    pub one: SelectedLink,

    /// Print a JSON object.
    #[arg(long)]
    pub json: bool,
}

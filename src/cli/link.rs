//! Flags of `link`.

use clap::{Args, Subcommand, ValueEnum};

use super::conversations::Owner;
use super::values::{ChatName, chat_name, email, public_url};
use super::{Data, Redaction};
use crate::domain::email::Email;
use crate::domain::link_state::LinkState;
use crate::domain::public_url::PublicUrl;

/// The links that were given out.
#[derive(Args)]
pub struct Links {
    #[command(flatten)]
    pub data: Data,

    #[command(subcommand)]
    pub action: LinkAction,
}

/// What to do with links.
#[derive(Subcommand)]
pub enum LinkAction {
    /// List the links: their state, who may read, how often they were opened; the last changed first.
    List(ListLinks),
    /// Switch links off; `resume` switches them on again.
    Pause(Which),
    /// Switch links on again.
    Resume(Which),
    /// Give chats new links, and print them; the former ones are dead, their openings forgotten.
    Renew(Renew),
    /// Take frozen links forward to what their conversations are now.
    Update(Update),
    /// Remove links with all their settings; `share` makes new ones.
    Remove(Which),
    /// Show or change who may read, signed in.
    People(People),
    /// Show who opened a link, the latest first; where that is noted.
    Visitors(Visitors),
    /// Look for keys, passwords, addresses and the like in what a link shows, or would show.
    Check(Check),
}

/// Which links to list.
#[derive(Args)]
pub struct ListLinks {
    /// Only those in this state.
    #[arg(long, env = "NEPTUN_SHARE_STATE", value_enum)]
    pub state: Option<StateFilter>,

    /// Print a JSON array, for programs.
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub owner: Owner,

    #[command(flatten)]
    pub address: Address,
}

/// What a link is like.
#[derive(Clone, Copy, ValueEnum)]
pub enum StateFilter {
    /// It works.
    Active,
    /// It is switched off.
    Paused,
    /// Its time is over.
    Expired,
    /// It was opened as often as it may be.
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

/// Where readers find links.
#[derive(Args)]
pub struct Address {
    /// Address under which readers reach the server, for the links.
    /// [default: that of the server that runs, or http://127.0.0.1:8080]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
}

/// Several links.
#[derive(Args)]
pub struct Which {
    /// The chats: their numbers in `list`, their links, or the UUIDs in those. All of them, or none.
    #[arg(value_name = "CHAT|LINK", value_parser = chat_name, required = true)]
    pub chats: Vec<ChatName>,

    #[command(flatten)]
    pub owner: Owner,
}

/// One link.
#[derive(Args)]
pub struct One {
    /// The chat: its number in `list`, its link, or the UUID in that.
    #[arg(value_name = "CHAT|LINK", value_parser = chat_name)]
    pub chat: ChatName,

    #[command(flatten)]
    pub owner: Owner,
}

/// Which chats get new links.
#[derive(Args)]
pub struct Renew {
    #[command(flatten)]
    pub which: Which,

    #[command(flatten)]
    pub address: Address,
}

/// Which links to take forward.
#[derive(Args)]
pub struct Update {
    #[command(flatten)]
    pub which: Which,

    #[command(flatten)]
    pub redaction: Redaction,
}

/// Who may read.
#[derive(Args)]
pub struct People {
    #[command(flatten)]
    pub one: One,

    /// This person, too; from the first one on only named people may read. Repeat the flag, or separate
    /// several with commas.
    #[arg(long, env = "NEPTUN_SHARE_ADD", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub add: Vec<Email>,

    /// Not this person any more; the link stays closed to others. Repeat the flag, or separate several
    /// with commas.
    #[arg(long, env = "NEPTUN_SHARE_REMOVE", value_name = "EMAIL", value_parser = email, value_delimiter = ',')]
    pub remove: Vec<Email>,

    /// Anyone who has the link: removes the list.
    #[arg(long, conflicts_with_all = ["add", "remove"])]
    pub anyone: bool,

    /// Print a JSON array of addresses, or null where no list restricts who may read.
    #[arg(long)]
    pub json: bool,
}

/// Whose visitors.
#[derive(Args)]
pub struct Visitors {
    #[command(flatten)]
    pub one: One,

    /// Forget them all; how often the link was opened stays known.
    #[arg(long)]
    pub forget: bool,

    /// Print a JSON array, for programs.
    #[arg(long, conflicts_with = "forget")]
    pub json: bool,
}

/// What to look through.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    pub one: One,

    /// Print a JSON object, for programs.
    #[arg(long)]
    pub json: bool,
}

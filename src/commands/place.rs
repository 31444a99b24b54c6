//! Where a command works: on the database on this machine, or on a server elsewhere. Commands use both in the same way,
//! and don't know which one answers.

mod elsewhere;
mod here;
mod json;

use std::io::Read;

use serde_json::Value;

use super::terminal::one_line;
use super::{Failure, remote};
use crate::app::export;
use crate::app::link::Link;
use crate::cli::{ChatName, Data, ListOrder, Owner, Redaction, ServerChoice};
use crate::domain::chat::Chat;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::link_state::LinkState;
use crate::domain::public_url::PublicUrl;
use crate::domain::redaction::SecretKind;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
pub use elsewhere::{Elsewhere, is_plain, redactions, refuse_undecided};
use here::Here;
pub use json::take;

/// A link and its address, in words for people and as JSON for scripts.
pub struct PlacedLink {
    pub link: Link,
    /// Its address.
    pub url: String,
    /// The fields that scripts get.
    pub json: Value,
}

/// A conversation in a list.
pub struct PlacedConversation {
    /// The conversation.
    pub chat: Chat,
    /// How many messages it has.
    pub messages: usize,
    pub link: Option<PlacedLink>,
}

/// A link and the conversation that it shows.
pub struct NamedLink {
    /// The link.
    pub placed: PlacedLink,
    /// The conversation's name.
    pub name: ShortText,
    /// The model that answered in it.
    pub model: ShortText,
}

/// A link that was paused or resumed.
pub struct Switched {
    /// Whether it worked before.
    pub was_shared: bool,
    /// The link now.
    pub named: NamedLink,
}

/// Where words stand.
pub struct PlacedResult {
    /// The number of the conversation; `None` where it is another's, and shared.
    pub chat: Option<ChatId>,
    /// What it is called.
    pub name: ShortText,
    /// The words, with what stands around them.
    pub snippet: String,
    /// The fields that scripts get.
    pub json: Value,
}

/// What is to be changed about who may read a link.
pub struct PeopleChange<'a> {
    /// Who may from now on.
    pub add: &'a [Email],
    /// Who may no longer.
    pub remove: &'a [Email],
    /// Whoever has the link may.
    pub anyone: bool,
}

/// Who may read a link now.
pub struct PlacedPeople {
    pub link: Link,
    /// What is to be said of those who have no account.
    pub notes: Vec<String>,
}

/// Who viewed a link.
pub struct PlacedVisitors {
    /// What the conversation is called, on one line.
    pub name: String,
    pub link: Link,
    /// The fields of each visit, as scripts get them.
    pub visitors: Vec<Value>,
}

/// What is harmless in all conversations.
pub struct HarmlessMark {
    /// By which it is named.
    pub id: String,
    /// What it was found as.
    pub kind: SecretKind,
    /// Enough to recognise it.
    pub masked: String,
}

/// Where conversations and their links are. What changes several changes all of them, or none.
pub trait Place {
    /// What the clock there says, once something was asked.
    fn now(&self) -> Timestamp;
    /// All conversations.
    fn conversations(&self, sort: ListOrder) -> Result<Vec<PlacedConversation>, Failure>;
    /// All links in that state, or in any; the last changed first.
    fn links(&self, state: Option<LinkState>) -> Result<Vec<NamedLink>, Failure>;
    /// Pauses the links of these conversations, or resumes them.
    fn switch(&self, names: &[ChatName], is_shared: bool) -> Result<Vec<Switched>, Failure>;
    /// Gives these conversations new links.
    fn renew_links(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure>;
    /// Removes the links of these conversations; what they were.
    fn remove_links(&self, names: &[ChatName]) -> Result<Vec<NamedLink>, Failure>;
    /// Renames a conversation; what it was called before.
    fn rename(&self, name: &ChatName, new: &ShortText) -> Result<ShortText, Failure>;
    /// Deletes these conversations, with their links.
    fn delete(&self, names: &[ChatName]) -> Result<Vec<(ChatId, ShortText)>, Failure>;
    /// Brings deleted ones back; what they are called. `None` where not all of them can be.
    fn restore(&self, ids: &[ChatId]) -> Result<Option<Vec<ShortText>>, Failure>;
    /// The conversations of these names, each once.
    fn chosen(&self, names: &[ChatName]) -> Result<Vec<Chat>, Failure>;
    /// A conversation as a file.
    fn export(&self, chat: &Chat, format: export::Format) -> Result<Box<dyn Read + Send>, Failure>;
    /// Where these words stand, also in thoughts and the output of tools where `details` are wanted.
    fn search(&self, words: &str, details: bool, limit: usize) -> Result<Vec<PlacedResult>, Failure>;
    /// Changes who may read a link, and says who may.
    fn people(&self, name: &ChatName, change: &PeopleChange<'_>) -> Result<PlacedPeople, Failure>;
    /// Who viewed a link; the record of that is deleted where `forget` says so.
    fn visitors(&self, name: &ChatName, forget: bool) -> Result<PlacedVisitors, Failure>;
    /// What is found in what a link shows or would show, as the API tells it, and the conversation's messages, where known.
    fn check(&self, name: &ChatName) -> Result<(Value, Vec<MessageId>), Failure>;
    /// Brings frozen links up to date; what their conversations are called.
    fn update(&self, names: &[ChatName], redaction: &Redaction) -> Result<Vec<String>, Failure>;
    /// What is harmless in all conversations, once these marks are taken back.
    fn harmless(&self, forget: &[String]) -> Result<Vec<HarmlessMark>, Failure>;
    /// Whether a server is known that serves the links.
    fn is_served(&self) -> bool;
    /// What a command for a person to type needs in order to work there, too.
    fn flag(&self) -> String;
}

/// The place that the arguments name. `public_url` is the address for the links of this machine's database.
pub fn of<'a>(
    choice: &ServerChoice,
    data: &Data,
    owner: &'a Owner,
    public_url: Option<&PublicUrl>,
) -> Result<Box<dyn Place + 'a>, Failure> {
    match remote::chosen(choice, data, owner.user.as_ref())? {
        Some(server) => Ok(Box::new(Elsewhere::of(server))),
        None => Ok(Box::new(Here::open(data, owner, public_url)?)),
    }
}

/// A conversation has no link to change.
pub fn not_shared(name: &str, number: i64, flag: &str) -> Failure {
    Failure::new(format!(
        "\"{name}\" is not shared, so nothing was changed; share it with: neptun-share share {number}{flag}"
    ))
}

/// Somebody is not among those who may read.
fn no_such_reader(email: &Email, name: &str) -> Failure {
    Failure::new(format!("{} is not among those who may read \"{name}\"; nothing was changed", email.as_str()))
}

/// Nothing has that mark.
fn no_such_mark(id: &str, flag: &str) -> Failure {
    let id = one_line(id);
    Failure::new(format!(
        "nothing with the id {id} is marked as harmless; see all with: neptun-share link harmless{flag}"
    ))
}

//! Links: what a person wants of one, and what it is like then.

use super::Failure;
use super::serve::USUAL_PORT;
use super::when::local;
use crate::cli::{ChatName, Expiry};
use crate::domain::email::Email;
use crate::domain::id::{ChatId, UserId};
use crate::domain::share::{PasswordHash, Share, ShareChange};
use crate::domain::timestamp::Timestamp;
use crate::http::PublicUrl;
use crate::store::{Connection, Store, StoreError, Transaction, chats, shares, whitelist_entries};

/// What is wanted of a link. What is left out stays as it is.
#[derive(Default)]
pub struct Wish {
    /// That readers need this password.
    pub password: Option<PasswordHash>,
    /// That it stops to work then.
    pub expires: Option<Expiry>,
    /// That only these may read, and whoever was named before.
    pub people: Vec<Email>,
}

/// A link as it is.
pub struct Link {
    /// The share.
    pub share: Share,
    /// Who may read, where not everybody may.
    pub people: Option<Vec<Email>>,
}

impl Wish {
    /// Switches the link of a chat on, as it is wanted.
    pub fn grant(&self, tx: &Transaction<'_>, owner: UserId, chat: ChatId, now: Timestamp) -> Result<Link, Failure> {
        let is_past = |share: &Share| share.settings.expires_at().is_some_and(|at| at <= now);
        let expires_at = match self.expires {
            Some(Expiry::At(at)) => Some(Some(at)),
            Some(Expiry::Never) => Some(None),
            // Whoever shares again does not want a dead link.
            None => shares::of_chat(tx, owner, chat)?.as_ref().is_some_and(is_past).then_some(None),
        };
        let change = ShareChange {
            is_shared: Some(true),
            is_protected: self.password.is_some().then_some(true),
            hashed_password: self.password.clone().map(Some),
            expires_at,
        };
        let share = shares::change(tx, owner, chat, change, now)?;
        if !self.people.is_empty() {
            whitelist_entries::insert_all(tx, share.id, owner, &self.people, now)?;
        }
        Ok(Link::of(tx, share)?)
    }
}

impl Link {
    /// That of a share.
    pub fn of(db: &Connection, share: Share) -> Result<Self, StoreError> {
        let people = match shares::has_whitelist(db, share.id)? {
            true => Some(whitelist_entries::of_share(db, share.id)?.into_iter().map(|(_, email)| email).collect()),
            false => None,
        };
        Ok(Self { share, people })
    }

    /// Whether anybody gets in.
    pub fn works(&self, now: Timestamp) -> bool {
        let settings = &self.share.settings;
        settings.is_shared() && settings.expires_at().is_none_or(|at| now < at)
    }

    /// Who gets in, as a sentence.
    pub fn readers(&self, now: Timestamp) -> String {
        let settings = &self.share.settings;
        if !settings.is_shared() {
            return "It is switched off.".to_owned();
        }
        let until = match settings.expires_at() {
            Some(at) if at <= now => return format!("It stopped to work on {}.", local(at)),
            Some(at) => format!(", until {}", local(at)),
            None => String::new(),
        };
        let password = if settings.is_protected() { " and the password" } else { "" };
        match &self.people {
            None => format!("Whoever has the link{password} can read it{until}."),
            Some(people) => {
                let names: Vec<&str> = people.iter().map(Email::as_str).collect();
                let names = if names.is_empty() { "Nobody".to_owned() } else { names.join(", ") };
                format!("Only these can read it, signed in, with the link{password}{until}: {names}.")
            }
        }
    }
}

/// The link's address where one was named, or else under the server that runs, or else where `serve`
/// listens by itself.
pub fn base(named: Option<&PublicUrl>, running: Option<&PublicUrl>) -> Result<PublicUrl, Failure> {
    named
        .or(running)
        .cloned()
        .or_else(|| PublicUrl::parse(&format!("http://127.0.0.1:{USUAL_PORT}")))
        .ok_or_else(|| Failure::new("cannot tell the public address; name it with --public-url"))
}

/// The chat of that name.
pub fn chat(store: &Store, owner: Option<UserId>, name: ChatName) -> Result<ChatId, Failure> {
    let find = |db: &Connection, owner: UserId| -> Result<Option<ChatId>, StoreError> {
        let id = match name {
            ChatName::Number(id) => Some(id),
            ChatName::Link(uuid) => shares::find(db, uuid, None, Timestamp::now())?.map(|share| share.chat_id),
        };
        Ok(id.map(|id| chats::find(db, owner, id)).transpose()?.flatten().map(|chat| chat.id))
    };
    let found = owner.map(|owner| store.read(|db| find(db, owner))).transpose()?.flatten();
    found.ok_or_else(|| {
        let what = match name {
            ChatName::Number(id) => format!("no chat {}", id.get()),
            ChatName::Link(_) => "no chat with that link".to_owned(),
        };
        Failure::new(format!("there is {what}; see which there are with: neptun-share list"))
    })
}

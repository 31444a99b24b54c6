//! Links: a link's description in words, its address, and its conversation.

use std::io::{self, IsTerminal};

use super::terminal::counted;
use super::when::local;
use super::{Failure, owner};
use crate::app::conversations::{self, ConversationError};
use crate::app::link::{self, Link};
use crate::cli::{ChatName, Owner, USUAL_PORT};
use crate::domain::id::{ChatId, UserId};
use crate::domain::link_state::LinkState;
use crate::domain::public_url::PublicUrl;
use crate::domain::share::{Excerpt, Share};
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

impl Link {
    /// How often it can still be viewed, and how much of the conversation it shows, in sentences. Empty where all
    /// of it can be read at any time.
    pub fn extent(&self) -> String {
        let Share { settings, views_left, frozen, .. } = &self.share;
        let mut sentences = Vec::new();
        match views_left {
            Some(0) | None => {}
            Some(left) => sentences.push(format!("It has {} left.", counted(*left as usize, "view"))),
        }
        match &settings.excerpt {
            Excerpt::Whole => {}
            Excerpt::Until(_) => sentences.push("It shows the beginning of the conversation.".to_owned()),
            Excerpt::Messages(ids) => {
                sentences.push(format!("It shows {} of the conversation.", counted(ids.len(), "message")))
            }
        }
        if let Some((_, at)) = frozen {
            sentences.push(format!("It shows the conversation as it was on {}.", local(*at)));
        }
        if settings.records_visitors {
            sentences.push("It records who views it.".to_owned());
        }
        if !settings.may_be_continued {
            sentences.push("Readers are not offered to continue it in an agent.".to_owned());
        }
        sentences.join(" ")
    }

    /// What is redacted in it, as a sentence: what was found, and not only what is looked for.
    pub fn redacted(&self) -> Option<String> {
        let found = self.redacted.iter().map(|(kind, count)| counted(*count, kind.label()));
        let words = self.share.settings.redactions.words.len();
        let words = (words > 0).then(|| counted(words, "word"));
        let parts: Vec<String> = found.chain(words).collect();
        (!parts.is_empty()).then(|| format!("Redacted: {}.", parts.join(", ")))
    }

    /// Its whole description, as sentences.
    pub fn description(&self, now: Timestamp) -> String {
        let sentences = [self.readers(now), self.extent(), self.redacted().unwrap_or_default()];
        sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Who can read it, as a sentence.
    pub fn readers(&self, now: Timestamp) -> String {
        let lock = &self.share.settings.lock;
        let end = lock.expires_at().map(local);
        match self.state(now) {
            LinkState::Active => {}
            LinkState::Paused => return "It is paused.".to_owned(),
            LinkState::Expired => return format!("It expired on {}.", end.unwrap_or_default()),
            LinkState::UsedUp => {
                return format!("It has reached its view limit after {}.", counted(self.share.views as usize, "view"));
            }
        }
        let until = end.map(|end| format!(", until {end}")).unwrap_or_default();
        let password = if lock.is_protected() { " and the password" } else { "" };
        match &self.people {
            None => format!("Anyone with the link{password} can read it{until}."),
            Some(people) if people.is_empty() && self.invited.is_empty() => {
                "Nobody can read it: no people are named.".to_owned()
            }
            Some(people) => {
                let invited = self.invited.iter().map(|email| format!("{} (invited)", email.as_str()));
                let names = people.iter().map(|email| email.as_str().to_owned()).chain(invited);
                let names = names.collect::<Vec<_>>().join(", ");
                format!("Only these people can read it, signed in, with the link{password}{until}: {names}.")
            }
        }
    }
}

/// The server's public address: the one that was given, or else the running server's, or else where `serve`
/// listens by default.
pub fn base(named: Option<&PublicUrl>, running: Option<&PublicUrl>) -> Result<PublicUrl, Failure> {
    named
        .or(running)
        .cloned()
        .or_else(|| PublicUrl::parse(&format!("http://127.0.0.1:{USUAL_PORT}")))
        .ok_or_else(|| Failure::new("cannot determine the public address; set it with --public-url"))
}

/// A link as it is printed: for people, and where its owner chose a word for it, the short one. A program that takes the
/// output goes on getting the address by which it finds the share in the API.
pub fn printed(share: &Share, base: &PublicUrl) -> String {
    if prefers_short(share.word.is_some()) { base.short(share.short()) } else { base.share(share.uuid) }
}

/// Whether a link is printed in its short form.
pub fn prefers_short(has_word: bool) -> bool {
    has_word || io::stdout().is_terminal()
}

/// The conversation of that name.
pub fn chat(store: &Store, owner: Option<UserId>, name: &ChatName) -> Result<ChatId, Failure> {
    let id = match name {
        ChatName::Number(id) => Some(*id),
        ChatName::Link(uuid) => link::chat_of(store, *uuid)?,
        ChatName::Short(slug) => link::chat_of_short(store, slug)?,
    };
    let found = match owner.zip(id) {
        Some((owner, id)) => match conversations::find(store, owner, id) {
            Ok(found) => Some(found.chat.id),
            Err(ConversationError::NoSuchConversation) => None,
            Err(ConversationError::Store(error)) => return Err(error.into()),
        },
        None => None,
    };
    found.ok_or_else(|| {
        let what = match name {
            ChatName::Number(id) => format!("no conversation {}", id.get()),
            ChatName::Link(_) | ChatName::Short(_) => "no conversation with that link".to_owned(),
        };
        Failure::new(format!("there is {what}; see all with: neptun-share list"))
    })
}

/// The conversations of these names, each once, and whose they are.
pub fn chats(store: &Store, owner: &Owner, names: &[ChatName]) -> Result<(UserId, Vec<ChatId>), Failure> {
    let owner = owner::find(store, owner)?;
    let mut ids = Vec::new();
    for name in names {
        let id = chat(store, owner, name)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok((owner.unwrap_or(owner::NOBODY), ids))
}

//! Shares: the link of a conversation, its protection, and how a request changes them.

mod change;

use serde::Serialize;
use uuid::Uuid;

use super::id::{ChatId, MessageId, ShareId};
use super::order::Column;
use super::redaction::Redactions;
use super::slug::Slug;
use super::timestamp::Timestamp;

/// The highest limit for how often a share can be viewed.
pub const MOST_VIEWS: u32 = 1_000_000;
pub use change::ShareChange;

/// The public name of a share: a random version 4 UUID. Knowing it opens an unprotected share, so
/// it is no less secret than a password, and no log holds a whole one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ShareUuid(Uuid);

impl ShareUuid {
    /// A new, unguessable name.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// Reads the hyphenated form, in either case (RFC 9562, 4: output lower case, input any).
    /// Braces, `urn:uuid:` and bare hex name nothing: one share, one address.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 36).then(|| Uuid::try_parse(text).ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for ShareUuid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// An Argon2 hash in PHC string form that `crate::app::passwords` has made or has found verifiable.
/// It is made there and read back by the store, nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a string that is known to be such a hash.
    pub const fn trusted(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A share as it is stored.
pub struct Share {
    /// The share's id.
    pub id: ShareId,
    /// Whose link it is.
    pub chat_id: ChatId,
    /// The public name in its link.
    pub uuid: ShareUuid,
    /// The random name in its short link.
    pub slug: Slug,
    /// Its owner's word, in place of that.
    pub word: Option<OwnWord>,
    /// What its owner set.
    pub settings: ShareSettings,
    /// Whether readers must be on its list.
    pub has_whitelist: bool,
    /// How often it was opened.
    pub views: u32,
    /// How often it may still be; `None` without a limit.
    pub views_left: Option<u32>,
    /// When it was opened last.
    pub last_viewed_at: Option<Timestamp>,
    /// The copy that it opens in place of the chat, and when that was made.
    pub frozen: Option<(ChatId, Timestamp)>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// An owner's word in a short link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWord {
    /// The word.
    pub slug: Slug,
    /// Its owner knows that whoever guesses it may read, where neither a password nor a list keeps them.
    pub is_public: bool,
}

impl Share {
    /// The name in its short link.
    pub fn short(&self) -> &Slug {
        self.word.as_ref().map_or(&self.slug, |word| &word.slug)
    }

    /// Whether somebody may read it who has only guessed its word, and its owner has not said that they may.
    pub fn is_guessable(&self) -> bool {
        let is_open = !self.settings.lock.is_protected() && !self.has_whitelist;
        is_open && self.word.as_ref().is_some_and(|word| !word.is_public)
    }
}

/// What an owner sets on a share, apart from its whitelist.
#[derive(Clone, PartialEq, Eq)]
pub struct ShareSettings {
    /// When, and with which password, the link works.
    pub lock: Lock,
    /// How often it may be opened; `None` for any number of times.
    pub max_views: Option<u32>,
    /// Whether it is noted who opened it.
    pub records_visitors: bool,
    /// Whether readers are offered to continue the conversation in an agent. Who can read it can always copy it.
    pub may_be_continued: bool,
    /// The part of the conversation that it opens.
    pub excerpt: Excerpt,
    /// Whether it opens the conversation as it was at some time.
    pub is_frozen: bool,
    /// What it leaves out.
    pub redactions: Redactions,
}

/// The part of a conversation that a share opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Excerpt {
    /// All of it, later messages included.
    #[default]
    Whole,
    /// Up to this message.
    Until(MessageId),
    /// Only the messages with these ids.
    Messages(Vec<MessageId>),
}

/// When, and with which password, a link works. Fields are private: what is protected has a
/// password.
#[derive(Clone, PartialEq, Eq)]
pub struct Lock {
    is_shared: bool,
    is_protected: bool,
    hashed_password: Option<PasswordHash>,
    expires_at: Option<Timestamp>,
}

/// A share would be protected without a password.
#[derive(Debug, PartialEq, Eq)]
pub struct PasswordMissing;

impl ShareSettings {
    /// A share's settings before anybody changed them: the whole conversation, open, for ever.
    pub const DEFAULT: Self = Self {
        lock: Lock { is_shared: true, is_protected: false, hashed_password: None, expires_at: None },
        max_views: None,
        records_visitors: false,
        may_be_continued: true,
        excerpt: Excerpt::Whole,
        is_frozen: false,
        redactions: Redactions::NONE,
    };
}

impl Lock {
    /// Puts a lock together; protection without a password is refused.
    pub fn new(
        is_shared: bool,
        is_protected: bool,
        hashed_password: Option<PasswordHash>,
        expires_at: Option<Timestamp>,
    ) -> Result<Self, PasswordMissing> {
        if is_protected && hashed_password.is_none() {
            Err(PasswordMissing)
        } else {
            Ok(Self { is_shared, is_protected, hashed_password, expires_at })
        }
    }

    /// Whether the link is switched on.
    pub const fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Whether readers need the password.
    pub const fn is_protected(&self) -> bool {
        self.is_protected
    }

    /// The stored password, also while protection is off.
    pub const fn hashed_password(&self) -> Option<&PasswordHash> {
        self.hashed_password.as_ref()
    }

    /// From when on the link does not work any more; `None` when it does for ever.
    pub const fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// The password that readers need; `None` when they need none.
    pub fn required_password(&self) -> Option<&PasswordHash> {
        self.hashed_password.as_ref().filter(|_| self.is_protected)
    }
}

/// A column that a list of shares can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareColumn {
    /// By the chat's name.
    Name,
    /// By when it was made.
    CreatedAt,
    /// By when it was last changed.
    UpdatedAt,
    /// By when it stops to work.
    ExpiresAt,
    /// By how often it was opened.
    Views,
    /// By when it was opened last.
    LastViewedAt,
}

impl Column for ShareColumn {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "created_at" => Self::CreatedAt,
            "updated_at" => Self::UpdatedAt,
            "expires_at" => Self::ExpiresAt,
            "views" => Self::Views,
            "last_viewed_at" => Self::LastViewedAt,
            _ => return None,
        })
    }
}

/// What a reader is told about a share, in the field names of the specification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareInfo {
    /// There is such a share, and it is on.
    pub share_exists: bool,
    /// More than the link is needed.
    pub share_is_private: bool,
    /// The password is needed.
    pub share_has_password: bool,
    /// A session of somebody on the list is needed.
    pub share_has_whitelist: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_one_form_in_either_case() {
        let text = "550e8400-e29b-41d4-a716-446655440000";
        assert_eq!(ShareUuid::parse(&text.to_uppercase()).map(|uuid| uuid.to_string()).as_deref(), Some(text));
        for wrong in [
            "",
            "550e8400e29b41d4a716446655440000",
            "{550e8400-e29b-41d4-a716-446655440000}",
            "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
            "550e8400-e29b-41d4-a716-44665544000g",
        ] {
            assert!(ShareUuid::parse(wrong).is_none(), "{wrong:?}");
        }
    }
}

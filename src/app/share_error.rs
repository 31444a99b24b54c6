//! Why a link was not created or changed.

use super::invitations::InviteError;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::redaction::Redactions;
use crate::domain::share::PasswordMissing;
use crate::guard::Finding;
use crate::store::StoreError;

/// Why a link was not made or changed. Nothing was stored, nothing was published.
#[derive(Debug)]
pub enum ShareError {
    /// The owner has no such conversation.
    NoSuchChat,
    /// The conversation has no link.
    NotShared,
    /// The link shows the conversation as it becomes, so there is nothing to bring up to date.
    NotFrozen(ChatId),
    /// It would be protected without a password.
    PasswordMissing,
    /// The conversation has no such message.
    NoSuchMessage(MessageId),
    /// The conversation has no message at that position.
    NoSuchPosition {
        /// The position, from 1.
        position: usize,
        /// The number of its messages.
        count: usize,
    },
    /// More messages are chosen than one link may choose.
    TooManyMessages,
    /// Nothing was found that has this id.
    NoSuchFinding(String),
    /// Something was found about which the owner has not decided.
    Undecided(Vec<Undecided>),
    /// Somebody could not be invited.
    NotInvited(Email, InviteError),
    /// The link has reached its view limit.
    UsedUp {
        /// The conversation.
        chat: ChatId,
        /// How often the link was viewed.
        views: u32,
    },
    /// Another link has this word.
    WordTaken,
    /// Whoever guesses its word could read, which its owner has not agreed to.
    WordGuessable,
    /// The conversation changed again and again while it was searched.
    KeepsChanging,
    /// The conversation begins with other messages than those behind which more came.
    OtherBeginning,
    /// The database failed.
    Store(StoreError),
}

/// Findings of one conversation about which its owner has to decide.
#[derive(Debug)]
pub struct Undecided {
    /// The conversation; `None` for one that is not stored yet.
    pub chat: Option<ChatId>,
    /// What was found and is not decided.
    pub findings: Vec<Finding>,
    /// What was found besides, and would be redacted.
    pub redacted: Vec<Finding>,
    /// What the link would redact.
    pub redactions: Redactions,
    /// The messages of what the link opens, in order: by them the positions of findings are told.
    pub messages: Vec<MessageId>,
}

impl From<PasswordMissing> for ShareError {
    fn from(_: PasswordMissing) -> Self {
        Self::PasswordMissing
    }
}

impl From<StoreError> for ShareError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

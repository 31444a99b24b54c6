//! How commands fail.

use std::fmt;
use std::process::ExitCode;

use super::counted::counted;
use crate::app::Unavailable;
use crate::app::conversations::ConversationError;
use crate::app::invitations::InviteError;
use crate::app::sharing::{MOST_MESSAGES, ShareError};
use crate::cli::NoHome;
use crate::store::OpenError;

/// As a shell reports a program that Ctrl-C ended: 128 and the signal's number.
const INTERRUPTED: u8 = 130;

/// Why a command failed: a sentence that says what to do next.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// A failure with this message, and exit code 1.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }

    /// Ctrl-C ended the command before it was done.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: INTERRUPTED }
    }

    /// The conversation that a command is about was deleted while it worked.
    pub fn gone() -> Self {
        Self::new("the conversation was deleted in the meantime")
    }

    /// The same, said of what it is about.
    pub fn of(self, what: &str) -> Self {
        Self { message: format!("{what}: {}", self.message), ..self }
    }

    /// Whether Ctrl-C is why.
    pub const fn is_interruption(&self) -> bool {
        self.code == INTERRUPTED
    }

    /// The program's exit code.
    pub fn code(&self) -> ExitCode {
        self.code.into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<NoHome> for Failure {
    fn from(_: NoHome) -> Self {
        Self::new("there is no home folder for the database; name a file with --database")
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<ConversationError> for Failure {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NoSuchConversation => Self::gone(),
            ConversationError::Store(error) => error.into(),
        }
    }
}

impl From<ShareError> for Failure {
    fn from(error: ShareError) -> Self {
        Self::new(match error {
            ShareError::Store(error) => return error.into(),
            ShareError::NoSuchChat => return Self::gone(),
            ShareError::NotShared => {
                "the conversation has no link; create one with: neptun-share share NUMBER".to_owned()
            }
            ShareError::NotFrozen(chat) => {
                format!(
                    "the link of conversation {} is not frozen, so it is always up to date; nothing was changed",
                    chat.get()
                )
            }
            ShareError::NoSuchMessage(id) => format!("the conversation has no message {}", id.get()),
            ShareError::NoSuchPosition { position, count } => {
                let count = counted(count, "message");
                format!("the conversation has {count}, so there is no message {position}")
            }
            ShareError::TooManyMessages => format!("a link can select at most {MOST_MESSAGES} messages"),
            ShareError::NoSuchFinding(id) => format!("there is no finding with the id {id}"),
            ShareError::PasswordMissing => "the link has no password; set one with --password".to_owned(),
            ShareError::UsedUp { chat, views } => format!(
                "the link has reached its view limit after {}; raise the limit with --views, or replace the link with: \
                 neptun-share link renew {}",
                counted(views as usize, "view"),
                chat.get()
            ),
            ShareError::NotInvited(_, InviteError::Failed(error)) => return error.into(),
            ShareError::NotInvited(email, InviteError::HasAccount | InviteError::NoSuchShare) => {
                format!("{} has created an account in the meantime; nothing was shared, try again", email.as_str())
            }
            ShareError::WordTaken => "another link has this word; choose another".to_owned(),
            ShareError::WordGuessable => {
                "whoever guesses the word in this link could read the conversation; protect it with --password, name \
                 people with --for, remove the word with --no-word, or say with --public-word that this is meant"
                    .to_owned()
            }
            // Commands have all of a conversation.
            ShareError::KeepsChanging | ShareError::OtherBeginning => {
                "the conversation kept changing while it was being searched; try again".to_owned()
            }
            ShareError::Undecided(_) => "nothing was published: secrets were found".to_owned(),
        })
    }
}

impl<E: Into<Unavailable>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(match error.into() {
            Unavailable::Store(error) => error.to_string(),
            Unavailable::NoRandomness(error) => format!("the system provides no random numbers: {error}"),
            Unavailable::Busy => "too busy to hash a password; try again".to_owned(),
        })
    }
}

//! Conversations.

use serde::Serialize;

use super::attachment::NewAttachment;
use super::id::{ChatId, UserId};
use super::message::NewMessage;
use super::order::{Column, Order};
use super::part::Sha256;
use super::text::ShortText;
use super::timestamp::Timestamp;

/// A stored conversation, without its messages.
#[derive(Clone, Debug, Serialize)]
pub struct Chat {
    /// The chat's id.
    pub id: ChatId,
    /// The owner's id.
    pub neptun_user_id: UserId,
    /// What it is called.
    pub name: ShortText,
    /// Which model answered.
    pub model: ShortText,
    /// When it began, or when it was stored where nobody knows that.
    pub created_at: Timestamp,
    /// When it, or a message of it, last changed.
    pub updated_at: Timestamp,
    /// Nobody knows when it began.
    #[serde(skip_serializing_if = "is_false")]
    pub is_undated: bool,
    /// When an import last brought something of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<Timestamp>,
}

impl Chat {
    /// When it began, where that is known.
    pub fn began_at(&self) -> Option<Timestamp> {
        (!self.is_undated).then_some(self.created_at)
    }

    /// Which model answered, where something says so.
    pub fn known_model(&self) -> Option<&str> {
        Some(self.model.as_str()).filter(|model| *model != UNKNOWN_MODEL)
    }
}

/// Whether a field of JSON may be left out.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub const fn is_false(value: &bool) -> bool {
    !*value
}

/// The model of a conversation in which nothing says which one answered.
pub const UNKNOWN_MODEL: &str = "unknown";

/// A conversation before it is stored, as an import finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChat {
    /// What it is called.
    pub name: ShortText,
    /// Which model answered.
    pub model: ShortText,
    /// When it began; `None` where nobody knows.
    pub created_at: Option<Timestamp>,
    /// When it last changed; `None` means when it is stored.
    pub updated_at: Option<Timestamp>,
    /// Its messages, in order.
    pub messages: Vec<NewMessage>,
    /// The files that its messages' parts name by their digests.
    pub attachments: Vec<NewAttachment>,
    /// Where an import found it; `None` for what was made here.
    pub source: Option<ChatSource>,
}

impl NewChat {
    /// An empty one.
    pub const fn named(name: ShortText, model: ShortText) -> Self {
        Self {
            name,
            model,
            created_at: None,
            updated_at: None,
            messages: Vec::new(),
            attachments: Vec::new(),
            source: None,
        }
    }
}

/// Where a conversation comes from, so that it is known when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatSource {
    /// The name of the format.
    pub format: &'static str,
    /// The conversation's identifier in the program that it comes from, where it has one.
    pub id: Option<String>,
    /// What it is called there, or, where it has no title, the name that was made for it.
    pub name: ShortText,
    /// Whether that is a title.
    pub is_titled: bool,
    /// A digest of the text that it was read from, where nothing of that was noted and nothing else was needed.
    pub text: Option<Sha256>,
}

/// A conversation that is here as a text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownText {
    /// The id of the chat that was made of it.
    pub chat: ChatId,
    /// The name of the text's format.
    pub format: String,
    /// The conversation's identifier there.
    pub source_id: String,
    /// What it is called there.
    pub name: ShortText,
    /// The number of its messages.
    pub messages: usize,
}

/// A column that a list of chats can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatColumn {
    /// By number.
    Id,
    /// By name.
    Name,
    /// By model.
    Model,
    /// By when it began.
    CreatedAt,
    /// By when it last changed.
    UpdatedAt,
    /// By when it was last imported.
    ImportedAt,
    /// By how often its link was opened.
    Views,
    /// By when its link was opened last.
    LastViewedAt,
}

impl Column for ChatColumn {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "id" => Self::Id,
            "name" => Self::Name,
            "model" => Self::Model,
            "created_at" => Self::CreatedAt,
            "updated_at" => Self::UpdatedAt,
            "imported_at" => Self::ImportedAt,
            "views" => Self::Views,
            "last_viewed_at" => Self::LastViewedAt,
            _ => return None,
        })
    }
}

/// What a list has when nobody asks for another order: the chat that changed last on top.
pub const LATEST_FIRST: Order<ChatColumn> = Order { column: ChatColumn::UpdatedAt, descending: true };

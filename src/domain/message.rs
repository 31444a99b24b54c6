//! Messages of a conversation and who said them.

use serde::Serialize;
use serde_json::value::RawValue;

use super::id::MessageId;
use super::part::Part;
use super::text::ShortText;
use super::timestamp::Timestamp;

/// So many of a conversation's last messages may change without a sign of it (`messages_rewritten` in `schema.sql`): while
/// they are said in their program they go on.
pub const UNSETTLED: usize = 16;

/// Who said a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
    /// Instructions to the model.
    System,
    /// The result of a tool that the model used.
    Tool,
}

impl Role {
    /// Every role, in the order in which messages about them list them.
    pub const ALL: [Self; 4] = [Self::User, Self::Assistant, Self::System, Self::Tool];

    /// The role's name in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::System => "system",
            Self::Tool => "tool",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A message before it is stored. Its text may be anything, the empty text too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Who said it.
    pub role: Role,
    /// What was said, as plain text or Markdown: complete, also for those who know no parts.
    pub content: String,
    /// The same by its parts; empty where it is all words.
    pub parts: Vec<Part>,
    /// When it was said, where that is known.
    pub created_at: Option<Timestamp>,
    /// The model that said it, where that is known.
    pub model: Option<ShortText>,
}

impl NewMessage {
    /// A message of these words, of which nothing else is known.
    pub const fn new(role: Role, content: String) -> Self {
        Self { role, content, parts: Vec::new(), created_at: None, model: None }
    }
}

/// A stored message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number, ascending within a chat.
    pub id: MessageId,
    /// Who said it.
    pub role: Role,
    /// What was said.
    pub content: String,
    /// The parts that it has, as JSON; `None` where it is all words.
    pub parts: Option<Box<RawValue>>,
    /// When it was said, or when its conversation began where nobody knows that.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Nobody knows when it was said.
    pub is_undated: bool,
    /// The model that said it, where that is known.
    pub model: Option<ShortText>,
}

impl Message {
    /// When it was said, where that is known.
    pub fn said_at(&self) -> Option<Timestamp> {
        (!self.is_undated).then_some(self.created_at)
    }

    /// The bytes of what it says.
    pub fn size(&self) -> usize {
        self.content.len() + self.parts.as_ref().map_or(0, |parts| parts.get().len())
    }
}

impl From<Message> for NewMessage {
    fn from(message: Message) -> Self {
        let created_at = message.said_at();
        let parts = message.parts.and_then(|parts| serde_json::from_str::<Vec<serde_json::Value>>(parts.get()).ok());
        let parts = parts.iter().flatten().filter_map(Part::read).collect();
        Self { role: message.role, content: message.content, parts, created_at, model: message.model }
    }
}

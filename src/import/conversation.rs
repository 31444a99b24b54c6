//! What the formats are written with: how a conversation is put together, and what many programs
//! keep alike. A format needs little else.

pub mod artifact;
pub mod blocks;
mod branch;
mod compacted;
mod context;
pub mod dates;
pub mod elements;
mod fields;
pub mod file_name;
mod finish;
pub mod google;
pub mod html;
mod imported;
pub mod markdown;
pub mod nested;
pub mod person;
pub mod sources;
pub mod subagent;
pub mod thinking;
pub mod threads;
pub mod tools;
mod turns;
mod unread;

pub use serde_json::Value;

pub use crate::domain::message::Role;
pub use crate::domain::part::{AttachmentKind, Part};
pub use crate::domain::timestamp::Timestamp;
pub use crate::import::location::Location;
pub use branch::{MessageTree, TreeMessage};
pub use compacted::compacted;
pub use context::Context;
pub use fields::{LenientFields, TITLE, message_list, message_model};
pub use imported::{ImportedChat, ImportedMessage, NOTHING_VISIBLE, first_words, is_text, refusal};
pub use turns::AgentTurns;

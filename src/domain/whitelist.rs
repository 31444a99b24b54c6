//! Whitelist entries: who may read a share that is for named people.

use serde::Serialize;

use super::id::{ShareId, UserId, WhitelistEntryId};
use super::timestamp::Timestamp;

/// One person's place on the list of a share, in the field names of the specification.
#[derive(Clone, Debug, Serialize)]
pub struct WhitelistEntry {
    /// The entry's id.
    pub id: WhitelistEntryId,
    /// Whose list it is on.
    pub chat_conversation_share_id: ShareId,
    /// Who may read.
    pub whitelisted_neptun_user_id: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

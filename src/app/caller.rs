//! Who sends a request: a browser, known by its session or by what a proxy says, or a script, known by its token.

use super::sessions;
use crate::domain::id::UserId;
use crate::domain::secret::Digest;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope};
use crate::store::sessions::Session;
use crate::store::{Connection, Store, StoreError, api_tokens};

/// Who a request is from.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Somebody in a browser.
    Browser(Session),
    /// Somebody in a browser whom a trusted proxy has signed in.
    Proxied(UserId),
    /// A script of somebody's, with its token.
    Script(UserId, ApiToken),
}

impl Caller {
    /// For whom it acts.
    pub const fn user_id(&self) -> UserId {
        match self {
            Self::Browser(session) => session.user_id,
            Self::Proxied(user) | Self::Script(user, _) => *user,
        }
    }
}

/// Whose session or token that is; `None` for one that is not valid. A script's token speaks for the whole
/// request, whatever session comes along. One that publishes, and stands in addresses, is nobody's here.
pub fn find(
    store: &Store,
    session: Option<&Digest>,
    script: Option<&Digest>,
    now: Timestamp,
) -> Result<Option<Caller>, StoreError> {
    if let Some(token) = script {
        return store.read_one(|db| by_token(db, token, now));
    }
    let Some(session) = session else { return Ok(None) };
    Ok(sessions::find(store, session, now)?.map(Caller::Browser))
}

/// The script that sends a token. One that publishes signs nobody in.
pub fn by_token(db: &Connection, token: &Digest, now: Timestamp) -> Result<Option<Caller>, StoreError> {
    let found = api_tokens::find(db, token, now)?.filter(|(_, token)| token.scope != Scope::Publish);
    Ok(found.map(|(user, token)| Caller::Script(user, token)))
}

//! What let a reader in, by which they read on: long answers are made while they are taken.

use crate::app::access::{self, Credentials, Decision, Reader, Rules};
use crate::domain::id::UserId;
use crate::domain::share::{PasswordHash, ShareUuid};
use crate::domain::timestamp::Timestamp;
use crate::store::shares::{self, Asking, FoundShare};
use crate::store::{Connection, StoreError};

/// The link by which somebody was let in, and what they had to show for it.
#[derive(Clone)]
pub struct Admission {
    uuid: ShareUuid,
    reader: Option<UserId>,
    password: Option<PasswordHash>,
}

impl Admission {
    /// Of who was let in to what was found; `None` for somebody who is not signed in.
    pub fn new(found: &FoundShare, reader: Option<UserId>) -> Self {
        Self { uuid: found.uuid, reader, password: found.lock.required_password().cloned() }
    }

    /// Who reads.
    pub const fn reader(&self) -> Option<UserId> {
        self.reader
    }

    /// What they find now; `None` when they would not be let in any more. A view that they took lasts as long as they read.
    pub fn renewed(&self, connection: &Connection, now: Timestamp) -> Result<Option<FoundShare>, StoreError> {
        let asking = Asking { session: None, user: self.reader, visit: None, now };
        let Some(found) = shares::find(connection, self.uuid, asking)? else { return Ok(None) };
        let credentials = Credentials {
            password_is_right: found.lock.required_password() == self.password.as_ref(),
            reader: match self.reader {
                None => Reader::Anonymous,
                Some(_) if found.reader_is_listed => Reader::Listed,
                Some(_) => Reader::Stranger,
            },
            has_opened: true,
            is_owner: found.reader_is_owner,
        };
        let decision = access::decide(Some(Rules::of_found(&found)), credentials, now);
        Ok((decision == Decision::Granted).then_some(found))
    }
}

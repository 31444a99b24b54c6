//! The account that a command acts for: the one that is named, or else the default one, or the first. If there is none,
//! one is created with the first conversation, because people who share from their own machine need no account.

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::Unavailable;
use crate::app::passwords::Passwords;
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;
use crate::store::{Store, StoreError, Transaction, users};

/// The address of the account that is made. No e-mail can ever reach it (RFC 6761, 6.3).
pub const FIRST: &str = "owner@neptun.localhost";

/// Why it is not clear whose.
#[derive(Debug)]
pub enum OwnerError {
    /// There is no account of the address that is named.
    NoSuchAccount(Email),
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for OwnerError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The account that is named, or else the default one; `None` where there is none.
pub fn find(store: &Store, named: Option<&Email>) -> Result<Option<UserId>, OwnerError> {
    match named {
        None => Ok(store.read_one(users::default)?),
        Some(email) => {
            let found = store.read_one(|db| users::by_email(db, email))?;
            let (found, _) = found.ok_or_else(|| OwnerError::NoSuchAccount(email.clone()))?;
            Ok(Some(found.id))
        }
    }
}

/// Chooses the account that is meant where none is named.
pub fn set_default(store: &Store, id: UserId) -> Result<(), StoreError> {
    store.write(|tx| users::set_default(tx, id))
}

/// The account that is meant where none is named.
pub fn default(store: &Store) -> Result<Option<User>, StoreError> {
    store.read(|db| match users::default(db)? {
        None => Ok(None),
        Some(id) => Ok(users::find(db, id)?.map(|(user, _)| user)),
    })
}

/// The hash of a password that nobody knows.
pub fn unknown_password(passwords: &Passwords) -> Result<PasswordHash, Unavailable> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    let password = PlainPassword::for_account(&BASE64_STANDARD_NO_PAD.encode(secret)).expect("43 letters");
    Ok(passwords.hash(&password, None)?)
}

/// An account for which something is to be stored.
pub enum Account {
    /// It exists.
    Known(UserId),
    /// There is none yet: it is made with what is stored.
    First(Email, PasswordHash),
}

impl Account {
    /// Its number, where it exists.
    pub const fn known(&self) -> Option<UserId> {
        match self {
            Self::Known(id) => Some(*id),
            Self::First(..) => None,
        }
    }

    /// The account that is found, or the first one, whose password nobody knows.
    pub fn prepare(found: Option<UserId>) -> Result<Self, Unavailable> {
        if let Some(id) = found {
            return Ok(Self::Known(id));
        }
        let email = Email::parse(FIRST).expect("a constant that is an address");
        Ok(Self::First(email, unknown_password(&Passwords::new()?)?))
    }

    /// Takes the account back that was made for something of which nothing was stored; false where it stays.
    pub fn remove_unused(&self, store: &Store, id: UserId) -> Result<bool, StoreError> {
        match self {
            Self::Known(_) => Ok(false),
            Self::First(..) => store.write(|tx| users::delete_empty(tx, id)),
        }
    }

    /// The same in a transaction of its own.
    pub fn make(&self, store: &Store) -> Result<UserId, StoreError> {
        match self {
            Self::Known(id) => Ok(*id),
            Self::First(..) => store.write(|tx| self.id(tx)),
        }
    }

    /// Its number; makes it where there is none.
    pub fn id(&self, tx: &Transaction<'_>) -> Result<UserId, StoreError> {
        match self {
            Self::Known(id) => Ok(*id),
            // Another process may have been faster.
            Self::First(email, hash) => match users::by_email(tx, email)? {
                Some((user, _)) => Ok(user.id),
                None => {
                    let id = users::insert(tx, email, hash, Timestamp::now())?.id;
                    users::set_admin(tx, id, !users::has_administrator(tx, None)?)?;
                    Ok(id)
                }
            },
        }
    }
}

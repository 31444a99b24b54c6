//! Whose conversations: the account that is named, or else the only one.

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::terminal::remark;
use super::{Failure, account};
use crate::cli::Owner;
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;
use crate::domain::timestamp::Timestamp;
use crate::password::Passwords;
use crate::store::{Store, StoreError, Transaction, users};

/// The account that is made where there is none: a person who shares from their own machine needs
/// no password. No e-mail can ever reach it (RFC 6761, 6.3).
const FIRST: &str = "owner@neptun.localhost";

/// Nobody: an account that no database gives a number.
pub const NOBODY: UserId = UserId::new(0);

/// The account; `None` where none is named and there is none.
pub fn find(store: &Store, owner: &Owner) -> Result<Option<UserId>, Failure> {
    if let Some(email) = &owner.user {
        return account(store, email).map(Some);
    }
    match store.read(users::all)?.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(only.id)),
        several => {
            let names: Vec<&str> = several.iter().take(5).map(|user| user.primary_email.as_str()).collect();
            let more = if several.len() > names.len() { ", ..." } else { "" };
            Err(Failure::new(format!(
                "there are several accounts ({}{more}); say whose conversations you mean with --user EMAIL",
                names.join(", ")
            )))
        }
    }
}

/// An account for which something is to be stored.
pub enum Account {
    /// It exists.
    Known(UserId),
    /// There is none yet: it is made with what is stored.
    First(Email, PasswordHash),
}

/// The account, or the one that is to be made where none is named and there is none.
pub fn find_or_prepare(store: &Store, owner: &Owner) -> Result<Account, Failure> {
    if let Some(id) = find(store, owner)? {
        return Ok(Account::Known(id));
    }
    let email = Email::parse(FIRST).ok_or_else(|| Failure::new("the first account's address is not valid"))?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    let password = PlainPassword::for_account(&BASE64_STANDARD_NO_PAD.encode(secret));
    let password = password.map_err(|error| Failure::new(error.to_string()))?;
    Ok(Account::First(email, Passwords::new()?.hash(&password)?))
}

/// The account, which is made where none is named and there is none.
pub fn find_or_make(store: &Store, owner: &Owner) -> Result<UserId, Failure> {
    let account = find_or_prepare(store, owner)?;
    let id = match account {
        Account::Known(id) => id,
        Account::First(..) => store.write(|tx| account.id(tx))?,
    };
    account.tell();
    Ok(id)
}

impl Account {
    /// Its number, where it exists.
    pub const fn known(&self) -> Option<UserId> {
        match self {
            Self::Known(id) => Some(*id),
            Self::First(..) => None,
        }
    }

    /// Its number; makes it where there is none.
    pub fn id(&self, tx: &Transaction<'_>) -> Result<UserId, StoreError> {
        match self {
            Self::Known(id) => Ok(*id),
            // Another process may have been faster.
            Self::First(email, hash) => match users::by_email(tx, email)? {
                Some((user, _)) => Ok(user.id),
                None => Ok(users::insert(tx, email, hash, Timestamp::now())?.id),
            },
        }
    }

    /// Says that it was made, once that is in the database.
    pub fn tell(&self) {
        if let Self::First(..) = self {
            remark(format_args!(
                "Made the account {FIRST}, whose conversations these are. Nobody knows its password; to sign in with \
                 it, set one: neptun-share user password {FIRST}"
            ));
        }
    }
}

//! The account that owns the conversations: the one that is named, or else the default one.

use super::terminal::eprint_line;
use super::{Failure, no_such_account};
use crate::app::owner::{self, FIRST, OwnerError};
use crate::cli::Owner;
use crate::domain::id::UserId;
use crate::store::Store;
pub use owner::Account;

/// The id of no account: databases number them from 1.
pub const NOBODY: UserId = UserId::new(0);

/// The account; `None` where none is named and there is none.
pub fn find(store: &Store, owner: &Owner) -> Result<Option<UserId>, Failure> {
    owner::find(store, owner.user.as_ref()).map_err(|error| match error {
        OwnerError::NoSuchAccount(email) => no_such_account(&email),
        OwnerError::Store(error) => error.into(),
    })
}

/// The account, or one to be created where none is named and there is none.
pub fn find_or_prepare(store: &Store, owner: &Owner) -> Result<Account, Failure> {
    Ok(Account::prepare(find(store, owner)?)?)
}

/// Prints that the account was created, once it is in the database.
pub fn eprint_new(account: &Account) {
    if let Account::First(..) = account {
        eprint_line(format_args!(
            "Created the account {FIRST} for these conversations. It has no known password; set one to sign in: \
             neptun-share user password {FIRST}"
        ));
    }
}

//! `neptun-share user`: accounts, beside a running server or without one.

mod invitations;
mod sessions;
mod tokens;

use super::terminal::say;
use super::{Failure, account, secret};
use crate::cli::{User, UserAction};
use crate::domain::email::Email;
use crate::domain::password::PlainPassword;
use crate::domain::timestamp::Timestamp;
use crate::password::Passwords;
use crate::store::{self, Store, StoreError, users};

/// Does it.
pub fn run(arguments: &User) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    match &arguments.action {
        UserAction::Add { email } => add(&store, email),
        UserAction::List => list(&store),
        UserAction::Password { email } => set_password(&store, email),
        UserAction::Remove { email } => remove(&store, email),
        UserAction::Invite(arguments) => invitations::invite(&store, &database, arguments),
        UserAction::Invitations => invitations::list(&store),
        UserAction::Uninvite { email } => invitations::take_back(&store, email),
        UserAction::Sessions { email } => sessions::list(&store, email),
        UserAction::SignOut { email } => sessions::end(&store, email),
        UserAction::Token { action } => tokens::run(&store, action),
    }
}

fn add(store: &Store, email: &Email) -> Result<(), Failure> {
    let taken = || Failure::new(format!("there is an account {} already", email.as_str()));
    // Before the password is asked for; the database decides below.
    if store.read(|db| users::by_email(db, email))?.is_some() {
        return Err(taken());
    }
    let password = secret::new_password("Password", PlainPassword::for_account)?;
    let hash = Passwords::new()?.hash(&password)?;
    match store.write(|tx| users::insert(tx, email, &hash, Timestamp::now())) {
        Ok(_) => say(format_args!("added {}", email.as_str())),
        Err(StoreError::Conflict) => Err(taken()),
        Err(error) => Err(error.into()),
    }
}

fn list(store: &Store) -> Result<(), Failure> {
    for user in store.read(users::all)? {
        say(format_args!("{}\t{}\t{}", user.id.get(), user.primary_email.as_str(), user.created_at))?;
    }
    Ok(())
}

fn set_password(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    let password = secret::new_password("New password", PlainPassword::for_account)?;
    let hash = Passwords::new()?.hash(&password)?;
    let changed = store.write(|tx| {
        // Whoever had the old password may be signed in with it.
        store::sessions::delete_all_of(tx, id, None)?;
        users::set_password(tx, id, &hash, Timestamp::now())
    })?;
    if !changed {
        return Err(Failure::new(format!("the account {} was removed meanwhile", email.as_str())));
    }
    say(format_args!("changed the password of {}; its sessions are ended", email.as_str()))
}

fn remove(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    store.write(|tx| users::delete(tx, id))?;
    say(format_args!("removed {} with its chats and shares", email.as_str()))
}

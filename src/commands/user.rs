//! `neptun-share user`: accounts, beside a running server or without one.

mod accounts;
mod invitations;
mod sessions;
mod tokens;

use std::path::Path;

use super::terminal::{display_path, eprint_line, one_line, print_line};
use super::{Failure, account, is_present, open_present, secret};
use crate::app::accounts::{AccountError, EndOf};
use crate::app::password_strength::new_account_password;
use crate::app::passwords::Passwords;
use crate::app::{self, owner};
use crate::cli::{User, UserAction};
use crate::domain::email::Email;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Runs a subcommand of `user`.
pub fn run(arguments: &User) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    if let UserAction::Add { email } = &arguments.action {
        return add(&database, email);
    }
    let store = open_present(&arguments.data)?;
    match &arguments.action {
        UserAction::Add { .. } => Ok(()),
        UserAction::List { json } => accounts::list(&store, *json),
        UserAction::Admin { email, revoke } => accounts::admin(&store, email.as_ref(), *revoke),
        UserAction::Disable { email } => accounts::set_disabled(&store, email, true),
        UserAction::Enable { email } => accounts::set_disabled(&store, email, false),
        UserAction::Name { email, name, remove } => accounts::name(&store, email, name.as_ref(), *remove),
        UserAction::PasswordLink(arguments) => accounts::password_link(&store, &database, arguments),
        UserAction::Password { email, end_tokens } => set_password(&store, email, *end_tokens),
        UserAction::Default { email } => default(&store, email.as_ref()),
        UserAction::Remove { email, yes } => accounts::remove(&store, &database, email, *yes),
        UserAction::Invite(arguments) => invitations::invite(&store, &database, arguments),
        UserAction::Invitations => invitations::list(&store),
        UserAction::Uninvite { email } => invitations::take_back(&store, email),
        UserAction::Sessions { email } => sessions::list(&store, email),
        UserAction::SignOut { email } => sessions::end(&store, email),
        UserAction::Token { action } => tokens::run(&store, action),
    }
}

/// Adds an account, also as the first thing in a new database.
fn add(database: &Path, email: &Email) -> Result<(), Failure> {
    let is_new = !is_present(database)?;
    // Before the password is asked for; the database decides below.
    if !is_new && app::accounts::find(&Store::open(database)?, email)?.is_some() {
        return Err(taken(email));
    }
    let password = secret::new_password("Password", new_account_password)?;
    let store = Store::open(database)?;
    app::accounts::add(&store, &Passwords::new()?, email, &password, Timestamp::now())
        .map_err(|error| refused(email, error))?;
    print_line(format_args!("added {}", email.as_str()))?;
    // Whoever mistyped the path of a database that is in use should learn it here.
    if is_new {
        eprint_line(format_args!("Created the database {}.", display_path(database)));
    }
    Ok(())
}

fn set_password(store: &Store, email: &Email, end_tokens: bool) -> Result<(), Failure> {
    let id = account(store, email)?;
    let password = secret::new_password("New password", new_account_password)?;
    let (end, now) = (EndOf { all_but: None, tokens: end_tokens }, Timestamp::now());
    app::accounts::reset_password(store, &Passwords::new()?, id, &password, end, now)
        .map_err(|error| refused(email, error))?;
    print_line(format_args!("changed the password of {} and ended its sessions", email.as_str()))?;
    let tokens = app::tokens::list(store, id, now)?;
    if !tokens.is_empty() {
        let names: Vec<_> = tokens.iter().map(|token| one_line(token.name.as_str())).collect();
        eprint_line(format_args!(
            "Tokens that still work: {}. End all with --end-tokens, or one with: neptun-share user token remove",
            names.join(", ")
        ));
    }
    Ok(())
}

fn default(store: &Store, email: Option<&Email>) -> Result<(), Failure> {
    if let Some(email) = email {
        owner::set_default(store, account(store, email)?)?;
        return print_line(format_args!("commands without --user now act for {}", email.as_str()));
    }
    match owner::default(store)? {
        Some(user) => print_line(user.primary_email.as_str()),
        None => Err(Failure::new("there is no account; create one with: neptun-share user add EMAIL")),
    }
}

fn taken(email: &Email) -> Failure {
    Failure::new(format!("the account {} already exists", email.as_str()))
}

fn refused(email: &Email, error: AccountError) -> Failure {
    match error {
        AccountError::Exists => taken(email),
        AccountError::Failed(unavailable) => unavailable.into(),
        AccountError::LastAdministrator => Failure::new(
            "this is the only administrator; make another account one first: neptun-share user admin EMAIL",
        ),
        AccountError::Disabled => {
            Failure::new(format!("{0} is disabled; enable it first: neptun-share user enable {0}", email.as_str()))
        }
        // No password is verified here, and no link used.
        _ => Failure::new(format!("the account {} was removed in the meantime", email.as_str())),
    }
}

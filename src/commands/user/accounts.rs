//! Accounts, as who runs the server sees them.

use std::path::Path;

use super::refused;
use crate::app::accounts;
use crate::app::administration::{self, AccountChange};
use crate::app::{password_links, set_up};
use crate::cli::PasswordLink;
use crate::commands::columns::{Cell, print_rows};
use crate::commands::terminal::{Dialog, counted, eprint_line, one_line, print_json, print_line};
use crate::commands::when::local;
use crate::commands::{Failure, ONLY_HERE, account, link};
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file::{self, RunningServer};
use crate::render::words::size;
use crate::store::Store;
use crate::store::users::overview::Overview;

/// Lists them all.
pub fn list(store: &Store, as_json: bool) -> Result<(), Failure> {
    let accounts = administration::list(store, u32::MAX, 0, Timestamp::now())?.items;
    if as_json {
        let list = accounts.iter().map(|account| administration::account_json(account, "email"));
        return print_json(&list.collect::<Vec<_>>());
    }
    let number = |count: u32| Cell::Number(count.into());
    let rows: Vec<_> = accounts
        .iter()
        .map(|Overview { user, conversations, links, bytes, .. }| {
            let role = match (user.disabled_at, user.is_admin) {
                (Some(_), _) => "disabled",
                (None, true) => "administrator",
                (None, false) => "",
            };
            [
                Cell::Number(user.id.get()),
                Cell::text(user.primary_email.as_str()),
                Cell::Time(Some(user.created_at)),
                Cell::Time(user.signed_in_at),
                number(*conversations),
                number(*links),
                Cell::text(size(*bytes)),
                Cell::text(role),
            ]
        })
        .collect();
    let heads = ["no.", "address", "created", "last sign-in", "conversations", "links", "size", ""];
    print_rows(heads, &rows, "There are no accounts yet. Create one with: neptun-share user add EMAIL")
}

/// Names somebody who administers the server, or no more; lists those who do.
pub fn admin(store: &Store, email: Option<&Email>, revoke: bool) -> Result<(), Failure> {
    let Some(email) = email else {
        let administrators = administration::administrators(store)?;
        if administrators.is_empty() {
            return Err(Failure::new(
                "this server has no administrator; make an account one with: neptun-share user admin EMAIL",
            ));
        }
        return administrators.iter().try_for_each(|email| print_line(email.as_str()));
    };
    change(store, email, AccountChange { is_admin: Some(!revoke), ..AccountChange::default() })?;
    let does = if revoke { "no longer administers" } else { "administers" };
    print_line(format_args!("{} {does} this server", email.as_str()))
}

/// Disables an account, or enables it again.
pub fn set_disabled(store: &Store, email: &Email, is_disabled: bool) -> Result<(), Failure> {
    change(store, email, AccountChange { is_disabled: Some(is_disabled), ..AccountChange::default() })?;
    let email = email.as_str();
    if is_disabled {
        print_line(format_args!("disabled {email}: its sessions and tokens have ended, and its links open nothing"))
    } else {
        print_line(format_args!("enabled {email}: its links work again"))
    }
}

fn change(store: &Store, email: &Email, change: AccountChange) -> Result<(), Failure> {
    let id = account(store, email)?;
    administration::change(store, None, id, change, Timestamp::now()).map_err(|error| refused(email, error))
}

/// Chooses the name that readers are told, or prints it.
pub fn name(store: &Store, email: &Email, name: Option<&ShortText>, remove: bool) -> Result<(), Failure> {
    let id = account(store, email)?;
    match name {
        Some(name) => {
            accounts::set_display_name(store, id, Some(name))?;
            print_line(format_args!("readers of {}'s links see the name: {}", email.as_str(), one_line(name.as_str())))
        }
        None if remove => {
            accounts::set_display_name(store, id, None)?;
            print_line(format_args!("readers of {}'s links see no name", email.as_str()))
        }
        None => match accounts::get(store, id)?.and_then(|user| user.display_name) {
            Some(name) => print_line(one_line(name.as_str())),
            None => Err(Failure::new(format!(
                "{0} has no display name; choose one: neptun-share user name {0} NAME",
                email.as_str()
            ))),
        },
    }
}

/// Prints a link with which somebody chooses a new password. Only the link goes to standard output.
pub fn password_link(store: &Store, database: &Path, arguments: &PasswordLink) -> Result<(), Failure> {
    let PasswordLink { email, public_url } = arguments;
    let id = account(store, email)?;
    let running = lock_file::find(database);
    let base = link::base(public_url.as_ref(), running.as_ref().map(|running| &running.public_url))?;
    let made = password_links::make(store, None, id, Timestamp::now()).map_err(|error| refused(email, error))?;
    print_line(base.new_password(&made.secret))?;
    eprint_line(format_args!(
        "{} can choose a new password with this link, once, until {}. Until then the old one works.",
        made.email.as_str(),
        local(made.expires_at)
    ));
    if public_url.is_none() && running.as_ref().is_none_or(RunningServer::is_local) {
        eprint_line(ONLY_HERE);
    }
    Ok(())
}

/// Asks, where there is somebody to ask, whether what an account has may go.
fn confirm_removal(store: &Store, id: UserId) -> Result<(), Failure> {
    let all = administration::list(store, u32::MAX, 0, Timestamp::now())?.items;
    let Some(Overview { user, conversations, links, .. }) = all.into_iter().find(|account| account.user.id == id)
    else {
        return Ok(());
    };
    let Some(mut dialog) = Dialog::open(false) else { return Ok(()) };
    let question = format!(
        "Remove {} with {} and {}? This can't be undone. [y]es / [N]o: ",
        user.primary_email.as_str(),
        counted(conversations as usize, "conversation"),
        counted(links as usize, "link"),
    );
    let answer = dialog.ask(&question)?.unwrap_or_default();
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::new("nothing was removed")),
    }
}

/// Removes an account. Where it was the last and a server runs, the way leads back to set-up.
pub fn remove(store: &Store, database: &Path, email: &Email, is_sure: bool) -> Result<(), Failure> {
    let id = accounts::find(store, email)?
        .ok_or_else(|| {
            Failure::new(format!("there is no account {}; see all with: neptun-share user list", email.as_str()))
        })?
        .id;
    if !is_sure {
        confirm_removal(store, id)?;
    }
    accounts::remove(store, id).map_err(|error| refused(email, error))?;
    print_line(format_args!("removed {} with its conversations and links", email.as_str()))?;
    if let (false, Some(running)) = (set_up::is_done(store)?, lock_file::find(database))
        && let Some(secret) = set_up::renew_link(store, Timestamp::now())?
    {
        eprint_line(format_args!(
            "No account is left. Create the first one with this link, which works once, within 30 minutes:\n{}",
            running.public_url.set_up(&secret)
        ));
    }
    Ok(())
}

//! Tokens with which scripts act for somebody.

use crate::app::accounts::AccountError;
use crate::app::tokens;
use crate::cli::{NewToken, TokenAction};
use crate::commands::columns::{Cell, print_rows};
use crate::commands::terminal::{eprint_line, one_line, print_line};
use crate::commands::when::local;
use crate::commands::{Failure, account};
use crate::domain::email::Email;
use crate::domain::id::TokenId;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope};
use crate::store::Store;

const IN_HEADER: &str = "send it as `Authorization: Bearer`. It is not shown again.";

/// Runs a subcommand of `user token`.
pub fn run(store: &Store, action: &TokenAction) -> Result<(), Failure> {
    match action {
        TokenAction::Add(arguments) => add(store, arguments),
        TokenAction::List { email } => list(store, email),
        TokenAction::Remove { email, token } => remove(store, email, token),
    }
}

/// Creates a token. Only its secret goes to standard output.
fn add(store: &Store, arguments: &NewToken) -> Result<(), Failure> {
    let id = account(store, &arguments.email)?;
    let NewToken { name, scope, expires, .. } = arguments;
    let made = tokens::make(store, id, name, *scope, Some(*expires), Timestamp::now())?;
    let (token, secret) = made.ok_or_else(|| super::refused(&arguments.email, AccountError::Disabled))?;
    print_line(secret.as_str())?;
    let (whose, until) = (arguments.email.as_str(), local(token.expires_at));
    eprint_line(match token.scope {
        Scope::Read => format!("This token can read what {whose} has, until {until}; {IN_HEADER}"),
        Scope::Write => format!("This token can read and change what {whose} has, until {until}; {IN_HEADER}"),
        Scope::Publish => format!(
            "This token can publish running sessions as {whose}, until {until}, and nothing else. It is part of an \
             address: in OpenCode's settings, \"enterprise\": {{ \"url\": \"https://YOUR-SERVER/t/TOKEN\" }}. It is not \
             shown again."
        ),
    });
    Ok(())
}

fn list(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    let tokens = tokens::list(store, id, Timestamp::now())?;
    let row = |ApiToken { id, name, scope, expires_at, last_used_at, .. }| {
        let (name, scope) = (Cell::text(name.as_str()), Cell::text(scope.as_str()));
        [Cell::Number(id.get()), name, scope, Cell::Time(Some(expires_at)), Cell::Time(last_used_at)]
    };
    let rows: Vec<_> = tokens.into_iter().map(row).collect();
    print_rows(["no.", "name", "may", "expires", "last used"], &rows, &format!("{} has no tokens.", email.as_str()))
}

fn remove(store: &Store, email: &Email, named: &str) -> Result<(), Failure> {
    let id = account(store, email)?;
    let mut found = tokens::list(store, id, Timestamp::now())?;
    // A name may look like a number; the number is what cannot be mistaken.
    match TokenId::parse(named).filter(|number| found.iter().any(|token| token.id == *number)) {
        Some(number) => found.retain(|token| token.id == number),
        None => found.retain(|token| token.name.as_str() == named.trim()),
    }
    match found.as_slice() {
        [] => Err(Failure::new(format!(
            "{0} has no token {1}; see all with: neptun-share user token list {0}",
            email.as_str(),
            one_line(named)
        ))),
        [token] => {
            tokens::take_back(store, id, token.id)?;
            print_line(format_args!("removed the token {} of {}", one_line(token.name.as_str()), email.as_str()))
        }
        several => {
            let numbers: Vec<String> = several.iter().map(|token| token.id.get().to_string()).collect();
            Err(Failure::new(format!(
                "several tokens are called {}; choose one by its number: {}",
                one_line(named),
                numbers.join(", ")
            )))
        }
    }
}

//! Passwords from a person: typed twice on a terminal without being shown, or one line of standard input. Never an
//! argument, which every user of the machine could read.

use std::io::{self, BufRead, IsTerminal};

use zeroize::Zeroizing;

use super::Failure;
use super::terminal::beginning_small;
use crate::app::passwords::Passwords;
use crate::domain::password::{PasswordError, PlainPassword};
use crate::domain::share::PasswordHash;
use crate::unix::terminal;

const FOR_READERS: &str = "Password for readers";

/// Asks for a new password; `what` is the prompt.
pub fn new_password(
    what: &str,
    parse: fn(&str) -> Result<PlainPassword, PasswordError>,
) -> Result<PlainPassword, Failure> {
    if io::stdin().is_terminal() { typed_twice(what, parse) } else { parsed(&next_line()?, parse) }
}

/// Asks for a secret that somebody else chose: on the terminal, or else the next line of standard input. `None` where there
/// is none.
pub fn known(what: &str) -> Result<Option<String>, Failure> {
    let typed = if io::stdin().is_terminal() { prompt(&format!("{what}: "))? } else { next_line()? };
    Ok(Some(typed.to_string()).filter(|typed| !typed.is_empty()))
}

/// Asks for a new password for readers, and hashes it. Asks on the terminal where standard input is the
/// conversation.
pub fn share_password(input_is_taken: bool) -> Result<PasswordHash, Failure> {
    let plain = if input_is_taken && !io::stdin().is_terminal() {
        beside_input()?
    } else {
        new_password(FOR_READERS, PlainPassword::for_share)?
    };
    Ok(Passwords::new()?.hash(&plain, None)?)
}

fn beside_input() -> Result<PlainPassword, Failure> {
    if terminal::open().is_err() {
        return Err(Failure::new(
            "standard input can't hold both the conversation and the password, and there is no terminal to ask on; name \
             a file",
        ));
    }
    typed_twice(FOR_READERS, PlainPassword::for_share)
}

fn next_line() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::new(format!("cannot read the password from standard input: {error}")))?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn parsed(typed: &str, parse: fn(&str) -> Result<PlainPassword, PasswordError>) -> Result<PlainPassword, Failure> {
    parse(typed).map_err(|error| Failure::new(format!("{}; nothing was changed", beginning_small(&error.to_string()))))
}

/// One that is refused is not asked for again.
fn typed_twice(what: &str, parse: fn(&str) -> Result<PlainPassword, PasswordError>) -> Result<PlainPassword, Failure> {
    let typed = prompt(&format!("{what}: "))?;
    let password = parsed(&typed, parse)?;
    if prompt(&format!("{what}, again: "))? != typed {
        return Err(Failure::new("the two passwords differ; nothing was changed"));
    }
    Ok(password)
}

/// Asks on the terminal itself, not on standard input, and doesn't show what is typed.
fn prompt(text: &str) -> Result<Zeroizing<String>, Failure> {
    let typed = terminal::secret_line(text).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Failure::new("nothing was typed"),
        io::ErrorKind::Interrupted => Failure::interrupted("interrupted"),
        _ => Failure::new(format!("cannot ask for the password: {error}")),
    })?;
    let text = str::from_utf8(&typed).map_err(|_| Failure::new("what was typed is not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

//! Passwords from a person: typed twice without showing on a terminal, or one line of standard
//! input. Never an argument, which every user of the machine could read.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal};

use super::Failure;
use crate::domain::password::{PasswordError, PlainPassword};

const FOR_READERS: &str = "Password for readers";

/// Asks for a new password, as `what` names it.
pub fn new_password(
    what: &str,
    parse: fn(&str) -> Result<PlainPassword, PasswordError>,
) -> Result<PlainPassword, Failure> {
    let typed = if io::stdin().is_terminal() {
        typed_twice(what)?
    } else {
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|error| Failure::new(format!("cannot read the password from standard input: {error}")))?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    parse(&typed).map_err(|error| Failure::new(format!("{error}; nothing was changed")))
}

/// Asks for a new password for readers on the terminal, because standard input is the conversation.
pub fn new_share_password_beside_input() -> Result<PlainPassword, Failure> {
    if File::open("/dev/tty").is_err() {
        return Err(Failure::new(
            "standard input can't hold both the conversation and the password, and there is no terminal to ask on; name \
             a file",
        ));
    }
    PlainPassword::for_share(&typed_twice(FOR_READERS)?)
        .map_err(|error| Failure::new(format!("{error}; nothing was changed")))
}

/// Asks for a new password for readers.
pub fn new_share_password() -> Result<PlainPassword, Failure> {
    new_password(FOR_READERS, PlainPassword::for_share)
}

fn typed_twice(what: &str) -> Result<String, Failure> {
    let typed = prompt(&format!("{what}: "))?;
    if prompt(&format!("{what}, again: "))? != typed {
        return Err(Failure::new("the two passwords differ; nothing was changed"));
    }
    Ok(typed)
}

/// On the terminal itself, whatever standard input is.
fn prompt(text: &str) -> Result<String, Failure> {
    rpassword::prompt_password(text).map_err(|error| Failure::new(format!("cannot ask for the password: {error}")))
}

//! Passwords from a person: typed twice without showing on a terminal, or one line of standard
//! input. Never an argument, which every user of the machine could read.

use std::io::{self, BufRead, IsTerminal};

use super::Failure;
use crate::domain::password::{PasswordError, PlainPassword};

/// Asks for a new password, as `what` names it.
pub fn new_password(
    what: &str,
    parse: fn(&str) -> Result<PlainPassword, PasswordError>,
) -> Result<PlainPassword, Failure> {
    let typed = if io::stdin().is_terminal() {
        let typed = prompt(&format!("{what}: "))?;
        if prompt(&format!("{what}, again: "))? != typed {
            return Err(Failure::new("the two passwords differ; nothing was changed"));
        }
        typed
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

fn prompt(text: &str) -> Result<String, Failure> {
    rpassword::prompt_password(text).map_err(|error| Failure::new(format!("cannot ask for the password: {error}")))
}

//! `draw-diagram`: the process that draws one diagram for the server, from standard input to standard output.

use std::io::{self, Read, Write};

use super::Failure;
use crate::render::diagram::{draw, process};

/// Draws it, or fails.
pub fn run() -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::new(format!("cannot draw: {error}"));
    process::limit_this_process().map_err(failed)?;
    let mut source = String::new();
    io::stdin().read_to_string(&mut source).map_err(failed)?;
    let picture = draw::draw(&source).ok_or_else(|| Failure::new("not a diagram that can be drawn"))?;
    io::stdout().write_all(picture.as_bytes()).map_err(failed)
}

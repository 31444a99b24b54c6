//! Findings that are harmless in all conversations: what they are, and taking the marks back.

use crate::cli::Harmless;
use crate::commands::Failure;
use crate::commands::place::{HarmlessMark, Place};
use crate::commands::terminal::{eprint_line, one_line, print_line};

/// Lists them, after it has taken back the marks that were named.
pub fn run(place: &dyn Place, arguments: &Harmless) -> Result<(), Failure> {
    let findings = place.harmless(&arguments.forget)?;
    if findings.is_empty() {
        eprint_line("Nothing is marked as harmless.");
    }
    findings.iter().try_for_each(|HarmlessMark { id, kind, masked }| {
        print_line(format_args!("{}  {:<14}  {}", one_line(id), kind.label(), one_line(masked)))
    })
}

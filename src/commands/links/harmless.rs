//! Findings that are harmless in all conversations: what they are, and taking the marks back.

use crate::app::harmless::{self, HarmlessFinding};
use crate::cli::Harmless;
use crate::commands::terminal::{eprint_line, one_line, print_line};
use crate::commands::{Failure, owner};
use crate::store::Store;

/// Lists them, after it has taken back the marks that were named.
pub fn run(store: &Store, arguments: &Harmless) -> Result<(), Failure> {
    let owner = owner::find(store, &arguments.owner)?.unwrap_or(owner::NOBODY);
    for id in &arguments.forget {
        if !harmless::forget(store, owner, id)? {
            return Err(Failure::new(format!(
                "nothing with the id {} is marked as harmless; see all with: neptun-share link harmless",
                one_line(id)
            )));
        }
    }
    let findings = harmless::list(store, owner)?;
    if findings.is_empty() {
        eprint_line("Nothing is marked as harmless.");
    }
    findings.iter().try_for_each(|HarmlessFinding { id, kind, masked, .. }| {
        print_line(format_args!("{id}  {:<14}  {}", kind.label(), one_line(masked)))
    })
}

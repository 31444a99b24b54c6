//! `neptun-share check`: whether the database is sound, and how large it is.

use super::Failure;
use super::terminal::{counted, display_path, print_line};
use crate::cli::CheckDatabase;
use crate::render::words::size;
use crate::store::inspection::{Inspection, compact, inspect, problems};

/// Checks it; rebuilds it if asked to.
pub fn run(arguments: &CheckDatabase) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let named = display_path(&database);

    let damaged = || Failure::new(format!("{named} is damaged; restore a backup with: neptun-share restore FILE"));
    // Too damaged to be looked through: that it is to be checked would be no help here.
    let found = problems(&database).map_err(|error| if error.is_damage() { damaged() } else { error.into() })?;

    for problem in &found {
        print_line(problem)?;
    }
    if !found.is_empty() {
        return Err(damaged());
    }
    let before = inspect(&database)?;
    print_line(format_args!("{named}: sound"))?;
    print_line(contents(&before))?;
    if arguments.compact {
        compact(&database)?;
        let after = inspect(&database)?;
        return print_line(format_args!("compacted from {} to {}", size(before.size), size(after.size)));
    }
    if !before.shrinks {
        print_line("it does not shrink by itself; change that with: neptun-share check --compact")?;
    }
    Ok(())
}

/// How much of what.
pub fn contents(found: &Inspection) -> String {
    let of = |count: u64, noun| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    format!(
        "schema {}, {} of which {} are free; {}, {}, {}, {}, {} ({})",
        found.schema,
        size(found.size),
        size(found.free),
        of(found.accounts, "account"),
        of(found.conversations, "conversation"),
        of(found.messages, "message"),
        of(found.links, "link"),
        of(found.attachments, "file"),
        size(found.attachment_bytes),
    )
}

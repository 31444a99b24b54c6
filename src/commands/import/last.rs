//! `import --last`: shows the report of the last import again.

use crate::app::import_report::{self, ImportReport, KeptReport, ReportedConversation, ReportedOutcome};
use crate::cli::Import;
use crate::commands::terminal::{counted, eprint_line, masked_line, print_line};
use crate::commands::when::local;
use crate::commands::{Failure, link, owner};
use crate::host::lock_file;
use crate::store::Store;

/// Prints the report.
pub fn run(arguments: &Import, store: &Store) -> Result<(), Failure> {
    let kept = match owner::find(store, &arguments.owner)? {
        Some(owner) => import_report::kept(store, owner, 1)?,
        None => Vec::new(),
    };
    let Some(KeptReport { name, created_at, report, .. }) = kept.into_iter().next() else {
        eprint_line("Nothing was imported in the last 30 days.");
        return Ok(());
    };
    let running = lock_file::find(&arguments.data.path()?).map(|running| running.public_url);
    let base = link::base(arguments.public_url.as_ref(), running.as_ref())?;
    print_line(format_args!("{}  {}: {}", local(created_at), masked_line(name.as_str()), sum(&report)))?;
    print_report(&report, &|path| base.at(path))
}

/// Prints what became of each conversation; `address` gives the address of a path on its server.
pub fn print_report(report: &ImportReport, address: &dyn Fn(&str) -> String) -> Result<(), Failure> {
    for file in &report.files {
        if report.files.len() > 1 {
            print_line(format_args!("{}:", masked_line(&file.name)))?;
        }
        file.conversations.iter().try_for_each(|conversation| print(conversation, address))?;
    }
    report.notes.iter().try_for_each(|note| print_line(format_args!("note: {}", masked_line(note))))?;
    if report.truncated {
        print_line("note: there was more than is kept")?;
    }
    Ok(())
}

fn print(conversation: &ReportedConversation, address: &dyn Fn(&str) -> String) -> Result<(), Failure> {
    let ReportedConversation { chat_id, name, outcome, messages, new_messages, reason, notes } = conversation;
    let name = masked_line(name);
    print_line(match outcome {
        ReportedOutcome::Imported => format!("imported \"{name}\": {}", counted(*messages, "message")),
        ReportedOutcome::Updated => format!("updated \"{name}\": {}", counted(*new_messages, "new message")),
        ReportedOutcome::Unchanged => format!("unchanged \"{name}\""),
        ReportedOutcome::ChangedHere => format!("kept \"{name}\" as it is: it was changed both here and in the file"),
        ReportedOutcome::Skipped => format!("skipped {name}: {}", masked_line(reason.as_deref().unwrap_or_default())),
    })?;
    if let Some(id) = chat_id {
        print_line(format_args!("  {}", address(&format!("/conversations/{}", id.get()))))?;
    }
    notes.iter().try_for_each(|note| print_line(format_args!("  note: {}", masked_line(note))))
}

/// How many of each.
pub fn sum(report: &ImportReport) -> String {
    let ImportReport { imported, updated, unchanged, changed_here, skipped, .. } = report;
    let counts = [
        (imported, "new"),
        (updated, "updated"),
        (changed_here, "kept because changed here"),
        (unchanged, "unchanged"),
        (skipped, "skipped"),
    ];
    let counts = counts.iter().filter(|(count, _)| **count > 0).map(|(count, what)| format!("{count} {what}"));
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") }
}

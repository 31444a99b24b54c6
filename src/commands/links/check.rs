//! What a link shows, or would show, that its owner may not want to publish.

use serde::Deserialize;

use crate::app::scan::Searched;
use crate::cli::Check;
use crate::commands::Failure;
use crate::commands::place::Place;
use crate::commands::redaction_prompt::{self, ListedFinding, Listing, NOT_SEARCHED};
use crate::commands::terminal::{counted, eprint_line, print_json, print_line};
use crate::domain::redaction::SecretKind;

/// What was found, as the API tells it.
#[derive(Deserialize)]
struct CheckAnswer {
    findings: Vec<CheckedFinding>,
    searched: Searched,
}

#[derive(Deserialize)]
struct CheckedFinding {
    #[serde(flatten)]
    finding: ListedFinding,
    /// Whether it is redacted in what the link shows.
    #[serde(default)]
    is_left_out: bool,
}

/// Prints what is found in the part that is shared, or in the whole conversation where none is. Nothing is stored.
pub fn run(place: &dyn Place, arguments: &Check) -> Result<(), Failure> {
    let (found, messages) = place.check(&arguments.one.chat)?;
    if arguments.json {
        return print_json(&found);
    }
    let not_understood =
        |_| Failure::new("the server answered with what this version of neptun-share does not understand");
    let CheckAnswer { findings, searched } = serde_json::from_value(found).map_err(not_understood)?;
    let kinds: Vec<SecretKind> = findings.iter().map(|found| found.finding.kind).collect();
    let redacted: Vec<(SecretKind, String)> = findings
        .iter()
        .filter(|found| found.is_left_out)
        .map(|CheckedFinding { finding, .. }| (finding.kind, finding.id.clone()))
        .collect();
    let mut listing = Listing::default();
    listing.add_listed(findings.into_iter().map(|found| found.finding), &messages, None);
    if !kinds.is_empty() {
        let is_redacted =
            |(kind, id): (SecretKind, &str)| redacted.iter().any(|(of, known)| *of == kind && known == id);
        print_line(listing.print(&is_redacted, true))?;
    }
    let found = if kinds.is_empty() { "nothing".to_owned() } else { redaction_prompt::sum(kinds.into_iter()) };
    let (messages, files) = (counted(searched.messages, "message"), counted(searched.files, "file"));
    eprint_line(format_args!("Searched {messages} and {files}, found {found}. {NOT_SEARCHED}"));
    Ok(())
}

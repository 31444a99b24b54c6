//! What a link shows, or would show, that somebody may not want to publish.

use std::slice;

use serde::Serialize;

use super::print_json;
use crate::app::scan::Searched;
use crate::app::sharing::{self, Checked};
use crate::cli::Check;
use crate::commands::redaction_prompt::{self, Listing, NOT_SEARCHED};
use crate::commands::terminal::{counted, eprint_line, print_line};
use crate::commands::{Failure, chats};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::Finding;
use crate::store::Store;

/// A finding as JSON, with the field names of the API.
#[derive(Serialize)]
struct CheckedFinding<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    /// Whether it is redacted in what the link shows.
    is_left_out: bool,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    findings: Vec<CheckedFinding<'a>>,
    searched: &'a Searched,
}

/// Prints what is found in the part that is shared, or in the whole conversation where none is. Nothing is stored.
pub fn run(store: &Store, arguments: &Check) -> Result<(), Failure> {
    let (owner, ids) = chats::find(store, &arguments.one.owner, slice::from_ref(&arguments.one.chat))?;
    for id in ids {
        let Checked { findings, searched, redactions, messages } = sharing::check(store, owner, id, None, None)?;
        if arguments.json {
            let findings = findings
                .iter()
                .map(|finding| CheckedFinding { finding, is_left_out: is_redacted(&redactions, finding) });
            print_json(&CheckJson { findings: findings.collect(), searched: &searched })?;
            continue;
        }
        let mut listing = Listing::default();
        listing.add(findings.iter(), &messages, None);
        let is_redacted = |(kind, id): (SecretKind, &str)| {
            let of_id = findings.iter().find(|finding| finding.kind == kind && finding.id == id);
            of_id.is_some_and(|finding| is_redacted(&redactions, finding))
        };
        if !findings.is_empty() {
            print_line(listing.print(&is_redacted, true))?;
        }
        let found = if findings.is_empty() {
            "nothing".to_owned()
        } else {
            redaction_prompt::sum(findings.iter().map(|f| f.kind))
        };
        let (messages, files) = (counted(searched.messages, "message"), counted(searched.files, "file"));
        eprint_line(format_args!("Searched {messages} and {files}, found {found}. {NOT_SEARCHED}"));
    }
    Ok(())
}

fn is_redacted(redactions: &Redactions, finding: &Finding) -> bool {
    redactions.include(finding.kind, &finding.value)
}

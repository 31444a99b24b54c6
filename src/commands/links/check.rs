//! What a link shows, or would show, that somebody may not want to publish.

use serde::Serialize;

use super::print_json;
use crate::app::scan::{Scan, Searched};
use crate::app::sharing::{self, Checked};
use crate::cli::Check;
use crate::commands::redaction_prompt;
use crate::commands::terminal::{counted, eprint_line, print_line};
use crate::commands::{Failure, chats};
use crate::domain::redaction::Redactions;
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
    let (owner, ids) = chats::find(store, &arguments.one.owner, &[arguments.one.chat])?;
    for id in ids {
        let Checked { scan, redactions, messages } = sharing::check(store, owner, id, None, None)?;
        let Scan { findings, searched } = &*scan;
        if arguments.json {
            let findings = findings
                .iter()
                .map(|finding| CheckedFinding { finding, is_left_out: is_redacted(&redactions, finding) });
            print_json(&CheckJson { findings: findings.collect(), searched })?;
            continue;
        }
        for finding in findings {
            let state = if is_redacted(&redactions, finding) { " (redacted)" } else { "" };
            print_line(format_args!("{}{state}", redaction_prompt::line(finding, &messages)))?;
        }
        let found = if findings.is_empty() {
            "nothing".to_owned()
        } else {
            redaction_prompt::sum(findings.iter().map(|f| f.kind))
        };
        let (messages, files) = (counted(searched.messages, "message"), counted(searched.files, "file"));
        eprint_line(format_args!("Searched {messages} and {files}, found {found}."));
    }
    Ok(())
}

fn is_redacted(redactions: &Redactions, finding: &Finding) -> bool {
    redactions.include(finding.kind, &finding.value)
}

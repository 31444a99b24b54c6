//! What a link shows, or would show, that nobody should publish by accident.

use serde::Serialize;

use super::print_json;
use crate::cli::Check;
use crate::commands::review::{self, Positions};
use crate::commands::terminal::{counted, remark, say};
use crate::commands::{Failure, chats};
use crate::domain::redaction::Redactions;
use crate::guard::Finding;
use crate::store::published::{Published, Searched};
use crate::store::{Store, StoreError, shares};

/// A find for programs, in the names of the API.
#[derive(Serialize)]
struct FindingView<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    /// Whether the link leaves it out.
    is_left_out: bool,
}

#[derive(Serialize)]
struct ReportView<'a> {
    findings: Vec<FindingView<'a>>,
    searched: &'a Searched,
}

/// Prints what is found in the part that is shared, or in all of a chat that is not. Nothing is stored.
pub fn run(store: &Store, arguments: &Check) -> Result<(), Failure> {
    let (owner, ids) = chats::find(store, &arguments.one.owner, &[arguments.one.chat])?;
    for id in ids {
        let (findings, searched, redactions, positions) = store.read(|db| {
            let share = shares::of_chat(db, owner, id)?;
            let opens = share.as_ref().and_then(|share| share.frozen).map_or(id, |(copy, _)| copy);
            let (excerpt, redactions) = match share {
                Some(share) => (share.settings.excerpt, share.settings.redactions),
                None => Default::default(),
            };
            let (findings, searched) = Published::of_part(opens, excerpt).survey(db)?;
            Ok::<_, StoreError>((findings, searched, redactions, Positions::of(db, opens)?))
        })?;
        if arguments.json {
            let findings =
                findings.iter().map(|finding| FindingView { finding, is_left_out: left(&redactions, finding) });
            print_json(&ReportView { findings: findings.collect(), searched: &searched })?;
            continue;
        }
        for finding in &findings {
            let state = if left(&redactions, finding) { " (left out)" } else { "" };
            say(format_args!("{}{state}", review::line(finding, &positions)))?;
        }
        let found =
            if findings.is_empty() { "nothing".to_owned() } else { review::sum(findings.iter().map(|f| f.kind)) };
        let (messages, files) = (counted(searched.messages, "message"), counted(searched.files, "file"));
        remark(format_args!("Searched {messages} and {files}, found {found}."));
    }
    Ok(())
}

fn left(redactions: &Redactions, finding: &Finding) -> bool {
    redactions.include(finding.kind, &finding.value)
}

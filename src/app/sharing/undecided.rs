//! What a link would publish without its owner having decided about it: findings that are neither redacted, nor marked
//! as harmless, nor accepted.

use std::collections::BTreeSet;

use super::request::{AcceptedFindings, Findings};
use crate::app::public_view::PublicView;
use crate::app::share_error::Undecided;
use crate::domain::id::UserId;
use crate::domain::redaction::Redactions;
use crate::domain::share::Share;
use crate::guard::Finding;
use crate::store::{Connection, StoreError, harmless_values};

/// What of these findings is not decided, if anything. `harmless` are values that are harmless everywhere;
/// `scan` tells what is found once the owner's own words are redacted.
pub fn among(
    findings: Vec<Finding>,
    redactions: &Redactions,
    harmless: &Findings,
    accepted: &AcceptedFindings,
    scan: impl FnOnce(&Redactions) -> Result<Vec<Finding>, StoreError>,
) -> Result<Option<Undecided>, StoreError> {
    let findings = findings.into_iter().filter(|finding| !harmless.contains(&finding.key()));
    let (redacted, others): (Vec<Finding>, Vec<Finding>) =
        findings.partition(|finding| redactions.include(finding.kind, &finding.value));
    let is_open = |finding: &Finding| !redactions.harmless.contains(&finding.key()) && !accepted.include(finding);
    let open = without_words(others.into_iter().filter(is_open).collect(), redactions, scan)?;
    let redactions = redactions.clone();
    let undecided = Undecided { chat: None, findings: open, redacted, redactions, messages: Vec::new() };
    Ok((!undecided.findings.is_empty()).then_some(undecided))
}

/// Those of these findings that a frozen link does not show already, which needs no question.
pub fn not_shown(db: &Connection, share: &Share, findings: &[Finding]) -> Result<Vec<Finding>, StoreError> {
    let public = PublicView::unredacted(share).scan(db)?;
    let public: BTreeSet<&str> = public.findings.iter().map(|finding| finding.id.as_str()).collect();
    Ok(findings.iter().filter(|finding| !public.contains(finding.id.as_str())).cloned().collect())
}

/// What is harmless in all conversations of this owner, with what a request adds.
pub fn harmless(db: &Connection, owner: UserId, more: &Findings) -> Result<Findings, StoreError> {
    let mut harmless = harmless_values::of_user(db, owner)?;
    harmless.extend(more.iter().cloned());
    Ok(harmless)
}

/// The findings but for those that are one of the owner's own words and nowhere to be found once these are
/// redacted. A finding may be written in other ways than its value is, or stand where words are not looked for.
fn without_words(
    mut findings: Vec<Finding>,
    redactions: &Redactions,
    scan: impl FnOnce(&Redactions) -> Result<Vec<Finding>, StoreError>,
) -> Result<Vec<Finding>, StoreError> {
    let words: BTreeSet<String> = redactions.words.iter().map(|word| word.to_lowercase()).collect();
    let is_word = |finding: &Finding| words.contains(&finding.value.to_lowercase());
    if findings.iter().any(is_word) {
        let left = scan(&Redactions { words: redactions.words.clone(), ..Redactions::NONE })?;
        let left: BTreeSet<String> = left.into_iter().map(|finding| finding.id).collect();
        findings.retain(|finding| !is_word(finding) || left.contains(&finding.id));
    }
    Ok(findings)
}

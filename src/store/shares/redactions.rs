//! Table `share_redactions`: what a share leaves out.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, named_params};

use super::StoreError;
use crate::domain::id::ShareId;
use crate::domain::redaction::{Redactions, SecretKind};

/// The owner's own words stand in the table as if they were a kind.
const WORD: &str = "word";

/// What a share leaves out, also what was found as something of the kinds that its owner chose: where
/// it stands again, there may be nothing around it that tells what it is.
pub fn of_share(connection: &Connection, share: ShareId) -> Result<Redactions, StoreError> {
    let mut query = connection.prepare_cached("select kind, text from share_redactions where share_id = :share")?;
    let mut rows = query.query(named_params! { ":share": share })?;
    let mut redactions = Redactions::NONE;
    while let Some(row) = rows.next()? {
        let (name, text): (String, String) = (row.get(0)?, row.get(1)?);
        match SecretKind::parse(&name) {
            _ if name == WORD => drop(redactions.words.insert(text)),
            Some(kind) if text.is_empty() => drop(redactions.kinds.insert(kind)),
            Some(kind) => drop(redactions.findings.insert((kind, text))),
            // Rather nothing than what its owner did not want to be read.
            None => return Err(StoreError::Internal(format!("a share leaves out what is not known: {name}").into())),
        }
    }
    Ok(redactions)
}

/// The same as its owner chose it.
pub fn chosen(connection: &Connection, share: ShareId) -> Result<Redactions, StoreError> {
    let Redactions { kinds, mut findings, words } = of_share(connection, share)?;
    findings.retain(|(kind, _)| !kinds.contains(kind));
    Ok(Redactions { kinds, findings, words })
}

/// Makes these what a share redacts, and no others; `values` are what was found of its kinds.
pub fn set(
    tx: &Transaction<'_>,
    share: ShareId,
    chosen: &Redactions,
    values: &BTreeSet<(SecretKind, String)>,
) -> Result<(), StoreError> {
    tx.prepare_cached("delete from share_redactions where share_id = :share")?
        .execute(named_params! { ":share": share })?;
    let kinds = chosen.kinds.iter().map(|kind| (kind.name(), ""));
    let findings = chosen.findings.union(values).map(|(kind, text)| (kind.name(), text.as_str()));
    let words = chosen.words.iter().map(|word| (WORD, word.as_str()));
    let mut insert =
        tx.prepare_cached("insert into share_redactions (share_id, kind, text) values (:share, :kind, :text)")?;
    for (kind, text) in kinds.chain(findings).chain(words) {
        insert.execute(named_params! { ":share": share, ":kind": kind, ":text": text })?;
    }
    Ok(())
}

//! Table `share_redactions`: what a share redacts.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Transaction, named_params};

use super::StoreError;
use crate::domain::id::ShareId;
use crate::domain::redaction::{Redactions, SecretKind};

/// The owner's own words stand in the table as if they were a kind.
const WORD: &str = "word";

/// What a share leaves out, also what was found as something of the kinds that its owner chose: where
/// it stands again, there may be nothing around it that tells what it is.
pub fn of_share(connection: &Connection, share: ShareId) -> Result<Redactions, StoreError> {
    read(
        connection,
        "select kind, text, is_harmless
         from share_redactions
         where share_id = :share
         union all
         select h.kind, h.text, 1
         from shares s
         join chats c on c.id = s.chat_id
         join harmless_values h on h.user_id = c.user_id
         where s.id = :share",
        share,
    )
}

/// The same as its owner chose it.
pub fn chosen(connection: &Connection, share: ShareId) -> Result<Redactions, StoreError> {
    let sql = "select kind, text, is_harmless from share_redactions where share_id = :share";
    let mut redactions = read(connection, sql, share)?;
    redactions.findings.retain(|(kind, _)| !redactions.kinds.contains(kind));
    Ok(redactions)
}

fn read(connection: &Connection, sql: &str, share: ShareId) -> Result<Redactions, StoreError> {
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query(named_params! { ":share": share })?;
    let mut redactions = Redactions::NONE;
    while let Some(row) = rows.next()? {
        let (name, text, is_harmless): (String, String, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match SecretKind::parse(&name) {
            _ if name == WORD => drop(redactions.words.insert(text)),
            Some(kind) if is_harmless => drop(redactions.harmless.insert((kind, text))),
            Some(kind) if text.is_empty() => drop(redactions.kinds.insert(kind)),
            Some(kind) => drop(redactions.findings.insert((kind, text))),
            // Rather nothing than what its owner did not want to be read.
            None => return Err(StoreError::Internal(format!("a share leaves out what is not known: {name}").into())),
        }
    }
    Ok(redactions)
}

/// How many values a share leaves out, by kind.
pub fn counts(connection: &Connection, share: ShareId) -> Result<BTreeMap<SecretKind, usize>, StoreError> {
    let mut counts = BTreeMap::new();
    let redactions = of_share(connection, share)?;
    for (kind, _) in redactions.findings.difference(&redactions.harmless) {
        *counts.entry(*kind).or_default() += 1;
    }
    Ok(counts)
}

/// Adds what was found to what a share redacts.
pub fn add(tx: &Transaction<'_>, share: ShareId, values: &BTreeSet<(SecretKind, String)>) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "insert into share_redactions (share_id, kind, text, is_harmless)
         values (:share, :kind, :text, 0)
         on conflict do nothing",
    )?;
    for (kind, text) in values {
        insert.execute(named_params! { ":share": share, ":kind": kind.name(), ":text": text })?;
    }
    Ok(())
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
    let kinds = chosen.kinds.iter().map(|kind| (kind.name(), "", false));
    let findings = chosen.findings.union(values).filter(|finding| !chosen.harmless.contains(*finding));
    let findings = findings.map(|(kind, text)| (kind.name(), text.as_str(), false));
    let harmless = chosen.harmless.iter().map(|(kind, text)| (kind.name(), text.as_str(), true));
    let words = chosen.words.iter().map(|word| (WORD, word.as_str(), false));
    let mut insert = tx.prepare_cached(
        "insert into share_redactions (share_id, kind, text, is_harmless)
         values (:share, :kind, :text, :is_harmless)",
    )?;
    for (kind, text, is_harmless) in kinds.chain(findings).chain(harmless).chain(words) {
        insert.execute(named_params! { ":share": share, ":kind": kind, ":text": text, ":is_harmless": is_harmless })?;
    }
    Ok(())
}

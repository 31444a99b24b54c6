//! Texts of exports of which a conversation here is what an import last made: such a text need not be read again.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::known::Known;
use crate::domain::chat::{ChatSource, KnownText};
use crate::domain::id::UserId;
use crate::domain::part::Sha256;
use crate::store::StoreError;

/// The conversation that an import of the text of that digest would find as it is.
pub fn known_text(connection: &Connection, owner: UserId, text: Sha256) -> Result<Option<KnownText>, StoreError> {
    Ok(connection
        .prepare_cached(
            // Of several with one identifier an import takes the first.
            "select id, source_format, source_id, imported_name, source_count
             from live_chats c
             where user_id = :owner and source_text = :text and source_id is not null and imported_name is not null
               and not exists (select 1 from live_chats o
                               where o.user_id = c.user_id and o.source_format = c.source_format
                                 and o.source_id = c.source_id and o.id < c.id)
             order by id",
        )?
        .query_row(named_params! { ":owner": owner, ":text": text }, |row| {
            let count: i64 = row.get(4)?;
            Ok(KnownText {
                chat: row.get(0)?,
                format: row.get(1)?,
                source_id: row.get(2)?,
                name: row.get(3)?,
                messages: usize::try_from(count).unwrap_or(0),
            })
        })
        .optional()?)
}

/// Notes of which text a conversation is that was found as it is; one whose name changed in its source is looked at again.
pub(super) fn note_text(tx: &Transaction<'_>, known: &Known, source: &ChatSource) -> Result<(), StoreError> {
    let is_named_alike = known.imported_name.as_ref().is_none_or(|name| *name == source.name);
    if known.imported_name.is_some() && (known.text == source.text || !is_named_alike) {
        return Ok(());
    }
    let text = source.text.filter(|_| is_named_alike);
    tx.prepare_cached(
        "update chats set imported_name = ifnull(imported_name, :name), source_text = :text where id = :id",
    )?
    .execute(named_params! { ":id": known.id, ":name": source.name, ":text": text })?;
    Ok(())
}

//! The stored conversation that an imported one continues, and which of its facts the import may change.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::met::Met;
use crate::domain::chat::{ChatSource, NewChat, UNKNOWN_MODEL};
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::StoreError;

/// A stored conversation that was imported before.
pub struct Known {
    pub id: ChatId,
    pub name: ShortText,
    pub model: ShortText,
    /// What its source called it; `None` where that was not noted then.
    pub imported_name: Option<ShortText>,
    pub updated_at: Timestamp,
    pub digest: Sha256,
    pub count: usize,
    /// The digest of the text of which it is what was imported.
    pub text: Option<Sha256>,
}

/// Finds what `new` continues: by the name that its source gives it, or by the longest beginning that is the same.
pub fn find(
    connection: &Connection,
    owner: UserId,
    new: &NewChat,
    prefixes: &[Sha256],
    met: &Met,
) -> Result<Option<Known>, StoreError> {
    let Some(ChatSource { format, id, .. }) = &new.source else { return Ok(None) };
    if let Some(id) = id {
        return Ok(connection
            .prepare_cached(
                "select id, name, model, imported_name, updated_at, source_digest, source_count, source_text
                 from live_chats
                 where user_id = :owner and source_format = :format and source_id = :id
                 order by id",
            )?
            .query_row(named_params! { ":owner": owner, ":format": format, ":id": id }, known_row)
            .optional()?);
    }
    let mut query = connection.prepare_cached(
        "select id, name, model, imported_name, updated_at, source_digest, source_count, source_text
         from live_chats
         where user_id = :owner and source_digest = :digest and source_format = :format and source_id is null
           and id > :met
         order by id",
    )?;
    // The longest first. An empty conversation is the beginning of every other, and so of none.
    for digest in prefixes.iter().skip(usize::from(prefixes.len() > 1)).rev() {
        let met = met.last_nameless(digest).map_or(0, |id| id.get());
        let parameters = named_params! { ":owner": owner, ":digest": digest, ":format": format, ":met": met };
        if let Some(found) = query.query_row(parameters, known_row).optional()? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A row of the columns that [`find`] names.
pub fn known_row(row: &Row<'_>) -> rusqlite::Result<Known> {
    let count: i64 = row.get("source_count")?;
    Ok(Known {
        id: row.get("id")?,
        name: row.get("name")?,
        model: row.get("model")?,
        imported_name: row.get("imported_name")?,
        updated_at: row.get("updated_at")?,
        digest: row.get("source_digest")?,
        count: usize::try_from(count).unwrap_or(0),
        text: row.get("source_text")?,
    })
}

impl Known {
    /// The first words by which it is called there, where they are others than here. Who gave it another name here keeps that.
    pub fn new_opening<'a>(&self, new: &'a NewChat) -> Option<&'a ShortText> {
        let source = new.source.as_ref().filter(|source| !source.is_titled && source.name != self.name)?;
        (self.imported_name.as_ref() == Some(&self.name)).then_some(&source.name)
    }

    /// Whether it is not known here which model answered, and now it is.
    pub fn lacks_model(&self, new: &NewChat) -> bool {
        self.model.as_str() == UNKNOWN_MODEL && new.model != self.model
    }
}

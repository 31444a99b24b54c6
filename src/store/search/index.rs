//! Filling the index: what is missing is read and taken apart first, and put into it in a short transaction then.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::text::of_message;
use super::words::terms;
use crate::store::StoreError;

/// One batch holds no more messages, and none after so many bytes: others have their turn in between.
const MOST_ROWS: i64 = 2000;
const MOST_BYTES: usize = 1024 * 1024;

/// How much of the file is in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Messages and names that are in it, roughly.
    pub done: u64,
    /// That there are, roughly.
    pub total: u64,
    /// Whether something in it has been changed or removed since.
    pub has_changes: bool,
}

impl Behind {
    /// How many messages and names are missing, roughly.
    pub const fn missing(&self) -> u64 {
        self.total.saturating_sub(self.done)
    }

    /// Whether nothing is missing.
    pub const fn is_nothing(&self) -> bool {
        self.missing() == 0 && !self.has_changes
    }
}

/// A name or message, taken apart.
struct Entry {
    /// The message's number, or that of the conversation below 0.
    row: i64,
    place: String,
    words: String,
    more: String,
}

/// What goes into the index at once.
pub struct Batch {
    entries: Vec<Entry>,
    from: Marks,
    to: Marks,
}

/// The highest numbers that are in the index.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Marks {
    message: i64,
    chat: i64,
}

impl Marks {
    const fn include(self, row: i64) -> bool {
        if row > 0 { row <= self.message } else { -row <= self.chat }
    }
}

/// How far the index is behind.
pub fn behind(db: &Connection) -> Result<Behind, StoreError> {
    Ok(db
        .prepare_cached(
            "select p.message_id + p.chat_id,
                    ifnull((select max(id) from messages), 0),
                    ifnull((select max(id) from chats), 0),
                    exists (select 1 from search_changes),
                    p.message_id,
                    p.chat_id
             from search_progress p",
        )?
        .query_row([], |row| {
            let (messages, chats): (i64, i64) = (row.get(1)?, row.get(2)?);
            // The last ones may be gone from the file.
            let total = messages.max(row.get(4)?) + chats.max(row.get(5)?);
            let number = |value: i64| u64::try_from(value).unwrap_or(0);
            Ok(Behind { done: number(row.get(0)?), total: number(total), has_changes: row.get(3)? })
        })?)
}

/// The next ones that are missing, taken apart; `None` when none is.
pub fn next(db: &Connection) -> Result<Option<Batch>, StoreError> {
    let from = marks(db)?;
    let (mut entries, mut to, mut bytes) = (Vec::new(), from, 0);
    let mut names =
        db.prepare_cached("select id, user_id, name, is_frozen from chats where id > :mark order by id limit :most")?;
    let mut rows = names.query(named_params! { ":mark": from.chat, ":most": MOST_ROWS })?;
    while let Some(row) = rows.next()? {
        to.chat = row.get(0)?;
        entries.push(name_entry(row)?);
    }
    let mut messages = db.prepare_cached(
        "select m.id, c.user_id, m.chat_id, c.is_frozen, m.role, m.content, m.parts
         from messages m
         join chats c on c.id = m.chat_id
         where m.id > :mark
         order by m.id
         limit :most",
    )?;
    let mut rows = messages.query(named_params! { ":mark": from.message, ":most": MOST_ROWS })?;
    while let Some(row) = rows.next()? {
        to.message = row.get(0)?;
        let entry = message_entry(row)?;
        bytes += entry.words.len() + entry.more.len();
        entries.push(entry);
        if bytes > MOST_BYTES {
            break;
        }
    }
    Ok((from != to).then_some(Batch { entries, from, to }))
}

/// Puts a batch into the index, unless somebody else has done that meanwhile; and what has changed or is gone.
pub fn put(tx: &Transaction<'_>, batch: Option<&Batch>) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "insert into search_index (rowid, place, words, more)
         select :row, :place, :words, :more
         where case when :row > 0
                    then exists (select 1 from messages where id = :row)
                    else exists (select 1 from chats where id = -:row) end",
    )?;
    let mut insert = |Entry { row, place, words, more }: &Entry| {
        insert.execute(named_params! { ":row": row, ":place": place, ":words": words, ":more": more })
    };
    if let Some(batch) = batch.filter(|batch| marks(tx).is_ok_and(|marks| marks == batch.from)) {
        for entry in &batch.entries {
            insert(entry)?;
        }
        tx.prepare_cached("update search_progress set message_id = :message, chat_id = :chat")?
            .execute(named_params! { ":message": batch.to.message, ":chat": batch.to.chat })?;
    }
    let reached = marks(tx)?;
    let changes: Vec<i64> = tx
        .prepare_cached("select row from search_changes order by row limit :most")?
        .query_map(named_params! { ":most": MOST_ROWS }, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for row in changes {
        tx.prepare_cached("delete from search_changes where row = :row")?.execute(named_params! { ":row": row })?;
        tx.prepare_cached("delete from search_index where rowid = :row")?.execute(named_params! { ":row": row })?;
        // What has not been reached yet comes with its batch; put in now as well, it would be found twice.
        let entry = if reached.include(row) { entry(tx, row)? } else { None };
        if let Some(entry) = entry {
            insert(&entry)?;
        }
    }
    Ok(())
}

fn marks(db: &Connection) -> Result<Marks, StoreError> {
    Ok(db
        .prepare_cached("select message_id, chat_id from search_progress")?
        .query_row([], |row| Ok(Marks { message: row.get(0)?, chat: row.get(1)? }))?)
}

/// One that has changed; `None` for what is gone.
fn entry(db: &Connection, row: i64) -> Result<Option<Entry>, StoreError> {
    if row < 0 {
        let sql = "select id, user_id, name, is_frozen from chats where id = -:row";
        return Ok(db.prepare_cached(sql)?.query_row(named_params! { ":row": row }, name_entry).optional()?);
    }
    let sql = "select m.id, c.user_id, m.chat_id, c.is_frozen, m.role, m.content, m.parts
               from messages m
               join chats c on c.id = m.chat_id
               where m.id = :row";
    Ok(db.prepare_cached(sql)?.query_row(named_params! { ":row": row }, message_entry).optional()?)
}

fn name_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    let (chat, user): (i64, i64) = (row.get(0)?, row.get(1)?);
    let name = row.get_ref(2)?.as_str()?;
    Ok(Entry { row: -chat, place: place(user, chat, row.get(3)?), words: terms(name), more: String::new() })
}

fn message_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    let (user, chat): (i64, i64) = (row.get(1)?, row.get(2)?);
    let text = of_message(row.get_ref(4)?.as_str()?, row.get_ref(5)?.as_str()?, row.get_ref(6)?.as_str_or_null()?);
    let (words, more) = (terms(&text.words), terms(&text.more));
    Ok(Entry { row: row.get(0)?, place: place(user, chat, row.get(3)?), words, more })
}

/// Whose it is, and of which conversation. A link's own copy is nobody's.
fn place(user: i64, chat: i64, is_frozen: bool) -> String {
    if is_frozen { format!("c{chat}") } else { format!("u{user} c{chat}") }
}

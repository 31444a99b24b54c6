//! Tables `attachments`, `attachment_chunks` and `chat_attachments`: files, stored once per content. Callers have
//! checked who owns the chat, in the same transaction.

use std::collections::HashSet;
use std::io::Read;

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use sha2::{Digest, Sha256 as Hasher};

use super::StoreError;
use crate::domain::attachment::{NewAttachment, StoredAttachment};
use crate::domain::id::ChatId;
use crate::domain::part::Sha256;
use crate::domain::timestamp::Timestamp;

/// Bytes in a piece, apart from the last one of a file. Divisible by 3, so that the base64 of the
/// pieces is that of the whole.
pub const CHUNK: u64 = 255 * 1024;

/// Makes these the files of a chat, and no others.
pub fn set(tx: &Transaction<'_>, chat: ChatId, files: &[NewAttachment], now: Timestamp) -> Result<(), StoreError> {
    add(tx, chat, files, now)?;
    let wanted: HashSet<Sha256> = files.iter().map(|file| file.sha256).collect();
    let mut unlink = tx.prepare_cached(
        "delete from chat_attachments
         where chat_id = :chat and attachment_id = (select id from attachments where sha256 = :sha256)",
    )?;
    for (sha256, _) in of_chat(tx, chat)?.into_iter().filter(|(sha256, _)| !wanted.contains(sha256)) {
        unlink.execute(named_params! { ":chat": chat, ":sha256": sha256 })?;
    }
    Ok(())
}

/// Adds these to the files of a chat.
pub fn add(tx: &Transaction<'_>, chat: ChatId, files: &[NewAttachment], now: Timestamp) -> Result<(), StoreError> {
    let mut link = tx.prepare_cached(
        "insert into chat_attachments (chat_id, attachment_id) values (:chat, :id) on conflict do nothing",
    )?;
    for file in files {
        let id = keep(tx, file, now)?;
        link.execute(named_params! { ":chat": chat, ":id": id })?;
    }
    Ok(())
}

/// Keeps a file's bytes, if they are not there yet. An error when they are others than their digest says.
fn keep(tx: &Transaction<'_>, file: &NewAttachment, now: Timestamp) -> Result<i64, StoreError> {
    let present = tx
        .prepare_cached("select id from attachments where sha256 = :sha256")?
        .query_row(named_params! { ":sha256": file.sha256 }, |row| row.get(0))
        .optional()?;
    if let Some(id) = present {
        return Ok(id);
    }
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    let id = tx
        .prepare_cached(
            "insert into attachments (sha256, media_type, size, created_at)
             values (:sha256, :media_type, :size, :now)",
        )?
        .insert(named_params! {
            ":sha256": file.sha256,
            ":media_type": file.media_type,
            ":size": size,
            ":now": now,
        })?;
    let unreadable = |error: std::io::Error| StoreError::Internal(error.into());
    let mut reader = file.content.open().map_err(unreadable)?;
    let mut insert = tx
        .prepare_cached("insert into attachment_chunks (attachment_id, number, bytes) values (:id, :number, :bytes)")?;
    let mut chunk = Vec::new();
    let mut hasher = Hasher::new();
    for number in 0.. {
        chunk.clear();
        reader.by_ref().take(CHUNK).read_to_end(&mut chunk).map_err(unreadable)?;
        if chunk.is_empty() {
            break;
        }
        hasher.update(&chunk);
        insert.execute(named_params! { ":id": id, ":number": number, ":bytes": chunk })?;
    }
    if Sha256::new(hasher.finalize().into()) != file.sha256 {
        return Err(StoreError::Internal("a file changed while it was imported; import it again".into()));
    }
    Ok(id)
}

/// A file of a chat; `None` when the chat has none with that digest.
pub fn find(connection: &Connection, chat: ChatId, sha256: Sha256) -> Result<Option<StoredAttachment>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select a.media_type, a.size
             from attachments a
             join chat_attachments c on c.attachment_id = a.id
             where c.chat_id = :chat and a.sha256 = :sha256",
        )?
        .query_row(named_params! { ":chat": chat, ":sha256": sha256 }, |row| {
            let size: i64 = row.get("size")?;
            Ok(StoredAttachment { media_type: row.get("media_type")?, size: size.unsigned_abs() })
        })
        .optional()?)
}

/// What is kept under a digest, whichever chats have it.
pub fn by_digest(connection: &Connection, sha256: Sha256) -> Result<Option<StoredAttachment>, StoreError> {
    Ok(connection
        .prepare_cached("select media_type, size from attachments where sha256 = :sha256")?
        .query_row(named_params! { ":sha256": sha256 }, |row| {
            let size: i64 = row.get("size")?;
            Ok(StoredAttachment { media_type: row.get("media_type")?, size: size.unsigned_abs() })
        })
        .optional()?)
}

/// All bytes of a file that is known to be small enough for memory.
pub fn bytes(connection: &Connection, sha256: Sha256) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    for number in 0.. {
        match chunk(connection, sha256, number)? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => break,
        }
    }
    Ok(bytes)
}

/// A piece of a file, the first one 0; `None` behind the last one, or when the file is gone.
pub fn chunk(connection: &Connection, sha256: Sha256, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    Ok(connection
        .prepare_cached(
            "select c.bytes
             from attachment_chunks c
             join attachments a on a.id = c.attachment_id
             where a.sha256 = :sha256 and c.number = :number",
        )?
        .query_row(named_params! { ":sha256": sha256, ":number": number }, |row| row.get(0))
        .optional()?)
}

/// All files of a chat, by their digests.
pub fn of_chat(connection: &Connection, chat: ChatId) -> Result<Vec<(Sha256, StoredAttachment)>, StoreError> {
    let mut query = connection.prepare_cached(
        "select a.sha256, a.media_type, a.size
         from attachments a
         join chat_attachments c on c.attachment_id = a.id
         where c.chat_id = :chat
         order by a.id",
    )?;
    let files = query
        .query_map(named_params! { ":chat": chat }, |row| {
            let size: i64 = row.get("size")?;
            Ok((row.get("sha256")?, StoredAttachment { media_type: row.get("media_type")?, size: size.unsigned_abs() }))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(files)
}

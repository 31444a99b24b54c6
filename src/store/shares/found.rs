//! A share, as its readers find it.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::{StoreError, lock};
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::share::{Lock, ShareUuid};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::sessions::{Session, TokenDigest};

/// Who asks for a share: what they carry, and when.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The digest of their session's token.
    pub session: Option<&'a TokenDigest>,
    /// Who they are, where that is known otherwise.
    pub user: Option<UserId>,
    /// The digest of what they got when they opened it.
    pub visit: Option<&'a TokenDigest>,
    /// The time.
    pub now: Timestamp,
}

/// While it is the same, what readers get was only added to, but for its last [`UNSETTLED`] messages: these may have changed.
///
/// [`UNSETTLED`]: crate::domain::message::UNSETTLED
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    chat: ChatId,
    /// Of what the share opens.
    rewritten: i64,
    /// Of the share's rules.
    rules: i64,
}

/// A share as one particular reader meets it, and the state of what it opens.
#[derive(Clone)]
pub struct FoundShare {
    /// The share's id.
    pub id: ShareId,
    /// The UUID in its link.
    pub uuid: ShareUuid,
    /// The chat that it opens: the one whose link it is, or the copy that it keeps.
    pub opens: ChatId,
    /// Changes whenever what it opens does.
    pub revision: i64,
    /// Changes whenever more happens to it than that it grows.
    pub history: History,
    /// When, and with which password, it works.
    pub lock: Lock,
    /// Whether readers must be on its list.
    pub has_whitelist: bool,
    /// How often it may still be opened; `None` without a limit.
    pub views_left: Option<u32>,
    /// The name that its owner chose to be told.
    pub owner_name: Option<ShortText>,
    /// Whether it is noted who opens it.
    pub records_visitors: bool,
    /// Whether readers are offered to continue it in an agent.
    pub may_be_continued: bool,
    /// The reader's session.
    pub session: Option<Session>,
    /// Who reads, by that or otherwise.
    pub reader: Option<UserId>,
    /// Whether this reader is on the list.
    pub reader_is_listed: bool,
    /// Whether it is the reader's own.
    pub reader_is_owner: bool,
    /// Whether this reader has opened it within the last hour.
    pub reader_has_opened: bool,
}

/// The share of that name, as whoever asks meets it.
pub fn find(connection: &Connection, uuid: ShareUuid, asking: Asking<'_>) -> Result<Option<FoundShare>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select s.id,
                    s.is_shared and o.disabled_at is null,
                    s.is_protected,
                    s.hashed_password,
                    s.expires_at,
                    s.has_whitelist,
                    opened.id,
                    opened.revision,
                    s.revision,
                    s.views_left,
                    s.records_visitors,
                    x.id,
                    x.user_id,
                    x.created_at,
                    x.expires_at,
                    exists (select 1 from whitelist_entries w
                            where w.share_id = s.id and w.user_id = ifnull(:user, x.user_id)),
                    ifnull(ifnull(:user, x.user_id) = c.user_id, 0),
                    exists (select 1 from share_visits v
                            where v.token_digest = :visit and v.share_id = s.id and v.expires_at > :now),
                    o.display_name,
                    s.may_be_continued,
                    opened.rewritten
             from shares s
             join live_chats c on c.id = s.chat_id
             join users o on o.id = c.user_id
             join chats opened on opened.id = ifnull(s.frozen_chat_id, s.chat_id)
             left join sessions x on x.token_digest = :session and x.expires_at > :now
             where s.uuid = :uuid",
        )?
        .query_row(
            named_params! {
                ":uuid": uuid,
                ":session": asking.session,
                ":user": asking.user,
                ":visit": asking.visit,
                ":now": asking.now,
            },
            |row| {
                let session = match row.get(11)? {
                    Some(id) => {
                        let (user_id, created_at, expires_at) = (row.get(12)?, row.get(13)?, row.get(14)?);
                        Some(Session { id, user_id, created_at, expires_at })
                    }
                    None => None,
                };
                let (conversation, rules): (i64, i64) = (row.get(7)?, row.get(8)?);
                let opens = row.get(6)?;
                // By position: a search by name compares C strings, for each field of each request.
                Ok(FoundShare {
                    uuid,
                    id: row.get(0)?,
                    lock: lock(row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)?,
                    has_whitelist: row.get(5)?,
                    opens,
                    revision: conversation ^ rules,
                    history: History { chat: opens, rewritten: row.get(20)?, rules },
                    views_left: row.get(9)?,
                    records_visitors: row.get(10)?,
                    reader: asking.user.or_else(|| session.map(|session| session.user_id)),
                    session,
                    reader_is_listed: row.get(15)?,
                    reader_is_owner: row.get(16)?,
                    reader_has_opened: row.get(17)?,
                    owner_name: row.get(18)?,
                    may_be_continued: row.get(19)?,
                })
            },
        )
        .optional()?)
}

//! What is found in the index, the latest first.

use rusqlite::{Connection, Row, named_params};

use super::Wanted;
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::store::StoreError;

/// So many hits, the latest ones, are looked at: a word that is everywhere has hundreds of thousands. FTS5's own rank
/// (`bm25`) would count all of them, and take a second for a million messages.
const MOST_LOOKED_AT: u32 = 2000;

/// Of so many messages of one conversation the latest are chosen.
const MOST_IN_ONE: u32 = 3;

/// Where to look.
pub enum Scope<'a> {
    /// In somebody's own conversations.
    Own(UserId),
    /// In these, or links' copies of conversations.
    Within(&'a [ChatId]),
}

/// A name or a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The conversation.
    pub chat: ChatId,
    /// The message; `None` for the name.
    pub message: Option<MessageId>,
}

/// At most `most` names and then at most `most` messages with these words, each the latest first. In a place that is
/// somebody's own only what has not been deleted is found.
pub fn hits(
    db: &Connection,
    wanted: &Wanted,
    scope: &Scope<'_>,
    has_more: bool,
    most: u32,
) -> Result<Vec<Hit>, StoreError> {
    let place = match scope {
        Scope::Own(user) => format!("(place : u{})", user.get()),
        Scope::Within([]) => return Ok(Vec::new()),
        Scope::Within(chats) => {
            let chats: Vec<String> = chats.iter().map(|chat| format!("c{}", chat.get())).collect();
            format!("(place : ({}))", chats.join(" OR "))
        }
    };
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let expression = format!("{place} AND {}", wanted.expression(if has_more { "words more" } else { "words" }));
    let live = if matches!(scope, Scope::Own(_)) { "and c.deleted_at is null and c.is_frozen = 0" } else { "" };
    let latest = |rows: &str, order: &str| {
        format!(
            "with found as materialized (
                 select rowid as row
                 from search_index
                 where search_index match :expression and {rows}
                 order by rowid {order}
                 limit {MOST_LOOKED_AT}
             )"
        )
    };
    let names = format!(
        "{} select c.id, null from found join chats c on c.id = -found.row {live} order by c.id desc limit :most",
        latest("rowid < 0", "asc")
    );
    // So many of one conversation that others have their place beside them.
    let messages = format!(
        "{} select chat_id, id
            from (select m.chat_id,
                         m.id,
                         row_number() over (partition by m.chat_id order by m.id desc) as place
                  from found
                  join messages m on m.id = found.row
                  join chats c on c.id = m.chat_id {live})
            where place <= {MOST_IN_ONE}
            order by id desc
            limit :most",
        latest("rowid > 0", "desc")
    );
    let mut hits = Vec::new();
    for sql in [names, messages] {
        let mut query = db.prepare_cached(&sql)?;
        let found = query.query_map(named_params! { ":expression": expression, ":most": most }, hit)?;
        hits.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(hits)
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit { chat: row.get(0)?, message: row.get(1)? })
}

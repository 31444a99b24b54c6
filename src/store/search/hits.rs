//! What is found in the index, the latest first.

use std::collections::HashMap;

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

/// At most `most` names and then at most `most` messages with these words, each the latest first; where they fill no page,
/// also with longer words that begin with them. In a place that is
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
    let columns = if has_more { "words more" } else { "words" };
    let expression = |may_go_on| format!("{place} AND {}", wanted.expression(columns, may_go_on));
    let live = if matches!(scope, Scope::Own(_)) { "and c.deleted_at is null and c.is_frozen = 0" } else { "" };
    let latest = |rows: &str, order: &str| {
        format!(
            "(select rowid as row
              from search_index
              where search_index match :expression and {rows}
              order by rowid {order}
              limit {MOST_LOOKED_AT}) found"
        )
    };
    let names =
        format!("select c.id, null from {} cross join chats c on c.id = -found.row {live}", latest("rowid < 0", "asc"));
    let messages = format!(
        "select m.chat_id, m.id
         from {}
         cross join messages m on m.id = found.row
         cross join chats c on c.id = m.chat_id {live}",
        latest("rowid > 0", "desc")
    );
    let look = |may_go_on| {
        let [names, messages] = [&names, &messages].map(|sql| hits_of(db, sql, &expression(may_go_on), most));
        Ok([names?, messages?].concat())
    };
    let hits = look(false)?;
    // Where words may go on, FTS5 first gathers all that begin with them: of a frequent word every message. So what has
    // just these words is enough where it fills a page.
    if wanted.is_open() && hits.len() < most as usize { look(true) } else { Ok(hits) }
}

/// Takes the hits as the index gives them, one by one: a page of them is full long before all have been looked at.
fn hits_of(db: &Connection, sql: &str, expression: &str, most: u32) -> Result<Vec<Hit>, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query(named_params! { ":expression": expression })?;
    let (mut hits, mut of_chats) = (Vec::new(), HashMap::new());
    while let Some(row) = rows.next()?.filter(|_| hits.len() < most as usize) {
        let hit = hit(row)?;
        let of_chat = of_chats.entry(hit.chat).or_insert(0);
        *of_chat += 1;
        // So few of one conversation that others have their place beside them.
        if *of_chat <= MOST_IN_ONE {
            hits.push(hit);
        }
    }
    Ok(hits)
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit { chat: row.get(0)?, message: row.get(1)? })
}

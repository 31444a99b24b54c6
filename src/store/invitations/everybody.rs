//! Everybody's invitations, for whoever runs the server.

use rusqlite::{Connection, Transaction, named_params};
use serde::Serialize;

use crate::domain::email::Email;
use crate::domain::id::InvitationId;
use crate::domain::timestamp::Timestamp;
use crate::store::StoreError;

/// An invitation, as who runs the server sees it.
#[derive(Serialize)]
pub struct OpenInvitation {
    /// The invitation's id.
    pub id: InvitationId,
    /// Whose account it makes.
    pub email: Email,
    /// Who invites.
    pub invited_by: Email,
    /// When the present link was made.
    pub created_at: Timestamp,
    /// From when on the link does not work any more.
    pub expires_at: Timestamp,
    /// How many conversations wait for them.
    pub conversations: u32,
}

/// Everybody's invitations whose links work, or for which conversations wait. By address.
pub fn all(db: &Connection, now: Timestamp) -> Result<Vec<OpenInvitation>, StoreError> {
    let mut query = db.prepare_cached(
        "select l.id, l.email, u.primary_email, l.created_at, l.expires_at,
                (select count(*) from account_link_shares a where a.link_id = l.id) as conversations
         from account_links l
         join users u on u.id = l.invited_by
         where l.expires_at > :now or exists (select 1 from account_link_shares a where a.link_id = l.id)
         order by l.email_key, l.id",
    )?;
    let invitations = query
        .query_map(named_params! { ":now": now }, |row| {
            Ok(OpenInvitation {
                id: row.get("id")?,
                email: row.get("email")?,
                invited_by: row.get("primary_email")?,
                created_at: row.get("created_at")?,
                expires_at: row.get("expires_at")?,
                conversations: row.get("conversations")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(invitations)
}

/// Takes an invitation back, whoever made it; false when there is none of that number.
pub fn delete(tx: &Transaction<'_>, id: InvitationId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from account_links where id = :id and invited_by is not null")?
        .execute(named_params! { ":id": id })?;
    Ok(deleted == 1)
}

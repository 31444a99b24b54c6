//! Tables `account_links` and `account_link_shares`: links that create an account, once. Only digests of their secrets
//! are stored. A used link is deleted, and so is an expired one, unless conversations are waiting for the invited
//! person, who then stays invited and can get another link.

pub mod everybody;
pub mod set_up;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::email::Email;
use crate::domain::id::{InvitationId, ShareId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::secret::Digest;
use crate::domain::timestamp::Timestamp;

/// An invitation, as the one who is invited sees it.
pub struct Invited {
    /// Whose account it makes.
    pub email: Email,
    /// Who invites.
    pub invited_by: Email,
    /// From when on the link does not work any more.
    pub expires_at: Timestamp,
    /// How many conversations wait for them.
    pub conversations: u32,
}

/// Inserts an invitation, or renews the one that the same inviter made for the address before: with
/// another link, and with the shares that it names already.
pub fn insert(
    tx: &Transaction<'_>,
    inviter: UserId,
    email: &Email,
    digest: &Digest,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<InvitationId, StoreError> {
    Ok(tx
        .prepare_cached(
            "insert into account_links (token_digest, invited_by, email, email_key, created_at, expires_at)
             values (:digest, :inviter, :email, :key, :now, :expires_at)
             on conflict (invited_by, email_key) do update
             set token_digest = excluded.token_digest,
                 email = excluded.email,
                 created_at = excluded.created_at,
                 expires_at = excluded.expires_at
             returning id",
        )?
        .query_row(
            named_params! {
                ":digest": digest,
                ":inviter": inviter,
                ":email": email,
                ":key": email.key(),
                ":now": now,
                ":expires_at": expires_at,
            },
            |row| row.get(0),
        )?)
}

/// Names a share in an invitation; false when it is none of the inviter's.
pub fn add_share(
    tx: &Transaction<'_>,
    invitation: InvitationId,
    inviter: UserId,
    share: ShareId,
) -> Result<bool, StoreError> {
    let added = tx
        .prepare_cached(
            "insert into account_link_shares (link_id, share_id)
             select :invitation, s.id
             from shares s
             join live_chats c on c.id = s.chat_id
             where s.id = :share and c.user_id = :inviter
             on conflict (link_id, share_id) do update set share_id = excluded.share_id",
        )?
        .execute(named_params! { ":invitation": invitation, ":share": share, ":inviter": inviter })?;
    Ok(added == 1)
}

/// The invitation that somebody made for an address, if its link works.
pub fn of_address(
    db: &Connection,
    inviter: UserId,
    email: &Email,
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    let found = db
        .prepare_cached(
            "select id, email, created_at, expires_at
             from account_links
             where invited_by = :inviter and email_key = :key and expires_at > :now",
        )?
        .query_row(named_params! { ":inviter": inviter, ":key": email.key(), ":now": now }, invitation)
        .optional()?;
    found.map(|found| with_shares(db, found)).transpose()
}

/// Takes a share out of an invitation, and the invitation back that names no other.
pub fn remove_share(tx: &Transaction<'_>, id: InvitationId, share: ShareId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from account_link_shares where link_id = :id and share_id = :share")?
        .execute(named_params! { ":id": id, ":share": share })?;
    tx.prepare_cached(
        "delete from account_links
         where id = :id and not exists (select 1 from account_link_shares where link_id = :id)",
    )?
    .execute(named_params! { ":id": id })?;
    Ok(())
}

/// Takes a share out of all invitations, which hold without it.
pub fn remove_share_from_all(tx: &Transaction<'_>, share: ShareId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from account_link_shares where share_id = :share")?
        .execute(named_params! { ":share": share })?;
    Ok(())
}

/// The invitations that somebody made and that still hold, or for which conversations wait, the newest first.
pub fn of_inviter(db: &Connection, inviter: UserId, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
    let mut query = db.prepare_cached(
        "select id, email, created_at, expires_at
         from account_links
         where invited_by = :inviter
           and (expires_at > :now or exists (select 1 from account_link_shares a where a.link_id = account_links.id))
         order by created_at desc, id desc",
    )?;
    let invitations = query.query_map(named_params! { ":inviter": inviter, ":now": now }, invitation)?;
    invitations.map(|invitation| with_shares(db, invitation?)).collect()
}

/// Those that name a share, by address.
pub fn of_share(db: &Connection, share: ShareId) -> Result<Vec<Invitation>, StoreError> {
    let mut query = db.prepare_cached(
        "select l.id, l.email, l.created_at, l.expires_at
         from account_links l
         join account_link_shares a on a.link_id = l.id
         where a.share_id = :share
         order by l.email_key, l.id",
    )?;
    let invitations = query.query_map(named_params! { ":share": share }, invitation)?;
    invitations.map(|invitation| with_shares(db, invitation?)).collect()
}

/// The invitation of that secret.
pub fn find_invited(db: &Connection, digest: &Digest, now: Timestamp) -> Result<Option<Invited>, StoreError> {
    Ok(db
        .prepare_cached(
            "select l.email,
                    u.primary_email,
                    l.expires_at,
                    (select count(*)
                     from account_link_shares a
                     join shares s on s.id = a.share_id
                     join live_chats c on c.id = s.chat_id
                     where a.link_id = l.id)
             from account_links l
             join users u on u.id = l.invited_by
             where l.token_digest = :digest and l.expires_at > :now",
        )?
        .query_row(named_params! { ":digest": digest, ":now": now }, |row| {
            Ok(Invited {
                email: row.get(0)?,
                invited_by: row.get(1)?,
                expires_at: row.get(2)?,
                conversations: row.get(3)?,
            })
        })
        .optional()?)
}

/// Uses the invitation of that secret up: the address that it is for, and the shares that it names.
/// `None` when there is none.
pub fn take_invitation(
    tx: &Transaction<'_>,
    digest: &Digest,
    now: Timestamp,
) -> Result<Option<(Email, Vec<ShareId>)>, StoreError> {
    let found: Option<(InvitationId, Email)> = tx
        .prepare_cached(
            "select id, email
             from account_links
             where token_digest = :digest and invited_by is not null and expires_at > :now",
        )?
        .query_row(named_params! { ":digest": digest, ":now": now }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, email)) = found else { return Ok(None) };
    let shares = shares_of(tx, id)?;
    tx.prepare_cached("delete from account_links where id = :id")?.execute(named_params! { ":id": id })?;
    Ok(Some((email, shares)))
}

/// Takes an invitation of somebody's back; false when there is no such invitation.
pub fn delete(tx: &Transaction<'_>, inviter: UserId, id: InvitationId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from account_links where id = :id and invited_by = :inviter")?
        .execute(named_params! { ":id": id, ":inviter": inviter })?;
    Ok(deleted == 1)
}

/// Takes the invitations of an address back, whoever made them; how many.
pub fn delete_all_for(tx: &Transaction<'_>, email: &Email) -> Result<usize, StoreError> {
    Ok(tx
        .prepare_cached("delete from account_links where email_key = :key")?
        .execute(named_params! { ":key": email.key() })?)
}

/// Forgets the links that have expired and for which nothing waits.
pub fn delete_expired(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached(
        "delete from account_links
         where expires_at <= :now
           and not exists (select 1 from account_link_shares a where a.link_id = account_links.id)",
    )?
    .execute(named_params! { ":now": now })?;
    Ok(())
}

/// Whether anybody's invitation of an address holds.
pub fn exist_for(db: &Connection, email: &Email, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "select 1
               from account_links l
               where l.email_key = :key
                 and (l.expires_at > :now or exists (select 1 from account_link_shares a where a.link_id = l.id))";
    Ok(db.prepare_cached(sql)?.exists(named_params! { ":key": email.key(), ":now": now })?)
}

/// Uses all invitations of an address up, whoever made them: the shares that they name.
pub fn take_all_for(tx: &Transaction<'_>, email: &Email) -> Result<Vec<ShareId>, StoreError> {
    let mut query = tx.prepare_cached(
        "select a.share_id
         from account_links l
         join account_link_shares a on a.link_id = l.id
         where l.email_key = :key",
    )?;
    let shares = query.query_map(named_params! { ":key": email.key() }, |row| row.get(0))?;
    let shares = shares.collect::<rusqlite::Result<_>>()?;
    delete_all_for(tx, email)?;
    Ok(shares)
}

fn invitation(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: row.get("id")?,
        email: row.get("email")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        share_ids: Vec::new(),
    })
}

fn with_shares(db: &Connection, invitation: Invitation) -> Result<Invitation, StoreError> {
    Ok(Invitation { share_ids: shares_of(db, invitation.id)?, ..invitation })
}

/// The shares that an invitation names.
pub fn shares_of(db: &Connection, id: InvitationId) -> Result<Vec<ShareId>, StoreError> {
    let mut query =
        db.prepare_cached("select share_id from account_link_shares where link_id = :id order by share_id")?;
    let shares = query.query_map(named_params! { ":id": id }, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(shares)
}

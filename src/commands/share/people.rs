//! Named people: those who have an account, and those who are invited to one.

use crate::app::accounts;
use crate::app::invitations::{self, InviteError};
use crate::cli::Share;
use crate::commands::Failure;
use crate::commands::terminal::remark;
use crate::commands::when::local;
use crate::domain::email::Email;
use crate::domain::id::{ShareId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::Secret;
use crate::domain::timestamp::Timestamp;
use crate::store::{Store, Transaction};

/// Those who cannot sign in yet. Without `--invite` one of them is a failure, before anything is stored.
pub fn strangers(store: &Store, arguments: &Share) -> Result<Vec<Email>, Failure> {
    let mut strangers: Vec<Email> = Vec::new();
    for email in &arguments.people {
        if accounts::find(store, email)?.is_some() {
            continue;
        }
        if !arguments.invite {
            return Err(Failure::new(format!(
                "there is no account {0}; make it with: neptun-share user add {0}, or give them a link with which they \
                 make it: --invite",
                email.as_str()
            )));
        }
        if strangers.iter().all(|other| other.key() != email.key()) {
            strangers.push(email.clone());
        }
    }
    Ok(strangers)
}

/// Invites them to the list of a share.
pub fn invite(
    tx: &Transaction<'_>,
    owner: UserId,
    strangers: &[Email],
    share: ShareId,
    now: Timestamp,
) -> Result<Vec<(Invitation, Secret)>, Failure> {
    let invite = |email: &Email| {
        invitations::invite_in(tx, owner, email, &[share], now).map_err(|error| match error {
            InviteError::Failed(unavailable) => unavailable.into(),
            InviteError::HasAccount | InviteError::NoSuchShare => {
                Failure::new(format!("{} has got an account meanwhile; nothing was shared, try again", email.as_str()))
            }
        })
    };
    strangers.iter().map(invite).collect()
}

/// Says which link is for whom, beside the result.
pub fn tell(invited: &[(Invitation, Secret)], base: &PublicUrl) {
    for (invitation, secret) in invited {
        remark(format_args!(
            "{} has no account yet, and makes one with this link, once, until {}:\n{}",
            invitation.email.as_str(),
            local(invitation.expires_at),
            base.invitation(secret)
        ));
    }
}

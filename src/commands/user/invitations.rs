//! Invitations: links with which people create their own accounts.

use std::path::Path;

use crate::app;
use crate::app::administration;
use crate::app::invitations::{self, InviteError};
use crate::app::link::Link;
use crate::cli::{Invite, Owner};
use crate::commands::columns::{Cell, print_rows};
use crate::commands::terminal::{counted, eprint_line, print_line};
use crate::commands::when::local;
use crate::commands::{Failure, ONLY_HERE, link, owner};
use crate::domain::email::Email;
use crate::domain::id::{ShareId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file::{self, RunningServer};
use crate::store::Store;
use crate::store::invitations::everybody::OpenInvitation;

/// Creates an invitation. Only its link goes to standard output.
pub fn invite(store: &Store, database: &Path, arguments: &Invite) -> Result<(), Failure> {
    let email = &arguments.email;
    let inviter = owner::find(store, &Owner { user: arguments.user.clone() })?.ok_or_else(|| {
        Failure::new("there is no account to invite from; create one with: neptun-share user add EMAIL")
    })?;
    let shares = shares_of(store, inviter, arguments)?;
    let running = lock_file::find(database);
    let base = link::base(arguments.public_url.as_ref(), running.as_ref().map(|running| &running.public_url))?;

    let invited = invitations::invite(store, inviter, email, &shares, Timestamp::now());
    let (invitation, secret) = invited.map_err(|error| match error {
        InviteError::HasAccount => Failure::new(format!(
            "{0} already has an account; share with them by name: neptun-share share NUMBER --for {0}",
            email.as_str()
        )),
        InviteError::NoSuchShare => Failure::new("a link was removed in the meantime; nobody was invited"),
        InviteError::Failed(unavailable) => unavailable.into(),
    })?;
    print_line(base.invitation(&secret))?;
    eprint_line(format_args!(
        "{} can create an account with this link, once, until {}.",
        invitation.email.as_str(),
        local(invitation.expires_at)
    ));
    if arguments.public_url.is_none() && running.as_ref().is_none_or(RunningServer::is_local) {
        eprint_line(ONLY_HERE);
    }
    Ok(())
}

/// The shares whose lists the invited person is added to.
fn shares_of(store: &Store, inviter: UserId, arguments: &Invite) -> Result<Vec<ShareId>, Failure> {
    let mut ids = Vec::new();
    for name in &arguments.chats {
        let chat = link::chat(store, Some(inviter), name)?;
        let link = app::link::of_chat(store, inviter, chat)?;
        let number = chat.get();
        let Some(Link { share, .. }) = link else {
            return Err(Failure::new(format!(
                "conversation {number} is not shared, so nobody was invited; share it with: neptun-share share \
                 {number} --for {}",
                arguments.email.as_str()
            )));
        };
        if !share.has_whitelist {
            eprint_line(format_args!(
                "Conversation {number} is not limited to named people: anyone with its link can read it."
            ));
        }
        ids.push(share.id);
    }
    Ok(ids)
}

/// Lists the pending invitations.
pub fn list(store: &Store) -> Result<(), Failure> {
    let invitations = administration::invitations(store, Timestamp::now())?;
    let row = |invitation: OpenInvitation| {
        let text = |email: &Email| Cell::text(email.as_str());
        [text(&invitation.email), text(&invitation.invited_by), Cell::Time(Some(invitation.expires_at))]
    };
    let rows: Vec<_> = invitations.into_iter().map(row).collect();
    print_rows(["address", "invited by", "expires"], &rows, "There are no pending invitations.")
}

/// Revokes the invitations of an address.
pub fn take_back(store: &Store, email: &Email) -> Result<(), Failure> {
    match invitations::take_back_all(store, email)? {
        0 => Err(Failure::new(format!(
            "{} has no pending invitation; see all with: neptun-share user invitations",
            email.as_str()
        ))),
        count => print_line(format_args!("revoked {} of {}", counted(count, "invitation"), email.as_str())),
    }
}

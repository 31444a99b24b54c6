//! Which signed-in people may read.

use std::slice;

use super::{each, print_json};
use crate::app::link::{self, Link};
use crate::app::people::{self, InvitedReader};
use crate::cli::People;
use crate::commands::share::eprint_invitations;
use crate::commands::terminal::{eprint_line, print_line};
use crate::commands::{Failure, link as links};
use crate::domain::email::Email;
use crate::domain::invitation::Invitation;
use crate::domain::public_url::PublicUrl;
use crate::domain::timestamp::Timestamp;
use crate::store::{Store, invitations, whitelist_entries};

/// A link after its list was changed.
struct ListedPeople {
    link: Link,
    /// Those who were added and have no account.
    new: Vec<InvitedReader>,
    /// All who have none.
    invited: Vec<Invitation>,
}

/// Changes the list as the flags say, and prints who is on it. `running` is the address of the server that runs.
pub fn run(store: &Store, running: Option<&PublicUrl>, arguments: &People) -> Result<(), Failure> {
    let now = Timestamp::now();
    let one = &arguments.one;
    let base = links::base(None, running)?;
    let listed = each(store, &one.owner, slice::from_ref(&one.chat), |tx, owner, name, link| {
        let share = link.share.id;
        if arguments.anyone {
            people::clear_in(tx, owner, share)?;
        }
        let new = people::name(tx, owner, share, &arguments.add, now)?;
        if !arguments.remove.is_empty() {
            let entries = whitelist_entries::of_share(tx, share)?;
            let invited = invitations::of_share(tx, share)?;
            for email in &arguments.remove {
                let entry = entries.iter().find(|(_, listed)| listed.key() == email.key());
                let invitation = invited.iter().find(|invitation| invitation.email.key() == email.key());
                match (entry, invitation) {
                    (None, None) => return Err(no_such_reader(email, name)),
                    (Some((entry, _)), _) => _ = whitelist_entries::delete(tx, share, entry.id)?,
                    (None, Some(invitation)) => invitations::remove_share(tx, invitation.id, share)?,
                }
            }
        }
        let link = link::find_in(tx, owner, share)?;
        let invited = if link.share.has_whitelist { invitations::of_share(tx, share)? } else { Vec::new() };
        Ok(ListedPeople { link, new, invited })
    })?;
    for ListedPeople { link, new, invited } in listed {
        if arguments.json {
            print_json(&link.people.as_ref().map(|people| people.iter().map(Email::as_str).collect::<Vec<_>>()))?;
        } else {
            for email in link.people.iter().flatten() {
                print_line(email.as_str())?;
            }
        }
        eprint_line(link.readers(now));
        let is_new = |invitation: &&Invitation| new.iter().any(|reader| reader.invitation.id == invitation.id);
        for invitation in invited.iter().filter(|invitation| !is_new(invitation)) {
            let email = invitation.email.as_str();
            eprint_line(match invitation.expires_at <= now {
                true => format!(
                    "{email} is invited; the link has expired. Make another with: neptun-share user invite {email}"
                ),
                false => format!("{email} is invited and has no account yet."),
            });
        }
        eprint_invitations(&new, &base);
    }
    Ok(())
}

fn no_such_reader(email: &Email, name: &str) -> Failure {
    Failure::new(format!("{} is not among those who may read \"{name}\"; nothing was changed", email.as_str()))
}

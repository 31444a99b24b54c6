//! Named people: those who have an account, and those who are invited to create one.

use crate::app::accounts;
use crate::cli::Share;
use crate::commands::Failure;
use crate::commands::terminal::eprint_line;
use crate::commands::when::local;
use crate::domain::email::Email;
use crate::domain::invitation::Invitation;
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::Secret;
use crate::store::Store;

/// Those who have no account yet. Without `--invite` any of them is a failure, before anything is stored.
pub fn strangers(store: &Store, arguments: &Share) -> Result<Vec<Email>, Failure> {
    let mut strangers: Vec<Email> = Vec::new();
    for email in &arguments.people {
        if accounts::find(store, email)?.is_some() {
            continue;
        }
        if !arguments.invite {
            return Err(Failure::new(format!(
                "there is no account {0}; create it with: neptun-share user add {0}, or invite them with --invite",
                email.as_str()
            )));
        }
        if strangers.iter().all(|other| other.key() != email.key()) {
            strangers.push(email.clone());
        }
    }
    Ok(strangers)
}

/// Prints which invitation is for whom, on standard error.
pub fn eprint_invitations(invited: &[(Invitation, Secret)], base: &PublicUrl) {
    for (invitation, secret) in invited {
        eprint_line(format_args!(
            "{} has no account yet and can create one with this link, once, until {}:\n{}",
            invitation.email.as_str(),
            local(invitation.expires_at),
            base.invitation(secret)
        ));
    }
}

//! Named people who have no account yet.

use crate::app::people::InvitedReader;
use crate::commands::terminal::eprint_line;
use crate::commands::when::local;
use crate::domain::public_url::PublicUrl;

/// Prints who is invited, each with their link where that is new, on standard error.
pub fn eprint_invitations(invited: &[InvitedReader], base: &PublicUrl) {
    told_invitations(invited, base).for_each(eprint_line);
}

/// The same, each as a text.
pub fn told_invitations(invited: &[InvitedReader], base: &PublicUrl) -> impl Iterator<Item = String> {
    invited.iter().map(|InvitedReader { invitation, secret }| {
        let (email, until) = (invitation.email.as_str(), local(invitation.expires_at));
        match secret {
            Some(secret) => format!(
                "{email} has no account yet and can create one with this link, once, until {until}:\n{}",
                base.invitation(secret)
            ),
            None => format!(
                "{email} has no account yet; the invitation link that you made before, which works until {until}, is \
                 for this conversation, too. Make another with: neptun-share user invite {email}"
            ),
        }
    })
}

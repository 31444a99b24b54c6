//! Which signed-in people may read.

use super::{each, print_json};
use crate::app::link::{self, Link};
use crate::cli::People;
use crate::commands::Failure;
use crate::commands::terminal::{eprint_line, print_line};
use crate::domain::email::Email;
use crate::domain::timestamp::Timestamp;
use crate::store::{Store, Transaction, users, whitelist_entries};

/// A link after its list was changed.
struct ListedPeople {
    link: Link,
    /// The added people who have no account.
    strangers: Vec<Email>,
    chat: i64,
}

/// Changes the list as the flags say, and prints who is on it.
pub fn run(store: &Store, arguments: &People) -> Result<(), Failure> {
    let now = Timestamp::now();
    let one = &arguments.one;
    let listed = each(store, &one.owner, &[one.chat], |tx, owner, name, link| {
        let (share, chat) = (link.share.id, link.share.chat_id.get());
        if arguments.anyone {
            whitelist_entries::delete_all(tx, share)?;
        }
        if !arguments.add.is_empty() {
            whitelist_entries::insert_all(tx, share, owner, &arguments.add, now)?;
        }
        if !arguments.remove.is_empty() {
            let entries = whitelist_entries::of_share(tx, share)?;
            for email in &arguments.remove {
                let entry = entries.iter().find(|(_, listed)| listed.key() == email.key());
                let (entry, _) = entry.ok_or_else(|| no_such_reader(email, name))?;
                whitelist_entries::delete(tx, share, entry.id)?;
            }
        }
        let link = link::find_in(tx, owner, share)?;
        Ok(ListedPeople { link, strangers: strangers(tx, &arguments.add)?, chat })
    })?;
    for ListedPeople { link, strangers, chat } in listed {
        if arguments.json {
            print_json(&link.people.as_ref().map(|people| people.iter().map(Email::as_str).collect::<Vec<_>>()))?;
        } else {
            for email in link.people.iter().flatten() {
                print_line(email.as_str())?;
            }
        }
        eprint_line(link.readers(now));
        for email in strangers {
            let email = email.as_str();
            eprint_line(format_args!(
                "{email} has no account yet, so they can't read it. Invite them with: neptun-share user invite \
                 {email} --for {chat}"
            ));
        }
    }
    Ok(())
}

fn strangers(tx: &Transaction<'_>, emails: &[Email]) -> Result<Vec<Email>, Failure> {
    let mut strangers: Vec<Email> = Vec::new();
    for email in emails {
        let is_known = users::by_email(tx, email)?.is_some();
        if !is_known && strangers.iter().all(|other| other.key() != email.key()) {
            strangers.push(email.clone());
        }
    }
    Ok(strangers)
}

fn no_such_reader(email: &Email, name: &str) -> Failure {
    Failure::new(format!("{} is not among those who may read \"{name}\"; nothing was changed", email.as_str()))
}

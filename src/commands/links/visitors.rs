//! Who opened a link.

use super::{each, print_json};
use crate::cli::Visitors;
use crate::commands::Failure;
use crate::commands::terminal::{one_line, remark, say};
use crate::commands::when::local;
use crate::domain::email::Email;
use crate::store::{Store, visits};

/// Prints who did, or forgets them.
pub fn run(store: &Store, arguments: &Visitors) -> Result<(), Failure> {
    let one = &arguments.one;
    let found = each(store, &one.owner, &[one.chat], |tx, named| {
        let visitors = visits::visitors(tx, named.share.id)?;
        if arguments.forget {
            visits::forget_visitors(tx, named.share.id)?;
        }
        Ok((named, visitors))
    })?;
    for (named, visitors) in found {
        if arguments.forget {
            say(format_args!("forgot who opened \"{}\"", named.name))?;
            continue;
        }
        if arguments.json {
            print_json(&visitors)?;
        } else {
            for visitor in &visitors {
                let email = visitor.email.as_ref().map_or("-", Email::as_str);
                let (when, client) = (local(visitor.opened_at), one_line(&visitor.client));
                say(format_args!("{when}\t{email}\t{}\t{client}", one_line(&visitor.address)))?;
            }
        }
        if !named.share.settings.records_visitors {
            let number = named.chat.get();
            remark(format_args!(
                "It is not noted who opens it; from now on with: neptun-share share --chat {number} --record-visitors"
            ));
        }
    }
    Ok(())
}

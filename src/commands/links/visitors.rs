//! Who viewed a link.

use std::slice;

use super::{each, print_json};
use crate::cli::Visitors;
use crate::commands::Failure;
use crate::commands::terminal::{eprint_line, one_line, print_line};
use crate::commands::when::local;
use crate::domain::email::Email;
use crate::store::{Store, visits};

/// Prints the record of visitors, or deletes it.
pub fn run(store: &Store, arguments: &Visitors) -> Result<(), Failure> {
    let one = &arguments.one;
    let found = each(store, &one.owner, slice::from_ref(&one.chat), |tx, _, name, link| {
        let visitors = visits::visitors(tx, link.share.id)?;
        if arguments.forget {
            visits::forget_visitors(tx, link.share.id)?;
        }
        Ok((name.to_owned(), link.share, visitors))
    })?;
    for (name, share, visitors) in found {
        if arguments.forget {
            print_line(format_args!("deleted the record of who viewed \"{}\"", name))?;
            continue;
        }
        if arguments.json {
            print_json(&visitors)?;
        } else {
            for visitor in &visitors {
                let email = visitor.email.as_ref().map_or("-", Email::as_str);
                let (when, client) = (local(visitor.opened_at), one_line(&visitor.client));
                print_line(format_args!("{when}\t{email}\t{}\t{client}", one_line(&visitor.address)))?;
            }
        }
        if !share.settings.records_visitors {
            let number = share.chat_id.get();
            eprint_line(format_args!(
                "This link does not record who views it. To start recording: neptun-share share {number} \
                 --record-visitors"
            ));
        }
    }
    Ok(())
}

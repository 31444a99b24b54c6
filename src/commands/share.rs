//! `neptun-share share`: from a file to a link, in one step.

mod place;
mod wanted;

use std::io::{self, IsTerminal};
use std::path::Path;

use super::link::{Link, Wish};
use super::terminal::{counted, one_line, remark, say};
use super::{Failure, account, clipboard, owner, qr, secret};
use crate::cli::Share;
use crate::domain::id::{ChatId, UserId};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::presence;
use crate::store::imports::{Met, Outcome};
use crate::store::{Store, Transaction, chats, imports};
use place::Place;
use wanted::Wanted;

/// What was shared.
struct Shared {
    link: Link,
    name: ShortText,
    /// What became of the conversation, where it is not one of the stored ones.
    outcome: Option<(Outcome, usize)>,
}

/// Does it: all that can fail comes before anything is stored.
pub fn run(arguments: &Share) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    check_people(&store, arguments)?;
    let known = owner::find(&store, &arguments.owner)?;
    let running = presence::find(&database);
    place::check(arguments, running.as_ref())?;
    let wanted = Wanted::find(&store, known, arguments)?;
    let wish = wish(arguments)?;
    let place = Place::take(arguments, running)?;

    let owner = owner::find_or_make(&store, &arguments.owner)?;
    let shared = store.write(|tx| share(tx, owner, &wanted, &wish, arguments.title.as_ref()))?;
    let url = place.public_url().share(shared.link.share.uuid);
    place.serve(store, &database, || tell(arguments, &shared, &url), || advice(arguments))
}

/// That everybody who shall read it can sign in.
fn check_people(store: &Store, arguments: &Share) -> Result<(), Failure> {
    arguments.people.iter().try_for_each(|email| account(store, email).map(|_| ()))
}

fn wish(arguments: &Share) -> Result<Wish, Failure> {
    let input_is_taken = arguments.what.as_deref() == Some(Path::new("-"));
    let password = arguments.password.then(|| secret::share_password(input_is_taken)).transpose()?;
    Ok(Wish { password, expires: arguments.expires, people: arguments.people.clone() })
}

fn share(
    tx: &Transaction<'_>,
    owner: UserId,
    wanted: &Wanted,
    wish: &Wish,
    title: Option<&ShortText>,
) -> Result<Shared, Failure> {
    let now = Timestamp::now();
    let (id, outcome) = match wanted {
        Wanted::Stored(id) => (*id, None),
        Wanted::Found { chat, .. } => {
            let (id, outcome) = imports::put(tx, owner, chat, &mut Met::default(), now)?;
            (id, Some((outcome, chat.messages.len())))
        }
    };
    let name = named(tx, owner, id, title, now)?;
    Ok(Shared { link: wish.grant(tx, owner, id, now)?, name, outcome })
}

/// Gives the chat the name that is wanted; the name that it has then.
fn named(
    tx: &Transaction<'_>,
    owner: UserId,
    id: ChatId,
    title: Option<&ShortText>,
    now: Timestamp,
) -> Result<ShortText, Failure> {
    let gone = || Failure::new("the chat was removed meanwhile");
    let name = chats::find(tx, owner, id)?.ok_or_else(gone)?.name;
    match title.filter(|title| **title != name) {
        Some(title) => Ok(chats::rename(tx, owner, id, title, now)?.ok_or_else(gone)?.name),
        None => Ok(name),
    }
}

/// The link alone on standard output, all else beside it.
fn tell(arguments: &Share, shared: &Shared, url: &str) -> Result<(), Failure> {
    let name = one_line(shared.name.as_str());
    match shared.outcome {
        None => remark(format_args!("Shared \"{name}\".")),
        Some((Outcome::New, messages)) => {
            remark(format_args!("Imported and shared \"{name}\": {}.", counted(messages, "message")));
        }
        Some((Outcome::Updated(new), _)) => {
            remark(format_args!("Shared \"{name}\", which was here before: {}.", counted(new, "new message")));
        }
        Some((Outcome::Unchanged, _)) => remark(format_args!("Shared \"{name}\", which was here before.")),
        Some((Outcome::ChangedHere, _)) => {
            remark(format_args!("Shared \"{name}\" as it is here: it was changed here, and in the file since."))
        }
    }
    say(url)?;
    let is_terminal = io::stderr().is_terminal();
    if arguments.qr || is_terminal {
        match qr::code(url, is_terminal) {
            // As it is: it steers the terminal, and is all ours.
            Some(code) => eprint_raw(&code),
            None => remark("The link is too long for a QR code."),
        }
    }
    if arguments.copy {
        remark(clipboard::copy(url));
    }
    remark(shared.link.readers(Timestamp::now()));
    Ok(())
}

fn eprint_raw(text: &str) {
    use io::Write;
    // A picture beside the link: nothing is lost with it.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// How the database is named in a command that a person may type.
fn advice(arguments: &Share) -> String {
    match arguments.data.named() {
        Some(path) => format!(" --database {}", one_line(&path.to_string_lossy())),
        None => String::new(),
    }
}

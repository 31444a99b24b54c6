//! `neptun-share share`: from a file to a link, in one step.

mod people;
mod place;
mod wanted;

use std::io::{self, IsTerminal};
use std::path::Path;

use super::link::Link;
use super::review::{self, Answer, Refused};
use super::terminal::{counted, one_line, remark, say};
use super::wish::{Granted, Part, Wish};
use super::{Failure, clipboard, owner, secret};
use crate::access::State;
use crate::cli::{Extent, Share, Views};
use crate::domain::id::{ChatId, UserId};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::presence;
use crate::qr;
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
    /// Whether what opens something is left out of it should it come later, without anybody having said so.
    is_guarded: bool,
}

/// Does it: all that can fail comes before anything is stored.
pub fn run(arguments: &Share) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    let strangers = people::strangers(&store, arguments)?;
    let known = owner::find(&store, &arguments.owner)?;
    let running = presence::find(&database);
    place::check(arguments, running.as_ref())?;
    let wanted = Wanted::find(&store, known, arguments)?;
    let wish = wish(arguments)?;
    let place = Place::take(arguments, running)?;

    let account = owner::find_or_prepare(&store, &arguments.owner)?;
    let (shared, invited) = review::settle(arguments.redaction.redact, input_is_taken(arguments), |answer| {
        store.write(|tx| {
            let owner = account.id(tx)?;
            let shared = share(tx, owner, &wanted, &wish, arguments.title.as_ref(), answer)?;
            let invited = people::invite(tx, owner, &strangers, shared.link.share.id, Timestamp::now())?;
            Ok::<_, Refused>((shared, invited))
        })
    })?;
    account.tell();
    let base = place.public_url().clone();
    let url = base.share(shared.link.share.uuid);
    let tell = || {
        tell(arguments, &shared, &url)?;
        people::tell(&invited, &base);
        Ok(())
    };
    place.serve(store, &database, tell, || advice(arguments))
}

fn input_is_taken(arguments: &Share) -> bool {
    arguments.what.as_deref() == Some(Path::new("-"))
}

fn wish(arguments: &Share) -> Result<Wish, Failure> {
    let Extent { views, once, until, messages, freeze, live, record_visitors, no_record_visitors } = &arguments.extent;
    let password = arguments.password.then(|| secret::share_password(input_is_taken(arguments))).transpose()?;
    let limit = views.map(|views| match views {
        Views::Unlimited => None,
        Views::Most(number) => Some(number),
    });
    let until = until.map(Part::Until);
    Ok(Wish {
        password: if arguments.no_password { Some(None) } else { password.map(Some) },
        expires: arguments.expires,
        people: arguments.people.clone(),
        max_views: if *once { Some(Some(1)) } else { limit },
        records_visitors: switched(*record_visitors, *no_record_visitors),
        part: until.or_else(|| messages.clone().map(Part::Messages)),
        is_frozen: switched(*freeze, *live),
        words: arguments.redaction.words.iter().cloned().collect(),
    })
}

/// What two flags say of which at most one is there.
fn switched(on: bool, off: bool) -> Option<bool> {
    (on || off).then_some(on)
}

fn share(
    tx: &Transaction<'_>,
    owner: UserId,
    wanted: &Wanted,
    wish: &Wish,
    title: Option<&ShortText>,
    answer: &Answer,
) -> Result<Shared, Refused> {
    let now = Timestamp::now();
    let (id, outcome) = match wanted {
        Wanted::Stored(id) => (*id, None),
        Wanted::Found { chat, .. } => {
            let (id, outcome) = imports::put(tx, owner, chat, &mut Met::default(), now)?;
            (id, Some((outcome, chat.messages.len())))
        }
    };
    let name = named(tx, owner, id, title, now)?;
    let Granted { link, is_guarded } = wish.grant(tx, owner, id, answer, now)?;
    if link.state(now) == State::UsedUp {
        let (views, id) = (counted(link.share.views as usize, "time"), id.get());
        return Err(Failure::new(format!(
            "the link was opened as often as it may be, {views}; let it be opened more often with --views, or make a \
             new one with: neptun-share link renew {id}"
        ))
        .into());
    }
    Ok(Shared { link, name, outcome, is_guarded })
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
    if shared.is_guarded {
        remark("Nothing was found to leave out; keys, tokens, passwords and the like in later messages will be.");
    }
    // Of these it is said above.
    let has_words = !shared.link.share.settings.redactions.words.is_empty();
    let left_out = shared.link.left_out().filter(|_| !shared.is_guarded || has_words);
    let extent = Some(shared.link.extent()).filter(|extent| !extent.is_empty());
    extent.into_iter().chain(left_out).for_each(remark);
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

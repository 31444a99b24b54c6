//! `neptun-share share`: from a file to a link, in one step.

mod confirm;
mod elsewhere;
mod follow;
mod picker;
mod session_place;
mod source;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;

use super::owner::Account;
use super::redaction_prompt::{NOT_SEARCHED, settle};
use super::terminal::{counted, eprint_line, one_line, print_line, title};
use super::{Failure, clipboard, invited, link, owner, remote, secret};
use crate::app::following::Following;
use crate::app::sharing::{self, AcceptedFindings, Published, ShareError, ShareRequest, publish_new};
use crate::cli::{Expiry, Extent, Share, Views};
use crate::domain::message_positions::MessagePositions;
use crate::domain::share::ShareChange;
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file;
use crate::qr;
use crate::store::Store;
use crate::store::imports::ImportOutcome;
use follow::Follower;
use source::ConversationSource;
pub use source::choose;
use target::LinkTarget;

/// What is said when a session is followed.
const FOLLOWING: &str = "Following the session until you press Ctrl-C. The link stays.";

/// Does it: all that can fail comes before anything is stored.
pub fn run(mut arguments: Share) -> Result<(), Failure> {
    arguments.what = picker::what(&arguments)?;
    let arguments = &arguments;
    if let Some(server) = remote::chosen(&arguments.server, &arguments.data, arguments.owner.user.as_ref())? {
        return elsewhere::run(server, arguments);
    }
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    let known = owner::find(&store, &arguments.owner)?;
    let running = lock_file::find(&database);
    target::check(arguments, running.as_ref())?;
    let mut source = ConversationSource::find(&store, known, arguments)?;
    let place = if arguments.follow { Some(source.follow_on(&store, known, arguments)?) } else { None };
    if !arguments.yes {
        confirm::confirm(&store, known, &source, input_is_taken(arguments))?;
    }
    let request = request(arguments)?;
    let target = LinkTarget::take(arguments, running)?;

    let account = owner::find_or_prepare(&store, &arguments.owner)?;
    let words: BTreeSet<String> = arguments.redaction.words.iter().cloned().collect();
    let (redact, input_is_taken) = (arguments.redaction.redact, input_is_taken(arguments));
    let mut may_stay = AcceptedFindings::NONE;
    let shared = settle(redact, input_is_taken, &BTreeMap::new(), |answer| {
        let (redactions, accepted) = answer.request(&words);
        may_stay = accepted.clone();
        let request = ShareRequest { redactions, accepted, ..request.clone() };
        Ok(publish(&store, &account, &source, &request)?)
    })?;
    owner::eprint_new(&account);
    let base = target.public_url().clone();
    let url = link::printed(&shared.link.share, &base);
    let print = || {
        let imported = match &source {
            ConversationSource::Found { chat, .. } => chat.messages.len(),
            ConversationSource::Stored(_) => 0,
        };
        print_shared(arguments, &shared, imported, (&url, &base.short(shared.link.share.short())), Timestamp::now())?;
        invited::eprint_invitations(&shared.invited, &base);
        if arguments.follow {
            eprint_line(FOLLOWING);
        }
        Ok(())
    };
    let flag = || database_flag(arguments);
    let Some(place) = place else { return target.serve(store, &database, print, flag) };
    let chat = shared.link.share.chat_id;
    let owner = account.make(&store)?;
    let following = Following::begin(store.clone(), (owner, chat), may_stay, Timestamp::now());
    let is_own = target.is_own();
    let follower = Follower::start(place, following.map_err(follow::refused)?)?;
    let served = target.serve(store, &database, print, flag);
    let followed = if !is_own && served.is_ok() { follower.wait() } else { follower.end() };
    served.and(followed)
}

fn input_is_taken(arguments: &Share) -> bool {
    arguments.what.as_deref() == Some(Path::new("-"))
}

/// What the flags ask of the link, apart from its redactions.
fn request(arguments: &Share) -> Result<ShareRequest, Failure> {
    let Extent {
        views,
        once,
        until,
        messages,
        freeze,
        live,
        record_visitors,
        no_record_visitors,
        may_continue,
        no_continue,
    } = &arguments.extent;
    let password = arguments.password.then(|| secret::share_password(input_is_taken(arguments))).transpose()?;
    let password = if arguments.no_password { Some(None) } else { password.map(Some) };
    let limit = views.map(|views| match views {
        Views::Unlimited => None,
        Views::Most(number) => Some(number),
    });
    let change = ShareChange {
        is_shared: Some(true),
        is_protected: password.as_ref().map(Option::is_some),
        hashed_password: password,
        expires_at: arguments.expires.map(Expiry::time),
        max_views: if *once { Some(Some(1)) } else { limit },
        records_visitors: switched(*record_visitors, *no_record_visitors),
        may_be_continued: switched(*may_continue, *no_continue),
        is_frozen: switched(*freeze, *live),
        ..ShareChange::default()
    };
    Ok(ShareRequest {
        change,
        positions: until.map(MessagePositions::UpTo).or_else(|| messages.clone()),
        people: arguments.people.clone(),
        title: arguments.title.clone(),
        word: if arguments.no_word { Some(None) } else { arguments.word.clone().map(Some) },
        is_word_public: arguments.public_word.then_some(true),
        must_work: true,
        ..ShareRequest::default()
    })
}

/// What a flag and its opposite say, of which at most one is given.
fn switched(on: bool, off: bool) -> Option<bool> {
    (on || off).then_some(on)
}

/// Publishes what is meant.
fn publish(
    store: &Store,
    account: &Account,
    source: &ConversationSource,
    request: &ShareRequest,
) -> Result<Published, ShareError> {
    let now = Timestamp::now();
    match source {
        ConversationSource::Stored(id) => {
            sharing::publish(store, account.known().unwrap_or(owner::NOBODY), *id, request, now)
        }
        ConversationSource::Found { chat, .. } => publish_new(store, account, chat, request, now),
    }
}

/// The link alone on standard output, all else beside it.
fn print_shared(
    arguments: &Share,
    shared: &Published,
    imported: usize,
    (url, short): (&str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let name = title(&shared.name);
    match shared.outcome {
        None => eprint_line(format_args!("Shared \"{name}\".")),
        Some(ImportOutcome::New) => {
            eprint_line(format_args!("Imported and shared \"{name}\": {}.", counted(imported, "message")));
        }
        Some(ImportOutcome::Updated(new)) => {
            eprint_line(format_args!("Shared \"{name}\" (already imported; {}).", counted(new, "new message")));
        }
        Some(ImportOutcome::Renamed) => {
            eprint_line(format_args!("Shared \"{name}\" (already imported; its title is new)."))
        }
        Some(ImportOutcome::Unchanged) => eprint_line(format_args!("Shared \"{name}\" (already imported).")),
        Some(ImportOutcome::ChangedHere) => {
            eprint_line(format_args!("Shared \"{name}\" as it is here: it was changed both here and in the file."))
        }
    }
    print_line(url)?;
    // A dumb terminal, such as a shell in Emacs, would show the control sequences.
    let has_colours = io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
    if arguments.qr || has_colours {
        match qr::code(short, has_colours) {
            // Unfiltered: it contains control sequences, all of our own.
            Some(code) => eprint_raw(&code),
            None => eprint_line("The link is too long for a QR code."),
        }
    }
    if arguments.copy {
        eprint_line(clipboard::copy(url));
    }
    eprint_line(shared.link.readers(now));
    let extent = Some(shared.link.extent()).filter(|extent| !extent.is_empty());
    extent.into_iter().chain(shared.link.redacted()).for_each(eprint_line);
    if shared.is_by_default {
        let found = if shared.link.redacted.is_empty() { "No secrets found. " } else { "" };
        eprint_line(format_args!(
            "{found}Keys, tokens, passwords and the like in later messages will be redacted automatically.\n{NOT_SEARCHED}"
        ));
    }
    Ok(())
}

fn eprint_raw(text: &str) {
    use io::Write;
    // Only a picture of the link: nothing is lost when it fails.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// The flag that names the database in a command for a person to type.
fn database_flag(arguments: &Share) -> String {
    match arguments.data.named() {
        Some(path) => format!(" --database {}", one_line(&path.to_string_lossy())),
        None => String::new(),
    }
}

//! Shares on a server elsewhere. The conversation is first published into a temporary database on this machine; only
//! what its readers would get there is sent.

mod following;
mod sending;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::confirm::confirm;
use super::follow::Follower;
use super::source::{ConversationSource, NO_SESSION, stored_name};
use super::{FOLLOWING, input_is_taken, print_shared, request};
use crate::app::link::Link;
use crate::app::outgoing::Outgoing;
use crate::app::owner::Account;
use crate::app::sharing::{AcceptedFindings, Published, ShareRequest, publish_new};
use crate::cli::{ChatName, Expiry, Share};
use crate::commands::Failure;
use crate::commands::import::with_room;
use crate::commands::place::{self, Elsewhere, Place, is_plain, refuse_undecided, take};
use crate::commands::redaction_prompt::settle;
use crate::commands::remote::RemoteServer;
use crate::commands::terminal::{counted, eprint_line};
use crate::domain::id::ChatId;
use crate::domain::redaction::SecretKind;
use crate::domain::share::ShareChange;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;
use crate::store::imports::ImportOutcome;
use following::FollowingElsewhere;
use sending::{send, source_id};
use settings::{redactions, settings};

/// A conversation that is there, and what is to be said of it.
struct There {
    chat: ChatId,
    name: ShortText,
    outcome: Option<ImportOutcome>,
    /// How many values were taken out here.
    redacted: BTreeMap<SecretKind, usize>,
    is_by_default: bool,
    messages: usize,
}

/// Shares there.
pub fn run(server: RemoteServer, arguments: &Share) -> Result<(), Failure> {
    if arguments.lan || arguments.listen.is_some() || arguments.public_url.is_some() {
        return Err(Failure::new(
            "--lan, --listen and --public-url are for links that this machine serves; share with --server local for that",
        ));
    }
    let elsewhere = Elsewhere::of(server);
    match stored_name(arguments)? {
        Some(_) if arguments.follow => Err(Failure::new(NO_SESSION)),
        Some(name) => stored(&elsewhere, arguments, &name),
        None => new(elsewhere, arguments),
    }
}

/// Shares a conversation that is stored there, where it is searched.
fn stored(elsewhere: &Elsewhere, arguments: &Share, name: &ChatName) -> Result<(), Failure> {
    let chat = elsewhere.chat(name)?;
    let wanted = request(arguments)?;
    if wanted.positions.is_some() {
        return Err(Failure::new(
            "messages of a conversation that is stored on another server are chosen on your page there",
        ));
    }
    let path = format!("/chats/{}", chat.id.get());
    let wanted = by_its_clock(elsewhere, arguments, wanted);
    let mut body = settings(&wanted);
    match place::redactions(&arguments.redaction)? {
        Some(redactions) => body["redactions"] = redactions,
        None => refuse_undecided(&elsewhere.findings(chat.id.get(), None)?)?,
    }
    if let Some(title) = &wanted.title {
        elsewhere.json("PATCH", &path, &json!({ "name": title }))?;
    }
    let name = wanted.title.unwrap_or(chat.name);
    let redacted = BTreeMap::new();
    let there = There { chat: chat.id, name, outcome: None, redacted, is_by_default: false, messages: 0 };
    finish(elsewhere, arguments, there, &body)
}

/// Shares what is in a file or a session.
fn new(elsewhere: Elsewhere, arguments: &Share) -> Result<(), Failure> {
    let store = Store::unnamed()?;
    let mut source = ConversationSource::find(&store, None, arguments)?;
    let place = if arguments.follow { Some(source.follow_on(&store, None, arguments)?) } else { None };
    if !arguments.yes {
        confirm(&store, None, &source, input_is_taken(arguments))?;
    }
    let wanted = request(arguments)?;
    let ConversationSource::Found { chat, .. } = &source else { return Err(Failure::new("there is nothing to share")) };
    let owner = Account::prepare(None)?.make(&store)?;
    let change = ShareChange { is_shared: Some(true), ..ShareChange::default() };
    let here = ShareRequest {
        change,
        positions: wanted.positions.clone(),
        title: wanted.title.clone(),
        ..ShareRequest::default()
    };
    let words: BTreeSet<String> = arguments.redaction.words.iter().cloned().collect();
    let mut may_stay = AcceptedFindings::NONE;
    let ready = settle(arguments.redaction.redact, input_is_taken(arguments), &BTreeMap::new(), |answer| {
        let (redactions, accepted) = answer.request(&words);
        may_stay = accepted.clone();
        let request = ShareRequest { redactions, accepted, ..here.clone() };
        Ok(publish_new(&store, &Account::Known(owner), chat, &request, Timestamp::now())?)
    })?;

    let left_out = ready.link.redacted().map_or_else(
        || "Nothing in it is redacted.".to_owned(),
        |what| format!("{what} This does not leave this machine."),
    );
    eprint_line(format_args!("Searched on this machine before anything is sent. {left_out}"));
    let share = (owner, ready.link.share.id);
    let mut outgoing = Outgoing::new(store.clone(), share, chat.source.as_ref().and_then(source_id));
    let (chat_id, outcome) = with_room(|| send(&elsewhere, &mut outgoing)).flatten()?;

    let wanted = by_its_clock(&elsewhere, arguments, wanted);
    let mut body = settings(&wanted);
    body["redactions"] = redactions(&ready.link.share.settings.redactions);
    let there = There {
        chat: chat_id,
        name: ready.name,
        outcome: Some(outcome),
        redacted: ready.link.redacted,
        is_by_default: ready.is_by_default,
        messages: chat.messages.len(),
    };
    let here = (owner, ready.link.share.chat_id);
    finish(&elsewhere, arguments, there, &body)?;
    let Some(place) = place else { return Ok(()) };
    let following = FollowingElsewhere::begin((elsewhere, chat_id), outgoing, (store, here), may_stay)?;
    let follower = Follower::start(place, following)?;
    eprint_line(FOLLOWING);
    follower.wait()
}

/// What is wanted, with a time until it expires that the server counts.
fn by_its_clock(elsewhere: &Elsewhere, arguments: &Share, mut wanted: ShareRequest) -> ShareRequest {
    if let Some(Expiry::After(at)) = arguments.expires {
        wanted.change.expires_at = Some(Some(elsewhere.by_its_clock(at)));
    }
    wanted
}

/// Makes the link, or changes it, and prints it. To do it twice is to do it once.
fn finish(elsewhere: &Elsewhere, arguments: &Share, there: There, body: &Value) -> Result<(), Failure> {
    let There { chat, name, outcome, redacted, is_by_default, messages } = there;
    let path = format!("/chats/{}/shares", chat.get());
    let mut answer = elsewhere.json("POST", &path, body)?;
    let invited = take(&mut answer, "invited");
    if answer["share"]["state"] == "expired" && arguments.expires.is_none() {
        answer = elsewhere.json("POST", &path, &json!({ "expires_at": null }))?;
    }
    let placed = elsewhere.placed(take(&mut answer, "share"))?;
    if placed.link.share.views_left == Some(0) {
        return Err(Failure::new(format!(
            "the link has reached its view limit after {}; raise the limit with --views, or replace the link with: \
             neptun-share link renew {} --server {}",
            counted(placed.link.share.views as usize, "view"),
            chat.get(),
            elsewhere.name()
        )));
    }
    let link = Link { redacted, ..placed.link };
    let shared = Published { link, name, outcome, scan: None, is_by_default, invited: Vec::new() };
    let short = placed.json["short_url"].as_str().filter(|url| is_plain(url)).unwrap_or(&placed.url);
    print_shared(arguments, &shared, messages, (&placed.url, short), elsewhere.now())?;
    for email in invited.as_array().into_iter().flatten().filter_map(|one| one["email"].as_str()) {
        eprint_line(elsewhere.invited(email));
    }
    Ok(())
}

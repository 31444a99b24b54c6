//! `GET /api/shared/chats/{uuid}/events`: what a reader is told while the page is open.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use crate::app::following;
use crate::app::passwords::Passwords;
use crate::app::readers::{NotAdmitted, Purpose, Readers, Visitor};
use crate::app::sign_in::by_proxy;
use crate::domain::share::ShareUuid;
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::visitor::{self, for_readers, revision};
use crate::server::{Events, Tick, Told, slow};
use crate::store::Store;

/// Links of which it is kept what was seen.
const MOST_LINKS: usize = 1000;

/// What readers are told who bring nothing with them, by link: for all of them it is the same, so that one look serves them
/// all, however many there are.
#[derive(Default)]
pub struct SharedLooks(Mutex<HashMap<ShareUuid, (Tick, Watched)>>);

/// What a look shows.
#[derive(Clone)]
enum Watched {
    /// The state of the conversation.
    State(Arc<str>),
    /// It can't be read any more.
    Closed,
    /// What can't be told now can at the next look.
    Nothing,
}

/// The state of a conversation, as one of its readers meets it: decided again at every look.
struct ShareEvents {
    store: Store,
    passwords: Arc<Passwords>,
    looks: Arc<SharedLooks>,
    visitor: Visitor,
    /// What was told last.
    told: Option<Arc<str>>,
}

/// Who may not read is told so as by any other request; who may no longer, by the last event.
pub fn listen(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let visitor = visitor::of(site, context)?;
    let info = visitor::admit(site, context, &visitor, Purpose::Read)?.info;

    let (store, passwords) = (site.store.clone(), Arc::clone(&site.passwords));
    let looks = Arc::clone(&site.shared_looks);
    let events = ShareEvents { store, passwords, looks, visitor, told: None };
    Ok(for_readers(Reply::events(Box::new(events)), info))
}

impl SharedLooks {
    /// What was seen of that link at that tick, or is seen now.
    fn seen(&self, link: ShareUuid, tick: Tick, look: impl FnOnce() -> Watched) -> Watched {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, seen)) = looks.get(&link).filter(|(at, _)| *at == tick) {
            return seen.clone();
        }
        if looks.len() >= MOST_LINKS {
            looks.clear();
        }
        let seen = look();
        looks.insert(link, (tick, seen.clone()));
        seen
    }
}

impl ShareEvents {
    /// Decides again whether the visitor may read, and looks what there is.
    fn see(&mut self) -> Watched {
        self.visitor.now = Timestamp::now();
        if let Some(user) = self.visitor.proxied {
            match by_proxy::is_let_in(&self.store, user) {
                Ok(true) => {}
                Ok(false) => self.visitor.proxied = None,
                Err(_) => return Watched::Nothing,
            }
        }
        let readers = Readers { store: &self.store, passwords: &self.passwords, slow: |work| slow(work) };
        match readers.admit(&self.visitor, Purpose::Read) {
            Ok(admitted) => {
                let (found, info) = (&admitted.found, admitted.info);
                let Ok(is_live) = following::is_live(&self.store, found.opens, self.visitor.now) else {
                    return Watched::Nothing;
                };
                let state = json!({ "revision": revision(found, info).to_string(), "live": is_live });
                Watched::State(format!("event: state\ndata: {state}\n\n").into())
            }
            Err(NotAdmitted::Refused(_)) => Watched::Closed,
            Err(NotAdmitted::Password(_) | NotAdmitted::Store(_)) => Watched::Nothing,
        }
    }

    /// The link of a visitor who brings nothing by which they may read more than others.
    fn link_of_anybody(&self) -> Option<ShareUuid> {
        let Visitor { uuid, session, script, proxied, view, password, unlocked, .. } = &self.visitor;
        let brings_nothing = session.is_none()
            && script.is_none()
            && proxied.is_none()
            && view.is_none()
            && password.is_none()
            && unlocked.is_none();
        uuid.filter(|_| brings_nothing)
    }
}

impl Events for ShareEvents {
    fn look(&mut self, tick: Tick) -> Told {
        let looks = Arc::clone(&self.looks);
        let seen = match self.link_of_anybody() {
            // Who comes is told what is, and not what was at the last tick.
            Some(link) if self.told.is_some() => looks.seen(link, tick, || self.see()),
            _ => self.see(),
        };
        match seen {
            Watched::State(state) if self.told.as_ref() != Some(&state) => {
                self.told = Some(Arc::clone(&state));
                Told::Bytes(state.as_bytes().to_vec())
            }
            Watched::Closed => Told::Last(b"event: closed\ndata: {}\n\n".to_vec()),
            Watched::State(_) | Watched::Nothing => Told::Nothing,
        }
    }
}

impl fmt::Debug for ShareEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShareEvents")
    }
}

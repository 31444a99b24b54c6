//! `GET /api/shared/chats/{uuid}/events`: what a reader is told while the page is open.

use std::fmt;
use std::sync::Arc;

use serde_json::json;

use crate::app::following;
use crate::app::passwords::Passwords;
use crate::app::readers::{NotAdmitted, Purpose, Readers, Visitor};
use crate::app::sign_in::by_proxy;
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::visitor::{self, for_readers, revision};
use crate::server::{Events, Told, slow};
use crate::store::Store;

/// The state of a conversation, as one of its readers meets it: decided again at every look.
struct ShareEvents {
    store: Store,
    passwords: Arc<Passwords>,
    visitor: Visitor,
    /// What was told last.
    told: String,
}

/// Who may not read is told so as by any other request; who may no longer, by the last event.
pub fn listen(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let visitor = visitor::of(site, context)?;
    let info = visitor::admit(site, context, &visitor, Purpose::Read)?.info;

    let (store, passwords) = (site.store.clone(), Arc::clone(&site.passwords));
    let events = ShareEvents { store, passwords, visitor, told: String::new() };
    Ok(for_readers(Reply::events(Box::new(events)), info))
}

impl Events for ShareEvents {
    fn look(&mut self) -> Told {
        self.visitor.now = Timestamp::now();
        if let Some(user) = self.visitor.proxied {
            match by_proxy::is_let_in(&self.store, user) {
                Ok(true) => {}
                Ok(false) => self.visitor.proxied = None,
                Err(_) => return Told::Nothing,
            }
        }
        let readers = Readers { store: &self.store, passwords: &self.passwords, slow: |work| slow(work) };
        let event = match readers.admit(&self.visitor, Purpose::Read) {
            Ok(admitted) => {
                let (found, info) = (&admitted.found, admitted.info);
                let Ok(is_live) = following::is_live(&self.store, found.opens, self.visitor.now) else {
                    return Told::Nothing;
                };
                let state = json!({ "revision": revision(found, info), "live": is_live });
                format!("event: state\ndata: {state}\n\n")
            }
            Err(NotAdmitted::Refused(_)) => return Told::Last(b"event: closed\ndata: {}\n\n".to_vec()),
            // What can't be told now can at the next look.
            Err(NotAdmitted::Password(_) | NotAdmitted::Store(_)) => return Told::Nothing,
        };
        if event == self.told {
            return Told::Nothing;
        }
        self.told.clone_from(&event);
        Told::Bytes(event.into_bytes())
    }
}

impl fmt::Debug for ShareEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShareEvents")
    }
}

//! A session that is followed for readers elsewhere. What is new is put into the database of this command's own first, where
//! it is searched; what readers would get of it there is sent.

use std::time::Instant;

use serde_json::json;
use uuid::Uuid;

use super::sending::{Delivered, deliver, setback};
use crate::app::following::{Brought, SAY_AFTER};
use crate::app::outgoing::Outgoing;
use crate::app::sharing::{AcceptedFindings, Came, Grown, ShareError, grow};
use crate::client::CallBody;
use crate::commands::Failure;
use crate::commands::place::Elsewhere;
use crate::commands::share::follow::{Destination, Setback};
use crate::commands::terminal::eprint_line;
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::store::Store;
use crate::store::imports::Stored;

/// The follower of a conversation elsewhere.
pub struct FollowingElsewhere {
    elsewhere: Elsewhere,
    /// Its number there, and by which this one is known there.
    there: (ChatId, Uuid),
    said_at: Option<(Instant, Timestamp)>,
    outgoing: Outgoing,
    is_all_there: bool,
    has_told: bool,
    store: Store,
    /// Its number here, and whose it is here.
    here: (UserId, ChatId),
    last: Option<Stored>,
    accepted: AcceptedFindings,
}

impl FollowingElsewhere {
    /// Begins to follow what was shared there. Of what is found later, `accepted` may be published.
    pub fn begin(
        (elsewhere, there): (Elsewhere, ChatId),
        outgoing: Outgoing,
        (store, here): (Store, (UserId, ChatId)),
        accepted: AcceptedFindings,
    ) -> Result<Self, Failure> {
        let there = (there, Uuid::new_v4());
        let mut following = Self {
            elsewhere,
            there,
            said_at: None,
            outgoing,
            is_all_there: true,
            has_told: false,
            store,
            here,
            last: None,
            accepted,
        };
        following.stay()?;
        Ok(following)
    }
}

impl Destination for FollowingElsewhere {
    fn stay(&mut self) -> Result<(), Setback> {
        let now = Timestamp::now();
        // The first does not go on while the machine sleeps, and the second may be set.
        let is_said = |(said_at, at): (Instant, Timestamp)| {
            said_at.elapsed() < SAY_AFTER && (at..at.plus(SAY_AFTER)).contains(&now)
        };
        if self.said_at.is_some_and(is_said) {
            return Ok(());
        }
        let (chat, follower) = self.there;
        let below = format!("/chats/{}/followers", chat.get());
        match self.elsewhere.json("POST", &below, &json!({ "follower": follower })) {
            Ok(_) => {
                self.said_at = Some((Instant::now(), now));
                Ok(())
            }
            Err(error) if error.status == 409 => Err(Setback::Over(Failure::new(
                "another command follows this session already, on this machine or on another one; end that one first, with \
                 Ctrl-C",
            ))),
            Err(error) => Err(setback(error)),
        }
    }

    fn take(&mut self, new: &NewChat, same: usize) -> Result<Brought, Setback> {
        let came = Came::Whole(self.last.as_ref().map(|last| (last, same)));
        match grow(&self.store, self.here, (new, came), &self.accepted, Timestamp::now()) {
            Ok(Grown { stored, messages, left_out, .. }) => {
                self.last = Some(stored);
                self.outgoing.changed(new.messages.len().saturating_sub(messages));
                self.is_all_there = false;
                Ok(Brought { messages: 0, left_out, is_changed_here: false })
            }
            Err(ShareError::Store(error)) => Err(Setback::Later(error.into())),
            Err(error) => Err(Setback::Over(error.into())),
        }
    }

    fn deliver(&mut self) -> Result<usize, Setback> {
        let mut messages = 0;
        while !self.is_all_there {
            // On a slow line many pieces take longer than the server waits to hear of it.
            self.stay()?;
            match deliver(&self.elsewhere, &mut self.outgoing, self.there.0, false)? {
                Delivered::Nothing => self.is_all_there = true,
                Delivered::Messages(more) => messages += more,
                Delivered::ChangedThere => {
                    self.is_all_there = true;
                    if !std::mem::replace(&mut self.has_told, true) {
                        eprint_line(format_args!(
                            "The conversation was changed on {}, so nothing more of the session is taken there.",
                            self.elsewhere.name()
                        ));
                    }
                }
            }
        }
        Ok(messages)
    }

    fn owes(&self) -> bool {
        !self.is_all_there
    }
}

impl Drop for FollowingElsewhere {
    fn drop(&mut self) {
        let (chat, follower) = self.there;
        let below = format!("/chats/{}/followers/{follower}", chat.get());
        // Who comes next would else wait until it has expired.
        let _ = self.elsewhere.own("DELETE", &below, CallBody::Nothing);
    }
}

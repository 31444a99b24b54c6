//! A published session that goes on in its program: one follower at a time brings what is new.

use std::time::Duration;

use super::Unavailable;
use super::sharing::{self, AcceptedFindings, Came, Grown, ShareError};
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
pub use crate::store::followers::HELD_FOR;
use crate::store::followers::{self, Holder};
use crate::store::imports::{self, Stored};
use crate::store::{Store, StoreError};

/// How often a follower says that it is there.
pub const SAY_AFTER: Duration = Duration::from_secs(10);

/// So long a session counts as being written after its program sent something.
const LIVE_FOR: Duration = Duration::from_secs(30);

/// Why a session is not followed, or no longer.
#[derive(Debug)]
pub enum FollowError {
    /// Another program follows it; the number of its process, where it is one of this machine.
    Followed(Option<u32>),
    /// The conversation was deleted.
    Deleted,
    /// Something failed that may work the next time.
    Unavailable(Unavailable),
}

impl<E: Into<Unavailable>> From<E> for FollowError {
    fn from(error: E) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What came of a look.
pub struct Brought {
    /// How many messages are new, or other ones than before.
    pub messages: usize,
    /// What was found in them that its owner has not decided about, and is left out.
    pub left_out: Vec<Finding>,
    /// It was changed here as well, so that nothing more of it is taken.
    pub is_changed_here: bool,
}

/// The follower of a conversation.
pub struct Following {
    store: Store,
    owner: UserId,
    chat: ChatId,
    holder: Holder,
    said_at: Timestamp,
    last: Option<Stored>,
    accepted: AcceptedFindings,
}

/// Whether a conversation is being written: a command follows its session, or the session's program sent something just now.
pub fn is_live(store: &Store, chat: ChatId, now: Timestamp) -> Result<bool, StoreError> {
    store.read_one(|db| followers::is_live(db, chat, now.minus(LIVE_FOR), now))
}

/// An error when somebody follows the conversation which an import of this one would change.
pub fn is_free(store: &Store, owner: UserId, new: &NewChat, now: Timestamp) -> Result<(), FollowError> {
    let follower = store.read(|db| match imports::known(db, owner, new)? {
        Some(chat) => followers::of_chat(db, chat, now),
        None => Ok::<_, StoreError>(None),
    })?;
    follower.map_or(Ok(()), |process| Err(FollowError::Followed(process)))
}

/// Makes this the follower of a conversation for a while, or says that it still is; `process` is its own, on this machine.
pub fn hold(
    store: &Store,
    chat: ChatId,
    holder: &Holder,
    process: Option<u32>,
    now: Timestamp,
) -> Result<(), FollowError> {
    if store.write(|tx| followers::hold(tx, chat, holder, process, now))? {
        return Ok(());
    }
    let other = store.read_one(|db| followers::of_chat(db, chat, now))?;
    Err(FollowError::Followed(other.flatten()))
}

/// This one follows it no longer; false when it did not.
pub fn release(store: &Store, chat: ChatId, holder: &Holder) -> Result<bool, StoreError> {
    store.write(|tx| followers::release(tx, chat, holder))
}

impl Following {
    /// Begins to follow. Of what is found later, `accepted` may be published.
    pub fn begin(
        store: Store,
        (owner, chat): (UserId, ChatId),
        accepted: AcceptedFindings,
        now: Timestamp,
    ) -> Result<Self, FollowError> {
        let mut holder = Holder::default();
        getrandom::fill(&mut holder)?;
        let following = Self { store, owner, chat, holder, said_at: now, last: None, accepted };
        following.hold(now)?;
        Ok(following)
    }

    /// Says that it is still there, when it is time to. A machine that slept finds out here whether another one took over.
    pub fn stay(&mut self, now: Timestamp) -> Result<(), FollowError> {
        if now < self.said_at || self.said_at.plus(SAY_AFTER) <= now {
            self.hold(now)?;
            self.said_at = now;
        }
        Ok(())
    }

    /// Brings the conversation to what its program has of it now. So many of its first messages are what they were when it was
    /// brought last.
    pub fn bring(&mut self, (new, same): (&NewChat, usize), now: Timestamp) -> Result<Brought, FollowError> {
        let about = (self.owner, self.chat);
        let came = Came::Whole(self.last.as_ref().map(|last| (last, same)));
        match sharing::grow(&self.store, about, (new, came), &self.accepted, now) {
            Ok(Grown { stored, messages, left_out, is_changed_here }) => {
                self.last = Some(stored);
                Ok(Brought { messages, left_out, is_changed_here })
            }
            Err(ShareError::NoSuchChat) => Err(FollowError::Deleted),
            Err(ShareError::Store(error)) => Err(error.into()),
            Err(_) => Err(Unavailable::Busy.into()),
        }
    }

    fn hold(&self, now: Timestamp) -> Result<(), FollowError> {
        hold(&self.store, self.chat, &self.holder, Some(std::process::id()), now)
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        // Who comes next would else wait until it has expired.
        let _ = release(&self.store, self.chat, &self.holder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::conversations;
    use crate::app::tests::Scene;
    use crate::domain::text::ShortText;

    #[test]
    fn one_follows_and_the_next_may_when_it_ends_or_says_nothing_any_more() {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        let new = NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"));
        let chat = conversations::create(&scene.store, owner, &new, scene.now).expect("made").id;
        let begin = |now| Following::begin(scene.store.clone(), (owner, chat), AcceptedFindings::NONE, now);
        let seconds = |count| scene.now.plus(Duration::from_secs(count));

        let mut first = begin(scene.now).expect("followed");
        let process = std::process::id();
        assert!(matches!(begin(seconds(1)), Err(FollowError::Followed(Some(other))) if other == process));
        first.stay(seconds(20)).expect("still there");
        assert!(begin(seconds(40)).is_err(), "it has said that it is there");
        let second = begin(seconds(50)).expect("nothing was heard of the first");
        assert!(matches!(first.stay(seconds(60)), Err(FollowError::Followed(_))));
        drop(first);
        assert!(begin(seconds(60)).is_err(), "the second is still there");
        drop(second);
        begin(seconds(60)).expect("the second has ended");
    }

    #[test]
    fn who_looked_at_the_clock_before_another_one_began_is_told_that_it_follows() {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        let new = NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"));
        let chat = conversations::create(&scene.store, owner, &new, scene.now).expect("made").id;
        // So long a writer may wait for its turn.
        let later = scene.now.plus(Duration::from_secs(5));
        hold(&scene.store, chat, &[1; 16], Some(7), later).expect("followed");
        assert!(matches!(hold(&scene.store, chat, &[2; 16], None, scene.now), Err(FollowError::Followed(Some(7)))));
        assert!(is_live(&scene.store, chat, scene.now).expect("read"));
    }

    #[test]
    fn one_that_was_killed_before_the_clock_was_set_back_is_in_nobodys_way() {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        let new = NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"));
        let chat = conversations::create(&scene.store, owner, &new, scene.now).expect("made").id;
        let in_a_year = scene.now.plus(Duration::from_secs(365 * 86_400));
        hold(&scene.store, chat, &[1; 16], None, in_a_year).expect("followed");
        assert!(is_live(&scene.store, chat, in_a_year).expect("read"));
        assert!(!is_live(&scene.store, chat, scene.now).expect("read"), "nothing was heard of it");
        hold(&scene.store, chat, &[2; 16], None, scene.now).expect("another one may follow");
        assert!(matches!(hold(&scene.store, chat, &[1; 16], None, scene.now), Err(FollowError::Followed(None))));
    }
}

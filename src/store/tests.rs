//! What the tables promise, on a real file.

use std::collections::HashSet;
use std::thread;

use super::{Store, StoreError, chats, messages, sessions, shares, users, whitelist_entries};
use crate::domain::chat::NewChat;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, UserId};
use crate::domain::message::{NewMessage, Role};
use crate::domain::share::{PasswordHash, Share};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::shares::Asking;

/// Somebody who carries nothing.
fn nobody() -> Asking<'static> {
    Asking { session: None, user: None, visit: None, now: at(1.0) }
}

/// A fresh store; the folder goes with the guard.
fn store() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("test.db")).expect("a store");
    (store, folder)
}

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn at(seconds: f64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds).expect("a time")
}

fn user(store: &Store, address: &str) -> UserId {
    let hash = PasswordHash::trusted("$argon2id$".to_owned());
    store.write(|tx| users::insert(tx, &email(address), &hash, at(1.0))).expect("a user").id
}

fn chat(store: &Store, owner: UserId, said: &[(Role, &str)]) -> ChatId {
    let said = said.iter().map(|&(role, content)| NewMessage::new(role, content.to_owned()));
    let new =
        NewChat { messages: said.collect(), ..NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model")) };
    store.write(|tx| chats::insert(tx, owner, &new, at(1.0))).expect("a chat").id
}

fn share(store: &Store, owner: UserId, chat: ChatId) -> Share {
    let made = store.write(|tx| match shares::of_chat(tx, owner, chat)? {
        Some(share) => Ok(Some(share)),
        None => shares::insert(tx, owner, chat, at(1.0)),
    });
    made.map_err(|error: StoreError| error).expect("a share").expect("a chat")
}

fn revision(store: &Store, share: &Share) -> i64 {
    store.read(|db| shares::find(db, share.uuid, nobody())).expect("read").expect("a share").revision
}

#[test]
fn a_database_without_a_name_works_and_is_nowhere() {
    let store = Store::unnamed().expect("a store");
    assert!(!store.path().parent().expect("a folder").exists());
    let ada = user(&store, "ada@example.com");
    let made = chat(&store, ada, &[(Role::User, &"What nobody else is to find. ".repeat(200_000))]);
    // With each of the readers' connections.
    let snapshots: Vec<_> = (0..4).map(|_| store.snapshot().expect("a snapshot")).collect();
    assert!(snapshots.iter().all(|db| messages::of_chat(db, made).expect("read").len() == 1));
    assert!(!store.path().exists());
}

#[test]
fn an_address_has_one_account_in_whatever_case() {
    let (store, _folder) = store();
    user(&store, "ada@example.com");
    let hash = PasswordHash::trusted("$argon2id$".to_owned());
    let again = store.write(|tx| users::insert(tx, &email("ADA@example.com"), &hash, at(1.0)));
    assert!(matches!(again, Err(StoreError::Conflict)));
}

#[test]
fn fifty_threads_that_share_one_chat_leave_one_share() {
    let (store, _folder) = store();
    let ada = user(&store, "ada@example.com");
    let chat = chat(&store, ada, &[]);
    let made: HashSet<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..50).map(|_| scope.spawn(|| share(&store, ada, chat).uuid.to_string())).collect();
        threads.into_iter().map(|thread| thread.join().expect("a share")).collect()
    });
    assert_eq!(made.len(), 1);
}

#[test]
fn a_message_keeps_that_nobody_said_when_and_which_model_spoke_also_in_a_frozen_copy() {
    let (store, _folder) = store();
    let ada = user(&store, "ada@example.com");
    let model = ShortText::fixed("another-model");
    let said = [
        NewMessage::new(Role::User, "When?".to_owned()),
        NewMessage {
            created_at: Some(at(5.0)),
            model: Some(model.clone()),
            ..NewMessage::new(Role::Assistant, "Now.".to_owned())
        },
    ];
    let new = NewChat {
        created_at: Some(at(3.0)),
        messages: said.into(),
        ..NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"))
    };
    let chat = store.write(|tx| chats::insert(tx, ada, &new, at(9.0))).expect("a chat").id;
    let share = share(&store, ada, chat);
    store.write(|tx| shares::freeze(tx, &share, Some(at(9.0)))).expect("frozen");
    let copy = store.read_one(|db| shares::of_chat(db, ada, chat)).expect("read").expect("the share").frozen;
    for chat in [chat, copy.expect("a copy").0] {
        let messages = store.read_one(|db| messages::of_chat(db, chat)).expect("messages");
        let times: Vec<_> = messages.iter().map(|message| (message.created_at, message.said_at())).collect();
        assert_eq!(times, [(at(3.0), None), (at(5.0), Some(at(5.0)))]);
        let models: Vec<_> = messages.into_iter().map(|message| message.model).collect();
        assert_eq!(models, [None, Some(model.clone())]);
    }
}

#[test]
fn a_revision_changes_with_whatever_a_reader_sees_and_with_nothing_else() {
    let (store, _folder) = store();
    let ada = user(&store, "ada@example.com");
    let chat = chat(&store, ada, &[(Role::User, "Hi")]);
    let share = share(&store, ada, chat);
    let name = ShortText::parse("Another").expect("a name");
    let new = [NewMessage::new(Role::User, "More".to_owned())];

    let before = revision(&store, &share);
    assert_eq!(revision(&store, &share), before);
    store.write(|tx| messages::insert_all(tx, chat, &new)).expect("added");
    let added = revision(&store, &share);
    store.write(|tx| chats::rename(tx, ada, chat, &name, at(3.0))).expect("renamed");
    let renamed = revision(&store, &share);
    store.write(|tx| messages::delete_last_exchange(tx, chat)).expect("deleted");
    let deleted = revision(&store, &share);
    assert_eq!(HashSet::from([before, added, renamed, deleted]).len(), 4);
}

#[test]
fn the_last_exchange_begins_with_the_last_message_of_the_user() {
    let (store, _folder) = store();
    let ada = user(&store, "ada@example.com");
    let said =
        [(Role::User, "1"), (Role::Assistant, "2"), (Role::User, "3"), (Role::Tool, "4"), (Role::Assistant, "5")];
    let chat = chat(&store, ada, &said);
    let rest = || {
        assert!(store.write(|tx| messages::delete_last_exchange(tx, chat)).expect("deleted"));
        let left = store.read(|db| messages::of_chat(db, chat)).expect("read");
        left.into_iter().map(|message| message.content).collect::<Vec<_>>()
    };
    assert_eq!(rest(), ["1", "2"]);
    assert!(rest().is_empty());
    assert!(!store.write(|tx| messages::delete_last_exchange(tx, chat)).expect("nothing"));
}

#[test]
fn somebody_elses_chat_does_not_exist() {
    let (store, _folder) = store();
    let (ada, eve) = (user(&store, "ada@example.com"), user(&store, "eve@example.com"));
    let chat = chat(&store, ada, &[]);
    let share = share(&store, ada, chat);
    let name = ShortText::parse("Mine now").expect("a name");

    assert!(store.read(|db| chats::find(db, eve, chat)).expect("read").is_none());
    assert!(store.write(|tx| chats::rename(tx, eve, chat, &name, at(2.0))).expect("written").is_none());
    assert!(!store.write(|tx| chats::touch(tx, eve, chat, at(2.0))).expect("written"));
    assert!(!store.write(|tx| chats::delete_all(tx, eve, &[chat], at(2.0))).expect("written"));
    assert!(!store.write(|tx| shares::delete(tx, eve, share.id)).expect("written"));
    assert!(!store.read(|db| shares::exists(db, eve, chat, share.id)).expect("read"));
    assert!(store.write(|tx| shares::insert(tx, eve, chat, at(2.0))).expect("written").is_none());
    assert!(store.read(|db| chats::find(db, ada, chat)).expect("read").is_some_and(|chat| chat.name != name));
}

#[test]
fn a_whitelist_that_loses_its_people_does_not_open_the_share() {
    let (store, _folder) = store();
    let (ada, grace) = (user(&store, "ada@example.com"), user(&store, "grace@example.com"));
    let share = share(&store, ada, chat(&store, ada, &[]));
    let listed = [email("grace@example.com"), email("GRACE@example.com"), email("nobody@example.com")];
    let entries = store.write(|tx| whitelist_entries::insert_all(tx, share.id, ada, &listed, at(1.0))).expect("listed");
    assert_eq!(entries.iter().map(|entry| entry.whitelisted_neptun_user_id).collect::<Vec<_>>(), [ada, grace]);

    let own = entries[0].id;
    assert!(store.write(|tx| whitelist_entries::delete(tx, share.id, own)).expect("deleted"));
    assert!(store.write(|tx| users::delete(tx, grace)).expect("removed"));
    assert!(store.read(|db| whitelist_entries::of_share(db, share.id)).expect("read").is_empty());
    let found = store.read(|db| shares::find(db, share.uuid, nobody())).expect("read").expect("a share");
    assert!(found.has_whitelist);

    store.write(|tx| whitelist_entries::delete_all(tx, share.id)).expect("cleared");
    let found = store.read(|db| shares::find(db, share.uuid, nobody())).expect("read").expect("a share");
    assert!(!found.has_whitelist);
}

#[test]
fn sessions_end_when_their_time_is_over() {
    let (store, _folder) = store();
    let ada = user(&store, "ada@example.com");
    let token = [7; 32];
    let open = |token: &_, now, expires_at| {
        let new = sessions::NewSession { token, user: ada, client: "Firefox on Linux", expires_at };
        store.write(|tx| sessions::insert(tx, &new, now)).expect("opened");
    };
    open(&token, at(0.0), at(10.0));
    let is_valid = |now| store.read(|db| sessions::find(db, &token, now)).expect("read").is_some();
    assert!(is_valid(at(9.0)));
    assert!(!is_valid(at(10.0)));
    store.write(|tx| sessions::prolong(tx, &token, at(20.0))).expect("prolonged");
    assert!(is_valid(at(19.0)));
    open(&[8; 32], at(30.0), at(40.0));
    assert!(!is_valid(at(5.0)), "sessions that are over are forgotten");
}

#[test]
fn a_failed_transaction_leaves_no_trace() {
    let (store, _folder) = store();
    let ada = user(&store, "ada@example.com");
    let one = chat(&store, ada, &[]);
    let deleted = store.write(|tx| {
        if chats::delete_all(tx, ada, &[one, ChatId::new(999)], at(2.0))? { Ok(()) } else { Err(StoreError::Conflict) }
    });
    assert!(deleted.is_err());
    assert!(store.read(|db| chats::find(db, ada, one)).expect("read").is_some());
}

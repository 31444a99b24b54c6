//! What happens to a conversation that is imported again.

use sha2::Digest;

use super::*;
use crate::domain::attachment::NewAttachment;
use crate::domain::email::Email;
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::{Attachment, Part};
use crate::domain::share::PasswordHash;
use crate::domain::text::ShortText;
use crate::store::{Store, users};

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    owner: UserId,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("test.db")).expect("a store");
        let (email, hash) =
            (Email::parse("ada@example.com").expect("an address"), PasswordHash::trusted("$argon2id$".into()));
        let owner = store.write(|tx| users::insert(tx, &email, &hash, now())).expect("a user").id;
        Self { _folder: folder, store, owner }
    }

    /// Imports these in one run, and says what became of each.
    fn import(&self, chats: &[NewChat]) -> Vec<(ChatId, ImportOutcome)> {
        let mut met = Met::default();
        let put = |chat| self.store.write(|tx| put(tx, self.owner, chat, &mut met, now())).expect("imported");
        chats.iter().map(put).collect()
    }

    fn texts(&self, chat: ChatId) -> Vec<String> {
        let messages = self.store.read_one(|db| messages::of_chat(db, chat)).expect("messages");
        messages.into_iter().map(|message| message.content).collect()
    }

    fn count(&self, table: &str) -> i64 {
        let sql = format!("select count(*) from {table}");
        self.store.read_one(|db| Ok::<_, StoreError>(db.query_row(&sql, [], |row| row.get(0))?)).expect("a count")
    }
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000).expect("a time")
}

fn source(format: &'static str, id: Option<&str>) -> ChatSource {
    ChatSource { format, id: id.map(str::to_owned), name: ShortText::fixed("A chat"), is_titled: true, text: None }
}

fn chat(id: Option<&str>, said: &[&str]) -> NewChat {
    let said = said.iter().map(|text| NewMessage::new(Role::User, (*text).to_owned()));
    NewChat {
        messages: said.collect(),
        source: Some(source("test", id)),
        ..NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"))
    }
}

fn with_file(mut chat: NewChat, bytes: &[u8]) -> NewChat {
    let sha256 = Sha256::new(sha2::Sha256::digest(bytes).into());
    let file = Attachment { sha256: Some(sha256), ..Attachment::default() };
    chat.messages[0].parts.push(Part::Attachment(file));
    let content = std::sync::Arc::new(bytes.to_vec());
    let media_type = "text/plain".to_owned();
    chat.attachments.push(NewAttachment { sha256, media_type, size: bytes.len() as u64, content });
    chat
}

#[test]
fn the_same_again_changes_nothing() {
    let desk = Desk::new();
    for new in [chat(Some("c"), &["a", "b"]), chat(None, &["a", "b"]), chat(None, &[])] {
        let (first, outcome) = desk.import(std::slice::from_ref(&new))[0];
        assert_eq!(outcome, ImportOutcome::New);
        let revision = desk.store.read_one(|db| chats::revision(db, first)).expect("a revision");
        assert_eq!(desk.import(&[new]), [(first, ImportOutcome::Unchanged)]);
        assert_eq!(desk.store.read_one(|db| chats::revision(db, first)).expect("a revision"), revision);
    }
    assert_eq!(desk.count("chats"), 3);
}

#[test]
fn what_was_added_since_is_taken_along() {
    let desk = Desk::new();
    for id in [Some("c"), None] {
        let (first, _) = desk.import(&[chat(id, &["a", "b"])])[0];
        assert_eq!(desk.import(&[chat(id, &["a", "b", "c", "d"])]), [(first, ImportOutcome::Updated(2))]);
        assert_eq!(desk.texts(first), ["a", "b", "c", "d"]);
    }
}

#[test]
fn another_branch_takes_the_place_of_the_old_one() {
    let desk = Desk::new();
    let (first, _) = desk.import(&[chat(Some("c"), &["a", "b", "c"])])[0];
    assert_eq!(desk.import(&[chat(Some("c"), &["a", "x"])]), [(first, ImportOutcome::Updated(1))]);
    assert_eq!(desk.texts(first), ["a", "x"]);
}

#[test]
fn an_older_export_takes_nothing_away() {
    let desk = Desk::new();
    let at = |seconds: i64| Timestamp::from_millis(1_700_000_000_000 + 1000 * seconds);
    let dated = |said: &[&str], from: i64| {
        let mut chat = chat(Some("c"), said);
        (from..).zip(&mut chat.messages).for_each(|(second, message)| message.created_at = at(second));
        chat.updated_at = at(from + 100);
        chat
    };
    let (first, _) = desk.import(&[dated(&["a", "b", "c"], 10)])[0];
    for older in [&dated(&["a", "b"], 10), &dated(&[], 10), &dated(&["a", "x"], 0)] {
        assert_eq!(desk.import(std::slice::from_ref(older)), [(first, ImportOutcome::Unchanged)]);
    }
    assert_eq!(desk.texts(first), ["a", "b", "c"]);
    assert_eq!(desk.import(&[dated(&["a", "x"], 20)]), [(first, ImportOutcome::Updated(1))]);
}

#[test]
fn what_was_changed_here_is_left_alone() {
    let desk = Desk::new();
    let (first, _) = desk.import(&[chat(Some("c"), &["a", "b"])])[0];
    let own = chat(None, &["mine"]).messages;
    desk.store.write(|tx| messages::insert_all(tx, first, &own)).expect("added");
    assert_eq!(desk.import(&[chat(Some("c"), &["a", "x"])]), [(first, ImportOutcome::ChangedHere)]);
    assert_eq!(desk.texts(first), ["a", "b", "mine"]);
    assert_eq!(desk.import(&[chat(Some("c"), &["a", "b", "c"])]), [(first, ImportOutcome::Updated(1))]);
    assert_eq!(desk.texts(first), ["a", "b", "mine", "c"]);
}

#[test]
fn conversations_without_a_name_that_are_alike_stay_as_many_as_they_are() {
    let desk = Desk::new();
    let file = [chat(None, &["hi"]), chat(None, &["hi", "there"]), chat(None, &["hi"]), chat(None, &[])];
    let first = desk.import(&file);
    assert!(first.iter().all(|(_, outcome)| *outcome == ImportOutcome::New), "{first:?}");
    let again = desk.import(&file);
    assert!(again.iter().all(|(_, outcome)| *outcome == ImportOutcome::Unchanged), "{again:?}");
    assert_eq!(desk.count("chats"), 4);
}

#[test]
fn a_conversation_is_known_only_to_its_owner_and_in_its_format() {
    let desk = Desk::new();
    desk.import(&[chat(Some("c"), &["a"])]);
    let mut other = chat(Some("c"), &["a"]);
    other.source = Some(source("another", Some("c")));
    assert_eq!(desk.import(&[other])[0].1, ImportOutcome::New);
}

#[test]
fn a_new_title_is_followed_unless_another_name_was_given_here() {
    let desk = Desk::new();
    let titled = |id: &'static str, title: &'static str, said: &[&str]| {
        let name = ShortText::fixed(title);
        let source = ChatSource { name: name.clone(), ..source("test", Some(id)) };
        NewChat { name, source: Some(source), ..chat(Some(id), said) }
    };
    let name = |id| desk.store.read_one(|db| chats::find(db, desk.owner, id)).expect("read").expect("a chat").name;
    let rename = |id, name| {
        let name = ShortText::fixed(name);
        desk.store.write(|tx| chats::rename(tx, desk.owner, id, &name, now())).expect("renamed");
    };
    let ids: Vec<ChatId> = ["c", "d"].map(|id| desk.import(&[titled(id, "First", &["a"])])[0].0).into();
    rename(ids[1], "My name");

    assert_eq!(desk.import(&[titled("c", "Second", &["a"])]), [(ids[0], ImportOutcome::Renamed)]);
    assert_eq!(desk.import(&[titled("c", "Second", &["a"])]), [(ids[0], ImportOutcome::Unchanged)]);
    assert_eq!(desk.import(&[titled("c", "Third", &["a", "b"])]), [(ids[0], ImportOutcome::Updated(1))]);
    assert_eq!(desk.import(&[titled("d", "Second", &["a"])]), [(ids[1], ImportOutcome::Unchanged)]);
    assert_eq!(desk.import(&[titled("d", "Third", &["a", "b"])]), [(ids[1], ImportOutcome::Updated(1))]);
    assert_eq!([name(ids[0]).as_str(), name(ids[1]).as_str()], ["Third", "My name"]);
    // The beginning of what somebody says is no title.
    let mut untitled = titled("c", "Fourth", &["a", "b"]);
    untitled.source = untitled.source.map(|source| ChatSource { is_titled: false, ..source });
    assert_eq!(desk.import(&[untitled]), [(ids[0], ImportOutcome::Unchanged)]);
    // Nor is what an older export says of the same messages the newer title.
    let older = NewChat { updated_at: Timestamp::from_millis(1), ..titled("c", "First", &["a", "b"]) };
    assert_eq!(desk.import(&[older]), [(ids[0], ImportOutcome::Unchanged)]);
}

#[test]
fn what_was_imported_before_names_were_noted_keeps_its_name_where_it_may_have_been_given_here() {
    let desk = Desk::new();
    let [(id, _)] = desk.import(&[chat(Some("c"), &["a"])])[..] else { panic!("one chat") };
    let forget = |tx: &Transaction<'_>| tx.execute("update chats set imported_name = null", []);
    desk.store.write(|tx| forget(tx).map_err(StoreError::from)).expect("as before");
    let mut renamed = chat(Some("c"), &["a"]);
    renamed.source = renamed.source.map(|source| ChatSource { name: ShortText::fixed("Another"), ..source });
    assert_eq!(desk.import(&[renamed.clone(), renamed]), [(id, ImportOutcome::Unchanged); 2]);
}

#[test]
fn a_look_says_what_would_happen_and_does_nothing() {
    let desk = Desk::new();
    desk.import(&[chat(Some("c"), &["a"])]);
    let look = |new: &NewChat| desk.store.read(|db| look(db, desk.owner, new, &mut Met::default())).expect("a look");
    assert_eq!(look(&chat(Some("c"), &["a", "b"])), ImportOutcome::Updated(1));
    assert_eq!(look(&chat(Some("d"), &["a"])), ImportOutcome::New);
    assert_eq!(desk.count("messages"), 1);
}

#[test]
fn a_look_at_the_same_conversation_twice_says_what_importing_it_twice_would() {
    let desk = Desk::new();
    let file = [&["a"][..], &["a"], &["a", "b", "c"], &["a", "b"]].map(|said| chat(Some("c"), said));
    let mut met = Met::default();
    let looks = file.each_ref().map(|new| desk.store.read(|db| look(db, desk.owner, new, &mut met)).expect("a look"));
    let outcomes: Vec<ImportOutcome> = desk.import(&file).into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(
        outcomes,
        [ImportOutcome::New, ImportOutcome::Unchanged, ImportOutcome::Updated(2), ImportOutcome::Unchanged]
    );
    assert_eq!(looks, outcomes.as_slice());
}

#[test]
fn a_file_is_kept_once_and_as_long_as_somebody_has_it() {
    let desk = Desk::new();
    let long: Vec<u8> = (0..600_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let new = [with_file(chat(Some("c"), &["a"]), &long), with_file(chat(Some("d"), &["b"]), &long)];
    let ids: Vec<ChatId> = desk.import(&new).into_iter().map(|(id, _)| id).collect();
    assert_eq!((desk.count("attachments"), desk.count("attachment_chunks")), (1, 3));

    let sha256 = new[0].attachments[0].sha256;
    let piece = |number| desk.store.read_one(|db| attachments::chunk(db, sha256, number)).expect("a piece");
    let kept: Vec<u8> = (0..).map_while(piece).flatten().collect();
    assert!(kept == long);

    let now = Timestamp::now();
    let deleted = desk.store.write(|tx| {
        chats::delete_all(tx, desk.owner, &ids[..1], now)?;
        chats::delete_for_good(tx, now)
    });
    deleted.expect("deleted");
    assert_eq!(desk.count("attachments"), 1);
    // The other one loses its file in its source.
    desk.import(&[chat(Some("d"), &["b", "c"])]);
    assert_eq!((desk.count("attachments"), desk.count("attachment_chunks")), (0, 0));
}

#[test]
fn an_export_without_its_files_takes_none_away() {
    let desk = Desk::new();
    let (first, _) = desk.import(&[with_file(chat(Some("c"), &["a", "b"]), b"words")])[0];
    let bare = |said: &[&str]| {
        let mut chat = chat(Some("c"), said);
        chat.messages[0].parts.push(Part::Attachment(Attachment::default()));
        chat
    };
    assert_eq!(desk.import(&[bare(&["a", "b"])]), [(first, ImportOutcome::Unchanged)]);
    assert_eq!(desk.import(&[bare(&["a", "b", "c"])]), [(first, ImportOutcome::Updated(1))]);
    assert_eq!((desk.texts(first).len(), desk.count("attachments")), (3, 1));
    // Nor does a file that comes later stay out.
    let (second, _) = desk.import(&[bare(&["x"])].map(|mut chat| {
        chat.source = Some(source("test", Some("d")));
        chat
    }))[0];
    assert_eq!(desk.import(&[with_file(chat(Some("d"), &["x"]), b"more")]), [(second, ImportOutcome::Updated(1))]);
    assert_eq!(desk.count("attachments"), 2);
}

#[test]
fn what_is_said_of_a_conversation_later_is_taken_along() {
    let desk = Desk::new();
    let grow = |id, new: &NewChat| {
        let growth = desk.store.read(|db| Growth::of(db, id, new, None)).expect("read").expect("known");
        desk.store.write(|tx| growth.store(tx, desk.owner, new, now())).expect("stored").expect("as it was");
    };
    let named = |name: &'static str, is_titled, said: &[&str]| {
        let name = ShortText::fixed(name);
        let source = ChatSource { name: name.clone(), is_titled, ..source("test", Some("c")) };
        NewChat { name, source: Some(source), ..chat(Some("c"), said) }
    };
    let unknown = |new| NewChat { model: ShortText::fixed(UNKNOWN_MODEL), ..new };
    let known = |id| {
        let chat = desk.store.read_one(|db| chats::find(db, desk.owner, id)).expect("read").expect("a chat");
        (chat.name.as_str().to_owned(), chat.model.as_str().to_owned(), chat.began_at())
    };
    let (id, _) = desk.import(&[unknown(named("/init", false, &["/init"]))])[0];
    assert_eq!(known(id), ("/init".to_owned(), "unknown".to_owned(), None));

    // The model is told before it answers, and not again.
    grow(id, &named("/init", false, &["/init"]));
    assert_eq!(known(id).1, "a-model");
    let began = NewChat { created_at: Some(now()), ..named("Why is it blue?", false, &["/init", "Why is it blue?"]) };
    grow(id, &unknown(began));
    assert_eq!(known(id), ("Why is it blue?".to_owned(), "a-model".to_owned(), Some(now())));
    let other =
        NewChat { model: ShortText::fixed("another"), ..named("Blue", true, &["/init", "Why is it blue?", "a"]) };
    grow(id, &other);
    assert_eq!(known(id), ("Blue".to_owned(), "another".to_owned(), Some(now())));

    // An import that goes on takes them along, too, and its title still comes later.
    let (id, _) =
        desk.import(&[NewChat { source: Some(source("other", Some("d"))), ..unknown(chat(None, &["a"])) }])[0];
    desk.import(&[NewChat { source: Some(source("other", Some("d"))), ..chat(None, &["a", "b"]) }]);
    assert_eq!(known(id).1, "a-model");
}

#[test]
fn a_title_is_followed_that_comes_after_other_first_words() {
    let desk = Desk::new();
    let called = |name: &'static str, is_titled, said: &[&str]| {
        let source = ChatSource { name: ShortText::fixed(name), is_titled, ..source("test", Some("c")) };
        NewChat { name: ShortText::fixed(name), source: Some(source), ..chat(Some("c"), said) }
    };
    let (id, _) = desk.import(&[called("/init", false, &["/init"])])[0];
    desk.import(&[called("Why", false, &["/init", "Why"])]);
    desk.import(&[called("Blue", true, &["/init", "Why", "a"])]);
    let chat = desk.store.read_one(|db| chats::find(db, desk.owner, id)).expect("read").expect("a chat");
    assert_eq!(chat.name.as_str(), "Blue");
}

#[test]
fn what_is_the_same_as_the_last_time_need_not_be_looked_at_again() {
    let desk = Desk::new();
    let (id, _) = desk.import(&[chat(Some("c"), &["a", "b", "c"])])[0];
    let grow = |new: &NewChat, last: Option<(&Stored, usize)>| {
        let growth = desk.store.read(|db| Growth::of(db, id, new, last)).expect("read").expect("known");
        let kept = growth.kept();
        let stored =
            desk.store.write(|tx| growth.store(tx, desk.owner, new, now())).expect("stored").expect("as it was");
        (stored, kept)
    };
    let (first, kept) = grow(&chat(Some("c"), &["a", "b", "c", "d"]), None);
    assert_eq!(kept, 3);
    let (second, kept) = grow(&chat(Some("c"), &["a", "b", "x", "y", "z"]), Some((&first, 2)));
    assert_eq!((kept, desk.texts(id)), (2, ["a", "b", "x", "y", "z"].map(str::to_owned).to_vec()));
    // That fewer are known to be the same changes nothing.
    let (_, kept) = grow(&chat(Some("c"), &["a", "b", "x", "y", "z"]), Some((&second, 1)));
    assert_eq!(kept, 5);
    assert_eq!(desk.import(&[chat(Some("c"), &["a", "b", "x", "y", "z"])]), [(id, ImportOutcome::Unchanged)]);
}

#[test]
fn a_conversation_that_grows_a_little_each_time_is_what_its_program_has() {
    let desk = Desk::new();
    let mut said: Vec<String> = (0..50).map(|n| format!("word {n}")).collect();
    let texts = |said: &[String]| said.iter().map(|text| NewMessage::new(Role::User, text.clone())).collect::<Vec<_>>();
    let of = |said: &[String]| NewChat { messages: texts(said), ..chat(Some("a"), &[]) };
    let id = desk.import(&[of(&said)])[0].0;
    let grow = |said: &[String], kept: usize| {
        let digest = prefixes(&texts(&said[..kept])).expect("hashed")[kept];
        let new = of(&said[kept..]);
        let growth = desk.store.read(|db| Growth::behind(db, id, (kept, digest), &new)).expect("worked out")?;
        let is_changed_here = growth.is_changed_here();
        desk.store.write(|tx| growth.store(tx, desk.owner, &new, now())).expect("stored").expect("in time");
        Some(is_changed_here)
    };
    for round in 0..20 {
        said.push(format!("more {round}"));
        assert_eq!(grow(&said, said.len() - 1), Some(false));
        said.last_mut().expect("one").push_str(", and it goes on");
        assert_eq!(grow(&said, said.len() - 1), Some(false), "the last one is another one now");
        said.truncate(said.len() - round % 3);
        assert_eq!(grow(&said, said.len() - 1), Some(false), "some were taken back");
        assert_eq!(desk.texts(id), said, "{round}");
    }
    assert_eq!(grow(&said, 10), Some(false), "nothing new from further up");

    let other: Vec<String> = said.iter().map(|text| format!("{text}!")).collect();
    assert_eq!(grow(&other, other.len() - 1), None, "it begins otherwise");
    let sql = format!(
        "update messages set content = 'mine' where id = (select max(id) from messages where chat_id = {})",
        id.get()
    );
    desk.store.write(|tx| Ok::<_, StoreError>(tx.execute_batch(&sql)?)).expect("changed");
    let kept = said.len() - 1;
    said[kept].push_str(" again");
    assert_eq!(grow(&said, kept), Some(true));
}

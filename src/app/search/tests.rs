//! What is found, and what is not.

use std::collections::BTreeSet;

use super::*;
use crate::app::sharing::{self, RedactionRequest, ShareRequest};
use crate::app::tests::Scene;
use crate::app::{conversations, people};
use crate::domain::chat::NewChat;
use crate::domain::email::Email;
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::Part;
use crate::domain::share::ShareChange;

struct Library {
    scene: Scene,
    ada: UserId,
    grace: UserId,
}

impl Library {
    fn new() -> Self {
        let scene = Scene::new();
        let (ada, grace) = (scene.sign_up("ada@example.com").user.id, scene.sign_up("grace@example.com").user.id);
        Self { scene, ada, grace }
    }

    fn chat(&self, name: &str, said: &[&str]) -> ChatId {
        let message = |content: &&str| NewMessage {
            role: Role::User,
            content: (*content).to_owned(),
            parts: Vec::new(),
            created_at: None,
            model: None,
        };
        self.store(name, said.iter().map(message).collect())
    }

    fn store(&self, name: &str, messages: Vec<NewMessage>) -> ChatId {
        let new = NewChat::named(ShortText::parse(name).expect("a name"), ShortText::fixed("a-model"));
        let new = NewChat { messages, ..new };
        conversations::create(&self.scene.store, self.ada, &new, self.scene.now).expect("made").id
    }

    /// Shares a chat with Grace by name.
    fn share(&self, chat: ChatId, request: &ShareRequest) -> ShareUuid {
        let (store, now) = (&self.scene.store, self.scene.now);
        let share = sharing::publish(store, self.ada, chat, request, now).expect("shared").link.share;
        let grace = Email::parse("grace@example.com").expect("an address");
        people::add(store, self.ada, chat, share.id, &[grace], now).expect("named");
        share.uuid
    }

    fn find(&self, user: UserId, text: &str, has_more: bool) -> Vec<SearchResult> {
        search(&self.scene.store, user, text, has_more, 20, self.scene.now).expect("searched").results
    }

    fn snippets(&self, user: UserId, text: &str) -> Vec<String> {
        self.find(user, text, false).into_iter().map(|result| result.snippet).collect()
    }
}

#[test]
fn messages_and_names_are_found_whatever_is_typed() {
    let library = Library::new();
    let sky = library.chat("The sky", &["Why is it blue?", "Because of Rayleigh scattering. It is strong."]);
    library.chat("北京大学 Café", &["你好，世界"]);
    let found = library.find(library.ada, "RAYLEIGH scatt", false);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].chat, found[0].name.as_str()), (Some(sky), "The sky"));
    assert!(found[0].message.is_some());
    assert_eq!(found[0].snippet, "Because of Rayleigh scattering. It is strong.");
    let name = library.find(library.ada, "sky", false);
    assert_eq!((name.len(), name[0].message), (1, None));
    assert_eq!(name[0].snippet, "Why is it blue?");
    for (typed, number) in [
        ("京大", 1),
        ("cafe", 1),
        ("界", 1),
        ("世界", 1),
        ("界世", 0),
        ("\"rayleigh scattering\"", 1),
        ("\"scattering rayleigh\"", 0),
        ("scattering rayleigh", 1),
        ("\"' OR 1=1 -- * ( NEAR", 0),
        ("rayleigh\"", 1),
        ("leigh", 0),
        ("*", 0),
        ("", 0),
    ] {
        assert_eq!(library.find(library.ada, typed, false).len(), number, "{typed}");
    }
    assert!(library.find(library.grace, "rayleigh", false).is_empty());
}

#[test]
fn what_changes_is_found_as_it_is_now() {
    let library = Library::new();
    let (store, now) = (&library.scene.store, library.scene.now);
    let chat = library.chat("Old name", &["A needle"]);
    assert_eq!(library.snippets(library.ada, "needle"), ["A needle"]);
    conversations::rename(store, library.ada, chat, &ShortText::fixed("Other title"), now).expect("renamed");
    assert_eq!(library.find(library.ada, "old", false).len(), 0);
    assert_eq!(library.find(library.ada, "title", false).len(), 1);
    conversations::delete(store, library.ada, &[chat], now).expect("deleted");
    assert_eq!(library.find(library.ada, "needle", false).len(), 0);
    conversations::restore(store, library.ada, &[chat], now).expect("restored");
    assert_eq!(library.find(library.ada, "needle", false).len(), 1);
    store.write(|tx| messages::delete_last_exchange(tx, chat)).expect("deleted");
    assert_eq!(library.find(library.ada, "needle", false).len(), 0);
}

#[test]
fn what_changes_before_it_was_reached_is_found_once() {
    let library = Library::new();
    let store = &library.scene.store;
    library.chat("Many", &["hay"; 2100]);
    let sql = "update messages set content = 'A needle' where id = (select max(id) from messages)";
    store.write(|tx| Ok::<_, StoreError>(tx.execute(sql, [])?)).expect("changed");
    assert!(library.find(library.ada, "needle", false).is_empty(), "not reached yet");
    fill(store, |_| true).expect("filled");
    assert_eq!(library.snippets(library.ada, "needle"), ["A needle"]);
}

#[test]
fn thoughts_and_tools_are_searched_on_demand() {
    let library = Library::new();
    let parts = vec![Part::reasoning("An owl, perhaps?"), Part::text("A bird.")];
    let content = "An owl, perhaps? A bird.".to_owned();
    library.store("Birds", vec![NewMessage { role: Role::Assistant, content, parts, created_at: None, model: None }]);
    assert!(library.find(library.ada, "owl", false).is_empty());
    assert_eq!(library.find(library.ada, "owl", true)[0].snippet, "An owl, perhaps?");
    assert_eq!(library.find(library.ada, "bird", true)[0].snippet, "A bird.");
}

#[test]
fn many_hits_in_one_conversation_leave_room_for_others() {
    let library = Library::new();
    library.chat("Many", &["A needle"; 30]);
    let other = library.chat("One", &["A needle in a lot of hay and straw and other things that make it less so"]);
    let found = library.find(library.ada, "needle", false);
    assert_eq!(found.len(), 3 + 1);
    assert!(found.iter().any(|result| result.chat == Some(other)));
}

#[test]
fn of_what_others_share_only_what_the_link_shows_is_found() {
    let library = Library::new();
    let chat = library.chat("The secret plan", &["The first needle", "The second needle of Babbage"]);
    let words = BTreeSet::from(["Babbage".to_owned(), "secret".to_owned()]);
    let redactions = RedactionRequest { more_words: words, ..RedactionRequest::default() };
    let uuid = library.share(chat, &ShareRequest { redactions, ..ShareRequest::default() });
    let found = library.find(library.grace, "second needle", false);
    assert!(found.len() == 1 && found[0].chat.is_none() && found[0].link == Some(uuid));
    assert!(!found[0].snippet.contains("Babbage") && !found[0].name.as_str().contains("secret"));
    assert!(library.find(library.grace, "babbage", false).is_empty());
    assert!(library.find(library.grace, "secret", false).is_empty());
    assert_eq!(library.find(library.grace, "plan", false).len(), 1);
    assert_eq!(library.find(library.ada, "babbage", false).len(), 1);

    let first = library.find(library.ada, "first", false)[0].message.expect("a message");
    let part = |change| ShareRequest { change, ..ShareRequest::default() };
    library.share(chat, &part(ShareChange { messages: Some(Some(vec![first])), ..ShareChange::default() }));
    assert_eq!(library.snippets(library.grace, "needle"), ["The first needle"]);
    library.share(chat, &part(ShareChange { is_frozen: Some(true), ..ShareChange::default() }));
    assert_eq!(library.snippets(library.grace, "needle"), ["The first needle"]);
    assert_eq!(library.find(library.ada, "first", false).len(), 1, "the copy is nobody's own");
    for closed in [
        ShareChange { is_shared: Some(false), ..ShareChange::default() },
        ShareChange { is_shared: Some(true), max_views: Some(Some(5)), ..ShareChange::default() },
        ShareChange { max_views: Some(None), records_visitors: Some(true), ..ShareChange::default() },
    ] {
        library.share(chat, &part(closed));
        assert!(library.find(library.grace, "needle", false).is_empty());
    }
    let link = library.share(chat, &part(ShareChange { records_visitors: Some(false), ..ShareChange::default() }));
    assert!(library.find(library.grace, "needle", false)[0].link == Some(link));
}

#[test]
fn much_is_put_into_the_index_beside_the_search_and_goes_on_where_it_was_ended() {
    let library = Library::new();
    for number in 0..3 {
        library.chat(&format!("Chat {number}"), &["A needle"; 1000]);
    }
    let store = &library.scene.store;
    let answer = |text| search(store, library.ada, text, false, 20, library.scene.now).expect("searched");
    let behind = answer("needle").behind.expect("much is missing");
    assert!(behind.missing() > 2500 && answer("needle").results.is_empty(), "{behind:?}");
    let mut batches = 0;
    fill(store, |_| {
        batches += 1;
        batches < 2
    })
    .expect("filled");
    let ended = store.read_one(search::behind).expect("read");
    assert!(ended.done > 0 && ended.missing() > 0, "{ended:?}");
    fill(store, |_| true).expect("filled");
    assert!(answer("needle").behind.is_none());
    // The latest 2,000 of the hits are in two of the three.
    assert_eq!(answer("needle").results.len(), 2 * 3);
}

#[test]
fn longer_words_come_where_a_word_alone_fills_no_page() {
    let library = Library::new();
    library.chat("Longer", &["All needles"]);
    for _ in 0..6 {
        library.chat("One", &["A needle", "Another needle", "A third needle"]);
    }
    let longer =
        |text| library.snippets(library.ada, text).iter().filter(|snippet| snippet.contains("needles")).count();
    assert_eq!((library.find(library.ada, "needle", false).len(), longer("needle")), (19, 1));
    library.chat("One", &["A needle", "Another needle"]);
    assert_eq!((library.find(library.ada, "needle", false).len(), longer("needle")), (20, 0));
    assert_eq!((longer("needles"), longer("needl")), (1, 0), "the latest 20 of 21");
}

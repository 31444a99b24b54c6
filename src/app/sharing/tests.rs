//! What may be published, on a real file, without a process or a socket.

use std::collections::BTreeSet;

use super::*;
use crate::app::owner::Account;
use crate::domain::chat::{ChatSource, NewChat};
use crate::domain::email::Email;
use crate::domain::message::{NewMessage, Role};
use crate::domain::message_positions::MessagePositions;
use crate::domain::redaction::SecretKind;
use crate::domain::share::{PasswordHash, ShareChange};
use crate::domain::text::ShortText;
use crate::store::users;

const KEY: &str = "sk-ant-api03-Zr7Qx2Lm9Kd4Vb8Nc1Hs6Jf3Gt5Wp0Ya_Ue-Ri7To2Ps4Df6Gh8Jk0Lz1Xc3Vb5Nm7Qw9Er-AAAAAAAA";
const ADDRESS: &str = "grace.hopper@navy.mil";

struct World {
    store: Store,
    owner: UserId,
    _folder: tempfile::TempDir,
}

fn world() -> World {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("test.db")).expect("a store");
    let (email, hash) = (Email::parse("ada@example.com"), PasswordHash::trusted("$argon2id$".to_owned()));
    let owner = store.write(|tx| users::insert(tx, &email.expect("an address"), &hash, now())).expect("an account").id;
    World { store, owner, _folder: folder }
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_000_000).expect("a time")
}

fn conversation(contents: &[&str]) -> NewChat {
    let said = |content: &&str| NewMessage::new(Role::User, (*content).to_owned());
    let messages = contents.iter().map(said).collect();
    NewChat { messages, ..NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model")) }
}

impl World {
    fn chat(&self, contents: &[&str]) -> ChatId {
        self.store.write(|tx| chats::insert(tx, self.owner, &conversation(contents), now())).expect("a chat").id
    }

    fn say(&self, chat: ChatId, content: &str) {
        let new = conversation(&[content]).messages;
        self.store.write(|tx| messages::insert_all(tx, chat, &new)).expect("said");
    }

    fn publish(&self, chat: ChatId, request: &ShareRequest) -> Result<Published, ShareError> {
        publish(&self.store, self.owner, chat, request, now())
    }

    fn read(&self, link: &Link) -> String {
        let messages = self.store.read(|db| PublicView::share(db, &link.share)?.messages(db)).expect("messages");
        messages.into_iter().map(|message| message.content).collect::<Vec<_>>().join("\n")
    }
}

fn asking() -> ShareRequest {
    ShareRequest { accepted: AcceptedFindings::NONE, ..ShareRequest::default() }
}

#[test]
fn a_new_link_redacts_credentials_unless_its_owner_says_otherwise() {
    let world = world();
    let chat = world.chat(&[&format!("My key is {KEY}, my address {ADDRESS}")]);

    let published = world.publish(chat, &ShareRequest::default()).expect("a link");

    let text = world.read(&published.link);
    assert!(!text.contains(KEY) && text.contains(ADDRESS), "{text}");
    assert_eq!(published.scan.expect("searched").counts(), [(SecretKind::ApiKey, 1), (SecretKind::Email, 1)]);
    assert!(published.is_by_default);

    let as_it_is = RedactionRequest::only([]);
    let published = world.publish(chat, &ShareRequest { redactions: as_it_is, ..ShareRequest::default() });
    assert!(world.read(&published.expect("a link").link).contains(KEY));
    // Decided once, it stays so.
    let again = world.publish(chat, &ShareRequest::default()).expect("a link");
    assert!(world.read(&again.link).contains(KEY) && !again.is_by_default);
}

#[test]
fn nothing_is_published_while_its_owner_has_not_decided() {
    let world = world();
    let chat = world.chat(&[&format!("Mail me: {ADDRESS}")]);

    let Err(ShareError::Undecided(undecided)) = world.publish(chat, &asking()) else { panic!("published") };

    let ids: BTreeSet<String> = undecided[0].findings.iter().map(|finding| finding.id.clone()).collect();
    assert_eq!(ids.len(), 1);
    assert!(world.store.read(|db| shares::of_chat(db, world.owner, chat)).expect("read").is_none());
    let accepted = AcceptedFindings::Shown(ids);
    assert!(world.publish(chat, &ShareRequest { accepted, ..asking() }).is_ok());
}

#[test]
fn what_is_not_part_of_the_link_needs_no_decision() {
    let world = world();
    let chat = world.chat(&["Hello", &format!("Mail me: {ADDRESS}")]);
    let positions = |range| Some(MessagePositions::Within(vec![range]));

    let first = world.publish(chat, &ShareRequest { positions: positions(1..=1), ..asking() }).expect("a link");

    assert_eq!(world.read(&first.link), "Hello");
    let both = world.publish(chat, &ShareRequest { positions: positions(1..=2), ..asking() });
    assert!(matches!(both, Err(ShareError::Undecided(_))));
    let beyond = world.publish(chat, &ShareRequest { positions: positions(3..=3), ..asking() });
    assert!(matches!(beyond, Err(ShareError::NoSuchPosition { position: 3, count: 2 })));
}

#[test]
fn what_changed_since_it_was_searched_is_searched_again() {
    let world = world();
    let chat = world.chat(&["Hello"]);
    let plan = world.store.read(|db| Plan::make(db, world.owner, chat, &asking(), now())).expect("a plan");
    world.say(chat, &format!("Mail me: {ADDRESS}"));

    let done = world.store.write(|tx| plan.carry_out(tx, &asking(), now())).expect("no failure");

    assert!(done.is_none(), "the plan is out of date");
    assert!(matches!(world.publish(chat, &asking()), Err(ShareError::Undecided(_))));
}

#[test]
fn an_import_publishes_nothing_new_under_a_link_before_it_is_decided() {
    let world = world();
    let imported = |contents: &[&str]| {
        let source = Some(ChatSource {
            format: "messages",
            id: Some("1".to_owned()),
            name: ShortText::fixed("A chat"),
            is_titled: true,
            text: None,
        });
        NewChat { source, ..conversation(contents) }
    };
    let account = Account::Known(world.owner);
    let publish_it = |chat: &NewChat, request: &ShareRequest| publish_new(&world.store, &account, chat, request, now());
    let first = publish_it(&imported(&["Hello"]), &asking()).expect("a link");

    let grown = imported(&["Hello", &format!("Mail me: {ADDRESS}")]);
    let refused = publish_it(&grown, &asking());

    assert!(matches!(refused, Err(ShareError::Undecided(_))));
    assert_eq!(world.read(&first.link), "Hello");
    let redacting = RedactionRequest { kinds: Some([SecretKind::Email].into()), ..RedactionRequest::default() };
    let second = publish_it(&grown, &ShareRequest { redactions: redacting, ..asking() }).expect("a link");
    assert!(second.link.share.uuid == first.link.share.uuid);
    let text = world.read(&second.link);
    assert!(text.starts_with("Hello\nMail me: [") && !text.contains(ADDRESS), "{text}");
}

#[test]
fn a_frozen_link_shows_nothing_new_before_it_is_decided() {
    let world = world();
    let chat = world.chat(&["Hello"]);
    let change = ShareChange { is_frozen: Some(true), ..ShareChange::default() };
    let frozen = world.publish(chat, &ShareRequest { change, ..asking() }).expect("a link").link;
    world.say(chat, &format!("Mail me: {ADDRESS}"));
    assert_eq!(world.read(&frozen), "Hello");

    let update = |accepted: &AcceptedFindings| {
        bring_up_to_date(&world.store, world.owner, &[chat], &RedactionRequest::default(), accepted, now())
    };

    assert!(matches!(update(&AcceptedFindings::NONE), Err(ShareError::Undecided(_))));
    let links = update(&AcceptedFindings::Any).expect("up to date");
    assert!(world.read(&links[0].0).contains(ADDRESS));
}

#[test]
fn what_is_told_for_a_secret_somewhere_is_redacted_everywhere() {
    let world = world();
    let chat = world.chat(&["password=Zr7Qx2Lm9Kd4", "Then I typed Zr7Qx2Lm9Kd4 once more"]);

    let published = world.publish(chat, &ShareRequest::default()).expect("a link");

    assert!(!world.read(&published.link).contains("Zr7Qx2Lm9Kd4"));
}

#[test]
fn a_password_that_is_also_the_name_of_a_program_is_redacted_in_its_places_only() {
    let world = world();
    let chat = world.chat(&["DATABASE_URL=postgres://postgres:postgres@db/app", "image: postgres:16"]);

    let published = world.publish(chat, &ShareRequest::default()).expect("a link");

    let read = "DATABASE_URL=postgres://postgres:[redacted: password]@db/app\nimage: postgres:16";
    assert_eq!(world.read(&published.link), read);
}

#[test]
fn what_a_link_names_stays_named_also_where_it_does_not_stand_at_present() {
    let world = world();
    let chat = world.chat(&["Hello", &format!("Mail me: {ADDRESS}")]);
    let found = check(&world.store, world.owner, chat, None, None).expect("searched").findings;
    let findings: BTreeSet<String> = found.iter().map(|finding| finding.id.clone()).collect();
    let redactions = RedactionRequest { findings: Some(findings), ..RedactionRequest::default() };
    let change = ShareChange { is_frozen: Some(true), ..ShareChange::default() };
    let request = ShareRequest { change, redactions: redactions.clone(), ..ShareRequest::default() };
    world.publish(chat, &request).expect("a link");
    world.store.write(|tx| messages::delete_from(tx, chat, 1)).expect("deleted");

    let update = || bring_up_to_date(&world.store, world.owner, &[chat], &redactions, &AcceptedFindings::NONE, now());
    update().expect("up to date");
    world.say(chat, &format!("Again: {ADDRESS}"));
    let links = update().expect("decided before");

    assert_eq!(world.read(&links[0].0), "Hello\nAgain: [redacted: e-mail address]");
}

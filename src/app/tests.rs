//! How people get in, on a database of their own.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use tempfile::TempDir;

use super::accounts::{self, AccountError, EndOf};
use super::administration::{self, AccountChange};
use super::confirmation::Offer;
use super::invitations::{self, InviteError};
use super::owner::{self, Account, OwnerError};
use super::sessions::{self, Browser, OpenedSession};
use super::set_up;
use super::sign_in::by_password;
use super::{cleanup, password_links, tokens};
use crate::app::passwords::Passwords;
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::secret;
use crate::domain::timestamp::Timestamp;

use crate::domain::text::ShortText;
use crate::domain::token::Scope;

use crate::store::Store;
use crate::store::sessions::Session;

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A database in a folder of its own.
pub struct Scene {
    /// The database.
    pub store: Store,
    passwords: Passwords,
    /// The beginning of time.
    pub now: Timestamp,
    _folder: TempDir,
}

impl Scene {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("test.db")).expect("a store");
        let passwords = Passwords::new().expect("random numbers");
        Self { store, passwords, now: Timestamp::from_millis(0).expect("a time"), _folder: folder }
    }

    /// Makes an account.
    pub fn sign_up(&self, address: &str) -> OpenedSession {
        let (email, password) = (email(address), password("first password"));
        accounts::sign_up(&self.store, &self.passwords, &email, &password, &browser(None), self.now)
            .expect("an account")
    }

    fn sign_in(&self, address: &str, text: &str, browser: &Browser) -> Result<OpenedSession, AccountError> {
        let password = password(text);
        by_password::enter(&self.store, &self.passwords, &email(address), &offer(&password), browser, self.now)
    }

    /// Whose session a token opens.
    fn session(&self, opened: &OpenedSession, now: Timestamp) -> Option<Session> {
        sessions::find(&self.store, &opened.token.digest(), now).expect("read")
    }

    fn signed_in(&self, opened: &OpenedSession, now: Timestamp) -> Option<UserId> {
        self.session(opened, now).map(|session| session.user_id)
    }
}

fn email(address: &str) -> Email {
    Email::parse(address).expect("an address")
}

fn password(text: &str) -> PlainPassword {
    PlainPassword::for_account(text).expect("a password")
}

fn offer(password: &PlainPassword) -> Offer<'_> {
    Offer { password: Some(password), client: IpAddr::V4(Ipv4Addr::LOCALHOST) }
}

fn browser(former: Option<&OpenedSession>) -> Browser {
    Browser {
        client: "Firefox on Linux".to_owned(),
        address: [192, 0, 2, 1].into(),
        former: former.map(|opened| opened.token.digest()),
    }
}

#[test]
fn an_address_has_one_account_in_whatever_case() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com");
    assert_eq!(scene.signed_in(&ada, scene.now), Some(ada.user.id));
    let again =
        accounts::add(&scene.store, &scene.passwords, &email("ADA@example.com"), &password("another one"), scene.now);
    assert!(matches!(again, Err(AccountError::Exists)));
    assert_eq!(accounts::list(&scene.store).expect("read").len(), 1);
}

#[test]
fn whoever_signs_in_again_has_one_session_in_that_browser() {
    let scene = Scene::new();
    let first = scene.sign_up("ada@example.com");
    let second = scene.sign_in("ada@example.com", "first password", &browser(Some(&first))).expect("signed in");
    assert_eq!(scene.signed_in(&first, scene.now), None);
    assert_eq!(scene.signed_in(&second, scene.now), Some(first.user.id));
    assert!(matches!(
        scene.sign_in("ada@example.com", "wrong password", &browser(None)),
        Err(AccountError::WrongPassword)
    ));
    assert!(matches!(
        scene.sign_in("eve@example.com", "first password", &browser(None)),
        Err(AccountError::WrongPassword)
    ));
}

#[test]
fn a_changed_password_ends_the_sessions_of_the_old_one() {
    let scene = Scene::new();
    let kept = scene.sign_up("ada@example.com");
    let other = scene.sign_in("ada@example.com", "first password", &browser(None)).expect("signed in");
    let (first, second) = (password("first password"), password("second password"));
    let change = |offered| {
        let (user, digest) = (kept.user.id, kept.token.digest());
        let offer = offer(offered);
        let end = EndOf { all_but: Some(&digest), tokens: false };
        accounts::change_password(&scene.store, &scene.passwords, user, &offer, &second, end, scene.now)
    };
    assert!(matches!(change(&second), Err(AccountError::WrongPassword)));
    assert!(scene.signed_in(&other, scene.now).is_some());
    let link = password_links::make(&scene.store, None, kept.user.id, scene.now).expect("made").secret.digest();
    change(&first).expect("changed");
    assert!(
        password_links::look(&scene.store, &link, scene.now).expect("read").is_none(),
        "it would set yet another one"
    );
    assert_eq!(scene.signed_in(&other, scene.now), None);
    assert_eq!(scene.signed_in(&kept, scene.now), Some(kept.user.id));
}

#[test]
fn an_account_is_removed_for_its_password_only() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com");
    let delete = |text| {
        let password = password(text);
        accounts::delete(&scene.store, &scene.passwords, ada.user.id, &offer(&password))
    };
    assert!(matches!(delete("wrong password"), Err(AccountError::WrongPassword)));
    delete("first password").expect("removed");
    assert_eq!(scene.signed_in(&ada, scene.now), None);
    assert!(matches!(delete("first password"), Err(AccountError::Removed)));
}

#[test]
fn the_link_that_makes_the_first_account_works_once_and_for_half_an_hour() {
    let scene = Scene::new();
    let link = |now| set_up::renew_link(&scene.store, now).expect("stored").expect("nobody has an account");
    let (void, link) = (link(scene.now).digest(), link(scene.now).digest());
    let create = |link, now| {
        let (email, password) = (email("ada@example.com"), password("first password"));
        set_up::create(&scene.store, &scene.passwords, link, &email, &password, &browser(None), now)
    };
    assert!(matches!(create(&void, scene.now), Err(AccountError::NoSuchSetUpLink)));
    assert!(matches!(create(&link, scene.now.plus(HOUR)), Err(AccountError::NoSuchSetUpLink)));
    assert!(set_up::look(&scene.store, &link, scene.now).expect("read").is_some());
    create(&link, scene.now).expect("an account");
    assert!(matches!(create(&link, scene.now), Err(AccountError::NoSuchSetUpLink)));
    assert!(set_up::renew_link(&scene.store, scene.now).expect("stored").is_none());
}

#[test]
fn a_session_ends_thirty_days_after_its_last_use() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com");
    let in_days = |days: u32| scene.now.plus(DAY * days);
    let session = scene.session(&ada, scene.now).expect("a session");
    assert!(!sessions::is_to_be_prolonged(&session, scene.now.plus(HOUR)));
    assert!(sessions::is_to_be_prolonged(&session, in_days(1)));
    assert!(sessions::prolong(&scene.store, &ada.token.digest(), in_days(10)).expect("stored"));
    assert!(scene.signed_in(&ada, in_days(39)).is_some() && scene.signed_in(&ada, in_days(40)).is_none());
    sessions::end_all(&scene.store, ada.user.id, None).expect("ended");
    assert!(!sessions::prolong(&scene.store, &ada.token.digest(), in_days(10)).expect("stored"));
}

#[test]
fn a_session_ends_ninety_days_after_it_began_however_much_it_is_used() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com");
    let in_days = |days: u32| scene.now.plus(DAY * days);
    for day in [29, 58, 87] {
        assert!(sessions::prolong(&scene.store, &ada.token.digest(), in_days(day)).expect("stored"));
    }
    let session = scene.session(&ada, in_days(89)).expect("a session");
    assert!(!sessions::is_to_be_prolonged(&session, in_days(89)), "no write for each of its last requests");
    assert!(scene.signed_in(&ada, in_days(90)).is_none());
}

#[test]
fn the_use_of_a_token_is_noted_once_an_hour() {
    let now = Scene::new().now.plus(DAY);
    assert!(tokens::is_use_to_be_noted(None, now));
    assert!(!tokens::is_use_to_be_noted(Some(now), now));
    assert!(tokens::is_use_to_be_noted(Some(now), now.plus(HOUR)));
    assert!(tokens::is_use_to_be_noted(Some(now.plus(DAY)), now), "by a clock that was ahead");
}

#[test]
fn an_invitation_makes_one_account() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com").user.id;
    let invite = |address| invitations::invite(&scene.store, ada, &email(address), &[], scene.now);
    assert!(matches!(invite("ADA@example.com"), Err(InviteError::HasAccount)));
    let (void, link) = (invite("eve@example.com"), invite("Eve@example.com"));
    let [void, link] = [void, link].map(|made| made.expect("invited").1.digest());
    let accept = |link| {
        let password = password("her password");
        invitations::accept(&scene.store, &scene.passwords, link, &password, &browser(None), scene.now)
    };
    assert!(matches!(accept(&void), Err(AccountError::NoSuchInvitation)));
    let eve = accept(&link).expect("an account");
    assert_eq!(eve.user.primary_email.as_str(), "Eve@example.com");
    assert_eq!(scene.signed_in(&eve, scene.now), Some(eve.user.id));
    assert!(matches!(accept(&link), Err(AccountError::NoSuchInvitation)));
    assert!(matches!(accept(&secret::digest("made up")), Err(AccountError::NoSuchInvitation)));
}

#[test]
fn a_command_is_about_the_account_that_is_named_or_chosen_or_the_first() {
    let scene = Scene::new();
    assert!(owner::find(&scene.store, None).expect("nobody").is_none());
    let first = Account::prepare(None).expect("prepared").make(&scene.store).expect("made");
    assert_eq!(owner::find(&scene.store, None).expect("found"), Some(first));
    let ada = scene.sign_up("ada@example.com").user.id;
    assert_eq!(owner::find(&scene.store, None).expect("found"), Some(first));
    owner::set_default(&scene.store, ada).expect("chosen");
    assert_eq!(owner::find(&scene.store, None).expect("found"), Some(ada));
    owner::set_default(&scene.store, first).expect("chosen");
    assert_eq!(owner::find(&scene.store, None).expect("found"), Some(first));
    assert_eq!(owner::find(&scene.store, Some(&email("ada@example.com"))).expect("found"), Some(ada));
    assert!(matches!(owner::find(&scene.store, Some(&email("eve@example.com"))), Err(OwnerError::NoSuchAccount(_))));
}

#[test]
fn a_disabled_account_gets_no_token_whoever_asks_for_it() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com").user.id;
    let name = ShortText::fixed("A script");
    let make = || tokens::make(&scene.store, ada, &name, Scope::Publish, None, scene.now).expect("a store");
    let disable = |is_disabled| {
        let change = AccountChange { is_disabled: Some(is_disabled), ..AccountChange::default() };
        administration::change(&scene.store, None, ada, change, scene.now).expect("changed");
    };
    disable(true);
    assert!(make().is_none());
    disable(false);
    assert!(make().is_some());
}

#[test]
fn what_has_expired_is_removed_and_nothing_else() {
    let scene = Scene::new();
    let ada = scene.sign_up("ada@example.com").user.id;
    let later = scene.now.plus(7 * DAY);
    for (number, now) in [(1, scene.now), (2, later)] {
        let friend = email(&format!("friend{number}@example.com"));
        invitations::invite(&scene.store, ada, &friend, &[], now).expect("invited");
        let (name, expires_at) = (ShortText::fixed("A script"), Some(now.plus(7 * DAY)));
        tokens::make(&scene.store, ada, &name, Scope::Read, expires_at, now).expect("made").expect("enabled");
    }

    cleanup::run(&scene.store, later).expect("removed");

    // As before the first of them had expired.
    assert_eq!(invitations::list(&scene.store, ada, scene.now).expect("read").len(), 1);
    assert_eq!(tokens::list(&scene.store, ada, scene.now).expect("read").len(), 1);
    assert_eq!(sessions::list(&scene.store, ada, None, scene.now).expect("read").len(), 1);
    cleanup::run(&scene.store, scene.now.plus(30 * DAY)).expect("removed");
    assert!(sessions::list(&scene.store, ada, None, scene.now).expect("read").is_empty());
}

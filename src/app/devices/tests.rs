//! Devices that are signed in, on a database of its own with a clock of its own.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::{CodeError, DeviceRequest, Devices, INTERVAL, LIFETIME, StartedRequest, TokenAnswer};
use crate::app::Unavailable;
use crate::app::administration::{self, AccountChange};
use crate::app::caller::Caller;
use crate::app::tests::Scene;
use crate::app::{accounts, sessions, tokens};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::Scope;

fn asked(now: Timestamp, from: u32) -> DeviceRequest {
    DeviceRequest {
        name: ShortText::fixed("laptop"),
        scope: Scope::Write,
        address: IpAddr::V4(Ipv4Addr::from_bits(from)),
        client: String::new(),
        asked_at: now,
        expires_at: now.plus(LIFETIME),
    }
}

fn start(devices: &Devices, now: Timestamp) -> StartedRequest {
    devices.start(asked(now, 1)).expect("started")
}

#[test]
fn a_device_gets_one_token_of_who_approved_it() {
    let (scene, devices) = (Scene::new(), Devices::new());
    let (ada, now) = (scene.sign_up("ada@example.com").user.id, scene.now);
    let started = start(&devices, now);
    let ask = |at| devices.answer(&scene.store, &started.device_code.digest(), at).expect("an answer");
    assert!(matches!(ask(now), TokenAnswer::Pending));

    let request = devices.look(ada, Some(started.user_code), now).expect("it waits");
    assert_eq!((request.name.as_str(), request.scope), ("laptop", Scope::Write));
    devices.decide(&Caller::Proxied(ada), Some(started.user_code), true, now).expect("it waits");

    let TokenAnswer::Granted(user, token, secret) = ask(now.plus(INTERVAL)) else { panic!("a token") };
    assert_eq!((user, token.name.as_str()), (ada, "laptop"));
    let found = tokens::find(&scene.store, &secret.digest(), now).expect("a store");
    assert!(found.is_some_and(|(user, found)| user == ada && found.id == token.id));
    assert!(matches!(ask(now.plus(INTERVAL * 2)), TokenAnswer::Unknown), "it is told once");
    assert!(matches!(devices.look(ada, Some(started.user_code), now), Err(CodeError::NoSuchCode)));
}

#[test]
fn who_is_refused_or_waits_too_long_gets_none() {
    let (scene, devices) = (Scene::new(), Devices::new());
    let (ada, now) = (scene.sign_up("ada@example.com").user.id, scene.now);
    let (refused, late) = (start(&devices, now), start(&devices, now));
    let ask = |one: &StartedRequest, at| devices.answer(&scene.store, &one.device_code.digest(), at).ok();
    devices.decide(&Caller::Proxied(ada), Some(refused.user_code), false, now).expect("it waits");
    assert!(matches!(ask(&refused, now), Some(TokenAnswer::Denied)));

    let end = now.plus(LIFETIME);
    assert!(matches!(
        devices.decide(&Caller::Proxied(ada), Some(late.user_code), true, end),
        Err(CodeError::NoSuchCode)
    ));
    assert!(matches!(ask(&late, end), Some(TokenAnswer::Expired)));
    assert!(tokens::list(&scene.store, ada, now).expect("a store").is_empty());
}

#[test]
fn a_device_whose_owner_has_removed_the_account_gets_none() {
    let (scene, devices) = (Scene::new(), Devices::new());
    let (ada, now) = (scene.sign_up("ada@example.com").user.id, scene.now);
    let started = start(&devices, now);
    devices.decide(&Caller::Proxied(ada), Some(started.user_code), true, now).expect("it waits");
    accounts::remove(&scene.store, ada).expect("removed");
    let answer = devices.answer(&scene.store, &started.device_code.digest(), now);
    assert!(matches!(answer, Ok(TokenAnswer::Denied)));
}

#[test]
fn a_device_whose_owner_is_disabled_or_signed_out_before_it_asks_gets_none() {
    let (scene, devices) = (Scene::new(), Devices::new());
    let now = scene.now;
    let [ada, grace] = ["ada@example.com", "grace@example.com"].map(|email| scene.sign_up(email));
    let session = sessions::find(&scene.store, &ada.token.digest(), now).expect("a store").expect("signed in");
    let (of_session, of_proxy) = (start(&devices, now), start(&devices, now));
    devices.decide(&Caller::Browser(session), Some(of_session.user_code), true, now).expect("it waits");
    devices.decide(&Caller::Proxied(grace.user.id), Some(of_proxy.user_code), true, now).expect("it waits");

    administration::end_all(&scene.store, ada.user.id, true).expect("ended");
    let disable = AccountChange { is_disabled: Some(true), ..AccountChange::default() };
    administration::change(&scene.store, None, grace.user.id, disable, now).expect("disabled");

    for started in [of_session, of_proxy] {
        let answer = devices.answer(&scene.store, &started.device_code.digest(), now);
        assert!(matches!(answer, Ok(TokenAnswer::Denied)));
    }
    assert!(tokens::list(&scene.store, ada.user.id, now).expect("a store").is_empty());
}

#[test]
fn a_device_that_asks_too_often_is_slowed_down() {
    let (scene, devices) = (Scene::new(), Devices::new());
    let now = scene.now;
    let started = start(&devices, now);
    let ask = |seconds| {
        let at = now.plus(Duration::from_secs(seconds));
        devices.answer(&scene.store, &started.device_code.digest(), at).expect("an answer")
    };
    assert!(matches!(ask(0), TokenAnswer::Pending));
    assert!(matches!(ask(1), TokenAnswer::SlowDown));
    assert!(matches!(ask(6), TokenAnswer::SlowDown), "now it has to wait ten seconds");
    assert!(matches!(ask(21), TokenAnswer::Pending), "and now fifteen");
}

#[test]
fn waiting_devices_and_wrong_codes_are_bounded() {
    let (scene, devices) = (Scene::new(), Devices::new());
    let now = scene.now;
    let [ada, grace] = ["ada@example.com", "grace@example.com"].map(|email| scene.sign_up(email).user.id);
    let of_one = (0..100).take_while(|_| devices.start(asked(now, 1)).is_ok()).count();
    assert_eq!(of_one, 20);
    let of_all = (2..5000).take_while(|from| devices.start(asked(now, *from)).is_ok()).count();
    assert_eq!(of_all, 1000 - 20);
    assert!(matches!(devices.start(asked(now, 9000)), Err(Unavailable::Busy)));
    let later = now.plus(LIFETIME * 2);
    let started = devices.start(asked(later, 1)).expect("the others are gone");

    let wrong = (0..100).take_while(|_| matches!(devices.look(ada, None, later), Err(CodeError::NoSuchCode))).count();
    assert_eq!(wrong, 10);
    assert!(matches!(devices.look(ada, Some(started.user_code), later), Err(CodeError::TooManyGuesses(_))));
    assert!(devices.look(grace, Some(started.user_code), later).is_ok(), "others notice nothing");
}

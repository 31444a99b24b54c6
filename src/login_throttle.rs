//! Throttles password guessing: ten wrong passwords at once, then one every six seconds, for each pair of target (the
//! password of an account or a share) and client network. Other networks and other targets are not affected, unless
//! many networks guess at one target together. Right passwords don't count.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use quick_cache::sync::Cache;

use crate::base::rate_limit::{RateExceeded, RateLimit, network};
use crate::domain::email::Email;
use crate::domain::id::ShareId;

/// How many wrong passwords are accepted at once, and the time until one more is.
const BURST: u32 = 10;
const PERIOD: Duration = Duration::from_secs(6);

/// The same for wrong passwords for any accounts from one network: a school behind one address gets in, but nobody can
/// try one password on thousands of accounts.
const SPRAY_BURST: u32 = 300;
const SPRAY_PERIOD: Duration = Duration::from_secs(1);

/// The same for wrong passwords for one account or share from all networks together: many addresses don't give many
/// tries. Networks that gave the right password are exempt.
const TARGET_BURST: u32 = 200;
const TARGET_PERIOD: Duration = Duration::from_secs(3);

/// How many pairs of a target and a network that gave the right password are remembered.
const KNOWN: usize = 16_384;

/// Whose password is guessed, and from where.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Guesser {
    target: Target,
    network: IpAddr,
}

impl Guesser {
    /// Where the guesses come from.
    pub const fn network(&self) -> IpAddr {
        self.network
    }

    const fn is_of_account(&self) -> bool {
        matches!(self.target, Target::Account(_))
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Target {
    Share(ShareId),
    /// A digest, so that the addresses with which people try to sign in don't stay in memory.
    Account(u64),
}

/// Counts wrong passwords.
pub struct LoginThrottle {
    limit: RateLimit<Guesser>,
    /// Guesses at any accounts, by network.
    spraying: RateLimit<IpAddr>,
    /// Guesses at one target, from anywhere.
    targets: RateLimit<Target>,
    /// The networks that gave the right password.
    known: Cache<Guesser, ()>,
    accounts: RandomState,
}

impl LoginThrottle {
    /// Starts without any guesses.
    pub fn new() -> Self {
        Self {
            limit: RateLimit::new(BURST, PERIOD),
            spraying: RateLimit::new(SPRAY_BURST, SPRAY_PERIOD),
            targets: RateLimit::new(TARGET_BURST, TARGET_PERIOD),
            known: Cache::new(KNOWN),
            accounts: RandomState::new(),
        }
    }

    /// Somebody who guesses a share's password.
    pub fn of_share(&self, share: ShareId, client: IpAddr) -> Guesser {
        Guesser { target: Target::Share(share), network: network(client) }
    }

    /// Somebody who guesses an account's password, whether the account exists or not.
    pub fn of_account(&self, email: &Email, client: IpAddr) -> Guesser {
        Guesser { target: Target::Account(self.accounts.hash_one(email.key())), network: network(client) }
    }

    /// Whether a guess would be accepted now; counts nothing.
    pub fn check(&self, guesser: &Guesser) -> Result<(), RateExceeded> {
        self.limit.check(guesser, Instant::now())
    }

    /// Counts a guess before it is verified, so that a hundred at once don't count as one. [`LoginThrottle::forgive`]
    /// takes a right one back.
    pub fn count(&self, guesser: &Guesser) -> Result<(), RateExceeded> {
        let now = Instant::now();
        if guesser.is_of_account() {
            self.spraying.count(guesser.network, now)?;
        }
        self.limit.count(guesser.clone(), now)?;
        if self.known.get(guesser).is_some() { Ok(()) } else { self.targets.count(guesser.target.clone(), now) }
    }

    /// The guess was right, and does not count.
    pub fn forgive(&self, guesser: &Guesser) {
        self.limit.forgive(guesser);
        if self.known.get(guesser).is_none() {
            self.targets.forgive(&guesser.target);
            self.known.insert(guesser.clone(), ());
        }
        if guesser.is_of_account() {
            self.spraying.forgive(&guesser.network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn ten_wrong_passwords_are_taken_at_once() {
        let throttle = LoginThrottle::new();
        let guesser = throttle.of_share(ShareId::new(1), address("192.0.2.1"));
        for _ in 0..10 {
            assert_eq!(throttle.check(&guesser), Ok(()));
            assert_eq!(throttle.count(&guesser), Ok(()));
        }
        let wait = throttle.check(&guesser).expect_err("too many").retry_after;
        assert!(wait <= PERIOD, "{wait:?}");
        assert!(throttle.count(&guesser).is_err());
    }

    #[test]
    fn one_password_is_not_tried_on_all_accounts() {
        let throttle = LoginThrottle::new();
        let guesser = |number, from| {
            let email = Email::parse(&format!("user{number}@example.com")).expect("valid");
            throttle.of_account(&email, address(from))
        };
        let taken = (0..1000).take_while(|number| throttle.count(&guesser(*number, "192.0.2.1")).is_ok()).count();
        assert!((300..310).contains(&taken), "{taken}");
        assert!(throttle.count(&guesser(0, "192.0.2.2")).is_ok(), "others notice nothing");
    }

    #[test]
    fn many_addresses_get_no_more_tries_together_and_whoever_was_in_before_gets_in() {
        let throttle = LoginThrottle::new();
        let ada = Email::parse("ada@example.com").expect("valid");
        let from = |number: u32| throttle.of_account(&ada, std::net::Ipv4Addr::from_bits(number).into());
        let home = from(1);
        throttle.count(&home).expect("the first");
        throttle.forgive(&home);
        let taken = (2..2000).filter(|number| throttle.count(&from(*number)).is_ok()).count();
        assert!((200..210).contains(&taken), "{taken}");
        assert!(throttle.count(&from(3000)).is_err(), "a new network waits");
        assert!(throttle.count(&home).is_ok());
        let grace = Email::parse("grace@example.com").expect("valid");
        assert!(throttle.count(&throttle.of_account(&grace, address("192.0.2.1"))).is_ok());
    }

    #[test]
    fn right_passwords_do_not_count() {
        let throttle = LoginThrottle::new();
        let guesser = throttle.of_share(ShareId::new(1), address("192.0.2.1"));
        for _ in 0..100 {
            assert_eq!(throttle.count(&guesser), Ok(()));
            throttle.forgive(&guesser);
        }
    }

    #[test]
    fn others_are_not_locked_out() {
        let throttle = LoginThrottle::new();
        let ada = Email::parse("ada@example.com").expect("valid");
        let grace = Email::parse("grace@example.com").expect("valid");
        let attacker = throttle.of_account(&ada, address("2001:db8::1"));
        while throttle.count(&attacker).is_ok() {}
        assert!(throttle.check(&throttle.of_account(&ada, address("2001:db8::ffff"))).is_err(), "the same network");
        assert!(throttle.check(&throttle.of_account(&ada, address("2001:db8:0:1::1"))).is_ok());
        assert!(throttle.check(&throttle.of_account(&grace, address("2001:db8::1"))).is_ok());
        assert!(throttle.check(&throttle.of_share(ShareId::new(1), address("2001:db8::1"))).is_ok());
    }
}

//! Passwords: how many are hashed and verified at once, how often somebody may guess, and which ones were right
//! recently. Knows no HTTP and no SQL.

mod hashes;

use std::net::IpAddr;
use std::thread;
use std::time::{Duration, Instant};

use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::base::concurrency_limit::{ConcurrencyLimit, Full};
use crate::base::rate_limit::RateExceeded;
use crate::base::rate_limit::network;
use crate::domain::email::Email;
use crate::domain::id::ShareId;
use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;
use crate::login_throttle::{Guesser, LoginThrottle};

pub use hashes::{accept_hash, looks_like_hash};

/// Computations that may wait, and how long. At some 25 ms each the queue is gone in a second or two.
const QUEUE: usize = 128;
const TIMEOUT: Duration = Duration::from_secs(5);

/// Passwords of shares that were right need no second computation for this long.
const REMEMBER: Duration = Duration::from_secs(15 * 60);
const REMEMBERED: usize = 4096;

/// How long a browser stays let in that gave a password by a form and runs no script to give it again.
pub const UNLOCKED: Duration = Duration::from_secs(60 * 60);

/// Why no verdict was given.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// Too many computations wait already.
    Busy,
    /// Too many wrong passwords came from there.
    TooManyGuesses(RateExceeded),
}

impl From<Full> for Refused {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}

impl From<RateExceeded> for Refused {
    fn from(exceeded: RateExceeded) -> Self {
        Self::TooManyGuesses(exceeded)
    }
}

/// Hashes and verifies.
pub struct Passwords {
    limit: ConcurrencyLimit,
    throttle: LoginThrottle,
    /// Keyed digests of (share, stored hash, password) that were right, with the time of it.
    right: Cache<[u8; 32], Instant>,
    /// The same of (share, stored hash, token of a browser).
    unlocked: Cache<[u8; 32], Instant>,
    key: [u8; 32],
    /// Verified against when there is no account, so that it takes the same time.
    nobody: PasswordHash,
}

impl Passwords {
    /// As many at once as there are cores. Fails only when the system gives no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self {
            limit: ConcurrencyLimit::new(thread::available_parallelism().map_or(2, usize::from), QUEUE),
            throttle: LoginThrottle::new(),
            right: Cache::new(REMEMBERED),
            unlocked: Cache::new(REMEMBERED),
            key,
            nobody: hashes::nobodys(),
        })
    }

    /// Hashes a new password, for somebody at `client` where it comes over the network. Takes some 25 ms and its turn.
    pub fn hash(&self, password: &PlainPassword, client: Option<IpAddr>) -> Result<PasswordHash, Full> {
        let _permit = self.limit.enter_from(client.map(network), TIMEOUT)?;
        Ok(hashes::compute(password.as_bytes()))
    }

    /// Whether this is the password of an account; `None` for an account that does not exist, and
    /// an offer of `None` for one that is too long to be any password. Takes its turn.
    pub fn verify_account(
        &self,
        email: &Email,
        client: IpAddr,
        stored: Option<&PasswordHash>,
        offered: Option<&PlainPassword>,
    ) -> Result<bool, Refused> {
        let guesser = self.throttle.of_account(email, client);
        self.guess(&guesser, || {
            let hash = stored.unwrap_or(&self.nobody);
            let right = offered.is_some_and(|offered| hashes::verify(hash, offered));
            right && stored.is_some()
        })
    }

    /// Whether this password of a share is known to be right, without a computation. An error
    /// also for a right one when too many wrong ones came from there: else memory would answer
    /// guesses as fast as they come.
    pub fn is_remembered(
        &self,
        share: ShareId,
        client: IpAddr,
        stored: &PasswordHash,
        offered: &PlainPassword,
    ) -> Result<bool, RateExceeded> {
        self.throttle.check(&self.throttle.of_share(share, client))?;
        let digest = self.digest(share, stored, offered);
        Ok(self.right.get(&digest).is_some_and(|since| since.elapsed() < REMEMBER))
    }

    /// Whether this is the password of a share. Takes some 25 ms and its turn, unless remembered.
    pub fn verify_share(
        &self,
        share: ShareId,
        client: IpAddr,
        stored: &PasswordHash,
        offered: Option<&PlainPassword>,
    ) -> Result<bool, Refused> {
        let guesser = self.throttle.of_share(share, client);
        self.guess(&guesser, || {
            let Some(offered) = offered else { return false };
            // Again, after the wait: fifty readers who come at once need one computation.
            if self.is_remembered(share, client, stored, offered) == Ok(true) {
                return true;
            }
            let right = hashes::verify(stored, offered);
            if right {
                self.right.insert(self.digest(share, stored, offered), Instant::now());
            }
            right
        })
    }

    /// Lets a browser in to a share by its token alone, for [`UNLOCKED`], as long as the share keeps its password and
    /// this process runs.
    pub fn unlock(&self, share: ShareId, stored: &PasswordHash, token: &[u8; 32]) {
        self.unlocked.insert(self.keyed(share, stored, token), Instant::now());
    }

    /// Whether a browser was let in by [`Self::unlock`].
    pub fn is_unlocked(&self, share: ShareId, stored: &PasswordHash, token: &[u8; 32]) -> bool {
        self.unlocked.get(&self.keyed(share, stored, token)).is_some_and(|since| since.elapsed() < UNLOCKED)
    }

    /// Counts the guess when its turn has come (so that no more are counted at once than are
    /// computed), and takes it back when it was right.
    fn guess(&self, guesser: &Guesser, verify: impl FnOnce() -> bool) -> Result<bool, Refused> {
        let _permit = self.limit.enter_from(Some(guesser.network()), TIMEOUT)?;
        self.throttle.count(guesser)?;
        let right = verify();
        if right {
            self.throttle.forgive(guesser);
        }
        Ok(right)
    }

    fn digest(&self, share: ShareId, stored: &PasswordHash, offered: &PlainPassword) -> [u8; 32] {
        self.keyed(share, stored, offered.as_bytes())
    }

    fn keyed(&self, share: ShareId, stored: &PasswordHash, offered: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.key);
        hasher.update(share.get().to_le_bytes());
        hasher.update((stored.as_str().len() as u64).to_le_bytes());
        hasher.update(stored.as_str());
        hasher.update(offered);
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const SHARE: ShareId = ShareId::new(1);

    fn plain(text: &str) -> PlainPassword {
        PlainPassword::for_share(text).expect("valid")
    }

    #[test]
    fn a_right_password_is_remembered_for_this_share_and_hash_only() {
        let passwords = Passwords::new().expect("random numbers");
        let hash = passwords.hash(&plain("secret"), None).expect("a place");
        let changed = passwords.hash(&plain("secret"), None).expect("a place");
        let remembered = |share, hash, offered: &str| {
            passwords.is_remembered(share, CLIENT, hash, &plain(offered)).expect("no guesses")
        };
        assert!(!remembered(SHARE, &hash, "secret"));
        passwords.verify_share(SHARE, CLIENT, &hash, Some(&plain("secret"))).expect("a verdict");
        assert!(remembered(SHARE, &hash, "secret"));
        assert!(!remembered(SHARE, &changed, "secret"));
        assert!(!remembered(ShareId::new(2), &hash, "secret"));
        assert!(!remembered(SHARE, &hash, "wrong"));
    }

    #[test]
    fn a_browser_is_let_in_to_this_share_as_long_as_its_password_stays() {
        let passwords = Passwords::new().expect("random numbers");
        let hash = passwords.hash(&plain("secret"), None).expect("a place");
        let changed = passwords.hash(&plain("secret"), None).expect("a place");
        passwords.unlock(SHARE, &hash, &[7; 32]);
        assert!(passwords.is_unlocked(SHARE, &hash, &[7; 32]));
        assert!(!passwords.is_unlocked(SHARE, &hash, &[8; 32]));
        assert!(!passwords.is_unlocked(SHARE, &changed, &[7; 32]));
        assert!(!passwords.is_unlocked(ShareId::new(2), &hash, &[7; 32]));
    }

    #[test]
    fn a_remembered_password_is_no_oracle_for_a_guesser() {
        let passwords = Passwords::new().expect("random numbers");
        let hash = passwords.hash(&plain("secret"), None).expect("a place");
        passwords.verify_share(SHARE, CLIENT, &hash, Some(&plain("secret"))).expect("a verdict");
        for _ in 0..10 {
            assert_eq!(passwords.verify_share(SHARE, CLIENT, &hash, None), Ok(false));
        }
        assert!(passwords.is_remembered(SHARE, CLIENT, &hash, &plain("secret")).is_err());
        assert!(matches!(
            passwords.verify_share(SHARE, CLIENT, &hash, Some(&plain("secret"))),
            Err(Refused::TooManyGuesses(_))
        ));
    }

    #[test]
    fn an_unknown_account_is_wrong_whatever_is_offered() {
        let passwords = Passwords::new().expect("random numbers");
        let email = Email::parse("nobody@example.com").expect("valid");
        assert_eq!(passwords.verify_account(&email, CLIENT, None, Some(&plain("secret"))), Ok(false));
    }
}

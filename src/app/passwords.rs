//! Argon2: hashing, verifying, and how many at once. Knows no HTTP and no SQL.

use std::net::IpAddr;
use std::thread;
use std::time::{Duration, Instant};

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Block, Params, Version};
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

/// What OWASP's Password Storage Cheat Sheet advises: Argon2id with 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The most that a hash made elsewhere may cost. One of 2 GiB would be obeyed for seconds.
const MAX_MEMORY_KIB: u32 = 64 * 1024;
const MAX_PASSES: u32 = 10;
const MAX_LANES: u32 = 4;

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

/// A string that looks like a password hash and can't be verified here.
#[derive(Debug, PartialEq, Eq)]
pub struct UnusableHash(pub &'static str);

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
            nobody: nobodys_hash(),
        })
    }

    /// Hashes a new password, for somebody at `client` where it comes over the network. Takes some 25 ms and its turn.
    pub fn hash(&self, password: &PlainPassword, client: Option<IpAddr>) -> Result<PasswordHash, Full> {
        let _permit = self.limit.enter_from(client.map(network), TIMEOUT)?;
        Ok(compute_hash(password.as_bytes()))
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
            let right = offered.is_some_and(|offered| compute_verdict(hash, offered));
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
            let right = compute_verdict(stored, offered);
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

/// Whether a text is meant as a hash and not as a password: `$scheme$...`, as PHC strings and
/// their Modular Crypt Format elders (`$2b$...`) begin.
pub fn looks_like_hash(text: &str) -> bool {
    let scheme = text.strip_prefix('$').and_then(|rest| rest.split_once('$')).map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        (1..=32).contains(&scheme.len()) && scheme.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    })
}

/// Takes a hash made elsewhere, if it is Argon2's, whole, and not costlier than we can afford to
/// verify for everybody who knocks.
pub fn accept_hash(text: &str) -> Result<PasswordHash, UnusableHash> {
    const MALFORMED: UnusableHash = UnusableHash("Malformed Argon2 hash");
    if !(text.starts_with("$argon2id$") || text.starts_with("$argon2i$") || text.starts_with("$argon2d$")) {
        return Err(UnusableHash("Unsupported password hash: expected Argon2 in PHC form, or the plain password"));
    }
    let parsed = phc::PasswordHash::new(text).map_err(|_| MALFORMED)?;
    let params = Params::try_from(&parsed).map_err(|_| MALFORMED)?;
    if params.m_cost() > MAX_MEMORY_KIB || params.t_cost() > MAX_PASSES || params.p_cost() > MAX_LANES {
        return Err(UnusableHash("Argon2 parameters beyond 64 MiB (m=65536), 10 passes (t=10) or 4 lanes (p=4)"));
    }
    // `keyid` and `data` ask for things that only the hash's maker has.
    if !parsed.params.iter().all(|(name, _)| matches!(name.as_str(), "m" | "t" | "p")) {
        return Err(UnusableHash("Argon2 parameters other than m, t and p are not supported"));
    }
    let version = parsed.version.map_or(Version::default() as u32, Into::into);
    let complete = parsed.salt.as_ref().is_some_and(|salt| salt.len() >= argon2::MIN_SALT_LEN) && parsed.hash.is_some();
    if !complete || Version::try_from(version).is_err() {
        return Err(MALFORMED);
    }
    Ok(PasswordHash::trusted(text.to_owned()))
}

/// A hash of nothing, with the parameters of ours: no password is right, and to find that out takes as long as ever.
fn nobodys_hash() -> PasswordHash {
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    PasswordHash::trusted(format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${output}"))
}

fn compute_hash(password: &[u8]) -> PasswordHash {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("parameters within Argon2's bounds");
    let salt = phc::Salt::generate();
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let hash = phc::PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: (&params).try_into().expect("parameters that fit a PHC string"),
        salt: Some(salt),
        hash: Some(
            compute(&Argon2::new(Algorithm::Argon2id, Version::V0x13, params), password, &salt, &mut out)
                .expect("Argon2 fails for lengths out of bounds, which ours are not"),
        ),
    };
    PasswordHash::trusted(hash.to_string())
}

/// glibc maps more than 32 MiB straight from the system and gives it back when it is freed. What is smaller it keeps
/// for the thread: measured, 19 MiB stayed resident for every thread that had ever computed.
const MAPPED_BLOCKS: usize = 33 * 1024;

fn compute(argon2: &Argon2<'_>, password: &[u8], salt: &[u8], out: &mut [u8]) -> Option<phc::Output> {
    let blocks = argon2.params().block_count();
    // Of the room only the blocks are touched, the rest costs no memory.
    let mut memory = Vec::with_capacity(blocks.max(MAPPED_BLOCKS));
    memory.resize(blocks, Block::default());
    argon2.hash_password_into_with_memory(password, salt, out, memory.as_mut_slice()).ok()?;
    phc::Output::new(out).ok()
}

fn compute_verdict(stored: &PasswordHash, offered: &PlainPassword) -> bool {
    verdict(stored, offered).unwrap_or(false)
}

fn verdict(stored: &PasswordHash, offered: &PlainPassword) -> Option<bool> {
    let parsed = phc::PasswordHash::new(stored.as_str()).ok()?;
    let algorithm = Algorithm::try_from(parsed.algorithm.as_str()).ok()?;
    let version = parsed.version.map_or(Some(Version::default()), |version| version.try_into().ok())?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&parsed).ok()?);
    let (salt, expected) = (parsed.salt?, parsed.hash?);
    let mut out = [0; phc::Output::MAX_LENGTH];
    // Outputs are compared in constant time.
    Some(compute(&argon2, offered.as_bytes(), &salt, out.get_mut(..expected.len())?)? == expected)
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
    fn our_hashes_have_the_parameters_that_owasp_advises() {
        let passwords = Passwords::new().expect("random numbers");
        let hash = passwords.hash(&plain("secret"), None).expect("a place");
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert!(accept_hash(hash.as_str()).is_ok());
        assert_eq!(passwords.verify_share(SHARE, CLIENT, &hash, Some(&plain("secret"))), Ok(true));
        assert_eq!(passwords.verify_share(SHARE, CLIENT, &hash, Some(&plain("Secret"))), Ok(false));
    }

    #[test]
    fn a_hash_made_by_the_reference_implementation_is_verified() {
        // `echo -n password | argon2 somesalt -e`, with small parameters.
        for phc in [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
        ] {
            let hash = accept_hash(phc).expect("acceptable");
            assert!(compute_verdict(&hash, &plain("password")), "{phc}");
            assert!(!compute_verdict(&hash, &plain("passwore")), "{phc}");
        }
    }

    #[test]
    fn hashes_that_cannot_or_should_not_be_verified_are_refused() {
        let tail = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        for wrong in [
            "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW".to_owned(),
            "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E".to_owned(),
            format!("$argon2id$v=19$m=2097152,t=2,p=1${tail}"),
            format!("$argon2id$v=19$m=256,t=4294967295,p=1${tail}"),
            format!("$argon2id$v=19$m=256,t=2,p=16${tail}"),
            format!("$argon2id$v=18$m=256,t=2,p=1${tail}"),
            format!("$argon2id$v=19$m=256,t=2,p=1,keyid=a2V5${tail}"),
            format!("$argon2id$v=19$m=256,t=2,p=1,data=ZGF0YQ${tail}"),
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ".to_owned(),
            "$argon2id$v=19$m=256,t=2,p=1".to_owned(),
            "$argon2id$".to_owned(),
            format!("$argon2id$v=19$m=256,t=2,p=1$c2Fs${}", "A".repeat(43)),
        ] {
            assert!(looks_like_hash(&wrong), "{wrong}");
            assert!(accept_hash(&wrong).is_err(), "{wrong}");
        }
        for plain in ["secret", "$ecret", "pa$$word", "$", "$$", "$A$b", "$ $"] {
            assert!(!looks_like_hash(plain), "{plain}");
        }
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

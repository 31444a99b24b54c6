//! Secrets that this program issues: for sessions, scripts' tokens, and links that create accounts. Whoever has one may
//! use it, so the database contains only its digest. They are random, so unlike passwords they need no salt and no slow
//! hash.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// What secrets of scripts begin with, so that programs that look for leaked ones know them.
const OF_SCRIPTS: &str = "nsh_";

/// The SHA-256 digest of a secret.
pub type Digest = [u8; 32];

/// 256 random bits, in letters that need no escaping in a cookie, a header field or an address. It has
/// no `Debug` or `Display`, so that no log can hold it.
pub struct Secret(String);

impl Secret {
    /// Of a session or a link. Fails only when the system gives no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Of a token for scripts.
    pub fn for_scripts() -> Result<Self, getrandom::Error> {
        Ok(Self(format!("{OF_SCRIPTS}{}", Self::random()?.0)))
    }

    /// One that is always the same for these secrets, and tells nothing of them.
    pub fn of(secrets: [&str; 2]) -> Self {
        let digests = secrets.map(digest).concat();
        Self(BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(digests)))
    }

    /// The secret itself, for whom it is meant.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database may know of it.
    pub fn digest(&self) -> Digest {
        digest(&self.0)
    }
}

/// The digest of what somebody offers as a secret.
pub fn digest(offered: &str) -> Digest {
    Sha256::digest(offered).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same_and_those_of_scripts_can_be_told() {
        let [one, other] = [Secret::for_scripts(), Secret::for_scripts()].map(|secret| secret.expect("random numbers"));
        assert_ne!(one.as_str(), other.as_str());
        assert!(one.as_str().starts_with("nsh_") && one.as_str().len() == 4 + 43);
        assert_eq!(one.digest(), digest(one.as_str()));
        assert_ne!(one.digest(), other.digest());
    }
}

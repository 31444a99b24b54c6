//! Passwords as people type them. Hashing is in `crate::app::passwords`.

use std::fmt;

use zeroize::Zeroizing;

/// The longest password, in characters. OWASP asks for at least 64 and for a bound.
pub const MAX_CHARS: usize = 128;

/// The shortest password of an account, in characters (NIST SP 800-63B).
pub const MIN_ACCOUNT_CHARS: usize = 8;

/// Why a password was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// Shorter than the bound it carries, in characters, or blank.
    TooShort(usize),
    /// Longer than [`MAX_CHARS`].
    TooLong,
    /// Among the first that somebody tries.
    Common,
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(1) => f.write_str("Password must not be blank"),
            Self::TooShort(min) => write!(f, "Password must contain at least {min} characters and not be blank"),
            Self::TooLong => write!(f, "Password must contain at most {MAX_CHARS} characters"),
            Self::Common => f.write_str("Password is too common: it is among the first that are tried"),
        }
    }
}

/// A plain password. It has no `Debug` or `Display` of its own text, so that no log can hold it, and is wiped from memory
/// when it is no longer needed.
#[derive(Clone)]
pub struct PlainPassword(Zeroizing<String>);

impl PlainPassword {
    /// A password that protects a share: 1 to 128 characters, not blank.
    pub fn for_share(raw: &str) -> Result<Self, PasswordError> {
        Self::with_min(raw, 1)
    }

    /// A password that protects an account: 8 to 128 characters, not blank.
    pub fn for_account(raw: &str) -> Result<Self, PasswordError> {
        Self::with_min(raw, MIN_ACCOUNT_CHARS)
    }

    /// What somebody offers as the password of a share or an account. It may be anything; beyond
    /// the bound it is certainly wrong and need not be hashed: `None`.
    pub fn offered(raw: &str) -> Option<Self> {
        (raw.chars().count() <= MAX_CHARS).then(|| Self(raw.to_owned().into()))
    }

    fn with_min(raw: &str, min: usize) -> Result<Self, PasswordError> {
        let length = raw.chars().count();
        if length < min || raw.trim().is_empty() {
            Err(PasswordError::TooShort(min))
        } else if length > MAX_CHARS {
            Err(PasswordError::TooLong)
        } else {
            Ok(Self(raw.to_owned().into()))
        }
    }

    /// The password's characters, for an estimate of its strength.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The password's bytes, for a hash function.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for PlainPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainPassword(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_counted_in_characters() {
        assert!(PlainPassword::for_share(&"🔑".repeat(128)).is_ok());
        assert_eq!(PlainPassword::for_share(&"🔑".repeat(129)).err(), Some(PasswordError::TooLong));
        assert!(PlainPassword::for_share("x").is_ok());
        assert_eq!(PlainPassword::for_share(" \t ").err(), Some(PasswordError::TooShort(1)));
        assert_eq!(PlainPassword::for_account("1234567").err(), Some(PasswordError::TooShort(8)));
        assert_eq!(PlainPassword::for_account("        ").err(), Some(PasswordError::TooShort(8)));
    }

    #[test]
    fn nothing_of_a_password_stays_in_memory() {
        use std::os::unix::fs::FileExt;
        let password = PlainPassword::for_share("correct horse battery staple").expect("valid");
        let (address, length) = (password.as_str().as_ptr().addr() as u64, password.as_str().len());
        let memory = std::fs::File::open("/proc/self/mem").expect("opened");
        let read = || {
            let mut bytes = vec![0; length];
            memory.read_exact_at(&mut bytes, address).expect("read");
            bytes
        };
        assert_eq!(read(), password.as_bytes());
        drop(password);
        assert!(!read().windows(5).any(|part| part == b"horse"));
    }

    #[test]
    fn a_password_never_shows_in_debug_output() {
        let password = PlainPassword::for_share("hunter2").expect("valid");
        assert_eq!(format!("{password:?}"), "PlainPassword(..)");
    }
}

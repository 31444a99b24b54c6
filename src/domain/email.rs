//! E-mail addresses, which name accounts.

use email_address::{EmailAddress, Options};
use serde::Serialize;

/// An e-mail address that could exist. Two that differ only in case are the same account, so
/// everything that compares goes through [`Email::key`].
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// The longest address, in bytes (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets).
    pub const MAX_BYTES: usize = 254;

    /// Takes an address as typed, trims it. `None` when it is none, or has no dot in its domain:
    /// such an address works in no client that our answers go to.
    pub fn parse(raw: &str) -> Option<Self> {
        let options = Options::default().with_minimum_sub_domains(2).without_domain_literal().without_display_text();
        let address = raw.trim();
        if address.len() > Self::MAX_BYTES {
            return None;
        }
        EmailAddress::parse_with_options(address, options).ok().map(|valid| Self(valid.as_str().to_owned()))
    }

    /// The address as its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is compared and must be unique: the address without regard to case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_trimmed_and_compared_without_case() {
        let email = Email::parse("  Ada.Lovelace@Example.COM ").expect("valid");
        assert_eq!(email.as_str(), "Ada.Lovelace@Example.COM");
        assert_eq!(email.key(), "ada.lovelace@example.com");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let too_long = format!("{}@example.com", "a".repeat(250));
        for wrong in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "a b@example.com",
            "ada@[127.0.0.1]",
            "Ada <ada@example.com>",
            "ada@example.com\n,b@example.com",
            &too_long,
        ] {
            assert!(Email::parse(wrong).is_none(), "{wrong:?}");
        }
    }
}

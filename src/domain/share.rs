//! Shares: the link of a conversation, its protection, and how a request changes them.

use serde::Serialize;
use uuid::Uuid;

use super::id::{ChatId, ShareId};
use super::timestamp::Timestamp;

/// The public name of a share: a random version 4 UUID. Knowing it opens an unprotected share, so
/// it is no less secret than a password, and no log holds a whole one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ShareUuid(Uuid);

impl ShareUuid {
    /// A new, unguessable name.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// Reads the hyphenated form, in either case (RFC 9562, 4: output lower case, input any).
    /// Braces, `urn:uuid:` and bare hex name nothing: one share, one address.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 36).then(|| Uuid::try_parse(text).ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for ShareUuid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// An Argon2 hash in PHC string form that `crate::password` has made or has found verifiable.
/// It is made there and read back by the store, nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a string that is known to be such a hash.
    pub const fn trusted(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A share as it is stored.
pub struct Share {
    /// Its number.
    pub id: ShareId,
    /// Whose link it is.
    pub chat_id: ChatId,
    /// The public name in its link.
    pub uuid: ShareUuid,
    /// What its owner set.
    pub settings: ShareSettings,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What an owner sets on a share, apart from its whitelist. Fields are private: what is protected
/// has a password.
#[derive(Clone, PartialEq, Eq)]
pub struct ShareSettings {
    is_shared: bool,
    is_protected: bool,
    hashed_password: Option<PasswordHash>,
    expires_at: Option<Timestamp>,
}

/// A share would be protected without a password.
#[derive(Debug, PartialEq, Eq)]
pub struct PasswordMissing;

impl ShareSettings {
    /// A share's settings before anybody changed them: on, open, for ever.
    pub const DEFAULT: Self = Self { is_shared: true, is_protected: false, hashed_password: None, expires_at: None };

    /// Puts settings together; protection without a password is refused.
    pub fn new(
        is_shared: bool,
        is_protected: bool,
        hashed_password: Option<PasswordHash>,
        expires_at: Option<Timestamp>,
    ) -> Result<Self, PasswordMissing> {
        if is_protected && hashed_password.is_none() {
            Err(PasswordMissing)
        } else {
            Ok(Self { is_shared, is_protected, hashed_password, expires_at })
        }
    }

    /// Whether the link is switched on.
    pub const fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Whether readers need the password.
    pub const fn is_protected(&self) -> bool {
        self.is_protected
    }

    /// The stored password, also while protection is off.
    pub const fn hashed_password(&self) -> Option<&PasswordHash> {
        self.hashed_password.as_ref()
    }

    /// From when on the link does not work any more; `None` when it does for ever.
    pub const fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// The password that readers need; `None` when they need none.
    pub fn required_password(&self) -> Option<&PasswordHash> {
        self.hashed_password.as_ref().filter(|_| self.is_protected)
    }
}

/// What a request changes: fields that it leaves out stay as they are, so that repeating it is
/// harmless and nobody unprotects a share by leaving a field out.
#[derive(Default)]
pub struct ShareChange {
    /// Switch the link on or off.
    pub is_shared: Option<bool>,
    /// Ask for the password or not.
    pub is_protected: Option<bool>,
    /// `Some(None)` removes the stored password.
    pub hashed_password: Option<Option<PasswordHash>>,
    /// `Some(None)` lets the link work for ever.
    pub expires_at: Option<Option<Timestamp>>,
}

impl ShareChange {
    /// The settings after this change.
    pub fn apply(self, current: ShareSettings) -> Result<ShareSettings, PasswordMissing> {
        ShareSettings::new(
            self.is_shared.unwrap_or(current.is_shared),
            self.is_protected.unwrap_or(current.is_protected),
            self.hashed_password.unwrap_or(current.hashed_password),
            self.expires_at.unwrap_or(current.expires_at),
        )
    }
}

/// What a reader is told about a share, in the field names of the specification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareInfo {
    /// There is such a share, and it is on.
    pub share_exists: bool,
    /// More than the link is needed.
    pub share_is_private: bool,
    /// The password is needed.
    pub share_has_password: bool,
    /// A session of somebody on the list is needed.
    pub share_has_whitelist: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash() -> PasswordHash {
        PasswordHash::trusted("$argon2id$...".into())
    }

    #[test]
    fn a_uuid_has_one_form_in_either_case() {
        let text = "550e8400-e29b-41d4-a716-446655440000";
        assert_eq!(ShareUuid::parse(&text.to_uppercase()).map(|uuid| uuid.to_string()).as_deref(), Some(text));
        for wrong in [
            "",
            "550e8400e29b41d4a716446655440000",
            "{550e8400-e29b-41d4-a716-446655440000}",
            "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
            "550e8400-e29b-41d4-a716-44665544000g",
        ] {
            assert!(ShareUuid::parse(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn fields_left_out_stay_as_they_are() {
        let protected = ShareSettings::new(true, true, Some(hash()), None).expect("valid");
        let off =
            ShareChange { is_shared: Some(false), ..ShareChange::default() }.apply(protected.clone()).expect("valid");
        assert!(!off.is_shared() && off.is_protected());
        assert!(off.hashed_password() == protected.hashed_password());
    }

    #[test]
    fn protection_without_a_password_is_refused() {
        let protect =
            |hashed_password| ShareChange { is_protected: Some(true), hashed_password, ..ShareChange::default() };
        assert_eq!(protect(None).apply(ShareSettings::DEFAULT).err(), Some(PasswordMissing));
        assert!(protect(Some(Some(hash()))).apply(ShareSettings::DEFAULT).is_ok());
        let protected = ShareSettings::new(true, true, Some(hash()), None).expect("valid");
        assert_eq!(protect(Some(None)).apply(protected).err(), Some(PasswordMissing));
    }
}

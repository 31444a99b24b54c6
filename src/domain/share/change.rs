//! What a request changes of a share.

use super::{Excerpt, Lock, PasswordHash, PasswordMissing, ShareSettings};
use crate::domain::id::MessageId;
use crate::domain::timestamp::Timestamp;

/// What a request changes: fields that it leaves out stay as they are, so that repeating it is
/// harmless and nobody unprotects a share by leaving a field out.
#[derive(Clone, Default)]
pub struct ShareChange {
    /// Switch the link on or off.
    pub is_shared: Option<bool>,
    /// Ask for the password or not.
    pub is_protected: Option<bool>,
    /// `Some(None)` removes the stored password.
    pub hashed_password: Option<Option<PasswordHash>>,
    /// `Some(None)` lets the link work for ever.
    pub expires_at: Option<Option<Timestamp>>,
    /// `Some(None)` lets it be opened any number of times.
    pub max_views: Option<Option<u32>>,
    /// Note who opens it or not.
    pub records_visitors: Option<bool>,
    /// Offer readers to continue it or not.
    pub may_be_continued: Option<bool>,
    /// `Some(None)` takes such a bound away, and no other choice of messages.
    pub until: Option<Option<MessageId>>,
    /// `Some(None)` takes such a choice away, and no bound.
    pub messages: Option<Option<Vec<MessageId>>>,
    /// Keep the conversation as it is now, or open it as it becomes.
    pub is_frozen: Option<bool>,
}

impl ShareChange {
    /// The settings after this change. Redactions stay: those of a kind are known once the text was searched.
    pub fn apply(self, current: ShareSettings) -> Result<ShareSettings, PasswordMissing> {
        let lock = current.lock;
        Ok(ShareSettings {
            lock: Lock::new(
                self.is_shared.unwrap_or(lock.is_shared),
                self.is_protected.unwrap_or(lock.is_protected),
                self.hashed_password.unwrap_or(lock.hashed_password),
                self.expires_at.unwrap_or(lock.expires_at),
            )?,
            max_views: self.max_views.unwrap_or(current.max_views),
            records_visitors: self.records_visitors.unwrap_or(current.records_visitors),
            may_be_continued: self.may_be_continued.unwrap_or(current.may_be_continued),
            excerpt: match (self.until, self.messages, current.excerpt) {
                (Some(Some(until)), _, _) => Excerpt::Until(until),
                (_, Some(Some(messages)), _) => Excerpt::Messages(messages),
                (Some(None), _, Excerpt::Until(_)) | (_, Some(None), Excerpt::Messages(_)) => Excerpt::Whole,
                (_, _, unchanged) => unchanged,
            },
            is_frozen: self.is_frozen.unwrap_or(current.is_frozen),
            redactions: current.redactions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash() -> PasswordHash {
        PasswordHash::trusted("$argon2id$...".into())
    }

    fn protected() -> ShareSettings {
        ShareSettings { lock: Lock::new(true, true, Some(hash()), None).expect("valid"), ..ShareSettings::DEFAULT }
    }

    #[test]
    fn fields_left_out_stay_as_they_are() {
        let off = ShareChange { is_shared: Some(false), ..ShareChange::default() }.apply(protected()).expect("valid");
        assert!(!off.lock.is_shared() && off.lock.is_protected());
        assert!(off.lock.hashed_password() == protected().lock.hashed_password());
    }

    #[test]
    fn protection_without_a_password_is_refused() {
        let protect =
            |hashed_password| ShareChange { is_protected: Some(true), hashed_password, ..ShareChange::default() };
        assert_eq!(protect(None).apply(ShareSettings::DEFAULT).err(), Some(PasswordMissing));
        assert!(protect(Some(Some(hash()))).apply(ShareSettings::DEFAULT).is_ok());
        assert_eq!(protect(Some(None)).apply(protected()).err(), Some(PasswordMissing));
    }

    #[test]
    fn taking_one_kind_of_excerpt_away_leaves_the_other() {
        let chosen = Excerpt::Messages(vec![MessageId::new(1)]);
        let after = |change: ShareChange, excerpt: &Excerpt| {
            let current = ShareSettings { excerpt: excerpt.clone(), ..ShareSettings::DEFAULT };
            change.apply(current).expect("valid").excerpt
        };
        let no_bound = || ShareChange { until: Some(None), ..ShareChange::default() };
        let no_choice = || ShareChange { messages: Some(None), ..ShareChange::default() };
        assert_eq!(after(no_bound(), &chosen), chosen);
        assert_eq!(after(no_choice(), &chosen), Excerpt::Whole);
        assert_eq!(after(no_bound(), &Excerpt::Until(MessageId::new(1))), Excerpt::Whole);
        assert_eq!(after(no_choice(), &Excerpt::Until(MessageId::new(1))), Excerpt::Until(MessageId::new(1)));
    }
}

//! Who may read a share: one pure function of the share's rules, the reader's credentials and the time. The test below
//! is its truth table.

use crate::domain::link_state::LinkState;
use crate::domain::share::{Lock, Share, ShareInfo};
use crate::domain::timestamp::Timestamp;
use crate::store::shares::FoundShare;

/// What a share asks of its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Its link is switched on.
    pub is_shared: bool,
    /// From when on it does not work any more.
    pub expires_at: Option<Timestamp>,
    /// The password is needed.
    pub needs_password: bool,
    /// A session of somebody on the list is needed.
    pub needs_listing: bool,
    /// How often it may still be opened; `None` without a limit.
    pub views_left: Option<u32>,
}

/// What a reader brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The password offered is the share's present one.
    pub password_is_right: bool,
    /// Who reads.
    pub reader: Reader,
    /// Has used one of its views already, which holds for a while.
    pub has_opened: bool,
    /// Owns it, and so uses no view.
    pub is_owner: bool,
}

impl Credentials {
    /// Somebody who brings nothing.
    pub const NONE: Self =
        Self { password_is_right: false, reader: Reader::Anonymous, has_opened: false, is_owner: false };
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Nobody signed in.
    Anonymous,
    /// Signed in, not on the share's list.
    Stranger,
    /// Signed in, and on the list.
    Listed,
}

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The reader may read.
    Granted,
    /// There is no such share, or it is switched off or past its time: these can't be told apart.
    NoSuchShare,
    /// The password is missing or wrong.
    PasswordRequired,
    /// Nobody is signed in.
    SessionRequired,
    /// Somebody is, who is not on the list.
    NotOnWhitelist,
    /// All is right, but the reader has to use one of its views first.
    OpeningRequired,
}

impl Rules {
    /// The rules of a share with this lock.
    pub fn of(lock: &Lock, has_whitelist: bool, views_left: Option<u32>) -> Self {
        Self {
            is_shared: lock.is_shared(),
            expires_at: lock.expires_at(),
            needs_password: lock.required_password().is_some(),
            needs_listing: has_whitelist,
            views_left,
        }
    }

    /// Those of a stored share.
    pub fn of_share(share: &Share) -> Self {
        Self::of(&share.settings.lock, share.has_whitelist, share.views_left)
    }

    /// Those of one that somebody finds.
    pub fn of_found(found: &FoundShare) -> Self {
        Self::of(&found.lock, found.has_whitelist, found.views_left)
    }

    /// What the link is like at that time, for whoever has not opened it yet.
    pub fn state(&self, now: Timestamp) -> LinkState {
        match *self {
            Self { is_shared: false, .. } => LinkState::Paused,
            Self { expires_at: Some(expires_at), .. } if expires_at <= now => LinkState::Expired,
            Self { views_left: Some(0), .. } => LinkState::UsedUp,
            _ => LinkState::Active,
        }
    }

    /// Whether the link works at that time; for who has opened it, also when it is used up.
    fn works(&self, has_opened: bool, now: Timestamp) -> bool {
        match self.state(now) {
            LinkState::Active => true,
            LinkState::UsedUp => has_opened,
            LinkState::Paused | LinkState::Expired => false,
        }
    }
}

/// Decides. `None` stands for a share that does not exist. The password is asked first; the owner
/// is no exception to any rule, but uses no view.
pub fn decide(rules: Option<Rules>, credentials: Credentials, now: Timestamp) -> Decision {
    let Some(rules) = rules.filter(|rules| rules.works(credentials.has_opened, now)) else {
        return Decision::NoSuchShare;
    };
    if rules.needs_password && !credentials.password_is_right {
        return Decision::PasswordRequired;
    }
    match credentials.reader {
        Reader::Stranger if rules.needs_listing => Decision::NotOnWhitelist,
        Reader::Anonymous if rules.needs_listing => Decision::SessionRequired,
        _ if rules.views_left.is_some() && !credentials.has_opened && !credentials.is_owner => {
            Decision::OpeningRequired
        }
        _ => Decision::Granted,
    }
}

/// What a reader may know of a share with these rules: nothing when its link does not work.
pub fn visible(rules: Option<Rules>, has_opened: bool, now: Timestamp) -> ShareInfo {
    match rules.filter(|rules| rules.works(has_opened, now)) {
        Some(Rules { needs_password, needs_listing, .. }) => ShareInfo {
            share_exists: true,
            share_is_private: needs_password || needs_listing,
            share_has_password: needs_password,
            share_has_whitelist: needs_listing,
        },
        None => ShareInfo::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::Decision::*;
    use super::Reader::*;
    use super::*;

    const fn share(needs_password: bool, needs_listing: bool) -> Option<Rules> {
        Some(Rules { is_shared: true, expires_at: None, needs_password, needs_listing, views_left: None })
    }

    /// A reader who has opened nothing, and owns nothing.
    const fn visitor(password_is_right: bool, reader: Reader) -> Credentials {
        Credentials { password_is_right, reader, ..Credentials::NONE }
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis).expect("a time")
    }

    #[test]
    fn the_truth_table() {
        let open = share(false, false);
        let password = share(true, false);
        let listed = share(false, true);
        let both = share(true, true);
        let table = [
            // rules, password right, reader -> decision
            (open, false, Anonymous, Granted),
            (open, false, Stranger, Granted),
            (open, false, Listed, Granted),
            (open, true, Anonymous, Granted),
            (open, true, Stranger, Granted),
            (open, true, Listed, Granted),
            (password, false, Anonymous, PasswordRequired),
            (password, false, Stranger, PasswordRequired),
            (password, false, Listed, PasswordRequired),
            (password, true, Anonymous, Granted),
            (password, true, Stranger, Granted),
            (password, true, Listed, Granted),
            (listed, false, Anonymous, SessionRequired),
            (listed, false, Stranger, NotOnWhitelist),
            (listed, false, Listed, Granted),
            (listed, true, Anonymous, SessionRequired),
            (listed, true, Stranger, NotOnWhitelist),
            (listed, true, Listed, Granted),
            (both, false, Anonymous, PasswordRequired),
            (both, false, Stranger, PasswordRequired),
            (both, false, Listed, PasswordRequired),
            (both, true, Anonymous, SessionRequired),
            (both, true, Stranger, NotOnWhitelist),
            (both, true, Listed, Granted),
        ];
        for (rules, password_is_right, reader, expected) in table {
            let credentials = visitor(password_is_right, reader);
            assert_eq!(decide(rules, credentials, at(0)), expected, "{rules:?} {credentials:?}");
        }
    }

    #[test]
    fn a_missing_share_and_one_that_is_off_or_past_its_time_look_the_same_to_everybody() {
        for password_is_right in [false, true] {
            for reader in [Anonymous, Stranger, Listed] {
                let credentials = visitor(password_is_right, reader);
                assert_eq!(decide(None, credentials, at(0)), NoSuchShare);
                for (needs_password, needs_listing) in [(false, false), (true, false), (false, true), (true, true)] {
                    let rules =
                        Rules { is_shared: true, expires_at: None, needs_password, needs_listing, views_left: None };
                    for gone in [
                        Rules { is_shared: false, ..rules },
                        Rules { expires_at: Some(at(1000)), ..rules },
                        Rules { expires_at: Some(at(-1)), ..rules },
                        Rules { views_left: Some(0), ..rules },
                    ] {
                        assert_eq!(decide(Some(gone), credentials, at(1000)), NoSuchShare);
                        assert_eq!(visible(Some(gone), false, at(1000)), visible(None, false, at(1000)));
                    }
                }
            }
        }
    }

    #[test]
    fn a_share_works_until_its_time_and_not_at_it() {
        let credentials = visitor(false, Anonymous);
        let rules = share(false, false).map(|rules| Rules { expires_at: Some(at(1000)), ..rules });
        assert_eq!(decide(rules, credentials, at(999)), Granted);
        assert_eq!(decide(rules, credentials, at(1000)), NoSuchShare);
    }

    #[test]
    fn a_share_with_a_number_of_openings_is_opened_first_and_then_read() {
        let limited = |left| share(true, true).map(|rules| Rules { views_left: Some(left), ..rules });
        let decided = |left, reader| decide(limited(left), reader, at(0));
        let reader = visitor(true, Listed);
        let (opened, owner) = (Credentials { has_opened: true, ..reader }, Credentials { is_owner: true, ..reader });
        // What else is missing is asked first, so that nobody uses a view in vain.
        assert_eq!(decided(2, visitor(false, Listed)), PasswordRequired);
        assert_eq!(decided(2, visitor(true, Anonymous)), SessionRequired);
        assert_eq!(decided(2, visitor(true, Stranger)), NotOnWhitelist);
        assert_eq!(decided(2, reader), OpeningRequired);
        assert_eq!((decided(2, opened), decided(2, owner)), (Granted, Granted));
        // The last view was used: who has it reads on, for all others the link is gone.
        assert_eq!((decided(0, opened), decided(0, reader), decided(0, owner)), (Granted, NoSuchShare, NoSuchShare));
        let of_another = Credentials { has_opened: true, ..visitor(false, Listed) };
        assert_eq!(decided(0, of_another), PasswordRequired);
    }

    #[test]
    fn the_owner_sees_why_a_link_does_not_work() {
        let rules = Rules {
            is_shared: true,
            expires_at: Some(at(1000)),
            needs_password: false,
            needs_listing: false,
            views_left: Some(0),
        };
        assert_eq!(rules.state(at(999)), LinkState::UsedUp);
        assert_eq!(rules.state(at(1000)), LinkState::Expired);
        assert_eq!(Rules { is_shared: false, ..rules }.state(at(1000)), LinkState::Paused);
        assert_eq!(Rules { views_left: Some(1), ..rules }.state(at(999)), LinkState::Active);
    }

    #[test]
    fn the_flags_tell_what_is_needed() {
        let flags = |rules| {
            let info = visible(rules, false, at(0));
            (info.share_exists, info.share_is_private, info.share_has_password, info.share_has_whitelist)
        };
        assert_eq!(flags(share(false, false)), (true, false, false, false));
        assert_eq!(flags(share(true, false)), (true, true, true, false));
        assert_eq!(flags(share(false, true)), (true, true, false, true));
        assert_eq!(flags(share(true, true)), (true, true, true, true));
        assert_eq!(flags(None), (false, false, false, false));
    }
}

//! Who may read a share: one pure function of the share's rules, the reader's credentials and the
//! time. The table of the contract is the test below.

use crate::domain::share::{ShareInfo, ShareSettings};
use crate::domain::timestamp::Timestamp;

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
}

/// What a reader brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The password offered is the share's present one.
    pub password_is_right: bool,
    /// Who reads.
    pub reader: Reader,
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
    /// Here it is.
    Granted,
    /// There is no such share, or it is switched off or past its time: these can't be told apart.
    NoSuchShare,
    /// The password is missing or wrong.
    PasswordRequired,
    /// Nobody is signed in.
    SessionRequired,
    /// Somebody is, who is not on the list.
    NotOnWhitelist,
}

impl Rules {
    /// The rules of a share with these settings.
    pub fn of(settings: &ShareSettings, has_whitelist: bool) -> Self {
        Self {
            is_shared: settings.is_shared(),
            expires_at: settings.expires_at(),
            needs_password: settings.required_password().is_some(),
            needs_listing: has_whitelist,
        }
    }

    /// Whether the link works for anybody at that time.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.is_shared && self.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

/// Decides. `None` stands for a share that does not exist. The password is asked first; the owner
/// is no exception to any rule.
pub fn decide(rules: Option<Rules>, credentials: Credentials, now: Timestamp) -> Decision {
    let Some(rules) = rules.filter(|rules| rules.is_active(now)) else {
        return Decision::NoSuchShare;
    };
    if rules.needs_password && !credentials.password_is_right {
        return Decision::PasswordRequired;
    }
    match credentials.reader {
        _ if !rules.needs_listing => Decision::Granted,
        Reader::Listed => Decision::Granted,
        Reader::Stranger => Decision::NotOnWhitelist,
        Reader::Anonymous => Decision::SessionRequired,
    }
}

/// What everybody may know of a share with these rules: nothing when its link does not work.
pub fn visible(rules: Option<Rules>, now: Timestamp) -> ShareInfo {
    match rules.filter(|rules| rules.is_active(now)) {
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
        Some(Rules { is_shared: true, expires_at: None, needs_password, needs_listing })
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
            let credentials = Credentials { password_is_right, reader };
            assert_eq!(decide(rules, credentials, at(0)), expected, "{rules:?} {credentials:?}");
        }
    }

    #[test]
    fn a_missing_share_and_one_that_is_off_or_past_its_time_look_the_same_to_everybody() {
        for password_is_right in [false, true] {
            for reader in [Anonymous, Stranger, Listed] {
                let credentials = Credentials { password_is_right, reader };
                assert_eq!(decide(None, credentials, at(0)), NoSuchShare);
                for (needs_password, needs_listing) in [(false, false), (true, false), (false, true), (true, true)] {
                    let rules = Rules { is_shared: true, expires_at: None, needs_password, needs_listing };
                    for gone in [
                        Rules { is_shared: false, ..rules },
                        Rules { expires_at: Some(at(1000)), ..rules },
                        Rules { expires_at: Some(at(-1)), ..rules },
                    ] {
                        assert_eq!(decide(Some(gone), credentials, at(1000)), NoSuchShare);
                        assert_eq!(visible(Some(gone), at(1000)), visible(None, at(1000)));
                    }
                }
            }
        }
    }

    #[test]
    fn a_share_works_until_its_time_and_not_at_it() {
        let credentials = Credentials { password_is_right: false, reader: Anonymous };
        let rules = share(false, false).map(|rules| Rules { expires_at: Some(at(1000)), ..rules });
        assert_eq!(decide(rules, credentials, at(999)), Granted);
        assert_eq!(decide(rules, credentials, at(1000)), NoSuchShare);
    }

    #[test]
    fn the_flags_tell_what_is_needed() {
        let flags = |rules| {
            let info = visible(rules, at(0));
            (info.share_exists, info.share_is_private, info.share_has_password, info.share_has_whitelist)
        };
        assert_eq!(flags(share(false, false)), (true, false, false, false));
        assert_eq!(flags(share(true, false)), (true, true, true, false));
        assert_eq!(flags(share(false, true)), (true, true, false, true));
        assert_eq!(flags(share(true, true)), (true, true, true, true));
        assert_eq!(flags(None), (false, false, false, false));
    }
}

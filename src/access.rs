//! Who may read a share: one pure function of the share's rules and the reader's credentials. The
//! table of the contract is the test below.

use crate::domain::share::{ShareInfo, ShareSettings};

/// What a share asks of its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Its link is switched on.
    pub is_shared: bool,
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
    /// There is no such share, or it is switched off: the two can't be told apart.
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
            needs_password: settings.required_password().is_some(),
            needs_listing: has_whitelist,
        }
    }
}

/// Decides. `None` stands for a share that does not exist. The password is asked first; the owner
/// is no exception to any rule.
pub fn decide(rules: Option<Rules>, credentials: Credentials) -> Decision {
    let Some(rules) = rules.filter(|rules| rules.is_shared) else {
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

/// What everybody may know of a share with these rules: nothing when it is switched off.
pub fn visible(rules: Option<Rules>) -> ShareInfo {
    match rules {
        Some(Rules { is_shared: true, needs_password, needs_listing }) => ShareInfo {
            share_exists: true,
            share_is_private: needs_password || needs_listing,
            share_has_password: needs_password,
            share_has_whitelist: needs_listing,
        },
        _ => ShareInfo::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::Decision::*;
    use super::Reader::*;
    use super::*;

    const fn share(needs_password: bool, needs_listing: bool) -> Option<Rules> {
        Some(Rules { is_shared: true, needs_password, needs_listing })
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
            assert_eq!(decide(rules, credentials), expected, "{rules:?} {credentials:?}");
        }
    }

    #[test]
    fn a_missing_share_and_one_switched_off_look_the_same_to_everybody() {
        for password_is_right in [false, true] {
            for reader in [Anonymous, Stranger, Listed] {
                let credentials = Credentials { password_is_right, reader };
                assert_eq!(decide(None, credentials), NoSuchShare);
                for (needs_password, needs_listing) in [(false, false), (true, false), (false, true), (true, true)] {
                    let off = Some(Rules { is_shared: false, needs_password, needs_listing });
                    assert_eq!(decide(off, credentials), NoSuchShare);
                    assert_eq!(visible(off), visible(None));
                }
            }
        }
    }

    #[test]
    fn the_flags_tell_what_is_needed() {
        let flags = |rules| {
            let info = visible(rules);
            (info.share_exists, info.share_is_private, info.share_has_password, info.share_has_whitelist)
        };
        assert_eq!(flags(share(false, false)), (true, false, false, false));
        assert_eq!(flags(share(true, false)), (true, true, true, false));
        assert_eq!(flags(share(false, true)), (true, true, false, true));
        assert_eq!(flags(share(true, true)), (true, true, true, true));
        assert_eq!(flags(None), (false, false, false, false));
    }
}

//! Identifiers. Each noun has its own type, so that a chat's number can't be taken for a share's.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a row id as the database made it.
            pub const fn new(raw: i64) -> Self {
                Self(raw)
            }

            /// The number itself, for a query's parameter.
            pub const fn get(self) -> i64 {
                self.0
            }
        }
    };
}

macro_rules! id_in_paths {
    ($(#[$doc:meta])* $name:ident) => {
        id!($(#[$doc])* $name);

        impl $name {
            /// Reads an id from a path segment: plain decimal digits that fit. Anything else
            /// (a sign, a leading zero, an overflow) names nothing, which callers answer with a 404.
            pub fn parse(segment: &str) -> Option<Self> {
                parse_digits(segment).map(Self)
            }
        }
    };
}

id_in_paths!(/** A registered user. */ UserId);
id_in_paths!(/** A conversation. */ ChatId);
id!(/** A message of a conversation. */ MessageId);
id_in_paths!(/** The share of a conversation. */ ShareId);
id_in_paths!(/** One person's place on a share's whitelist. */ WhitelistEntryId);
id_in_paths!(/** A sign-in of somebody. */ SessionId);
id_in_paths!(/** A token of somebody's scripts. */ TokenId);
id_in_paths!(/** An invitation of somebody who has no account yet. */ InvitationId);

fn parse_digits(segment: &str) -> Option<i64> {
    // `i64::from_str` would also take "+1" and "01", other spellings of the same resource.
    let is_plain = segment.bytes().all(|byte| byte.is_ascii_digit()) && (segment == "0" || !segment.starts_with('0'));
    if is_plain { segment.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_digits_that_fit_name_a_row() {
        assert_eq!(ChatId::parse("42"), Some(ChatId::new(42)));
        for wrong in ["", "-1", "+1", "01", " 1", "1.0", "0x1", "9223372036854775808", "١"] {
            assert_eq!(ChatId::parse(wrong), None, "{wrong:?}");
        }
    }
}

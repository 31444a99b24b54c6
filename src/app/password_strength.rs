//! How hard a new password is to guess, estimated by the zxcvbn algorithm: from what people tend to choose, not from
//! kinds of characters. Nothing is stored. An account's password is refused only if it would be found at once (NIST SP
//! 800-63B-4, 3.1.1.2).

use std::net::IpAddr;
use std::thread;
use std::time::Duration;

use serde::Serialize;
use zxcvbn::feedback::Feedback;

use crate::base::concurrency_limit::{ConcurrencyLimit, Full};
use crate::base::rate_limit::network;
use crate::domain::password::{PasswordError, PlainPassword};

/// Estimates that may wait, half of them of one network at most; and how long. At most some milliseconds each; whoever types has asked again by then.
const QUEUE: usize = 32;
const TIMEOUT: Duration = Duration::from_secs(1);

/// Guesses within which a password is found that is refused: the most used ones are tried first.
const TOO_FEW_GUESSES: u64 = 10_000;

/// Words that somebody tries first at this program.
const OWN_WORDS: [&str; 3] = ["neptun", "share", "neptun-share"];

/// An account's new password: 8 to 128 characters, not blank, and none of those that everybody tries.
pub fn new_account_password(raw: &str) -> Result<PlainPassword, PasswordError> {
    let password = PlainPassword::for_account(raw)?;
    let guesses = zxcvbn::zxcvbn(&bounded(raw), &OWN_WORDS).guesses();
    if guesses <= TOO_FEW_GUESSES { Err(PasswordError::Common) } else { Ok(password) }
}

/// What there is to say about a password.
#[derive(Debug, Serialize)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (holds against somebody who has the database).
    score: u8,
    /// The power of ten of the guesses that it takes.
    guesses_log10: f64,
    /// What is wrong with it, in a sentence.
    warning: Option<String>,
    /// What would make it better.
    suggestions: Vec<String>,
}

/// Estimates how strong passwords are.
pub struct Estimator {
    limit: ConcurrencyLimit,
}

impl Estimator {
    /// As many at once as there are cores.
    pub fn new() -> Self {
        Self { limit: ConcurrencyLimit::new(thread::available_parallelism().map_or(2, usize::from), QUEUE) }
    }

    /// Estimates a password; `email` is the person's address as far as it is known, the words of which others try
    /// first.
    pub fn estimate(&self, password: &PlainPassword, email: &str, client: IpAddr) -> Result<Strength, Full> {
        let words = email.split(['@', '.', '+', '-', '_']).chain([email]);
        let known: Vec<&str> = words.filter(|word| word.chars().count() > 2).collect();
        let _permit = self.limit.enter_from(Some(network(client)), TIMEOUT)?;
        let entropy = zxcvbn::zxcvbn(&bounded(password.as_str()), &known);
        let feedback = entropy.feedback();
        Ok(Strength {
            score: entropy.score().into(),
            guesses_log10: entropy.guesses_log10(),
            warning: feedback.and_then(Feedback::warning).map(|warning| warning.to_string()),
            suggestions: feedback.map_or(&[][..], Feedback::suggestions).iter().map(ToString::to_string).collect(),
        })
    }
}

/// The beginning of a password, with few kinds of signs that stand for letters, digits apart: all combinations of what
/// they may stand for are tried, which takes half a second for as many as a person never uses.
fn bounded(password: &str) -> String {
    const LONGEST: usize = 64;
    const MOST_KINDS: usize = 3;
    let mut kinds: Vec<char> = Vec::new();
    let bound = |c: char| {
        if !"@({[<!|$+%".contains(c) || kinds.contains(&c) {
            return c;
        }
        if kinds.len() == MOST_KINDS {
            return '~';
        }
        kinds.push(c);
        c
    };
    password.chars().take(LONGEST).map(bound).collect()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn strength(password: &str, email: &str) -> Strength {
        let password = PlainPassword::for_share(password).expect("a password");
        Estimator::new().estimate(&password, email, Ipv4Addr::LOCALHOST.into()).expect("a turn")
    }

    #[test]
    fn what_people_choose_is_weak_and_what_chance_chose_is_not() {
        let weak = strength("P@ssw0rd1", "");
        assert!(weak.score <= 1 && weak.warning.is_some() && !weak.suggestions.is_empty(), "{weak:?}");
        let strong = strength("copper lantern sixty gravel", "");
        assert!(strong.score == 4 && strong.guesses_log10 > 10.0 && strong.warning.is_none(), "{strong:?}");
    }

    #[test]
    fn an_account_takes_no_password_that_is_tried_first() {
        for common in
            ["password", "12345678", "Password1", "qwertyuiop", "aaaaaaaa", "neptun-share", "iloveyou", "P@ssw0rd"]
        {
            assert_eq!(new_account_password(common).err(), Some(PasswordError::Common), "{common}");
        }
        for fine in ["a long password", "correct horse", "vbnTr64kq", "пароль для всех", "maple syrup 7"] {
            assert!(new_account_password(fine).is_ok(), "{fine}");
        }
        assert_eq!(new_account_password("short").err(), Some(PasswordError::TooShort(8)));
    }

    #[test]
    fn what_everybody_chooses_stays_weak() {
        for password in ["12345678", "1234567890", "password", "P@$$w0rd", "iloveyou!"] {
            assert!(strength(password, "").score <= 1, "{password}");
        }
        assert_eq!(bounded("4@8({[<3690!1|$5+7%2"), "4@8({~~3690~1~~5~7~2");
    }

    #[test]
    fn what_is_known_of_a_person_does_not_count() {
        let address = "grace.hopper@navy.example";
        assert!(strength(address, "").score > strength(address, address).score);
    }

    #[test]
    fn every_password_gets_an_estimate() {
        for hostile in
            ["\u{0}", "🔑", "e\u{301}", "\u{202e}abc", &"a".repeat(128), &"1@4$0!".repeat(21), &"💥".repeat(128)]
        {
            let strength = strength(hostile, hostile);
            assert!(strength.score <= 4 && strength.guesses_log10.is_finite(), "{hostile:?}: {strength:?}");
        }
    }
}

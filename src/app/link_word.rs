//! The owner's own word in a short link. It can be guessed, so it is only for links with a password or named people, or
//! whose owner says that whoever guesses it may read.

use super::share_error::ShareError;
use crate::domain::share::{OwnWord, Share};
use crate::domain::slug::Slug;
use crate::domain::timestamp::Timestamp;
use crate::store::{StoreError, Transaction, shares};

/// Gives the link this word, or takes it away; one that is not named stays.
pub fn choose(
    tx: &Transaction<'_>,
    share: &Share,
    word: Option<&Option<Slug>>,
    is_public: Option<bool>,
    now: Timestamp,
) -> Result<(), ShareError> {
    let present = share.word.as_ref();
    let word = word.cloned().unwrap_or_else(|| present.map(|word| word.slug.clone()));
    let wanted = word.map(|slug| {
        // What was said of one word is not said of another.
        let before = present.is_some_and(|word| word.slug == slug && word.is_public);
        OwnWord { slug, is_public: is_public.unwrap_or(before) }
    });
    if wanted.as_ref() == present {
        return Ok(());
    }
    shares::set_word(tx, share.id, wanted.as_ref(), now).map_err(|error| match error {
        StoreError::Conflict => ShareError::WordTaken,
        error => error.into(),
    })
}

/// That nobody may read by guessing alone against its owner's will.
pub fn check(share: &Share) -> Result<(), ShareError> {
    if share.is_guessable() { Err(ShareError::WordGuessable) } else { Ok(()) }
}

//! What somebody would publish by sharing a chat.

use serde_json::json;

use super::body::{INVALID, excerpt};
use super::refused;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::scope::ChatRef;
use crate::server::slow;
use crate::store::published::Published;
use crate::store::shares;

/// `POST .../shares/check`: the secrets in it, masked. The share's part and state count where the body
/// chooses none; nothing is stored.
pub fn check(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let mut fields = call.fields(INVALID)?;
    let excerpt = excerpt(&mut fields);
    let is_frozen = fields.optional_bool("is_frozen");
    let (excerpt, is_frozen) = fields.done(Some((excerpt, is_frozen)))?;

    let (findings, searched) = slow(|| {
        site.store.read(|db| {
            let share = shares::of_chat(db, chat.owner, chat.id)?;
            let frozen = share.as_ref().and_then(|share| share.frozen).filter(|_| is_frozen != Some(false));
            let copy = share.as_ref().and_then(|share| share.frozen).map(|(copy, _)| copy);
            if let Some(excerpt) = &excerpt {
                shares::check_excerpt(db, chat.id, copy, excerpt).map_err(refused)?;
            }
            let excerpt = excerpt.clone().or(share.map(|share| share.settings.excerpt)).unwrap_or_default();
            let opens = frozen.map_or(chat.id, |(copy, _)| copy);
            Ok::<_, ApiError>(Published::of_part(opens, excerpt).survey(db)?)
        })
    })?;

    Ok(Reply::json(&json!({ "findings": findings, "searched": searched })))
}

//! The whitelist of a share, for its owner.

use serde::Serialize;
use serde_json::json;

use crate::domain::email::Email;
use crate::domain::id::WhitelistEntryId;
use crate::domain::whitelist::WhitelistEntry;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::handlers::auth::email;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::resources::ShareRef;
use crate::store::{shares, whitelist_entries};

/// Addresses that one request may name.
const MOST_EMAILS: usize = 1000;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    entry: WhitelistEntry,
    email: Email,
}

/// `GET .../whitelist-entries`
pub fn list(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let entries = site.store.read(|db| whitelist_entries::of_share(db, share.id))?;

    let entries: Vec<View> = entries.into_iter().map(|(entry, email)| View { entry, email }).collect();
    Ok(Reply::json(&json!({ "shareWhitelistEntries": entries })))
}

/// `POST .../whitelist-entries`
pub fn create(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body.")?;
    let emails = fields.list("emails", MOST_EMAILS, |fields, item, path| fields.parse_text(&item, path, email));
    let emails = fields.done(emails)?;

    let entries = site.store.write(|tx| {
        if !shares::exists(tx, share.chat.owner, share.chat.id, share.id)? {
            return Err(no_such_share());
        }
        Ok(whitelist_entries::insert_all(tx, share.id, share.chat.owner, &emails, context.now)?)
    })?;

    Ok(Reply::json(&json!({ "shareWhitelistEntries": entries })))
}

/// `DELETE .../whitelist-entries/{entry_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let missing = || ApiError::not_found("Whitelist entry not found");
    let id = WhitelistEntryId::parse(context.param("entry_id")).ok_or_else(missing)?;

    let deleted = site.store.write(|tx| whitelist_entries::delete(tx, share.id, id))?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// `DELETE .../whitelist-entries`: the share is no longer for named people only.
pub fn clear(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    site.store.write(|tx| whitelist_entries::delete_all(tx, share.id))?;

    Ok(Reply::json(&true))
}

fn no_such_share() -> ApiError {
    ApiError::not_found("Share not found")
}

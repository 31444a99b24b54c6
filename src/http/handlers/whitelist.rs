//! The whitelist of a share, for its owner.

use serde::Serialize;
use serde_json::json;

use crate::app::people;
use crate::domain::email::Email;
use crate::domain::id::WhitelistEntryId;
use crate::domain::timestamp::Timestamp;
use crate::domain::whitelist::WhitelistEntry;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::handlers::auth::email;
use crate::http::handlers::shares::{MOST_EMAILS, refused};
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::resources::ShareRef;
use crate::store::whitelist_entries::Reader;

#[derive(Serialize)]
struct WhitelistEntryJson {
    #[serde(flatten)]
    entry: WhitelistEntry,
    email: Email,
    /// Where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_viewed_at: Option<Option<Timestamp>>,
}

/// `GET .../whitelist-entries?include=`
pub fn list(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ include? }).");
    let has_people = query.word("include", &["people"]).is_some();
    query.done()?;
    let (readers, invited) = people::list(&site.store, share.id)?;

    let entry = |Reader { entry, email, last_viewed_at }| WhitelistEntryJson {
        entry,
        email,
        last_viewed_at: has_people.then_some(last_viewed_at),
    };
    let mut body = json!({ "shareWhitelistEntries": readers.into_iter().map(entry).collect::<Vec<_>>() });
    if has_people {
        body["invited"] = json!(invited);
    }
    Ok(Reply::json(&body))
}

/// `POST .../whitelist-entries`
pub fn create(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body.")?;
    let emails = fields.list("emails", MOST_EMAILS, |fields, item, path| fields.parse_text(&item, path, email));
    let emails = fields.done(emails)?;

    let ShareRef { chat, id } = share;
    let entries = people::add(&site.store, chat.owner, chat.id, id, &emails, context.now).map_err(refused)?;

    Ok(Reply::json(&json!({ "shareWhitelistEntries": entries })))
}

/// `DELETE .../whitelist-entries/{entry_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let missing = || ApiError::not_found("Whitelist entry not found");
    let id = WhitelistEntryId::parse(context.param("entry_id")).ok_or_else(missing)?;

    let deleted = people::remove(&site.store, share.id, id)?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// `DELETE .../whitelist-entries`: the share is no longer for named people only.
pub fn clear(site: &Site, _: &RequestContext<'_>, share: ShareRef) -> Outcome {
    people::clear(&site.store, share.chat.owner, share.id).map_err(refused)?;

    Ok(Reply::json(&true))
}

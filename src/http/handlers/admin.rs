//! What administrators of the server do with accounts. Nothing here tells what a conversation says.

pub mod server;

use serde_json::{Value, json};

use crate::app::accounts::AccountError;
use crate::app::administration::{self, AccountChange};
use crate::app::password_links;
use crate::domain::id::{InvitationId, UserId};
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::store::users::overview::Overview;

/// Accounts that a page has where no number is asked for.
const USUAL_LIMIT: u32 = 50;

/// `GET /api/admin/accounts?limit=&offset=`
pub fn list(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ limit?(50), offset?(0) }).");
    let (limit, offset) = (query.limit().unwrap_or(USUAL_LIMIT), query.offset());
    query.done()?;

    let page = administration::list(&site.store, limit, offset, context.now)?;

    let accounts: Vec<Value> = page.items.iter().map(account_json).collect();
    Ok(Reply::json(&json!({ "accounts": accounts, "total": page.total })))
}

/// `PATCH /api/admin/accounts/{account_id}`
pub fn change(site: &Site, context: &RequestContext<'_>, by: UserId) -> Outcome {
    let id = account(context)?;
    let mut fields = context.fields("Bad Request. Invalid body({ is_disabled?, is_admin? }).")?;
    let change =
        AccountChange { is_disabled: fields.optional_bool("is_disabled"), is_admin: fields.optional_bool("is_admin") };
    let change = fields.done(Some(change))?;

    administration::change(&site.store, Some(by), id, change, context.now).map_err(of_another)?;

    let found = administration::get(&site.store, id, context.now)?.ok_or_else(missing)?;
    Ok(Reply::json(&json!({ "account": account_json(&found) })))
}

/// `DELETE /api/admin/accounts/{account_id}`
pub fn remove(site: &Site, context: &RequestContext<'_>, by: UserId) -> Outcome {
    let id = account(context)?;

    let removed = administration::remove(&site.store, Some(by), id).map_err(of_another)?;

    if removed { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// `DELETE /api/admin/accounts/{account_id}/sessions`: with `?tokens=true` those of scripts, too.
pub fn end_sessions(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let id = account(context)?;
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ tokens?(false) }).");
    let tokens = query.word("tokens", &["true", "false"]) == Some("true");
    query.done()?;

    let ended = administration::end_all(&site.store, id, tokens)?;

    if ended.is_some() { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// `POST /api/admin/accounts/{account_id}/password-link`
pub fn password_link(site: &Site, context: &RequestContext<'_>, by: UserId) -> Outcome {
    let id = account(context)?;

    let made = password_links::make(&site.store, Some(by), id, context.now).map_err(|error| match error {
        AccountError::Disabled => ApiError::new(409).message("This account is disabled. Enable it first."),
        error => of_another(error),
    })?;

    let url = site.public_url.new_password(&made.secret);
    Ok(Reply::json(&json!({ "password_link": { "email": made.email, "url": url, "expires_at": made.expires_at } })))
}

/// `GET /api/admin/invitations`
pub fn invitations(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let invitations = administration::invitations(&site.store, context.now)?;

    Ok(Reply::json(&json!({ "invitations": invitations })))
}

/// `DELETE /api/admin/invitations/{invitation_id}`
pub fn take_back(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let missing = || ApiError::not_found("Invitation not found");
    let id = InvitationId::parse(context.param("invitation_id")).ok_or_else(missing)?;

    let deleted = administration::take_back(&site.store, id)?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

fn account(context: &RequestContext<'_>) -> Result<UserId, ApiError> {
    UserId::parse(context.param("account_id")).ok_or_else(missing)
}

fn missing() -> ApiError {
    ApiError::not_found("Account not found")
}

/// Who is gone is not who asks.
fn of_another(error: AccountError) -> ApiError {
    match error {
        AccountError::Removed => missing(),
        error => error.into(),
    }
}

fn account_json(account: &Overview) -> Value {
    administration::account_json(account, "primary_email")
}

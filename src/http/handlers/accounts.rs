//! An account, for whose it is: its password, its end. Both ask for the password, as does what gives others a way in.

use serde_json::json;

use super::auth::{new_password, offered};
use crate::app::accounts::{self, AccountError, EndOf};
use crate::app::caller::Caller;
use crate::app::confirmation::{self, Confirmed, Offer};
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::text::ShortText;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::{Fields, Violation};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// `POST /api/users/{user_id}/password`: whoever was signed in with the old one is not any
/// more, and scripts' tokens end if wished.
pub fn set_password(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut fields =
        context.fields("Bad Request. Invalid body({ current_password, new_password, end_tokens?(false) }).")?;
    let current = fields.text("current_password", offered);
    let new = fields.text("new_password", new_password);
    let tokens = fields.optional_bool("end_tokens").unwrap_or(false);
    let (current, new) = fields.done(current.zip(new))?;

    let offer = Offer { password: current.as_ref(), client: context.client() };
    let kept = session::token(context);
    let end = EndOf { all_but: kept.as_ref(), tokens };
    accounts::change_password(&site.store, &site.passwords, user, &offer, &new, end, context.now)
        .map_err(|error| told(context, error))?;

    Ok(Reply::json(&true))
}

/// `PATCH /api/users/{user_id}`: the name that readers are told.
pub fn change(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ display_name(string | null) }).")?;
    let name = if fields.has("display_name") {
        fields.optional_nullable_text("display_name", |raw| ShortText::parse(raw).map_err(Violation::custom))
    } else {
        fields.required("display_name")
    };
    let name = fields.done(name)?;

    accounts::set_display_name(&site.store, user, name.as_ref())?;

    Ok(Reply::json(&json!({ "user": { "id": user, "display_name": name } })))
}

/// `DELETE /api/users/{user_id}`: with everything that is in it.
pub fn delete(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ password }).")?;
    let password = fields.text("password", offered);
    let password = fields.done(password)?;

    let offer = Offer { password: password.as_ref(), client: context.client() };
    accounts::delete(&site.store, &site.passwords, user, &offer).map_err(|error| told(context, error))?;
    site.offer_set_up(context.now);

    Ok(session::signed_out(site))
}

/// The password with which somebody confirms that the account is theirs, where they have one: `current_password`.
pub fn confirmation(fields: &mut Fields, by: &Caller) -> Option<Option<PlainPassword>> {
    if confirmation::takes_password(by) { fields.text("current_password", offered) } else { Some(None) }
}

/// That it is theirs.
pub fn confirm(
    site: &Site,
    context: &RequestContext<'_>,
    by: &Caller,
    password: Option<&PlainPassword>,
) -> Result<Confirmed, ApiError> {
    let offer = Offer { password, client: context.client() };
    confirmation::of(&site.store, &site.passwords, by, &offer).map_err(|error| told(context, error))
}

/// Why it failed; a wrong password is told in the log, too.
pub fn told(context: &RequestContext<'_>, error: AccountError) -> ApiError {
    if matches!(error, AccountError::WrongPassword) {
        context.event.set(Some("password-refused"));
    }
    error.into()
}

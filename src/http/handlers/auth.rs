//! In and out: sign-up, login, logout, and who is in.

use serde_json::{Value, json};

use crate::app::accounts::{self, AccountError};
use crate::app::caller::Caller;
use crate::app::confirmation::Offer;
use crate::app::password_strength;
use crate::app::sessions::{self, OpenedSession};
use crate::app::set_up;
use crate::app::sign_in::by_password;
use crate::domain::email::Email;
use crate::domain::password::{PasswordError, PlainPassword};
use crate::domain::sign_up::SignUp;
use crate::domain::token::ApiToken;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Violation;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session::{self, CLEAR};
use crate::store::StoreError;
use crate::store::sessions::Session;

const INVALID: &str = "Bad Request. Invalid body({ email, password }).";

/// `POST /api/auth/sign-up`
pub fn sign_up(site: &Site, context: &RequestContext<'_>) -> Outcome {
    if site.sign_up != SignUp::Open {
        return Err(ApiError::new(403).message("Sign-up is closed on this server; ask its owner for an invitation."));
    }

    let mut fields = context.fields(INVALID)?;
    let email = fields.text("email", email);
    let password = fields.text("password", new_password);
    let (email, password) = fields.done(email.zip(password))?;

    let browser = session::browser(context);
    let opened = accounts::sign_up(&site.store, &site.passwords, &email, &password, &browser, context.now)?;

    Ok(signed_in(site, context, &opened))
}

/// `POST /api/auth/login`
pub fn login(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields(INVALID)?;
    let email = fields.text("email", email);
    let password = fields.text("password", offered);
    let (email, password) = fields.done(email.zip(password))?;

    let offer = Offer { password: password.as_ref(), client: context.client() };
    let browser = session::browser(context);
    let opened = by_password::enter(&site.store, &site.passwords, &email, &offer, &browser, context.now);
    let opened = opened.map_err(|error| match error {
        AccountError::WrongPassword => wrong_login(),
        other => other.into(),
    })?;

    Ok(signed_in(site, context, &opened))
}

/// `POST /api/auth/logout`
pub fn logout(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let ended = match session::cookie_digest(context) {
        Some(token) => sessions::end(&site.store, &token, context.now)?,
        None => false,
    };

    Ok(Reply::json(&ended).header("Set-Cookie", session::clearing_cookie(&site.public_url)).header(CLEAR.0, CLEAR.1))
}

/// `GET /api/auth/check`
pub fn check(site: &Site, context: &RequestContext<'_>) -> Outcome {
    session::required(site, context)?;

    Ok(Reply::empty())
}

/// `GET /api/auth/me`
pub fn me(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let Some(caller) = session::caller(site, context)? else { return Err(nobody(site, context)?) };
    // The account may have been removed since.
    let Some(user) = accounts::get(&site.store, caller.user_id())? else { return Err(nobody(site, context)?) };

    let (session, token) = match caller {
        Caller::Browser(Session { id, created_at, expires_at, .. }) => {
            (json!({ "id": id, "created_at": created_at, "expires_at": expires_at }), Value::Null)
        }
        Caller::Proxied(_) => (Value::Null, Value::Null),
        Caller::Script(_, token) => {
            let ApiToken { id, name, scope, expires_at, .. } = token;
            (Value::Null, json!({ "id": id, "name": name, "scope": scope, "expires_at": expires_at }))
        }
    };
    Ok(Reply::json(&json!({
        "user": {
            "id": user.id,
            "primary_email": user.primary_email,
            "created_at": user.created_at,
            "display_name": user.display_name,
            "is_admin": user.is_admin,
        },
        "session": session,
        "token": token,
        "sign_up": site.sign_up,
        "sign_out_url": site.proxy.sign_out.as_ref().filter(|_| matches!(caller, Caller::Proxied(_))),
    })))
}

/// Nobody is signed in; and how they may get in.
fn nobody(site: &Site, context: &RequestContext<'_>) -> Result<ApiError, StoreError> {
    let is_set_up = set_up::is_done(&site.store)?;
    let mut error = session::unauthorized(context).with("sign_up", json!(site.sign_up));
    if let Some(email) = site.proxy.address(context) {
        // The proxy knows them, this server does not let them in.
        error = error.with("proxy", json!({ "email": email, "sign_out_url": site.proxy.sign_out }));
    }
    Ok(error.with("needs_set_up", json!(!is_set_up)))
}

/// The answer to whoever has got in.
pub fn signed_in(site: &Site, context: &RequestContext<'_>, OpenedSession { user, token }: &OpenedSession) -> Reply {
    context.opened.set(Some(user.id));
    let body = json!({
        "user": { "id": user.id, "primary_email": user.primary_email },
        "loggedInAt": context.now,
    });
    Reply::json(&body).header("Set-Cookie", session::cookie(token, &site.public_url))
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Exists => Self::new(409).message("An account with this e-mail address already exists."),
            AccountError::Removed => Self::unauthorized(),
            AccountError::NoSuchSetUpLink => Self::not_found("Link not found").message(
                "This link was already used, has expired, or is incomplete. Restart the server for a new one, as long \
                 as there is no account.",
            ),
            AccountError::IsSetUp => {
                Self::new(409).message("There already is an account. Sign in, or ask its owner for an invitation.")
            }
            AccountError::NoSuchInvitation => Self::not_found("Link not found")
                .message("This link was already used, has expired, or is incomplete. Ask for a new invitation."),
            AccountError::NoSuchPasswordLink => Self::not_found("Link not found").message(
                "This link was already used, has expired, or is incomplete. Ask whoever runs the server for a new one.",
            ),
            AccountError::Disabled => {
                Self::new(403).message("This account is disabled. Ask whoever runs the server to enable it.")
            }
            AccountError::LastAdministrator => {
                Self::new(409).message("Nobody else administers this server. Let somebody else administer it first.")
            }
            AccountError::Own => Self::new(409).message("Change your own account on the page Account."),
            AccountError::WrongPassword => Self::new(403).status_message("Wrong password").message("Wrong password"),
            AccountError::TooManyGuesses(exceeded) => exceeded.into(),
            AccountError::Failed(unavailable) => unavailable.into(),
        }
    }
}

fn wrong_login() -> ApiError {
    ApiError::unauthorized().status_message("Invalid email or password").message("Invalid email or password")
}

/// The rule of every e-mail field.
pub fn email(raw: &str) -> Result<Email, Violation> {
    Email::parse(raw).ok_or_else(|| Violation { code: "invalid_string", message: "Invalid email".to_owned() })
}

/// What is offered as an account's password: no rule, but one that is too long is none.
pub fn offered(raw: &str) -> Result<Option<PlainPassword>, Violation> {
    Ok(PlainPassword::offered(raw))
}

/// The rule of every field with an account's new password.
pub fn new_password(raw: &str) -> Result<PlainPassword, Violation> {
    password_strength::new_account_password(raw).map_err(password)
}

/// How a password's rule is told.
pub fn password(error: PasswordError) -> Violation {
    let code = match error {
        PasswordError::TooShort(_) => "too_small",
        PasswordError::TooLong => "too_big",
        PasswordError::Common => "custom",
    };
    Violation { code, message: error.to_string() }
}

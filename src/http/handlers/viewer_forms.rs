//! `POST /shared/chats/{uuid}`: the forms of the page behind a link, for readers without scripts: its password, signing in,
//! opening one of a limited number of views. Whoever gets further comes back to the page itself.

use zeroize::Zeroizing;

use crate::app::access::Decision;
use crate::app::accounts::AccountError;
use crate::app::confirmation::Offer;
use crate::app::readers::{NotAdmitted, Purpose};
use crate::app::sign_in::by_password;
use crate::domain::email::Email;
use crate::domain::password::PlainPassword;
use crate::domain::secret::Secret;
use crate::domain::share::ShareUuid;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Violation;
use crate::http::handlers::viewer::{self, missing};
use crate::http::handlers::views::{self, with_cookies};
use crate::http::page_template::{FormOutcome, PageState};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::{session, visit, visitor};

const INVALID: &str = "Bad Request. Invalid body({ password?, email? }).";

/// Takes what a form says: an address and a password sign in, a password alone is the link's, nothing opens it.
pub fn enter(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let Some(uuid) = ShareUuid::parse(context.param("uuid")) else { return missing(site, context) };
    let mut fields = context.fields(INVALID)?;
    let mut taken = |name: &str| {
        let is_there = fields.has(name);
        is_there.then(|| fields.text(name, |raw| Ok::<_, Violation>(Zeroizing::new(raw.to_owned()))))
    };
    let (email, password) = (taken("email"), taken("password"));
    // With a field that is no text, neither is there.
    let read =
        email.unwrap_or_else(|| Some(Zeroizing::default())).zip(password.unwrap_or_else(|| Some(Zeroizing::default())));
    let (email, password) = fields.done(read)?;

    match (email.as_str(), password.as_str()) {
        ("", "") => open(site, context, uuid),
        ("", password) => unlock(site, context, uuid, password),
        (email, password) => sign_in(site, context, uuid, (email, password)),
    }
}

fn unlock(site: &Site, context: &RequestContext<'_>, uuid: ShareUuid, password: &str) -> Outcome {
    let token = Secret::random()?;
    let mut visitor = visitor::of(site, context)?;
    visitor.password = Some(PlainPassword::offered(password));
    visitor.unlocking = Some(token.digest());

    match visitor::admit(site, context, &visitor, Purpose::View) {
        Err(NotAdmitted::Refused(refusal)) if refusal.decision == Decision::PasswordRequired => {
            context.event.set(Some("link-password-failed"));
            Ok(viewer::say(site, context, PageState::Password, FormOutcome::Wrong).status(403))
        }
        Err(NotAdmitted::Refused(refusal)) if refusal.decision == Decision::NoSuchShare => missing(site, context),
        Err(NotAdmitted::Password(error)) => {
            Ok(refused(site, context, (PageState::Password, "link-password-throttled"), error.into()))
        }
        Err(NotAdmitted::Store(error)) => Err(error.into()),
        // Whatever else is missing, the page asks for next.
        Ok(_) | Err(NotAdmitted::Refused(_)) => {
            Ok(with_cookies(back(site, uuid), visit::unlock_cookies(site, &token, uuid)))
        }
    }
}

fn sign_in(site: &Site, context: &RequestContext<'_>, uuid: ShareUuid, (email, password): (&str, &str)) -> Outcome {
    let wrong = || {
        context.event.set(Some("sign-in-failed"));
        Ok(viewer::say(site, context, PageState::SignIn, FormOutcome::Wrong).status(403))
    };
    let Some(email) = Email::parse(email) else { return wrong() };
    let password = PlainPassword::offered(password);

    let offer = Offer { password: password.as_ref(), client: context.client() };
    let browser = session::browser(context);
    match by_password::enter(&site.store, &site.passwords, &email, &offer, &browser, context.now) {
        Ok(opened) => {
            context.opened.set(Some(opened.user.id));
            context.event.set(Some("signed-in"));
            Ok(with_cookies(back(site, uuid), [session::cookie(&opened.token, &site.public_url)]))
        }
        Err(AccountError::WrongPassword) => wrong(),
        Err(error) => Ok(refused(site, context, (PageState::SignIn, "sign-in-throttled"), error.into())),
    }
}

fn open(site: &Site, context: &RequestContext<'_>, uuid: ShareUuid) -> Outcome {
    // The page says what is missing, and so what speaks against it.
    let cookies = views::take(site, context).ok().flatten();

    Ok(with_cookies(back(site, uuid), cookies.into_iter().flatten()))
}

/// No decision now: the form again, which says so. `event` is what it is called in the log where there were too many
/// wrong passwords.
fn refused(
    site: &Site,
    context: &RequestContext<'_>,
    (state, event): (PageState, &'static str),
    error: ApiError,
) -> Reply {
    let status = Reply::from(error).status_code();
    if status == 429 {
        context.event.set(Some(event));
    }
    viewer::say(site, context, state, FormOutcome::Later).status(status)
}

fn back(site: &Site, uuid: ShareUuid) -> Reply {
    let path = site.public_url.local(&format!("/shared/chats/{uuid}"));
    let note = format!("The page is at {path}\n").into_bytes();
    Reply::bytes("text/plain; charset=utf-8", note).status(303).header("Location", path)
}

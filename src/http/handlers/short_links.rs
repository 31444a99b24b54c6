//! `GET /s/{slug}`: leads to the page behind a link. That page, its forms, cookies and counting stay at the one address.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::viewer;
use crate::app::readers;
use crate::base::rate_limit::{RateExceeded, RateLimit, network};
use crate::domain::slug::Slug;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::page_template::{FormOutcome, PageState};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// Short links of one network that lead nowhere, at once, and the time after which one more is looked up: words can be
/// guessed.
const BURST: u32 = 60;
const PERIOD: Duration = Duration::from_secs(6);

/// Bounds the guessing of words. Links that there are don't count.
pub struct SlugGuesses(RateLimit<IpAddr>);

impl SlugGuesses {
    /// Nobody has guessed yet.
    pub fn new() -> Self {
        Self(RateLimit::new(BURST, PERIOD))
    }
}

/// Leads to the page, or shows what an unknown link shows.
pub fn follow(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let client = network(context.client());
    // Counted before it is looked up: a hundred at once are not a hundred for the price of one.
    if let Err(RateExceeded { retry_after }) = site.slug_guesses.0.count(client, Instant::now()) {
        return Ok(too_many(site, context, retry_after));
    }
    let slug = Slug::parse(context.param("slug"));
    let uuid = slug.map(|slug| readers::behind(&site.store, &slug, context.now)).transpose().map_err(ApiError::from)?;
    let Some(uuid) = uuid.flatten() else { return viewer::missing(site, context) };
    site.slug_guesses.0.forgive(&client);

    // Not for good: a word may lead elsewhere tomorrow.
    let path = site.public_url.local(&format!("/shared/chats/{uuid}"));
    let note = format!("The page is at {path}\n").into_bytes();
    Ok(Reply::bytes("text/plain; charset=utf-8", note).status(302).header("Location", path))
}

fn too_many(site: &Site, context: &RequestContext<'_>, retry_after: Duration) -> Reply {
    let seconds = retry_after.as_secs() + 1;
    let page = viewer::say(site, context, PageState::TooMany, FormOutcome::Nothing);
    page.status(429).header("Retry-After", seconds.to_string())
}

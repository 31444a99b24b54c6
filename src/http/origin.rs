//! Whether a request that changes something comes from a page of another site.

use super::error::ApiError;
use super::request_context::RequestContext;
use crate::domain::public_url::PublicUrl;

/// Refuses a request that a browser sent for a page of another site. Browsers say so in
/// `Sec-Fetch-Site`; on plain http beyond localhost they leave that out, and `Origin` tells.
/// Programs that are no browsers send neither.
pub fn refuse_cross_site(context: &RequestContext<'_>, public_url: &PublicUrl) -> Result<(), ApiError> {
    if is_cross_site(context, public_url) {
        return Err(ApiError::new(403).message("Pages of other sites can't do this."));
    }
    Ok(())
}

/// Whether a browser sent it for a page of another site.
pub fn is_cross_site(context: &RequestContext<'_>, public_url: &PublicUrl) -> bool {
    match context.header("Sec-Fetch-Site") {
        Some("same-origin" | "none") => false,
        Some("cross-site") => true,
        // "same-site" is another host of the same domain: as foreign as its Origin.
        _ => context.header("Origin").is_some_and(|origin| {
            let Some((scheme, host)) = origin.split_once("://") else { return true };
            if host.eq_ignore_ascii_case(public_url.host()) {
                // A page of the same name that came without encryption may be anybody's on the way.
                return public_url.is_https() && !scheme.eq_ignore_ascii_case("https");
            }
            !context.header("Host").is_some_and(|own| own.eq_ignore_ascii_case(host))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Accepts;
    use super::*;
    use crate::domain::timestamp::Timestamp;
    use rouille::Request;

    fn refused(headers: &[(&str, &str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let request = Request::fake_http("POST", "/", headers, Vec::new());
        let context = RequestContext::new(&request, Vec::new(), Accepts::default(), Timestamp::now());
        let url = PublicUrl::parse("https://share.example.com").expect("a URL");
        refuse_cross_site(&context, &url).is_err()
    }

    #[test]
    fn pages_of_other_sites_are_refused_and_programs_are_not() {
        let host = ("Host", "10.0.0.5:8080");
        assert!(!refused(&[host]));
        assert!(!refused(&[host, ("Sec-Fetch-Site", "same-origin")]));
        assert!(!refused(&[host, ("Sec-Fetch-Site", "none")]));
        assert!(!refused(&[host, ("Origin", "http://10.0.0.5:8080")]));
        assert!(!refused(&[host, ("Origin", "https://SHARE.example.com")]));
        assert!(refused(&[host, ("Sec-Fetch-Site", "cross-site")]));
        assert!(refused(&[host, ("Sec-Fetch-Site", "cross-site"), ("Origin", "http://10.0.0.5:8080")]));
        assert!(refused(&[host, ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example.com")]));
        assert!(refused(&[host, ("Origin", "http://10.0.0.5:9090")]));
        assert!(refused(&[host, ("Origin", "null")]));
        assert!(refused(&[("Host", "share.example.com"), ("Origin", "http://share.example.com")]));
    }
}

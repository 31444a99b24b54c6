//! Recognises a reader who has viewed a link, or has sent its password in a form: by a random token in a cookie, which
//! only that link's page and API receive. For views, the database contains a digest of the token.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::Site;
use super::request_context::RequestContext;
use crate::app::passwords::UNLOCKED;
use crate::base::rate_limit::{RateLimit, network};
use crate::domain::id::ShareId;
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::{self, Digest, Secret};
use crate::domain::share::ShareUuid;
use crate::store::sessions::TokenDigest;
use crate::store::visits::LIFETIME;

const COOKIE: &str = "neptun-view";

/// Of who has given the share's password by a form: a page without scripts can't give it again for each picture.
const UNLOCK_COOKIE: &str = "neptun-unlock";

/// Views of one share that are counted at once from one network: a class that opens a link together. Then one more a
/// second.
const BURST: u32 = 100;
const PERIOD: Duration = Duration::from_secs(1);

/// Bounds the counting of views. Who comes too often reads all the same.
pub struct ViewCounts(RateLimit<(ShareId, IpAddr)>);

impl ViewCounts {
    /// Nobody has opened anything.
    pub fn new() -> Self {
        Self(RateLimit::new(BURST, PERIOD))
    }

    /// Whether one more from there is counted.
    pub fn may_count(&self, share: ShareId, client: IpAddr) -> bool {
        self.0.count((share, network(client)), Instant::now()).is_ok()
    }
}

/// The digest of the token that a request carries, valid or not.
pub fn token(context: &RequestContext<'_>) -> Option<TokenDigest> {
    context.cookie(COOKIE).filter(|token| !token.is_empty()).map(secret::digest)
}

/// The digest of the token by which a request is let in without a password, valid or not.
pub fn unlocked(context: &RequestContext<'_>) -> Option<Digest> {
    context.cookie(UNLOCK_COOKIE).filter(|token| !token.is_empty()).map(secret::digest)
}

/// The cookies that carry the token of a view: one for each of the places that a share has.
pub fn cookies(site: &Site, token: &Secret, share: ShareUuid) -> [String; 2] {
    set_cookies(site, COOKIE, token, share, LIFETIME)
}

/// The cookies that carry the token of who has given the password.
pub fn unlock_cookies(site: &Site, token: &Secret, share: ShareUuid) -> [String; 2] {
    set_cookies(site, UNLOCK_COOKIE, token, share, UNLOCKED)
}

fn set_cookies(site: &Site, name: &str, token: &Secret, share: ShareUuid, lifetime: Duration) -> [String; 2] {
    let cookie = |path| {
        let path = site.public_url.local(path);
        let secure = if PublicUrl::is_https(&site.public_url) { "; Secure" } else { "" };
        let (value, age) = (token.as_str(), lifetime.as_secs());
        format!("{name}={value}; HttpOnly; SameSite=Lax; Path={path}/{share}; Max-Age={age}{secure}")
    };
    [cookie("/shared/chats"), cookie("/api/shared/chats")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_counted_so_often_for_each_share() {
        let counts = ViewCounts::new();
        let counted = |share, address: &str| {
            (0..200).filter(|_| counts.may_count(ShareId::new(share), address.parse().expect("an address"))).count()
        };
        let (first, again) = (counted(1, "203.0.113.7"), counted(1, "203.0.113.7"));
        // A moment may have passed meanwhile, in which one more is.
        assert!((100..110).contains(&first) && again < 10, "{first} {again}");
        assert!(counted(1, "203.0.113.8") >= 100 && counted(2, "203.0.113.7") >= 100);
    }
}

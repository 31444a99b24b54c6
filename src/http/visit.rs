//! What is kept of openings beside their number. What a reader is known again by who has opened a share: a random token in a cookie, which only that
//! share's page and its API get, and of which the database holds a digest.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::Site;
use super::call::Call;
use super::origin::PublicUrl;
use crate::domain::id::ShareId;
use crate::domain::share::ShareUuid;
use crate::guesses::network;
use crate::secret::{self, Secret};
use crate::store::sessions::TokenDigest;
use crate::store::visits::LIFETIME;

const COOKIE: &str = "neptun-view";

/// Openings of one share that are counted at once from one network: a class that opens a link together.
const BURST: NonZeroU32 = NonZeroU32::new(100).expect("not zero");
/// The time after which one more is.
const PERIOD: Duration = Duration::from_secs(1);
/// Pairs of share and network that are remembered before those that have recovered are swept out.
const SWEEP_AT: usize = 4096;

type Key = (ShareId, IpAddr);

/// Bounds the counting of openings. Who comes too often reads all the same.
pub struct Openings(RateLimiter<Key, HashMapStateStore<Key>, DefaultClock>);

impl Openings {
    /// Nobody has opened anything.
    pub fn new() -> Self {
        let quota = Quota::with_period(PERIOD).expect("not zero").allow_burst(BURST);
        Self(RateLimiter::hashmap(quota))
    }

    /// Whether one more from there is counted.
    pub fn may_count(&self, share: ShareId, client: IpAddr) -> bool {
        if self.0.len() >= SWEEP_AT {
            self.0.retain_recent();
        }
        self.0.check_key(&(share, network(client))).is_ok()
    }
}

/// The digest of the token that a request carries, valid or not.
pub fn token(call: &Call<'_>) -> Option<TokenDigest> {
    call.cookie(COOKIE).filter(|token| !token.is_empty()).map(secret::digest)
}

/// The cookies that carry it: one for each of the places that a share has.
pub fn cookies(site: &Site, token: &Secret, share: ShareUuid) -> [String; 2] {
    let cookie = |path| {
        let secure = if PublicUrl::is_https(&site.public_url) { "; Secure" } else { "" };
        let (value, age) = (token.as_str(), LIFETIME.as_secs());
        format!("{COOKIE}={value}; HttpOnly; SameSite=Lax; Path={path}/{share}; Max-Age={age}{secure}")
    };
    [cookie("/shared/chats"), cookie("/api/shared/chats")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_counted_so_often_for_each_share() {
        let openings = Openings::new();
        let counted = |share, address: &str| {
            (0..200).filter(|_| openings.may_count(ShareId::new(share), address.parse().expect("an address"))).count()
        };
        let (first, again) = (counted(1, "203.0.113.7"), counted(1, "203.0.113.7"));
        // A moment may have passed meanwhile, in which one more is.
        assert!((100..110).contains(&first) && again < 10, "{first} {again}");
        assert!(counted(1, "203.0.113.8") >= 100 && counted(2, "203.0.113.7") >= 100);
    }
}

//! What a reader is known again by who has opened a share: a random token in a cookie, which only that
//! share's page and its API get, and of which the database holds a digest.

use super::Site;
use super::call::Call;
use super::origin::PublicUrl;
use crate::domain::share::ShareUuid;
use crate::secret::{self, Secret};
use crate::store::sessions::TokenDigest;
use crate::store::visits::LIFETIME;

const COOKIE: &str = "neptun-view";

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

//! A proxy in front of the server that signs people in (`--auth-header`).

use super::origin;
use super::request_context::RequestContext;
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;

/// What is known of it.
#[derive(Clone, Debug, Default)]
pub struct Proxy {
    /// The field in which it names whom it has signed in. The server has removed it from requests of others
    /// (`src/server/connection.rs`).
    pub auth_header: Option<String>,
    /// Where one is signed out.
    pub sign_out: Option<String>,
    /// The address of this server, by which pages of other sites are told apart.
    pub own: Option<PublicUrl>,
}

impl Proxy {
    /// Whose address it names; `None` for what is none, and where nobody is to be believed.
    ///
    /// What a page of another site sends is from nobody, as it is with the cookie of a session (`SameSite=Lax`): some proxies
    /// know people by their network, and then a browser needs no cookie to be known. Only following a link counts.
    pub fn address(&self, context: &RequestContext<'_>) -> Option<Email> {
        let email = Email::parse(context.header(self.auth_header.as_deref()?)?.trim())?;
        let own = self.own.as_ref()?;
        let follows_link = matches!(context.method(), "GET" | "HEAD")
            && context.header("Sec-Fetch-Mode") == Some("navigate")
            && context.header("Sec-Fetch-Dest") == Some("document");
        (follows_link || !origin::is_cross_site(context, own)).then_some(email)
    }
}

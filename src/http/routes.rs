//! Every route, grouped by who may call it. The OpenAPI document (`assets/openapi.json`) describes
//! the same list; a test holds them together.

use super::handlers::{
    accounts, admin, attachments, auth, chats, devices, events, exports, followers, harmless, imports, invitations,
    mcp, messages, pages, password_links, password_strength, pictures, previews, search, session_sync, sessions,
    set_up, shared, shared_with_me, shares, short_links, tokens, viewer, viewer_forms, views, whitelist,
};
use super::route::{Handler, Route, delete, get, patch, post};

/// The limit where nobody has signed in yet.
const SMALL: u64 = 64 * 1024;

/// An export of many years has some hundred MiB.
const UPLOAD: u64 = 256 * 1024 * 1024;

/// What somebody pastes is no export of many years.
const PASTE: u64 = 16 * 1024 * 1024;

/// OpenCode sends all of a session at once when it shares one that is there; so much is sent at once of one that is followed.
const SYNC: u64 = 24 * 1024 * 1024;

/// What a model writes down to be shared.
const TOOL_CALL: u64 = 4 * 1024 * 1024;

/// All of them. An address that is a word goes before one with a place that would take it.
pub const ROUTES: &[Route] = &[
    // Anybody.
    get("/", Handler::Anyone(pages::owner)),
    get("/shares", Handler::Anyone(pages::owner)),
    get("/shared-with-me", Handler::Anyone(pages::owner)),
    get("/account", Handler::Anyone(pages::owner)),
    get("/server", Handler::Anyone(pages::owner)),
    get("/conversations/{chat_id}", Handler::Anyone(pages::owner)),
    get("/set-up", Handler::Anyone(pages::owner)),
    get("/invitation", Handler::Anyone(pages::owner)),
    get("/new-password", Handler::Anyone(pages::owner)),
    get("/device", Handler::Anyone(pages::owner)),
    get("/assets/{version}/{file}", Handler::Anyone(pages::asset)),
    get("/robots.txt", Handler::Anyone(pages::robots)),
    get("/favicon.ico", Handler::Anyone(pages::icon)),
    get("/shared/chats/{uuid}", Handler::Anyone(viewer::page)),
    post("/shared/chats/{uuid}", Handler::Anyone(viewer_forms::enter)).body_limit(SMALL).forms(),
    get("/shared/chats/{uuid}/", Handler::Anyone(pages::viewer_elsewhere)),
    get("/share/{uuid}", Handler::Anyone(pages::viewer_elsewhere)),
    get("/s/{slug}", Handler::Anyone(short_links::follow)),
    get("/s/{slug}/", Handler::Anyone(short_links::follow)),
    get("/shared/chats/{uuid}/preview.png", Handler::Anyone(previews::picture)),
    get("/shared/picture", Handler::Anyone(pictures::frame)),
    get("/api/shared/chats/{uuid}", Handler::Anyone(shared::read)).cors(),
    get("/api/share/{uuid}/data", Handler::Anyone(shared::opencode)),
    post("/api/shared/chats/{uuid}/views", Handler::Anyone(views::open)).body_limit(SMALL),
    get("/api/shared/chats/{uuid}/attachments/{sha256}", Handler::Anyone(attachments::shared)),
    get("/api/shared/chats/{uuid}/events", Handler::Anyone(events::listen)),
    get("/api/shared/chats/{uuid}/export", Handler::Anyone(exports::shared)),
    get("/api/health", Handler::Anyone(pages::health)),
    get("/api", Handler::Anyone(pages::api)).blocking(),
    get("/api/openapi.json", Handler::Anyone(pages::openapi)),
    post("/api/auth/sign-up", Handler::Anyone(auth::sign_up)).body_limit(SMALL).forms(),
    post("/api/auth/login", Handler::Anyone(auth::login)).body_limit(SMALL).forms(),
    post("/api/auth/logout", Handler::Anyone(auth::logout)).body_limit(SMALL),
    get("/api/auth/check", Handler::Anyone(auth::check)),
    post("/api/password-strength", Handler::Anyone(password_strength::estimate)).body_limit(SMALL),
    get("/api/auth/me", Handler::Anyone(auth::me)),
    // A device that is signed in, or ends its token.
    post("/api/auth/device", Handler::Anyone(devices::start)).body_limit(SMALL).forms(),
    post("/api/auth/device/token", Handler::Anyone(devices::token)).body_limit(SMALL).forms(),
    delete("/api/auth/token", Handler::Anyone(devices::end)).body_limit(SMALL),
    // A model, by a token of its person's.
    post("/mcp", Handler::Anyone(mcp::call)).spooled(TOOL_CALL).checked(mcp::check),
    // Whoever has a link that makes an account.
    post("/api/auth/set-up", Handler::Anyone(set_up::create)).body_limit(SMALL),
    post("/api/auth/set-up/look", Handler::Anyone(set_up::look)).body_limit(SMALL),
    post("/api/auth/invitations/accept", Handler::Anyone(invitations::accept)).body_limit(SMALL),
    post("/api/auth/invitations/look", Handler::Anyone(invitations::look)).body_limit(SMALL),
    // An agent, about a session that it shares: OpenCode's own protocol.
    post("/t/{token}/api/share", Handler::Publisher(session_sync::create)).body_limit(SMALL),
    post("/t/{token}/api/share/{sync}/sync", Handler::Publisher(session_sync::sync))
        .spooled(SYNC)
        .checked(session_sync::check),
    delete("/t/{token}/api/share/{sync}", Handler::Publisher(session_sync::remove)).body_limit(SMALL),
    post("/api/auth/password-links/look", Handler::Anyone(password_links::look)).body_limit(SMALL),
    post("/api/auth/password-links/follow", Handler::Anyone(password_links::follow)).body_limit(SMALL),
    // Who administers the server.
    get("/api/admin/server", Handler::Administrator(admin::server::show)).blocking(),
    post("/api/admin/backups", Handler::Administrator(admin::server::back_up)),
    get("/api/admin/accounts", Handler::Administrator(admin::list)).blocking(),
    patch("/api/admin/accounts/{account_id}", Handler::Administrator(admin::change)),
    delete("/api/admin/accounts/{account_id}", Handler::Administrator(admin::remove)),
    delete("/api/admin/accounts/{account_id}/sessions", Handler::Administrator(admin::end_sessions)),
    post("/api/admin/accounts/{account_id}/password-link", Handler::Administrator(admin::password_link)),
    get("/api/admin/invitations", Handler::Administrator(admin::invitations)).blocking(),
    delete("/api/admin/invitations/{invitation_id}", Handler::Administrator(admin::take_back)),
    // A user in a browser, about how they get in.
    patch("/api/users/{user_id}", Handler::User(accounts::change)).session_only(),
    delete("/api/users/{user_id}", Handler::User(accounts::delete)).session_only(),
    post("/api/users/{user_id}/password", Handler::User(accounts::set_password)).session_only(),
    get("/api/users/{user_id}/sessions", Handler::User(sessions::list)).session_only(),
    delete("/api/users/{user_id}/sessions", Handler::User(sessions::delete_all)).session_only(),
    delete("/api/users/{user_id}/sessions/{session_id}", Handler::User(sessions::delete)).session_only(),
    get("/api/users/{user_id}/tokens", Handler::User(tokens::list)).session_only(),
    post("/api/users/{user_id}/tokens", Handler::User(tokens::create)).session_only(),
    delete("/api/users/{user_id}/tokens/{token_id}", Handler::User(tokens::delete)).session_only(),
    post("/api/users/{user_id}/devices/look", Handler::User(devices::look)).session_only(),
    post("/api/users/{user_id}/devices", Handler::User(devices::decide)).session_only(),
    get("/api/users/{user_id}/invitations", Handler::User(invitations::list)).session_only().blocking(),
    post("/api/users/{user_id}/invitations", Handler::User(invitations::create)).session_only(),
    delete("/api/users/{user_id}/invitations/{invitation_id}", Handler::User(invitations::delete)).session_only(),
    // A user, about what is theirs.
    get("/api/users/{user_id}/chats", Handler::User(chats::list)).blocking(),
    post("/api/users/{user_id}/chats", Handler::User(chats::create)).forms(),
    delete("/api/users/{user_id}/chats", Handler::User(chats::delete_many)),
    post("/api/users/{user_id}/chats/restore", Handler::User(chats::restore)),
    get("/api/users/{user_id}/shares", Handler::User(shares::list)).blocking(),
    patch("/api/users/{user_id}/shares", Handler::User(shares::change_many)),
    delete("/api/users/{user_id}/shares", Handler::User(shares::delete_many)),
    get("/api/users/{user_id}/shared-with-me", Handler::User(shared_with_me::list)).blocking(),
    get("/api/users/{user_id}/search", Handler::User(search::search)).blocking(),
    get("/api/users/{user_id}/harmless-findings", Handler::User(harmless::list)),
    delete("/api/users/{user_id}/harmless-findings/{finding_id}", Handler::User(harmless::delete)),
    // Before the chats, of which neither `import` nor `export` is one.
    post("/api/users/{user_id}/chats/import", Handler::User(imports::create)).spooled(UPLOAD).checked(imports::check),
    post("/api/users/{user_id}/chats/import/preview", Handler::User(imports::preview))
        .spooled(PASTE)
        .checked(imports::check),
    get("/api/users/{user_id}/chats/export", Handler::User(exports::many)).blocking(),
    get("/api/users/{user_id}/imports", Handler::User(imports::list)),
    // The owner of a chat.
    get("/api/users/{user_id}/chats/{chat_id}", Handler::Chat(chats::show)),
    patch("/api/users/{user_id}/chats/{chat_id}", Handler::Chat(chats::rename)),
    delete("/api/users/{user_id}/chats/{chat_id}", Handler::Chat(chats::delete)),
    get("/api/users/{user_id}/chats/{chat_id}/messages", Handler::Chat(messages::list)).blocking(),
    post("/api/users/{user_id}/chats/{chat_id}/messages", Handler::Chat(messages::create)),
    delete("/api/users/{user_id}/chats/{chat_id}/messages/last", Handler::Chat(messages::delete_last)),
    get("/api/users/{user_id}/chats/{chat_id}/attachments/{sha256}", Handler::Chat(attachments::own)),
    get("/api/users/{user_id}/chats/{chat_id}/export", Handler::Chat(exports::own)),
    post("/api/users/{user_id}/chats/{chat_id}/import", Handler::Chat(followers::grow))
        .spooled(SYNC)
        .checked(followers::check),
    post("/api/users/{user_id}/chats/{chat_id}/followers", Handler::Chat(followers::hold)),
    delete("/api/users/{user_id}/chats/{chat_id}/followers/{follower}", Handler::Chat(followers::release))
        .body_limit(SMALL),
    get("/api/users/{user_id}/chats/{chat_id}/shares", Handler::Chat(shares::find)),
    post("/api/users/{user_id}/chats/{chat_id}/shares", Handler::Chat(shares::change)),
    // Before the shares, one of which `check` is not.
    post("/api/users/{user_id}/chats/{chat_id}/shares/check", Handler::Chat(shares::check)),
    // The owner of a share.
    post("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/update", Handler::Share(shares::update)),
    post("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/new-link", Handler::Share(shares::new_link)),
    get("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/preview", Handler::Share(shares::preview)).blocking(),
    get(
        "/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/attachments/{sha256}",
        Handler::Share(attachments::previewed),
    )
    .blocking(),
    get("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/qr.svg", Handler::Share(shares::qr)),
    get("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/visitors", Handler::Share(shares::visitors)),
    delete("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/visitors", Handler::Share(shares::forget_visitors)),
    delete("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}", Handler::Share(shares::delete)),
    get("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries", Handler::Share(whitelist::list)),
    post("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries", Handler::Share(whitelist::create))
        .list_as("emails"),
    delete(
        "/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries",
        Handler::Share(whitelist::clear),
    ),
    delete(
        "/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries/{entry_id}",
        Handler::Share(whitelist::delete),
    ),
];

#[cfg(test)]
mod tests {
    use super::super::route::{RouteMatch, find};
    use super::*;
    use crate::domain::public_url::PublicUrl;
    use rouille::Request;
    use std::collections::BTreeSet;

    #[test]
    fn a_word_is_no_chat() {
        let found = |method: &str| {
            let request = Request::fake_http(method, "/api/users/7/chats/import", Vec::new(), Vec::new());
            let url = PublicUrl::parse("http://localhost").expect("a URL");
            let (found, _) = find(ROUTES, &url, &request);
            (found.pattern(), matches!(found, RouteMatch::Route { .. }))
        };
        assert_eq!(found("POST"), ("/api/users/{user_id}/chats/import", true));
        assert_eq!(found("DELETE"), ("/api/users/{user_id}/chats/import", false));
    }

    #[test]
    fn the_openapi_document_describes_these_routes_and_no_others() {
        let document: serde_json::Value =
            serde_json::from_str(include_str!("../../assets/openapi.json")).expect("JSON");
        let paths = document["paths"].as_object().expect("paths");
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().expect("methods").keys().map(|method| (path.clone(), method.to_uppercase()))
            })
            .filter(|(_, method)| ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()))
            .collect();
        let present = ROUTES.iter().filter(|route| route.pattern != "/assets/{version}/{file}");
        let present: BTreeSet<(String, String)> =
            present.map(|route| (route.pattern.to_owned(), route.method.to_owned())).collect();
        assert_eq!(described, present);
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}

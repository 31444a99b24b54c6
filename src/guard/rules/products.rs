//! Keys of what people plan, write, draw and keep things with.

use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://linear.app/developers/graphql
    key("Linear API key", &["lin_api_", "lin_oauth_"], r"lin_(?:api|oauth)_[A-Za-z0-9]{32,64}"),
    // https://developers.notion.com/docs/authorization
    token("Notion token", &["secret_", "ntn_"], r"(?:secret_[A-Za-z0-9]{43}|ntn_[A-Za-z0-9]{40,50})"),
    // https://www.figma.com/developers/api#access-tokens
    token("Figma token", &["figd_", "figo_", "figu_"], r"fig[dou]_[\w-]{40}"),
    // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
    token("Atlassian token", &["atatt3", "atctt3"], r"AT[AC]TT3[\w=-]{50,}"),
    // https://airtable.com/developers/web/guides/personal-access-tokens
    token("Airtable token", &["pat"], r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),
    // https://developers.hubspot.com/docs/guides/apps/private-apps/overview
    token(
        "HubSpot token",
        &["pat-na", "pat-eu", "pat-ap"],
        r"pat-(?:na|eu|ap)\d-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    ),
    // https://www.typeform.com/developers/get-started/personal-access-token/
    token("Typeform token", &["tfp_"], r"tfp_[\w=.-]{40,64}"),
    // https://developers.dropbox.com/oauth-guide
    Rule { longest: 4096, ..token("Dropbox token", &["sl."], r"sl\.(?:u\.)?[\w-]{130,}") },
    // https://docs.mapbox.com/api/guides/#access-tokens-and-token-scopes
    token("Mapbox secret token", &["sk.eyj"], r"sk\.eyJ[\w-]{40,}\.[\w-]{20,}"),
    // https://www.contentful.com/developers/docs/references/authentication/
    token("Contentful token", &["cfpat-"], r"CFPAT-[\w-]{43}"),
    // https://developers.facebook.com/docs/facebook-login/guides/access-tokens
    token("Facebook token", &["eaa"], r"EAA[A-Za-z0-9]{80,400}"),
    // https://developers.asana.com/docs/personal-access-token
    token("Asana token", &["1/1", "2/1", "0/1"], r"[0-2]/1\d{15}(?:/\d{16})?:[0-9a-f]{32}"),
    // https://duffel.com/docs/api/overview/test-mode
    token("Duffel token", &["duffel_"], r"duffel_(?:test|live)_[\w-]{43}"),
    // https://www.prefect.io/
    token("Prefect token", &["pnu_"], r"pnu_[A-Za-z0-9]{36}"),
    // https://readme.com/
    key("ReadMe API key", &["rdme_"], r"rdme_[a-z0-9]{70}"),
    // https://docs.frame.io/
    token("Frame.io token", &["fio-u-"], r"fio-u-[\w=-]{64}"),
    // https://shippo.com/docs/authentication/
    token("Shippo token", &["shippo_"], r"shippo_(?:live|test)_[0-9a-f]{40}"),
    // https://docs.easypost.com/docs/authentication
    key("EasyPost key", &["ezak", "eztk"], r"EZ[AT]K[A-Za-z0-9]{54}"),
    key("LaunchDarkly key", &["sdk-", "api-"], r"(?:sdk|api)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
];

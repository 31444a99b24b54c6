//! Keys of those who watch programs and count their users.

use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
    key("New Relic key", &["nrak-", "nrjs-", "nrii-", "nriq-", "nraa-"], r"NR(?:AK|JS|II|IQ|AA)-[A-Za-z0-9_-]{19,40}"),
    // https://docs.sentry.io/account/auth-tokens/
    Rule { longest: 1024, ..token("Sentry token", &["sntrys_"], r"sntrys_eyJ[\w+/=-]{40,}") },
    token("Sentry token", &["sntryu_"], r"sntryu_[0-9a-f]{64}"),
    // https://grafana.com/docs/grafana/latest/administration/service-accounts/
    token("Grafana token", &["glsa_"], r"glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}"),
    token("Grafana Cloud token", &["glc_"], r"glc_[A-Za-z0-9+/]{32,400}={0,3}"),
    // https://docs.honeycomb.io/configure/environments/manage-api-keys/
    key("Honeycomb key", &["hcaik_", "hcbik_", "hcamk_"], r"hc[abx][im]k_[A-Za-z0-9]{50,70}"),
    // https://posthog.com/docs/api
    key("PostHog key", &["phx_", "phs_"], r"ph[xs]_[A-Za-z0-9]{30,60}"),
    // https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication
    token("Dynatrace token", &["dt0c01.", "dt0s16.", "dt0s08."], r"dt0[cs]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}"),
];

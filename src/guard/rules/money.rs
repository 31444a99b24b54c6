//! Keys of shops, and of those who take and send money.

use super::super::checks::is_random;
use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://docs.stripe.com/keys
    key("Stripe key", &["sk_live_", "sk_test_", "rk_live_", "rk_test_"], r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    // https://docs.stripe.com/webhooks/signature
    key("Stripe webhook secret", &["whsec_"], r"whsec_[A-Za-z0-9+/=]{24,}"),
    // https://shopify.dev/docs/apps/build/authentication-authorization
    token(
        "Shopify token",
        &["shpat_", "shpca_", "shppa_", "shpss_", "shptka_"],
        r"shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32}",
    ),
    // https://developer.squareup.com/docs/build-basics/access-tokens
    token("Square access token", &["sq0atp-", "eaaa"], r"(?:sq0atp-[\w-]{22}|EAAA[\w-]{60})"),
    key("Square OAuth secret", &["sq0csp-"], r"sq0csp-[\w-]{43}"),
    // https://developer.paypal.com/braintree/docs/guides/extend/oauth/access-tokens
    token(
        "PayPal access token",
        &["access_token$"],
        r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}",
    ),
    // https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/
    key("Razorpay key", &["rzp_live_", "rzp_test_"], r"rzp_(?:live|test)_[A-Za-z0-9]{14,}"),
    // https://docs.adyen.com/development-resources/api-credentials/
    Rule {
        longest: 1024,
        ..key(
            "Adyen API key",
            &["aqe"],
            r"AQE[a-z][A-Za-z0-9+/]{60,}-[A-Za-z0-9+/=]{30,60}-[\w~!@#$%^&*(){}<>,.;:?+\[\]|/-]{8,24}",
        )
    },
    // https://docs.mollie.com/reference/authentication
    Rule {
        check: is_random,
        ..key("Mollie API key", &["live_", "test_", "access_"], r"(?:live|test|access)_[A-Za-z0-9]{30,40}")
    },
    // https://flutterwave.com/documentation
    key("Flutterwave key", &["flwseck"], r"FLWSECK(?:_TEST)?-[0-9a-zA-Z]{32,40}-X"),
];

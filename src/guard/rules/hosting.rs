//! Keys of hosts, of networks before them, and of what keeps secrets and machines for others.

use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://docs.digitalocean.com/reference/api/create-personal-access-token/
    token("DigitalOcean token", &["dop_v1_", "doo_v1_", "dor_v1_"], r"do[opr]_v1_[0-9a-f]{64}"),
    // https://devcenter.heroku.com/articles/platform-api-reference
    key("Heroku API key", &["hrku-"], r"HRKU-[\w-]{36,70}"),
    key("Cloudflare origin CA key", &["v1.0-"], r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}"),
    // https://vercel.com/docs/rest-api
    token("Vercel token", &["vcp_", "vci_", "vca_", "vcr_", "vck_"], r"vc[piark]_[A-Za-z0-9]{24,64}"),
    // https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/
    token("Netlify token", &["nfp_", "nfc_", "nfo_", "nfu_", "nfb_"], r"nf[pcoub]_[A-Za-z0-9]{36}"),
    // https://fly.io/docs/security/tokens/
    token("Fly.io token", &["fm1a_", "fm1r_", "fm2_", "fm1_"], r"fm[12][ar]?_[A-Za-z0-9+/]{60,}={0,3}"),
    token("Fly.io token", &["fo1_"], r"fo1_[\w-]{43}"),
    // https://supabase.com/docs/guides/api/api-keys
    key("Supabase key", &["sbp_", "sb_secret_"], r"(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{20,48})"),
    // https://planetscale.com/docs/concepts/password-roles
    key("PlanetScale token", &["pscale_"], r"pscale_(?:tkn|pw|oauth)_[\w.-]{32,64}"),
    // https://docs.databricks.com/dev-tools/auth/pat.html
    token("Databricks token", &["dapi", "dose"], r"(?:dapi|dose)[0-9a-f]{32}(?:-\d)?"),
    key("Neon API key", &["napi_"], r"napi_[a-z0-9]{40,70}"),
    key("Render API key", &["rnd_"], r"rnd_[A-Za-z0-9]{28,36}"),
    // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
    Rule { lead: 14, ..token("HCP Terraform token", &[".atlasv1."], r"[A-Za-z0-9]{14}\.(?i:atlasv1)\.[\w-]{50,80}") },
    // https://developer.hashicorp.com/vault/docs/concepts/tokens
    token("HashiCorp Vault token", &["hvs.", "hvb.", "hvr."], r"hv[sbr]\.[\w-]{24,}"),
    token("Pulumi token", &["pul-"], r"pul-[0-9a-f]{40}"),
    // https://docs.doppler.com/docs/service-tokens
    token(
        "Doppler token",
        &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
        r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}",
    ),
    // https://tailscale.com/kb/1085/auth-keys
    key("Tailscale key", &["tskey-"], r"tskey-(?:[a-z]+-)?[A-Za-z0-9]{6,}(?:CNTRL)?-[A-Za-z0-9]{16,}"),
    // https://developer.1password.com/docs/service-accounts/
    Rule { longest: 4096, ..token("1Password service account token", &["ops_eyj"], r"ops_eyJ[\w+/=-]{100,}") },
    // https://support.1password.com/secret-key/
    key(
        "1Password secret key",
        &["a3-"],
        r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
    ),
];

//! Secrets to plant, of more kinds than anybody publishes at once. None of them was ever issued: each is composed here
//! from its prefix and random characters, so that no repository scanner takes this file for a leak.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// A secret in the place in which it is known for one.
#[derive(Clone, Debug)]
pub struct Planted {
    /// What it is: `OpenAI API key`.
    pub name: &'static str,
    /// Its kind's name in the API: `api_key`.
    pub kind: &'static str,
    /// It alone.
    pub secret: String,
    /// It with what gives it away.
    pub text: String,
    /// Whether it is known for one wherever it stands.
    pub stands_alone: bool,
}

const HEX: &str = "0123456789abcdef";
const LOWER: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BECH32: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

/// The same random characters each time (xorshift64*).
fn random(alphabet: &str, length: usize, seed: u64) -> String {
    let alphabet = alphabet.as_bytes();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize
    };
    (0..length).map(|_| char::from(alphabet[next() % alphabet.len()])).collect()
}

fn alone(name: &'static str, kind: &'static str, secret: String) -> Planted {
    Planted { name, kind, text: secret.clone(), secret, stands_alone: true }
}

fn placed(name: &'static str, kind: &'static str, before: &str, secret: String, after: &str) -> Planted {
    Planted { name, kind, text: format!("{before}{secret}{after}"), secret, stands_alone: false }
}

/// A key of this beginning and so many letters and digits.
fn key(name: &'static str, prefix: &str, length: usize) -> Planted {
    alone(name, "api_key", format!("{prefix}{}", random(ALNUM, length, prefix.len() as u64 * 31 + length as u64)))
}

fn token(name: &'static str, prefix: &str, length: usize) -> Planted {
    Planted { kind: "access_token", ..key(name, prefix, length) }
}

fn hex_key(name: &'static str, prefix: &str, length: usize) -> Planted {
    alone(name, "api_key", format!("{prefix}{}", random(HEX, length, prefix.len() as u64 * 37 + length as u64)))
}

/// GitHub and npm end theirs in a checksum.
fn checked(name: &'static str, prefix: &str) -> Planted {
    let body = random(ALNUM, 30, prefix.len() as u64 + 7);
    let mut check = crc32fast::hash(body.as_bytes());
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = ALNUM.as_bytes()[check as usize % 62];
        check /= 62;
    }
    let check: String = digits.into_iter().map(char::from).collect();
    alone(name, "access_token", format!("{prefix}{body}{check}"))
}

fn uuid(seed: u64) -> String {
    [8, 4, 4, 4, 12].map(|length| random(HEX, length, seed + length as u64)).join("-")
}

/// Signed by nobody.
pub fn jwt() -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = part(r#"{"alg":"HS256","typ":"JWT"}"#);
    format!("{header}.{}.{}", part(r#"{"sub":"1234567890","name":"Ada","iat":1516239022}"#), random(ALNUM, 43, 5))
}

/// A private key in PEM form, which opens nothing.
pub fn private_key() -> String {
    let dashes = "-".repeat(5);
    let lines: Vec<String> = (0..12).map(|line| random(&format!("{ALNUM}+/"), 64, 900 + line)).collect();
    let name = ["RSA", "PRIVATE", "KEY"].join(" ");
    let body = format!("MII{}\n{}=", lines.join("\n"), random(ALNUM, 39, 77));
    format!("{dashes}BEGIN {name}{dashes}\n{body}\n{dashes}END {name}{dashes}")
}

/// All of them: each name once.
pub fn planted() -> Vec<Planted> {
    vec![
        key("OpenAI API key", "sk-proj-", 120),
        key("OpenAI API key of old", "sk-", 48),
        alone("Anthropic API key", "api_key", format!("sk-ant-api03-{}AA", random(&format!("{ALNUM}_-"), 93, 3))),
        alone("Anthropic access token", "access_token", format!("sk-ant-oat01-{}AA", random(ALNUM, 93, 4))),
        hex_key("OpenRouter API key", "sk-or-v1-", 64),
        key("Google API key", "AIza", 35),
        token("Google OAuth client secret", "GOCSPX-", 28),
        token("Google OAuth access token", "ya29.", 60),
        key("Hugging Face token", "hf_", 34),
        key("Replicate API token", "r8_", 37),
        key("Groq API key", "gsk_", 52),
        key("xAI API key", "xai-", 80),
        key("Perplexity API key", "pplx-", 48),
        alone("AWS access key ID", "api_key", format!("AKIA{}", random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, 11))),
        placed(
            "AWS secret access key",
            "api_key",
            "aws_secret_access_key = ",
            random(&format!("{ALNUM}/"), 40, 12),
            "\n",
        ),
        placed(
            "Azure storage account key",
            "api_key",
            "AccountName=neptun;AccountKey=",
            format!("{}==", random(ALNUM, 86, 13)),
            ";",
        ),
        placed(
            "Azure SAS signature",
            "api_key",
            "https://neptun.blob.core.windows.net/a?sv=2022&sig=",
            format!("{}%3D", random(ALNUM, 43, 14)),
            "&se=2026",
        ),
        alone("Azure client secret", "api_key", format!("{}8Q~{}", random(ALNUM, 3, 15), random(ALNUM, 34, 16))),
        checked("GitHub personal access token", "ghp_"),
        checked("GitHub server token", "ghs_"),
        alone(
            "GitHub fine-grained token",
            "access_token",
            format!("github_pat_{}_{}", random(ALNUM, 22, 17), random(ALNUM, 59, 18)),
        ),
        token("GitLab token", "glpat-", 20),
        alone(
            "Slack bot token",
            "access_token",
            format!("xoxb-{}-{}-{}", random("123456789", 12, 19), random("123456789", 13, 20), random(ALNUM, 24, 21)),
        ),
        placed(
            "Slack webhook",
            "api_key",
            "https://hooks.slack.com/services/",
            format!("T{}/B{}/{}", random(UPPER, 8, 22), random(UPPER, 10, 23), random(ALNUM, 24, 24)),
            "",
        ),
        key("Stripe live key", "sk_live_", 24),
        key("Stripe test key", "rk_test_", 24),
        key("Stripe webhook secret", "whsec_", 32),
        hex_key("Twilio API key", "SK", 32),
        alone("SendGrid API key", "api_key", format!("SG.{}.{}", random(ALNUM, 22, 25), random(ALNUM, 43, 26))),
        hex_key("Mailgun API key", "key-", 32),
        alone("Mailchimp API key", "api_key", format!("{}-us12", random(HEX, 32, 27))),
        checked("npm token", "npm_"),
        alone("PyPI token", "access_token", format!("pypi-AgEIcHlwaS5vcmc{}", random(ALNUM, 70, 28))),
        token("Cargo token", "cio", 32),
        alone("RubyGems token", "access_token", format!("rubygems_{}", random(HEX, 48, 29))),
        alone("NuGet API key", "api_key", format!("oy2{}", random(LOWER, 43, 30))),
        token("Docker Hub token", "dckr_pat_", 27),
        alone("DigitalOcean token", "access_token", format!("dop_v1_{}", random(HEX, 64, 31))),
        placed("Heroku API key", "api_key", "HEROKU_API_KEY=", uuid(32), "\n"),
        placed("Cloudflare API token", "access_token", "CLOUDFLARE_API_TOKEN: ", random(ALNUM, 40, 33), "\n"),
        placed("Mistral API key", "api_key", "MISTRAL_API_KEY=\"", random(ALNUM, 32, 34), "\""),
        placed("Cohere API key", "api_key", "cohere_key: ", random(ALNUM, 40, 35), "\n"),
        placed("Datadog key", "api_key", "DD_API_KEY=", random(HEX, 32, 36), "\n"),
        token("Netlify token", "nfp_", 36),
        token("Fly.io token", "fo1_", 43),
        hex_key("Supabase key", "sbp_", 40),
        key("PlanetScale token", "pscale_tkn_", 43),
        alone("Databricks token", "access_token", format!("dapi{}", random(HEX, 32, 37))),
        alone("New Relic key", "api_key", format!("NRAK-{}", random(UPPER, 27, 38))),
        alone("Sentry token", "access_token", format!("sntryu_{}", random(HEX, 64, 39))),
        alone("Grafana token", "access_token", format!("glsa_{}_{}", random(ALNUM, 32, 40), random(HEX, 8, 41))),
        key("Linear API key", "lin_api_", 40),
        token("Notion token", "secret_", 43),
        token("Figma token", "figd_", 40),
        token("Atlassian token", "ATATT3", 186),
        alone("Airtable token", "access_token", format!("pat{}.{}", random(ALNUM, 14, 42), random(HEX, 64, 43))),
        alone("Shopify token", "access_token", format!("shpat_{}", random(HEX, 32, 44))),
        token("Square access token", "sq0atp-", 22),
        alone(
            "Telegram bot token",
            "access_token",
            format!("{}:AA{}", random("123456789", 10, 45), random(ALNUM, 33, 46)),
        ),
        alone(
            "Discord bot token",
            "access_token",
            format!("M{}.{}.{}", random(ALNUM, 25, 47), random(ALNUM, 6, 48), random(ALNUM, 38, 49)),
        ),
        token("Facebook token", "EAA", 180),
        alone("age secret key", "private_key", format!("AGE-SECRET-KEY-1{}", random(BECH32, 58, 50))),
        alone("JSON web token", "access_token", jwt()),
        placed("Bearer token", "access_token", "Authorization: Bearer ", random(ALNUM, 40, 51), "\n"),
        placed("Basic credentials", "password", "Authorization: Basic ", STANDARD.encode("ada:lovelace1815"), "\n"),
        placed("Password in a URL", "password", "postgres://ada:", "n3ptun-Sh4re".to_owned(), "@db.internal:5432/app"),
        placed(
            "Password in a connection string",
            "password",
            "Server=db;User Id=sa;Password=",
            "Str0ng!Pazz".to_owned(),
            ";Encrypt=true",
        ),
        placed(
            "Password in .netrc",
            "password",
            "machine example.com login ada password ",
            "tr0ub4dor&3".to_owned(),
            "\n",
        ),
        placed("Password", "password", "password: ", "Kx7!mPq2zz".to_owned(), "\n"),
        placed("Secret", "api_key", "CLIENT_SECRET=\"", random(ALNUM, 32, 52), "\""),
        placed("Token", "access_token", "deploy_token = '", random(ALNUM, 32, 53), "'"),
        alone("Card number", "card_number", "4242 4242 4242 4242".to_owned()),
        alone("American Express card", "card_number", "3782-822463-10005".to_owned()),
        alone("IBAN", "bank_account", "DE89 3704 0044 0532 0130 00".to_owned()),
        alone("E-mail address", "email", "ada.lovelace@analytical.engine".to_owned()),
        alone("Telephone number", "phone", "+49 30 901820-15".to_owned()),
        alone("Telephone number in North America", "phone", "(415) 555-2671".to_owned()),
        alone("Telephone number with pairs", "phone", "+7 912 345-67-89".to_owned()),
        alone("Social security number", "identity_number", "260-18-1590".to_owned()),
        alone("IP address", "ip_address", "91.198.174.192".to_owned()),
        placed("Prompt of a shell", "user_name", "", "lovelace@engine-7".to_owned(), ":~$ ls"),
        Planted {
            name: "Private key",
            kind: "private_key",
            secret: private_key(),
            text: private_key(),
            stands_alone: true,
        },
    ]
}

//! Asks a server for a token, which its owner approves in a browser (RFC 8628).

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::browser;
use crate::cli::Login;
use crate::client::{Call, CallBody, Client};
use crate::commands::Failure;
use crate::commands::remote::{RemoteError, ask};
use crate::commands::terminal::{eprint_line, one_line};
use crate::domain::text;
use crate::unix::processes;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Bounds of what a server may ask for, in seconds: between two questions, and in all.
const INTERVALS: (u64, u64) = (1, 60);
const LONGEST: u64 = 30 * 60;
/// How much longer after `slow_down`.
const SLOWER: Duration = Duration::from_secs(5);

/// Shows the code, and waits until somebody decides; the token.
pub fn sign_in(client: &Client, arguments: &Login) -> Result<String, Failure> {
    let (name, url) = (&arguments.server.name, &arguments.server.url);
    let post = |path: &str, body: Value| {
        let body = CallBody::Json(body.to_string());
        ask(client, name, Call { method: "POST", url: format!("{url}{path}"), token: None, body })
    };
    let device = arguments.device.as_ref().map_or_else(host_name, |device| device.as_str().to_owned());
    let started = post("/api/auth/device", json!({ "client_id": device, "scope": arguments.scope.as_str() }));
    let started = started.map_err(|error| match error.status {
        404 | 405 => Failure::new(format!(
            "{}. Or make a token on its account page, and give it with: neptun-share login {name} --token -",
            error.message
        )),
        _ => error.into(),
    })?;
    let text = |field: &str| started[field].as_str().map(|text| one_line(&text::one_line(text, 500)));
    let (Some(device_code), Some(user_code)) = (started["device_code"].as_str(), text("user_code")) else {
        return Err(Failure::new(format!("{name} is not a neptun-share server, or has another version")));
    };
    let is_web = |address: &String| address.starts_with("https://") || address.starts_with("http://");
    let page = text("verification_uri").filter(is_web).unwrap_or_else(|| format!("{url}/device"));
    let with_code = text("verification_uri_complete").filter(is_web).unwrap_or_else(|| page.clone());
    eprint_line(format_args!("Open {page} and approve this code:\n\n    {user_code}\n\nOr open {with_code}"));
    if !arguments.no_browser {
        browser::open(&with_code);
    }

    let seconds = |field: &str, most| Duration::from_secs(started[field].as_u64().unwrap_or(most).min(most));
    let end = Instant::now() + seconds("expires_in", LONGEST);
    let mut interval = seconds("interval", INTERVALS.1).max(Duration::from_secs(INTERVALS.0));
    while Instant::now() < end {
        thread::sleep(interval);
        let question = json!({ "grant_type": GRANT_TYPE, "device_code": device_code, "client_id": device });
        match post("/api/auth/device/token", question) {
            Ok(granted) => {
                let token =
                    granted["access_token"].as_str().filter(|token| token.bytes().all(|b| b.is_ascii_graphic()));
                return token.map(str::to_owned).ok_or_else(|| Failure::new(format!("{name} sent no token")));
            }
            Err(error) => interval = wait(name, error, interval)?,
        }
    }
    Err(expired(name))
}

/// How long to wait before the next question; a failure where there is no use in it.
fn wait(name: &str, error: RemoteError, interval: Duration) -> Result<Duration, Failure> {
    match (error.status, error.body["error"].as_str()) {
        // The network may be back in a moment.
        (_, Some("authorization_pending")) | (0 | 500..=599, _) => Ok(interval),
        (_, Some("slow_down")) => Ok(interval + SLOWER),
        (_, Some("access_denied")) => {
            Err(Failure::new(format!("{name}: the request was refused; nothing was changed")))
        }
        (_, Some("expired_token")) => Err(expired(name)),
        (_, Some("invalid_grant")) => Err(Failure::new(format!(
            "{name} no longer knows this request, as it was restarted; run the command again"
        ))),
        _ => Err(error.into()),
    }
}

fn expired(name: &str) -> Failure {
    Failure::new(format!("nobody approved the code on {name} in time; run the command again for another"))
}

/// What this machine calls itself.
fn host_name() -> String {
    let name = processes::host_name();
    let name = text::one_line(&name, 60);
    if name.is_empty() { "A device".to_owned() } else { name }
}

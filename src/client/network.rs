//! Requests and their answers. TLS is rustls with ring, which needs neither OpenSSL nor a C++ compiler; the certificate
//! authorities are those of this machine, or those in `SSL_CERT_FILE` and `SSL_CERT_DIR`; a proxy is taken from
//! `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, but for the hosts in `NO_PROXY`.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::Response;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};

use super::words;

/// How long it may take to find the host and to connect, to wait for a piece of the answer, and all in all.
const CONNECT: Duration = Duration::from_secs(15);
const PIECE: Duration = Duration::from_secs(30);
const ALL: Duration = Duration::from_secs(10 * 60);
/// The longest answer, in bytes, unpacked; some 20 times the longest conversations of people.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Who asks.
pub struct Client(pub(super) Agent);

/// A whole answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Client {
    /// For addresses that begin like that one: only those of `https` need certificate authorities.
    pub fn new(address: &str) -> Result<Self, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = if address.starts_with("https:") { authorities()? } else { Vec::new() };
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(PIECE))
            .timeout_per_write(Some(PIECE))
            .timeout_global(Some(ALL))
            .user_agent(concat!("neptun-share/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self(config.new_agent()))
    }
}

/// The certificate authorities of this machine.
fn authorities() -> Result<Vec<Certificate<'static>>, String> {
    let found = rustls_native_certs::load_native_certs();
    let roots: Vec<_> = found.certs.iter().map(|known| Certificate::from_der(known).to_owned()).collect();
    if !roots.is_empty() {
        return Ok(roots);
    }
    let why = found.errors.first().map(|error| format!(" ({error})")).unwrap_or_default();
    Err(format!(
        "no certificate authorities are known on this machine{why}, so no server can be trusted; install the package \
         ca-certificates, or name a file with SSL_CERT_FILE"
    ))
}

/// Where an answer leads.
pub(super) fn leads_to(response: &Response<Body>) -> Option<String> {
    let location = || response.headers().get("Location")?.to_str().ok().map(str::to_owned);
    if response.status().is_redirection() { location() } else { None }
}

/// Reads an answer to its end, or to the bound.
pub(super) fn read(response: Response<Body>, host: &str) -> Result<Reply, String> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    let reader = response.into_body().into_with_config().limit(u64::MAX).reader();
    reader.take(MOST_BYTES + 1).read_to_end(&mut body).map_err(|error| words::problem(host, error.into()))?;
    if body.len() as u64 > MOST_BYTES {
        return Err(format!(
            "the answer of {host} is longer than {} MiB, and was not read on",
            MOST_BYTES / 1024 / 1024
        ));
    }
    Ok(Reply { status, body })
}

//! Requests and their answers. TLS is rustls with ring, which needs neither OpenSSL nor a C++ compiler; the certificate
//! authorities are those of this machine, or those in `SSL_CERT_FILE` and `SSL_CERT_DIR`; a proxy is taken from
//! `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, but for the hosts in `NO_PROXY`.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::{Request, Response};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

use super::words;
use crate::domain::timestamp::Timestamp;

/// How long it may take to find the host and to connect, to wait for a piece of the answer, and all in all.
const CONNECT: Duration = Duration::from_secs(15);
const PIECE: Duration = Duration::from_secs(30);
pub(super) const ALL: Duration = Duration::from_secs(10 * 60);
/// The longest answer, in bytes, unpacked; some 20 times the longest conversations of people.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// How often an answer may lead elsewhere on the same host.
const MOST_REDIRECTS: usize = 3;

/// Who asks.
pub struct Client(pub(super) Agent);

/// A whole answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// The names and values of the cookies that it sets.
    pub cookies: Vec<(String, String)>,
    /// What its clock says.
    pub date: Option<Timestamp>,
    pub body: Vec<u8>,
}

/// What is asked.
pub struct Question<'a> {
    pub url: String,
    /// Fields of the head.
    pub fields: Vec<(&'static str, String)>,
    /// A form's fields, or none of them; `None` to read.
    pub form: Option<&'a [(&'a str, &'a str)]>,
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
            // Between two requests a person types a password: by then, a server may have closed what was kept.
            .max_idle_connections(0)
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

    /// Asks, and follows where that leads on the same host; a sentence where there is no answer.
    pub fn ask(&self, question: &Question<'_>) -> Result<Reply, String> {
        let mut url = Url::parse(&question.url).map_err(|error| format!("{} is no address: {error}", question.url))?;
        for _ in 0..=MOST_REDIRECTS {
            let host = url.host_str().unwrap_or_default().to_owned();
            let response = self.send(&url, question).map_err(|error| words::problem(&host, error))?;
            // What a form leads to is its answer's end.
            let target = leads_to(&response).filter(|_| question.form.is_none());
            let Some(target) = target else { return read(response, &host) };
            url = next(&url, &target)?;
        }
        Err(format!("{} leads in a circle", url.host_str().unwrap_or_default()))
    }

    /// Where an address leads on its host, without going there; `None` where it leads nowhere.
    pub fn look(&self, address: &str) -> Result<Option<Url>, String> {
        let url = Url::parse(address).map_err(|error| format!("{address} is no address: {error}"))?;
        let question = Question { url: String::new(), fields: Vec::new(), form: None };
        let response = self.send(&url, &question);
        let response = response.map_err(|error| words::problem(url.host_str().unwrap_or_default(), error))?;
        leads_to(&response).map(|target| next(&url, &target)).transpose()
    }

    fn send(&self, url: &Url, question: &Question<'_>) -> Result<Response<Body>, ureq::Error> {
        let method = if question.form.is_some() { "POST" } else { "GET" };
        let mut request = Request::builder().method(method).uri(url.as_str()).header("Accept", "application/json");
        for (name, value) in &question.fields {
            request = request.header(*name, value);
        }
        match question.form {
            None => self.0.run(request.body(())?),
            Some(fields) => {
                let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
                let kind = "application/x-www-form-urlencoded";
                let request = if fields.is_empty() { request } else { request.header("Content-Type", kind) };
                self.0.run(request.body(form)?)
            }
        }
    }
}

/// The address to which one leads, if it may be followed.
fn next(url: &Url, target: &str) -> Result<Url, String> {
    let host = url.host_str().unwrap_or_default();
    let next = url.join(target).map_err(|_| format!("{host} leads to what is no address"))?;
    // Another port is another server, which no token and no password is for.
    let is_elsewhere = (next.host_str(), next.port()) != (url.host_str(), url.port());
    if is_elsewhere || (url.scheme() == "https" && next.scheme() != "https") {
        return Err(format!(
            "{host} leads to another address, which is not followed; if you trust that, take its link: {}",
            next.as_str()
        ));
    }
    Ok(next)
}

/// The certificate authorities of this machine.
fn authorities() -> Result<Vec<Certificate<'static>>, String> {
    const FILE: &str = "SSL_CERT_FILE";
    let missing = std::env::var_os(FILE).filter(|path| !path.is_empty() && !Path::new(path).exists());
    if let Some(path) = missing {
        return Err(format!("{FILE} names {}, which is not there", path.to_string_lossy()));
    }
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
    let cookies = response.headers().get_all("Set-Cookie").iter();
    let cookie = |field: &str| {
        let (name, value) = field.split(';').next()?.split_once('=')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    };
    let cookies = cookies.filter_map(|field| cookie(field.to_str().ok()?)).collect();
    let date = response.headers().get("Date").and_then(|date| Timestamp::from_http_date(date.to_str().ok()?));
    let mut body = Vec::new();
    let reader = response.into_body().into_with_config().limit(u64::MAX).reader();
    reader.take(MOST_BYTES + 1).read_to_end(&mut body).map_err(|error| words::problem(host, error.into()))?;
    if body.len() as u64 > MOST_BYTES {
        return Err(format!(
            "the answer of {host} is longer than {} MiB, and was not read on",
            MOST_BYTES / 1024 / 1024
        ));
    }
    Ok(Reply { status, cookies, date, body })
}

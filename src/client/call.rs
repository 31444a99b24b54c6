//! Calls of the API by a program that is signed in. They follow nothing: a token goes to the host that it is for.

use std::io::Read;
use std::time::Duration;

use ureq::SendBody;
use ureq::http::Request;
use url::Url;

use super::network::{ALL, Client, Reply, leads_to, read};
use super::words;

/// How long a server may work on a file before it answers: it says nothing until all of that is imported.
pub const WORK: Duration = Duration::from_secs(60 * 60);

/// One request.
pub struct Call<'a> {
    /// Its method.
    pub method: &'static str,
    /// Its address.
    pub url: String,
    /// The token that it carries.
    pub token: Option<&'a str>,
    /// What it sends.
    pub body: CallBody<'a>,
}

/// What a call sends.
pub enum CallBody<'a> {
    /// Nothing.
    Nothing,
    /// JSON.
    Json(String),
    /// A file, of so many bytes, on which the server may work so long. To send it may take as long as it takes.
    File(&'a mut dyn Read, u64, Duration),
}

impl Client {
    /// Sends a call; a sentence where there is no answer, or one that leads elsewhere.
    pub fn call(&self, call: Call<'_>) -> Result<Reply, String> {
        let Call { method, url, token, body } = call;
        let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let problem = |error| words::problem(&host, error);
        let mut request = Request::builder().method(method).uri(&url).header("Accept", "application/json");
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let sent = match body {
            CallBody::Nothing if method == "POST" => {
                self.0.run(request.body("").map_err(|error| problem(error.into()))?)
            }
            CallBody::Nothing => self.0.run(request.body(()).map_err(|error| problem(error.into()))?),
            // To delete several things, which ureq does not foresee.
            CallBody::Json(json) if method == "DELETE" => {
                let request = self.0.delete(&url).header("Accept", "application/json");
                let request = request.header("Content-Type", "application/json").force_send_body();
                let token = token.map(|token| format!("Bearer {token}")).unwrap_or_default();
                request.header("Authorization", token).send(json)
            }
            CallBody::Json(json) => {
                let request = request.header("Content-Type", "application/json");
                self.0.run(request.body(json).map_err(|error| problem(error.into()))?)
            }
            CallBody::File(file, length, work) => {
                let request = request.header("Content-Type", "application/octet-stream");
                let request = request.header("Content-Length", length.to_string());
                let request = request.body(SendBody::from_reader(file)).map_err(|error| problem(error.into()))?;
                let request = self.0.configure_request(request).timeout_global(None).timeout_per_read(Some(work));
                let request = request.timeout_recv_response(Some(work)).timeout_recv_body(Some(ALL));
                self.0.run(request.build())
            }
        };
        let response = sent.map_err(problem)?;
        if let Some(target) = leads_to(&response) {
            return Err(format!(
                "{host} leads to another address, which is not followed, as the token is for {host} alone; if that is \
                 where the server is, sign in there: {target}"
            ));
        }
        read(response, &host)
    }
}

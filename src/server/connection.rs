//! One connection: requests come complete to the app, on the thread that serves the connection.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hyper::Method;
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use rouille::Request;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::answer_body::{AnswerBody, into_hyper};
use super::body::{Received, receive};
use super::client_stream::ClientStream;
use super::events::{Listeners, Listening};
use super::exchange::ExchangeState;
use super::guarded_io::GuardedIo;
use super::peer::client_address;
use super::spool::Spool;
use super::turns::{Purpose, TurnTaker, Turns};
use super::{Answer, App, Limits, Rejection};
use crate::base::metrics::METRICS;
use crate::base::network_shares::{HeldShare, NetworkShares};
use crate::base::untrusted_proxy;

/// hyper's buffer for one connection.
const BUFFER: usize = 64 * 1024;

/// What every connection of a server shares.
pub struct ServerContext {
    pub app: Arc<dyn App>,
    pub limits: Arc<Limits>,
    pub trusted_proxies: Vec<IpNet>,
    pub auth_header: Option<String>,
    pub spool: Spool,
    pub listeners: Listeners,
    /// Of the connections, and of the requests that a proxy forwards.
    pub shares: Arc<NetworkShares>,
    /// Of the requests that are being answered.
    pub turns: Arc<Turns>,
}

impl ServerContext {
    /// Whether a peer speaks for many clients.
    pub fn is_proxy(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted_proxies.iter().any(|network| network.contains(&peer))
    }
}

/// What a connection holds until its end.
pub struct ConnectionPermit {
    _permit: OwnedSemaphorePermit,
    _share: Option<HeldShare>,
}

impl ConnectionPermit {
    pub fn taken(permit: OwnedSemaphorePermit, share: Option<HeldShare>) -> Self {
        METRICS.open_connections.add(1);
        Self { _permit: permit, _share: share }
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        METRICS.open_connections.remove_one();
    }
}

/// Serves a connection to its end, or answers `refusal` and closes. What its future holds it holds as long as a client
/// stays idle, so futures within it are not moved into others, which would keep room for them twice.
pub async fn serve(
    stream: ClientStream,
    peer: SocketAddr,
    shared: Arc<ServerContext>,
    refusal: Option<Rejection>,
    mut stopping: watch::Receiver<bool>,
    _permit: ConnectionPermit,
) {
    let state = Arc::new(ExchangeState::default());
    let mut io = GuardedIo::new(stream, Arc::clone(&state), Arc::clone(&shared.limits));
    if let Some(refusal) = refusal {
        io.refuse(refusal);
    }
    let service = service_fn(move |request| {
        let refusal = state.begin();
        let exchange = Exchange { shared: Arc::clone(&shared), peer, state: Arc::clone(&state) };
        exchange.run(request, refusal)
    });
    let connection = http1::Builder::new()
        // A client may say that it will send no more and still wait for its answer.
        .half_close(true)
        .auto_date_header(false)
        .max_buf_size(BUFFER)
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(io), service);
    let mut connection = std::pin::pin!(connection);
    let stop = async { drop(stopping.wait_for(|stopping| *stopping).await) };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection failed");
    }
}

/// One request and its answer.
struct Exchange {
    shared: Arc<ServerContext>,
    peer: SocketAddr,
    state: Arc<ExchangeState>,
}

impl Exchange {
    async fn run(
        self,
        request: hyper::Request<Incoming>,
        refusal: Option<Rejection>,
    ) -> Result<hyper::Response<AnswerBody>, Infallible> {
        let (head, body) = request.into_parts();
        let client = self.client(&head);
        let refusal = refusal.or_else(|| self.take_share(client).err());
        // Only hyper knows where a chunked body ends, so nothing may follow it on this connection.
        let mut closes = refusal.is_some() || head.headers.contains_key(TRANSFER_ENCODING);
        let purpose = if matches!(head.method, Method::GET | Method::HEAD) { Purpose::Read } else { Purpose::Change };
        let mut turns = TurnTaker::new(&self.shared.turns, client, purpose);
        let response = match refusal {
            Some(refusal) => self.shared.app.refuse(refusal, client),
            None => match self.read_body(&head, body, (client, &mut turns)).await {
                Ok(Received { bytes, file, place: _place }) => match turns.take().await {
                    Some(_turn) => self
                        .call(|app| app.answer(&self.to_rouille(&head, bytes, client), file))
                        .unwrap_or_else(|answer| answer),
                    None => self.shared.app.refuse(Rejection::TooManyRequests, client),
                },
                Err(answer) => {
                    closes = true;
                    answer
                }
            },
        };
        let (response, listening) = self.listen(response, client);
        let mut answer = into_hyper(response, listening, self.state, turns);
        if closes {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(answer)
    }

    /// An answer that goes on, if there is a place for one more.
    fn listen(&self, mut answer: Answer, client: IpAddr) -> (Answer, Option<Listening>) {
        let Some(events) = answer.events.take() else { return (answer, None) };
        match self.shared.listeners.listen(events) {
            Some(listening) => (answer, Some(listening)),
            None => (self.shared.app.refuse(Rejection::TooManyConnections, client), None),
        }
    }

    /// The request's body, or the answer to give without it.
    async fn read_body(
        &self,
        head: &Parts,
        body: Incoming,
        (client, turns): (IpAddr, &mut TurnTaker),
    ) -> Result<Received, Answer> {
        if body.is_end_stream() {
            return Ok(Received::default());
        }
        let allowance = match turns.take().await {
            Some(_turn) => self.call(|app| app.admit(&self.to_rouille(head, Vec::new(), client)))??,
            None => return Err(self.shared.app.refuse(Rejection::TooManyRequests, client)),
        };
        // In a box: most requests have none, and a connection has room for this as long as it lasts.
        Box::pin(receive(body, allowance, &self.shared.limits, &self.shared.spool, client))
            .await
            .map_err(|refusal| self.shared.app.refuse(refusal, client))
    }

    /// Calls the app; a panic in it is an answer like any other and the end of nothing.
    fn call<T>(&self, work: impl FnOnce(&dyn App) -> T) -> Result<T, Answer> {
        let app = &*self.shared.app;
        catch_unwind(AssertUnwindSafe(|| work(app))).map_err(|_| app.refuse(Rejection::Panicked, self.peer.ip()))
    }

    fn client(&self, head: &Parts) -> IpAddr {
        if head.headers.contains_key("x-forwarded-for") && !self.shared.is_proxy(self.peer.ip()) {
            untrusted_proxy::note(self.peer.ip());
        }
        let forwarded = head.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        client_address(self.peer.ip(), forwarded, &self.shared.trusted_proxies)
    }

    /// A connection counts for its network by itself; one of a proxy carries requests of many, so each counts.
    fn take_share(&self, client: IpAddr) -> Result<(), Rejection> {
        if self.shared.is_proxy(self.peer.ip()) {
            self.state.hold(self.shared.shares.take(client).ok_or(Rejection::TooManyConnections)?);
        }
        Ok(())
    }

    /// Whom a proxy has signed in is told by it alone. Two such fields are one too many: a proxy that adds its own to the
    /// client's does not overwrite what the client made up.
    fn may_send(&self, name: &HeaderName, head: &Parts) -> bool {
        let is_reserved = self.shared.auth_header.as_deref() == Some(name.as_str());
        !is_reserved || (self.shared.is_proxy(self.peer.ip()) && head.headers.get_all(name).iter().count() == 1)
    }

    fn to_rouille(&self, head: &Parts, body: Vec<u8>, client: IpAddr) -> Request {
        let headers = head
            .headers
            .iter()
            .filter(|(name, _)| self.may_send(name, head))
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        Request::fake_http_from((client, self.peer.port()).into(), head.method.as_str(), target, headers, body)
    }
}

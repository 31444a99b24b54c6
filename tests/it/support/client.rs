//! A client that sends exactly what it is told and reads one answer at a time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Nothing that a test waits for takes longer; a hanging server fails the test instead of hanging it.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The JSON of a 200.
    #[track_caller]
    pub fn good(&self) -> Value {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// The JSON of an error, which has the shape of all errors.
    #[track_caller]
    pub fn error(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        assert_eq!(self.header("content-type"), Some("application/json"));
        let body = self.json();
        assert_eq!(body["statusCode"], status);
        assert!(body["statusMessage"].is_string());
        body
    }
}

/// A connection that stays open between requests.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Before each read.
    pause: Duration,
}

impl Connection {
    pub fn open(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).expect("connected"))
    }

    /// From another address of this machine.
    pub fn from(ip: [u8; 4], address: SocketAddr) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        let connected = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4()?;
            socket.bind((ip, 0).into())?;
            socket.connect(address).await?.into_std()
        });
        let stream = connected.expect("connected");
        stream.set_nonblocking(false).expect("set");
        Self::over(stream)
    }

    fn over(stream: TcpStream) -> Self {
        // What a test sends byte by byte arrives so.
        stream.set_nodelay(true).expect("set");
        stream.set_read_timeout(Some(TIMEOUT)).expect("set");
        stream.set_write_timeout(Some(TIMEOUT)).expect("set");
        Self { stream, buffer: Vec::new(), pause: Duration::ZERO }
    }

    /// Reads at most 64 KiB at a time, with that pause before each.
    pub fn reading_slowly(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).expect("sent");
    }

    /// Sends bytes as far as the server takes them.
    pub fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Sends a request and reads its answer.
    pub fn request(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method == "POST" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        self.send([head.as_bytes(), body].concat());
        self.answer_to(method)
    }

    /// Reads an answer.
    pub fn answer(&mut self) -> Response {
        self.answer_to("GET")
    }

    fn answer_to(&mut self, method: &str) -> Response {
        self.try_answer(method).expect("an answer before the connection ends")
    }

    /// Reads an answer; `None` when the connection ends before one.
    pub fn try_answer(&mut self, method: &str) -> Option<Response> {
        let end = loop {
            if let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            self.fill()?;
        };
        let head: Vec<u8> = self.buffer.drain(..end).collect();
        let head = String::from_utf8(head).expect("an ASCII head");
        let mut lines = head.split("\r\n");
        let status =
            lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).expect("a status");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let is_chunked = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("transfer-encoding"));
        if is_chunked && method != "HEAD" {
            let body = self.chunks()?;
            return Some(Response { status, headers, body });
        }
        let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length = length.map_or(0, |(_, value)| value.parse().expect("a length"));
        let has_body = method != "HEAD" && status != 304 && status != 204;
        while has_body && self.buffer.len() < length {
            self.fill()?;
        }
        let body = self.buffer.drain(..if has_body { length } else { 0 }).collect();
        Some(Response { status, headers, body })
    }

    /// Reads a body that comes in chunks (RFC 9112, 7.1); `None` when it breaks off.
    fn chunks(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = self.buffer.windows(2).position(|window| window == b"\r\n") {
                    break end;
                }
                self.fill()?;
            };
            let line: Vec<u8> = self.buffer.drain(..end + 2).take(end).collect();
            let length = usize::from_str_radix(std::str::from_utf8(&line).ok()?, 16).ok()?;
            while self.buffer.len() < length + 2 {
                self.fill()?;
            }
            body.extend(self.buffer.drain(..length + 2).take(length));
            if length == 0 {
                return Some(body);
            }
        }
    }

    /// Whether the server closes the connection without another byte.
    pub fn is_closed(&mut self) -> bool {
        self.buffer.is_empty() && self.fill().is_none()
    }

    /// Whether the server says something, or closes, within that time.
    pub fn hears_within(&mut self, time: Duration) -> bool {
        self.stream.set_read_timeout(Some(time)).expect("set");
        let heard = !matches!(self.stream.peek(&mut [0]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock);
        self.stream.set_read_timeout(Some(TIMEOUT)).expect("set");
        heard || !self.buffer.is_empty()
    }

    /// Says that nothing more will be sent.
    pub fn finish_sending(&self) {
        self.stream.shutdown(std::net::Shutdown::Write).expect("shut down");
    }

    /// Reads a little and stops.
    pub fn read_some(&mut self) -> usize {
        let mut chunk = [0; 1024];
        self.stream.read(&mut chunk).unwrap_or(0)
    }

    /// What has come by now, or comes soon, as it is on the wire; nothing where nothing comes.
    pub fn read_text(&mut self) -> String {
        self.stream.set_read_timeout(Some(Duration::from_millis(50))).expect("set");
        let mut chunk = [0; 4096];
        let length = self.stream.read(&mut chunk).unwrap_or(0);
        self.stream.set_read_timeout(Some(TIMEOUT)).expect("set");
        String::from_utf8_lossy(&chunk[..length]).into_owned()
    }

    fn fill(&mut self) -> Option<()> {
        std::thread::sleep(self.pause);
        let mut chunk = [0; 64 * 1024];
        match self.stream.read(&mut chunk) {
            Ok(0) => None,
            Ok(length) => {
                self.buffer.extend_from_slice(&chunk[..length]);
                Some(())
            }
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => None,
            Err(error) => panic!("the server neither answered nor closed: {error}"),
        }
    }
}

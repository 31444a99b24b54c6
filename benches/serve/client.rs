//! As little HTTP client as possible: it sends prepared bytes and reads one answer, with a `Content-Length` or in chunks.
//! Whatever it would do more, the load would measure.

use std::{fmt::Write as _, io, net::SocketAddr};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A request without a body: `headers` are added to `Host`.
pub fn get(path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    request("GET", path, headers, "")
}

/// A request with a JSON body.
pub fn post(path: &str, cookie: Option<&str>, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len().to_string();
    let mut headers = vec![("Content-Type", "application/json"), ("Content-Length", &length)];
    headers.extend(cookie.map(|cookie| ("Cookie", cookie)));
    request("POST", path, &headers, &body)
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    request.push_str("\r\n");
    request.push_str(body);
    request.into_bytes()
}

/// A whole answer, with the names of its header fields in lower case.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> io::Result<&str> {
        let field = self.headers.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.as_str()).ok_or_else(|| io::Error::other(format!("an answer without {name}")))
    }
}

/// A kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        // Room for the whole usual answer, so that it takes one read.
        Ok(Self { stream, buffer: vec![0; 32 * 1024], filled: 0 })
    }

    /// Sends a request and reads the answer to its end. Returns its status.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<u16> {
        Ok(self.exchange(request).await?.status)
    }

    /// Sends a request and keeps the answer, for those that are looked at.
    pub async fn read(&mut self, request: &[u8]) -> io::Result<Answer> {
        let head = self.exchange(request).await?;
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        httparse::Response::new(&mut fields).parse(&self.buffer).map_err(io::Error::other)?;
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(io::Error::other);
        let named = fields.iter().filter(|field| !field.name.is_empty());
        let headers = named.map(|field| Ok((field.name.to_ascii_lowercase(), text(field.value)?)));
        Ok(Answer {
            status: head.status,
            headers: headers.collect::<io::Result<_>>()?,
            body: match head.body {
                Body::Length(length) => self.buffer[head.length..head.length + length].to_vec(),
                Body::Chunks => unchunked(&self.buffer[head.length..self.filled])?,
            },
        })
    }

    async fn exchange(&mut self, request: &[u8]) -> io::Result<Head> {
        self.stream.write_all(request).await?;
        self.filled = 0;
        let head = loop {
            self.fill().await?;
            if let Some(head) = Head::parse(&self.buffer[..self.filled])? {
                break head;
            }
        };
        let end = match head.body {
            Body::Length(length) => head.length + length,
            Body::Chunks => self.end_of_chunks(head.length).await?,
        };
        while self.filled < end {
            self.fill().await?;
        }
        if self.filled > end {
            return Err(io::Error::other("more bytes than the answer has"));
        }
        Ok(head)
    }

    /// Reads on until the last chunk is known, and says where it ends.
    async fn end_of_chunks(&mut self, begin: usize) -> io::Result<usize> {
        let mut at = begin;
        loop {
            match httparse::parse_chunk_size(&self.buffer[at..self.filled]) {
                Ok(httparse::Status::Complete((head, size))) => {
                    at += head + usize::try_from(size).map_err(io::Error::other)? + LINE_END;
                    if size == 0 {
                        return Ok(at);
                    }
                    while self.filled < at {
                        self.fill().await?;
                    }
                }
                Ok(httparse::Status::Partial) => self.fill().await?,
                Err(_) => return Err(io::Error::other("a chunk without its size")),
            }
        }
    }

    /// The bare connection, without the buffer: thousands of these are cheap.
    pub fn into_stream(self) -> TcpStream {
        self.stream
    }

    async fn fill(&mut self) -> io::Result<()> {
        if self.filled == self.buffer.len() {
            self.buffer.resize(2 * self.filled, 0);
        }
        match self.stream.read(&mut self.buffer[self.filled..]).await? {
            0 => Err(io::Error::other("the server closed the connection")),
            count => {
                self.filled += count;
                Ok(())
            }
        }
    }
}

const MAX_FIELDS: usize = 32;

const LINE_END: usize = "\r\n".len();

struct Head {
    status: u16,
    /// Of the head itself, in bytes.
    length: usize,
    body: Body,
}

/// How the end of an answer's body is told.
enum Body {
    /// Bytes.
    Length(usize),
    Chunks,
}

impl Head {
    /// `None` while the head is not there completely.
    fn parse(bytes: &[u8]) -> io::Result<Option<Self>> {
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut head = httparse::Response::new(&mut fields);
        let httparse::Status::Complete(begin) = head.parse(bytes).map_err(io::Error::other)? else {
            return Ok(None);
        };
        let status = head.code.unwrap_or_default();
        // A 304 may tell the length of what it does not send.
        let body = if matches!(status, 204 | 304) { Body::Length(0) } else { Body::of(head.headers)? };
        Ok(Some(Self { status, length: begin, body }))
    }
}

impl Body {
    fn of(fields: &[httparse::Header]) -> io::Result<Self> {
        let value = |name| fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value);
        if value("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case(b"chunked")) {
            return Ok(Self::Chunks);
        }
        let length = value("content-length").and_then(|length| str::from_utf8(length).ok()?.parse().ok());
        length.map(Self::Length).ok_or_else(|| io::Error::other("an answer without an end"))
    }
}

/// What complete chunks hold.
fn unchunked(mut chunks: &[u8]) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((head, size @ 1..))) = httparse::parse_chunk_size(chunks) {
        let end = head + usize::try_from(size).map_err(io::Error::other)?;
        body.extend_from_slice(&chunks[head..end]);
        chunks = &chunks[end + LINE_END..];
    }
    Ok(body)
}

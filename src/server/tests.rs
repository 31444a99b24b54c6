//! The server with an app behind it that misbehaves, over real sockets.

mod turns;
mod uploads;

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use rouille::{Request, Response, ResponseBody};

use super::{Allowance, Answer, App, Limits, Listener, Rejection, ServerOptions, slow};

/// Nothing here takes longer; what hangs fails instead.
const TIMEOUT: Duration = Duration::from_secs(60);

const MIB: u64 = 1024 * 1024;

/// Does what the path says.
#[derive(Default)]
struct Misbehaving {
    door: Arc<Door>,
}

/// Closed until somebody asks for `/open`.
#[derive(Default)]
struct Door {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Door {
    fn wait(&self) {
        let open = self.is_open.lock().expect("lock");
        drop(self.opened.wait_timeout_while(open, TIMEOUT, |is_open| !*is_open).expect("lock"));
    }
}

/// A body that is there once the door is open.
struct BehindTheDoor(Arc<Door>);

impl Read for BehindTheDoor {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        slow(|| self.0.wait());
        Ok(0)
    }
}

impl App for Misbehaving {
    fn admit(&self, head: &Request) -> Result<Allowance, Answer> {
        assert_ne!(head.raw_url(), "/panic-before-the-body", "on purpose");
        Ok(Allowance { memory: 16, spooled: (head.raw_url() == "/upload").then_some(MIB) })
    }

    fn answer(&self, request: &Request, upload: Option<File>) -> Answer {
        if request.raw_url() == "/ready" {
            let response = Response::text("").with_additional_header("X-Kept", "yes");
            return Answer { ready: Some(b"stands ready".to_vec().into()), ..response.into() };
        }
        self.respond(request, upload).into()
    }

    fn refuse(&self, refusal: Rejection, _: std::net::IpAddr) -> Answer {
        let status = if refusal == Rejection::Panicked { 500 } else { 400 };
        Response::text(format!("{refusal:?}")).with_status_code(status).into()
    }
}

impl Misbehaving {
    fn respond(&self, request: &Request, upload: Option<File>) -> Response {
        match request.raw_url() {
            "/panic" => panic!("on purpose"),
            "/panic-when-slow" => slow(|| panic!("on purpose")),
            "/wait" => slow(|| self.door.wait()),
            "/wait-in-the-body" => {
                let body = BehindTheDoor(Arc::clone(&self.door)).chain(&b"fine"[..]);
                return with_body(ResponseBody::from_reader_and_size(body, 4));
            }
            "/open" => {
                *self.door.is_open.lock().expect("lock") = true;
                self.door.opened.notify_all();
            }
            "/take-your-time" => slow(|| thread::sleep(Duration::from_millis(400))),
            "/split" => return Response::text("fine").with_additional_header("X", "a\r\nY: b"),
            "/unknown-length" => return with_body(ResponseBody::from_reader(&b"fine"[..])),
            "/too-short" => return with_body(ResponseBody::from_reader_and_size(&b"fine"[..], 100)),
            "/breaks-off" => return with_body(ResponseBody::from_reader_and_size(Broken, 100)),
            "/upload" => {
                let mut text = String::new();
                let from = if upload.is_some() { "a file" } else { "memory" };
                match upload {
                    Some(mut file) => file.read_to_string(&mut text),
                    None => request.data().expect("a body").read_to_string(&mut text),
                }
                .expect("text");
                return Response::text(format!("{} bytes in {from}", text.len()));
            }
            "/breaks-off-in-chunks" => {
                return with_body(ResponseBody::from_reader((&[b'x'; 100_000][..]).chain(Broken)));
            }
            "/not-to-be-read" => return with_body(ResponseBody::from_reader(NotToBeRead)),
            "/no-status" => return Response::text("fine").with_status_code(99),
            _ => {}
        }
        Response::text("fine")
    }
}

fn with_body(data: ResponseBody) -> Response {
    Response { status_code: 200, headers: Vec::new(), data, upgrade: None }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk went away"))
    }
}

struct NotToBeRead;

impl Read for NotToBeRead {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("somebody read it")
    }
}

/// Serves on a thread that ends with the tests.
fn serve(limits: Limits) -> SocketAddr {
    let listener = Listener::bind(([127, 0, 0, 1], 0).into()).expect("bound");
    let address = listener.address().network().expect("an address of a network");
    let (ready, is_ready) = mpsc::channel();
    thread::spawn(move || {
        let options = ServerOptions {
            limits,
            trusted_proxies: Vec::new(),
            auth_header: None,
            spool_folder: std::env::temp_dir(),
        };
        listener.run(Arc::new(Misbehaving::default()), options, || ready.send(()).expect("waited for"))
    });
    is_ready.recv().expect("ready");
    address
}

struct Client(TcpStream);

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("connected");
        stream.set_read_timeout(Some(TIMEOUT)).expect("set");
        Self(stream)
    }

    /// From that address of this machine.
    fn from(ip: [u8; 4], address: SocketAddr) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        let connected = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4()?;
            socket.bind((ip, 0).into())?;
            socket.connect(address).await?.into_std()
        });
        let stream = connected.expect("connected");
        stream.set_nonblocking(false).expect("set");
        stream.set_read_timeout(Some(TIMEOUT)).expect("set");
        Self(stream)
    }

    fn send(&mut self, path: &str, fields: &str) {
        write!(self.0, "GET {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n").expect("sent");
    }

    /// Reads an answer that has a length: its status, its head, its body.
    fn answer(&mut self) -> (u16, String, String) {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).expect("an answer");
            head.push(byte[0].into());
        }
        let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.split("\r\n").next());
        let mut body = vec![0; length.and_then(|digits| digits.parse().ok()).expect("a length")];
        self.0.read_exact(&mut body).expect("a body");
        (head[9..12].parse().expect("a status"), head, String::from_utf8(body).expect("text"))
    }

    fn get(&mut self, path: &str) -> (u16, String, String) {
        self.send(path, "");
        self.answer()
    }

    /// What still comes until the connection ends.
    fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).expect("the end");
        String::from_utf8(rest).expect("text")
    }
}

#[test]
fn a_panic_is_answered_with_500_and_the_connection_serves_the_next_request() {
    let address = serve(Limits::default());
    let mut client = Client::new(address);
    for path in ["/panic", "/panic-when-slow", "/panic"] {
        let (status, _, body) = client.get(path);
        assert_eq!((status, body.as_str()), (500, "Panicked"));
        assert_eq!(client.get("/").0, 200);
    }
    assert_eq!(Client::new(address).get("/").0, 200);
}

#[test]
fn a_panic_before_the_body_is_read_is_answered_with_500() {
    let address = serve(Limits::default());
    let mut client = Client::new(address);
    client.send("/panic-before-the-body", "Content-Length: 10\r\n");
    assert_eq!(client.answer().0, 500);
    assert_eq!(client.rest(), "");
    assert_eq!(Client::new(address).get("/").0, 200);
}

#[test]
fn slow_work_keeps_nobody_else_waiting() {
    let address = serve(Limits::default());
    // More than there are threads for connections.
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let mut waiting: Vec<Client> = (0..4 * cores).map(|_| Client::new(address)).collect();
    for (number, client) in waiting.iter_mut().enumerate() {
        client.send(["/wait", "/wait-in-the-body"][number % 2], "");
    }
    assert_eq!(Client::new(address).get("/").0, 200);
    assert_eq!(Client::new(address).get("/open").0, 200);
    for client in &mut waiting {
        assert_eq!(client.answer().0, 200);
    }
}

#[test]
fn the_times_that_a_client_may_take_do_not_run_while_it_waits_for_its_answer() {
    let short = Duration::from_millis(100);
    let times = Limits { head_timeout: short, body_timeout: short, write_timeout: short, ..Limits::default() };
    let address = serve(Limits { idle_timeout: short, ..times });
    let mut client = Client::new(address);
    assert_eq!(client.get("/take-your-time").0, 200);
    client.send("/take-your-time", "Content-Length: 2\r\n");
    client.0.write_all(b"ok").expect("sent");
    assert_eq!(client.answer().0, 200);
    assert_eq!(client.rest(), "", "then the idle time runs");
}

#[test]
fn a_field_with_a_line_break_is_left_out() {
    let (status, head, body) = Client::new(serve(Limits::default())).get("/split");
    assert_eq!((status, body.as_str()), (200, "fine"));
    assert!(!head.contains("Y: b") && !head.contains("x: a"), "{head}");
}

#[test]
fn a_body_of_unknown_length_is_sent_in_chunks() {
    let mut client = Client::new(serve(Limits::default()));
    client.send("/unknown-length", "Connection: close\r\n");
    let answer = client.rest();
    assert!(
        answer.contains("transfer-encoding: chunked") && answer.ends_with("\r\n\r\n4\r\nfine\r\n0\r\n\r\n"),
        "{answer}"
    );
}

#[test]
fn a_body_that_cannot_be_read_to_its_end_ends_the_connection() {
    let address = serve(Limits::default());
    for path in ["/too-short", "/breaks-off"] {
        let mut client = Client::new(address);
        client.send(path, "");
        let answer = client.rest();
        assert!(answer.is_empty() || answer.contains("content-length: 100"), "{answer}");
    }
    assert_eq!(Client::new(address).get("/").0, 200);
}

#[test]
fn a_body_of_unknown_length_that_breaks_off_does_not_end_as_a_whole_one() {
    let mut client = Client::new(serve(Limits::default()));
    client.send("/breaks-off-in-chunks", "");
    let answer = client.rest();
    assert!(answer.contains("xxx") && !answer.ends_with("0\r\n\r\n"), "{} bytes", answer.len());
}

#[test]
fn the_body_of_an_answer_to_head_is_not_read() {
    let mut client = Client::new(serve(Limits::default()));
    for fields in ["", "Connection: close\r\n"] {
        write!(client.0, "HEAD /not-to-be-read HTTP/1.1\r\nHost: x\r\n{fields}\r\n").expect("sent");
    }
    let answers = client.rest();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
}

#[test]
fn a_status_that_is_none_is_a_500() {
    assert_eq!(Client::new(serve(Limits::default())).get("/no-status").0, 500);
}

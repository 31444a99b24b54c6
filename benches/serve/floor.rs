//! The floor: as fast as hyper answers on this machine when there is nothing to do. It is this same executable, run again
//! as a process of its own, so that it competes with the load for the processors exactly as the server does.
//!
//! Each answer has its own port, which gives it to whatever is asked: so the floor gets the server's requests byte for byte.

use std::{convert::Infallible, env, io, net::SocketAddr, process::Stdio, time::Duration};

use http_body_util::Full;
use hyper::{Response, body::Bytes, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::timeout,
};

use crate::client::Answer;

/// Tells this executable to be the floor.
pub const ARGUMENT: &str = "--be-the-floor";

/// The benchmark's side: the running process and where each of its answers is.
pub struct Floor {
    pub addresses: Vec<SocketAddr>,
    // Holds the pipe to the floor's input, with whose end the floor ends: it can't be left behind.
    child: Child,
}

impl Floor {
    pub async fn start(answers: impl Iterator<Item = &Answer>) -> io::Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (&mut child.stdin, &mut child.stdout) else {
            return Err(io::Error::other("the floor has no pipes"));
        };
        let mut line = serde_json::to_vec(&answers.collect::<Vec<_>>())?;
        line.push(b'\n');
        stdin.write_all(&line).await?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).await?;
        Ok(Self { addresses: serde_json::from_str(&line)?, child })
    }

    /// `wait` closes the pipe first.
    pub async fn stop(mut self) -> io::Result<()> {
        timeout(Duration::from_secs(5), self.child.wait()).await??;
        Ok(())
    }
}

/// The floor's side: reads the answers as one line of JSON, writes the addresses as one, and serves until its input ends.
/// It reads standard input blocking, which is right here: this thread has nothing else to do, the runtime's own ones serve.
#[tokio::main]
pub async fn serve() -> io::Result<()> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let answers: Vec<Answer> = serde_json::from_str(&line)?;

    let mut addresses = Vec::new();
    for answer in answers {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        addresses.push(listener.local_addr()?);
        tokio::spawn(accept(listener, from_memory(answer)?));
    }
    println!("{}", serde_json::to_string(&addresses)?);

    io::stdin().read_line(&mut line)?;
    Ok(())
}

async fn accept(listener: TcpListener, answer: Response<Full<Bytes>>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(repeat(stream, answer.clone()));
    }
}

async fn repeat(stream: TcpStream, answer: Response<Full<Bytes>>) {
    let service = service_fn(|_request| std::future::ready(Ok::<_, Infallible>(answer.clone())));
    // The load breaks off its connections at the end of a round, which hyper reports as an error.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// The server's answer, to be sent again. `Date` and what concerns the connection is left to hyper, which writes its own.
fn from_memory(answer: Answer) -> io::Result<Response<Full<Bytes>>> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        if !["connection", "date", "transfer-encoding"].contains(&name.as_str()) {
            response = response.header(name, value);
        }
    }
    response.body(Full::from(answer.body)).map_err(io::Error::other)
}

//! The socket as hyper sees it. It lets one inspected head through at a time, and enforces the time limits of clients.
//!
//! A head that is refused never reaches hyper. Instead, hyper reads a stand-in request, so that the refusal is answered
//! in the same way as everything else.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::client_stream::ClientStream;
use super::exchange::ExchangeState;
use super::head::{Framing, Inspection, inspect};
use super::{Limits, Rejection};

/// What hyper reads instead of a refused head.
const STAND_IN: &[u8] = b"GET / HTTP/1.1\r\nHost: refused\r\n\r\n";

/// After a close that leaves part of a request unread, what still comes is read and dropped for
/// this long and this far: an unread byte would make the kernel reset the connection, and the
/// client could lose the answer that says why.
const LINGER: Duration = Duration::from_secs(5);
const LINGER_BYTES: usize = 64 * 1024 * 1024;

const CHUNK: usize = 8 * 1024;

/// A connection's socket behind its limits.
pub struct GuardedIo {
    stream: ClientStream,
    state: Arc<ExchangeState>,
    limits: Arc<Limits>,
    stage: Stage,
    /// Read from the socket, not yet given to hyper.
    buffer: Vec<u8>,
    /// How much of the buffer's front hyper may have.
    released: usize,
    /// One timer for all deadlines: it is only ever moved forward when it fires too early.
    timer: Pin<Box<Sleep>>,
    /// Until when a head that has begun must be complete; the first one begins with the connection.
    head_until: Option<Instant>,
    /// Until when the next head must begin.
    idle_until: Option<Instant>,
    /// Since when the client has taken nothing of an answer.
    stalled: Option<Instant>,
    lingering: Option<(Instant, usize)>,
}

enum Stage {
    /// A head is next.
    Head,
    /// So much of a body is.
    Body(u64),
    /// A chunked body, whose end only hyper sees: the connection ends with its request.
    Chunked,
    /// Nothing more is read.
    Refused,
}

impl GuardedIo {
    /// A new connection, which owes its first head from now.
    pub fn new(stream: ClientStream, state: Arc<ExchangeState>, limits: Arc<Limits>) -> Self {
        let head_until = Instant::now() + limits.head_timeout;
        Self {
            stream,
            state,
            limits,
            stage: Stage::Head,
            buffer: Vec::new(),
            released: 0,
            timer: Box::pin(sleep_until(head_until)),
            head_until: Some(head_until),
            idle_until: None,
            stalled: None,
            lingering: None,
        }
    }

    /// Answers this refusal, whatever the client wants to say.
    pub fn refuse(&mut self, refusal: Rejection) {
        self.state.refuse(refusal);
        self.stage = Stage::Refused;
        self.buffer = STAND_IN.to_vec();
        self.released = STAND_IN.len();
    }

    /// Whether `deadline` has passed; if not, the task is woken when it has.
    fn poll_deadline(&mut self, cx: &mut Context<'_>, deadline: Instant) -> bool {
        if self.timer.deadline() > deadline {
            self.timer.as_mut().reset(deadline);
        }
        while self.timer.as_mut().poll(cx).is_ready() {
            if Instant::now() >= deadline {
                return true;
            }
            self.timer.as_mut().reset(deadline);
        }
        false
    }

    /// Reads more of a head; false at the end of the stream or of the client's time.
    fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut chunk = [std::mem::MaybeUninit::uninit(); CHUNK];
        let mut read = ReadBuf::uninit(&mut chunk);
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(cx, &mut read) {
            result?;
            self.head_until.get_or_insert_with(|| Instant::now() + self.limits.head_timeout);
            self.buffer.extend_from_slice(read.filled());
            return Poll::Ready(Ok(!read.filled().is_empty()));
        }
        if self.state.is_answering(cx) {
            // The client waits for us, not we for it.
            return Poll::Pending;
        }
        let from_now = |timeout| Instant::now() + timeout;
        let deadline = if self.head_until.is_some() || !self.buffer.is_empty() {
            *self.head_until.get_or_insert_with(|| from_now(self.limits.head_timeout))
        } else {
            *self.idle_until.get_or_insert_with(|| from_now(self.limits.idle_timeout))
        };
        if !self.poll_deadline(cx, deadline) {
            return Poll::Pending;
        }
        if !self.buffer.is_empty() {
            self.refuse(Rejection::HeadTimeout);
            return Poll::Ready(Ok(true));
        }
        Poll::Ready(Ok(false))
    }

    fn body_read(&mut self, left: u64, length: usize) {
        self.stage = match left.saturating_sub(length as u64) {
            0 => Stage::Head,
            left => Stage::Body(left),
        };
    }

    /// Fails a write that has made no progress for too long.
    fn watch_progress(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let since = *self.stalled.get_or_insert_with(Instant::now);
        if self.poll_deadline(cx, since + self.limits.write_timeout) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Poll::Pending
    }

    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let (until, mut left) = self.lingering.unwrap_or_else(|| (Instant::now() + LINGER, LINGER_BYTES));
        let mut chunk = [std::mem::MaybeUninit::uninit(); CHUNK];
        loop {
            let mut read = ReadBuf::uninit(&mut chunk);
            match Pin::new(&mut self.stream).poll_read(cx, &mut read) {
                Poll::Ready(Ok(())) if !read.filled().is_empty() && left > 0 => {
                    left = left.saturating_sub(read.filled().len());
                }
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => {
                    self.lingering = Some((until, left));
                    return if self.poll_deadline(cx, until) { Poll::Ready(Ok(())) } else { Poll::Pending };
                }
            }
        }
    }

    fn hand_over(&mut self, out: &mut ReadBuf<'_>) {
        let length = self.released.min(out.remaining());
        out.put_slice(&self.buffer[..length]);
        self.released -= length;
        if length == self.buffer.len() {
            // An idle connection holds no memory here.
            self.buffer = Vec::new();
        } else {
            self.buffer.drain(..length);
        }
    }
}

impl AsyncRead for GuardedIo {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if this.released > 0 {
                this.hand_over(out);
                return Poll::Ready(Ok(()));
            }
            match this.stage {
                Stage::Head => match inspect(&this.buffer, &this.limits) {
                    Inspection::Partial => {
                        if !ready!(this.poll_head(cx))? {
                            return Poll::Ready(Ok(()));
                        }
                    }
                    Inspection::Complete { length, body } => {
                        this.released = length;
                        this.head_until = None;
                        this.idle_until = None;
                        this.stage = match body {
                            Framing::Length(0) => Stage::Head,
                            Framing::Length(left) => Stage::Body(left),
                            Framing::Chunked => Stage::Chunked,
                        };
                    }
                    Inspection::Refused(refusal) => this.refuse(refusal),
                },
                Stage::Body(left) if !this.buffer.is_empty() => {
                    this.released = usize::try_from(left).unwrap_or(usize::MAX).min(this.buffer.len());
                    this.body_read(left, this.released);
                }
                Stage::Body(left) => {
                    let most = usize::try_from(left).unwrap_or(usize::MAX).min(out.remaining());
                    let mut limited = ReadBuf::new(out.initialize_unfilled_to(most));
                    ready!(Pin::new(&mut this.stream).poll_read(cx, &mut limited))?;
                    let length = limited.filled().len();
                    out.advance(length);
                    this.body_read(left, length);
                    return Poll::Ready(Ok(()));
                }
                Stage::Chunked if !this.buffer.is_empty() => this.released = this.buffer.len(),
                Stage::Chunked => return Pin::new(&mut this.stream).poll_read(cx, out),
                // Not the end of the stream: hyper would take that for a client that has gone.
                Stage::Refused => return Poll::Pending,
            }
        }
    }
}

impl AsyncWrite for GuardedIo {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.watch_progress(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, slices);
        this.watch_progress(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.lingering.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
            if matches!(this.stage, Stage::Head) && this.buffer.is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
        this.poll_linger(cx)
    }
}

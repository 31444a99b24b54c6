//! A rouille response on its way to hyper.

use std::io::{ErrorKind, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::DATE;

use super::events::Listening;
use super::exchange::ExchangeState;
use super::turns::TurnTaker;
use super::{Answer, date, header_fields};

const CHUNK: u64 = 64 * 1024;

/// The body of an answer: bytes that stand ready, or what is read piece by piece as the client takes it.
pub struct AnswerBody {
    /// All of it; then `reader` is not used.
    ready: Option<Bytes>,
    reader: Box<dyn Read + Send>,
    /// What comes in place of all that, as long as the client listens.
    listening: Option<Listening>,
    /// Bytes to come, where the response said so.
    left: Option<u64>,
    ended: bool,
    /// The last piece was a short one: it is sent before the next one is asked for.
    was_short: bool,
    /// Each piece is made in a turn of its own, so that who takes them slowly keeps nobody waiting.
    turns: TurnTaker,
    state: Arc<ExchangeState>,
}

/// Splits a response; the answer ends the exchange when hyper has all of it.
pub fn into_hyper(
    answer: Answer,
    listening: Option<Listening>,
    state: Arc<ExchangeState>,
    turns: TurnTaker,
) -> hyper::Response<AnswerBody> {
    let Answer { response, ready, common, .. } = answer;
    let ready = ready.map(Bytes::from_owner);
    let (reader, size) = response.data.into_reader_and_size();
    // A response without a length is a stream for everybody, also for whom its bytes stand ready.
    let left = size.filter(|_| listening.is_none()).map(|size| ready.as_ref().map_or(size, Bytes::len) as u64);
    let body = AnswerBody { ready, reader, listening, left, ended: false, was_short: false, turns, state };
    let mut converted = hyper::Response::new(body);
    *converted.status_mut() =
        hyper::StatusCode::from_u16(response.status_code).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    *converted.headers_mut() = header_fields::all(common, response.headers);
    if let Some(date) = date::now() {
        converted.headers_mut().insert(DATE, date);
    }
    converted
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = self.get_mut();
        if this.is_end_stream() {
            return Poll::Ready(None);
        }
        if let Some(listening) = &mut this.listening {
            let next = std::task::ready!(listening.poll_next(cx));
            this.ended = listening.has_ended() && next.is_none();
            return Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes.into()))));
        }
        if let Some(bytes) = this.ready.take() {
            this.ended = true;
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        // As long as there is more, hyper collects it.
        if std::mem::take(&mut this.was_short) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let _turn = std::task::ready!(this.turns.poll_take(cx));
        let wanted = this.left.map_or(CHUNK, |left| left.min(CHUNK));
        let mut chunk = vec![0; usize::try_from(wanted).unwrap_or(0)];
        // Whatever is there is sent: what is still being made is not waited for.
        let length = loop {
            match this.reader.read(&mut chunk) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
                Ok(length) => break length,
            }
        };
        if let Some(left) = &mut this.left {
            *left -= length as u64;
        }
        this.ended = length == 0;
        if this.ended {
            return Poll::Ready(None);
        }
        this.was_short = length < chunk.len();
        chunk.truncate(length);
        Poll::Ready(Some(Ok(Frame::data(chunk.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.state.end();
    }
}

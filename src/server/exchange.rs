//! What the socket side and the answering side of a connection tell each other about the exchange that is under way.

use std::sync::{Mutex, PoisonError};
use std::task::{Context, Waker};

use super::Rejection;
use crate::base::network_shares::HeldShare;

/// The state of one connection's exchange, shared by both sides.
#[derive(Default)]
pub struct ExchangeState(Mutex<ExchangeProgress>);

#[derive(Default)]
struct ExchangeProgress {
    refusal: Option<Rejection>,
    answering: bool,
    /// What the client behind a proxy holds until it has its answer.
    share: Option<HeldShare>,
    /// Who watches the client's time once the answer is out.
    watcher: Option<Waker>,
}

impl ExchangeState {
    /// The answering side has a request, and whether it is a stand-in.
    pub fn begin(&self) -> Option<Rejection> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.answering = true;
        state.refusal.take()
    }

    /// Keeps a share until the end of the answer.
    pub fn hold(&self, share: HeldShare) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).share = Some(share);
    }

    /// The answer has been handed to hyper in full: from now on the client's time counts.
    pub fn end(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.answering = false;
        state.share = None;
        if let Some(watcher) = state.watcher.take() {
            watcher.wake();
        }
    }

    /// The next request that hyper reads is a stand-in, to be answered with this.
    pub fn refuse(&self, refusal: Rejection) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).refusal = Some(refusal);
    }

    /// Whether an answer is on its way; if so, the task is woken at its end.
    pub fn is_answering(&self, cx: &Context<'_>) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.answering {
            state.watcher = Some(cx.waker().clone());
        }
        state.answering
    }
}

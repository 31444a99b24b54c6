//! A number for each request, by which the lines that it leaves in the log are found. It belongs to the thread that
//! answers the request.

use std::cell::Cell;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Counts up from anywhere, so that two starts of a server give out different ones.
static NEXT: LazyLock<AtomicU32> = LazyLock::new(|| {
    let [a, b, c, d, ..] = RandomState::new().hash_one(0).to_ne_bytes();
    AtomicU32::new(u32::from_ne_bytes([a, b, c, d]))
});

thread_local! {
    static CURRENT: Cell<Option<RequestId>> = const { Cell::new(None) };
}

/// The number of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(u32);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// That this thread answers a request; until this is dropped.
pub struct Answering(());

/// This thread answers a new request.
pub fn begin() -> Answering {
    CURRENT.set(Some(RequestId(NEXT.fetch_add(1, Ordering::Relaxed))));
    Answering(())
}

/// The request that this thread answers.
pub fn current() -> Option<RequestId> {
    CURRENT.get()
}

impl Drop for Answering {
    fn drop(&mut self) {
        CURRENT.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_a_number_of_its_own_while_it_is_answered() {
        assert_eq!(current(), None);
        let answering = begin();
        let first = current().expect("a number");
        assert_eq!(first.to_string().len(), 8);
        drop(answering);
        assert_eq!(current(), None);
        let _answering = begin();
        assert_ne!(current(), Some(first));
    }
}

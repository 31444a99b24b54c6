//! Bytes that several have at once.

use std::ops::Deref;
use std::sync::{Arc, Weak};

/// The bytes; a clone has the same. In a box of their own: an `Arc<[u8]>` would keep their memory as long as somebody may
/// still ask a `Weak` for them.
#[derive(Clone)]
pub struct SharedBytes(Arc<Box<[u8]>>);

/// By which one has them as long as somebody else does.
pub struct WeakBytes(Weak<Box<[u8]>>);

impl SharedBytes {
    /// To have them only as long as somebody else does.
    pub fn weak(&self) -> WeakBytes {
        WeakBytes(Arc::downgrade(&self.0))
    }
}

impl WeakBytes {
    /// The bytes, if somebody has them.
    pub fn get(&self) -> Option<SharedBytes> {
        self.0.upgrade().map(SharedBytes)
    }
}

impl From<Vec<u8>> for SharedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes.into_boxed_slice()))
    }
}

impl Deref for SharedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

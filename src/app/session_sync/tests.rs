//! What programs send, on a database of its own.

use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::{READERS, SessionSync, SyncError};
use crate::app::tests::Scene;

/// A body that tells how many are read at the same time.
struct CountedBody<'a> {
    readers: &'a AtomicUsize,
    most: &'a AtomicUsize,
}

impl Read for CountedBody<'_> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.most.fetch_max(self.readers.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // Time for the others to come.
        thread::sleep(Duration::from_millis(20));
        self.readers.fetch_sub(1, Ordering::SeqCst);
        Ok(0)
    }
}

#[test]
fn few_bodies_are_in_memory_at_once() {
    let (scene, sync) = (Scene::new(), SessionSync::new());
    let owner = scene.sign_up("ada@example.com").user.id;
    let (readers, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let body = CountedBody { readers: &readers, most: &most };
                let sent =
                    sync.sync(&scene.store, (owner, IpAddr::V4(Ipv4Addr::LOCALHOST)), "a-share", body, scene.now);
                assert!(matches!(sent, Err(SyncError::Invalid(_))), "it was empty");
            });
        }
    });
    assert!((1..=READERS).contains(&most.into_inner()));
}

//! Signals: what ends a server, and Ctrl-C in a command.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::pipe;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A server is told to stop: SIGTERM or Ctrl-C.
pub struct Stops {
    terminate: Signal,
    interrupt: Signal,
}

impl Stops {
    /// Listens from now on. To be called within the server's runtime.
    pub fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Until the next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// SIGHUP, which comes when a terminal is closed, or from whoever rotates logs.
pub struct HangUps(Signal);

impl HangUps {
    /// Listens from now on, as [`Stops::listen`].
    pub fn listen() -> io::Result<Self> {
        signal(SignalKind::hangup()).map(Self)
    }

    /// Until the next one.
    pub async fn next(&mut self) {
        self.0.recv().await;
    }
}

/// The first Ctrl-C sets the flag; a second one ends the program at once.
pub fn flag_of_interrupt() -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    // In this order, so that the first Ctrl-C finds the flag not yet set.
    flag::register_conditional_default(SIGINT, Arc::clone(&stop))?;
    flag::register(SIGINT, Arc::clone(&stop))?;
    Ok(stop)
}

/// The end of a command that waits for it: Ctrl-C, SIGTERM, or its thread has ended.
pub struct Ending {
    woken: UnixStream,
    wake: UnixStream,
}

/// Wakes who waits when it is dropped.
pub struct Wake(UnixStream);

impl Ending {
    /// With what the thread drops when it ends.
    pub fn new() -> io::Result<(Self, Wake)> {
        let (woken, wake) = UnixStream::pair()?;
        let other = Wake(wake.try_clone()?);
        Ok((Self { woken, wake }, other))
    }

    /// Until then.
    pub fn wait(&self) -> io::Result<()> {
        for signal in [SIGINT, SIGTERM] {
            pipe::register(signal, self.wake.try_clone()?)?;
        }
        self.pass();
        Ok(())
    }

    /// Until the thread has ended that was told to, but not longer than that, or until Ctrl-C once more.
    pub fn grace(&self, longest: Duration) {
        // Without a time it would wait for ever.
        if self.woken.set_read_timeout(Some(longest)).is_ok() {
            self.pass();
        }
    }

    fn pass(&self) {
        // A signal that interrupts the read has written, too.
        while (&self.woken).read(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {}
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        // Who waits no longer need not be woken.
        let _ = self.0.write_all(&[0]);
    }
}

//! The end of a command that follows a session: Ctrl-C, or its thread has ended.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::low_level::pipe;

use crate::commands::Failure;

/// So long what is being done may still take after Ctrl-C; a second Ctrl-C ends it at once.
const GRACE: Duration = Duration::from_secs(2);

/// Waits for it.
pub struct Ending {
    woken: UnixStream,
    wake: UnixStream,
}

/// Wakes who waits when it is dropped.
pub struct Wake(UnixStream);

impl Ending {
    /// With what the thread drops when it ends.
    pub fn new() -> Result<(Self, Wake), Failure> {
        let pair = UnixStream::pair().and_then(|(woken, wake)| Ok((woken, wake.try_clone()?, wake)));
        let (woken, wake, other) =
            pair.map_err(|error| Failure::new(format!("cannot open a pair of sockets: {error}")))?;
        Ok((Self { woken, wake }, Wake(other)))
    }

    /// Until then.
    pub fn wait(&self) -> Result<(), Failure> {
        for signal in [SIGINT, SIGTERM] {
            self.wake
                .try_clone()
                .and_then(|wake| pipe::register(signal, wake))
                .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))?;
        }
        self.pass();
        Ok(())
    }

    /// Until the thread has ended that was told to, but not long.
    pub fn grace(&self) {
        // Without a time it would wait for ever.
        if self.woken.set_read_timeout(Some(GRACE)).is_ok() {
            self.pass();
        }
    }

    fn pass(&self) {
        // A signal that interrupts the read has written, too.
        while (&self.woken).read(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::Interrupted) {}
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        // Who waits no longer need not be woken.
        let _ = self.0.write_all(&[0]);
    }
}

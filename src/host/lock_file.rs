//! Tells whether a database is being served: the server locks a file next to it. The system releases the lock when the
//! process ends, in whatever way, so a locked file means a running server, and an unlocked file means nothing.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::base::file_names::with_ending;
use crate::domain::public_url::PublicUrl;
use crate::server::ListenAddress;
use crate::unix::files::private;

/// Added to the database's name.
const ENDING: &str = "-server";

/// A server that has the lock writes down its address at once: how often and how long one waits.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// No file of ours is longer.
const MAX_BYTES: u64 = 4096;

/// A server that runs.
#[derive(Debug, PartialEq, Eq)]
pub struct RunningServer {
    /// Under which its readers reach it.
    pub public_url: PublicUrl,
    /// What it listens on.
    pub listen: ListenAddress,
}

impl RunningServer {
    /// Whether only this machine reaches it: it listens for nobody else, and no proxy before it is
    /// known.
    pub fn is_local(&self) -> bool {
        let is_loopback = self.listen.network().is_some_and(|address| address.ip().is_loopback());
        is_loopback && self.public_url.at("") == format!("http://{}", self.listen)
    }

    fn read(file: &mut File) -> Option<Self> {
        let mut text = String::new();
        file.seek(SeekFrom::Start(0)).ok()?;
        file.take(MAX_BYTES).read_to_string(&mut text).ok()?;
        // Without its last line break it is not all there.
        let (public_url, listen) = text.strip_suffix('\n')?.split_once('\n')?;
        Some(Self { public_url: PublicUrl::parse(public_url)?, listen: ListenAddress::parse(listen)? })
    }

    fn write(&self, file: &mut File) -> io::Result<()> {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(format!("{}\n{}\n", self.public_url.at(""), self.listen).as_bytes())
    }
}

/// That this process serves a database, until it is dropped or the process ends.
pub struct LockFile {
    _file: Option<File>,
}

impl LockFile {
    /// Makes known that this process serves the database. Beside another server it waits, and is
    /// known from that one's end on. That it can't be made known is no reason not to serve.
    pub fn take(database: &Path, running: RunningServer) -> Self {
        match Self::try_take(database, running) {
            Ok(file) => Self { _file: file },
            Err(error) => {
                tracing::warn!(%error, "other commands will not detect this running server");
                Self { _file: None }
            }
        }
    }

    fn try_take(database: &Path, running: RunningServer) -> io::Result<Option<File>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = private(&mut options).open(beside(database))?;
        match file.try_lock() {
            Ok(()) => {
                running.write(&mut file)?;
                Ok(Some(file))
            }
            Err(TryLockError::Error(error)) => Err(error),
            Err(TryLockError::WouldBlock) => {
                // It ends with the process: nothing waits for it.
                thread::Builder::new().name("lock-file".to_owned()).spawn(move || {
                    let written = file.lock().and_then(|()| running.write(&mut file));
                    if let Err(error) = written {
                        tracing::warn!(%error, "other commands will not detect this running server");
                    }
                    loop {
                        thread::park();
                    }
                })?;
                Ok(None)
            }
        }
    }
}

/// The server that runs on a database, if one does.
pub fn find(database: &Path) -> Option<RunningServer> {
    let mut file = File::open(beside(database)).ok()?;
    for _ in 0..TRIES {
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => {
                if let Some(running) = RunningServer::read(&mut file) {
                    return Some(running);
                }
                thread::sleep(PAUSE);
            }
            // Nobody has it, or nobody can: where files can't be locked, no server has done so.
            Ok(()) | Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}

/// The file beside the database, which may be known by several names.
fn beside(database: &Path) -> PathBuf {
    with_ending(&fs::canonicalize(database).unwrap_or_else(|_| database.to_owned()), ENDING)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    fn running(port: u16) -> RunningServer {
        RunningServer {
            public_url: PublicUrl::parse("https://share.example.com").expect("a URL"),
            listen: SocketAddr::from(([127, 0, 0, 1], port)).into(),
        }
    }

    #[test]
    fn a_server_is_known_while_it_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        fs::write(&database, "").expect("written");
        assert_eq!(find(&database), None);
        let lock_file = LockFile::take(&database, running(1));
        assert_eq!(find(&database), Some(running(1)));
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&database, &link).expect("a link");
        assert_eq!(find(&link), Some(running(1)), "by another name of the file");
        drop(lock_file);
        assert_eq!(find(&database), None);
    }

    #[test]
    fn a_second_server_is_known_when_the_first_has_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        let first = LockFile::take(&database, running(1));
        let _second = LockFile::take(&database, running(2));
        assert_eq!(find(&database), Some(running(1)));
        drop(first);
        let deadline = std::time::Instant::now() + Duration::from_secs(30);
        while find(&database) != Some(running(2)) {
            assert!(std::time::Instant::now() < deadline);
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn only_a_loopback_address_without_a_proxy_is_local() {
        assert!(!running(1).is_local());
        let plain = |address: &str| RunningServer {
            public_url: PublicUrl::parse(&format!("http://{address}")).expect("a URL"),
            listen: ListenAddress::parse(address).expect("an address"),
        };
        assert!(plain("127.0.0.1:8080").is_local() && plain("[::1]:8080").is_local());
        assert!(!plain("10.0.0.5:8080").is_local());
    }
}

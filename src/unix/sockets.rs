//! Sockets that are files, and what the service manager has opened or is told.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::net::TcpListener;
#[cfg(target_os = "linux")]
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{self, SocketAddr, UnixDatagram};
use std::path::{Path, PathBuf};
use std::time::Duration;

use listenfd::ListenFd;
pub use tokio::net::{UnixListener, UnixStream};

use super::files::identity;

/// A socket file, which is removed with its server, unless another server has put its own in that place.
pub struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity_at(&self.path).is_ok_and(|present| present == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes a socket at a path, for who `mode` lets write to it, in place of one that a server has left behind. It has its
/// mode before anybody finds it.
pub fn bind(path: &Path, mode: u32) -> io::Result<(net::UnixListener, SocketFile)> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.file_type().is_socket() => {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file of that name that is no socket"));
        }
        Ok(_) if net::UnixStream::connect(path).is_ok() => {
            return Err(io::Error::new(io::ErrorKind::AddrInUse, "a program listens there already"));
        }
        _ => {}
    }
    let new = path.with_added_extension("new");
    if fs::symlink_metadata(&new).is_ok_and(|metadata| metadata.file_type().is_socket()) {
        fs::remove_file(&new)?;
    }
    let listener = net::UnixListener::bind(&new)?;
    fs::set_permissions(&new, fs::Permissions::from_mode(mode))?;
    fs::rename(&new, path)?;
    Ok((listener, SocketFile { path: path.to_owned(), identity: identity_at(path)? }))
}

fn identity_at(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|about| identity(&about))
}

/// A connection to a socket at that path, on which nothing takes longer than that.
pub fn connect(path: &Path, longest: Duration) -> io::Result<impl io::Read + io::Write> {
    let stream = net::UnixStream::connect(path)?;
    stream.set_read_timeout(Some(longest))?;
    stream.set_write_timeout(Some(longest))?;
    Ok(stream)
}

/// A socket that listens, and is no runtime's yet.
pub enum ListeningSocket {
    /// At an address.
    Network(TcpListener),
    /// At a path.
    Unix(net::UnixListener, PathBuf),
}

/// The socket that the service manager has opened (sd_listen_fds(3)), where it has opened one.
pub fn inherited() -> io::Result<Option<ListeningSocket>> {
    let mut sockets = ListenFd::from_env();
    match sockets.len() {
        0 => return Ok(None),
        1 => {}
        count => {
            let message = format!("the service manager passed {count} sockets; one is needed");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    if let Ok(Some(listener)) = sockets.take_unix_listener(0) {
        let path = listener.local_addr()?.as_pathname().map(Path::to_owned).unwrap_or_default();
        return Ok(Some(ListeningSocket::Unix(listener, path)));
    }
    let no_stream =
        || io::Error::new(io::ErrorKind::InvalidInput, "the service manager passed no listening stream socket");
    sockets.take_tcp_listener(0)?.ok_or_else(no_stream).map(ListeningSocket::Network).map(Some)
}

/// Tells the service manager that the server accepts connections (sd_notify(3)). Nobody may have asked, and that nobody hears
/// it is no reason not to serve.
pub fn tell_ready() -> io::Result<()> {
    env::var_os("NOTIFY_SOCKET").map_or(Ok(()), |name| notify(name.as_bytes(), b"READY=1"))
}

pub(super) fn notify(socket: &[u8], state: &[u8]) -> io::Result<()> {
    UnixDatagram::unbound()?.send_to_addr(state, &address(socket)?).map(drop)
}

#[cfg(target_os = "linux")]
fn address(socket: &[u8]) -> io::Result<SocketAddr> {
    match socket.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(OsStr::from_bytes(socket)),
    }
}

/// Only Linux has names that are no paths, and systemd.
#[cfg(not(target_os = "linux"))]
fn address(socket: &[u8]) -> io::Result<SocketAddr> {
    SocketAddr::from_pathname(OsStr::from_bytes(socket))
}

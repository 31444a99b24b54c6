//! Unix only: sockets that are files, and sockets that the service manager has opened.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use listenfd::ListenFd;

use super::address::ListenAddress;
use super::listener::Socket;

/// A socket file, which is removed with its server, unless another server has put its own in that place.
pub struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|present| present == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes a socket at a path, for who `mode` lets write to it, in place of one that a server has left behind. It has its
/// mode before anybody finds it.
pub fn bind(path: &Path, mode: u32) -> io::Result<(UnixListener, SocketFile)> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.file_type().is_socket() => {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file of that name that is no socket"));
        }
        Ok(_) if UnixStream::connect(path).is_ok() => {
            return Err(io::Error::new(io::ErrorKind::AddrInUse, "a program listens there already"));
        }
        _ => {}
    }
    let new = path.with_added_extension("new");
    if fs::symlink_metadata(&new).is_ok_and(|metadata| metadata.file_type().is_socket()) {
        fs::remove_file(&new)?;
    }
    let listener = UnixListener::bind(&new)?;
    fs::set_permissions(&new, fs::Permissions::from_mode(mode))?;
    fs::rename(&new, path)?;
    Ok((listener, SocketFile { path: path.to_owned(), identity: identity(path)? }))
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}

/// The socket that the service manager has opened (sd_listen_fds(3)), where it has opened one.
pub fn inherited() -> io::Result<Option<(Socket, ListenAddress)>> {
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
        return Ok(Some((Socket::Unix(listener, None), ListenAddress::Unix(path))));
    }
    let no_stream =
        || io::Error::new(io::ErrorKind::InvalidInput, "the service manager passed no listening stream socket");
    let listener = sockets.take_tcp_listener(0)?.ok_or_else(no_stream)?;
    let address = listener.local_addr()?.into();
    Ok(Some((Socket::Network(listener), address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_replaces_one_that_was_left_behind_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("http.sock");
        drop(UnixListener::bind(&path).expect("left behind"));
        let (_listener, file) = bind(&path, 0o620).expect("bound");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o620);
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);

        let again = bind(&path, 0o600).map(drop).expect_err("in use");
        assert_eq!(again.kind(), io::ErrorKind::AddrInUse);
        assert!(UnixStream::connect(&path).is_ok(), "the first one still listens");
        drop(file);
        assert!(!path.exists());

        fs::write(&path, "precious").expect("written");
        assert!(bind(&path, 0o600).is_err());
        assert_eq!(fs::read_to_string(&path).expect("read"), "precious");
    }

    #[test]
    fn a_server_that_ends_leaves_the_socket_of_its_successor() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("http.sock");
        let (listener, first) = bind(&path, 0o600).expect("bound");
        drop(listener);
        let (_listener, _second) = bind(&path, 0o600).expect("bound");
        drop(first);
        assert!(UnixStream::connect(&path).is_ok());
    }
}

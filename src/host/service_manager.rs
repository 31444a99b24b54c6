//! What systemd is told of the server (sd_notify(3)): a datagram to the socket that `NOTIFY_SOCKET` names.

use std::env;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// The server accepts connections. Nobody may have asked, and that nobody hears it is no reason not to serve.
pub fn is_ready() {
    if let Some(name) = env::var_os("NOTIFY_SOCKET")
        && let Err(error) = notify(name.as_bytes(), b"READY=1")
    {
        tracing::warn!(%error, "the service manager was not told that the server is ready");
    }
}

fn notify(socket: &[u8], state: &[u8]) -> std::io::Result<()> {
    let address = match socket.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(std::ffi::OsStr::from_bytes(socket))?,
    };
    UnixDatagram::unbound()?.send_to_addr(state, &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_arrives_under_both_kinds_of_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notify");
        let abstract_name = format!("neptun-share-test-{}", std::process::id());
        let by_path = UnixDatagram::bind(&path).expect("bound");
        let address = SocketAddr::from_abstract_name(&abstract_name).expect("a name");
        let by_name = UnixDatagram::bind_addr(&address).expect("bound");
        for (socket, name) in
            [(by_path, path.as_os_str().as_bytes().to_owned()), (by_name, format!("@{abstract_name}").into_bytes())]
        {
            notify(&name, b"READY=1").expect("told");
            let mut heard = [0; 16];
            let length = socket.recv(&mut heard).expect("heard");
            assert_eq!(&heard[..length], b"READY=1");
        }
        assert!(notify(b"/no/such/socket", b"READY=1").is_err());
    }
}

//! Where a server listens.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Before the path of a Unix socket.
const UNIX: &str = "unix:";

/// Where a server listens: for a network, or for who may open a file of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenAddress {
    /// At an address and a port.
    Network(SocketAddr),
    /// At a Unix socket.
    Unix(PathBuf),
}

impl ListenAddress {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix(UNIX) {
            // A path that depends on where somebody stands would be another one for other commands.
            Some(path) => path.starts_with('/').then(|| Self::Unix(path.into())),
            None => text.parse().ok().map(Self::Network),
        }
    }

    /// The address in a network, where it is one.
    pub const fn network(&self) -> Option<SocketAddr> {
        match self {
            Self::Network(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }
}

impl From<SocketAddr> for ListenAddress {
    fn from(address: SocketAddr) -> Self {
        Self::Network(address)
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written() {
        for text in ["127.0.0.1:8080", "[::1]:80", "unix:/run/neptun-share/http.sock"] {
            assert_eq!(ListenAddress::parse(text).map(|address| address.to_string()).as_deref(), Some(text));
        }
        for wrong in ["", "unix:", "unix:http.sock", "/run/http.sock", "127.0.0.1"] {
            assert_eq!(ListenAddress::parse(wrong), None, "{wrong:?}");
        }
    }
}

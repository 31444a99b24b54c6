//! A proxy that forwards requests of others and is not trusted: found by what it adds to them. Only one within this machine
//! or its networks is noted, as anybody may send such a field.

use std::net::IpAddr;
use std::sync::OnceLock;

static MET: OnceLock<IpAddr> = OnceLock::new();

/// Notes that a request with `X-Forwarded-For` came from there.
pub fn note(peer: IpAddr) {
    if MET.get().is_none() && is_near(peer.to_canonical()) {
        MET.get_or_init(|| peer.to_canonical());
    }
}

/// The first one that was met.
pub fn met() -> Option<IpAddr> {
    MET.get().copied()
}

fn is_near(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

//! This machine's addresses in the networks that it is in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// An address of this machine that others may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAddress {
    /// The address.
    pub ip: IpAddr,
    /// The name of its interface.
    pub interface: String,
}

/// The addresses at which others may reach this machine, the likeliest first: that from which it
/// goes out into the world, then those of private networks, then others, IPv4 before IPv6.
pub fn own() -> Vec<OwnAddress> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let found = interfaces.into_iter().map(|interface| OwnAddress { ip: interface.ip(), interface: interface.name });
    sorted(found.collect(), outgoing())
}

fn sorted(mut found: Vec<OwnAddress>, outgoing: Option<IpAddr>) -> Vec<OwnAddress> {
    found.retain(|own| is_reachable(own.ip));
    found.sort_by_key(|own| {
        let is_private = matches!(own.ip, IpAddr::V4(ip) if ip.is_private());
        (Some(own.ip) != outgoing, own.ip.is_ipv6(), !is_private)
    });
    found
}

fn is_reachable(ip: IpAddr) -> bool {
    let is_link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        // It works only with the name of the reader's own interface.
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    !ip.is_loopback() && !ip.is_unspecified() && !is_link_local
}

/// The address of the default route. Connecting a UDP socket looks for the way and sends nothing;
/// the far address is one of those kept for documentation (RFC 5737).
fn outgoing() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(198, 51, 100, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// Where others reach a server that listens there: on all addresses means on the likeliest.
pub fn reachable(listens_on: SocketAddr) -> SocketAddr {
    let fits = |ip: IpAddr| match listens_on.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => ip.is_ipv4(),
        // The system takes IPv4 there, too.
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => true,
        _ => false,
    };
    let ip = match listens_on.ip().is_unspecified() {
        true => own().into_iter().map(|own| own.ip).find(|ip| fits(*ip)).unwrap_or(Ipv4Addr::LOCALHOST.into()),
        false => listens_on.ip(),
    };
    SocketAddr::new(ip, listens_on.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_comes_first_and_what_nobody_reaches_is_left_out() {
        let own = |ip: &str| OwnAddress { ip: ip.parse().expect("an address"), interface: "if".to_owned() };
        let found =
            ["127.0.0.1", "fd00::2", "169.254.1.1", "fe80::1", "203.0.113.5", "172.17.0.1", "192.168.1.20", "::1"];
        let found: Vec<OwnAddress> = found.into_iter().map(own).collect();
        let order = |outgoing: Option<&str>| -> Vec<String> {
            let outgoing = outgoing.map(|ip| ip.parse().expect("an address"));
            sorted(found.clone(), outgoing).into_iter().map(|own| own.ip.to_string()).collect()
        };
        assert_eq!(order(Some("192.168.1.20")), ["192.168.1.20", "172.17.0.1", "203.0.113.5", "fd00::2"]);
        assert_eq!(order(None), ["172.17.0.1", "192.168.1.20", "203.0.113.5", "fd00::2"]);
    }

    #[test]
    fn a_named_address_is_the_one_that_is_reached() {
        let named = "127.0.0.1:8080".parse().expect("an address");
        assert_eq!(reachable(named), named);
        assert!(!reachable("0.0.0.0:8080".parse().expect("an address")).ip().is_unspecified());
    }
}

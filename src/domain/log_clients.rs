//! How much of a client's address is written down.

use std::fmt;
use std::net::IpAddr;

/// What the log says of clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogClients {
    /// Nothing.
    None,
    /// Only the network, which many share: the first 24 bits of an IPv4 address, 48 of an IPv6 address.
    #[default]
    Short,
    /// The whole address, as fail2ban needs it.
    Full,
}

impl LogClients {
    /// Writes an address.
    pub fn show(self, client: IpAddr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, client.to_canonical()) {
            (Self::None, _) => f.write_str("-"),
            (Self::Full, client) => write!(f, "{client}"),
            (Self::Short, IpAddr::V4(client)) => {
                let [a, b, c, _] = client.octets();
                write!(f, "{a}.{b}.{c}.0/24")
            }
            (Self::Short, IpAddr::V6(client)) => {
                let [a, b, c, ..] = client.segments();
                write!(f, "{}/48", std::net::Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shown(LogClients, &'static str);

    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.show(self.1.parse().expect("an address"), f)
        }
    }

    #[test]
    fn a_client_is_shortened_to_its_network_unless_all_is_asked_for() {
        let shown = |clients, address| Shown(clients, address).to_string();
        assert_eq!(shown(LogClients::Short, "192.0.2.77"), "192.0.2.0/24");
        assert_eq!(shown(LogClients::Short, "::ffff:192.0.2.77"), "192.0.2.0/24");
        assert_eq!(shown(LogClients::Short, "2001:db8:1:2::3"), "2001:db8:1::/48");
        assert_eq!(shown(LogClients::Full, "2001:db8:1:2::3"), "2001:db8:1:2::3");
        assert_eq!(shown(LogClients::None, "192.0.2.77"), "-");
    }
}

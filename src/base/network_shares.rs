//! How much of something that there is a bounded number of one network may hold at once, so that one client can't take
//! it from all others.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::rate_limit::network;

/// Counts what each network holds: an IPv4 address, an IPv6 prefix of 64 bits, and one of 56 bits, which providers give
/// to one customer.
pub struct NetworkShares {
    of_network: usize,
    of_customer: usize,
    held: Mutex<HashMap<Holder, usize>>,
}

/// Whose share something counts for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A network's.
    Network(IpAddr),
    /// A provider's customer's.
    Customer(IpAddr),
}

/// One that is held; leaving scope gives it back.
pub struct HeldShare {
    shares: Arc<NetworkShares>,
    /// What counts it; nothing for this machine.
    holders: Vec<Holder>,
}

impl NetworkShares {
    /// So many for a network, and for a customer of a provider.
    pub fn new(of_network: usize, of_customer: usize) -> Arc<Self> {
        Arc::new(Self { of_network, of_customer, held: Mutex::default() })
    }

    /// One more for this client; `None` when its network holds its share already.
    ///
    /// This machine may hold them all ([`holders`]).
    pub fn take(self: &Arc<Self>, client: IpAddr) -> Option<HeldShare> {
        let holders: Vec<Holder> = holders(client).into_iter().flatten().collect();
        let most = |holder: &Holder| match holder {
            Holder::Network(_) => self.of_network,
            Holder::Customer(_) => self.of_customer,
        };
        let mut held = self.lock();
        if holders.iter().any(|holder| held.get(holder).is_some_and(|count| *count >= most(holder))) {
            return None;
        }
        for holder in &holders {
            *held.entry(*holder).or_insert(0) += 1;
        }
        Some(HeldShare { shares: Arc::clone(self), holders })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Holder, usize>> {
        // No code runs under the lock that could leave the counts half changed.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HeldShare {
    fn drop(&mut self) {
        let mut held = self.shares.lock();
        for holder in &self.holders {
            match held.get_mut(holder) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(held.remove(holder)),
            }
        }
    }
}

/// For whom counts what a client does; `None` for this machine: behind a proxy that is not trusted, everybody has its address.
pub fn holders(client: IpAddr) -> Option<[Holder; 2]> {
    let network = network(client);
    (!is_this_machine(network)).then(|| [Holder::Network(network), Holder::Customer(customer(network))])
}

/// Not all of 127.0.0.0/8: other programs of this machine may use one of its addresses each.
fn is_this_machine(network: IpAddr) -> bool {
    network == Ipv4Addr::LOCALHOST || network == Ipv6Addr::UNSPECIFIED
}

/// The prefix of 56 bits of an IPv6 network; an IPv4 address is a customer by itself.
fn customer(network: IpAddr) -> IpAddr {
    match network {
        IpAddr::V4(_) => network,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (!0 << 72)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(shares: &Arc<NetworkShares>, client: &str, tries: usize) -> Vec<HeldShare> {
        let client = client.parse().expect("an address");
        (0..tries).filter_map(|_| shares.take(client)).collect()
    }

    #[test]
    fn a_network_gets_its_share_and_others_theirs() {
        let shares = NetworkShares::new(3, 5);
        let first = taken(&shares, "192.0.2.1", 9);
        assert_eq!(first.len(), 3);
        assert_eq!(taken(&shares, "192.0.2.2", 9).len(), 3);
        drop(first);
        assert_eq!(taken(&shares, "::ffff:192.0.2.1", 9).len(), 3, "what was given back can be taken again");
        assert!(shares.lock().is_empty(), "nothing is remembered of who holds nothing");
    }

    #[test]
    fn this_machine_may_hold_them_all() {
        let shares = NetworkShares::new(3, 5);
        for client in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(taken(&shares, client, 9).len(), 9, "{client}");
        }
        assert_eq!(taken(&shares, "127.0.0.9", 9).len(), 3);
    }

    #[test]
    fn many_networks_of_one_customer_share_what_a_customer_gets() {
        let shares = NetworkShares::new(3, 5);
        let held: Vec<_> = (0..9).map(|number| taken(&shares, &format!("2001:db8:0:{number}::1"), 9)).collect();
        assert_eq!(held.iter().map(Vec::len).sum::<usize>(), 5);
        assert_eq!(held[0].len(), 3);
        assert_eq!(taken(&shares, "2001:db8:0:100::1", 9).len(), 3, "another customer");
    }
}

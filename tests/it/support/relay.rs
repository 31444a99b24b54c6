//! The network between a machine and a server, which can break.

use std::io::{self, Read};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What it does with new connections.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Network {
    Works,
    /// Nothing gets through: a connection is closed at once.
    Cut,
    /// Everything is taken, and nothing answered.
    Silent,
    /// What is asked gets there, and no answer comes back.
    LosesAnswers,
}

/// A port that leads to a server.
pub struct Relay {
    address: SocketAddr,
    target: Arc<Mutex<SocketAddr>>,
    network: Arc<Mutex<Network>>,
}

impl Relay {
    pub fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (target, network) = (Arc::new(Mutex::new(target)), Arc::new(Mutex::new(Network::Works)));
        let relay = Self { address, target: Arc::clone(&target), network: Arc::clone(&network) };
        thread::spawn(move || {
            let mut held = Vec::new();
            for client in listener.incoming().map_while(Result::ok) {
                let now = *network.lock().expect("a lock");
                match now {
                    Network::Cut => drop(client),
                    Network::Silent => held.push(client),
                    Network::Works | Network::LosesAnswers => {
                        let target = *target.lock().expect("a lock");
                        thread::spawn(move || pass(client, target, now == Network::LosesAnswers));
                    }
                }
            }
        });
        relay
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn name(&self) -> String {
        self.address.to_string()
    }

    /// From now on.
    pub fn becomes(&self, network: Network) {
        *self.network.lock().expect("a lock") = network;
    }

    /// The server is at another address now.
    pub fn leads_to(&self, target: SocketAddr) {
        *self.target.lock().expect("a lock") = target;
    }
}

fn pass(mut client: TcpStream, target: SocketAddr, loses_answers: bool) -> Option<()> {
    let mut server = TcpStream::connect(target).ok()?;
    let (mut from, mut to) = (client.try_clone().ok()?, server.try_clone().ok()?);
    thread::spawn(move || io::copy(&mut from, &mut to));
    if loses_answers {
        // Its beginning tells that what was asked has been done.
        server.read_exact(&mut [0]).ok()?;
        return client.shutdown(Shutdown::Both).ok();
    }
    io::copy(&mut server, &mut client).ok()?;
    client.shutdown(Shutdown::Both).ok()
}

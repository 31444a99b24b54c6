//! The network between a machine and a server, which can be interrupted.

use std::io::{self, Read, Write};
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
    /// Everything gets through, to a server whose clock is an hour behind.
    AnHourBehind,
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
                    Network::Works | Network::LosesAnswers | Network::AnHourBehind => {
                        let target = *target.lock().expect("a lock");
                        thread::spawn(move || pass(client, target, now));
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

fn pass(mut client: TcpStream, target: SocketAddr, network: Network) -> Option<()> {
    let mut server = TcpStream::connect(target).ok()?;
    let (mut from, mut to) = (client.try_clone().ok()?, server.try_clone().ok()?);
    thread::spawn(move || io::copy(&mut from, &mut to));
    if network == Network::LosesAnswers {
        // Its beginning tells that what was asked has been done.
        server.read_exact(&mut [0]).ok()?;
        return client.shutdown(Shutdown::Both).ok();
    }
    if network == Network::AnHourBehind {
        let mut head = vec![0; 64 * 1024];
        let length = server.read(&mut head).ok()?;
        client.write_all(an_hour_earlier(&String::from_utf8_lossy(&head[..length])).as_bytes()).ok()?;
    }
    io::copy(&mut server, &mut client).ok()?;
    client.shutdown(Shutdown::Both).ok()
}

/// An answer with another time in its head.
fn an_hour_earlier(answer: &str) -> String {
    let date = answer.lines().find_map(|line| line.strip_prefix("date: ")).expect("a date");
    let time = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date).expect("a time");
    let earlier = time - jiff::SignedDuration::from_hours(1);
    let printed = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&earlier).expect("printed");
    answer.replacen(date, &printed, 1)
}

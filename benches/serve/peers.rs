//! A shared chat beside what others serve: `cargo bench --bench serve -- --peers`, by hand. nginx, where it is installed,
//! sends the same bytes as files. `NEPTUN_SHARE_BENCH_PEERS` names more that already run, such as a pastebin with the chat's
//! text: `wastebin=http://127.0.0.1:8088/raw/abc`, several with blanks between them.

use std::{env, io, net::SocketAddr};

use crate::{
    client::{Connection, get},
    load,
    nginx::Nginx,
    scene::{self, Cell},
    server::Server,
};

const CONNECTIONS: [usize; 2] = [1, 16];

pub async fn run() -> io::Result<()> {
    let server = Server::start().await?;
    let cells = scene::prepare(server.address).await?;
    println!(
        "{:<10} {:<12} {:>11} {:>11} {:>11} {:>6}   {:<18}",
        "peer", "answer", "connections", "requests/s", "peer's", "ratio", "half of the rounds"
    );
    match Nginx::start(&cells).await? {
        None => println!("nginx is not installed"),
        Some(nginx) => {
            for (number, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.answer.status == 200) {
                let same = Nginx::cell(number, cell);
                compare("nginx", (server.address, cell), (nginx.address, &same)).await?;
            }
        }
    }
    for peer in env::var("NEPTUN_SHARE_BENCH_PEERS").unwrap_or_default().split_whitespace() {
        let (name, address, path) =
            parsed(peer).ok_or_else(|| io::Error::other(format!("{peer:?} is not NAME=http://ADDRESS:PORT/PATH")))?;
        let request = get(&path, &[]);
        let answer = Connection::open(address).await?.read(&request).await?;
        let theirs = Cell { name: "open", request, answer, goal: 0.0 };
        compare(name, (server.address, &cells[0]), (address, &theirs)).await?;
    }
    server.stop().await
}

fn parsed(peer: &str) -> Option<(&str, SocketAddr, String)> {
    let (name, url) = peer.split_once('=')?;
    let (address, path) = url.strip_prefix("http://")?.split_once('/')?;
    Some((name, address.parse().ok()?, format!("/{path}")))
}

async fn compare(peer: &str, (ours, cell): (SocketAddr, &Cell), theirs: (SocketAddr, &Cell)) -> io::Result<()> {
    for connections in CONNECTIONS {
        let pair = load::compare((ours, cell), theirs, connections).await?;
        let [low, ratio, high] = pair.ratio;
        println!(
            "{peer:<10} {:<12} {connections:>11} {:>11.0} {:>11.0} {ratio:>6.2}   {low:.2} to {high:.2}",
            cell.name, pair.server, pair.floor
        );
    }
    Ok(())
}

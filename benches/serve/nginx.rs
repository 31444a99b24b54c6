//! nginx with the same bytes as files, without a log, as one process: that one ends with the benchmark.

use std::{fs, io, net::SocketAddr, process::Stdio, time::Duration};

use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::sleep,
};

use crate::{client::get, scene::Cell};

pub struct Nginx {
    pub address: SocketAddr,
    // Ends when this is dropped, before its folder goes.
    _child: Child,
    _folder: TempDir,
}

impl Nginx {
    /// `None` where it is not installed.
    pub async fn start(cells: &[Cell]) -> io::Result<Option<Self>> {
        let folder = TempDir::new()?;
        for (number, cell) in cells.iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.bin")), &cell.answer.body)?;
        }
        let address = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let path = folder.path().display();
        let settings = format!(
            "daemon off; master_process off; pid {path}/pid; error_log stderr crit;
             events {{ worker_connections 4096; }}
             http {{
                 access_log off; keepalive_requests 1000000000; tcp_nodelay on; sendfile on; open_file_cache max=100;
                 client_body_temp_path {path}/body; proxy_temp_path {path}/proxy; fastcgi_temp_path {path}/fastcgi;
                 uwsgi_temp_path {path}/uwsgi; scgi_temp_path {path}/scgi;
                 server {{ listen {address}; root {path}; }}
             }}"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, settings)?;
        let child = Command::new("nginx")
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let child = match child {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            child => child?,
        };
        for _ in 0..100 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Some(Self { address, _child: child, _folder: folder }));
            }
            sleep(Duration::from_millis(20)).await;
        }
        Err(io::Error::other("nginx does not listen"))
    }

    /// How it is asked for the answer of that number.
    pub fn cell(number: usize, cell: &Cell) -> Cell {
        let answer = crate::client::Answer { headers: Vec::new(), body: Vec::new(), status: 200 };
        Cell { name: cell.name, request: get(&format!("/{number}.bin"), &[]), answer, goal: cell.goal }
    }
}

//! The executable under test: started on a free port with a database of its own, watched through `/proc`, ended by
//! `SIGTERM`.

use std::{env, fs, io, net::SocketAddr, path::PathBuf, process::Stdio, time::Duration};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// More than the largest crowd of idle connections, so that the limit itself is not what is measured.
const MAX_CONNECTIONS: &str = "8192";

/// The server finishes what runs for at most 10 s.
const LONGEST_STOP: Duration = Duration::from_secs(15);

pub struct Server {
    pub binary: PathBuf,
    pub address: SocketAddr,
    pid: Pid,
    child: Child,
    // Removed with the database when the server is dropped, after the child.
    _folder: TempDir,
}

impl Server {
    pub async fn start() -> io::Result<Self> {
        let binary = env::var_os("NEPTUN_SHARE_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_neptun-share").into());
        let binary = PathBuf::from(binary);
        let folder = TempDir::new()?;
        let mut command = Command::new(&binary);
        // The user's own settings must not change what is measured.
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NEPTUN_SHARE_")) {
            command.env_remove(name);
        }
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--signup", "open"])
            .args(["--max-connections", MAX_CONNECTIONS])
            .arg("--database")
            .arg(folder.path().join("bench.db"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| io::Error::other(format!("{} does not start: {error}", binary.display())))?;

        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).await?;
        }
        let address = line.trim_end().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
        let (Some(address), Some(pid)) = (address, child.id().and_then(|id| Pid::from_raw(id.cast_signed()))) else {
            return Err(io::Error::other(format!("{} does not listen, it says {line:?}", binary.display())));
        };
        Ok(Self { binary, address, pid, child, _folder: folder })
    }

    /// Bytes of memory that the process holds at this moment.
    pub fn resident(&self) -> io::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
        kib.map(|kib: u64| kib * 1024).ok_or_else(|| io::Error::other("no VmRSS in /proc/PID/status"))
    }

    pub async fn stop(mut self) -> io::Result<()> {
        kill_process(self.pid, Signal::TERM)?;
        let status = timeout(LONGEST_STOP, self.child.wait())
            .await
            .map_err(|_| io::Error::other(format!("the server still runs {LONGEST_STOP:?} after SIGTERM")))??;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("the server ended with {status} after SIGTERM")))
        }
    }
}

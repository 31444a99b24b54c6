//! Flags of the server: what it listens on, what it is called, its limits, its log.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use super::Data;
use super::values::{duration, network, public_url};
use crate::domain::public_url::PublicUrl;
use crate::domain::sign_up::SignUp;
use crate::server::Limits;

/// How to serve.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub data: Data,

    /// Address and port to listen on; port 0 lets the system choose.
    #[arg(long, env = "NEPTUN_SHARE_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Address under which readers reach the server, as `https://share.example.com`.
    /// [default: http:// and the address listened on]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,

    /// Whether anybody may make an account.
    #[arg(long, env = "NEPTUN_SHARE_SIGNUP", value_enum, default_value_t = SignUp::Closed)]
    pub signup: SignUp,

    #[command(flatten)]
    pub limits: ConnectionLimits,

    #[command(flatten)]
    pub log: Log,
}

/// What a demonstration needs.
#[derive(Args)]
pub struct Demo {
    /// Address and port to listen on; where the default port is taken, the system chooses one.
    #[arg(long, env = "NEPTUN_SHARE_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
}

/// The limits that clients meet.
#[derive(Args)]
pub struct ConnectionLimits {
    /// Reverse proxy whose X-Forwarded-For is believed: an address or a range as 10.0.0.0/8. Repeat
    /// the flag, or separate several with commas.
    #[arg(long, env = "NEPTUN_SHARE_TRUSTED_PROXY", value_name = "ADDRESS", value_parser = network, value_delimiter = ',')]
    pub trusted_proxy: Vec<IpNet>,

    /// Connections at once; one more is answered with 503.
    #[arg(long, env = "NEPTUN_SHARE_MAX_CONNECTIONS", value_name = "NUMBER", default_value_t = 4096,
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    max_connections: u32,

    /// Longest request head in bytes; a longer one is answered with 431.
    #[arg(long, env = "NEPTUN_SHARE_MAX_HEAD_BYTES", value_name = "BYTES", default_value_t = 32 * 1024,
          value_parser = clap::value_parser!(u32).range(1024..=65_536))]
    max_head_bytes: u32,

    /// Most fields in a request head; more are answered with 431.
    #[arg(long, env = "NEPTUN_SHARE_MAX_HEAD_FIELDS", value_name = "NUMBER", default_value_t = 100,
          value_parser = clap::value_parser!(u8).range(16..=100))]
    max_head_fields: u8,

    /// Longest request body in bytes, where a route has no limit of its own, as imports have (256 MiB); a
    /// longer one is answered with 413.
    #[arg(long, env = "NEPTUN_SHARE_MAX_BODY_BYTES", value_name = "BYTES", default_value_t = 1024 * 1024,
          value_parser = clap::value_parser!(u32).range(1024..=1_073_741_824))]
    pub max_body_bytes: u32,

    /// Time for a request head; then 408.
    #[arg(long, env = "NEPTUN_SHARE_HEAD_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = duration)]
    head_timeout: Duration,

    /// Time for a whole request body, for an import's for each MiB of it; then 408.
    #[arg(long, env = "NEPTUN_SHARE_BODY_TIMEOUT", value_name = "TIME", default_value = "30s", value_parser = duration)]
    body_timeout: Duration,

    /// Time between two requests of a connection; then it is closed.
    #[arg(long, env = "NEPTUN_SHARE_IDLE_TIMEOUT", value_name = "TIME", default_value = "60s", value_parser = duration)]
    idle_timeout: Duration,

    /// Time without progress while a client does not take its answer; then the connection is closed.
    #[arg(long, env = "NEPTUN_SHARE_WRITE_TIMEOUT", value_name = "TIME", default_value = "30s", value_parser = duration)]
    write_timeout: Duration,

    /// Time for running requests to finish when the server is told to stop.
    #[arg(long, env = "NEPTUN_SHARE_DRAIN_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = duration)]
    drain_timeout: Duration,
}

impl ConnectionLimits {
    /// The limits as the server takes them.
    pub fn limits(&self) -> Limits {
        Limits {
            head_bytes: self.max_head_bytes as usize,
            head_fields: self.max_head_fields.into(),
            head_timeout: self.head_timeout,
            body_timeout: self.body_timeout,
            idle_timeout: self.idle_timeout,
            write_timeout: self.write_timeout,
            connections: self.max_connections as usize,
            drain_timeout: self.drain_timeout,
        }
    }
}

/// What is written to standard error while serving.
#[derive(Args)]
pub struct Log {
    /// How the log on standard error looks.
    #[arg(long, env = "NEPTUN_SHARE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// What the log holds: with `info` a line a request, with `warn` only what needs attention.
    #[arg(long, env = "NEPTUN_SHARE_LOG_LEVEL", value_enum, default_value_t = LogLevel::Info)]
    pub log_level: LogLevel,
}

/// How a log line looks.
#[derive(Clone, Copy, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The least important lines that are written.
#[derive(Clone, Copy, ValueEnum)]
pub enum LogLevel {
    /// Failures of the server.
    Error,
    /// And what its owner should look at.
    Warn,
    /// And every request.
    Info,
    /// And what connections die of.
    Debug,
}

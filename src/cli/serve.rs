//! Flags of the server: its listening address, its public address, its limits, its log.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use super::Data;
use super::values::{
    auth_header, count, duration, file_mode, host_name, listen, listen_anywhere, metrics_address, network, number,
    period, public_url, sign_out_url,
};
use crate::domain::log_clients::LogClients;
use crate::domain::public_url::PublicUrl;
use crate::domain::sign_up::SignUp;
use crate::server::{Limits, ListenAddress};

/// How to serve.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub data: Data,

    /// Address and port to listen on. A port alone is for this machine only; 0.0.0.0:8080 is for everyone who can reach
    /// it; with port 0 the system chooses one; unix:/PATH is a Unix socket, for a reverse proxy. A socket passed by
    /// systemd takes precedence.
    #[arg(long, alias = "port", env = "NEPTUN_SHARE_LISTEN", value_name = "ADDRESS:PORT",
          default_value = "127.0.0.1:8080", value_parser = listen_anywhere)]
    pub listen: ListenAddress,

    /// Who may open the Unix socket, as a file mode.
    #[arg(long, env = "NEPTUN_SHARE_SOCKET_MODE", value_name = "MODE", default_value = "660", value_parser = file_mode)]
    pub socket_mode: u32,

    /// The server's public address, such as `https://share.example.com`.
    /// [default: http:// and the listening address]
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,

    /// Another name under which the server answers, besides that of its public address; requests for any other name get
    /// 421. Addresses and localhost are always allowed. Repeat the flag, or separate several with commas.
    #[arg(long, env = "NEPTUN_SHARE_ALLOWED_HOST", value_name = "NAME", value_parser = host_name, value_delimiter = ',')]
    pub allowed_host: Vec<String>,

    /// Whether anybody may create an account.
    #[arg(long, env = "NEPTUN_SHARE_SIGNUP", value_enum, default_value_t = SignUp::Closed)]
    pub signup: SignUp,

    #[command(flatten)]
    pub proxy_sign_in: ProxySignIn,

    /// Serve metrics for Prometheus on this address, at /metrics, to anyone who can reach it.
    /// [default: none are served]
    #[arg(long, env = "NEPTUN_SHARE_METRICS", value_name = "ADDRESS:PORT", value_parser = metrics_address)]
    pub metrics: Option<SocketAddr>,

    #[command(flatten)]
    pub backups: Backups,

    #[command(flatten)]
    pub limits: ConnectionLimits,

    #[command(flatten)]
    pub log: Log,
}

/// Sign-in in front of the server.
#[derive(Args)]
pub struct ProxySignIn {
    /// The request field, such as `X-Forwarded-Email`, in which a trusted proxy sends the e-mail address of the person
    /// it has signed in. The proxy must overwrite what clients send in it. The field is ignored from anywhere but
    /// `--trusted-proxy`. `--signup proxy` creates accounts for these people.
    #[arg(long, env = "NEPTUN_SHARE_AUTH_HEADER", value_name = "NAME", value_parser = auth_header)]
    pub auth_header: Option<String>,

    /// Where people whom the proxy has signed in can sign out, such as `/oauth2/sign_out`.
    #[arg(long, env = "NEPTUN_SHARE_AUTH_SIGN_OUT", value_name = "URL", value_parser = sign_out_url)]
    pub auth_sign_out: Option<String>,
}

/// Which backups the server makes.
#[derive(Args)]
pub struct Backups {
    /// Make a backup this often, such as 1d or 12h. [default: none are made]
    #[arg(long, env = "NEPTUN_SHARE_BACKUP_EVERY", value_name = "TIME", value_parser = period)]
    pub backup_every: Option<Duration>,

    /// Keep the newest N backups, and remove older ones.
    #[arg(long, env = "NEPTUN_SHARE_BACKUP_KEEP", value_name = "NUMBER", default_value = "14", value_parser = count)]
    pub backup_keep: usize,

    /// The folder for these backups. [default: `backups`, next to the database]
    #[arg(long, env = "NEPTUN_SHARE_BACKUP_FOLDER", value_name = "FOLDER")]
    pub backup_folder: Option<PathBuf>,
}

/// Where to serve the demo.
#[derive(Args)]
pub struct Demo {
    /// Address and port to listen on. [default: 127.0.0.1:8080, or another port if that is taken]
    #[arg(long, alias = "port", env = "NEPTUN_SHARE_LISTEN", value_name = "ADDRESS:PORT", value_parser = listen)]
    pub listen: Option<SocketAddr>,
}

/// The limits for clients.
#[derive(Args)]
pub struct ConnectionLimits {
    /// Reverse proxy whose X-Forwarded-For is trusted: an address, or a range such as 10.0.0.0/8. Repeat
    /// the flag, or separate several with commas.
    #[arg(long, env = "NEPTUN_SHARE_TRUSTED_PROXY", value_name = "ADDRESS", value_parser = network, value_delimiter = ',')]
    pub trusted_proxy: Vec<IpNet>,

    /// Maximum number of simultaneous connections; any more get 503.
    #[arg(long, env = "NEPTUN_SHARE_MAX_CONNECTIONS", value_name = "NUMBER", default_value_t = 4096,
          value_parser = number(1_u32, 1_000_000))]
    max_connections: u32,

    /// Maximum size of a request head in bytes; a larger one gets 431.
    #[arg(long, env = "NEPTUN_SHARE_MAX_HEAD_BYTES", value_name = "BYTES", default_value_t = 32 * 1024,
          value_parser = number(1024_u32, 65_536))]
    max_head_bytes: u32,

    /// Maximum number of fields in a request head; more get 431.
    #[arg(long, env = "NEPTUN_SHARE_MAX_HEAD_FIELDS", value_name = "NUMBER", default_value_t = 100,
          value_parser = number(16_u8, 100))]
    max_head_fields: u8,

    /// Maximum size of a request body in bytes; a larger one gets 413. Imports have their own limit,
    /// 256 MiB.
    #[arg(long, env = "NEPTUN_SHARE_MAX_BODY_BYTES", value_name = "BYTES", default_value_t = 1024 * 1024,
          value_parser = number(1024_u32, 1_073_741_824))]
    pub max_body_bytes: u32,

    /// Time limit for receiving a request head; then 408.
    #[arg(long, env = "NEPTUN_SHARE_HEAD_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = duration)]
    head_timeout: Duration,

    /// Time limit for receiving a request body, for imports per MiB; then 408.
    #[arg(long, env = "NEPTUN_SHARE_BODY_TIMEOUT", value_name = "TIME", default_value = "30s", value_parser = duration)]
    body_timeout: Duration,

    /// How long a connection may stay idle between two requests before it is closed.
    #[arg(long, env = "NEPTUN_SHARE_IDLE_TIMEOUT", value_name = "TIME", default_value = "60s", value_parser = duration)]
    idle_timeout: Duration,

    /// How long a client may stop reading its response before the connection is closed.
    #[arg(long, env = "NEPTUN_SHARE_WRITE_TIMEOUT", value_name = "TIME", default_value = "30s", value_parser = duration)]
    write_timeout: Duration,

    /// How long running requests may take to finish when the server is stopped.
    #[arg(long, env = "NEPTUN_SHARE_DRAIN_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = duration)]
    drain_timeout: Duration,
}

impl ConnectionLimits {
    /// The limits as the server takes them.
    pub fn to_server(&self) -> Limits {
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
    /// The format of the log on standard error.
    #[arg(long, env = "NEPTUN_SHARE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// What is logged: with `info` one line per request, with `warn` only what needs attention.
    #[arg(long, env = "NEPTUN_SHARE_LOG_LEVEL", value_enum, default_value_t = LogLevel::Info)]
    pub log_level: LogLevel,

    /// How much of clients' addresses is logged. fail2ban needs `full`.
    #[arg(long, env = "NEPTUN_SHARE_LOG_CLIENTS", value_enum, default_value_t = LogClients::Short)]
    pub log_clients: LogClients,
}

/// The format of a log line.
#[derive(Clone, Copy, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

/// How much is logged.
#[derive(Clone, Copy, ValueEnum)]
pub enum LogLevel {
    /// Server failures.
    Error,
    /// Also what the operator should look at.
    Warn,
    /// Also every request.
    Info,
    /// Also why connections fail.
    Debug,
}

//! The command line: arguments and their environment variables. Usage errors end with exit code 2
//! in clap; everything else that goes wrong is a [`Failure`] and exit code 1.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use etcetera::{BaseStrategy, choose_base_strategy};
use ipnet::IpNet;

use crate::commands::{self, Failure};
use crate::domain::email::Email;
use crate::http::{PublicUrl, SignUp};
use crate::server::Limits;

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("NEPTUN_SHARE_COMMIT"), ")");

/// Share an AI conversation by a link: open to all, behind a password, or for named people.
#[derive(Parser)]
#[command(name = "neptun-share", version = VERSION, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the database's shares until Ctrl-C or SIGTERM.
    Serve(Serve),
    /// Try it: a throw-away server with conversations to look at.
    Demo(Demo),
    /// Add, list and remove accounts, and set their passwords.
    User(User),
    /// Take over conversations from a ChatGPT export or a file of messages.
    Import(Import),
}

/// Where the data is.
#[derive(Args)]
pub struct Data {
    /// The SQLite file; made when it is not there.
    /// [default: neptun-share/neptun-share.db in the user's data folder]
    #[arg(long, env = "NEPTUN_SHARE_DATABASE", value_name = "FILE", global = true)]
    database: Option<PathBuf>,
}

impl Data {
    /// The file, by default in the user's data folder (XDG Base Directory Specification).
    pub fn path(&self) -> Result<PathBuf, Failure> {
        match &self.database {
            Some(path) => Ok(path.clone()),
            None => choose_base_strategy()
                .map(|folders| folders.data_dir().join("neptun-share").join("neptun-share.db"))
                .map_err(|_| {
                    Failure::new("there is no home folder to keep the database in; name a file with --database")
                }),
        }
    }
}

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
    pub door: Door,

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
pub struct Door {
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

impl Door {
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

/// The accounts.
#[derive(Args)]
pub struct User {
    #[command(flatten)]
    pub data: Data,

    #[command(subcommand)]
    pub action: UserAction,
}

/// What to do with accounts.
#[derive(Subcommand)]
pub enum UserAction {
    /// Make an account; asks for the password, or reads it from standard input.
    Add {
        /// The e-mail address that names the account.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Show all accounts.
    List,
    /// Set an account's password and end its sessions; asks for it, or reads it from standard input.
    Password {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Remove an account with its chats and shares.
    Remove {
        /// The account's e-mail address.
        #[arg(value_parser = email)]
        email: Email,
    },
}

/// What to import.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    pub data: Data,

    /// Files to read; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The account that gets the conversations.
    #[arg(long, env = "NEPTUN_SHARE_USER", value_name = "EMAIL", value_parser = email)]
    pub user: Email,

    /// Share each conversation, and print its link.
    #[arg(long)]
    pub share: bool,

    /// Protect the shares with a password; asks for it, or reads it from standard input.
    #[arg(long, requires = "share")]
    pub password: bool,

    /// Address under which readers reach the server, for the links.
    #[arg(long, env = "NEPTUN_SHARE_PUBLIC_URL", value_name = "URL", value_parser = public_url,
          default_value = "http://127.0.0.1:8080")]
    pub public_url: PublicUrl,
}

/// Reads the arguments and does what they say.
pub fn run() -> Result<(), Failure> {
    match Cli::parse().command {
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::User(arguments) => commands::user::run(&arguments),
        Command::Import(arguments) => commands::import::run(&arguments),
    }
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::parse(text)
        .ok_or_else(|| "expected http://HOST or https://HOST, with :PORT if need be and no path".to_owned())
}

fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<std::net::IpAddr>().map(IpNet::from).ok();
    text.parse().ok().or_else(address).ok_or_else(|| "expected an address, or a range as 10.0.0.0/8".to_owned())
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| "expected an e-mail address as you@example.com".to_owned())
}

/// `500ms`, `10s`, `2m`.
fn duration(text: &str) -> Result<Duration, String> {
    let expected = || "expected a time as 500ms, 10s or 2m".to_owned();
    let parsed: jiff::SignedDuration = text.parse().map_err(|_| expected())?;
    Duration::try_from(parsed).ok().filter(|time| !time.is_zero()).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_flag_with_a_value_has_its_environment_variable_and_a_sentence() {
        let mut top = Cli::command();
        top.build();
        let commands =
            top.get_subcommands().flat_map(|command| std::iter::once(command).chain(command.get_subcommands()));
        for command in commands {
            for argument in command.get_arguments().filter(|argument| argument.get_long().is_some()) {
                let name = format!("{} {argument}", command.get_name());
                assert!(argument.get_help().is_some(), "{name} has no help");
                let takes_value = argument.get_action().takes_values();
                assert!(!takes_value || argument.get_env().is_some(), "{name} has no environment variable");
            }
        }
    }

    #[test]
    fn times_have_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "10", "-1s", "0s", "soon"] {
            assert!(duration(wrong).is_err(), "{wrong:?}");
        }
    }
}

//! The command line: arguments and their environment variables. On a usage error, clap exits with code 2.

mod agents;
mod conversations;
mod link;
mod publish;
mod serve;
mod servers;
mod sources;
mod upkeep;
mod user;
mod values;

use std::env;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

pub use agents::{
    AgentAction, AgentSettings, Continue, FinishedSession, InstallAgent, Mcp, ShareFromAgent, TakenAs, UninstallAgent,
};
pub use conversations::{Delete, Export, List, ListOrder, Owner, Rename, Restore, Search, Unshare};
pub use link::{Check, Harmless, LinkAction, Links, ListLinks, People, Renew, SelectedLinks, Update, Visitors};
pub use publish::{Extent, Redact, Redaction};
pub use serve::{Demo, Log, LogFormat, LogLevel, Serve};
pub use servers::{Login, Logout, ServerChoice, Servers};
pub use sources::{Import, Sessions, Share};
pub use upkeep::{Backup, CheckDatabase, Status};
pub use user::{Invite, NewToken, PasswordLink, TokenAction, User, UserAction};
pub use values::{ChatName, Expiry, Restorable, ServerAddress, USUAL_PORT, Views, chat_name, email, expiry, title};

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("NEPTUN_SHARE_COMMIT"), ")");

/// Share an AI conversation by a link: open to anyone, behind a password, or for named people.
#[derive(Parser)]
#[command(name = "neptun-share", version = VERSION, max_term_width = 100)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Share a conversation from a file, standard input or a coding agent's session, and print its link.
    Share(Share),
    /// List the sessions of coding agents on this machine, newest first.
    Sessions(Sessions),
    /// List the conversations with their links, newest first.
    List(List),
    /// Search the names and messages of conversations.
    Search(Search),
    /// Pause links; the same as `link pause`.
    Unshare(Unshare),
    /// Manage links: list, pause, renew and remove them; see who may read and who has.
    Link(Links),
    /// Rename a conversation.
    Rename(Rename),
    /// Delete conversations with their links; `restore` can bring them back within ten minutes.
    Delete(Delete),
    /// Restore deleted conversations and their links, or the whole database from a backup.
    Restore(Restore),
    /// Export conversations as Markdown, HTML, or JSON that `import` can read.
    Export(Export),
    /// Continue a conversation in a coding agent: from a link, a stored conversation, a session or a file.
    Continue(Continue),
    /// Add a command for sharing to a coding agent's settings, or remove it.
    Agent(AgentSettings),
    /// Offer sharing, links and search as tools to a model, over the Model Context Protocol on standard input and output.
    Mcp(Mcp),
    /// Import conversations from other programs' files.
    Import(Import),
    /// Sign this machine in to a server elsewhere, to share and read there.
    Login(Login),
    /// Sign this machine out of a server, and remove its token from the server.
    Logout(Logout),
    /// List the servers to which this machine is signed in.
    Servers(Servers),
    /// Serve the links in the database until Ctrl-C or SIGTERM.
    Serve(Serve),
    /// Back up the database, even while a server is running.
    Backup(Backup),
    /// Check the database for damage and inconsistencies, and show its size.
    Check(CheckDatabase),
    /// Show the server, the database, the last backup, and any problems.
    Status(Status),
    /// Draw one diagram from standard input; a server runs this for each.
    #[command(hide = true)]
    DrawDiagram,
    /// Try it out: a throwaway server with sample conversations.
    Demo(Demo),
    /// Manage accounts: add, invite, list and remove them, with their sessions and tokens.
    User(User),
    /// Print the completion script for a shell.
    Completions(Completions),
    /// Print the manual page.
    Man(Man),
}

/// There is no home folder for the database, and no file was named.
pub struct NoHome;

/// Where the database is.
#[derive(Args)]
pub struct Data {
    /// The SQLite database file.
    /// [default: neptun-share/neptun-share.db in the user's data folder]
    #[arg(long, env = "NEPTUN_SHARE_DATABASE", value_name = "FILE", global = true)]
    database: Option<PathBuf>,
}

impl Data {
    /// The file; by default in the user's data folder (XDG Base Directory Specification).
    pub fn path(&self) -> Result<PathBuf, NoHome> {
        match &self.database {
            Some(path) => Ok(path.clone()),
            None => data_folder().map(|folder| folder.join("neptun-share").join("neptun-share.db")).ok_or(NoHome),
        }
    }

    /// The file, if one was named.
    pub fn named(&self) -> Option<&Path> {
        self.database.as_deref()
    }
}

fn data_folder() -> Option<PathBuf> {
    // The specification says that a relative path is invalid and must be ignored.
    let named = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    named.or_else(|| Some(env::home_dir()?.join(".local").join("share")))
}

/// The shell to complete for.
#[derive(Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Where to write the manual.
#[derive(Args)]
pub struct Man {
    /// Write one page per command into this folder. [default: one page on standard output]
    #[arg(long, env = "NEPTUN_SHARE_OUTPUT_DIR", value_name = "FOLDER")]
    pub output_dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

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
                // A forgotten variable must not switch off the search for secrets.
                let has_variable = takes_value && argument.get_id() != "redact";
                assert_eq!(argument.get_env().is_some(), has_variable, "{name}'s environment variable");
            }
        }
    }
}

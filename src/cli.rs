//! The command line: arguments and their environment variables. Usage errors end with exit code 2
//! in clap.

mod conversations;
mod link;
mod publish;
mod serve;
mod user;
mod values;

use std::env;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

pub use conversations::{Delete, Export, Import, List, Owner, Rename, Restore, Sessions, Share, Unshare};
pub use link::{Check, LinkAction, Links, ListLinks, People, Renew, Update, Visitors, Which};
pub use publish::{Extent, Redact, Redaction};
pub use serve::{Demo, Log, LogFormat, LogLevel, Serve};
pub use user::{Invite, NewToken, TokenAction, User, UserAction};
pub use values::{ChatName, Expiry, Views};

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("NEPTUN_SHARE_COMMIT"), ")");

/// Share an AI conversation by a link: open to all, behind a password, or for named people.
#[derive(Parser)]
#[command(name = "neptun-share", version = VERSION, max_term_width = 100)]
pub struct Cli {
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
}

/// What is to be done.
#[derive(Subcommand)]
pub enum Command {
    /// Share a conversation: from a file, standard input, or a coding agent's session. Prints its link.
    Share(Share),
    /// List the sessions of Claude Code, Codex and Gemini CLI on this machine, the newest first.
    Sessions(Sessions),
    /// List the chats with their links, the newest first.
    List(List),
    /// Switch a link off, as `link pause` does.
    Unshare(Unshare),
    /// Links: list, pause, renew and remove them, who may read, who did.
    Link(Links),
    /// Give a chat another name.
    Rename(Rename),
    /// Remove chats with their links; `restore` brings them back for ten minutes.
    Delete(Delete),
    /// Bring removed chats back, with their links.
    Restore(Restore),
    /// Give out a chat as Markdown, or as JSON that `import` takes back.
    Export(Export),
    /// Take over conversations from other programs' files; `share` says which it can read.
    Import(Import),
    /// Serve the database's shares until Ctrl-C or SIGTERM.
    Serve(Serve),
    /// Try it: a throw-away server with conversations to look at.
    Demo(Demo),
    /// Accounts: add, invite, list and remove them, and what signs in to them.
    User(User),
    /// Print the completions of a shell.
    Completions(Completions),
    /// Print the manual page.
    Man(Man),
}

/// There is no home folder to keep the database in, and no file was named.
pub struct NoHome;

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
    pub fn path(&self) -> Result<PathBuf, NoHome> {
        match &self.database {
            Some(path) => Ok(path.clone()),
            None => data_folder().map(|folder| folder.join("neptun-share").join("neptun-share.db")).ok_or(NoHome),
        }
    }

    /// The file, where it is another than the default.
    pub fn named(&self) -> Option<&Path> {
        self.database.as_deref()
    }
}

fn data_folder() -> Option<PathBuf> {
    // A relative path there is invalid, says the specification, and to be ignored.
    let named = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    named.or_else(|| Some(env::home_dir()?.join(".local").join("share")))
}

/// Which shell.
#[derive(Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// How to write the manual.
#[derive(Args)]
pub struct Man {
    /// Write a page for each command into this folder. [default: one page on standard output]
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
                assert!(!takes_value || argument.get_env().is_some(), "{name} has no environment variable");
            }
        }
    }
}

//! Flags of the commands that keep the database: backups, checks, its state.

use std::path::PathBuf;

use clap::Args;

use super::Data;
use super::values::count;

/// What to back up, and where.
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    pub data: Data,

    /// A file, or a folder, in which the backup is named neptun-share-DATE-TIME.db.
    #[arg(value_name = "FILE|FOLDER")]
    pub to: PathBuf,

    /// Keep the newest N backups in the folder, and remove older ones.
    #[arg(long, env = "NEPTUN_SHARE_KEEP", value_name = "NUMBER", value_parser = count)]
    pub keep: Option<usize>,

    /// Overwrite an existing backup.
    #[arg(long)]
    pub force: bool,
}

/// What to check.
#[derive(Args)]
pub struct CheckDatabase {
    #[command(flatten)]
    pub data: Data,

    /// Rebuild the file without deleted data; from then on it shrinks automatically. Nobody else can write meanwhile,
    /// and the disk needs space for a second copy.
    #[arg(long)]
    pub compact: bool,
}

/// How to print the state.
#[derive(Args)]
pub struct Status {
    #[command(flatten)]
    pub data: Data,

    /// Print a JSON object.
    #[arg(long)]
    pub json: bool,
}

//! `neptun-share export`: a conversation as a file.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::terminal::{display_path, eprint_line, print_stream};
use super::{Failure, place};
use crate::base::file_names::folder_of;
use crate::cli::Export;

/// Exports a conversation.
pub fn run(arguments: &Export) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None, false)?;
    let content = place.export(&arguments.chat, arguments.format)?;
    match &arguments.output {
        None => print_stream(content),
        Some(path) => {
            write(content, path, arguments.force)?;
            eprint_line(format_args!("wrote {}", display_path(path)));
            Ok(())
        }
    }
}

/// Writes the whole file or none of it.
fn write(mut content: impl io::Read, path: &Path, replaces: bool) -> Result<(), Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::new(format!("{} already exists; overwrite it with --force", display_path(path)))
        }
        _ => Failure::new(format!("cannot write {}: {error}", display_path(path))),
    };
    // Before the work, and again, in one step, after it.
    if !replaces && path.exists() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    let mut file = NamedTempFile::new_in(folder_of(path)).map_err(failed)?;
    io::copy(&mut content, &mut file).and_then(|_| file.flush()).map_err(failed)?;
    let kept: Result<File, _> = if replaces { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(|_| ()).map_err(|error| failed(error.error))
}

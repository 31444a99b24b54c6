//! `neptun-share export`: conversations as files.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::place::{self, Place};
use super::terminal::{counted, display_path, eprint_line, print_stream};
use super::{Failure, require_folder};
use crate::app::export::{Archive, ArchivedFile, Format, UniqueNames};
use crate::cli::{Export, ListOrder};
use crate::domain::chat::Chat;

/// Exports conversations.
pub fn run(arguments: &Export) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    let chats = if arguments.all {
        place.conversations(ListOrder::Started)?.into_iter().map(|row| row.chat).collect()
    } else {
        place.chosen(&arguments.chats)?
    };
    if chats.is_empty() {
        return Err(Failure::new("there are no conversations yet, so nothing was exported"));
    }
    let (format, force) = (arguments.format, arguments.force);
    match (&arguments.zip, &arguments.output, chats.as_slice()) {
        (Some(zip), _, chats) => write_archive(&*place, chats, format, (zip, force)),
        (None, Some(folder), chats) if folder.is_dir() => write_files(&*place, chats, format, (folder, force)),
        (None, None, [chat]) if !arguments.all => print_stream(place.export(chat, format)?),
        (None, Some(path), [chat]) if !arguments.all => {
            write(|| place.export(chat, format), path, force)?;
            eprint_line(format_args!("Wrote {}.", display_path(path)));
            Ok(())
        }
        (None, Some(path), _) => Err(Failure::new(format!(
            "several conversations do not go into one file, and {} is not a folder: create it first, or name an archive with \
             --zip FILE",
            display_path(path)
        ))),
        (None, None, _) => Err(Failure::new(
            "several conversations need a place: an archive (--zip FILE), or a folder (--output FOLDER)",
        )),
    }
}

/// Writes an archive with a file for each conversation.
fn write_archive(
    place: &dyn Place,
    chats: &[Chat],
    format: Format,
    (path, force): (&Path, bool),
) -> Result<(), Failure> {
    let mut names = UniqueNames::default();
    let files = chats.iter().map(|chat| {
        let content = place.export(chat, format).map_err(|failure| io::Error::other(failure.to_string()))?;
        Ok(ArchivedFile { name: names.take(chat, format), changed_at: chat.updated_at, content })
    });
    write(|| Ok(Archive::of(files)), path, force)?;
    eprint_line(format_args!("Wrote {}, {}.", display_path(path), counted(chats.len(), "conversation")));
    Ok(())
}

/// Writes a file for each conversation. Where one is there already, none is written.
fn write_files(
    place: &dyn Place,
    chats: &[Chat],
    format: Format,
    (folder, force): (&Path, bool),
) -> Result<(), Failure> {
    let mut names = UniqueNames::default();
    let named: Vec<(&Chat, PathBuf)> = chats.iter().map(|chat| (chat, folder.join(names.take(chat, format)))).collect();
    if let Some((_, path)) = named.iter().find(|(_, path)| !force && path.exists()) {
        return Err(failed(path, &io::ErrorKind::AlreadyExists.into()));
    }
    for (chat, path) in &named {
        write(|| place.export(chat, format), path, force)?;
    }
    eprint_line(format_args!("Wrote {} into {}.", counted(named.len(), "file"), display_path(folder)));
    Ok(())
}

/// Writes the whole file or none of it.
fn write<R: Read>(content: impl FnOnce() -> Result<R, Failure>, path: &Path, replaces: bool) -> Result<(), Failure> {
    // Before the work, and again, in one step, after it.
    if !replaces && path.exists() {
        return Err(failed(path, &io::ErrorKind::AlreadyExists.into()));
    }
    let folder = require_folder(path)?;
    let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(path, &error))?;
    io::copy(&mut content()?, &mut file).and_then(|_| file.flush()).map_err(|error| failed(path, &error))?;
    let kept: Result<File, _> = if replaces { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(|_| ()).map_err(|error| failed(path, &error.error))
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::new(match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{} already exists; overwrite it with --force", display_path(path)),
        _ => format!("cannot write {}: {}", display_path(path), cause(error)),
    })
}

/// Without the name of the file in which it was begun, which nobody knows.
fn cause(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|wrapped| wrapped.source());
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

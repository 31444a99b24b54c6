//! Imports on a server elsewhere: files are sent as they are, into its owner's own conversations.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::Value;

use super::last;
use crate::app::import_report::ImportReport;
use crate::base::counted_reader::CountedReader;
use crate::cli::Import;
use crate::client::{CallBody, WORK};
use crate::commands::Failure;
use crate::commands::place::Elsewhere;
use crate::commands::progress::Progress;
use crate::commands::terminal::{counted, display_path, eprint_line, print_line};
use crate::domain::text::ShortText;

/// Imports the files there. Every file is tried; one that could not be read makes the command fail in the end.
pub fn run(elsewhere: &Elsewhere, arguments: &Import) -> Result<(), Failure> {
    if arguments.share {
        return Err(Failure::new(
            "--share is for the database of this machine, where what is found is known before anything is sent; share one \
             conversation with: neptun-share share FILE --chat NUMBER",
        ));
    }
    if arguments.last {
        let kept = elsewhere.own("GET", "/imports?limit=1", CallBody::Nothing)?;
        let Some(last) = kept["imports"].get(0) else {
            eprint_line("Nothing was imported in the last 30 days.");
            return Ok(());
        };
        let report = report(elsewhere, last["report"].clone())?;
        return last::print_report(&report, &|path| elsewhere.address(path));
    }
    let mut failed = 0;
    for file in &arguments.files {
        let name = display_path(file);
        if let Err(failure) = import(elsewhere, arguments, file) {
            eprint_line(format_args!("neptun-share: {name}: {failure}"));
            failed += 1;
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(Failure::new(format!("{failed} of {} could not be imported", counted(arguments.files.len(), "file")))),
    }
}

fn import(elsewhere: &Elsewhere, arguments: &Import, path: &Path) -> Result<(), Failure> {
    let unreadable = |error: io::Error| super::unreadable(&error);
    let file = if path == Path::new("-") {
        whole(&mut io::stdin()).map_err(unreadable)?
    } else {
        let mut file = File::open(path).map_err(unreadable)?;
        let kind = file.metadata().map_err(unreadable)?.file_type();
        if kind.is_dir() {
            return Err(Failure::new("a folder can't be sent; pack it as a ZIP archive"));
        }
        // A pipe does not know its length.
        if kind.is_file() { file } else { whole(&mut file).map_err(unreadable)? }
    };
    let length = file.metadata().map_err(unreadable)?.len();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("dry_run", if arguments.dry_run { "true" } else { "false" });
    // What is called after its file here is so there, too.
    let name = path.file_name().filter(|_| path != Path::new("-")).map(OsStr::to_string_lossy);
    if let Some(name) = name.and_then(|name| ShortText::parse(&name).ok()) {
        query.append_pair("name", name.as_str());
    }
    if let Some(format) = arguments.format {
        query.append_pair("format", format.name);
    }
    let done = Arc::new(AtomicU64::new(0));
    let progress = Progress::follow(Some(length), Arc::clone(&done));
    let below = format!("/chats/import?{}", query.finish());
    let answer = elsewhere.own("POST", &below, CallBody::File(&mut CountedReader::new(file, done), length, WORK));
    drop(progress);
    let report = report(elsewhere, answer?["report"].clone())?;
    last::print_report(&report, &|path| elsewhere.address(path))?;
    let dry = if report.is_dry_run { " (dry run: nothing was stored)" } else { "" };
    print_line(format_args!("{}: {}{dry}", display_path(path), last::sum(&report)))
}

/// All of a stream, as a file that nobody else can open.
fn whole(stream: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(stream, &mut file)?;
    file.rewind()?;
    Ok(file)
}

fn report(elsewhere: &Elsewhere, report: Value) -> Result<ImportReport, Failure> {
    serde_json::from_value(report).map_err(|_| elsewhere.garbled())
}

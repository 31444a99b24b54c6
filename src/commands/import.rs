//! `neptun-share import`: conversations from files into an account, shared on request.

mod elsewhere;
mod last;
mod paste;
mod report;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::thread;

use super::link;
use super::owner::{self, Account};
use super::place::Elsewhere;
use super::progress::Progress;
use super::redaction_prompt::RedactionAnswer;
use super::terminal::{beginning_small, counted, display_path, eprint_line};
use super::{Failure, NOT_SERVED, is_present, open_present, remote, secret};
use crate::app::import_job::{self, ImportJobError};
use crate::app::import_report::ImportReport;
use crate::app::sharing::ShareRequest;
use crate::cli::Import;
use crate::domain::id::UserId;
use crate::domain::share::ShareChange;
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file;
use crate::import::{self, ImportError, ImportSource, ReadOptions};
use crate::store::Store;
use crate::unix::signals::flag_of_interrupt;
use report::{Report, Sharing, Totals};

/// Longest conversation in bytes: a person at a terminal can wait longer, and spare more memory, than a server.
pub const CONVERSATION_BYTES: usize = 256 * 1024 * 1024;

/// One run of the command.
struct Job<'a> {
    arguments: &'a Import,
    store: Store,
    owner: UserId,
    /// How the conversations are shared, if they are.
    sharing: Option<Sharing>,
    /// Set by Ctrl-C; a second one ends the program at once.
    stop: Arc<AtomicBool>,
}

/// Imports the files. Every file is tried; one that could not be read makes the command fail in the end.
pub fn run(arguments: &Import) -> Result<(), Failure> {
    if let Some(server) = remote::chosen(&arguments.server, &arguments.data, arguments.owner.user.as_ref())? {
        return elsewhere::run(&Elsewhere::of(server), arguments);
    }
    let database = arguments.data.path()?;
    if arguments.last {
        return last::run(arguments, &open_present(&arguments.data)?);
    }
    // What stores nothing makes no database either.
    let store = if arguments.dry_run && !is_present(&database)? { Store::unnamed()? } else { Store::open(&database)? };
    let known = owner::find(&store, &arguments.owner)?;
    let account = if arguments.dry_run { None } else { Some(Account::prepare(known)?) };
    let owner = match &account {
        Some(account) => account.make(&store)?,
        None => known.unwrap_or(owner::NOBODY),
    };
    let outcome = import(arguments, &database, store.clone(), owner);
    if let Some(account) = &account
        && !account.remove_unused(&store, owner)?
    {
        owner::eprint_new(account);
    }
    outcome
}

fn import(arguments: &Import, database: &Path, store: Store, owner: UserId) -> Result<(), Failure> {
    let sharing = if arguments.share {
        let running = lock_file::find(database);
        if running.is_none() && arguments.public_url.is_none() {
            eprint_line(NOT_SERVED);
        }
        let public_url = link::base(arguments.public_url.as_ref(), running.map(|running| running.public_url).as_ref())?;
        let input_is_taken = arguments.files.iter().any(|file| file == Path::new("-"));
        let password = arguments.password.then(|| secret::share_password(input_is_taken)).transpose()?;
        let change = ShareChange {
            is_shared: Some(true),
            is_protected: password.is_some().then_some(true),
            hashed_password: password.map(Some),
            ..ShareChange::default()
        };
        let (redactions, accepted) = RedactionAnswer::given(arguments.redact).request(&BTreeSet::new());
        let request = ShareRequest { change, redactions, accepted, must_work: true, ..ShareRequest::default() };
        Some(Sharing { request, public_url })
    } else {
        None
    };
    let stop = flag_of_interrupt().map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))?;
    let job = Job { arguments, store, owner, sharing, stop };
    job.run()
}

impl Job<'_> {
    fn run(&self) -> Result<(), Failure> {
        let mut totals = Totals { kept: ImportReport::to_keep(), stored: 0, undecided: 0, lost: 0 };
        let done = self.import_all(&mut totals);
        if self.arguments.dry_run {
            return done;
        }
        let name = |file: &PathBuf| match file.file_name() {
            _ if file == Path::new("-") => "standard input".to_owned(),
            name => name.map_or_else(|| display_path(file), |name| display_path(name.as_ref())),
        };
        let names: Vec<String> = self.arguments.files.iter().map(name).collect();
        let kept = totals.kept.keep(&self.store, self.owner, &names.join(", "), Timestamp::now());
        done?;
        Ok(kept?)
    }

    fn import_all(&self, totals: &mut Totals) -> Result<(), Failure> {
        let files = &self.arguments.files;
        let mut failed = 0;
        for file in files {
            match with_room(|| self.import_file(file, totals)).flatten() {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => {
                    let what = counted(totals.stored, "conversation");
                    let were = if totals.stored == 1 { "was" } else { "were" };
                    let missed = "run the import again for the rest";
                    return Err(Failure::interrupted(format!("interrupted: {what} {were} imported; {missed}")));
                }
                Err(failure) => {
                    let name = display_path(file);
                    eprint_line(format_args!("neptun-share: {name}: {failure}"));
                    totals.kept.note(&format!("{name}: {failure}"));
                    failed += 1;
                }
            }
        }
        match (failed, totals.undecided) {
            (0, 0) if totals.lost > 0 => {
                Err(Failure::new(format!("{} within could not be read in full", counted(totals.lost, "file"))))
            }
            (0, 0) => Ok(()),
            (0, _) => Err(Failure::new(format!(
                "{} not shared because of what was found; redact that with --redact all, or publish it unchanged with \
                 --redact none",
                counted(totals.undecided, "conversation")
            ))),
            _ => Err(Failure::new(format!("{failed} of {} could not be imported", counted(files.len(), "file")))),
        }
    }

    fn import_file(&self, file: &Path, totals: &mut Totals) -> Result<ControlFlow<()>, Failure> {
        let source = match open(file) {
            Err(failure) if failure.is_interruption() => return Ok(ControlFlow::Break(())),
            opened => opened?,
        };
        if is_pasted(file) && !self.arguments.dry_run && !paste::is_wanted(&source, self.arguments.format)? {
            return Err(Failure::new("nothing was stored"));
        }
        let options = ReadOptions {
            format: self.arguments.format,
            conversation_bytes: CONVERSATION_BYTES,
            progress: Arc::new(AtomicU64::new(0)),
            ..ReadOptions::default()
        };
        let import = import_job::ImportJob {
            store: &self.store,
            owner: self.owner,
            last: None,
            title: None,
            is_dry_run: self.arguments.dry_run,
            stop: &self.stop,
        };
        let progress = Progress::follow(source.size_hint(), Arc::clone(&options.progress));
        let mut report = Report::new(self, display_path(file), source.files.len() > 1, progress);
        let kept = &mut totals.kept;
        let done = import.run(&source, &options, &mut |line| {
            kept.add(&line);
            report.take(line);
        });
        let is_read = !matches!(done, Err(ImportJobError::Import(_)));
        report.finish(is_read, totals)?;
        match done {
            Ok(flow) => Ok(flow),
            Err(ImportJobError::Import(error)) => Err(refusal(&error)),
            Err(ImportJobError::Store(error)) => Err(error.into()),
        }
    }
}

/// Runs `work` on a thread with the stack that reading needs.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("import".to_owned()).stack_size(import::STACK);
        let working = thread
            .spawn_scoped(scope, work)
            .map_err(|error| Failure::new(format!("cannot start a thread to read on: {error}")))?;
        Ok(working.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Whether a person pastes it on the terminal.
fn is_pasted(file: &Path) -> bool {
    file == Path::new("-") && io::stdin().is_terminal()
}

/// What is said of an address that is not ours.
pub const NOT_FETCHED: &str =
    "Pages of other programs are not fetched: open the page in a browser, save it as a file, and name that file";

/// Why an address of the web, which a person may give for a file, is not read; `None` for everything else.
pub fn not_fetched(file: &Path) -> Option<Failure> {
    let is_address =
        ["https://", "http://"].iter().any(|scheme| file.to_str().is_some_and(|it| it.starts_with(scheme)));
    (is_address && !file.exists())
        .then(|| Failure::new(format!("there is no file {}. {NOT_FETCHED}", display_path(file))))
}

/// Opens what a person named; `-` is standard input.
pub fn open(file: &Path) -> Result<ImportSource, Failure> {
    if let Some(failure) = not_fetched(file) {
        return Err(failure);
    }
    let source = if is_pasted(file) {
        paste::read().and_then(|text| ImportSource::of("standard input".to_owned(), text.into()))
    } else if file == Path::new("-") {
        ImportSource::of_stream("standard input".to_owned(), io::stdin())
    } else {
        ImportSource::open(file)
    };
    source.map_err(|error| refusal(&error))
}

/// Why nothing could be read.
pub fn refusal(error: &ImportError) -> Failure {
    match error {
        // Another file would not help: it is the path that is wrong.
        ImportError::Unreadable(cause) if cause.kind() == io::ErrorKind::Interrupted => {
            Failure::interrupted("interrupted")
        }
        ImportError::Unreadable(cause) => unreadable(cause),
        ImportError::NoConversation(_) => {
            Failure::new(format!("{} All formats: neptun-share help import", beginning_small(&error.to_string())))
        }
        error => Failure::new(beginning_small(&error.to_string())),
    }
}

/// A file, or what is in it, can't be read.
fn unreadable(cause: &io::Error) -> Failure {
    Failure::new(match cause.kind() {
        io::ErrorKind::NotFound => "cannot read it: there is no such file".to_owned(),
        _ => format!("cannot read it: {cause}"),
    })
}

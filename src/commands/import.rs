//! `neptun-share import`: conversations from files into an account, shared if wanted.

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::{Failure, account, say, secret};
use crate::cli::Import;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::{PasswordHash, ShareChange};
use crate::domain::timestamp::Timestamp;
use crate::import::{self, Source};
use crate::importer::{self, Line};
use crate::password::Passwords;
use crate::store::shares::ChangeError;
use crate::store::{Store, StoreError, shares};

/// Does it. Every file is tried; one that could not be read makes the command fail in the end.
pub fn run(arguments: &Import) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let owner = account(&store, &arguments.user)?;
    let reads_standard_input = arguments.files.iter().any(|file| file == Path::new("-"));
    if arguments.password && reads_standard_input && !io::IsTerminal::is_terminal(&io::stdin()) {
        return Err(Failure::new("standard input can't hold both the conversations and the password; name a file"));
    }
    let password = if arguments.password {
        let plain = secret::new_password("Password for the shares", PlainPassword::for_share)?;
        Some(Passwords::new()?.hash(&plain)?)
    } else {
        None
    };

    let mut failed = 0;
    for file in &arguments.files {
        if let Err(failure) = import_file(&store, owner, file, arguments, password.as_ref()) {
            eprintln!("neptun-share: {}: {failure}", file.display());
            failed += 1;
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(Failure::new(format!("{failed} of {} files could not be imported", arguments.files.len()))),
    }
}

fn import_file(
    store: &Store,
    owner: UserId,
    file: &Path,
    arguments: &Import,
    password: Option<&PasswordHash>,
) -> Result<(), Failure> {
    let source = if file == Path::new("-") {
        Source::of_stream("standard input".to_owned(), io::stdin())
    } else {
        Source::open(file)
    };
    let source = source.map_err(|error| Failure::new(error.to_string()))?;
    let stop = AtomicBool::new(false);
    let import = importer::Import { store, owner, last: None, title: None, is_dry_run: false, stop: &stop };
    let mut said = Ok(());
    let report = &mut |line| {
        if said.is_ok() {
            said = tell(store, owner, file, arguments, password, line);
        }
    };
    let done = import.run(&source, &import::Options::default(), report);
    said?;
    match done {
        Ok(_) => Ok(()),
        Err(importer::Failed::Import(error)) => Err(Failure::new(error.to_string())),
        Err(importer::Failed::Store(error)) => Err(error.into()),
    }
}

fn tell(
    store: &Store,
    owner: UserId,
    file: &Path,
    arguments: &Import,
    password: Option<&PasswordHash>,
    line: Line,
) -> Result<(), Failure> {
    match line {
        Line::File { .. } => {}
        Line::Chat { id, name, messages, notes, .. } => {
            say(format_args!("imported \"{}\": {messages} messages", name.as_str()))?;
            for note in notes {
                eprintln!("neptun-share: {}: skipped: \"{}\", {note}.", file.display(), name.as_str());
            }
            if let (true, Some(id)) = (arguments.share, id) {
                let change = ShareChange {
                    is_shared: Some(true),
                    is_protected: Some(password.is_some()),
                    hashed_password: password.cloned().map(Some),
                    ..ShareChange::default()
                };
                let share = store.write(|tx| shares::change(tx, owner, id, change, Timestamp::now()));
                let share = share.map_err(|error| match error {
                    ChangeError::Store(error) => Failure::from(error),
                    ChangeError::NoSuchChat | ChangeError::PasswordMissing => {
                        Failure::from(StoreError::Internal("a new chat could not be shared".into()))
                    }
                })?;
                say(format_args!("  {}", arguments.public_url.share(share.uuid)))?;
            }
        }
        Line::Skipped { label, reason } => {
            eprintln!("neptun-share: {}: skipped: {label}: {reason}.", file.display());
        }
        Line::Note(text) => eprintln!("neptun-share: {}: {text}", file.display()),
    }
    Ok(())
}

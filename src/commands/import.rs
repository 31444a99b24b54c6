//! `neptun-share import`: conversations from files into an account, shared if wanted.

use std::io::Read;
use std::path::Path;
use std::{fs, io};

use super::{Failure, account, say, secret};
use crate::cli::Import;
use crate::domain::chat::NewChat;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::{PasswordHash, Share, ShareChange};
use crate::domain::timestamp::Timestamp;
use crate::import;
use crate::password::Passwords;
use crate::store::shares::ChangeError;
use crate::store::{Store, StoreError, chats, shares};

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
    let bytes = read(file).map_err(|error| Failure::new(format!("cannot read it: {error}")))?;
    let name = file.file_stem().map_or("Conversation".into(), |stem| stem.to_string_lossy());
    let found = import::read(&bytes, &name).map_err(|error| Failure::new(error.to_string()))?;
    // All of a file or nothing: a second try after a failure makes no doubles.
    let stored = store.write(|tx| {
        let now = Timestamp::now();
        let store_one = |new: &NewChat| {
            let chat = chats::insert(tx, owner, new, now)?;
            if !arguments.share {
                return Ok(None);
            }
            let change = ShareChange {
                is_shared: Some(true),
                is_protected: Some(password.is_some()),
                hashed_password: password.cloned().map(Some),
            };
            shares::change(tx, owner, chat.id, change, now).map(Some)
        };
        found.chats.iter().map(store_one).collect::<Result<Vec<Option<Share>>, ChangeError>>()
    });
    let stored = stored.map_err(|error| match error {
        ChangeError::Store(error) => Failure::from(error),
        ChangeError::NoSuchChat | ChangeError::PasswordMissing => {
            Failure::from(StoreError::Internal("a new chat could not be shared".into()))
        }
    })?;

    for (chat, share) in found.chats.iter().zip(stored) {
        say(format_args!("imported \"{}\": {} messages", chat.name.as_str(), chat.messages.len()))?;
        if let Some(share) = share {
            say(format_args!("  {}", arguments.public_url.share(share.uuid)))?;
        }
    }
    for line in &found.skipped {
        eprintln!("neptun-share: {}: skipped: {line}", file.display());
    }
    Ok(())
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    } else {
        fs::read(file)
    }
}

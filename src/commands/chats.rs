//! `neptun-share rename`, `delete` and `restore`: whole conversations.

use super::terminal::{print_line, title};
use super::{Failure, backup, place};
use crate::cli::{Delete, Rename, Restorable, Restore};

/// Renames a conversation.
pub fn rename(arguments: &Rename) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    let former = place.rename(&arguments.chat, &arguments.name)?;
    print_line(format_args!("renamed \"{}\" to \"{}\"", title(&former), title(&arguments.name)))
}

/// Deletes conversations, all of them or none.
pub fn delete(arguments: &Delete) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    place.delete(&arguments.chats)?.iter().try_for_each(|(id, name)| {
        print_line(format_args!(
            "deleted \"{}\" with its link; restore it within ten minutes with: neptun-share restore {}{}",
            title(name),
            id.get(),
            place.flag()
        ))
    })
}

/// Restores deleted conversations, all of them or none; or the database from a backup.
pub fn restore(arguments: &Restore) -> Result<(), Failure> {
    let mut ids = Vec::new();
    for what in &arguments.what {
        match what {
            Restorable::Chat(id) => ids.push(*id),
            Restorable::Backup(file) if arguments.what.len() == 1 => return backup::restore(file, &arguments.data),
            Restorable::Backup(_) => return Err(Failure::new("a backup is restored alone; nothing was restored")),
        }
    }
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    let Some(names) = place.restore(&ids)? else {
        let numbers: Vec<String> = ids.iter().map(|id| id.get().to_string()).collect();
        return Err(Failure::new(format!(
            "nothing was restored, because not all of these were deleted within the last ten minutes: {}",
            numbers.join(", ")
        )));
    };
    names.iter().try_for_each(|name| print_line(format_args!("restored \"{}\"", title(name))))
}

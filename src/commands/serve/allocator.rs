//! Settings for glibc's allocator, so that freed memory is returned to the system. By default it gives each thread an
//! arena, and starts to allocate large blocks from arenas, too: what hundreds of readers needed at once stays with the
//! process, scattered over eight arenas. It takes settings only from the environment, before the program starts.

/// Begins a program that is to serve anew with two arenas, where what takes 128 KiB or more goes back at once (mallopt(3)),
/// as the same process; nothing happens where somebody has made settings of their own, or where that fails. Called before
/// anything else is done, which would be done twice.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn settle() {
    use std::env;
    use std::process::Command;

    use crate::unix::processes::replace_this;

    if env::args_os().nth(1).is_none_or(|command| command != "serve") {
        return;
    }
    let has_settings = env::vars_os().any(|(name, _)| {
        let name = name.to_string_lossy();
        name.starts_with("MALLOC_") || name == "GLIBC_TUNABLES"
    });
    let mut arguments = env::args_os();
    let (Ok(program), Some(name), false) = (env::current_exe(), arguments.next(), has_settings) else { return };
    let settings = [("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", "131072")];
    // There is no log yet that could tell of a failure.
    drop(replace_this(Command::new(program).args(arguments).envs(settings), Some(&name)));
}

/// Other allocators are left as they are.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub const fn settle() {}

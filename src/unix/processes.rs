//! Processes: this one's limits and name, and programs that take its place or stand beside it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use rustix::fd::AsFd;
use rustix::process::{Resource, Rlimit, getrlimit, nice, setrlimit};

/// Becomes another program, which knows itself by the name `known_as` if there is one; comes back only if that fails.
pub fn replace_this(command: &mut Command, known_as: Option<&OsStr>) -> io::Error {
    if let Some(name) = known_as {
        command.arg0(name);
    }
    command.exec()
}

/// Ctrl-C, which ends this program, does not end that one.
pub fn apart(command: &mut Command) -> &mut Command {
    command.process_group(0)
}

/// Lets this process open as many files as the system allows it.
pub fn raise_open_files() -> io::Result<()> {
    let files = Rlimit { current: getrlimit(Resource::Nofile).maximum, ..getrlimit(Resource::Nofile) };
    Ok(setrlimit(Resource::Nofile, files)?)
}

/// From now on this process has so many seconds of the processor and bytes of address space in all, leaves no core file,
/// and stands back behind others by so much niceness.
pub fn limit_this(seconds: u64, bytes: u64, niceness: i32) -> io::Result<()> {
    nice(niceness)?;
    for (resource, most) in [(Resource::Cpu, seconds), (Resource::As, bytes), (Resource::Core, 0)] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// The program that runs. Its path may have a newer one by now; on Linux this one can be had as long as it runs.
pub fn this_program() -> Option<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { Some(running) } else { std::env::current_exe().ok() }
}

/// What this process has of the machine's memory, in bytes; only where there is `/proc`.
pub fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    kib.map(|kib: u64| kib * 1024)
}

/// How many files it has open; only where there is `/proc`.
pub fn open_files() -> Option<usize> {
    fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

/// What standard input is.
pub fn about_standard_input() -> io::Result<fs::Metadata> {
    File::from(io::stdin().as_fd().try_clone_to_owned()?).metadata()
}

/// What this machine calls itself.
pub fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

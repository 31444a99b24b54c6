//! The terminal itself, wherever standard input and output lead.

use std::fs::File;
use std::io::{self, Read};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// Opens it; an error where this process has none.
pub fn open() -> io::Result<File> {
    File::options().read(true).write(true).open("/dev/tty")
}

/// Reads from a terminal that does not show what is typed meanwhile, but for the end of the line.
pub fn silently<T>(terminal: &File, read: impl FnOnce(&File) -> T) -> io::Result<T> {
    let usual = tcgetattr(terminal)?;
    let mut silent = usual.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    silent.local_modes.insert(LocalModes::ECHONL);
    tcsetattr(terminal, OptionalActions::Flush, &silent)?;
    let read = read(terminal);
    tcsetattr(terminal, OptionalActions::Flush, &usual)?;
    Ok(read)
}

/// What is typed or pasted, byte for byte, Ctrl-C and Ctrl-D included. The terminal is as it was once this goes.
pub struct Unlined {
    terminal: File,
    usual: Termios,
}

impl Unlined {
    /// Takes lines as they come: put together by the terminal itself, none is longer than 4,095 bytes, and the rest
    /// of it is lost without a word.
    pub fn open() -> io::Result<Self> {
        let terminal = open()?;
        let usual = tcgetattr(&terminal)?;
        let mut unlined = usual.clone();
        unlined.local_modes.remove(LocalModes::ICANON | LocalModes::ISIG);
        unlined.special_codes[SpecialCodeIndex::VMIN] = 1;
        unlined.special_codes[SpecialCodeIndex::VTIME] = 0;
        // What was typed already stays.
        tcsetattr(&terminal, OptionalActions::Now, &unlined)?;
        Ok(Self { terminal, usual })
    }
}

impl Read for Unlined {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.terminal.read(bytes)
    }
}

impl Drop for Unlined {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.usual);
    }
}

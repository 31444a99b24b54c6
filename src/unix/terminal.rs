//! The terminal itself, wherever standard input and output lead.

use std::fs::File;
use std::io::{self, Read, Write};

use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, SpecialCodes, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

/// The longest secret in bytes; the rest of a longer line is not taken.
const SECRET_BYTES: usize = 4096;

/// What ends the reading of a secret.
enum Typed {
    /// The whole line.
    Line(Zeroizing<Vec<u8>>),
    /// A key by which the terminal sends this signal.
    Signal(Signal),
}

/// Opens it; an error where this process has none.
pub fn open() -> io::Result<File> {
    File::options().read(true).write(true).open("/dev/tty")
}

/// A line that is typed without being shown; `UnexpectedEof` at Ctrl-D. Ctrl-C ends the program and Ctrl-Z stops it, as
/// always, but only once the terminal shows again what is typed: otherwise the shell's next lines would be typed blind.
pub fn secret_line(prompt: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut terminal = open()?;
    loop {
        let usual = tcgetattr(&terminal)?;
        let mut silent = usual.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&terminal, OptionalActions::Flush, &silent)?;
        // Only now: what is typed before it is asked for is dropped, because it was shown.
        let typed = terminal.write_all(prompt.as_bytes()).and_then(|()| type_secret(&terminal, &usual.special_codes));
        tcsetattr(&terminal, OptionalActions::Flush, &usual)?;
        terminal.write_all(b"\n")?;
        match typed? {
            Typed::Line(line) => return Ok(line),
            Typed::Signal(signal) => {
                kill_current_process_group(signal)?;
                // Who continues a stopped program is asked again.
                if signal != Signal::TSTP {
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
        }
    }
}

/// Takes keys as a terminal does that puts lines together itself.
fn type_secret(mut keys: impl Read, codes: &SpecialCodes) -> io::Result<Typed> {
    let (mut line, mut key) = (Zeroizing::new(Vec::with_capacity(SECRET_BYTES)), [0]);
    while keys.read(&mut key)? == 1 {
        let [key] = key;
        // A code of 0 belongs to no key.
        let is = |index| key != 0 && codes[index] == key;
        if matches!(key, b'\n' | b'\r') {
            return Ok(Typed::Line(line));
        } else if is(SpecialCodeIndex::VINTR) {
            return Ok(Typed::Signal(Signal::INT));
        } else if is(SpecialCodeIndex::VQUIT) {
            return Ok(Typed::Signal(Signal::QUIT));
        } else if is(SpecialCodeIndex::VSUSP) {
            return Ok(Typed::Signal(Signal::TSTP));
        } else if is(SpecialCodeIndex::VEOF) {
            if line.is_empty() {
                break;
            }
        } else if is(SpecialCodeIndex::VERASE) || matches!(key, 8 | 127) {
            // All bytes of a character of UTF-8; all but the first begin with the bits 10.
            while line.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
        } else if is(SpecialCodeIndex::VKILL) || is(SpecialCodeIndex::VWERASE) {
            line.clear();
        } else if line.len() < SECRET_BYTES {
            line.push(key);
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
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
